//! The judge: player programs in wasm guests, their verdicts, and the sealed process they run in.
//!
//! It knows problems only as test sets, and players only as names for fairness. It knows nothing
//! of battles, of the event log or of the network. Nothing in a verdict depends on the clock.
//!
//! In reading order:
//! - [`Verdict`], [`Judgement`]: what comes out;
//! - [`limits`]: the judge's own limits;
//! - [`prepare`]: building and compiling a language's runtime;
//! - [`Judge`]: the engine with its runtimes, and [`Judge::run`] for one submission;
//! - [`judge_process_main`] and [`seal`]: the process that programs run in;
//! - [`Pool`]: the arena's side of it, for players' programs;
//! - [`bring_tests`] and [`verify_problems`]: the same for problems' own programs: test sets, cached
//!   on disk, and whether problems keep what their format promises.

mod artifact;
#[doc(hidden)]
pub mod bare;
mod clock;
mod engine;
mod file;
mod guest;
mod kinds;
mod launch;
pub mod limits;
mod making;
mod mangled;
mod oracle;
pub mod package;
pub mod pool;
mod prepare;
mod process;
mod run;
pub mod seal;
mod session;
mod stack;
mod tests_cache;
mod text;
mod toolchain;
mod transform;
mod verdict;
mod verify;
mod wire;
mod workshop;

pub use engine::{Judge, LanguageStatus, LoadError};
pub use file::render_judgement;
pub use launch::JudgeProgram;
pub use pool::{JudgeError, JudgeRequest, Pool, PoolConfig, Priority};
pub use prepare::{PrepareError, prepare};
pub use process::judge_process_main;
pub use run::{FUEL_ROUNDING, RunError, Scope, Task, admit};
pub use verdict::{FailureDetail, FirstFailing, Judgement, SampleOutput, Verdict};
pub use verify::{
    Finding, NAIVE_FACTOR, REFERENCE_SHARE, SolutionReport, Soundness, Verification,
    render_verifications,
};
pub use workshop::{Stop, TestsError, bring_tests, verify_problems};
