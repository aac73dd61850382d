//! What a judgement says.

use arena_problems::{Hash32, TestSetHash};
use serde::{Deserialize, Serialize};

/// The judge's finding on one submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// Accepted: every test passed.
    #[serde(rename = "AC")]
    Accepted,
    /// Wrong answer.
    #[serde(rename = "WA")]
    WrongAnswer,
    /// Time (fuel) limit exceeded.
    #[serde(rename = "TLE")]
    TimeLimit,
    /// Memory limit exceeded.
    #[serde(rename = "MLE")]
    MemoryLimit,
    /// Output limit exceeded.
    #[serde(rename = "OLE")]
    OutputLimit,
    /// Run-time error.
    #[serde(rename = "RTE")]
    RuntimeError,
    /// The program does not parse or compile.
    #[serde(rename = "CE")]
    CompileError,
    /// The judge's own fault, never the player's.
    #[serde(rename = "JE")]
    JudgeError,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 8] = [
        Self::Accepted,
        Self::WrongAnswer,
        Self::TimeLimit,
        Self::MemoryLimit,
        Self::OutputLimit,
        Self::RuntimeError,
        Self::CompileError,
        Self::JudgeError,
    ];

    /// The abbreviation: `AC`, `WA`, …
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "AC",
            Self::WrongAnswer => "WA",
            Self::TimeLimit => "TLE",
            Self::MemoryLimit => "MLE",
            Self::OutputLimit => "OLE",
            Self::RuntimeError => "RTE",
            Self::CompileError => "CE",
            Self::JudgeError => "JE",
        }
    }

    /// What it means, for a person.
    pub const fn description(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::WrongAnswer => "wrong answer",
            Self::TimeLimit => "time limit exceeded",
            Self::MemoryLimit => "memory limit exceeded",
            Self::OutputLimit => "output limit exceeded",
            Self::RuntimeError => "run-time error",
            Self::CompileError => "the program does not compile",
            Self::JudgeError => "the judge failed",
        }
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// All that is known of one submission: a function of code, runtime, tests and `samples_only`,
/// equal byte for byte whenever and wherever it is judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Judgement {
    /// The finding.
    pub verdict: Verdict,
    /// Tests passed before the first that failed.
    pub tests_passed: u32,
    /// Tests that there are (of a samples-only run: samples).
    pub tests_total: u32,
    /// The test that failed; none when all passed or the program never ran.
    pub first_failing: Option<FirstFailing>,
    /// The most fuel that one test used, in wasm fuel units.
    pub fuel_used: u64,
    /// The fuel limit of a test.
    pub fuel_limit: u64,
    /// The largest linear memory, in bytes, a multiple of the wasm page of 64 KiB.
    pub memory_peak_bytes: u64,
    /// For the author: the compiler's message, or an error before the first test. Never text that
    /// the program computed from a secret test.
    pub message: Option<String>,
    /// Standard output of each sample that was judged, for runs on samples alone.
    pub sample_outputs: Vec<SampleOutput>,
    /// The hash of the runtime's recipe.
    pub runtime: Hash32,
    /// The tests.
    pub tests: TestSetHash,
    /// What limited the program: [`crate::limits::limits_hash`].
    pub limits: Hash32,
}

/// The first test that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FirstFailing {
    /// Counted from 0 over all tests; samples come first.
    pub index: u32,
    /// Whether the test is public.
    pub sample: bool,
    /// The kind of error, without its text: `ZeroDivisionError`.
    pub kind: Option<String>,
    /// What happened, for samples only.
    pub detail: Option<FailureDetail>,
}

/// What happened on a sample. Every text is cut to a bounded length.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FailureDetail {
    /// `sample 1`.
    pub name: String,
    /// The arguments as JSON, or standard input.
    pub input: String,
    /// The right answer.
    pub expected: String,
    /// The program's answer, when there was one.
    pub actual: Option<String>,
    /// Where the answer first differs, or the error's text.
    pub message: Option<String>,
    /// What the program printed (of programs that answer on standard output: see `actual`).
    pub stdout: String,
    /// What the program printed as errors.
    pub stderr: String,
}

/// What a program printed on a sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SampleOutput {
    /// The test's index.
    pub index: u32,
    /// Whether it passed.
    pub passed: bool,
    /// The answer.
    pub actual: Option<String>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}
