//! A judge that works for other processes: it takes submissions from the queue and tells their battles, runs code on samples
//! when asked, and says what it can judge.

use std::sync::Arc;
use std::time::Duration;

use arena_bus::judges::{Offer, Ran};
use arena_bus::work::{self, Work, WorkQueue};
use arena_bus::{Bus, RunResponder, judges};
use arena_rules::battle::Judgement;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use super::remote::ran;
use super::{Job, Judge, JudgeRefusal, JudgeRequest, Priority, unjudgeable};
use crate::arena::Arena;
use crate::desk::{judged_apart, request, tell};
use crate::limits;

/// A judge, and whose work it does.
#[derive(Clone)]
pub struct QueueService {
    /// The way to the battles.
    pub arena: Arena,
    pub judge: Arc<dyn Judge>,
    pub queue: WorkQueue,
    /// Submissions that it takes at a time: a few more than it judges at a time, so that it never waits for the network.
    pub slots: usize,
}

impl QueueService {
    /// Works until `stop`, then ends what it has begun, or gives it back. End it before the tree that its arena belongs to.
    pub async fn run(self, stop: impl Future<Output = ()> + Send) {
        let (stopping, stopped) = watch::channel(false);
        let slots = Arc::new(Semaphore::new(self.slots.max(1)));
        let telling = Arc::new(Semaphore::new(limits::TELLING));
        let mut worker = self.queue.worker();
        let mut jobs = JoinSet::new();
        let mut look = interval(limits::DEPTH_LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut stop = std::pin::pin!(stop);
        loop {
            let next = async {
                let slot = slots.clone().acquire_owned().await;
                (worker.next().await, slot)
            };
            tokio::select! {
                () = &mut stop => break,
                (job, slot) = next => {
                    let at_work = AtWork {
                        service: self.clone(),
                        telling: telling.clone(),
                        stopped: stopped.clone(),
                    };
                    jobs.spawn(async move { at_work.take(job, slot.ok()).await });
                }
                _ = look.tick() => self.look_at_queue().await,
            }
            while jobs.try_join_next().is_some() {}
        }
        stopping.send_replace(true);
        let ended = async { while jobs.join_next().await.is_some() {} };
        if timeout(limits::JUDGE_STOPS_WITHIN, ended).await.is_err() {
            tracing::warn!("not every submission was given back; others get them later");
        }
    }

    async fn look_at_queue(&self) {
        if let Ok(depth) = self.queue.depth().await {
            metrics::gauge!("arena_judge_queue_waiting").set(depth.waiting as f64);
            metrics::gauge!("arena_judge_queue_taken").set(depth.taken as f64);
            self.arena.gauges.judge_queue(depth);
        }
    }
}

/// What one job needs while it is worked on.
struct AtWork {
    service: QueueService,
    telling: Arc<Semaphore>,
    stopped: watch::Receiver<bool>,
}

impl AtWork {
    async fn take(mut self, job: work::Job, slot: Option<OwnedSemaphorePermit>) {
        metrics::counter!("arena_judge_queue_deliveries_total").increment(1);
        if job.deliveries > 1 {
            metrics::counter!("arena_judge_queue_redeliveries_total").increment(1);
        }
        let id = job.id;
        let Some(submission) = read(&job) else {
            if job.id.attempt < limits::MOST_ATTEMPTS {
                pass_on(job).await;
            } else if let Err(error) = job.bury("no judge can read it").await {
                tracing::warn!(%id, %error, "a dead letter could not be put aside yet");
            }
            return;
        };
        if job.is_spent() {
            self.close(job, submission).await;
            return;
        }
        let judged = tokio::select! {
            biased;
            _ = self.stopped.wait_for(|stopped| *stopped) => None,
            judged = job.keep(judged(&self.service.judge, &submission)) => Some(judged),
        };
        // The next submission may be judged while this one's battle is told.
        drop(slot);
        let refusal = match judged {
            None => return give_back(job).await,
            Some(Ok(judgement)) => return self.tell(job, submission, judgement).await,
            Some(Err(refusal)) => refusal,
        };
        if refusal.is_passing() || id.attempt < limits::MOST_ATTEMPTS {
            tracing::debug!(%id, %refusal, "a submission is left to another judge");
            pass_on(job).await;
        } else {
            tracing::error!(%id, %refusal, "a submission cannot be judged and does not count");
            self.tell(job, submission, unjudgeable()).await;
        }
    }

    /// Tells the battle, and only then takes the job off the queue.
    async fn tell(mut self, job: work::Job, submission: Job, judgement: Judgement) {
        let id = job.id;
        if !self.told(&job, &submission, judgement).await {
            return give_back(job).await;
        }
        if let Err(error) = job.done().await {
            tracing::debug!(%id, %error, "a judged submission may come again");
        }
    }

    /// Closes a submission over which too many judges fell silent.
    async fn close(mut self, job: work::Job, submission: Job) {
        let (id, tries) = (job.id, job.deliveries - 1);
        tracing::error!(%id, tries, "judges fell silent over a submission: it is closed and does not count");
        metrics::counter!("arena_judge_dead_letters_total").increment(1);
        if !self.told(&job, &submission, unjudgeable()).await {
            return give_back(job).await;
        }
        let reason = format!("{tries} judges fell silent over it");
        if let Err(error) = job.bury(&reason).await {
            tracing::warn!(%id, %error, "a dead letter could not be put aside yet");
        }
    }

    /// Whether the battle has answered before this judge ends.
    async fn told(&mut self, job: &work::Job, submission: &Job, judgement: Judgement) -> bool {
        let battles = &self.service.arena.doors.battles;
        let (battle, submission) = (submission.battle, submission.submission);
        let told = async {
            let _permit = self.telling.acquire().await;
            tell(battles, battle, submission, judgement).await;
        };
        tokio::select! {
            biased;
            () = job.keep(told) => true,
            () = ended(&mut self.stopped) => false,
        }
    }
}

/// Returns a while after the judge was told to stop: what is judged is told, if its battle answers.
async fn ended(stopped: &mut watch::Receiver<bool>) {
    stopped.wait_for(|stopped| *stopped).await.ok();
    sleep(limits::JUDGE_STOPS_WITHIN / 2).await;
}

fn read(job: &work::Job) -> Option<Job> {
    let work = Work::from_bytes(job.body())
        .inspect_err(|error| tracing::error!(id = %job.id, %error, "work that cannot be read"))
        .ok()?;
    Some(Job {
        battle: work.battle,
        submission: work.submission,
        player: work.player,
        language: work.language,
        code: work.code.into(),
        problem: work.problem,
    })
}

/// Judges once; that the judge has too much to do is waited for.
async fn judged(judge: &Arc<dyn Judge>, submission: &Job) -> Result<Judgement, JudgeRefusal> {
    loop {
        match judged_apart(judge.clone(), request(submission)).await {
            Err(JudgeRefusal::Busy { retry_after_ms }) => {
                let pause = Duration::from_millis(retry_after_ms);
                sleep(pause.clamp(limits::FIRST_RETRY, limits::LAST_RETRY)).await;
            }
            other => return other,
        }
    }
}

/// Leaves a job to another judge: the first that has nothing to do gets it, so this one waits a moment.
async fn pass_on(job: work::Job) {
    let id = job.id;
    metrics::counter!("arena_judge_queue_passed_on_total").increment(1);
    job.keep(sleep(limits::PASSED_ON_AFTER)).await;
    if let Err(error) = job.pass_on().await {
        tracing::debug!(%id, %error, "a submission could not be passed on; it comes again");
    }
}

async fn give_back(job: work::Job) {
    let id = job.id;
    if let Err(error) = job.again(Duration::ZERO).await {
        tracing::debug!(%id, %error, "a submission could not be given back; others get it later");
    }
}

/// Runs code on samples for other processes until `stop`. Within one process there is nobody to ask.
pub async fn serve_runs(bus: Bus, judge: Arc<dyn Judge>, stop: impl Future<Output = ()> + Send) {
    let Some(mut runs) = bus.serve_runs().await else {
        return;
    };
    let room = Arc::new(Semaphore::new(limits::RUNS));
    let mut tasks = JoinSet::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let next = tokio::select! {
            () = &mut stop => return,
            next = runs.next() => next,
        };
        let Some((asked, responder)) = next else {
            return;
        };
        match room.clone().try_acquire_owned() {
            Ok(permit) => {
                let judge = judge.clone();
                tasks.spawn(async move {
                    run(judge, asked, responder).await;
                    drop(permit);
                });
            }
            Err(_) => responder.answer(Ran::Busy {
                retry_after_ms: limits::RETRY_WHEN_FULL_MS,
            }),
        }
        while tasks.try_join_next().is_some() {}
    }
}

/// Without an answer the responder tells so as it is dropped.
async fn run(judge: Arc<dyn Judge>, run: judges::Run, responder: RunResponder) {
    let request = JudgeRequest {
        player: run.player,
        priority: Priority::Run,
        language: run.language,
        code: run.code.into(),
        problem: run.problem,
    };
    if let Ok(result) = timeout(limits::RUN_WITHIN, judged_apart(judge, request)).await {
        responder.answer(ran(result));
    }
}

/// Says every second what can be judged here, until `stop`.
pub async fn announce(
    bus: Bus,
    offer: impl Fn() -> Offer + Send,
    stop: impl Future<Output = ()> + Send,
) {
    let mut tick = interval(limits::OFFER);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut stop = std::pin::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => return,
            _ = tick.tick() => bus.offer(&offer()),
        }
    }
}
