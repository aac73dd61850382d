//! The judge: player programs in wasm guests, their verdicts, and the sealed process they run in.
//!
//! It knows problems only as test sets, and players only as names for fairness. It knows nothing
//! of battles, of the event log or of the network. Nothing in a verdict depends on the clock.
//!
//! In reading order:
//! - [`Verdict`], [`Judgement`]: what comes out;
//! - [`limits`]: the judge's own limits;
//! - [`Judge`]: the engine with its interpreters, and [`Judge::run`] for one submission;
//! - [`load_tests`]: a problem's test set, generated in guests, cached on disk;
//! - [`verify_problems`]: whether problems keep what their format promises;
//! - [`judge_process_main`] and [`seal`]: the process that player programs run in;
//! - [`Pool`]: the arena's side of it.

mod artifact;
mod clock;
mod engine;
mod file;
mod guest;
mod kinds;
pub mod limits;
mod oracle;
pub mod pool;
mod process;
mod run;
pub mod seal;
mod session;
mod tests_cache;
mod text;
mod verdict;
mod verify;
mod wire;

pub use engine::{Judge, LanguageStatus, LoadError};
pub use file::render_judgement;
pub use oracle::OracleError;
pub use pool::{JudgeError, JudgeRequest, Pool, PoolConfig, Priority};
pub use process::judge_process_main;
pub use run::{FUEL_ROUNDING, RunError, Scope, Task, admit};
pub use tests_cache::{TestsError, load_tests};
pub use verdict::{FailureDetail, FirstFailing, Judgement, SampleOutput, Verdict};
pub use verify::{
    Finding, NAIVE_FACTOR, REFERENCE_SHARE, SolutionReport, Verification, render_verifications,
    verify_problem, verify_problems,
};
