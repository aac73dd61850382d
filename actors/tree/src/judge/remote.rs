//! Judges in other processes, as a process without one sees them.

use std::sync::Arc;

use arena_bus::Bus;
use arena_bus::judges::{Ran, Run, RunError};
use arena_rules::battle::Judgement;
use arena_rules::ids::PlayerId;
use arena_rules::play::Language;
use async_trait::async_trait;
use tokio::time::Instant;

use super::{Judge, JudgeRefusal, JudgeRequest, Offered, Priority, SubmissionQueue};
use crate::limits;

/// Submissions go to the queue; runs are asked of whichever judge is there now.
pub struct RemoteJudge {
    pub bus: Bus,
    pub queue: Arc<dyn SubmissionQueue>,
    pub offered: Offered,
}

#[async_trait]
impl Judge for RemoteJudge {
    fn admits(&self, _: PlayerId, language: &Language) -> Result<(), JudgeRefusal> {
        self.offered.admits(language)
    }

    async fn judge(&self, request: JudgeRequest) -> Result<Judgement, JudgeRefusal> {
        match request.priority {
            Priority::Run => {}
            Priority::Submission => {
                return Err(unavailable("submissions are taken from the queue"));
            }
        }
        let run = Run {
            player: request.player,
            language: request.language,
            code: request.code.to_string(),
            problem: request.problem,
        };
        let deadline = Instant::now() + limits::RUN_WITHIN;
        let mut answer = self.run(run.clone(), deadline).await;
        for _ in 1..limits::RUN_TRIES {
            // Judges of another release may be there beside one that can.
            match answer {
                Ok(_) | Err(JudgeRefusal::Busy { .. }) => break,
                Err(
                    JudgeRefusal::NoSuchLanguage { .. }
                    | JudgeRefusal::NoSuchProblem { .. }
                    | JudgeRefusal::Unavailable { .. },
                ) if Instant::now() >= deadline => break,
                Err(
                    JudgeRefusal::NoSuchLanguage { .. }
                    | JudgeRefusal::NoSuchProblem { .. }
                    | JudgeRefusal::Unavailable { .. },
                ) => answer = self.run(run.clone(), deadline).await,
            }
        }
        answer
    }

    fn queue(&self) -> Option<Arc<dyn SubmissionQueue>> {
        Some(self.queue.clone())
    }
}

impl RemoteJudge {
    async fn run(&self, run: Run, deadline: Instant) -> Result<Judgement, JudgeRefusal> {
        match self.bus.run(run, deadline).await {
            Ok(ran) => result(ran),
            Err(
                error @ (RunError::NoJudge
                | RunError::TimedOut
                | RunError::Disconnected
                | RunError::TooLarge { .. }
                | RunError::Unreadable { .. }),
            ) => Err(unavailable(&error.to_string())),
        }
    }
}

fn unavailable(reason: &str) -> JudgeRefusal {
    JudgeRefusal::Unavailable {
        reason: reason.to_owned(),
    }
}

/// A run's result as it travels.
pub(super) fn ran(result: Result<Judgement, JudgeRefusal>) -> Ran {
    match result {
        Ok(judgement) => Ran::Judged(judgement),
        Err(JudgeRefusal::Busy { retry_after_ms }) => Ran::Busy { retry_after_ms },
        Err(JudgeRefusal::NoSuchLanguage { language, reason }) => {
            Ran::NoSuchLanguage { language, reason }
        }
        Err(JudgeRefusal::NoSuchProblem { problem }) => Ran::NoSuchProblem { problem },
        Err(JudgeRefusal::Unavailable { reason }) => Ran::Unavailable { reason },
    }
}

fn result(ran: Ran) -> Result<Judgement, JudgeRefusal> {
    match ran {
        Ran::Judged(judgement) => Ok(judgement),
        Ran::Busy { retry_after_ms } => Err(JudgeRefusal::Busy { retry_after_ms }),
        Ran::NoSuchLanguage { language, reason } => {
            Err(JudgeRefusal::NoSuchLanguage { language, reason })
        }
        Ran::NoSuchProblem { problem } => Err(JudgeRefusal::NoSuchProblem { problem }),
        Ran::Unavailable { reason } => Err(JudgeRefusal::Unavailable { reason }),
    }
}
