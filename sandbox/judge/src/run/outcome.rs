//! What the end of a call means for a test.

use arena_problems::{Output, Test, text_form};
use serde_json::Value;

use super::RunError;
use super::show::{output_text, show_output};
use super::submission::{Answers, Run};
use crate::guest::{Called, Finish, Reply};
use crate::kinds;
use crate::limits::MAX_SHOWN_BYTES;
use crate::package::Validated;
use crate::session::Session;
use crate::text::shorten;
use crate::verdict::Verdict;

/// The kind of a failure in which the interpreter itself gave up.
pub(super) const CRASH: &str = "crash";

/// What came of one test.
pub(super) struct Outcome {
    pub(super) verdict: Verdict,
    pub(super) kind: Option<String>,
    pub(super) message: Option<String>,
    pub(super) actual: Option<String>,
}

impl Outcome {
    pub(super) fn plain(verdict: Verdict) -> Self {
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

impl Run<'_> {
    /// Compares an answer with the expected one, or says why there is none.
    pub(super) fn evaluate(
        &self,
        session: &mut Session,
        called: Called,
        test: &Test,
        name: &str,
    ) -> Result<Outcome, RunError> {
        let actual = match (&called.finish, self.answers) {
            (Finish::Reply(Reply::Value(json)), Answers::Value) => {
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
            (Finish::Reply(Reply::Done | Reply::Exit(0)), Answers::Text) => {
                Output::Text(String::from_utf8_lossy(&session.state().stdout).into_owned())
            }
            (Finish::Reply(Reply::Done | Reply::Exit(0)), Answers::Typed(ty)) => {
                let text = String::from_utf8_lossy(&session.state().stdout);
                match text_form::read_answer(ty, &text) {
                    Ok(value) => Output::Value(value),
                    Err(message) => {
                        let shown = shorten(&text, MAX_SHOWN_BYTES);
                        return Ok(Outcome::wrong(message, Some(shown)));
                    }
                }
            }
            (Finish::Reply(Reply::Syntax(_) | Reply::Missing | Reply::Ready), _) => {
                return Ok(Outcome::error(
                    CRASH.into(),
                    "the program forged a reply".into(),
                ));
            }
            _ => return self.failure(session, called, name),
        };
        let shown = Some(match (self.answers, &actual) {
            (Answers::Typed(_), _) => {
                let text = String::from_utf8_lossy(&session.state().stdout);
                shorten(&text, MAX_SHOWN_BYTES)
            }
            (Answers::Value | Answers::Text, actual) => show_output(actual),
        });
        if let (Some(validator), Output::Text(output)) = (&self.task.tests.validator, &actual) {
            let answer = output_text(&test.expected);
            let said = self.judge.validate(validator, test, &answer, output)?;
            return Ok(match said {
                Validated::Accepted => Outcome {
                    actual: shown,
                    ..Outcome::plain(Verdict::Accepted)
                },
                Validated::Wrong(message) => Outcome::wrong(message, shown),
                Validated::Broken(reason) => {
                    // The arena logs what this process says; a player hears nothing of it.
                    eprintln!("{reason}");
                    Outcome {
                        message: validator.tell_all.then_some(reason),
                        ..Outcome::plain(Verdict::JudgeError)
                    }
                }
            });
        }
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
    pub(super) fn failure(
        &self,
        session: &mut Session,
        called: Called,
        name: &str,
    ) -> Result<Outcome, RunError> {
        let denied = session.state().memory_denied;
        let finish = match self.transformed {
            Some(made) => called.finish.with_texts(|text| made.restore(&text)),
            None => called.finish,
        };
        let outcome = match finish {
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
}
