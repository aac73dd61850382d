//! Projection `ratings`: the recorded values of the rating book, never computed here, so that a
//! rebuild gives them bit for bit. The book is one stream: its order is the only one.

use std::collections::BTreeMap;

use arena_rules::ids::{BattleId, PlayerId};
use arena_rules::rating::{Event, Rating, RatingChange};

use crate::fact::Fact;
use crate::fold::{Entry, FoldError};
use crate::projection::{Table, table};
use crate::store::{Columns, Kind, Tx, Value};

pub(crate) const TABLES: &[Table] = &[
    table!("rating": player Id, rating Real, deviation Real, volatility Real, at_ms Int, changes Int, book_version Int),
    table!("rating_change": player Id, book_version Int, battle Id, at_ms Int, rating_before Real,
        deviation_before Real, volatility_before Real, rating_after Real, deviation_after Real, volatility_after Real),
];

/// A player's newest rating and how often it has changed in this batch.
struct Newest {
    rating: Rating,
    changes: i64,
    book_version: i64,
}

pub(crate) async fn fold(tx: &mut Tx, entries: &[Entry]) -> Result<(), FoldError> {
    let mut newest: BTreeMap<PlayerId, Newest> = BTreeMap::new();
    let mut history = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let Fact::Rating(event) = &entry.fact else {
            continue;
        };
        let (at, battle, changes) = match event {
            Event::RatingChanged {
                at,
                source: _,
                battle,
                changes,
            } => (at, Some(*battle), changes),
            Event::RatingCorrected {
                at,
                correction: _,
                sources: _,
                changes,
            } => (at, None, changes),
        };
        let book_version = i64::try_from(entry.version.0).map_err(|_| FoldError::Poison {
            index,
            reason: "version beyond the database's range".to_owned(),
        })?;
        for change in changes {
            if !is_finite(&change.before) || !is_finite(&change.after) {
                let player = change.player;
                let reason = format!("a rating of {player} is not a number");
                return Err(FoldError::Poison { index, reason });
            }
            history.push(row(change, battle, at.0, book_version));
            let known = newest.entry(change.player).or_insert(Newest {
                rating: change.after,
                changes: 0,
                book_version,
            });
            known.rating = change.after;
            known.changes += 1;
            known.book_version = book_version;
        }
    }
    let newest: Vec<Vec<Value>> = newest
        .into_iter()
        .map(|(player, newest)| {
            vec![
                player.0.into(),
                newest.rating.rating.into(),
                newest.rating.deviation.into(),
                newest.rating.volatility.into(),
                newest.rating.at.0.into(),
                newest.changes.into(),
                newest.book_version.into(),
            ]
        })
        .collect();
    const CURRENT: &str = include_str!("../sql/save_rating.sql");
    const HISTORY: &str = include_str!("../sql/add_rating_change.sql");
    tx.execute_bulk(HISTORY_COLUMNS, &history, HISTORY).await?;
    tx.execute_bulk(CURRENT_COLUMNS, &newest, CURRENT).await?;
    Ok(())
}

const CURRENT_COLUMNS: Columns = &[
    ("player", Kind::Id),
    ("rating", Kind::Real),
    ("deviation", Kind::Real),
    ("volatility", Kind::Real),
    ("at_ms", Kind::Int),
    ("changes", Kind::Int),
    ("book_version", Kind::Int),
];

const HISTORY_COLUMNS: Columns = &[
    ("player", Kind::Id),
    ("book_version", Kind::Int),
    ("battle", Kind::Id),
    ("at_ms", Kind::Int),
    ("rating_before", Kind::Real),
    ("deviation_before", Kind::Real),
    ("volatility_before", Kind::Real),
    ("rating_after", Kind::Real),
    ("deviation_after", Kind::Real),
    ("volatility_after", Kind::Real),
];

/// SQLite would take a NaN for a null, PostgreSQL would sort it above every rating.
fn is_finite(rating: &Rating) -> bool {
    [rating.rating, rating.deviation, rating.volatility]
        .into_iter()
        .all(f64::is_finite)
}

fn row(
    change: &RatingChange,
    battle: Option<BattleId>,
    at_ms: i64,
    book_version: i64,
) -> Vec<Value> {
    let (before, after) = (&change.before, &change.after);
    vec![
        change.player.0.into(),
        book_version.into(),
        battle.map(|battle| battle.0).into(),
        at_ms.into(),
        before.rating.into(),
        before.deviation.into(),
        before.volatility.into(),
        after.rating.into(),
        after.deviation.into(),
        after.volatility.into(),
    ]
}
