//! The arena's side of the judge process: a bounded, fair queue in front of it, and a supervisor
//! that starts it again when it dies.

mod queue;
mod shared;
mod state;
mod supervisor;

use std::sync::Arc;
use std::time::Duration;

use arena_problems::{Language, PackedTests};
use uuid::Uuid;

use crate::engine::LanguageStatus;
use crate::launch::JudgeProgram;
use crate::limits::MAX_CODE_BYTES;
use crate::run::{Scope, admit};
use crate::verdict::Judgement;
use shared::Shared;

/// Most submissions and runs that wait, by default.
pub const DEFAULT_QUEUE_LIMIT: usize = 1024;

/// Most that wait of one player, by default.
pub const DEFAULT_PLAYER_LIMIT: usize = 4;

/// How long a run waits for its turn before it is refused, by default.
pub const DEFAULT_RUN_WAITS: Duration = Duration::from_secs(10);

/// Most bytes of test sets that the judge process keeps, by default.
pub const DEFAULT_TESTS_BYTES: usize = 512 << 20;

/// Faults after which a submission closes as `JE`.
pub const MAX_FAULTS: u32 = 3;

/// How the judge process is started and fed.
#[derive(Debug, Clone)]
pub struct PoolConfig {
    /// What is started.
    pub program: JudgeProgram,
    /// Programs judged at the same time; the number of cores.
    pub workers: usize,
    /// Most that wait, over all players.
    pub queue_limit: usize,
    /// Most that wait of one player.
    pub player_limit: usize,
    /// How long a run waits for its turn. Submissions go first, so that under load its turn may never come.
    pub run_waits: Duration,
    /// Most bytes of encoded test sets in the judge process.
    pub tests_bytes: usize,
    /// How many times the usual wall-clock backstop a guest's call gets. With 0 every call is a
    /// fault of the judge, which is for tests.
    pub patience: u32,
}

impl PoolConfig {
    /// The defaults around a program.
    pub fn new(program: JudgeProgram, workers: usize) -> Self {
        Self {
            program,
            workers: workers.max(1),
            queue_limit: DEFAULT_QUEUE_LIMIT,
            player_limit: DEFAULT_PLAYER_LIMIT,
            run_waits: DEFAULT_RUN_WAITS,
            tests_bytes: DEFAULT_TESTS_BYTES,
            patience: 1,
        }
    }
}

/// What goes first. Players' own runs never delay a submission that waits, and are refused when
/// they have waited for too long themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Counts in a battle.
    Submission,
    /// A player's own run.
    Run,
}

/// A program to judge.
#[derive(Debug, Clone)]
pub struct JudgeRequest {
    /// Whose it is, for fairness alone.
    pub player: Uuid,
    /// What goes first.
    pub priority: Priority,
    /// Its language.
    pub language: Language,
    /// The program.
    pub code: Arc<str>,
    /// What to judge it with.
    pub tests: Arc<PackedTests>,
    /// Which of the tests.
    pub scope: Scope,
}

/// Why a program was not judged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JudgeError {
    /// Too many wait, or this run has waited for too long: it is not queued any more.
    #[error("the judge is busy: try again in {retry_after_ms} ms")]
    Busy {
        /// When to try again, in milliseconds.
        retry_after_ms: u64,
    },
    /// Empty code, or too long.
    #[error("code of {0} bytes: 1 to {MAX_CODE_BYTES} are judged")]
    CodeLength(usize),
    /// The language's runtime is not there.
    #[error("{language} is not available: {reason}")]
    Unavailable {
        /// The language.
        language: Language,
        /// Why.
        reason: String,
    },
    /// The pool is shutting down.
    #[error("the judge is stopped")]
    Stopped,
}

/// The judge process behind its queue. Dropping it ends the process; what waits gets
/// [`JudgeError::Stopped`].
pub struct Pool {
    shared: Arc<Shared>,
    supervisor: Option<std::thread::JoinHandle<()>>,
}

impl Pool {
    /// Starts the supervisor, which starts the process; tasks may be given at once.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(config: PoolConfig) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::new(config));
        let supervised = Arc::clone(&shared);
        let supervisor = std::thread::Builder::new()
            .name("judge-supervisor".into())
            .spawn(move || supervisor::supervise(&supervised))?;
        Ok(Self {
            shared,
            supervisor: Some(supervisor),
        })
    }

    /// Judges a program; waits for its turn. Cancel-safe: a dropped future leaves the queue, and
    /// what is being judged already is thrown away.
    ///
    /// # Errors
    /// See [`JudgeError`]. Faults of the judge are no errors: they are retried, and end as `JE`.
    pub async fn judge(&self, request: JudgeRequest) -> Result<Judgement, JudgeError> {
        admit(&request.code).map_err(|_| JudgeError::CodeLength(request.code.len()))?;
        let priority = request.priority;
        let (mut ticket, mut answer) = self.shared.enqueue(request)?;
        let result = match priority {
            Priority::Submission => answer.await,
            Priority::Run => {
                let waits = self.shared.config.run_waits;
                match tokio::time::timeout(waits, &mut answer).await {
                    Ok(result) => result,
                    Err(_) if ticket.withdraw() => return Err(self.shared.busy()),
                    // It is being judged.
                    Err(_) => answer.await,
                }
            }
        };
        ticket.done();
        result.unwrap_or(Err(JudgeError::Stopped))
    }

    /// Whether a program of this player would be queued now.
    ///
    /// # Errors
    /// [`JudgeError::Busy`], [`JudgeError::Unavailable`], [`JudgeError::Stopped`].
    pub fn admits(&self, player: Uuid, language: Language) -> Result<(), JudgeError> {
        self.shared.admits(player, language)
    }

    /// Every language with its version, and its runtime or why there is none.
    pub fn languages(&self) -> Vec<LanguageStatus> {
        self.shared.languages()
    }

    /// Waits until the process has loaded its runtimes and is sealed; false when the pool stops.
    pub async fn ready(&self) -> bool {
        let mut ready = self.shared.ready.subscribe();
        ready.wait_for(|state| *state).await.is_ok()
    }

    /// Whether a process is there that has loaded its runtimes and takes tasks.
    pub fn is_up(&self) -> bool {
        self.shared.is_up()
    }

    /// The judge process's id, for operators and tests.
    pub fn process_id(&self) -> Option<u32> {
        self.shared.process_id()
    }

    /// What of the seal this machine's kernel lacks.
    pub fn unsealed(&self) -> Vec<String> {
        self.shared.unsealed()
    }

    /// How many wait.
    pub fn waiting(&self) -> usize {
        self.shared.waiting()
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.shared.stop();
        if let Some(supervisor) = self.supervisor.take() {
            drop(supervisor.join());
        }
    }
}
