use serde::{Deserialize, Serialize};

use super::limits;

/// Why a session did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Rejection {
    #[error("you have {} connections: close one first", limits::CONNECTIONS)]
    TooManyConnections,
    #[error("the connection is known already")]
    AlreadyConnected,
    #[error("there is no such connection")]
    NotConnected,
    #[error("you wait in a queue already")]
    AlreadyQueued,
    #[error("you do not wait in a queue")]
    NotQueued,
    #[error("you are in a battle")]
    InBattle,
    #[error("you are somewhere else now")]
    Elsewhere,
    #[error("the battle is over")]
    Over,
    #[error("you are in the battle already")]
    AlreadyThere,
    #[error(
        "the range of ratings must be a number of at least {}",
        crate::matchmaking::limits::LEAST_OWN_RANGE
    )]
    BadRange,
    #[error("the change of rating is known already")]
    AlreadyRated,
    #[error("nothing is due yet")]
    NothingDue,
}

impl Rejection {
    /// The stable code that clients see in `reject`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooManyConnections => "too-many-connections",
            Self::AlreadyConnected => "already-connected",
            Self::NotConnected => "not-connected",
            Self::AlreadyQueued => "already-queued",
            Self::NotQueued => "not-queued",
            Self::InBattle => "in-battle",
            Self::Elsewhere => "elsewhere",
            Self::Over => "battle-over",
            Self::AlreadyThere => "already-there",
            Self::BadRange => "bad-range",
            Self::AlreadyRated => "already-rated",
            Self::NothingDue => "nothing-due",
        }
    }
}
