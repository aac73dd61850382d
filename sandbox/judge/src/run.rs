//! Judging one submission: the tests in order, up to the first that fails.

use arena_problems::{Form, Input, Language, Output, Test, TestSet};
use serde_json::Value;

use crate::engine::{Judge, Loaded};
use crate::guest::{Called, Finish, GuestLimits, Reply};
use crate::kinds;
use crate::limits::{MAX_CODE_BYTES, MAX_SHOWN_BYTES, MAX_SHOWN_OUTPUT_BYTES};
use crate::session::{Session, Shape};
use crate::text::{shorten, shorten_bytes};
use crate::verdict::{FailureDetail, FirstFailing, Judgement, SampleOutput, Verdict};

/// Fuel in a judgement is rounded up to a multiple of this: it would tell more of a secret test.
pub const FUEL_ROUNDING: u64 = 100_000;

/// The kind of a failure in which the interpreter itself gave up.
const CRASH: &str = "crash";

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
        let loaded = self.loaded(task.language)?;
        let run = Run::new(loaded, task, self.patience());
        if task.code.contains('\0') {
            return Ok(run.refuse("the program contains a NUL character"));
        }
        match &task.tests.form {
            Form::Function(signature) => {
                let name = match task.language {
                    Language::Python => signature.python_name().to_owned(),
                    Language::JavaScript => signature.javascript_name(),
                };
                run.function(&name)
            }
            Form::Stdin => run.program(),
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

/// A submission being judged.
struct Run<'a> {
    loaded: &'a Loaded,
    task: &'a Task<'a>,
    tests: &'a [Test],
    limits: GuestLimits,
    fuel_used: u64,
    memory_bytes: u64,
    sample_outputs: Vec<SampleOutput>,
}

/// What came of one test.
struct Outcome {
    verdict: Verdict,
    kind: Option<String>,
    message: Option<String>,
    actual: Option<String>,
}

impl Outcome {
    fn plain(verdict: Verdict) -> Self {
        Self {
            verdict,
            kind: None,
            message: None,
            actual: None,
        }
    }

    fn error(kind: String, message: String) -> Self {
        Self {
            verdict: Verdict::RuntimeError,
            kind: Some(kind),
            message: Some(message),
            actual: None,
        }
    }

    fn wrong(message: String, actual: Option<String>) -> Self {
        Self {
            verdict: Verdict::WrongAnswer,
            kind: None,
            message: Some(message),
            actual,
        }
    }
}

impl<'a> Run<'a> {
    fn new(loaded: &'a Loaded, task: &'a Task<'a>, patience: u32) -> Self {
        let set = task.tests;
        let tests = match task.scope {
            Scope::All => &set.tests[..],
            Scope::Samples => &set.tests[..set.sample_count()],
        };
        let limits = GuestLimits {
            fuel: set.limits.fuel_of(task.language),
            memory_bytes: set.limits.memory_bytes,
            output_bytes: set.limits.output_bytes,
            patience,
        };
        Self {
            loaded,
            task,
            tests,
            limits,
            fuel_used: 0,
            memory_bytes: 0,
            sample_outputs: Vec::new(),
        }
    }

    /// The function form: one guest, the code once, a call a test.
    fn function(mut self, name: &str) -> Result<Judgement, RunError> {
        let mut session = self.start()?;
        let called = session.prepare(self.limits.fuel, self.task.code, Shape::Function(name));
        self.account(&mut session, called.fuel_used);
        if called.finish != Finish::Reply(Reply::Ready) {
            let outcome = self.failure(&mut session, called, name)?;
            return Ok(self.before_tests(outcome));
        }
        for (index, test) in self.tests.iter().enumerate() {
            let state = session.state();
            state.stdout.clear();
            state.stderr.clear();
            state.memory_denied = false;
            let called = session.call(self.limits.fuel, &input_text(&test.input));
            self.account(&mut session, called.fuel_used);
            let outcome = self.evaluate(&mut session, called, test, name)?;
            self.show(&mut session, index, test, &outcome);
            if outcome.verdict != Verdict::Accepted {
                return Ok(self.fail(&mut session, index, test, outcome));
            }
        }
        Ok(self.accept())
    }

    /// The stdin form: a fresh guest a test, as if the program were started anew.
    fn program(mut self) -> Result<Judgement, RunError> {
        for (index, test) in self.tests.iter().enumerate() {
            let mut session = self.start()?;
            let prepared = session.prepare(self.limits.fuel, self.task.code, Shape::Program);
            let mut used = prepared.fuel_used;
            // Only here has the program not run yet: later it could forge the compiler's message
            // to carry a secret out.
            if let Finish::Reply(Reply::Syntax(_)) = prepared.finish {
                self.account(&mut session, used);
                let outcome = self.failure(&mut session, prepared, "")?;
                return Ok(self.before_tests(outcome));
            }
            let called = if prepared.finish == Finish::Reply(Reply::Ready) {
                let called = session.call(
                    self.limits.fuel.saturating_sub(used),
                    &input_text(&test.input),
                );
                used += called.fuel_used;
                called
            } else {
                prepared
            };
            self.account(&mut session, used);
            let outcome = self.evaluate(&mut session, called, test, "")?;
            self.show(&mut session, index, test, &outcome);
            if outcome.verdict != Verdict::Accepted {
                return Ok(self.fail(&mut session, index, test, outcome));
            }
        }
        Ok(self.accept())
    }

    fn start(&self) -> Result<Session, RunError> {
        Session::start(self.loaded, self.limits, &self.task.tests.hash.0.0)
            .map_err(|error| RunError::Fault(format!("start a guest: {error:#}")))
    }

    fn account(&mut self, session: &mut Session, fuel: u64) {
        self.fuel_used = self.fuel_used.max(fuel);
        self.memory_bytes = self.memory_bytes.max(session.state().memory_bytes);
    }

    /// Compares an answer with the expected one, or says why there is none.
    fn evaluate(
        &self,
        session: &mut Session,
        called: Called,
        test: &Test,
        name: &str,
    ) -> Result<Outcome, RunError> {
        let actual = match (&called.finish, &self.task.tests.form) {
            (Finish::Reply(Reply::Value(json)), Form::Function(_)) => {
                if json.len() as u64 > self.limits.output_bytes {
                    return Ok(Outcome::plain(Verdict::OutputLimit));
                }
                match serde_json::from_str::<Value>(json) {
                    Ok(value) => Output::Value(value),
                    Err(_) => {
                        let message =
                            "the answer is not a JSON value of reasonable depth".to_owned();
                        return Ok(Outcome::wrong(
                            message,
                            Some(shorten(json, MAX_SHOWN_BYTES)),
                        ));
                    }
                }
            }
            (Finish::Reply(Reply::Done | Reply::Exit(0)), Form::Stdin) => {
                Output::Text(String::from_utf8_lossy(&session.state().stdout).into_owned())
            }
            (Finish::Reply(Reply::Syntax(_) | Reply::Missing | Reply::Ready), _) => {
                return Ok(Outcome::error(
                    CRASH.into(),
                    "the program forged a reply".into(),
                ));
            }
            _ => return self.failure(session, called, name),
        };
        let shown = Some(show_output(&actual));
        Ok(
            match self.task.tests.checker.check(&test.expected, &actual) {
                Ok(()) => Outcome {
                    actual: shown,
                    ..Outcome::plain(Verdict::Accepted)
                },
                Err(mismatch) => Outcome::wrong(mismatch.to_string(), shown),
            },
        )
    }

    /// What it means that a call gave no answer.
    fn failure(
        &self,
        session: &mut Session,
        called: Called,
        name: &str,
    ) -> Result<Outcome, RunError> {
        let denied = session.state().memory_denied;
        let outcome = match called.finish {
            Finish::OutOfFuel => Outcome::plain(Verdict::TimeLimit),
            Finish::OutputLimit => Outcome::plain(Verdict::OutputLimit),
            Finish::Fault(message) => return Err(RunError::Fault(message)),
            Finish::StackOverflow => Outcome::error(
                "stack overflow".into(),
                "the recursion is too deep for the stack".into(),
            ),
            Finish::Crash(message) => Outcome::error(CRASH.into(), message),
            Finish::Reply(reply) => match reply {
                Reply::Overflow => Outcome::plain(Verdict::OutputLimit),
                Reply::Syntax(text) => Outcome {
                    message: Some(text),
                    ..Outcome::plain(Verdict::CompileError)
                },
                Reply::Unfit(text) => Outcome::wrong(text, None),
                Reply::Missing => Outcome::error(
                    "missing function".into(),
                    format!("the program defines no function {name}"),
                ),
                Reply::Exit(status) => Outcome::error(
                    "exit".into(),
                    format!("the program exited with status {status}"),
                ),
                Reply::Error { kind, text } => {
                    Outcome::error(kinds::shown(self.task.language, &kind), text)
                }
                Reply::Ready | Reply::Done | Reply::Value(_) => {
                    Outcome::error(CRASH.into(), "the program forged a reply".into())
                }
            },
        };
        // A program that runs out of memory fails in many ways, but always after a denial.
        if denied && outcome.verdict == Verdict::RuntimeError {
            return Ok(Outcome {
                verdict: Verdict::MemoryLimit,
                kind: None,
                ..outcome
            });
        }
        Ok(outcome)
    }

    fn show(&mut self, session: &mut Session, index: usize, test: &Test, outcome: &Outcome) {
        if self.task.scope == Scope::Samples && test.sample {
            let stderr = Self::shown_errors(session, outcome);
            let stdout = shorten_bytes(&session.state().stdout, MAX_SHOWN_OUTPUT_BYTES);
            self.sample_outputs.push(SampleOutput {
                index: number(index),
                passed: outcome.verdict == Verdict::Accepted,
                actual: outcome.actual.clone(),
                stdout,
                stderr,
            });
        }
    }

    /// Standard error for the author, unless it is the interpreter's own last words.
    fn shown_errors(session: &mut Session, outcome: &Outcome) -> String {
        if outcome.kind.as_deref() == Some(CRASH) {
            return String::new();
        }
        shorten_bytes(&session.state().stderr, MAX_SHOWN_OUTPUT_BYTES)
    }

    fn fail(self, session: &mut Session, index: usize, test: &Test, outcome: Outcome) -> Judgement {
        let stderr = Self::shown_errors(session, &outcome);
        let stdout = shorten_bytes(&session.state().stdout, MAX_SHOWN_OUTPUT_BYTES);
        let detail = test.sample.then(|| FailureDetail {
            name: test.name.clone(),
            input: shorten(
                &show_input(&self.task.tests.form, &test.input),
                MAX_SHOWN_BYTES,
            ),
            expected: show_output(&test.expected),
            actual: outcome.actual,
            message: outcome.message.map(|text| shorten(&text, MAX_SHOWN_BYTES)),
            stdout,
            stderr,
        });
        let first = FirstFailing {
            index: number(index),
            sample: test.sample,
            kind: outcome.kind,
            detail,
        };
        self.judgement(outcome.verdict, number(index), Some(first), None)
    }

    /// The program failed before it saw any test, so its error text holds no secret.
    fn before_tests(self, outcome: Outcome) -> Judgement {
        let message = match (outcome.verdict, outcome.message) {
            (_, Some(text)) => shorten(&text, MAX_SHOWN_BYTES),
            (verdict, None) => format!("{} before the first test", verdict.description()),
        };
        self.judgement(outcome.verdict, 0, None, Some(message))
    }

    fn refuse(self, message: &str) -> Judgement {
        self.judgement(Verdict::CompileError, 0, None, Some(message.to_owned()))
    }

    fn accept(self) -> Judgement {
        let passed = number(self.tests.len());
        self.judgement(Verdict::Accepted, passed, None, None)
    }

    fn judgement(
        self,
        verdict: Verdict,
        tests_passed: u32,
        first_failing: Option<FirstFailing>,
        message: Option<String>,
    ) -> Judgement {
        Judgement {
            verdict,
            tests_passed,
            tests_total: number(self.tests.len()),
            first_failing,
            fuel_used: self.fuel_used.next_multiple_of(FUEL_ROUNDING),
            fuel_limit: self.limits.fuel,
            memory_peak_bytes: self.memory_bytes,
            message,
            sample_outputs: self.sample_outputs,
            runtime: self.loaded.hash,
            tests: self.task.tests.hash,
        }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

pub(crate) fn input_text(input: &Input) -> String {
    match input {
        Input::Arguments(value) => value.to_string(),
        Input::Text(text) => text.clone(),
    }
}

/// An input for a person: `name = value` lines, or the text.
fn show_input(form: &Form, input: &Input) -> String {
    match (form, input) {
        (Form::Function(signature), Input::Arguments(Value::Array(values))) => {
            let lines = signature.parameters.iter().zip(values);
            lines
                .map(|(parameter, value)| format!("{} = {value}\n", parameter.name))
                .collect()
        }
        (_, input) => input_text(input),
    }
}

fn show_output(output: &Output) -> String {
    match output {
        Output::Value(value) => shorten(&value.to_string(), MAX_SHOWN_BYTES),
        Output::Text(text) => shorten(text, MAX_SHOWN_BYTES),
    }
}
