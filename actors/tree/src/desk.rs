//! The judge's desk: every pending submission goes over it until it has its verdict.

use std::collections::BTreeSet;
use std::sync::Arc;

use arena_bus::streams;
use arena_rules::battle::{self, Judgement, Verdict};
use arena_rules::ids::{BattleId, PlayerId, SubmissionId, named_id};
use arena_rules::play::{Language, ProblemRef};
use ractor::{Actor, ActorProcessingErr, ActorRef};
use tokio::task::JoinSet;

use crate::door::Door;
use crate::envelope::{CommandError, Envelope};
use crate::judge::{Judge, JudgeRefusal, JudgeRequest, Priority};
use crate::limits;
use crate::machine::BattleMachine;

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

/// The way to the desk; cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct DeskDoor {
    desk: ActorRef<Message>,
}

impl DeskDoor {
    pub(crate) fn new(desk: ActorRef<Message>) -> Self {
        Self { desk }
    }

    /// Has `job` judged, if it is not on the desk already. The battle is told in its own time.
    pub(crate) fn judge(&self, job: Job) {
        self.desk.cast(Message::Judge(job)).ok();
    }
}

#[derive(Debug)]
pub(crate) enum Message {
    /// The battles' door, which exists only after the desk.
    Open(DoorOfBattles),
    Judge(Job),
    Done(SubmissionId),
}

pub(crate) struct DoorOfBattles(pub(crate) Door<BattleMachine>);

impl std::fmt::Debug for DoorOfBattles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DoorOfBattles")
    }
}

pub(crate) struct Desk {
    pub(crate) judge: Arc<dyn Judge>,
}

#[derive(Default)]
pub(crate) struct Papers {
    battles: Option<Door<BattleMachine>>,
    on_desk: BTreeSet<SubmissionId>,
    /// Those that came before the door did.
    early: Vec<Job>,
    work: JoinSet<()>,
}

impl Actor for Desk {
    type Msg = Message;
    type State = Papers;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<Message>, (): ()) -> Result<Papers, ActorProcessingErr> {
        Ok(Papers::default())
    }

    async fn handle(
        &self,
        myself: ActorRef<Message>,
        message: Message,
        papers: &mut Papers,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            Message::Open(DoorOfBattles(door)) => {
                papers.battles = Some(door);
                for job in std::mem::take(&mut papers.early) {
                    self.take(&myself, papers, job);
                }
            }
            Message::Judge(job) => self.take(&myself, papers, job),
            Message::Done(submission) => {
                papers.on_desk.remove(&submission);
                while papers.work.try_join_next().is_some() {}
            }
        }
        metrics::gauge!("arena_submissions_on_desk").set(papers.on_desk.len() as f64);
        Ok(())
    }

    async fn post_stop(
        &self,
        _: ActorRef<Message>,
        papers: &mut Papers,
    ) -> Result<(), ActorProcessingErr> {
        // What is not judged yet is pending in its battle's stream and is judged after the next start.
        papers.work.abort_all();
        Ok(())
    }
}

impl Desk {
    fn take(&self, myself: &ActorRef<Message>, papers: &mut Papers, job: Job) {
        let Some(battles) = papers.battles.clone() else {
            papers.early.push(job);
            return;
        };
        if !papers.on_desk.insert(job.submission) {
            return;
        }
        let (judge, myself) = (self.judge.clone(), myself.clone());
        papers.work.spawn(async move {
            let submission = job.submission;
            let judgement = until_judged(&judge, &job).await;
            tell(&battles, job, judgement).await;
            myself.cast(Message::Done(submission)).ok();
        });
    }
}

/// Judges with patience: only a verdict ends it, since the submission was taken.
async fn until_judged(judge: &Arc<dyn Judge>, job: &Job) -> Judgement {
    let mut pause = limits::FIRST_RETRY;
    loop {
        let request = JudgeRequest {
            player: job.player,
            priority: Priority::Submission,
            language: job.language.clone(),
            code: job.code.clone(),
            problem: job.problem.clone(),
        };
        match judged_apart(judge.clone(), request).await {
            Ok(judgement) => return judgement,
            Err(refusal) if refusal.is_passing() => {
                tracing::debug!(submission = %job.submission, %refusal, "judging is tried again");
            }
            Err(refusal) => {
                tracing::error!(submission = %job.submission, %refusal, "a submission cannot be judged and does not count");
                return unjudgeable(&refusal);
            }
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(limits::LAST_RETRY);
    }
}

/// A judge that panics costs the desk nothing: it is a fault that passes. Cancel-safe, as the judge is.
async fn judged_apart(
    judge: Arc<dyn Judge>,
    request: JudgeRequest,
) -> Result<Judgement, JudgeRefusal> {
    let mut apart = JoinSet::new();
    apart.spawn(async move { judge.judge(request).await });
    match apart.join_next().await {
        Some(Ok(answer)) => answer,
        Some(Err(error)) => {
            tracing::error!(%error, "the judge panicked");
            Err(JudgeRefusal::Unavailable {
                reason: "it panicked".to_owned(),
            })
        }
        None => Err(JudgeRefusal::Unavailable {
            reason: "it was not asked".to_owned(),
        }),
    }
}

async fn tell(battles: &Door<BattleMachine>, job: Job, judgement: Judgement) {
    let command = battle::Command::Judge {
        submission: job.submission,
        judgement,
    };
    let envelope = Envelope::effect(
        job.submission.0,
        named_id("verdict"),
        job.submission.0,
        command,
    );
    loop {
        match battles
            .ask(streams::battle(job.battle), envelope.clone())
            .await
        {
            Ok(_) | Err(CommandError::Rejected(_) | CommandError::IdReused) => return,
            Err(CommandError::Busy { .. } | CommandError::Unavailable) => {
                tokio::time::sleep(limits::LAST_RETRY).await;
            }
        }
    }
}

fn unjudgeable(refusal: &JudgeRefusal) -> Judgement {
    tracing::debug!(%refusal, "closed as JE");
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
