//! What is wrong with a problem's folder, and where.

use std::fmt;

/// A file of a problem, and the line that an error is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The path as it was opened, `two-sum/problem.toml` for the embedded catalogue.
    pub file: String,
    /// Counted from 1; absent when the file (or folder) cannot be read at all.
    pub line: Option<usize>,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.file),
            None => f.write_str(&self.file),
        }
    }
}

/// A problem that cannot be used, with the place to mend: `two-sum/problem.toml:7: …`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{location}: {message}")]
pub struct ProblemError {
    /// Where it is wrong.
    pub location: Location,
    /// What is wrong, a lower-case fragment.
    pub message: String,
}

/// The line, counted from 1, that a byte offset of a text is on; the end is on the last line.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    let end = offset.min(text.len());
    let line = 1 + text.as_bytes()[..end]
        .iter()
        .filter(|&&byte| byte == b'\n')
        .count();
    line.min(line_count(text))
}

/// The number of lines of a text, at least 1.
pub(crate) fn line_count(text: &str) -> usize {
    text.lines().count().max(1)
}
