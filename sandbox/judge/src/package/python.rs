//! Calls of programs in Python: a runner of ours in the guest gives them arguments and files.

use arena_problems::Language;
use serde::Serialize;

use super::limits::{
    MAX_MESSAGE, MAX_REPORT_BYTES, VALIDATOR_FUEL, VALIDATOR_MEMORY_BYTES, VALIDATOR_OUTPUT,
};
use super::{Call, Ended, FEEDBACK, TOO_DEEP, TOO_MUCH, TOO_SLOW};
use crate::engine::Judge;
use crate::guest::{Finish, GuestLimits, Reply};
use crate::run::RunError;
use crate::session::{Session, Shape};

const RUNNER: &str = include_str!("runner.py");

/// What the runner is told.
#[derive(Serialize)]
struct Order<'a> {
    #[serde(flatten)]
    call: &'a Call<'a>,
    feedback: &'a str,
    room: u64,
    most: usize,
}

pub(super) fn call(judge: &Judge, call: &Call<'_>) -> Result<Ended, RunError> {
    let loaded = judge.loaded(Language::PYTHON)?;
    let limits = GuestLimits {
        fuel: VALIDATOR_FUEL,
        memory_bytes: VALIDATOR_MEMORY_BYTES,
        output_bytes: MAX_REPORT_BYTES,
        patience: judge.patience(),
    };
    let fault = |reason: String| RunError::Fault(format!("validator {}: {reason}", call.name));
    let order = Order {
        call,
        feedback: FEEDBACK,
        room: VALIDATOR_OUTPUT,
        most: MAX_MESSAGE,
    };
    let payload = serde_json::to_string(&order).map_err(|error| fault(error.to_string()))?;
    // A validator has no chances to take: its randomness is the same for every call.
    let mut session = Session::start(loaded, limits, &[0; 32])
        .map_err(|error| fault(format!("start a guest: {error:#}")))?;
    let prepared = session.prepare(VALIDATOR_FUEL, Language::PYTHON, RUNNER, Shape::Program);
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
        Finish::OutOfFuel => TOO_SLOW.into(),
        Finish::OutputLimit => TOO_MUCH.into(),
        Finish::StackOverflow => TOO_DEEP.into(),
        Finish::Crash(text) => text,
        Finish::Reply(Reply::Error { kind, text }) => format!("{kind}: {text}"),
        Finish::Reply(reply) => format!("it ends without an exit code: {reply:?}"),
    };
    Ok(Ended::without_code(error))
}
