//! Whether an answer is the expected one.

mod icpc;
mod text;
mod value;

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::test_set::Output;

pub use icpc::IcpcFlags;

/// Deepest nesting of lists in an answer; a deeper one is wrong (no type goes so deep).
pub const MAX_VALUE_DEPTH: usize = 64;

/// Longest excerpt of an answer in a [`Mismatch`], in bytes before the ellipsis.
pub const MAX_EXCERPT_BYTES: usize = 80;

/// How answers are compared. Every kind takes time near-linear in the size of both answers.
///
/// Numbers in values are compared by value: `1` is `1.0` and `0.0` is `-0.0`, since languages
/// differ in when they write the point. A bool is never a number, a string never either.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Checker {
    /// The same value; the same text, where one newline at the very end may be there or not.
    Exact,
    /// The same tokens; spaces and newlines between them do not matter (values: as `Exact`).
    Whitespace,
    /// As `Exact` (texts: as `Whitespace`), but finite numbers may differ from the expected by at
    /// most `absolute`, or at most `relative` times the expected one's size. Infinities and NaN
    /// are never right.
    Float {
        /// Largest difference.
        absolute: f64,
        /// Largest difference as a part of the expected number.
        relative: f64,
    },
    /// The outer list's elements (texts: lines, without spaces at their ends) in any order, each
    /// as often as expected.
    Unordered,
    /// The default output validator of the ICPC package format; for texts alone.
    Icpc {
        /// Its arguments.
        flags: IcpcFlags,
    },
}

/// Where an answer first differs from the expected one, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mismatch {
    /// The place in the answer: `[3][0]`, `line 2`, `token 5`; empty for the whole.
    pub at: String,
    /// What is different there.
    pub reason: MismatchReason,
}

/// How an answer differs. Excerpts hold at most [`MAX_EXCERPT_BYTES`] bytes and an ellipsis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MismatchReason {
    /// Something else stands there.
    Different {
        /// An excerpt of what should stand there.
        expected: String,
        /// An excerpt of what does.
        found: String,
    },
    /// A list has another number of elements.
    Length {
        /// As many as there should be.
        expected: usize,
        /// As many as there are.
        found: usize,
    },
    /// The answer ends before this.
    Missing {
        /// An excerpt of what is missing.
        expected: String,
    },
    /// The answer has more than was expected.
    Surplus {
        /// An excerpt of what is too much.
        found: String,
    },
    /// Lists are nested deeper than [`MAX_VALUE_DEPTH`].
    TooDeep,
    /// A value where text was expected, or the reverse.
    OtherForm,
}

impl Checker {
    /// The name in `problem.toml`.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Whitespace => "whitespace",
            Self::Float { .. } => "float",
            Self::Unordered => "unordered",
            Self::Icpc { .. } => "icpc",
        }
    }

    /// Compares an answer with the expected one. Never panics, whatever the answer.
    ///
    /// # Errors
    /// The first difference. Its excerpts show secrets: give them to a player for samples only.
    pub fn check(&self, expected: &Output, actual: &Output) -> Result<(), Mismatch> {
        match (expected, actual) {
            (Output::Value(expected), Output::Value(actual)) => match self {
                Self::Exact | Self::Whitespace | Self::Icpc { .. } => {
                    value::same(expected, actual, value::exactly)
                }
                Self::Float { absolute, relative } => value::same(expected, actual, |e, a| {
                    value::within(e, a, *absolute, *relative)
                }),
                Self::Unordered => value::unordered(expected, actual),
            },
            (Output::Text(expected), Output::Text(actual)) => match self {
                Self::Exact => text::exact(expected, actual),
                Self::Whitespace => text::tokens(expected, actual, |_, _| false),
                Self::Float { absolute, relative } => text::tokens(expected, actual, |e, a| {
                    text::within(e, a, *absolute, *relative)
                }),
                Self::Unordered => text::unordered_lines(expected, actual),
                Self::Icpc { flags } => flags.check(expected, actual),
            },
            (Output::Value(_), Output::Text(_)) | (Output::Text(_), Output::Value(_)) => {
                Err(Mismatch {
                    at: String::new(),
                    reason: MismatchReason::OtherForm,
                })
            }
        }
    }
}

/// Whether two finite numbers agree within either tolerance.
fn close(expected: f64, actual: f64, absolute: f64, relative: f64) -> bool {
    if !expected.is_finite() || !actual.is_finite() {
        return false;
    }
    // Halved, since the difference of two finite numbers may not be finite.
    let half_difference = (expected / 2.0 - actual / 2.0).abs();
    expected == actual
        || half_difference <= absolute / 2.0
        || half_difference <= relative * (expected.abs() / 2.0)
}

impl Mismatch {
    fn different(at: String, expected: String, found: String) -> Self {
        Self {
            at,
            reason: MismatchReason::Different { expected, found },
        }
    }

    fn missing(at: String, expected: String) -> Self {
        Self {
            at,
            reason: MismatchReason::Missing { expected },
        }
    }

    fn surplus(at: String, found: String) -> Self {
        Self {
            at,
            reason: MismatchReason::Surplus { found },
        }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.at.is_empty() {
            write!(f, "at {}: ", self.at)?;
        }
        match &self.reason {
            MismatchReason::Different { expected, found } => {
                write!(f, "expected {expected}, found {found}")
            }
            MismatchReason::Length { expected, found } => {
                write!(f, "expected {expected} elements, found {found}")
            }
            MismatchReason::Missing { expected } => write!(f, "missing {expected}"),
            MismatchReason::Surplus { found } => write!(f, "unexpected {found}"),
            MismatchReason::TooDeep => {
                write!(f, "lists are nested deeper than {MAX_VALUE_DEPTH}")
            }
            MismatchReason::OtherForm => f.write_str("value and text cannot be compared"),
        }
    }
}

/// The beginning of a text.
pub(crate) fn excerpt(text: &str) -> String {
    if text.len() <= MAX_EXCERPT_BYTES {
        return text.to_owned();
    }
    format!("{}…", &text[..text.floor_char_boundary(MAX_EXCERPT_BYTES)])
}

/// The beginning of a value's JSON; takes no longer for a larger value.
fn excerpt_of_value(value: &Value) -> String {
    struct Capped(Vec<u8>);

    impl std::io::Write for Capped {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            if self.0.len() > MAX_EXCERPT_BYTES {
                return Err(std::io::ErrorKind::StorageFull.into());
            }
            let rest = MAX_EXCERPT_BYTES + 4 - self.0.len();
            self.0.extend(&bytes[..bytes.len().min(rest)]);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    let mut json = Capped(Vec::new());
    // Running into the cap is how a long value ends.
    drop(serde_json::to_writer(&mut json, value));
    let valid = match std::str::from_utf8(&json.0) {
        Ok(text) => text,
        Err(e) => std::str::from_utf8(&json.0[..e.valid_up_to()]).unwrap_or_default(),
    };
    excerpt(valid)
}

#[cfg(test)]
mod tests;
