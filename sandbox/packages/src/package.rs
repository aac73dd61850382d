//! A package, read and checked as far as that needs no running of programs.

use std::path::Path;

use arena_problems::{Hash32, IcpcFlags, ProblemId};

use crate::archive::Files;
use crate::data::TestData;
use crate::metadata::{Metadata, PROBLEM_YAML};
use crate::program::{Program, programs};
use crate::statement::Statement;
use crate::submissions::Submission;
use crate::{FormatVersion, PackageError, data, hash, statement, submissions};

/// A package: what its files mean, and the files, from which the same package is written again.
#[derive(Debug, Clone)]
pub struct Package {
    /// The id that it has in this arena, from the name of its folder.
    pub id: ProblemId,
    /// `problem.yaml`.
    pub metadata: Metadata,
    /// By ascending language.
    pub statements: Vec<Statement>,
    /// Test cases.
    pub data: TestData,
    /// Programs that say whether an input is one.
    pub input_validators: Vec<Program>,
    /// What says whether an output is right.
    pub output_validator: OutputValidator,
    /// By ascending path.
    pub submissions: Vec<Submission>,
    /// What an operator should know: what is kept but not used.
    pub notes: Vec<String>,
    /// Over every file.
    pub hash: Hash32,
    /// All that there is.
    pub files: Files,
}

/// What says whether an output is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutputValidator {
    /// The format's own, with the flags of each test case.
    Default,
    /// A program of the package.
    Custom(Program),
}

impl Package {
    /// Reads a folder or a zip.
    ///
    /// # Errors
    /// The first mistake, with its entry and line.
    pub fn open(path: &Path) -> Result<Self, PackageError> {
        Self::read(Files::open(path)?)
    }

    fn read(files: Files) -> Result<Self, PackageError> {
        if !files.has(PROBLEM_YAML) {
            return Err(PackageError::at(
                "",
                format!(
                    "{} is no problem package: {PROBLEM_YAML} is missing",
                    files.name()
                ),
            ));
        }
        let (metadata, mut notes) = Metadata::read(&files)?;
        refuse_unsupported(&files, metadata.version)?;
        let mut metadata = metadata;
        let statements = statement::read_all(&files, &metadata)?;
        settle_names(&mut metadata, &statements)?;
        let (data, more) = data::read(&files, &metadata)?;
        notes.extend(more);
        let input_validators = input_validators(&files)?;
        let output_validator = output_validator(&files, &metadata, &mut notes)?;
        if output_validator == OutputValidator::Default {
            check_flags(&data)?;
        }
        let submissions = submissions::read(&files, &metadata)?;
        notes.extend(kept_only(&files, metadata.version));
        for statement in &statements {
            if !statement.illustrations.is_empty() {
                notes.push(format!(
                    "{}: players read the captions of its images, and do not see {}",
                    statement.path,
                    statement.illustrations.join(", ")
                ));
            }
        }
        for path in files.ignored() {
            notes.push(format!(
                "{path} is left out: its name is not one of the format's"
            ));
        }
        Ok(Self {
            id: id_of(files.name())?,
            hash: hash::hash_of(&files)?,
            metadata,
            statements,
            data,
            input_validators,
            output_validator,
            submissions,
            notes,
            files,
        })
    }

    /// The same package where its folder has another name now than it had.
    ///
    /// # Errors
    /// The name makes no id.
    pub fn named(mut self, name: &str) -> Result<Self, PackageError> {
        self.id = id_of(name)?;
        self.files.rename(name);
        Ok(self)
    }

    /// The statement that players are shown: English if there is one.
    pub fn statement(&self) -> Option<&Statement> {
        let english = self.statements.iter().find(|one| one.language == "en");
        english.or(self.statements.first())
    }

    /// The title in the language of [`Package::statement`].
    pub fn title(&self) -> &str {
        let language = self.statement().map_or("en", |one| one.language.as_str());
        self.metadata.names.get(language).map_or("", String::as_str)
    }
}

/// Every language has a title: of `problem.yaml`, or in older versions of the statement.
fn settle_names(metadata: &mut Metadata, statements: &[Statement]) -> Result<(), PackageError> {
    if metadata.version == FormatVersion::V2025_09 {
        for statement in statements {
            if !metadata.names.contains_key(&statement.language) {
                let language = &statement.language;
                let message = format!(
                    "name has no {language:?}, in which there is {}",
                    statement.path
                );
                return Err(PackageError::at(PROBLEM_YAML, message));
            }
        }
        let known = |language: &String| statements.iter().any(|one| one.language == *language);
        if let Some(language) = metadata.names.keys().find(|language| !known(language)) {
            let message = format!("name has {language:?}, in which there is no statement");
            return Err(PackageError::at(PROBLEM_YAML, message));
        }
        return Ok(());
    }
    let common = metadata.names.remove("");
    for statement in statements {
        let title = statement.title.clone().or_else(|| common.clone());
        let Some(title) = title else {
            return Err(PackageError::at(
                &statement.path,
                "gives no title: neither \\problemname here nor name in problem.yaml",
            ));
        };
        metadata.names.insert(statement.language.clone(), title);
    }
    Ok(())
}

/// Parts that change what a submission is or how it is judged, and that the arena does not have.
fn refuse_unsupported(files: &Files, version: FormatVersion) -> Result<(), PackageError> {
    for (folder, reason) in [
        (
            "include",
            "adds files to every submission, which is not supported: submissions are one file here",
        ),
        (
            "static_validator",
            "judges the source of submissions, which is not supported",
        ),
        (
            "graders",
            "is for scoring problems, which are not supported",
        ),
        (
            "interactors",
            "is for interactive problems, which are not supported",
        ),
    ] {
        if files.below(folder).next().is_some() {
            return Err(PackageError::at(folder, reason));
        }
    }
    let other = match version {
        FormatVersion::Legacy | FormatVersion::LegacyIcpc => FormatVersion::V2025_09,
        FormatVersion::V2025_09 => FormatVersion::Legacy,
    };
    for folder in [other.statement_folder(), other.output_validator_folder()] {
        if files.below(folder).next().is_some() {
            return Err(PackageError::at(
                folder,
                format!("belongs to format {other}, but problem.yaml says {version}"),
            ));
        }
    }
    Ok(())
}

/// Folders that the arena keeps for the next export and does nothing with.
fn kept_only(files: &Files, version: FormatVersion) -> Vec<String> {
    let folders = [
        "attachments",
        "generators",
        "solution",
        "input_visualizer",
        "output_visualizer",
    ];
    let there = folders
        .iter()
        .filter(|folder| files.below(folder).next().is_some());
    let mut notes: Vec<String> = there
        .map(|folder| format!("{folder}/ is kept and not used"))
        .collect();
    if version == FormatVersion::V2025_09 {
        return notes;
    }
    for kind in ["invalid_input", "invalid_output", "valid_output"] {
        if files.below(&format!("data/{kind}")).next().is_some() {
            notes.push(format!(
                "data/{kind}/ is kept and not used: it is of a later version"
            ));
        }
    }
    notes
}

fn input_validators(files: &Files) -> Result<Vec<Program>, PackageError> {
    let mut all = programs(files, "input_validators")?;
    all.extend(programs(files, "input_format_validators")?);
    if all.is_empty() {
        return Err(PackageError::at("input_validators", "holds no validator"));
    }
    Ok(all)
}

fn output_validator(
    files: &Files,
    metadata: &Metadata,
    notes: &mut Vec<String>,
) -> Result<OutputValidator, PackageError> {
    let folder = metadata.version.output_validator_folder();
    let mut all = programs(files, folder)?;
    let custom = match metadata.version {
        FormatVersion::V2025_09 => !all.is_empty(),
        FormatVersion::Legacy | FormatVersion::LegacyIcpc => metadata.custom_validator,
    };
    if !custom {
        if !all.is_empty() {
            notes.push(format!(
                "{folder}/ is kept and not used: validation is default"
            ));
        }
        return Ok(OutputValidator::Default);
    }
    match all.len() {
        1 => Ok(OutputValidator::Custom(all.remove(0))),
        0 => Err(PackageError::at(
            folder,
            "holds no validator, although validation is custom",
        )),
        // In 2025-09 the folder may be the program itself.
        _ if metadata.version == FormatVersion::V2025_09 => {
            let program = crate::program::program(files, folder)?;
            Ok(OutputValidator::Custom(program))
        }
        count => Err(PackageError::at(
            folder,
            format!("holds {count} validators, one is supported"),
        )),
    }
}

/// The flags of every case mean something.
fn check_flags(data: &TestData) -> Result<(), PackageError> {
    let cases = data
        .cases
        .iter()
        .map(|case| (&case.name, &case.output_flags));
    let checks = data
        .checks
        .iter()
        .map(|check| (&check.name, &check.output_flags));
    for (name, flags) in cases.chain(checks) {
        IcpcFlags::parse(flags)
            .map_err(|message| PackageError::at(format!("data/{name}.in"), message))?;
    }
    Ok(())
}

/// An id of this arena from the name of a folder: `a_plus_b` is `a-plus-b`, `3sum` is `p-3sum`.
fn id_of(name: &str) -> Result<ProblemId, PackageError> {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    let mut id = words.join("-");
    if id.starts_with(|c: char| c.is_ascii_digit()) {
        id.insert_str(0, "p-");
    }
    id.parse()
        .map_err(|error| PackageError::at("", format!("the folder's name makes no id: {error}")))
}
