use arena_rules::ids::PlayerId;
use uuid::Uuid;

use super::{Queries, QueryError};
use crate::projection::Projection;
use crate::store::Value;

/// Which state of the ratings the tables have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RatingsState {
    /// The projection's version: another one is another fold.
    pub version: i64,
    /// Grows with every event that is folded, and begins anew with the fold.
    pub folded: i64,
}

/// A player's present rating.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rated {
    /// The player.
    pub player: PlayerId,
    /// The rating.
    pub rating: f64,
    /// The version of the book's event that changed it last.
    pub book_version: i64,
}

/// Where a reading of all ratings goes on: in the order of their last changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RatedAfter {
    /// The version of the book's event.
    pub book_version: i64,
    /// The player among those of one event.
    pub player: PlayerId,
}

impl RatedAfter {
    /// After every change of this version of the book and of those before.
    #[must_use]
    pub fn book(version: i64) -> Self {
        Self {
            book_version: version,
            player: PlayerId(Uuid::max()),
        }
    }
}

impl Queries {
    /// A player's place on the global leaderboard, from 1; none without a rated battle.
    ///
    /// # Errors
    /// The database is away.
    pub async fn rank(&self, player: PlayerId) -> Result<Option<u64>, QueryError> {
        const SQL: &str = include_str!("../../sql/rank.sql");
        let rows = self.store.fetch(SQL, vec![player.0.into()]).await?;
        let rank = rows.first().map(|row| row.count(0)).transpose()?;
        Ok(rank)
    }

    /// Which state of the ratings is there now.
    ///
    /// # Errors
    /// The database is away.
    pub async fn ratings_state(&self) -> Result<RatingsState, QueryError> {
        const SQL: &str = "select version, folded from checkpoint where projection = $1";
        let name = Projection::Ratings.name();
        let rows = self.store.fetch(SQL, vec![name.into()]).await?;
        match rows.first() {
            Some(row) => Ok(RatingsState {
                version: row.get(0)?,
                folded: row.get(1)?,
            }),
            None => Ok(RatingsState::default()),
        }
    }

    /// Ratings in the order in which they have changed last, so that a reader who goes on from the last one misses nothing
    /// that changes meanwhile.
    ///
    /// # Errors
    /// The database is away.
    pub async fn rated_after(
        &self,
        after: RatedAfter,
        limit: u32,
    ) -> Result<Vec<Rated>, QueryError> {
        const SQL: &str = include_str!("../../sql/rated_after.sql");
        let arguments: Vec<Value> = vec![
            after.book_version.into(),
            after.player.0.into(),
            i64::from(limit).into(),
        ];
        let rows = self.store.fetch(SQL, arguments).await?;
        let rated = rows.iter().map(|row| {
            Ok(Rated {
                player: PlayerId(row.get(0)?),
                rating: row.get(1)?,
                book_version: row.get(2)?,
            })
        });
        rated.collect()
    }
}
