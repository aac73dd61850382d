//! What comes back from an actor.

use arena_log::Epoch;

use crate::envelope::{Accepted, CommandError};
use crate::limits;

/// What came of a question to an actor.
pub(crate) enum Answer<R: std::error::Error> {
    /// This process may not speak for the stream (any more): another one may.
    NotOwner,
    Given {
        /// What the actor's shard was held under.
        epoch: Epoch,
        result: Result<Accepted, CommandError<R>>,
    },
}

impl<R: std::error::Error> Answer<R> {
    pub(crate) fn unavailable() -> Self {
        Self::refused(CommandError::Unavailable)
    }

    pub(crate) fn busy() -> Self {
        let retry_after_ms = limits::RETRY_WHEN_FULL_MS;
        Self::refused(CommandError::Busy { retry_after_ms })
    }

    fn refused(error: CommandError<R>) -> Self {
        Self::Given {
            epoch: Epoch::ZERO,
            result: Err(error),
        }
    }
}
