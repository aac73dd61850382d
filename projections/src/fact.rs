use std::sync::Arc;

use arena_log::Recorded;
use arena_rules::ids::BattleId;
use arena_rules::{battle, matchmaking, rating};

/// An event that some projection folds.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// An event of a battle's stream.
    Battle(BattleId, battle::Event),
    /// An event of a queue's stream.
    Queue(matchmaking::Event),
    /// An event of the rating book's stream.
    Rating(rating::Event),
}

/// Reads a stored event. `Ok(None)` is an event of no interest here: those of sessions, and any
/// that no projection folds (edits, chat). An error halts the projections: a later build wrote the
/// event, or the log is damaged.
pub type Decode = Arc<dyn Fn(&Recorded) -> Result<Option<Fact>, DecodeError> + Send + Sync>;

/// A stored event that this build cannot read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct DecodeError {
    /// What the codec said.
    pub reason: String,
}

impl DecodeError {
    /// An error with the codec's words.
    #[must_use]
    pub fn new(reason: impl std::fmt::Display) -> Self {
        Self {
            reason: reason.to_string(),
        }
    }
}
