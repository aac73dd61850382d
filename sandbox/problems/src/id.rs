//! The id of a problem: its folder's name.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Longest id, in characters (ids are ASCII).
pub const MAX_ID_LENGTH: usize = 64;

/// The id of a problem: kebab-case ASCII, 1 to [`MAX_ID_LENGTH`] characters, starting with a letter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProblemId(String);

/// Why a text is not a [`ProblemId`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Empty, or longer than [`MAX_ID_LENGTH`].
    #[error("a problem id has 1 to {MAX_ID_LENGTH} characters, found {0}")]
    Length(usize),
    /// Something other than lower-case letters, digits and single inner hyphens.
    #[error("problem id {0:?} is not kebab-case (a-z, 0-9, single hyphens, a letter first)")]
    NotKebabCase(String),
}

impl ProblemId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ProblemId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        if text.is_empty() || text.len() > MAX_ID_LENGTH {
            return Err(IdError::Length(text.chars().count()));
        }
        let words_are_plain = text.split('-').all(|word| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
        if !words_are_plain || !text.starts_with(|c: char| c.is_ascii_lowercase()) {
            return Err(IdError::NotKebabCase(text.to_owned()));
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for ProblemId {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<ProblemId> for String {
    fn from(id: ProblemId) -> Self {
        id.0
    }
}

impl fmt::Display for ProblemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::*;

    #[test]
    fn ids_are_kebab_case_and_bounded() {
        for good in ["a", "two-sum", "a1-2", &"x".repeat(MAX_ID_LENGTH)] {
            assert_eq!(good.parse::<ProblemId>().unwrap().as_str(), good);
        }
        for bad in ["", "-a", "a-", "a--b", "A", "1a", "a_b", "ä", "a b", "../a"] {
            assert!(bad.parse::<ProblemId>().is_err(), "{bad:?}");
        }
        assert_eq!(
            "x".repeat(MAX_ID_LENGTH + 1).parse::<ProblemId>(),
            Err(IdError::Length(MAX_ID_LENGTH + 1))
        );
    }
}
