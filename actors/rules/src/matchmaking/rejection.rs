use serde::{Deserialize, Serialize};

/// Why a queue did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Rejection {
    #[error("the ticket waits in this queue already")]
    AlreadyQueued,
    #[error("that ticket does not wait in this queue")]
    NotQueued,
    #[error("nobody can be paired now")]
    NobodyToPair,
}

impl Rejection {
    /// The stable code that clients see in `reject`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::AlreadyQueued => "already-queued",
            Self::NotQueued => "not-queued",
            Self::NobodyToPair => "nobody-to-pair",
        }
    }
}
