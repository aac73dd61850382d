//! An honest judge, whose verdict is a function of the code alone, in each process or behind a queue; both can be slow, fall
//! silent, and answer twice.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use arena_bus::work::{Place, Submitted, WorkError};
use arena_rules::battle::{Command, Judgement, Verdict};
use arena_rules::ids::{PlayerId, SubmissionId, named_id};
use arena_rules::play::Language;
use arena_tree::judge::SubmissionQueue;
use arena_tree::{CommandError, Envelope, Job, Judge, JudgeRefusal, JudgeRequest};
use async_trait::async_trait;
use tokio::sync::Notify;
use tokio::time::sleep;

use crate::bug::{self, Bug};
use crate::dice::Dice;
use crate::fault::Condition;
use crate::gate::Gate;
use crate::history::Happened;
use crate::life::Life;
use crate::sky::Sky;

/// The verdict of a program that the simulation's players write: its first word.
pub(crate) fn verdict(code: &str) -> Verdict {
    match code.split_whitespace().next() {
        Some("right") => Verdict::Accepted,
        Some("slow") => Verdict::TimeLimitExceeded,
        Some("broken") => Verdict::CompileError,
        Some(_) | None => Verdict::WrongAnswer,
    }
}

/// The submission whose program it is: the players of the simulation write it into their programs.
fn submission(code: &str) -> Option<SubmissionId> {
    let words = code.split_whitespace();
    words.last()?.parse().ok()
}

fn judge(sky: &Sky, code: &str) -> Judgement {
    let mut judgement = judgement(code);
    if bug::is(Bug::JudgeWatchesTheClock) && sky.is(Condition::JudgeSlow) {
        judgement.verdict = Verdict::TimeLimitExceeded;
    }
    if let Some(submission) = submission(code) {
        sky.note(Happened::Judged {
            submission,
            code: code.to_owned(),
            judgement: judgement.clone(),
        });
    }
    judgement
}

fn judgement(code: &str) -> Judgement {
    let verdict = verdict(code);
    let passed = u32::from(verdict == Verdict::Accepted);
    let fuel = u64::try_from(code.len()).unwrap_or(u64::MAX);
    Judgement {
        verdict,
        tests_passed: 3 * passed,
        tests_total: 3,
        fuel_used: fuel,
        fuel_limit: 1_000,
        memory_peak_bytes: 65_536,
        explanation: None,
        runtime_hash: "1".repeat(64),
        tests_hash: "2".repeat(64),
        limits_hash: "3".repeat(64),
    }
}

fn judging(sky: &Sky, dice: &Dice) -> Duration {
    match sky.is(Condition::JudgeSlow) {
        true => dice.millis(1_000..=7_000),
        false => dice.millis(5..=600),
    }
}

/// A process's own judge.
pub(crate) struct OwnJudge {
    pub(crate) sky: Sky,
    pub(crate) dice: Dice,
    pub(crate) gate: Arc<Gate>,
}

#[async_trait]
impl Judge for OwnJudge {
    fn admits(&self, _: PlayerId, _: &Language) -> Result<(), JudgeRefusal> {
        Ok(())
    }

    async fn judge(&self, request: JudgeRequest) -> Result<Judgement, JudgeRefusal> {
        sleep(judging(&self.sky, &self.dice)).await;
        self.gate.pass().await;
        if self.sky.is(Condition::JudgeDown) {
            return Err(unavailable());
        }
        Ok(judge(&self.sky, &request.code))
    }
}

fn unavailable() -> JudgeRefusal {
    JudgeRefusal::Unavailable {
        reason: "the simulated judge is down".to_owned(),
    }
}

/// The judge of a process whose submissions go to the queue.
pub(crate) struct QueuedJudge(pub(crate) Arc<Counter>);

/// A process's way to the queue.
pub(crate) struct Counter {
    pub(crate) queue: Arc<Queue>,
    pub(crate) gate: Arc<Gate>,
}

#[async_trait]
impl Judge for QueuedJudge {
    fn admits(&self, _: PlayerId, _: &Language) -> Result<(), JudgeRefusal> {
        Ok(())
    }

    async fn judge(&self, _: JudgeRequest) -> Result<Judgement, JudgeRefusal> {
        Err(unavailable())
    }

    fn queue(&self) -> Option<Arc<dyn SubmissionQueue>> {
        Some(self.0.clone())
    }
}

/// A judge that says nothing for so long is taken for dead, and another gets its work.
const ACK_WAIT: Duration = Duration::from_secs(4);

/// The queue of all processes, as JetStream keeps one.
pub(crate) struct Queue {
    sky: Sky,
    dice: Dice,
    state: Mutex<Waiting>,
    posted: Notify,
}

#[derive(Default)]
struct Waiting {
    work: BTreeMap<u64, (Job, Taken)>,
    /// Every attempt that was ever queued, with its number.
    known: BTreeMap<(SubmissionId, u32), u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taken {
    No,
    Since(tokio::time::Instant),
}

/// A process through which the battles can be reached now.
pub(crate) type Ways = Arc<dyn Fn() -> Option<Arc<Life>> + Send + Sync>;

impl Queue {
    pub(crate) fn new(sky: &Sky) -> Arc<Self> {
        Arc::new(Self {
            sky: sky.clone(),
            dice: sky.dice("queue"),
            state: Mutex::default(),
            posted: Notify::new(),
        })
    }

    /// A judge's process, which never ends but loses what it works on now and then.
    pub(crate) async fn work(self: Arc<Self>, ways: Ways) {
        loop {
            let Some((number, job)) = self.take() else {
                tokio::select! {
                    biased;
                    () = self.posted.notified() => {}
                    () = sleep(ACK_WAIT / 4) => {}
                }
                continue;
            };
            sleep(judging(&self.sky, &self.dice)).await;
            if self.sky.is(Condition::JudgeDown) || self.dice.chance(3) {
                // It has died; the work comes again.
                self.sky.count("judges died");
                sleep(self.dice.millis(100..=1_000)).await;
                continue;
            }
            let judgement = judge(&self.sky, &job.code);
            self.tell(&ways, &job, &judgement).await;
            if self.sky.is(Condition::JudgeTwice) {
                self.sky.count("verdicts told twice");
                self.tell(&ways, &job, &judgement).await;
            }
            if self.dice.chance(97) {
                self.state().work.remove(&number);
            }
        }
    }

    fn take(&self) -> Option<(u64, Job)> {
        let now = tokio::time::Instant::now();
        let mut state = self.state();
        let free = |taken: Taken| match taken {
            Taken::No => true,
            Taken::Since(since) => since + ACK_WAIT <= now,
        };
        let (number, (job, taken)) = state.work.iter_mut().find(|(_, (_, taken))| free(*taken))?;
        *taken = Taken::Since(now);
        Some((*number, job.clone()))
    }

    /// As a judge's process tells a verdict: until it is answered.
    async fn tell(&self, ways: &Ways, job: &Job, judgement: &Judgement) {
        let id = job.submission;
        let command = Command::Judge {
            submission: id,
            judgement: judgement.clone(),
        };
        let envelope = Envelope::effect(id.0, named_id("verdict"), id.0, command);
        loop {
            if let Some(life) = ways() {
                let answer = tokio::select! {
                    biased;
                    () = life.gate.over() => Err(CommandError::Unavailable),
                    answer = life.arena.battle(job.battle, envelope.clone()) => answer,
                };
                match answer {
                    Ok(_) | Err(CommandError::Rejected(_) | CommandError::IdReused) => return,
                    Err(CommandError::Busy { .. } | CommandError::Unavailable) => {}
                }
            }
            sleep(self.dice.millis(100..=1_000)).await;
        }
    }

    fn state(&self) -> MutexGuard<'_, Waiting> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl SubmissionQueue for Counter {
    async fn submit(&self, job: &Job, attempt: u32) -> Result<Place, WorkError> {
        self.gate.pass().await;
        let place = self.queue.submit(job, attempt).await;
        self.gate.pass().await;
        place
    }

    async fn holds(&self, _: &Job, _: u32, place: Place) -> Result<bool, WorkError> {
        self.gate.pass().await;
        let holds = self.queue.holds(place).await;
        self.gate.pass().await;
        holds
    }
}

impl Queue {
    async fn submit(&self, job: &Job, attempt: u32) -> Result<Place, WorkError> {
        sleep(self.dice.millis(0..=3)).await;
        if self.sky.is(Condition::BusDown) {
            return Err(WorkError::Disconnected);
        }
        let mut state = self.state();
        let known = state.known.get(&(job.submission, attempt)).copied();
        if let Some(sequence) = known {
            let submitted = Submitted::Known;
            return Ok(Place {
                submitted,
                sequence,
            });
        }
        let sequence = u64::try_from(state.known.len()).unwrap_or(u64::MAX);
        state.known.insert((job.submission, attempt), sequence);
        state.work.insert(sequence, (job.clone(), Taken::No));
        drop(state);
        self.posted.notify_one();
        let submitted = Submitted::Queued;
        Ok(Place {
            submitted,
            sequence,
        })
    }

    async fn holds(&self, place: Place) -> Result<bool, WorkError> {
        sleep(self.dice.millis(0..=3)).await;
        if self.sky.is(Condition::BusDown) {
            return Err(WorkError::Disconnected);
        }
        Ok(self.state().work.contains_key(&place.sequence))
    }
}
