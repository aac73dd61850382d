//! What is wrong with a package, and where.

use std::fmt;

/// A package that cannot be used, with the place to mend: `problem.yaml:7: …`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct PackageError {
    /// The entry, as it is named within the package; empty for the package as a whole.
    pub path: String,
    /// Counted from 1; absent when the error is not about a line.
    pub line: Option<usize>,
    /// What is wrong, a lower-case fragment.
    pub message: String,
}

impl PackageError {
    /// An error about an entry.
    pub(crate) fn at(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            line: None,
            message: message.into(),
        }
    }

    /// An error about a line of a file.
    pub(crate) fn on_line(
        path: impl Into<String>,
        line: usize,
        message: impl Into<String>,
    ) -> Self {
        Self {
            line: Some(line),
            ..Self::at(path, message)
        }
    }
}

impl fmt::Display for PackageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.path.as_str(), self.line) {
            ("", _) => f.write_str(&self.message),
            (path, None) => write!(f, "{path}: {}", self.message),
            (path, Some(line)) => write!(f, "{path}:{line}: {}", self.message),
        }
    }
}
