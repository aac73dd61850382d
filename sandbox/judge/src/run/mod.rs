//! Judging one submission: the tests in order, up to the first that fails.

mod outcome;
mod show;
mod submission;

use arena_problems::{Form, Language, Purpose, TestSet};

use crate::engine::{Judge, Loaded};
use crate::limits::MAX_CODE_BYTES;
use crate::transform;
use crate::verdict::Judgement;
pub(crate) use show::input_text;
use submission::{Answers, Run};

/// Fuel in a judgement is rounded up to a multiple of this: it would tell more of a secret test.
pub const FUEL_ROUNDING: u64 = 100_000;

/// What some editors begin a file with.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// One submission to judge.
#[derive(Debug, Clone, Copy)]
pub struct Task<'a> {
    /// The language of the code.
    pub language: Language,
    /// The program, 1 to [`MAX_CODE_BYTES`] bytes.
    pub code: &'a str,
    /// What to judge it with.
    pub tests: &'a TestSet,
    /// Which of the tests.
    pub scope: Scope,
}

/// Which tests a program is judged with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// All: a submission.
    All,
    /// The public ones: a player's own run. Everything that it prints is shown.
    Samples,
}

/// Why a program was not judged. None is the player's fault, except the length of the code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// Empty, or longer than allowed.
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
    /// The judge's own fault; judging again may help.
    #[error("judge fault: {0}")]
    Fault(String),
}

/// Refuses code of a length that is not judged.
///
/// # Errors
/// [`RunError::CodeLength`].
pub fn admit(code: &str) -> Result<(), RunError> {
    match code.len() {
        1..=MAX_CODE_BYTES => Ok(()),
        length => Err(RunError::CodeLength(length)),
    }
}

impl Judge {
    /// Judges a program. The calling thread needs a stack of
    /// [`crate::limits::THREAD_STACK_BYTES`].
    ///
    /// # Errors
    /// When there is no verdict; see [`RunError`].
    pub fn run(&self, task: &Task<'_>) -> Result<Judgement, RunError> {
        admit(task.code)?;
        if task.tests.purpose == Purpose::Calling {
            return self.answer(task);
        }
        let loaded = self.loaded(task.language)?;
        // Editors put it there; it is no part of the program.
        let code = task.code.strip_prefix(BYTE_ORDER_MARK);
        let task = &Task {
            code: code.unwrap_or(task.code),
            ..*task
        };
        let run = Run::new(self, loaded, task);
        if task.code.contains('\0') {
            return Ok(run.refuse("the program contains a NUL character"));
        }
        let transformed = match transform::of(task.language, task.code) {
            Ok(transformed) => transformed,
            Err(message) => return Ok(run.refuse(&message)),
        };
        let code = transformed.as_ref().map_or(task.code, |made| &made.code);
        let run = run.of(code, transformed.as_ref());
        match &task.tests.form {
            Form::Either(signature) if !signature.is_defined_by(task.code, task.language) => {
                run.program(Answers::Typed(&signature.returns))
            }
            Form::Function(signature) | Form::Either(signature) => {
                let naming = task.language.facts().names;
                run.function(&signature.name_in(naming))
            }
            Form::Stdin => run.program(Answers::Text),
        }
    }

    pub(crate) fn loaded(&self, language: Language) -> Result<&Loaded, RunError> {
        self.guest(language).ok_or_else(|| RunError::Unavailable {
            language,
            reason: self
                .languages()
                .iter()
                .find(|status| status.language == language)
                .and_then(|status| status.runtime.clone().err())
                .unwrap_or_default(),
        })
    }
}
