//! What the actors need of a judge. The judge itself lives elsewhere; this is its shape from here.

use std::sync::Arc;

use arena_rules::battle::Judgement;
use arena_rules::ids::PlayerId;
use arena_rules::play::{Language, ProblemRef};
use async_trait::async_trait;

/// Judges code. A verdict is a function of code, runtime, problem and limits alone.
#[async_trait]
pub trait Judge: Send + Sync + 'static {
    /// Whether a submission in `language` would be taken now; asked before a submission is recorded.
    ///
    /// # Errors
    /// Why not.
    fn admits(&self, player: PlayerId, language: &Language) -> Result<(), JudgeRefusal>;

    /// Judges one piece of code. Faults of the judge itself are retried inside and end as the verdict `JE`.
    /// Cancel-safe: dropping the future gives the work up.
    ///
    /// # Errors
    /// It was not judged; [`JudgeRefusal::is_passing`] tells whether trying again helps.
    async fn judge(&self, request: JudgeRequest) -> Result<Judgement, JudgeRefusal>;
}

#[derive(Clone, Debug)]
pub struct JudgeRequest {
    /// Work is shared fairly between players.
    pub player: PlayerId,
    pub priority: Priority,
    pub language: Language,
    pub code: Arc<str>,
    pub problem: ProblemRef,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// All tests; it counts.
    Submission,
    /// The samples alone; it never delays a submission.
    Run,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JudgeRefusal {
    #[error("the judge has too much to do: try again in {retry_after_ms} ms")]
    Busy { retry_after_ms: u64 },
    #[error("{language} cannot be judged here: {reason}")]
    NoSuchLanguage { language: String, reason: String },
    #[error("the problem {problem} is not here in the version that the battle was started with")]
    NoSuchProblem { problem: String },
    #[error("the judge does not answer: {reason}")]
    Unavailable { reason: String },
}

impl JudgeRefusal {
    /// Whether the same request may be answered later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Busy { .. } | Self::Unavailable { .. } => true,
            Self::NoSuchLanguage { .. } | Self::NoSuchProblem { .. } => false,
        }
    }
}
