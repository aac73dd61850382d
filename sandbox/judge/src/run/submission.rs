//! A submission going through its tests.

use arena_problems::{Input, Output, Test, Type, text_form};

use super::outcome::{CRASH, Outcome};
use super::show::{input_text, show_input, show_output};
use super::{FUEL_ROUNDING, RunError, Scope, Task};
use crate::engine::{Judge, Loaded};
use crate::guest::{Finish, GuestLimits, Reply};
use crate::limits::{MAX_SHOWN_BYTES, MAX_SHOWN_OUTPUT_BYTES, limits_hash};
use crate::session::{Session, Shape};
use crate::text::{shorten, shorten_bytes};
use crate::transform::Transformed;
use crate::verdict::{FailureDetail, FirstFailing, Judgement, SampleOutput, Verdict};

/// How a submission answers.
#[derive(Debug, Clone, Copy)]
pub(super) enum Answers<'a> {
    /// A function returns a value.
    Value,
    /// A program prints a text.
    Text,
    /// A program prints a text that stands for a value of this type.
    Typed(&'a Type),
}

/// A submission being judged.
pub(super) struct Run<'a> {
    pub(super) judge: &'a Judge,
    loaded: &'a Loaded,
    pub(super) task: &'a Task<'a>,
    tests: &'a [Test],
    /// What the runtime is given.
    code: &'a str,
    pub(super) answers: Answers<'a>,
    /// What the code was made from, if it is not the player's own.
    pub(super) transformed: Option<&'a Transformed>,
    pub(super) limits: GuestLimits,
    fuel_used: u64,
    memory_bytes: u64,
    sample_outputs: Vec<SampleOutput>,
}

impl<'a> Run<'a> {
    pub(super) fn new(judge: &'a Judge, loaded: &'a Loaded, task: &'a Task<'a>) -> Self {
        let set = task.tests;
        let tests = match task.scope {
            Scope::All => &set.tests[..],
            Scope::Samples => &set.tests[..set.sample_count()],
        };
        let limits = GuestLimits {
            fuel: set.limits.fuel_of(task.language),
            memory_bytes: set.limits.memory_bytes,
            output_bytes: set.limits.output_bytes,
            patience: judge.patience(),
        };
        Self {
            judge,
            loaded,
            task,
            tests,
            code: task.code,
            answers: Answers::Value,
            transformed: None,
            limits,
            fuel_used: 0,
            memory_bytes: 0,
            sample_outputs: Vec::new(),
        }
    }

    /// Gives the runtime this code instead of the player's own.
    pub(super) fn of(self, code: &'a str, transformed: Option<&'a Transformed>) -> Self {
        Self {
            code,
            transformed,
            ..self
        }
    }

    /// The function form: one guest, the code once, a call a test.
    pub(super) fn function(mut self, name: &str) -> Result<Judgement, RunError> {
        let mut session = self.start()?;
        let shape = Shape::Function {
            entry: name,
            signature: self.task.tests.form.signature(),
        };
        let task = self.task;
        let called = session.prepare(self.limits.fuel, task.language, self.code, shape);
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
    pub(super) fn program(mut self, answers: Answers<'a>) -> Result<Judgement, RunError> {
        self.answers = answers;
        for (index, test) in self.tests.iter().enumerate() {
            let mut session = self.start()?;
            let task = self.task;
            let shape = Shape::Program;
            let prepared = session.prepare(self.limits.fuel, task.language, self.code, shape);
            let mut used = prepared.fuel_used;
            // Only here has the program not run yet: later it could forge the compiler's message
            // to carry a secret out.
            if let Finish::Reply(Reply::Syntax(_)) = prepared.finish {
                self.account(&mut session, used);
                let outcome = self.failure(&mut session, prepared, "")?;
                return Ok(self.before_tests(outcome));
            }
            let called = if prepared.finish == Finish::Reply(Reply::Ready) {
                let fuel = self.limits.fuel.saturating_sub(used);
                let called = session.call(fuel, &self.given(test)?);
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

    /// What a program reads.
    fn given(&self, test: &Test) -> Result<String, RunError> {
        match (self.answers, self.task.tests.form.signature(), &test.input) {
            (Answers::Typed(_), Some(signature), Input::Arguments(arguments)) => {
                let written = text_form::write_arguments(signature, arguments);
                written.map_err(|reason| RunError::Fault(format!("{}: {reason}", test.name)))
            }
            _ => Ok(input_text(&test.input)),
        }
    }

    fn shown_input(&self, test: &Test) -> String {
        match self.answers {
            Answers::Value | Answers::Text => show_input(&self.task.tests.form, &test.input),
            Answers::Typed(_) => self.given(test).unwrap_or_default(),
        }
    }

    fn shown_answer(&self, test: &Test) -> String {
        match (self.answers, &test.expected) {
            (Answers::Typed(ty), Output::Value(value)) => {
                let text = text_form::write_answer(ty, value).unwrap_or_default();
                shorten(&text, MAX_SHOWN_BYTES)
            }
            (Answers::Value | Answers::Text | Answers::Typed(_), expected) => show_output(expected),
        }
    }

    fn start(&self) -> Result<Session, RunError> {
        Session::start(self.loaded, self.limits, &self.task.tests.hash.0.0)
            .map_err(|error| RunError::Fault(format!("start a guest: {error:#}")))
    }

    fn account(&mut self, session: &mut Session, fuel: u64) {
        self.fuel_used = self.fuel_used.max(fuel);
        self.memory_bytes = self.memory_bytes.max(session.state().memory_bytes);
    }

    fn show(&mut self, session: &mut Session, index: usize, test: &Test, outcome: &Outcome) {
        if self.task.scope == Scope::Samples && test.sample {
            let stderr = self.shown_errors(session, outcome);
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
    fn shown_errors(&self, session: &mut Session, outcome: &Outcome) -> String {
        if outcome.kind.as_deref() == Some(CRASH) {
            return String::new();
        }
        let text = shorten_bytes(&session.state().stderr, MAX_SHOWN_OUTPUT_BYTES);
        match self.transformed {
            Some(made) => shorten(&made.restore(&text), MAX_SHOWN_OUTPUT_BYTES),
            None => text,
        }
    }

    fn fail(self, session: &mut Session, index: usize, test: &Test, outcome: Outcome) -> Judgement {
        let stderr = self.shown_errors(session, &outcome);
        let stdout = shorten_bytes(&session.state().stdout, MAX_SHOWN_OUTPUT_BYTES);
        let detail = test.sample.then(|| FailureDetail {
            name: test.name.clone(),
            input: shorten(&self.shown_input(test), MAX_SHOWN_BYTES),
            expected: self.shown_answer(test),
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

    pub(super) fn refuse(self, message: &str) -> Judgement {
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
            limits: limits_hash(
                self.limits.fuel,
                self.limits.memory_bytes,
                self.limits.output_bytes,
            ),
        }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
