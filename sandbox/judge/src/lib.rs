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
//! - [`verify_problems`]: whether problems keep what their format promises.

mod artifact;
mod clock;
mod engine;
mod guest;
mod kinds;
pub mod limits;
mod oracle;
mod run;
mod session;
mod tests_cache;
mod text;
mod verdict;
mod verify;

pub use engine::{Judge, LanguageStatus, LoadError};
pub use run::{FUEL_ROUNDING, RunError, Scope, Task, admit};
pub use oracle::OracleError;
pub use tests_cache::{TestsError, load_tests};
pub use verdict::{FailureDetail, FirstFailing, Judgement, SampleOutput, Verdict};
pub use verify::{Finding, SolutionReport, Verification, render_verifications, verify_problem, verify_problems};
