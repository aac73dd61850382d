//! What is found of a problem.

use std::fmt;
use std::time::Duration;

use arena_problems::{Difficulty, Language, Problem, ProblemId};
use serde::{Deserialize, Serialize};

use crate::verdict::Verdict;

/// What was found of one problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// The problem.
    pub id: ProblemId,
    /// How hard it is.
    pub difficulty: Difficulty,
    /// Its tests, samples included; 0 when they could not be made.
    pub tests: usize,
    /// Every solution that was judged, in order: references, then wrong ones.
    pub solutions: Vec<SolutionReport>,
    /// What is wrong; nothing when the problem is sound.
    pub findings: Vec<Finding>,
    /// What could not be judged, as its language's runtime is not there.
    pub unverified: Vec<Finding>,
    /// How long it took.
    pub took: Duration,
}

/// What a verification comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Soundness {
    /// Everything is as it must be.
    Sound,
    /// Nothing is wrong with what could be judged, but not everything could.
    Unverified,
    /// Something is wrong.
    Unsound,
}

impl Soundness {
    /// A word for tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sound => "ok",
            Self::Unverified => "UNVERIFIED",
            Self::Unsound => "FAILS",
        }
    }
}

/// Something that is wrong with a problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The file in question.
    pub path: String,
    /// What is wrong, a sentence.
    pub message: String,
}

/// One solution judged with all tests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SolutionReport {
    /// Its path within the problem's folder.
    pub path: String,
    /// Its language.
    pub language: Language,
    /// The verdict that it should get, as in `problem.toml`.
    pub required: String,
    /// The verdict that it got.
    pub verdict: Verdict,
    /// The most fuel that a test used (at the most the limit, for a naive one 3 limits).
    pub fuel_used: u64,
    /// The problem's fuel limit for its language.
    pub fuel_limit: u64,
    /// The largest memory.
    pub memory_peak_bytes: u64,
}

impl Verification {
    pub(crate) fn new(problem: &Problem) -> Self {
        Self {
            id: problem.id.clone(),
            difficulty: problem.difficulty,
            tests: 0,
            solutions: Vec::new(),
            findings: Vec::new(),
            unverified: Vec::new(),
            took: Duration::ZERO,
        }
    }

    /// Of a problem that could not be verified.
    pub(crate) fn failed(problem: &Problem, finding: Finding) -> Self {
        let mut verification = Self::new(problem);
        verification.findings.push(finding);
        verification
    }

    /// What it comes to.
    pub fn soundness(&self) -> Soundness {
        if !self.findings.is_empty() {
            Soundness::Unsound
        } else if !self.unverified.is_empty() {
            Soundness::Unverified
        } else {
            Soundness::Sound
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.path, self.message)
        }
    }
}
