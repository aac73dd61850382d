//! The pool's state: what waits, what is being judged, what the process said of itself.

use std::collections::{BTreeMap, VecDeque};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use arena_problems::Language;
use arena_runtimes::Recipe;
use tokio::sync::{oneshot, watch};
use uuid::Uuid;

use super::queue::FairQueue;
use super::{JudgeError, JudgeRequest, MAX_FAULTS, PoolConfig};
use crate::clock;
use crate::engine::LanguageStatus;
use crate::run::Scope;
use crate::verdict::{Judgement, Verdict};

type Answer = oneshot::Sender<Result<Judgement, JudgeError>>;

/// Kills from outside after which each further one counts as a fault.
const MAX_KILLS: u32 = 20;

/// How a judge process ended.
#[derive(Debug)]
pub(super) enum Death {
    /// By SIGKILL, which no guest can send.
    Killed,
    /// In any other way, which a guest may have caused.
    Fault(String),
}

/// A request on its way.
pub(super) struct Job {
    pub(super) request: JudgeRequest,
    pub(super) answer: Answer,
    pub(super) queued_at: Instant,
    /// Processes that failed it.
    pub(super) faults: u32,
    /// Processes that somebody killed while they had it.
    pub(super) kills: u32,
}

/// A request that the process has.
pub(super) struct InFlight {
    pub(super) job: Job,
    pub(super) sent_at: Instant,
}

pub(super) struct State {
    pub(super) queue: FairQueue<Job>,
    /// Requests that a process failed: judged again before anything else, each alone.
    pub(super) again: VecDeque<(u64, Job)>,
    pub(super) in_flight: BTreeMap<u64, InFlight>,
    pub(super) next_task: u64,
    pub(super) languages: Option<Vec<LanguageStatus>>,
    pub(super) unsealed: Vec<String>,
    pub(super) process: Option<u32>,
    /// The conversation with the process, to end it from outside.
    pub(super) socket: Option<UnixStream>,
    /// The process is gone: its feeder ends.
    pub(super) process_over: bool,
    /// The process failed a task: it is given no other, and ends when it has none left.
    pub(super) restart: bool,
    pub(super) stopping: bool,
    /// A running mean of how long a task takes, in milliseconds.
    mean_ms: u64,
}

pub(super) struct Shared {
    pub(super) config: PoolConfig,
    state: Mutex<State>,
    pub(super) wake: Condvar,
    pub(super) ready: watch::Sender<bool>,
}

/// Takes a queued request back when its future is dropped.
pub(super) struct Ticket {
    shared: Arc<Shared>,
    player: Uuid,
    task: u64,
    open: bool,
}

impl Ticket {
    pub(super) fn done(&mut self) {
        self.open = false;
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if self.open {
            let mut state = self.shared.lock();
            state.queue.remove(self.player, self.task);
            state.again.retain(|(task, _)| *task != self.task);
        }
    }
}

impl Shared {
    pub(super) fn new(config: PoolConfig) -> Self {
        let state = State {
            queue: FairQueue::new(config.queue_limit, config.player_limit),
            again: VecDeque::new(),
            in_flight: BTreeMap::new(),
            next_task: 1,
            languages: None,
            unsealed: Vec::new(),
            process: None,
            socket: None,
            process_over: true,
            restart: false,
            stopping: false,
            mean_ms: 50,
        };
        Self {
            config,
            state: Mutex::new(state),
            wake: Condvar::new(),
            ready: watch::channel(false).0,
        }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn wait<'a>(
        &self,
        state: MutexGuard<'a, State>,
        at_most: Duration,
    ) -> MutexGuard<'a, State> {
        self.wake
            .wait_timeout(state, at_most)
            .unwrap_or_else(PoisonError::into_inner)
            .0
    }

    pub(super) fn admits(&self, player: Uuid, language: Language) -> Result<(), JudgeError> {
        self.lock().admits(&self.config, player, language)
    }

    pub(super) fn enqueue(
        self: &Arc<Self>,
        request: JudgeRequest,
    ) -> Result<(Ticket, oneshot::Receiver<Result<Judgement, JudgeError>>), JudgeError> {
        let (answer, receiver) = oneshot::channel();
        let mut state = self.lock();
        state.admits(&self.config, request.player, request.language)?;
        let task = state.next_task;
        state.next_task += 1;
        let (player, priority) = (request.player, request.priority);
        let job = Job {
            request,
            answer,
            queued_at: clock::now(),
            faults: 0,
            kills: 0,
        };
        if state.queue.push(player, priority, task, job).is_err() {
            return Err(state.busy(&self.config));
        }
        state.measure_depth();
        drop(state);
        self.wake.notify_all();
        Ok((
            Ticket {
                shared: Arc::clone(self),
                player,
                task,
                open: true,
            },
            receiver,
        ))
    }

    pub(super) fn languages(&self) -> Vec<LanguageStatus> {
        self.lock().languages.clone().unwrap_or_else(|| {
            let starting = |&language: &Language| LanguageStatus {
                language,
                version: Recipe::of(language)
                    .map(|recipe| {
                        format!("{} {}", recipe.descriptor.name, recipe.descriptor.version)
                    })
                    .unwrap_or_default(),
                runtime: Err("the judge is starting".into()),
            };
            Language::ALL.iter().map(starting).collect()
        })
    }

    pub(super) fn process_id(&self) -> Option<u32> {
        self.lock().process
    }

    pub(super) fn unsealed(&self) -> Vec<String> {
        self.lock().unsealed.clone()
    }

    pub(super) fn waiting(&self) -> usize {
        let state = self.lock();
        state.queue.len() + state.again.len()
    }

    /// Ends everything: the supervisor, the process, and what waits.
    pub(super) fn stop(&self) {
        let mut state = self.lock();
        state.stopping = true;
        while state.queue.pop().is_some() {}
        state.again.clear();
        if let Some(socket) = &state.socket {
            drop(socket.shutdown(Shutdown::Both));
        }
        drop(state);
        self.wake.notify_all();
    }

    /// The process answered a task.
    pub(super) fn finish(&self, task: u64, result: Result<Judgement, String>) {
        let mut state = self.lock();
        let Some(InFlight { job, sent_at }) = state.in_flight.remove(&task) else {
            return;
        };
        match result {
            Ok(judgement) => {
                let took = clock::since(sent_at);
                state.learn(took);
                metrics::histogram!("judge_seconds").record(took.as_secs_f64());
                settle(job, judgement);
            }
            Err(reason) => {
                state.restart = true;
                state.fault(task, job, &reason);
            }
        }
        drop(state);
        self.wake.notify_all();
    }

    /// The process is gone: what it had is judged again.
    pub(super) fn process_gone(&self, death: &Death) {
        let mut state = self.lock();
        state.process = None;
        state.socket = None;
        state.process_over = true;
        state.restart = false;
        for (task, InFlight { job, .. }) in std::mem::take(&mut state.in_flight) {
            match death {
                Death::Killed => state.killed(task, job),
                Death::Fault(reason) => state.fault(task, job, reason),
            }
        }
        if state.stopping {
            state.again.clear();
        }
        drop(state);
        self.wake.notify_all();
    }
}

impl State {
    fn admits(
        &self,
        config: &PoolConfig,
        player: Uuid,
        language: Language,
    ) -> Result<(), JudgeError> {
        if self.stopping {
            return Err(JudgeError::Stopped);
        }
        // While the process starts nobody knows: the request waits.
        let status = self
            .languages
            .iter()
            .flatten()
            .find(|status| status.language == language);
        if let Some(LanguageStatus {
            runtime: Err(reason),
            ..
        }) = status
        {
            return Err(JudgeError::Unavailable {
                language,
                reason: reason.clone(),
            });
        }
        if self.queue.admits(player) {
            Ok(())
        } else {
            Err(self.busy(config))
        }
    }

    fn busy(&self, config: &PoolConfig) -> JudgeError {
        let waiting = u64::try_from(self.queue.len() + self.again.len()).unwrap_or(u64::MAX);
        let workers = u64::try_from(config.workers).unwrap_or(1).max(1);
        let estimate = waiting.saturating_mul(self.mean_ms) / workers;
        JudgeError::Busy {
            retry_after_ms: estimate.clamp(200, 10_000),
        }
    }

    /// The next request that may be sent. One that a process failed is judged alone, so that it
    /// cannot bring others down with it, and none of theirs is held against it.
    pub(super) fn next(&mut self, workers: usize) -> Option<(u64, Job)> {
        if self.in_flight.values().any(|other| other.job.faults > 0) {
            return None;
        }
        if self.restart || self.in_flight.len() >= workers {
            return None;
        }
        if let Some((_, job)) = self.again.front() {
            let may_go = job.faults == 0 || self.in_flight.is_empty();
            return may_go.then(|| self.again.pop_front()).flatten();
        }
        let next = self.queue.pop();
        self.measure_depth();
        next
    }

    /// Somebody killed the process: nothing that it judged can have done that.
    fn killed(&mut self, task: u64, mut job: Job) {
        job.kills += 1;
        if job.kills > MAX_KILLS {
            self.fault(task, job, "the judge process is killed again and again");
        } else if !job.answer.is_closed() {
            self.again.push_back((task, job));
        }
    }

    fn fault(&mut self, task: u64, mut job: Job, reason: &str) {
        job.faults += 1;
        tracing::warn!(task, faults = job.faults, reason, "the judge failed a task");
        if job.answer.is_closed() {
            return;
        }
        if job.faults < MAX_FAULTS {
            self.again.push_back((task, job));
            return;
        }
        tracing::error!(
            task,
            reason,
            "a task failed on {MAX_FAULTS} judge processes: closed as JE"
        );
        let judgement = self.judge_error(&job.request);
        settle(job, judgement);
    }

    fn judge_error(&self, request: &JudgeRequest) -> Judgement {
        let status = self
            .languages
            .iter()
            .flatten()
            .find(|status| status.language == request.language);
        let runtime = status.and_then(|status| status.runtime.clone().ok());
        let total = match request.scope {
            Scope::All => request.tests.tests.len(),
            Scope::Samples => request.tests.sample_count(),
        };
        Judgement {
            verdict: Verdict::JudgeError,
            tests_passed: 0,
            tests_total: u32::try_from(total).unwrap_or(u32::MAX),
            first_failing: None,
            fuel_used: 0,
            fuel_limit: request.tests.limits.fuel_of(request.language),
            memory_peak_bytes: 0,
            message: Some("the judge failed; this submission does not count".into()),
            sample_outputs: Vec::new(),
            runtime: runtime.unwrap_or(arena_problems::Hash32([0; 32])),
            tests: request.tests.hash,
        }
    }

    fn learn(&mut self, took: Duration) {
        let took = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        self.mean_ms = (self.mean_ms.saturating_mul(7).saturating_add(took) / 8).max(1);
    }

    fn measure_depth(&self) {
        let depth = u32::try_from(self.queue.len()).unwrap_or(u32::MAX);
        metrics::gauge!("judge_queue_depth").set(f64::from(depth));
    }
}

fn settle(job: Job, judgement: Judgement) {
    let labels = [
        ("verdict", judgement.verdict.as_str()),
        ("language", job.request.language.as_str()),
    ];
    metrics::counter!("judge_verdicts_total", &labels).increment(1);
    if job.answer.send(Ok(judgement)).is_err() {
        tracing::debug!("a verdict that nobody waits for any more");
    }
}
