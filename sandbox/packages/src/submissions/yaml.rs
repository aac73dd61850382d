//! `submissions/submissions.yaml`.

use std::collections::BTreeSet;

use super::glob::Glob;
use super::{CaseVerdict, Expectation, TimingUse};
use crate::archive::Files;
use crate::bounds::MAX_YAML_BYTES;
use crate::metadata::persons;
use crate::yaml::{At, Tree};
use crate::{PackageError, languages};

const FILE: &str = "submissions/submissions.yaml";

/// What holds for the submissions that a pattern matches.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pattern: Glob,
    language: Option<String>,
    expectations: Vec<Expectation>,
}

/// What holds for one submission.
#[derive(Debug, Default)]
pub(super) struct Own {
    pub(super) language: Option<String>,
    pub(super) expectations: Vec<Expectation>,
}

/// Folders that have a rule of their own unless the file has another.
const FOLDERS: [&str; 6] = [
    "accepted",
    "rejected",
    "wrong_answer",
    "time_limit_exceeded",
    "run_time_error",
    "brute_force",
];

/// The rules of the file and of the folders.
pub(super) fn read(files: &Files) -> Result<Vec<Rule>, PackageError> {
    let mut rules = Vec::new();
    if files.has(FILE) {
        let text = files.text(FILE, MAX_YAML_BYTES)?;
        let tree = Tree::parse(FILE, &text)?;
        for (pattern, at) in tree.root().entries()? {
            rules.push(rule(pattern, &at)?);
        }
    }
    for folder in FOLDERS {
        if rules
            .iter()
            .any(|rule: &Rule| rule.pattern.as_str() == folder)
        {
            continue;
        }
        let pattern = Glob::parse(folder).map_err(|reason| PackageError::at(FILE, reason))?;
        rules.push(Rule {
            pattern,
            language: None,
            expectations: Expectation::of_folder(folder).into_iter().collect(),
        });
    }
    Ok(rules)
}

/// What holds for a submission, by its path below `submissions`.
pub(super) fn of_submission(rules: &[Rule], path: &str) -> Own {
    let mut own = Own::default();
    for rule in rules.iter().filter(|rule| rule.pattern.matches(path)) {
        own.language = own.language.or_else(|| rule.language.clone());
        own.expectations.extend(rule.expectations.iter().cloned());
    }
    own
}

fn rule(pattern: &str, at: &At<'_>) -> Result<Rule, PackageError> {
    let glob = Glob::parse(pattern).map_err(|reason| at.error(reason))?;
    let default = Expectation::of_folder(pattern);
    let mut part = Part::default();
    let mut language = None;
    let mut expectations = Vec::new();
    for (key, at) in at.entries()? {
        match key {
            "language" => {
                let code = at.text()?;
                if !languages::is_code(code) {
                    return Err(at.error(format!("is {code:?}, no language of the format")));
                }
                language = Some(code.to_owned());
            }
            "entrypoint" => {
                at.text()?;
            }
            "authors" => {
                persons(&at)?;
            }
            "model_solution" => {
                at.boolean()?;
            }
            key if key.starts_with("sample") || key.starts_with("secret") || key.contains('{') => {
                let cases = Glob::parse(key).map_err(|reason| at.error(reason))?;
                let mut part = Part::default();
                for (key, at) in at.entries()? {
                    part.read(key, &at)?;
                }
                expectations.push(part.expectation(Some(cases), None));
            }
            key => part.read(key, &at)?,
        }
    }
    if default.is_some() || part != Part::default() {
        expectations.insert(0, part.expectation(None, default));
    }
    Ok(Rule {
        pattern: glob,
        language,
        expectations,
    })
}

/// The keys that may be about all cases or about some.
#[derive(Debug, Default, PartialEq)]
struct Part {
    permitted: Option<BTreeSet<CaseVerdict>>,
    required: Option<BTreeSet<CaseVerdict>>,
    message: Option<String>,
    timing: Option<TimingUse>,
}

impl Part {
    fn read(&mut self, key: &str, at: &At<'_>) -> Result<(), PackageError> {
        match key {
            "permitted" => self.permitted = Some(verdicts(at)?),
            "required" => self.required = Some(verdicts(at)?),
            "message" => self.message = Some(at.text()?.to_owned()),
            "score" => {
                return Err(at.error("is for scoring problems, and this one is pass-fail"));
            }
            "use_for_time_limit" => {
                self.timing = match at.scalar() {
                    Some("lower") => Some(TimingUse::Lower),
                    Some("upper") => Some(TimingUse::Upper),
                    // `true` is what holds without the key.
                    _ => (!at.boolean()?).then_some(TimingUse::Not),
                };
            }
            _ => return Err(at.error("is an unknown key")),
        }
        Ok(())
    }

    /// The requirement, with what a folder asks for where the file is silent.
    fn expectation(self, about: Option<Glob>, default: Option<Expectation>) -> Expectation {
        let all: BTreeSet<CaseVerdict> = CaseVerdict::ALL.into_iter().collect();
        let (mut allowed, mut needed) = (all, BTreeSet::new());
        if let Some(Expectation::Cases {
            permitted,
            required,
            ..
        }) = default
        {
            (allowed, needed) = (permitted, required);
        }
        Expectation::Cases {
            cases: about,
            permitted: self.permitted.unwrap_or(allowed),
            required: self.required.unwrap_or(needed),
            message: self.message.filter(|message| !message.is_empty()),
            timing: self.timing,
        }
    }
}

fn verdicts(at: &At<'_>) -> Result<BTreeSet<CaseVerdict>, PackageError> {
    let verdict = |at: &At<'_>| {
        let text = at.text()?;
        CaseVerdict::ALL
            .into_iter()
            .find(|verdict| verdict.as_str() == text)
            .ok_or_else(|| at.error(format!("has {text:?}, not AC, WA, TLE or RTE")))
    };
    at.list()?.iter().map(verdict).collect()
}
