//! A player's finished battles of one day, in the order (end, battle id), as far as streaks go.
//!
//! Battles mostly end in that order, and then a day is only continued. One that comes late, since
//! shards have no order, has the day's battles counted again.

use std::collections::BTreeMap;

use arena_rules::ids::{BattleId, PlayerId};
use arena_rules::time::Time;
use uuid::Uuid;

use super::model::Result as Side;
use super::run::Run;
use crate::store::{Columns, Kind, Row, StoreError, Tx, Value};

const MS_PER_DAY: i64 = 86_400_000;

/// Battles by the day's order.
pub(super) type Outcomes = BTreeMap<(i64, BattleId), Side>;

/// The day since 1970, UTC.
pub(super) fn day(at: Time) -> i64 {
    at.0.div_euclid(MS_PER_DAY)
}

/// A row of `player_day`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Day {
    run: Run,
    /// None before the first battle.
    last: Option<(i64, BattleId)>,
}

impl Day {
    /// The day with a battle after all others.
    fn then(self, key: (i64, BattleId), side: Side) -> Self {
        let one = match side {
            Side::Won => Run::win(),
            Side::Lost | Side::Draw | Side::Aborted => Run::other(),
        };
        Self {
            run: self.run.then(one),
            last: Some(key),
        }
    }
}

/// Writes the days to which battles are added. `battle_player` has these battles by now.
pub(super) async fn save(
    tx: &mut Tx,
    added: BTreeMap<(PlayerId, i64), Outcomes>,
) -> Result<(), StoreError> {
    let keys: Vec<Vec<Value>> = added
        .keys()
        .map(|(player, day)| vec![player.0.into(), (*day).into()])
        .collect();
    let mut days: BTreeMap<(PlayerId, i64), Day> = BTreeMap::new();
    for row in tx.fetch_bulk(KEY, &keys, LOAD).await? {
        let (key, day) = stored(&row)?;
        days.insert(key, day);
    }
    let mut again = Vec::new();
    for (key, battles) in added {
        let known = days.entry(key).or_default();
        let late = battles.keys().next().copied() <= known.last;
        if late {
            *known = Day::default();
            again.push(span(key));
        } else {
            *known = battles
                .into_iter()
                .fold(*known, |day, (key, side)| day.then(key, side));
        }
    }
    for row in tx.fetch_bulk(SPAN, &again, OUTCOMES).await? {
        let key = (PlayerId(row.get(0)?), row.get(1)?);
        let battle = (row.get(3)?, BattleId(row.get(4)?));
        let outcome: String = row.get(2)?;
        let side = if outcome == Side::Won.name() {
            Side::Won
        } else {
            Side::Lost
        };
        let day = days.entry(key).or_default();
        *day = day.then(battle, side);
    }
    let rows: Vec<Vec<Value>> = days.into_iter().map(row).collect();
    tx.execute_bulk(DAY, &rows, SAVE).await
}

/// The day's first and last millisecond, as far as there are such.
fn span((player, day): (PlayerId, i64)) -> Vec<Value> {
    let first = day.saturating_mul(MS_PER_DAY);
    let last = first.saturating_add(MS_PER_DAY - 1);
    vec![player.0.into(), day.into(), first.into(), last.into()]
}

fn stored(row: &Row) -> Result<((PlayerId, i64), Day), StoreError> {
    let day = Day {
        run: Run {
            battles: row.count(2)?,
            wins: row.count(3)?,
            lead: row.count(4)?,
            trail: row.count(5)?,
            best: row.count(6)?,
        },
        last: Some((row.get(7)?, BattleId(row.get(8)?))),
    };
    Ok(((PlayerId(row.get(0)?), row.get(1)?), day))
}

fn row(((player, day), Day { run, last }): ((PlayerId, i64), Day)) -> Vec<Value> {
    let count = |count: u64| Value::Int(i64::try_from(count).unwrap_or(i64::MAX));
    let (ended_at_ms, battle) = last.unwrap_or((0, BattleId(Uuid::nil())));
    vec![
        player.0.into(),
        day.into(),
        count(run.battles),
        count(run.wins),
        count(run.lead),
        count(run.trail),
        count(run.best),
        ended_at_ms.into(),
        battle.0.into(),
    ]
}

const LOAD: &str = include_str!("../../sql/load_player_days.sql");
const KEY: Columns = &[("player", Kind::Id), ("day", Kind::Int)];

const OUTCOMES: &str = include_str!("../../sql/day_outcomes.sql");
const SPAN: Columns = &[
    ("player", Kind::Id),
    ("day", Kind::Int),
    ("first_ms", Kind::Int),
    ("last_ms", Kind::Int),
];

const SAVE: &str = include_str!("../../sql/save_player_day.sql");
const DAY: Columns = &[
    ("player", Kind::Id),
    ("day", Kind::Int),
    ("battles", Kind::Int),
    ("wins", Kind::Int),
    ("lead", Kind::Int),
    ("trail", Kind::Int),
    ("best", Kind::Int),
    ("last_ended_at_ms", Kind::Int),
    ("last_battle", Kind::Id),
];
