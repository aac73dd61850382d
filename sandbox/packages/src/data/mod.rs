//! Test cases: their files, their groups, and the flags that they inherit.

mod config;
mod files;

use std::collections::BTreeMap;

use crate::archive::Files;
use crate::bounds::{MAX_CASE_FILE_BYTES, MAX_CASES};
use crate::metadata::Metadata;
use crate::{FormatVersion, PackageError};
use config::{Config, Configs};
use files::{CaseFiles, Part};

/// Every test case of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestData {
    /// Samples first, then the secret ones, each by ascending name.
    pub cases: Vec<Case>,
    /// Cases that try the package's validators and judge no submission.
    pub checks: Vec<Check>,
}

/// A test case that submissions are judged with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// `sample/1`, `secret/group/02`.
    pub name: String,
    /// Whether players see it.
    pub sample: bool,
    /// The path of its input.
    pub input: String,
    /// The path of its answer.
    pub answer: String,
    /// Flags of the output validator.
    pub output_flags: Vec<String>,
    /// Flags of the input validators.
    pub input_flags: InputFlags,
    /// The path of what players are shown in place of the input.
    pub shown_input: Option<String>,
    /// The path of what players are shown in place of the answer.
    pub shown_output: Option<String>,
    /// The path of an output that the validator must accept.
    pub output: Option<String>,
}

/// What the input validators are called with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputFlags {
    /// The same for each.
    All(Vec<String>),
    /// By the validator's name; others have none.
    Named(BTreeMap<String, Vec<String>>),
}

impl Default for InputFlags {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

impl InputFlags {
    /// The flags of a validator.
    pub fn of(&self, validator: &str) -> &[String] {
        match self {
            Self::All(flags) => flags,
            Self::Named(by_name) => by_name.get(validator).map_or(&[], Vec::as_slice),
        }
    }
}

/// What a validator must say to a case that tries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckKind {
    /// An input validator refuses the input.
    InvalidInput,
    /// The output validator refuses the output.
    InvalidOutput,
    /// The output validator accepts the output.
    ValidOutput,
}

/// A case that tries the validators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// `invalid_input/negative`.
    pub name: String,
    /// What must come of it.
    pub kind: CheckKind,
    /// The path of its input.
    pub input: String,
    /// The paths of the answer and of the output, where outputs are tried.
    pub output: Option<(String, String)>,
    /// Flags of the output validator.
    pub output_flags: Vec<String>,
    /// Flags of the input validators.
    pub input_flags: InputFlags,
}

/// Reads everything below `data`; the second part is what an operator should know.
pub(crate) fn read(
    files: &Files,
    metadata: &Metadata,
) -> Result<(TestData, Vec<String>), PackageError> {
    let version = metadata.version;
    let mut notes = Vec::new();
    let mut configs = Configs::new(files, metadata);
    let mut data = TestData {
        cases: Vec::new(),
        checks: Vec::new(),
    };
    for (folder, sample) in [("sample", true), ("secret", false)] {
        for (name, parts) in files::gather(files, version, folder, &mut notes)? {
            let config = configs.of_case(&name, &parts, &mut notes)?;
            data.cases.push(case(files, name, sample, &parts, config)?);
        }
    }
    configs.check_groups(&data.cases)?;
    let secret = data.cases.iter().filter(|case| !case.sample).count();
    if secret == 0 {
        return Err(PackageError::at("data/secret", "holds no test case"));
    }
    if data.cases.len() > MAX_CASES {
        let count = data.cases.len();
        let message = format!("holds {count} test cases, at most {MAX_CASES} are allowed");
        return Err(PackageError::at("data", message));
    }
    if version == FormatVersion::V2025_09 {
        for kind in [
            CheckKind::InvalidInput,
            CheckKind::InvalidOutput,
            CheckKind::ValidOutput,
        ] {
            for (name, parts) in files::gather(files, version, kind.folder(), &mut notes)? {
                let config = configs.of_case(&name, &parts, &mut notes)?;
                data.checks.push(check(name, kind, &parts, config)?);
            }
        }
    }
    Ok((data, notes))
}

impl CheckKind {
    fn folder(self) -> &'static str {
        match self {
            Self::InvalidInput => "invalid_input",
            Self::InvalidOutput => "invalid_output",
            Self::ValidOutput => "valid_output",
        }
    }
}

fn case(
    files: &Files,
    name: String,
    sample: bool,
    parts: &CaseFiles,
    config: Config,
) -> Result<Case, PackageError> {
    let input = parts.require(Part::Input, &name)?;
    let answer = parts.require(Part::Answer, &name)?;
    for path in [&input, &answer] {
        // Content is looked at when it is needed; its size decides whether it can be.
        let bytes = files.info(path).map_or(0, |info| info.bytes);
        if bytes > MAX_CASE_FILE_BYTES {
            let message = format!("has {bytes} bytes, at most {MAX_CASE_FILE_BYTES} are allowed");
            return Err(PackageError::at(path, message));
        }
    }
    Ok(Case {
        sample,
        input,
        answer,
        output_flags: config.output_flags.unwrap_or_default(),
        input_flags: config.input_flags.unwrap_or_default(),
        shown_input: parts.get(Part::ShownInput),
        shown_output: parts
            .get(Part::ShownAnswer)
            .or_else(|| parts.get(Part::Output)),
        output: parts.get(Part::Output),
        name,
    })
}

fn check(
    name: String,
    kind: CheckKind,
    parts: &CaseFiles,
    config: Config,
) -> Result<Check, PackageError> {
    let input = parts.require(Part::Input, &name)?;
    let output = match kind {
        CheckKind::InvalidInput => None,
        CheckKind::InvalidOutput | CheckKind::ValidOutput => Some((
            parts.require(Part::Answer, &name)?,
            parts.require(Part::Output, &name)?,
        )),
    };
    Ok(Check {
        name,
        kind,
        input,
        output,
        output_flags: config.output_flags.unwrap_or_default(),
        input_flags: config.input_flags.unwrap_or_default(),
    })
}
