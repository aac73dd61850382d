//! Work for the judges: a queue on JetStream. Each submission's attempt is taken by one judge at a time, comes back when that
//! judge falls silent, and is handed out as spent after too many tries.
//!
//! The queue may deliver twice; results are idempotent by submission. It is not the truth either: whoever submitted looks
//! whether the work is still there, and sends what has no verdict again, under a new attempt.

mod queue;
mod worker;

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use arena_rules::ids::{BattleId, PlayerId, SubmissionId};
use arena_rules::play::{Language, ProblemRef};
use uuid::Uuid;

use crate::wire::{self, MAX_PAYLOAD_BYTES};

pub use queue::WorkQueue;
pub use worker::{Job, Worker};

/// How the queue is kept; the same for all processes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkOptions {
    /// Servers that keep a copy: 1, or 3 in a cluster.
    pub replicas: usize,
    /// Work that is older is dropped; whoever submitted it sends it again.
    pub max_age: Duration,
    /// More is refused, never dropped.
    pub max_bytes: i64,
    /// A judge that says nothing for so long is taken for dead.
    pub ack_wait: Duration,
    /// After so many deliveries without an end it is spent.
    pub max_deliveries: u32,
    /// How long a message id is remembered, so that the same attempt is not queued twice.
    pub remember_ids: Duration,
}

impl Default for WorkOptions {
    fn default() -> Self {
        Self {
            replicas: 1,
            max_age: Duration::from_secs(24 * 3600),
            max_bytes: 256 * 1024 * 1024,
            ack_wait: Duration::from_secs(6),
            max_deliveries: 3,
            remember_ids: Duration::from_secs(10 * 60),
        }
    }
}

/// A submission with all that a judge needs to know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    pub battle: BattleId,
    pub submission: SubmissionId,
    pub player: PlayerId,
    pub language: Language,
    pub code: String,
    pub problem: ProblemRef,
}

impl Work {
    /// As it is queued.
    ///
    /// # Errors
    /// It is too large for one message.
    pub fn into_bytes(self) -> Result<Vec<u8>, WorkError> {
        let bytes = self.code.len();
        wire::encode_work(self).map_err(|_| WorkError::TooLarge { bytes })
    }

    /// From a queued form.
    ///
    /// # Errors
    /// No version of this program wrote it.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, wire::WireError> {
        wire::decode_work(bytes)
    }
}

/// One attempt at judging a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WorkId {
    pub submission: Uuid,
    pub attempt: u32,
}

impl fmt::Display for WorkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.submission, self.attempt)
    }
}

impl FromStr for WorkId {
    type Err = WorkError;

    fn from_str(text: &str) -> Result<Self, WorkError> {
        let (submission, attempt) = text.split_once('/').ok_or(WorkError::Id)?;
        Ok(Self {
            submission: Uuid::try_parse(submission).map_err(|_| WorkError::Id)?,
            attempt: attempt.parse().map_err(|_| WorkError::Id)?,
        })
    }
}

/// What became of a submission to the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Submitted {
    Queued,
    /// This attempt was queued before; it may have left the queue since.
    Known,
}

/// Where an attempt is in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub submitted: Submitted,
    pub sequence: u64,
}

/// What waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Depth {
    /// Not given to a judge yet.
    pub waiting: u64,
    /// With judges.
    pub taken: u64,
}

/// Why the queue did not do it; all but `InProcess`, `Id` and `TooLarge` may go well the next time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WorkError {
    #[error("the work queue needs NATS; within one process judges are asked directly")]
    InProcess,
    #[error("the connection to NATS is down")]
    Disconnected,
    #[error(
        "JetStream at NATS does not keep the work queue: {reason}. Is jetstream enabled in the server's configuration, \
         and has a judge been started?"
    )]
    Unavailable { reason: String },
    #[error("the work queue is full or took no message: {reason}")]
    Refused { reason: String },
    #[error("NATS has not confirmed it; it may come again")]
    Unconfirmed,
    #[error("work of {bytes} bytes is more than the {MAX_PAYLOAD_BYTES} that one message holds")]
    TooLarge { bytes: usize },
    #[error("a message id that is no submission and attempt")]
    Id,
}

/// A submission that was tried too often, or that its judge gave up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    pub id: WorkId,
    pub reason: String,
    pub body: Vec<u8>,
}
