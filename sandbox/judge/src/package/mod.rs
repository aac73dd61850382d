//! Programs of problem packages: validators, which are called with arguments and files and answer by
//! their exit code. They run as guests, each in a fresh one, like any player's program.
//!
//! In reading order:
//! - [`limits`]: what a call may cost;
//! - [`Call`] and [`Ended`]: a call, and what came of it;
//! - `python` and `compiled`: how programs of each language are called;
//! - [`as_submission`] and [`ended`]: calls for whoever has a pool of judges.

mod compiled;
pub mod limits;
mod python;

use std::borrow::Cow;
use std::collections::BTreeMap;

use arena_problems::{
    Checker, Form, Input, Language, Limits, Output, Purpose, Test, TestSet, TestSetError,
    ValidatorProgram,
};
use serde::{Deserialize, Serialize};

use crate::engine::Judge;
use crate::limits::limits_hash;
use crate::run::{RunError, Task, input_text};
use crate::verdict::{Judgement, SampleOutput, Verdict};
use limits::{MAX_REPORT_BYTES, VALIDATOR_FUEL, VALIDATOR_MEMORY_BYTES};

/// Accepted.
pub const EXIT_ACCEPTED: i32 = 42;

/// Wrong answer.
pub const EXIT_WRONG: i32 = 43;

/// The names that a validator is called with; they are in memory.
const INPUT: &str = "input";
const ANSWER: &str = "answer";
const FEEDBACK: &str = "feedback/";

/// Why a call has no exit code.
const TOO_SLOW: &str = "it needs more than a reference minute";
const TOO_MUCH: &str = "it writes too much";
const TOO_DEEP: &str = "its recursion is too deep";

/// How the error of a program begins that was not made.
pub const DOES_NOT_COMPILE: &str = "it does not compile: ";

/// A program of a package with what its command line would give it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Call<'a> {
    /// The program's language.
    pub language: Language,
    /// What the program is called in its own messages.
    pub name: Cow<'a, str>,
    /// The program; empty where it has several files.
    pub source: Cow<'a, str>,
    /// Every file of a program of several, by path.
    pub parts: BTreeMap<Cow<'a, str>, Cow<'a, str>>,
    /// After the program's name.
    pub arguments: Vec<Cow<'a, str>>,
    /// All of standard input.
    pub stdin: Cow<'a, str>,
    /// What can be opened, by path.
    pub files: BTreeMap<Cow<'a, str>, Cow<'a, str>>,
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ended {
    /// The exit code; 1 after an exception.
    pub exit: i32,
    /// The exception, or what else it said last.
    pub error: String,
    /// For whoever looks at the submission.
    pub judge_message: String,
    /// For its author.
    pub team_message: String,
}

/// Whether validators in a language can be run.
pub fn runs_validators(language: Language) -> bool {
    // The guests of the others know no files.
    language == Language::PYTHON || is_compiled(language)
}

fn is_compiled(language: Language) -> bool {
    matches!(language.as_str(), "c" | "cpp")
}

impl<'a> Call<'a> {
    /// An input validator, which reads the input.
    pub fn input_validator(
        program: &'a ValidatorProgram,
        flags: &'a [String],
        input: &'a str,
    ) -> Self {
        let text = |text: &'a String| Cow::Borrowed(text.as_str());
        let parts = program.parts.iter();
        Self {
            language: program.language,
            name: text(&program.name),
            source: text(&program.text),
            parts: parts.map(|(path, part)| (text(path), text(part))).collect(),
            arguments: flags.iter().map(text).collect(),
            stdin: input.into(),
            files: BTreeMap::new(),
        }
    }

    /// An output validator, which reads the output and opens input and answer.
    pub fn output_validator(
        validator: &'a ValidatorProgram,
        input: &'a str,
        answer: &'a str,
        output: &'a str,
    ) -> Self {
        let flags = validator.arguments.iter().map(String::as_str);
        let arguments = [INPUT, ANSWER, FEEDBACK].into_iter().chain(flags);
        Self {
            arguments: arguments.map(Cow::Borrowed).collect(),
            files: BTreeMap::from([(INPUT.into(), input.into()), (ANSWER.into(), answer.into())]),
            ..Self::input_validator(validator, &[], output)
        }
    }
}

/// What an output validator says to an output.
pub(crate) enum Validated {
    /// Exit code 42.
    Accepted,
    /// Exit code 43, with what the author is told.
    Wrong(String),
    /// It is broken: why, for operators. The same output breaks it again on any process.
    Broken(String),
}

impl Judge {
    /// Calls a program of a package, written in a language of [`runs_validators`].
    pub(crate) fn call(&self, call: &Call<'_>) -> Result<Ended, RunError> {
        if is_compiled(call.language) {
            compiled::call(self, call)
        } else if call.language == Language::PYTHON {
            python::call(self, call)
        } else {
            let language = call.language;
            let reason = format!("validator {}: {language} is not run here", call.name);
            Err(RunError::Fault(reason))
        }
    }

    /// Has a program judge an output.
    pub(crate) fn validate(
        &self,
        validator: &ValidatorProgram,
        test: &Test,
        answer: &str,
        output: &str,
    ) -> Result<Validated, RunError> {
        let input = input_text(&test.input);
        let ended = self.call(&Call::output_validator(validator, &input, answer, output))?;
        Ok(match ended.exit {
            EXIT_ACCEPTED => Validated::Accepted,
            EXIT_WRONG if validator.tell_all => Validated::Wrong(ended.judge_message),
            EXIT_WRONG => Validated::Wrong(ended.team_message),
            exit => Validated::Broken(format!(
                "output validator {} ends with exit code {exit} on {}, where only 42 and 43 are \
                 verdicts: {} {}",
                validator.name, test.name, ended.error, ended.judge_message
            )),
        })
    }

    /// Makes the call of a task that is one; see [`as_submission`].
    pub(crate) fn answer(&self, task: &Task<'_>) -> Result<Judgement, RunError> {
        let fault = |reason: String| RunError::Fault(format!("a call: {reason}"));
        let [test] = task.tests.tests.as_slice() else {
            return Err(fault("it is not one test".into()));
        };
        let call: Call<'static> = serde_json::from_str(&input_text(&test.input))
            .map_err(|error| fault(error.to_string()))?;
        let ended = self.call(&call)?;
        let report = serde_json::to_string(&ended).map_err(|error| fault(error.to_string()))?;
        let Limits {
            memory_bytes,
            output_bytes,
            ..
        } = task.tests.limits;
        Ok(Judgement {
            verdict: Verdict::Accepted,
            tests_passed: 1,
            tests_total: 1,
            first_failing: None,
            fuel_used: 0,
            fuel_limit: VALIDATOR_FUEL,
            memory_peak_bytes: 0,
            message: None,
            sample_outputs: vec![SampleOutput {
                index: 0,
                passed: true,
                actual: None,
                stdout: report,
                stderr: String::new(),
            }],
            runtime: self.loaded(call.language)?.hash,
            tests: task.tests.hash,
            limits: limits_hash(VALIDATOR_FUEL, memory_bytes, output_bytes),
        })
    }
}

impl Ended {
    fn without_code(error: String) -> Self {
        Self {
            exit: 1,
            error,
            judge_message: String::new(),
            team_message: String::new(),
        }
    }
}

/// What stands in the place of a submission's code where a call is judged.
pub const CALL: &str = "call";

/// A call as the only test of a set, for whoever has a pool of judges: it is judged with the code
/// [`CALL`] in the call's language, and what comes of it is read by [`ended`].
///
/// # Errors
/// It cannot be encoded.
pub fn as_submission(call: &Call<'_>) -> Result<TestSet, TestSetError> {
    let payload =
        serde_json::to_string(call).map_err(|error| TestSetError::Encode(error.to_string()))?;
    let test = Test {
        name: CALL.into(),
        input: Input::Text(payload),
        expected: Output::Text(String::new()),
        sample: true,
    };
    let limits = Limits {
        fuel: BTreeMap::from([(Language::PYTHON, VALIDATOR_FUEL)]),
        memory_bytes: VALIDATOR_MEMORY_BYTES,
        output_bytes: MAX_REPORT_BYTES,
    };
    TestSet::new(Form::Stdin, Checker::Exact, limits, vec![test])?.meant_for(Purpose::Calling)
}

/// How a call of [`as_submission`] ended, from a judgement on its sample; nothing where the judge
/// itself failed.
pub fn ended(judgement: &Judgement) -> Option<Ended> {
    let shown = judgement.sample_outputs.first()?;
    serde_json::from_str(&shown.stdout).ok()
}
