//! Programs of problem packages: validators, which are called with arguments and files and answer by
//! their exit code. They run as guests, each in a fresh one, like any player's program.

use std::collections::BTreeMap;

use arena_problems::{
    Checker, Form, Input, Language, Limits, Output, Test, TestSet, TestSetError, ValidatorProgram,
};
use serde::{Deserialize, Serialize};

use crate::engine::Judge;
use crate::guest::{Finish, GuestLimits, Reply};
use crate::run::{RunError, input_text};
use crate::session::{Session, Shape};
use crate::verdict::{Judgement, Verdict};

/// Fuel of one call of a validator: a reference minute.
pub const VALIDATOR_FUEL: u64 = 60_000 * crate::limits::FUEL_PER_REFERENCE_MS;

/// Memory of one call of a validator, in bytes.
pub const VALIDATOR_MEMORY_BYTES: u64 = 1 << 30;

/// What a validator may write in one call, over standard output, standard error and its files, in
/// characters.
pub const VALIDATOR_OUTPUT: u64 = 8 << 20;

/// Longest message of a validator that is kept, in characters.
const MAX_MESSAGE: u64 = 2_000;

/// The same where the report must fit into what a judgement shows.
const SHORT_MESSAGE: u64 = 300;

/// Longest report of a call, in bytes: three messages, escaped.
const MAX_REPORT_BYTES: u64 = 64 * 1024;

/// Accepted.
pub const EXIT_ACCEPTED: i32 = 42;

/// Wrong answer.
pub const EXIT_WRONG: i32 = 43;

/// The names that a validator is called with; they are in memory.
const INPUT: &str = "input";
const ANSWER: &str = "answer";
const FEEDBACK: &str = "feedback/";

const RUNNER: &str = include_str!("runner.py");

/// A program of a package with what its command line would give it.
#[derive(Debug, Clone, Serialize)]
pub struct Call<'a> {
    /// What the program is called in its own messages.
    pub name: &'a str,
    /// The program.
    pub source: &'a str,
    /// After the program's name.
    pub arguments: Vec<&'a str>,
    /// All of standard input.
    pub stdin: &'a str,
    /// What `open` finds, by path.
    pub files: BTreeMap<&'a str, &'a str>,
    feedback: &'a str,
    room: u64,
    most: u64,
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
    // Others read files through their C library, which these guests do not have.
    language == Language::PYTHON
}

impl<'a> Call<'a> {
    /// An input validator, which reads the input.
    pub fn input_validator(
        name: &'a str,
        source: &'a str,
        flags: &'a [String],
        input: &'a str,
    ) -> Self {
        Self {
            name,
            source,
            arguments: flags.iter().map(String::as_str).collect(),
            stdin: input,
            files: BTreeMap::new(),
            feedback: FEEDBACK,
            room: VALIDATOR_OUTPUT,
            most: MAX_MESSAGE,
        }
    }

    /// An output validator, which reads the output and opens input and answer.
    pub fn output_validator(
        validator: &'a ValidatorProgram,
        input: &'a str,
        answer: &'a str,
        output: &'a str,
    ) -> Self {
        let mut arguments = vec![INPUT, ANSWER, FEEDBACK];
        arguments.extend(validator.arguments.iter().map(String::as_str));
        Self {
            arguments,
            files: BTreeMap::from([(INPUT, input), (ANSWER, answer)]),
            ..Self::input_validator(&validator.name, &validator.text, &[], output)
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
    pub(crate) fn call(&self, language: Language, call: &Call<'_>) -> Result<Ended, RunError> {
        let loaded = self.loaded(language)?;
        let limits = GuestLimits {
            fuel: VALIDATOR_FUEL,
            memory_bytes: VALIDATOR_MEMORY_BYTES,
            output_bytes: MAX_REPORT_BYTES,
            patience: self.patience(),
        };
        let fault = |reason: String| RunError::Fault(format!("validator {}: {reason}", call.name));
        let payload = serde_json::to_string(call).map_err(|error| fault(error.to_string()))?;
        // A validator has no chances to take: its randomness is the same for every call.
        let mut session = Session::start(loaded, limits, &[0; 32])
            .map_err(|error| fault(format!("start a guest: {error:#}")))?;
        let prepared = session.prepare(VALIDATOR_FUEL, language, RUNNER, Shape::Program);
        if prepared.finish != Finish::Reply(Reply::Ready) {
            return Err(fault(format!("does not start: {:?}", prepared.finish)));
        }
        let called = session.call(VALIDATOR_FUEL, &payload);
        let error = match called.finish {
            Finish::Reply(Reply::Done | Reply::Exit(0)) => {
                let report = &session.state().stdout;
                match serde_json::from_slice(report) {
                    Ok(ended) => return Ok(ended),
                    Err(error) => format!("it spoiled its report: {error}"),
                }
            }
            Finish::Fault(text) => return Err(fault(text)),
            Finish::OutOfFuel => "it needs more than a reference minute".into(),
            Finish::OutputLimit => "it writes too much".into(),
            Finish::StackOverflow => "its recursion is too deep".into(),
            Finish::Crash(text) => text,
            Finish::Reply(Reply::Error { kind, text }) => format!("{kind}: {text}"),
            Finish::Reply(reply) => format!("it ends without an exit code: {reply:?}"),
        };
        Ok(Ended::without_code(error))
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
        let call = Call::output_validator(validator, &input, answer, output);
        let ended = self.call(validator.language, &call)?;
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

/// A call as a program and its only test, for whoever has a pool of judges: what comes of it is read
/// by [`ended`].
///
/// # Errors
/// It cannot be encoded.
pub fn as_submission(call: &Call<'_>) -> Result<(&'static str, TestSet), TestSetError> {
    let short = Call {
        most: SHORT_MESSAGE,
        ..call.clone()
    };
    let payload =
        serde_json::to_string(&short).map_err(|error| TestSetError::Encode(error.to_string()))?;
    let test = Test {
        name: "call".into(),
        input: Input::Text(payload),
        expected: Output::Text(String::new()),
        sample: true,
    };
    let limits = Limits {
        fuel: BTreeMap::from([(Language::PYTHON, VALIDATOR_FUEL)]),
        memory_bytes: VALIDATOR_MEMORY_BYTES,
        output_bytes: MAX_REPORT_BYTES,
    };
    let set = TestSet::new(Form::Stdin, Checker::Exact, limits, vec![test])?;
    Ok((RUNNER, set))
}

/// How a call of [`as_submission`] ended, from a judgement on its sample; nothing where the judge
/// itself failed.
pub fn ended(judgement: &Judgement) -> Option<Ended> {
    let shown = judgement.sample_outputs.first()?;
    let report = serde_json::from_str(&shown.stdout).ok();
    Some(report.unwrap_or_else(|| {
        let error = match judgement.verdict {
            Verdict::TimeLimit => "it needs more than a reference minute".to_owned(),
            Verdict::JudgeError => return Ended::without_code("the judge failed".into()),
            verdict => format!("it ends without an exit code ({})", verdict.description()),
        };
        Ended::without_code(error)
    }))
}
