//! The pool's state behind its lock, and what happens to it.

use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use arena_problems::Language;
use tokio::sync::{oneshot, watch};
use uuid::Uuid;

use super::state::{InFlight, Job, State, settle};
use super::{JudgeError, JudgeRequest, PoolConfig};
use crate::clock;
use crate::engine::{LanguageStatus, version_of};
use crate::launch::{Death, Greeting};
use crate::verdict::Judgement;

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

    /// Takes the request back if it still waits; whether it did.
    pub(super) fn withdraw(&mut self) -> bool {
        let withdrawn = self.shared.lock().withdraw(self.player, self.task);
        self.open &= !withdrawn;
        withdrawn
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if self.open {
            self.withdraw();
        }
    }
}

impl Shared {
    pub(super) fn new(config: PoolConfig) -> Self {
        Self {
            state: Mutex::new(State::new(&config)),
            config,
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

    pub(super) fn busy(&self) -> JudgeError {
        self.lock().busy(&self.config)
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
                version: version_of(language),
                runtime: Err("the judge is starting".into()),
            };
            Language::all().iter().map(starting).collect()
        })
    }

    pub(super) fn is_up(&self) -> bool {
        let state = self.lock();
        !state.process_over && !state.stopping
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
        state.queue.clear();
        state.again.clear();
        if let Some(socket) = &state.socket {
            drop(socket.shutdown(Shutdown::Both));
        }
        drop(state);
        self.wake.notify_all();
    }

    /// A process was started; whether it may go on.
    pub(super) fn process_started(&self, process: u32, socket: UnixStream) -> bool {
        let mut state = self.lock();
        state.process = Some(process);
        state.socket = Some(socket);
        !state.stopping
    }

    /// The process is loaded and sealed.
    pub(super) fn process_ready(&self, greeting: Greeting) {
        let mut state = self.lock();
        state.languages = Some(greeting.languages);
        state.unsealed = greeting.unsealed;
        state.process_over = false;
        drop(state);
        self.ready.send_replace(true);
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
