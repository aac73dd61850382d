//! What a guest answers. The player's code shares the guest and can forge any of it.

use wasmtime::Trap;

use super::state::{Ended, GuestState};
use crate::limits::{MAX_KIND_BYTES, MAX_SHOWN_BYTES};
use crate::text::shorten;

/// How a call ended, when the guest could still say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reply {
    /// The program is loaded.
    Ready,
    /// A program ran to its end.
    Done,
    /// A function returned this JSON.
    Value(String),
    /// A function returned something that is no answer; why.
    Unfit(String),
    /// A function's answer is longer than allowed.
    Overflow,
    /// The program does not parse.
    Syntax(String),
    /// The program has no such function.
    Missing,
    /// The program ended itself with a status.
    Exit(u32),
    /// An error that the program did not catch.
    Error { kind: String, text: String },
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Finish {
    /// The guest replied.
    Reply(Reply),
    /// Out of fuel.
    OutOfFuel,
    /// The output cap.
    OutputLimit,
    /// The guest's stack.
    StackOverflow,
    /// The interpreter itself gave up, in this way.
    Crash(String),
    /// The host's own fault: the wall-clock backstop, or something that should never happen.
    Fault(String),
}

impl Finish {
    /// The same with every text for the player changed.
    pub(crate) fn with_texts(self, change: impl FnOnce(String) -> String) -> Self {
        match self {
            Self::Reply(Reply::Syntax(text)) => Self::Reply(Reply::Syntax(change(text))),
            Self::Reply(Reply::Unfit(text)) => Self::Reply(Reply::Unfit(change(text))),
            Self::Reply(Reply::Error { kind, text }) => {
                let text = change(text);
                Self::Reply(Reply::Error { kind, text })
            }
            same => same,
        }
    }
}

impl Reply {
    /// Reads a reply; the error is what is malformed in it.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, &'static str> {
        let text = String::from_utf8_lossy(bytes);
        let (tag, body) = text.split_once('\n').unwrap_or((&text, ""));
        match tag {
            "ready" => Ok(Self::Ready),
            "done" => Ok(Self::Done),
            "value" => Ok(Self::Value(body.to_owned())),
            "unfit" => Ok(Self::Unfit(shorten(body, MAX_SHOWN_BYTES))),
            "overflow" => Ok(Self::Overflow),
            "syntax" => Ok(Self::Syntax(shorten(body, MAX_SHOWN_BYTES))),
            "missing" => Ok(Self::Missing),
            "exit" => body
                .parse()
                .map(Self::Exit)
                .map_err(|_| "an exit without a status"),
            "error" => {
                let (kind, text) = body.split_once('\n').unwrap_or((body, ""));
                Ok(Self::Error {
                    kind: kind_of(kind),
                    text: shorten(text, MAX_SHOWN_BYTES),
                })
            }
            _ => Err("an unknown reply"),
        }
    }
}

/// A kind of error as it may be shown of a secret test: a short name, never free text.
pub(crate) fn kind_of(text: &str) -> String {
    // What follows a colon and a space is a message; `std::range_error` is a name.
    let name = text.split(": ").next().unwrap_or_default();
    let name: String = name
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ' ' | ':'))
        .take(MAX_KIND_BYTES)
        .collect();
    if name.is_empty() {
        "Error".to_owned()
    } else {
        name
    }
}

/// What an error means that ended a call into a guest. Whatever it is, the guest brought it about,
/// which can forge any call to the host and any reply; except when the time ran out.
pub(crate) fn classify(error: &wasmtime::Error) -> Finish {
    if let Some(ended) = error.downcast_ref::<Ended>() {
        return match *ended {
            Ended::Exit(status) => Finish::Reply(Reply::Exit(status)),
            Ended::OutputLimit => Finish::OutputLimit,
            Ended::Refused(what) => Finish::Crash(format!("the program asked for {what}")),
        };
    }
    match error.downcast_ref::<Trap>() {
        Some(Trap::OutOfFuel) => Finish::OutOfFuel,
        Some(Trap::StackOverflow) => Finish::StackOverflow,
        Some(Trap::Interrupt) => Finish::Fault("the wall-clock backstop".into()),
        Some(_) => Finish::Crash("the interpreter gave up".into()),
        None => {
            let text = format!("{error:#}");
            if text.contains("fuel allocated for hostcalls") {
                Finish::OutputLimit
            } else if text.contains("has not been defined") {
                Finish::Crash("the program asked for something that does not exist here".into())
            } else {
                Finish::Crash("the interpreter gave up".into())
            }
        }
    }
}

/// A call into a guest, with the fuel that it used.
pub(crate) struct Called {
    pub(crate) finish: Finish,
    pub(crate) fuel_used: u64,
}

/// Gives the store `fuel`, calls, reads the reply, and accounts for what was used.
pub(crate) fn metered(
    store: &mut wasmtime::Store<GuestState>,
    fuel: u64,
    call: impl FnOnce(&mut wasmtime::Store<GuestState>) -> wasmtime::Result<Vec<u8>>,
) -> Called {
    metered_as(store, fuel, |store| match call(store) {
        Ok(bytes) => read(&bytes),
        Err(error) => classify(&error),
    })
}

/// What a reply says.
pub(crate) fn read(reply: &[u8]) -> Finish {
    match Reply::parse(reply) {
        Ok(reply) => Finish::Reply(reply),
        Err(what) => Finish::Crash(format!("the program forged {what}")),
    }
}

/// As [`metered`], of a call that knows itself how it ended.
pub(crate) fn metered_as(
    store: &mut wasmtime::Store<GuestState>,
    fuel: u64,
    call: impl FnOnce(&mut wasmtime::Store<GuestState>) -> Finish,
) -> Called {
    if let Err(error) = store.set_fuel(fuel) {
        return Called {
            finish: Finish::Fault(format!("{error:#}")),
            fuel_used: 0,
        };
    }
    store.data_mut().grant(fuel);
    let backstop = store.data().limits.backstop_seconds(fuel);
    store.set_epoch_deadline(backstop);
    let finish = call(store);
    let left = if finish == Finish::OutOfFuel {
        0
    } else {
        store.get_fuel().unwrap_or(0)
    };
    let fuel_used = fuel.saturating_sub(left);
    store.data_mut().settle(fuel_used);
    Called { finish, fuel_used }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::*;

    #[test]
    fn replies_are_read_and_anything_else_is_refused() {
        assert_eq!(Reply::parse(b"ready"), Ok(Reply::Ready));
        assert_eq!(
            Reply::parse(b"value\n[1,\n2]"),
            Ok(Reply::Value("[1,\n2]".into()))
        );
        assert_eq!(Reply::parse(b"exit\n3"), Ok(Reply::Exit(3)));
        assert_eq!(
            Reply::parse(b"error\nValueError\nline 1\nline 2"),
            Ok(Reply::Error {
                kind: "ValueError".into(),
                text: "line 1\nline 2".into()
            })
        );
        for bad in [&b""[..], b"AC", b"value2\n1", b"exit\nx", b"\xff\xfe"] {
            assert!(Reply::parse(bad).is_err());
        }
    }

    #[test]
    fn only_the_clock_makes_an_error_the_judges_fault() {
        let crash = |error: wasmtime::Error| match classify(&error) {
            Finish::Crash(text) => text,
            other => panic!("{other:?}"),
        };
        let forged = wasmtime::Error::msg("unknown handle index 57");
        assert_eq!(crash(forged), "the interpreter gave up");
        assert_eq!(
            crash(Trap::MemoryOutOfBounds.into()),
            "the interpreter gave up"
        );
        let refused = Ended::Refused("that much randomness");
        assert_eq!(
            crash(refused.into()),
            "the program asked for that much randomness"
        );
        assert_eq!(classify(&Trap::OutOfFuel.into()), Finish::OutOfFuel);
        let late = classify(&Trap::Interrupt.into());
        assert!(matches!(late, Finish::Fault(_)), "{late:?}");
    }

    #[test]
    fn a_kind_of_error_carries_no_free_text() {
        assert_eq!(kind_of("ValueError: secret 42"), "ValueError");
        assert_eq!(kind_of("{secret}"), "Error");
        assert_eq!(kind_of(&"a".repeat(1000)).len(), MAX_KIND_BYTES);
    }
}
