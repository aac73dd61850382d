//! Example submissions, and what must come of each.

mod expectation;
mod glob;
mod tags;
mod yaml;

use crate::archive::Files;
use crate::bounds::{MAX_PROGRAM_BYTES, MAX_SUBMISSIONS};
use crate::metadata::Metadata;
use crate::program::{Program, Runs, program};
use crate::{FormatVersion, PackageError, languages};

pub use expectation::{CaseVerdict, Expectation, TimingUse, Unmet};

/// A submission of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// The folder below `submissions`: `accepted`.
    pub folder: String,
    /// The program; its path names the submission.
    pub program: Program,
    /// What must come of it; all of them hold.
    pub expectations: Vec<Expectation>,
}

impl Submission {
    /// Whether it is among the submissions that the time limit comes from: from below, as those
    /// that may never be too slow, or from above, as those that must be.
    pub fn timing(&self) -> (bool, bool) {
        let any = |wanted: TimingUse| {
            self.expectations
                .iter()
                .any(|expectation| expectation.timing() == wanted)
        };
        (any(TimingUse::Lower), any(TimingUse::Upper))
    }
}

/// Reads every submission, by ascending path.
pub(crate) fn read(files: &Files, metadata: &Metadata) -> Result<Vec<Submission>, PackageError> {
    let rules = match metadata.version {
        FormatVersion::V2025_09 => yaml::read(files)?,
        FormatVersion::Legacy | FormatVersion::LegacyIcpc => Vec::new(),
    };
    let mut submissions: Vec<Submission> = Vec::new();
    for (folder, path) in paths(files)? {
        let mut program = program(files, &path)?;
        let expectations = match metadata.version {
            FormatVersion::V2025_09 => {
                let own = yaml::of_submission(&rules, &path["submissions/".len()..]);
                if let Some(code) = &own.language {
                    as_language(&mut program, code);
                }
                own.expectations
            }
            FormatVersion::Legacy | FormatVersion::LegacyIcpc => {
                legacy(files, metadata, &folder, &mut program)?
            }
        };
        if let Some(allowed) = &metadata.languages {
            only_allowed(&mut program, allowed);
        }
        submissions.push(Submission {
            folder,
            program,
            expectations,
        });
        if submissions.len() > MAX_SUBMISSIONS {
            let message = format!("holds more than {MAX_SUBMISSIONS} submissions");
            return Err(PackageError::at("submissions", message));
        }
    }
    if !submissions.iter().any(|one| one.folder == "accepted") {
        return Err(PackageError::at(
            "submissions/accepted",
            "holds no submission",
        ));
    }
    Ok(submissions)
}

/// The folder and path of each submission.
fn paths(files: &Files) -> Result<Vec<(String, String)>, PackageError> {
    let mut paths: Vec<(String, String)> = Vec::new();
    for (path, _) in files.below("submissions") {
        let mut parts = path.split('/').skip(1);
        let (Some(folder), name) = (parts.next(), parts.next()) else {
            continue;
        };
        let Some(name) = name else {
            if folder != "submissions.yaml" {
                return Err(PackageError::at(
                    path,
                    "lies beside the folders of submissions, not in one",
                ));
            }
            continue;
        };
        let path = format!("submissions/{folder}/{name}");
        if paths.last().is_none_or(|(_, last)| *last != path) {
            paths.push((folder.to_owned(), path));
        }
    }
    Ok(paths)
}

/// `submissions.yaml` says the language.
fn as_language(program: &mut Program, code: &str) {
    program.runs = match (languages::of_code(code), program.files.as_slice()) {
        (Some(language), [source]) => Runs::As {
            language,
            source: source.clone(),
        },
        (Some(_), files) => Runs::Not(format!("it has {} files, one is supported", files.len())),
        (None, _) => Runs::Not(format!("{code} is not a language of this arena")),
    };
}

/// A problem may be for some languages only.
fn only_allowed(program: &mut Program, allowed: &[String]) {
    if let Runs::As { language, .. } = &program.runs {
        let code = languages::code(*language).unwrap_or_default();
        if !allowed.iter().any(|allowed| allowed == code) {
            let reason = format!("problem.yaml does not allow {code}");
            program.runs = Runs::Not(reason);
        }
    }
}

/// What legacy's folders ask for; a tag in the source says it more exactly.
fn legacy(
    files: &Files,
    metadata: &Metadata,
    folder: &str,
    program: &mut Program,
) -> Result<Vec<Expectation>, PackageError> {
    if folder == "partially_accepted" {
        return Err(PackageError::at(
            &program.path,
            "is for scoring problems, and this one is pass-fail",
        ));
    }
    for path in &program.files {
        // A submission in a binary form has no tag either.
        let Ok(text) = files.text(path, MAX_PROGRAM_BYTES) else {
            continue;
        };
        match tags::expected(&text) {
            None => {}
            Some(Ok(expectation)) => return Ok(vec![expectation]),
            Some(Err(reason)) => {
                program.runs = Runs::Not(reason);
                return Ok(Vec::new());
            }
        }
    }
    match Expectation::of_legacy_folder(folder) {
        Some(expectation) => Ok(vec![expectation]),
        None => {
            let version = metadata.version;
            program.runs = Runs::Not(format!("{folder} is no folder of format {version}"));
            Ok(Vec::new())
        }
    }
}
