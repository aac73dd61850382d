use std::collections::BTreeMap;

use arena_rules::ids::{BattleId, PlayerId};
use arena_rules::play::{Difficulty, Language, ProblemId, Stakes};
use arena_rules::time::Time;
use uuid::Uuid;

use super::cursor::Cursor;
use super::players::{Outcome, difficulty, stakes, unknown};
use super::{Page, Paged, Queries, QueryError};
use crate::store::{Columns, Kind, Row, StoreError, Value};

/// Where a battle stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BattleState {
    /// Created; it has not started.
    Waiting,
    /// Its problem is revealed and submissions are taken.
    Running,
    /// The last submissions are judged.
    Judging,
    /// It has an outcome.
    Finished,
    /// It does not count.
    Aborted,
}

impl BattleState {
    /// As the API names it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Judging => "judging",
            Self::Finished => "finished",
            Self::Aborted => "aborted",
        }
    }

    fn from_name(name: &str) -> Result<Self, StoreError> {
        match name {
            "waiting" => Ok(Self::Waiting),
            "running" => Ok(Self::Running),
            "judging" => Ok(Self::Judging),
            "finished" => Ok(Self::Finished),
            "aborted" => Ok(Self::Aborted),
            _ => Err(unknown("state", name)),
        }
    }
}

/// A battle and its players.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BattleEntry {
    /// The battle.
    pub battle: BattleId,
    /// Where it stands.
    pub state: BattleState,
    /// When it was created.
    pub created_at: Time,
    /// When it started, if it has.
    pub started_at: Option<Time>,
    /// When it ended, if it has.
    pub ended_at: Option<Time>,
    /// How hard its problem is.
    pub difficulty: Difficulty,
    /// Whether it is rated.
    pub stakes: Stakes,
    /// None until it is revealed at the start.
    pub problem: Option<ProblemId>,
    /// Why it ended, as in [`HistoryEntry`](super::HistoryEntry).
    pub reason: Option<String>,
    /// Who won, if somebody did.
    pub winner: Option<PlayerId>,
    /// The language of the winning submission, if one decided.
    pub language: Option<Language>,
    /// The players in the order of their seats.
    pub players: Vec<Seat>,
}

/// A player in a battle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The player.
    pub player: PlayerId,
    /// How it ended for the player, if it has.
    pub outcome: Option<Outcome>,
    /// Submissions that were judged and count.
    pub attempts: u64,
}

impl Queries {
    /// Battles that are running or judged, the last one started first.
    ///
    /// # Errors
    /// A cursor of another list, or the database is away.
    pub async fn live_battles(&self, page: &Page) -> Result<Paged<BattleEntry>, QueryError> {
        const SQL: &str = include_str!("../../sql/battles_live.sql");
        let after = match page.cursor()? {
            None => (i64::MAX, Uuid::max()),
            Some(Cursor::Live {
                started_at_ms,
                battle,
            }) => (started_at_ms, battle),
            Some(_) => return Err(QueryError::BadCursor),
        };
        let entries = self.battles(SQL, after, page).await?;
        let mut page = page.cut(entries, |last| Cursor::Live {
            started_at_ms: last.started_at.map_or(0, |at| at.0),
            battle: last.battle.0,
        });
        self.add_players(&mut page.items).await?;
        Ok(page)
    }

    /// Battles that are finished or aborted, the last one ended first.
    ///
    /// # Errors
    /// A cursor of another list, or the database is away.
    pub async fn ended_battles(&self, page: &Page) -> Result<Paged<BattleEntry>, QueryError> {
        const SQL: &str = include_str!("../../sql/battles_ended.sql");
        let after = match page.cursor()? {
            None => (i64::MAX, Uuid::max()),
            Some(Cursor::Ended {
                ended_at_ms,
                battle,
            }) => (ended_at_ms, battle),
            Some(_) => return Err(QueryError::BadCursor),
        };
        let entries = self.battles(SQL, after, page).await?;
        let mut page = page.cut(entries, |last| Cursor::Ended {
            ended_at_ms: last.ended_at.map_or(0, |at| at.0),
            battle: last.battle.0,
        });
        self.add_players(&mut page.items).await?;
        Ok(page)
    }

    /// One battle, if it is known here.
    ///
    /// # Errors
    /// The database is away.
    pub async fn battle(&self, battle: BattleId) -> Result<Option<BattleEntry>, QueryError> {
        const SQL: &str = include_str!("../../sql/battle.sql");
        let rows = self.store.fetch(SQL, vec![battle.0.into()]).await?;
        let mut entries = Vec::new();
        for row in &rows {
            entries.push(entry(row)?);
        }
        self.add_players(&mut entries).await?;
        Ok(entries.pop())
    }

    async fn battles(
        &self,
        sql: &'static str,
        (at_ms, battle): (i64, Uuid),
        page: &Page,
    ) -> Result<Vec<BattleEntry>, StoreError> {
        let arguments: Vec<Value> = vec![at_ms.into(), battle.into(), page.fetch().into()];
        let rows = self.store.fetch(sql, arguments).await?;
        rows.iter().map(entry).collect()
    }

    async fn add_players(&self, entries: &mut [BattleEntry]) -> Result<(), StoreError> {
        const COLUMNS: Columns = &[("battle", Kind::Id)];
        const SQL: &str = "select s.battle, s.player, s.outcome, s.attempts \
             from v join battle_player s on s.battle = v.battle order by s.battle, s.seat";
        let battles: Vec<Vec<Value>> = entries
            .iter()
            .map(|entry| vec![entry.battle.0.into()])
            .collect();
        let mut seats: BTreeMap<BattleId, Vec<Seat>> = BTreeMap::new();
        for row in self.store.fetch_bulk(COLUMNS, &battles, SQL).await? {
            let outcome: Option<String> = row.get(2)?;
            let seat = Seat {
                player: PlayerId(row.get(1)?),
                outcome: outcome.as_deref().map(Outcome::from_name).transpose()?,
                attempts: row.count(3)?,
            };
            seats.entry(BattleId(row.get(0)?)).or_default().push(seat);
        }
        for entry in entries {
            entry.players = seats.remove(&entry.battle).unwrap_or_default();
        }
        Ok(())
    }
}

fn entry(row: &Row) -> Result<BattleEntry, StoreError> {
    let started_at: Option<i64> = row.get(3)?;
    let problem: String = row.get(7)?;
    Ok(BattleEntry {
        battle: BattleId(row.get(0)?),
        state: BattleState::from_name(&row.get::<String>(1)?)?,
        created_at: Time(row.get(2)?),
        started_at: started_at.map(Time),
        ended_at: row.get::<Option<i64>>(4)?.map(Time),
        difficulty: difficulty(&row.get::<String>(5)?)?,
        stakes: stakes(&row.get::<String>(6)?)?,
        problem: started_at.map(|_| ProblemId(problem)),
        reason: row.get(8)?,
        winner: row.get::<Option<Uuid>>(9)?.map(PlayerId),
        language: row.get::<Option<String>>(10)?.map(Language),
        players: Vec::new(),
    })
}
