//! What is asked of the read models. Players are ids here; their names are the accounts'.

mod battles;
mod boards;
mod cursor;
mod page;
mod players;
mod problems;
mod ranks;
mod waits;

use crate::store::{Store, StoreError};

pub use battles::{BattleEntry, BattleState, Seat};
pub use boards::{Board, BoardEntry};
pub use page::{DEFAULT_LIMIT, MAX_LIMIT, MIN_LIMIT, Page, Paged};
pub use players::{CurrentRating, HistoryEntry, LanguageWins, Outcome, Profile, RatingPoint};
pub use problems::{MAX_BULK, ProblemStats};
pub use ranks::{Rated, RatedAfter, RatingsState};

/// Reads the models. Every answer is as of the projections' checkpoints: a moment behind the log.
///
/// Pages follow their last entry, not a number of entries, so that no entry comes twice or is left
/// out because others have moved in front of it.
#[derive(Clone, Debug)]
pub struct Queries {
    store: Store,
}

impl Queries {
    /// Queries of `store`.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self { store }
    }
}

/// A query without an answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// The caller's fault.
    #[error("limit {found} is not between {MIN_LIMIT} and {MAX_LIMIT}")]
    BadLimit {
        /// What was asked for.
        found: u32,
    },
    /// The caller's fault: not a cursor that this query has given.
    #[error("the cursor is not one of this list")]
    BadCursor,
    /// The caller's fault: more than [`MAX_BULK`] ids at once.
    #[error("{found} ids at once, at most {MAX_BULK}")]
    TooMany {
        /// How many there were.
        found: usize,
    },
    /// The database is away or damaged.
    #[error(transparent)]
    Store(#[from] StoreError),
}
