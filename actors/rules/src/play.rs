//! What is played: the words that battles, queues and sessions share.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::time::Span;

/// How hard a problem is; it also sets how long a battle lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Difficulty {
    Easy,
    Medium,
    Hard,
}

impl Difficulty {
    pub const ALL: [Difficulty; 3] = [Self::Easy, Self::Medium, Self::Hard];

    /// The time that a battle of this difficulty runs.
    #[must_use]
    pub const fn duration(self) -> Span {
        match self {
            Self::Easy => Span::minutes(10),
            Self::Medium => Span::minutes(20),
            Self::Hard => Span::minutes(30),
        }
    }
}

/// The difficulty that a player asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wish {
    Easy,
    Medium,
    Hard,
    /// Whatever the opponent wants.
    Any,
}

impl Wish {
    /// The difficulties that satisfy the wish, easiest first.
    #[must_use]
    pub fn accepts(self, difficulty: Difficulty) -> bool {
        match self {
            Self::Easy => difficulty == Difficulty::Easy,
            Self::Medium => difficulty == Difficulty::Medium,
            Self::Hard => difficulty == Difficulty::Hard,
            Self::Any => true,
        }
    }
}

/// Who plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Mode {
    #[serde(rename = "1v1")]
    OneOnOne,
}

/// What counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Goal {
    /// The first accepted submission wins, by the order of submission.
    Fastest,
}

/// A language that players write in, by its name (`python`, `javascript`). Which of them can be judged is the judge's
/// knowledge, not the rules'.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Language(pub String);

/// A problem by its id in the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProblemId(pub String);

/// A problem as a battle pins it: its id and the hash of everything that decides its verdicts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ProblemRef {
    pub id: ProblemId,
    /// Lower-case hexadecimal BLAKE3, 64 characters.
    pub hash: String,
}

/// Whether a battle counts for ratings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stakes {
    Rated,
    /// A guest takes part, or the players have no rating to lose.
    Casual,
}

/// Who somebody is to the ratings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    Registered,
    Guest,
}

macro_rules! named {
    ($type:ident, $($variant:ident => $name:literal),+) => {
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$variant => $name),+ })
            }
        }

        impl FromStr for $type {
            type Err = UnknownName;

            fn from_str(text: &str) -> Result<Self, UnknownName> {
                match text {
                    $($name => Ok(Self::$variant),)+
                    _ => Err(UnknownName { name: text.chars().take(32).collect(), known: &[$($name),+] }),
                }
            }
        }
    };
}

named!(Difficulty, Easy => "easy", Medium => "medium", Hard => "hard");
named!(Wish, Easy => "easy", Medium => "medium", Hard => "hard", Any => "any");
named!(Mode, OneOnOne => "1v1");
named!(Goal, Fastest => "fastest");

/// A name that is none of the known ones.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is none of {}", known.join(", "))]
pub struct UnknownName {
    pub name: String,
    pub known: &'static [&'static str],
}
