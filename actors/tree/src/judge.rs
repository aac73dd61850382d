//! What the actors need of a judge. The judge itself lives elsewhere; this is its shape from here: in this process, or in
//! others, which take submissions from a queue ([`SubmissionQueue`], [`RemoteJudge`]) and answer for them ([`service`]).

mod offers;
mod remote;
pub mod service;

use std::sync::Arc;

use arena_bus::work::{Place, Work, WorkError, WorkId, WorkQueue};
use arena_rules::battle::{Judgement, Verdict};
use arena_rules::ids::{BattleId, PlayerId, SubmissionId};
use arena_rules::play::{Language, ProblemRef};
use async_trait::async_trait;

pub use offers::{Offered, Playable};
pub use remote::RemoteJudge;

/// A submission that waits for its verdict.
#[derive(Clone, Debug)]
pub struct Job {
    pub battle: BattleId,
    pub submission: SubmissionId,
    pub player: PlayerId,
    pub language: Language,
    pub code: Arc<str>,
    pub problem: ProblemRef,
}

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

    /// Where submissions go instead of to [`Judge::judge`], if they are judged by other processes.
    fn queue(&self) -> Option<Arc<dyn SubmissionQueue>> {
        None
    }
}

/// A queue that judges take submissions from. Whoever judges one tells its battle, and only then takes it off the queue.
#[async_trait]
pub trait SubmissionQueue: Send + Sync + 'static {
    /// Queues one attempt, durably. The same attempt again changes nothing.
    ///
    /// # Errors
    /// It is not queued, or not known to be.
    async fn submit(&self, job: &Job, attempt: u32) -> Result<Place, WorkError>;

    /// Whether that attempt is still in the queue, waiting or with a judge.
    ///
    /// # Errors
    /// It is not known.
    async fn holds(&self, job: &Job, attempt: u32, place: Place) -> Result<bool, WorkError>;
}

#[async_trait]
impl SubmissionQueue for WorkQueue {
    async fn submit(&self, job: &Job, attempt: u32) -> Result<Place, WorkError> {
        let work = Work {
            battle: job.battle,
            submission: job.submission,
            player: job.player,
            language: job.language.clone(),
            code: job.code.to_string(),
            problem: job.problem.clone(),
        };
        WorkQueue::submit(self, work_id(job, attempt), work.into_bytes()?).await
    }

    async fn holds(&self, job: &Job, attempt: u32, place: Place) -> Result<bool, WorkError> {
        WorkQueue::holds(self, work_id(job, attempt), place).await
    }
}

fn work_id(job: &Job, attempt: u32) -> WorkId {
    WorkId {
        submission: job.submission.0,
        attempt,
    }
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

/// The verdict of a submission that no judge can judge: it does not count.
pub(crate) fn unjudgeable() -> Judgement {
    Judgement {
        verdict: Verdict::JudgeError,
        tests_passed: 0,
        tests_total: 0,
        fuel_used: 0,
        fuel_limit: 0,
        memory_peak_bytes: 0,
        explanation: None,
        runtime_hash: String::new(),
        tests_hash: String::new(),
        limits_hash: String::new(),
    }
}
