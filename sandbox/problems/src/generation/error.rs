//! Why a problem's tests cannot be made, and which file is to blame.

use super::MAX_GENERATED_BYTES;
use crate::test_set::TestSetError;

/// Why a problem's tests cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum GenerationError<E> {
    /// The oracle could not run a program.
    #[error("{path}: {error}")]
    Run {
        /// The program's path within the problem's folder.
        path: String,
        /// What the oracle says.
        error: E,
    },
    /// A program did not keep its part of the format.
    #[error(transparent)]
    Content(#[from] ContentError),
}

/// A generator, validator or reference that does not keep its part of the format.
#[derive(Debug, thiserror::Error)]
pub enum ContentError {
    /// The generator's JSON is not a list of cases.
    #[error("{path}: line {line} of its output: {message}")]
    Cases {
        /// The generator's path.
        path: String,
        /// The line of the JSON, counted from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// The generator's JSON exceeds [`MAX_GENERATED_BYTES`].
    #[error("{path}: {bytes} bytes of output, at most {MAX_GENERATED_BYTES} are allowed")]
    TooLarge {
        /// The generator's path.
        path: String,
        /// How long the JSON is.
        bytes: usize,
    },
    /// The validator refuses a case that it should accept.
    #[error("{path}: refuses {case:?}: {message}")]
    Refused {
        /// The validator's path.
        path: String,
        /// The case's name.
        case: String,
        /// What the validator says.
        message: String,
    },
    /// A program answered another number of inputs than it was given.
    #[error("{path}: {found} answers for {expected} inputs")]
    Count {
        /// The program's path.
        path: String,
        /// Inputs given.
        expected: usize,
        /// Answers returned.
        found: usize,
    },
    /// The reference's answer is not of the declared type.
    #[error("{path}: answer to {case:?}: {message}")]
    Answer {
        /// The reference's path.
        path: String,
        /// The case's name.
        case: String,
        /// What is wrong.
        message: String,
    },
    /// A test of a problem in either form that cannot be written as text.
    #[error("{case:?} cannot be given to a program: {message}")]
    Text {
        /// The test's name.
        case: String,
        /// Why not.
        message: String,
    },
    /// The set cannot be put together.
    #[error(transparent)]
    Assemble(#[from] TestSetError),
}

impl<E> GenerationError<E> {
    /// The file that is to blame, within the problem's folder; what is wrong begins with it.
    pub fn path(&self) -> &str {
        match self {
            Self::Run { path, .. } => path,
            Self::Content(error) => error.path(),
        }
    }
}

impl ContentError {
    fn path(&self) -> &str {
        match self {
            Self::Cases { path, .. }
            | Self::TooLarge { path, .. }
            | Self::Refused { path, .. }
            | Self::Count { path, .. }
            | Self::Answer { path, .. } => path,
            Self::Text { .. } | Self::Assemble(_) => "",
        }
    }
}
