//! What must come of a submission.

use std::collections::BTreeSet;
use std::fmt;

use super::glob::Glob;

/// What the format calls the verdict on one test case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseVerdict {
    /// Accepted.
    Ac,
    /// Wrong answer.
    Wa,
    /// Too slow.
    Tle,
    /// Crashed; too much memory or output count as that.
    Rte,
}

impl CaseVerdict {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Ac, Self::Wa, Self::Tle, Self::Rte];

    /// Two or three letters.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ac => "AC",
            Self::Wa => "WA",
            Self::Tle => "TLE",
            Self::Rte => "RTE",
        }
    }
}

impl fmt::Display for CaseVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// On the test cases that it is about, none may get another verdict than these, and one must
    /// get one of those.
    Cases {
        /// Which cases; all where nothing is said.
        cases: Option<Glob>,
        /// Every case gets one of these.
        permitted: BTreeSet<CaseVerdict>,
        /// At least one case gets one of these; no matter which where it is empty.
        required: BTreeSet<CaseVerdict>,
        /// Part of the judge message of at least one case.
        message: Option<String>,
        /// Whether the time limit comes from it.
        timing: Option<TimingUse>,
    },
    /// The verdict on the whole is one of these.
    Whole(BTreeSet<CaseVerdict>),
}

/// How a submission bears on the time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimingUse {
    /// The limit leaves it time enough.
    Lower,
    /// The limit is too short for it.
    Upper,
    /// Neither.
    Not,
}

/// What was required and did not come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unmet {
    /// A case got what none may get.
    NotPermitted {
        /// The case's name.
        case: String,
        /// What it got.
        got: CaseVerdict,
        /// What it may get.
        permitted: BTreeSet<CaseVerdict>,
    },
    /// No case got what one must get.
    NotRequired(BTreeSet<CaseVerdict>),
    /// The whole got something else.
    Whole {
        /// What it got.
        got: CaseVerdict,
        /// What it must get.
        expected: BTreeSet<CaseVerdict>,
    },
    /// No judge message has this text.
    Message(String),
    /// It is about no case at all.
    NoCases,
}

fn all() -> BTreeSet<CaseVerdict> {
    CaseVerdict::ALL.into_iter().collect()
}

impl Expectation {
    pub(super) fn all_of(permitted: &[CaseVerdict], required: &[CaseVerdict]) -> Self {
        Self::Cases {
            cases: None,
            permitted: permitted.iter().copied().collect(),
            required: required.iter().copied().collect(),
            message: None,
            timing: None,
        }
    }

    /// What a folder of the older versions asks for.
    pub(super) fn of_legacy_folder(folder: &str) -> Option<Self> {
        use CaseVerdict::{Ac, Rte, Tle, Wa};
        Some(match folder {
            "accepted" => Self::all_of(&[Ac], &[Ac]),
            "wrong_answer" => Self::all_of(&[Ac, Wa], &[Wa]),
            "time_limit_exceeded" => Self::all_of(&[Ac, Wa, Tle], &[Tle]),
            "run_time_error" => Self::all_of(&[Ac, Wa, Tle, Rte], &[Rte]),
            _ => return None,
        })
    }

    /// What a folder of 2025-09 asks for unless `submissions.yaml` says else.
    pub(super) fn of_folder(folder: &str) -> Option<Self> {
        use CaseVerdict::{Ac, Rte, Tle, Wa};
        Some(match folder {
            "accepted" => Self::all_of(&[Ac], &[]),
            "rejected" => Self::all_of(&[Ac, Wa, Tle, Rte], &[Rte, Tle, Wa]),
            "wrong_answer" => Self::all_of(&[Ac, Wa], &[Wa]),
            "time_limit_exceeded" => Self::all_of(&[Ac, Tle], &[Tle]),
            "run_time_error" => Self::all_of(&[Ac, Rte], &[Rte]),
            "brute_force" => Self::all_of(&[Ac, Rte, Tle], &[Rte, Tle]),
            _ => return None,
        })
    }

    /// How it bears on the time limit: what may never be too slow bounds it from below, what must
    /// be too slow from above.
    pub fn timing(&self) -> TimingUse {
        match self {
            Self::Cases {
                timing: Some(timing),
                ..
            } => *timing,
            Self::Cases {
                permitted,
                required,
                ..
            } => {
                if !permitted.contains(&CaseVerdict::Tle) {
                    TimingUse::Lower
                } else if required.len() == 1 && required.contains(&CaseVerdict::Tle) {
                    TimingUse::Upper
                } else {
                    TimingUse::Not
                }
            }
            Self::Whole(expected) => match expected.iter().collect::<Vec<_>>().as_slice() {
                [CaseVerdict::Ac] => TimingUse::Lower,
                [CaseVerdict::Tle] => TimingUse::Upper,
                _ => TimingUse::Not,
            },
        }
    }

    /// Whether it is about a case (`secret/group/1`).
    pub fn is_about(&self, case: &str) -> bool {
        match self {
            Self::Cases {
                cases: Some(glob), ..
            } => glob.matches(case),
            Self::Cases { cases: None, .. } | Self::Whole(_) => true,
        }
    }

    /// Compares it with what came of each case, by name and in order; the last part is the judge's
    /// message.
    ///
    /// # Errors
    /// The first thing that was required and did not come.
    pub fn check(&self, results: &[(String, CaseVerdict, String)]) -> Result<(), Unmet> {
        let (permitted, required, message) = match self {
            Self::Whole(expected) => {
                let first = results.iter().map(|(_, verdict, _)| *verdict);
                let got = first
                    .into_iter()
                    .find(|verdict| *verdict != CaseVerdict::Ac)
                    .unwrap_or(CaseVerdict::Ac);
                if expected.contains(&got) {
                    return Ok(());
                }
                let expected = expected.clone();
                return Err(Unmet::Whole { got, expected });
            }
            Self::Cases {
                permitted,
                required,
                message,
                ..
            } => (permitted, required, message),
        };
        let about: Vec<_> = results
            .iter()
            .filter(|(name, ..)| self.is_about(name))
            .collect();
        if about.is_empty() {
            return Err(Unmet::NoCases);
        }
        if let Some((case, got, _)) = about.iter().find(|(_, got, _)| !permitted.contains(got)) {
            return Err(Unmet::NotPermitted {
                case: case.clone(),
                got: *got,
                permitted: permitted.clone(),
            });
        }
        if !required.is_empty() && !about.iter().any(|(_, got, _)| required.contains(got)) {
            return Err(Unmet::NotRequired(required.clone()));
        }
        match message {
            Some(text) if !about.iter().any(|(_, _, said)| said.contains(text)) => {
                Err(Unmet::Message(text.clone()))
            }
            _ => Ok(()),
        }
    }

    /// In a few letters: `AC`, `AC/WA with WA`.
    pub fn summary(&self) -> String {
        match self {
            Self::Whole(expected) => list(expected),
            Self::Cases {
                permitted,
                required,
                cases,
                ..
            } => {
                let place = cases
                    .as_ref()
                    .map_or(String::new(), |glob| format!(" on {glob}"));
                let only = |set: &BTreeSet<CaseVerdict>| set.len() == 1;
                if *permitted == all() && required.is_empty() {
                    format!("any{place}")
                } else if required.is_empty() || only(permitted) {
                    format!("{}{place}", list(permitted))
                } else if *permitted == all() {
                    format!("some {}{place}", list(required))
                } else {
                    format!("{} with {}{place}", list(permitted), list(required))
                }
            }
        }
    }
}

fn list(verdicts: &BTreeSet<CaseVerdict>) -> String {
    let names: Vec<_> = verdicts.iter().map(|verdict| verdict.as_str()).collect();
    names.join("/")
}

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPermitted {
                case,
                got,
                permitted,
            } => write!(
                f,
                "gets {got} on {case}, where only {} may come",
                list(permitted)
            ),
            Self::NotRequired(required) => {
                write!(
                    f,
                    "gets {} on no test case, although it must",
                    list(required)
                )
            }
            Self::Whole { got, expected } => write!(f, "gets {got}, not {}", list(expected)),
            Self::Message(text) => write!(f, "no judge message contains {text:?}"),
            Self::NoCases => f.write_str("its requirement is about no test case"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CaseVerdict::{Ac, Rte, Tle, Wa};
    use super::*;

    fn results(verdicts: &[CaseVerdict]) -> Vec<(String, CaseVerdict, String)> {
        let case = |(index, verdict): (usize, &CaseVerdict)| {
            (format!("secret/{index}"), *verdict, "said".to_owned())
        };
        verdicts.iter().enumerate().map(case).collect()
    }

    #[test]
    fn folders_ask_for_what_the_versions_say() {
        let met = |expectation: Option<Expectation>, verdicts: &[CaseVerdict]| {
            expectation.is_some_and(|one| one.check(&results(verdicts)).is_ok())
        };
        for (folder, verdicts, legacy, current) in [
            ("accepted", &[Ac, Ac][..], true, true),
            ("accepted", &[Ac, Wa], false, false),
            ("wrong_answer", &[Ac, Wa], true, true),
            ("wrong_answer", &[Ac, Ac], false, false),
            ("wrong_answer", &[Tle, Wa], false, false),
            ("time_limit_exceeded", &[Tle, Ac], true, true),
            ("time_limit_exceeded", &[Tle, Wa], true, false),
            ("time_limit_exceeded", &[Tle, Rte], false, false),
            ("run_time_error", &[Rte, Ac], true, true),
            ("run_time_error", &[Rte, Wa], true, false),
            ("rejected", &[Wa, Ac], false, true),
            ("rejected", &[Ac, Ac], false, false),
            ("brute_force", &[Tle, Rte], false, true),
            ("brute_force", &[Tle, Wa], false, false),
        ] {
            assert_eq!(
                met(Expectation::of_legacy_folder(folder), verdicts),
                legacy,
                "{folder}"
            );
            assert_eq!(
                met(Expectation::of_folder(folder), verdicts),
                current,
                "{folder}"
            );
        }
    }

    #[test]
    fn the_time_limit_comes_from_what_may_never_or_must_be_too_slow() {
        for (folder, timing) in [
            ("accepted", TimingUse::Lower),
            ("wrong_answer", TimingUse::Lower),
            ("run_time_error", TimingUse::Lower),
            ("time_limit_exceeded", TimingUse::Upper),
            ("brute_force", TimingUse::Not),
            ("rejected", TimingUse::Not),
        ] {
            let expectation = Expectation::of_folder(folder);
            assert_eq!(
                expectation.map(|one| one.timing()),
                Some(timing),
                "{folder}"
            );
        }
    }
}
