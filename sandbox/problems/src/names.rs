//! The closed sets of names: difficulties, verdicts that a wrong solution must get.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A text that is none of the names of a closed set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {what} {found:?}, expected one of: {known}")]
pub struct UnknownName {
    what: &'static str,
    found: String,
    known: String,
}

macro_rules! names {
    ($(#[$doc:meta])* $name:ident, $what:literal, { $($(#[$variant_doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name, as in files and on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl FromStr for $name {
            type Err = UnknownName;

            fn from_str(text: &str) -> Result<Self, UnknownName> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    other => Err(UnknownName {
                        what: $what,
                        found: other.chars().take(40).collect(),
                        known: [$($text),+].join(", "),
                    }),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

names!(
    /// How hard a problem is; it also decides a battle's length.
    Difficulty, "difficulty", {
        /// A warm-up: one idea.
        Easy = "easy",
        /// A known technique, applied with care.
        Medium = "medium",
        /// A technique that has to be found or combined.
        Hard = "hard",
    }
);

names!(
    /// The verdict that a declared wrong solution must get.
    RequiredVerdict, "verdict", {
        /// Wrong answer.
        Wa = "WA",
        /// Time (fuel) limit exceeded.
        Tle = "TLE",
        /// Run-time error.
        Rte = "RTE",
        /// Memory limit exceeded.
        Mle = "MLE",
        /// Output limit exceeded.
        Ole = "OLE",
    }
);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::*;

    #[test]
    fn names_read_back_and_match_their_serialised_form() {
        for &verdict in RequiredVerdict::ALL {
            assert_eq!(verdict.as_str().parse(), Ok(verdict));
        }
        assert_eq!(
            "Easy".parse::<Difficulty>().unwrap_err().to_string(),
            "unknown difficulty \"Easy\", expected one of: easy, medium, hard"
        );
    }
}
