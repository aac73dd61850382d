//! Judging one file from the shell.

use std::io;
use std::path::{Path, PathBuf};

use arena_problems::{Language, Problem, ProblemError};
use arena_runtimes::CacheDirectory;

use crate::engine::Judge;
use crate::run::{RunError, Scope, Task};
use crate::tests_cache::{TestsError, load_tests, on_big_stack};
use crate::verdict::Judgement;

/// Why a file was not judged.
#[derive(Debug, thiserror::Error)]
pub enum JudgeFileError {
    /// The problem's folder is not one.
    #[error(transparent)]
    Problem(#[from] ProblemError),
    /// The problem's tests cannot be made.
    #[error(transparent)]
    Tests(#[from] TestsError),
    /// The file cannot be read.
    #[error("{path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// There is no verdict.
    #[error(transparent)]
    Run(#[from] RunError),
}

/// Judges one file with all tests of the problem in `folder`, in this process.
///
/// # Errors
/// When the problem or the file cannot be read, or the judge itself fails.
pub fn judge_file(
    judge: &Judge,
    cache: &CacheDirectory,
    folder: &Path,
    language: Language,
    file: &Path,
) -> Result<Judgement, JudgeFileError> {
    let problem = Problem::load(folder)?;
    let read = |source| JudgeFileError::Read {
        path: file.to_owned(),
        source,
    };
    let code = std::fs::read_to_string(file).map_err(read)?;
    let tests = load_tests(judge, cache, &problem)?;
    let task = Task {
        language,
        code: &code,
        tests: &tests,
        scope: Scope::All,
    };
    Ok(on_big_stack(|| judge.run(&task)).map_err(read)??)
}

/// A judgement for a person.
pub fn render_judgement(judgement: &Judgement) -> String {
    let mut text = format!(
        "{} ({}): {} of {} tests passed\n",
        judgement.verdict,
        judgement.verdict.description(),
        judgement.tests_passed,
        judgement.tests_total
    );
    if let Some(first) = &judgement.first_failing {
        let place = if first.sample {
            "sample"
        } else {
            "secret test"
        };
        text.push_str(&format!(
            "first failing: test {} ({place})",
            first.index + 1
        ));
        if let Some(kind) = &first.kind {
            text.push_str(&format!(", {kind}"));
        }
        text.push('\n');
        if let Some(detail) = &first.detail {
            let actual = detail.actual.clone().unwrap_or_default();
            let message = detail.message.clone().unwrap_or_default();
            let parts = [
                ("input", &detail.input),
                ("expected", &detail.expected),
                ("answer", &actual),
                ("message", &message),
                ("stdout", &detail.stdout),
                ("stderr", &detail.stderr),
            ];
            for (name, part) in parts {
                if !part.is_empty() {
                    text.push_str(&format!("  {name}:\n"));
                    part.lines()
                        .for_each(|line| text.push_str(&format!("    {line}\n")));
                }
            }
        }
    }
    if let Some(message) = &judgement.message {
        text.push_str(&format!("{message}\n"));
    }
    text.push_str(&format!(
        "fuel {:.1} of {:.1} million, memory {} KiB\n",
        millions(judgement.fuel_used),
        millions(judgement.fuel_limit),
        judgement.memory_peak_bytes / 1024
    ));
    text
}

fn millions(fuel: u64) -> f64 {
    u32::try_from(fuel / 1000).map_or(f64::INFINITY, |thousands| f64::from(thousands) / 1000.0)
}
