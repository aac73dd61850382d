//! The judge's desk: every pending submission goes over it until it has its verdict.
//!
//! Where this process has a judge, the desk asks it and tells the battle. Otherwise the submission goes to the queue of the
//! other processes' judges, who tell the battle themselves; the desk looks after it until the battle has the verdict.

mod slip;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use arena_bus::streams;
use arena_bus::work::{Place, Submitted, WorkError};
use arena_rules::battle::{self, Judgement};
use arena_rules::ids::{BattleId, SubmissionId, named_id};
use ractor::{Actor, ActorId, ActorProcessingErr, ActorRef};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::sleep;

use crate::door::Door;
use crate::envelope::{CommandError, Envelope};
use crate::judge::{
    Job, Judge, JudgeRefusal, JudgeRequest, Priority, SubmissionQueue, unjudgeable,
};
use crate::limits;
use crate::load::Gauges;
use crate::machine::BattleMachine;

pub(crate) use slip::{DeskDoor, Slip};

#[derive(Debug)]
pub(crate) enum Message {
    /// The battles' door, which exists only after the desk.
    Open(DoorOfBattles),
    /// All that a battle's actor waits for now.
    Pending {
        actor: ActorId,
        battle: BattleId,
        jobs: Vec<Job>,
    },
    /// An actor has ended that was waiting.
    Gone(ActorId),
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
    pub(crate) gauges: Arc<Gauges>,
}

#[derive(Default)]
pub(crate) struct Papers {
    battles: Option<Door<BattleMachine>>,
    on_desk: BTreeMap<SubmissionId, Paper>,
    /// Those that came before the door did.
    early: Vec<(ActorId, Job)>,
    work: JoinSet<()>,
}

/// A submission on the desk.
struct Paper {
    battle: BattleId,
    /// Who waits for it; nobody while its battle's actor is down.
    actor: Option<ActorId>,
    /// Whether others judge it: then it stays here only as long as its battle does.
    is_queued: bool,
    work: AbortHandle,
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
                for (actor, job) in std::mem::take(&mut papers.early) {
                    self.take(&myself, papers, actor, job);
                }
            }
            Message::Pending {
                actor,
                battle,
                jobs,
            } => {
                papers.keep(|submission, paper| {
                    let is_known = jobs.iter().any(|job| job.submission == *submission);
                    // An actor that ended and its successor may speak at the same time: each knows of its own.
                    let is_others = paper.actor.is_some_and(|waiting| waiting != actor);
                    paper.battle != battle || is_known || is_others
                });
                for job in jobs {
                    self.take(&myself, papers, actor, job);
                }
            }
            Message::Gone(actor) => {
                papers.keep(|_, paper| !(paper.is_queued && paper.actor == Some(actor)));
                for paper in papers.on_desk.values_mut() {
                    paper.actor = paper.actor.filter(|waiting| *waiting != actor);
                }
            }
            Message::Done(submission) => {
                papers.on_desk.remove(&submission);
            }
        }
        while papers.work.try_join_next().is_some() {}
        metrics::gauge!("arena_submissions_on_desk").set(papers.on_desk.len() as f64);
        self.gauges.on_desk(papers.on_desk.len());
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

impl Papers {
    fn keep(&mut self, stays: impl Fn(&SubmissionId, &Paper) -> bool) {
        self.on_desk.retain(|submission, paper| {
            let stays = stays(submission, paper);
            if !stays {
                paper.work.abort();
            }
            stays
        });
    }
}

impl Desk {
    fn take(&self, myself: &ActorRef<Message>, papers: &mut Papers, actor: ActorId, job: Job) {
        let Some(battles) = papers.battles.clone() else {
            papers.early.push((actor, job));
            return;
        };
        if let Some(paper) = papers.on_desk.get_mut(&job.submission) {
            paper.actor = Some(actor);
            return;
        }
        let (judge, myself, queue) = (self.judge.clone(), myself.clone(), self.judge.queue());
        let (battle, submission, is_queued) = (job.battle, job.submission, queue.is_some());
        let work = papers.work.spawn(async move {
            let judgement = match queue {
                Some(queue) => until_refused(&*queue, &job).await,
                None => until_judged(&judge, &job).await,
            };
            tell(&battles, battle, submission, judgement).await;
            myself.cast(Message::Done(submission)).ok();
        });
        let paper = Paper {
            battle,
            actor: Some(actor),
            is_queued,
            work,
        };
        papers.on_desk.insert(submission, paper);
    }
}

/// Judges with patience: only a verdict ends it, since the submission was taken.
async fn until_judged(judge: &Arc<dyn Judge>, job: &Job) -> Judgement {
    let mut pause = limits::FIRST_RETRY;
    loop {
        match judged_apart(judge.clone(), request(job)).await {
            Ok(judgement) => return judgement,
            Err(refusal) if refusal.is_passing() => {
                tracing::debug!(submission = %job.submission, %refusal, "judging is tried again");
            }
            Err(refusal) => {
                tracing::error!(submission = %job.submission, %refusal, "a submission cannot be judged and does not count");
                return unjudgeable();
            }
        }
        sleep(pause).await;
        pause = (pause * 2).min(limits::LAST_RETRY);
    }
}

pub(crate) fn request(job: &Job) -> JudgeRequest {
    JudgeRequest {
        player: job.player,
        priority: Priority::Submission,
        language: job.language.clone(),
        code: job.code.clone(),
        problem: job.problem.clone(),
    }
}

/// Sees that the submission is queued until its battle has the verdict, which ends this from outside. What the queue has lost
/// is queued again, under the next attempt. Returns a verdict only for what no queue can ever hold.
async fn until_refused(queue: &dyn SubmissionQueue, job: &Job) -> Judgement {
    let mut pause = limits::FIRST_RETRY;
    let mut attempt = 1_u32;
    loop {
        match queue.submit(job, attempt).await {
            Ok(place) => {
                pause = limits::FIRST_RETRY;
                until_gone(queue, job, attempt, place).await;
                tracing::info!(submission = %job.submission, attempt, "left the queue without a verdict: it is queued again");
                metrics::counter!("arena_submissions_queued_again_total").increment(1);
                attempt = attempt.saturating_add(1);
            }
            Err(error @ (WorkError::TooLarge { .. } | WorkError::InProcess | WorkError::Id)) => {
                tracing::error!(submission = %job.submission, %error, "a submission cannot be queued and does not count");
                return unjudgeable();
            }
            Err(
                error @ (WorkError::Disconnected
                | WorkError::Unavailable { .. }
                | WorkError::Refused { .. }
                | WorkError::Unconfirmed),
            ) => {
                tracing::debug!(submission = %job.submission, %error, "queueing is tried again");
                sleep(pause).await;
                pause = (pause * 2).min(limits::LAST_RETRY);
            }
        }
    }
}

/// Returns when an attempt is not in the queue any more, and the battle has had time to say that it has the verdict: whoever
/// judges tells it first.
async fn until_gone(queue: &dyn SubmissionQueue, job: &Job, attempt: u32, place: Place) {
    let mut pause = match place.submitted {
        Submitted::Queued => limits::QUEUE_LOOK,
        // It may have gone long ago.
        Submitted::Known => Duration::ZERO,
    };
    loop {
        sleep(pause).await;
        pause = limits::QUEUE_LOOK;
        match queue.holds(job, attempt, place).await {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => {
                tracing::debug!(submission = %job.submission, %error, "whether it is queued is not known");
            }
        }
    }
    sleep(limits::VERDICT_FOLDED_WITHIN).await;
}

/// A judge that panics costs the desk nothing: it is a fault that passes. Cancel-safe, as the judge is.
pub(crate) async fn judged_apart(
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

/// Brings a verdict to its battle, wherever that is, until it is answered. A submission has one verdict: whoever tells another
/// gets the answer to the first.
pub(crate) async fn tell(
    battles: &Door<BattleMachine>,
    battle: BattleId,
    submission: SubmissionId,
    judgement: Judgement,
) {
    let command = battle::Command::Judge {
        submission,
        judgement,
    };
    let envelope = Envelope::effect(submission.0, named_id("verdict"), submission.0, command);
    loop {
        match battles.ask(streams::battle(battle), envelope.clone()).await {
            Ok(_) | Err(CommandError::Rejected(_) | CommandError::IdReused) => return,
            Err(CommandError::Busy { .. } | CommandError::Unavailable) => {
                sleep(limits::LAST_RETRY).await;
            }
        }
    }
}
