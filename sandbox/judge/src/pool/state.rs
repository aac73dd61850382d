//! What waits, what is being judged, and what comes next.

use std::collections::{BTreeMap, VecDeque};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use arena_problems::Language;
use tokio::sync::oneshot;
use uuid::Uuid;

use super::queue::{Classes, FairQueue};
use super::{JudgeError, JudgeRequest, MAX_FAULTS, PoolConfig, Priority};
use crate::clock;
use crate::engine::LanguageStatus;
use crate::limits::{limits_hash, task_seconds};
use crate::run::Scope;
use crate::verdict::{Judgement, Verdict};

type Answer = oneshot::Sender<Result<Judgement, JudgeError>>;

/// Kills from outside after which each further one counts as a fault.
const MAX_KILLS: u32 = 20;

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
    /// It ends since there is more to load, and not for a fault.
    pub(super) renew: bool,
    pub(super) stopping: bool,
    /// A running mean of how long a task takes, in milliseconds.
    mean_ms: u64,
}

impl InFlight {
    /// Whether it takes so long that the process cannot be working on it.
    pub(super) fn hangs(&self) -> bool {
        let JudgeRequest {
            tests, language, ..
        } = &self.job.request;
        let limit = task_seconds(tests.test_count(), tests.limits().fuel_of(*language));
        clock::since(self.sent_at) > Duration::from_secs(limit)
    }
}

impl State {
    pub(super) fn new(config: &PoolConfig) -> Self {
        Self {
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
            renew: false,
            stopping: false,
            mean_ms: 50,
        }
    }

    pub(super) fn admits(
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

    /// Forgets a request that waits; whether there was one.
    pub(super) fn withdraw(&mut self, player: Uuid, task: u64) -> bool {
        let waiting = self.queue.len() + self.again.len();
        self.queue.remove(player, task);
        self.again.retain(|(other, _)| *other != task);
        self.measure_depth();
        self.queue.len() + self.again.len() < waiting
    }

    pub(super) fn busy(&self, config: &PoolConfig) -> JudgeError {
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
        let State {
            queue, in_flight, ..
        } = self;
        let running = in_flight.values().map(|other| &other.job.request);
        let runs = running.clone().filter(|one| one.priority == Priority::Run);
        // One worker is kept for submissions, so that none waits for runs alone.
        let classes = if runs.count() < workers.saturating_sub(1).max(1) {
            Classes::All
        } else {
            Classes::Submissions
        };
        let of = |player| running.clone().filter(|one| one.player == player).count();
        let next = queue.pop(classes, of);
        self.measure_depth();
        next
    }

    /// Somebody killed the process: nothing that it judged can have done that.
    pub(super) fn killed(&mut self, task: u64, mut job: Job) {
        job.kills += 1;
        if job.kills > MAX_KILLS {
            self.fault(task, job, "the judge process is killed again and again");
        } else if !job.answer.is_closed() {
            self.again.push_back((task, job));
        }
    }

    pub(super) fn fault(&mut self, task: u64, mut job: Job, reason: &str) {
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
            Scope::All => request.tests.test_count(),
            Scope::Samples => request.tests.sample_count(),
        };
        let limits = request.tests.limits();
        let fuel_limit = limits.fuel_of(request.language);
        Judgement {
            verdict: Verdict::JudgeError,
            tests_passed: 0,
            tests_total: total,
            first_failing: None,
            fuel_used: 0,
            fuel_limit,
            memory_peak_bytes: 0,
            message: Some("the judge failed; this submission does not count".into()),
            sample_outputs: Vec::new(),
            runtime: runtime.unwrap_or(arena_problems::Hash32([0; 32])),
            tests: request.tests.hash(),
            limits: limits_hash(fuel_limit, limits.memory_bytes, limits.output_bytes),
        }
    }

    pub(super) fn learn(&mut self, took: Duration) {
        let took = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        self.mean_ms = (self.mean_ms.saturating_mul(7).saturating_add(took) / 8).max(1);
    }

    pub(super) fn measure_depth(&self) {
        let depth = u32::try_from(self.queue.len()).unwrap_or(u32::MAX);
        metrics::gauge!("judge_queue_depth").set(f64::from(depth));
    }
}

pub(super) fn settle(job: Job, judgement: Judgement) {
    let labels = [
        ("verdict", judgement.verdict.as_str()),
        ("language", job.request.language.as_str()),
    ];
    metrics::counter!("judge_verdicts_total", &labels).increment(1);
    if job.answer.send(Ok(judgement)).is_err() {
        tracing::debug!("a verdict that nobody waits for any more");
    }
}
