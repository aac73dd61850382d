//! What judges tell other processes of themselves, and what is asked of them beside the work queue: code to be run on the
//! samples. The queue keeps submissions; a run that no judge takes now is refused.

use arena_log::OwnerId;
use arena_rules::battle::Judgement;
use arena_rules::ids::PlayerId;
use arena_rules::matchmaking::Candidates;
use arena_rules::play::{Language, ProblemRef};
use tokio::time::Instant;

use crate::Bus;
use crate::nats::{Offers, Runs};

/// Code to be run on the samples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub player: PlayerId,
    pub language: Language,
    pub code: String,
    pub problem: ProblemRef,
}

/// What a judge answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ran {
    Judged(Judgement),
    Busy { retry_after_ms: u64 },
    NoSuchLanguage { language: String, reason: String },
    NoSuchProblem { problem: String },
    Unavailable { reason: String },
}

/// Why code was not run; it may be the next time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    #[error("no judge is there")]
    NoJudge,
    #[error("no judge has answered in time")]
    TimedOut,
    #[error("the connection to NATS is down")]
    Disconnected,
    #[error("a run of {bytes} bytes is more than one message holds")]
    TooLarge { bytes: usize },
    #[error("a judge's answer cannot be read: {reason}")]
    Unreadable { reason: String },
}

/// A language as a judge has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedLanguage {
    pub language: Language,
    pub version: String,
    /// Why it cannot be judged there, if it cannot.
    pub unavailable: Option<String>,
}

/// What a judge can judge now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The judge's process.
    pub from: OwnerId,
    pub languages: Vec<OfferedLanguage>,
    /// The problems that it has the tests of.
    pub problems: Candidates,
}

impl Bus {
    /// Has code run by a judge in another process. Cancel-safe: dropping it only gives the answer up.
    ///
    /// # Errors
    /// See [`RunError`].
    pub async fn run(&self, run: Run, deadline: Instant) -> Result<Ran, RunError> {
        match self.remote() {
            Some(remote) => remote.run(run, deadline).await,
            None => Err(RunError::NoJudge),
        }
    }

    /// Takes other processes' runs from now on, sharing them with all who do; none within one process.
    #[must_use]
    pub async fn serve_runs(&self) -> Option<Runs> {
        self.remote()?.serve_runs().await
    }

    /// Tells other processes what can be judged here; meant to be called every second.
    pub fn offer(&self, offer: &Offer) {
        if let Some(remote) = self.remote() {
            remote.offer(offer);
        }
    }

    /// Hears what judges offer, from now on; none within one process.
    #[must_use]
    pub async fn offers(&self) -> Option<Offers> {
        self.remote()?.offers().await
    }
}
