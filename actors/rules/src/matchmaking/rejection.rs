use super::limits;

/// Why a queue did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    #[error("you wait in this queue already")]
    AlreadyQueued,
    #[error("that ticket does not wait in this queue")]
    NotQueued,
    #[error("the queue is full: {} players wait", limits::TICKETS)]
    QueueFull,
    #[error(
        "the range of ratings must be a number of at least {}",
        limits::LEAST_OWN_RANGE
    )]
    BadRange,
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
            Self::QueueFull => "queue-full",
            Self::BadRange => "bad-range",
            Self::NobodyToPair => "nobody-to-pair",
        }
    }
}
