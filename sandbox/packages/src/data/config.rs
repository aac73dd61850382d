//! `testdata.yaml`, `test_group.yaml`, and the YAML file of a test case.

use std::collections::BTreeMap;

use super::files::{CaseFiles, Part};
use super::{Case, InputFlags};
use crate::archive::Files;
use crate::bounds::MAX_YAML_BYTES;
use crate::metadata::Metadata;
use crate::yaml::{At, Fields, Tree};
use crate::{FormatVersion, PackageError};

/// What a file says of flags; nothing where it is silent.
#[derive(Debug, Clone, Default)]
pub(super) struct Config {
    pub(super) output_flags: Option<Vec<String>>,
    pub(super) input_flags: Option<InputFlags>,
}

impl Config {
    fn or(self, outer: Config) -> Self {
        Self {
            output_flags: self.output_flags.or(outer.output_flags),
            input_flags: self.input_flags.or(outer.input_flags),
        }
    }
}

/// The configuration of every folder that was asked for.
pub(super) struct Configs<'a> {
    files: &'a Files,
    metadata: &'a Metadata,
    folders: BTreeMap<String, Config>,
}

const GROUP_KEYS: [&str; 11] = [
    "max_score",
    "score_aggregation",
    "static_validation_score",
    "require_pass",
    "args",
    "input_validator_args",
    "static_validator_args",
    "output_validator_args",
    "input_visualizer_args",
    "output_visualizer_args",
    "full_feedback",
];

const CASE_KEYS: [&str; 8] = [
    "args",
    "input_validator_args",
    "output_validator_args",
    "input_visualizer_args",
    "output_visualizer_args",
    "full_feedback",
    "hint",
    "description",
];

const LEGACY_KEYS: [&str; 8] = [
    "on_reject",
    "grading",
    "grader_flags",
    "input_validator_flags",
    "output_validator_flags",
    "accept_score",
    "reject_score",
    "range",
];

impl<'a> Configs<'a> {
    pub(super) fn new(files: &'a Files, metadata: &'a Metadata) -> Self {
        Self {
            files,
            metadata,
            folders: BTreeMap::new(),
        }
    }

    /// What holds for a case: its own file before its folder's, a folder's before the one above.
    pub(super) fn of_case(
        &mut self,
        name: &str,
        parts: &CaseFiles,
        notes: &mut Vec<String>,
    ) -> Result<Config, PackageError> {
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut config = self.of_folder(folder, notes)?;
        if let Some(path) = parts.get(Part::Config) {
            let text = self.files.text(&path, MAX_YAML_BYTES)?;
            let tree = Tree::parse(&path, &text)?;
            let fields = tree.root().fields(&CASE_KEYS)?;
            fields.text("hint")?;
            fields.text("description")?;
            let own = current(&fields, name.starts_with("secret/"), &path, notes)?;
            config = own.or(config);
        }
        if !self.metadata.validator_flags.is_empty() {
            let mut flags = self.metadata.validator_flags.clone();
            flags.extend(config.output_flags.take().unwrap_or_default());
            config.output_flags = Some(flags);
        }
        Ok(config)
    }

    /// What holds in a folder (`secret/group`), with what it inherits.
    fn of_folder(&mut self, folder: &str, notes: &mut Vec<String>) -> Result<Config, PackageError> {
        if let Some(known) = self.folders.get(folder) {
            return Ok(known.clone());
        }
        let outer = match folder.rsplit_once('/') {
            Some((outer, _)) => self.of_folder(outer, notes)?,
            // Legacy's tree begins at `data` itself.
            None if !folder.is_empty() => self.of_folder("", notes)?,
            None => Config::default(),
        };
        let own = self.read(folder, notes)?;
        let config = own.or(outer);
        self.folders.insert(folder.to_owned(), config.clone());
        Ok(config)
    }

    fn read(&self, folder: &str, notes: &mut Vec<String>) -> Result<Config, PackageError> {
        let Some(name) = self.metadata.version.group_file() else {
            return Ok(Config::default());
        };
        let path = if folder.is_empty() {
            format!("data/{name}")
        } else {
            format!("data/{folder}/{name}")
        };
        if !self.files.has(&path) {
            return Ok(Config::default());
        }
        let text = self.files.text(&path, MAX_YAML_BYTES)?;
        match self.metadata.version {
            FormatVersion::Legacy | FormatVersion::LegacyIcpc => {
                let tree = Tree::parse(&path, &text)?;
                legacy(&tree.root().fields(&LEGACY_KEYS)?)
            }
            FormatVersion::V2025_09 => {
                group_may_be_here(folder, &path)?;
                let text = self.metadata.constants.substitute(&text);
                let tree = Tree::parse(&path, &text)?;
                let fields = tree.root().fields(&GROUP_KEYS)?;
                current(&fields, folder.starts_with("secret"), &path, notes)
            }
        }
    }

    /// 2025-09: secret data is either all in groups or in none.
    pub(super) fn check_groups(&self, cases: &[Case]) -> Result<(), PackageError> {
        if self.metadata.version != FormatVersion::V2025_09 {
            return Ok(());
        }
        let groups: Vec<&str> = self
            .files
            .below("data/secret")
            .filter_map(|(path, _)| path.strip_suffix("/test_group.yaml"))
            .filter(|folder| *folder != "data/secret")
            .collect();
        if groups.is_empty() {
            return Ok(());
        }
        for case in cases.iter().filter(|case| !case.sample) {
            let inside = groups
                .iter()
                .any(|group| case.input.starts_with(&format!("{group}/")));
            if !inside {
                return Err(PackageError::at(
                    &case.input,
                    "is in no test data group, although the secret data has groups",
                ));
            }
        }
        Ok(())
    }
}

/// 2025-09 has one level of groups, in the secret data alone.
fn group_may_be_here(folder: &str, path: &str) -> Result<(), PackageError> {
    let depth = folder.split('/').count();
    let allowed = match folder.split('/').next() {
        Some("secret") => depth <= 2,
        Some("sample") => depth == 1,
        _ => !folder.is_empty(),
    };
    if allowed {
        return Ok(());
    }
    Err(PackageError::at(
        path,
        "makes a test data group where the format allows none",
    ))
}

/// The flags of 2025-09; what the arena cannot do is refused.
fn current(
    fields: &Fields<'_>,
    secret: bool,
    path: &str,
    notes: &mut Vec<String>,
) -> Result<Config, PackageError> {
    for key in ["max_score", "score_aggregation", "require_pass"] {
        if let Some(at) = fields.get(key) {
            return Err(at.error("is for scoring problems, and this one is pass-fail"));
        }
    }
    for key in ["static_validation_score", "static_validator_args"] {
        if let Some(at) = fields.get(key) {
            return Err(at.error("needs a static validator, which is not supported"));
        }
    }
    if let Some(at) = fields.get("args")
        && !strings(at)?.is_empty()
    {
        return Err(at.error("gives submissions arguments, which is not supported"));
    }
    for key in ["input_visualizer_args", "output_visualizer_args"] {
        fields.read(key, strings)?;
    }
    if fields.read("full_feedback", At::boolean)? == Some(true) && secret {
        notes.push(format!(
            "{path}: full_feedback is kept, but secret cases stay secret here"
        ));
    }
    Ok(Config {
        output_flags: fields.read("output_validator_args", strings)?,
        input_flags: fields.read("input_validator_args", |at| {
            if !at.is_map() {
                return strings(at).map(InputFlags::All);
            }
            let named = at.entries()?.into_iter();
            let named = named.map(|(name, at)| Ok((name.to_owned(), strings(&at)?)));
            named
                .collect::<Result<_, PackageError>>()
                .map(InputFlags::Named)
        })?,
    })
}

fn strings(at: &At<'_>) -> Result<Vec<String>, PackageError> {
    let string = |at: &At<'_>| match at.scalar() {
        Some(text) => Ok(text.to_owned()),
        None => Err(at.error("must be a list of texts")),
    };
    at.list()?.iter().map(string).collect()
}

/// The flags of legacy; grading is for scoring problems.
fn legacy(fields: &Fields<'_>) -> Result<Config, PackageError> {
    for key in ["accept_score", "reject_score", "range"] {
        if let Some(at) = fields.get(key) {
            return Err(at.error("is for scoring problems, and this one is pass-fail"));
        }
    }
    if let Some(at) = fields.get("on_reject")
        && !matches!(at.text()?, "break" | "continue")
    {
        return Err(at.error("must be \"break\" or \"continue\""));
    }
    if let Some(at) = fields.get("grading")
        && at.text()? != "default"
    {
        return Err(at.error("asks for a grader of its own, which only scoring problems may have"));
    }
    if let Some(at) = fields.get("grader_flags") {
        for flag in at.text()?.split_whitespace() {
            if !matches!(
                flag,
                "worst_error" | "first_error" | "sum" | "avg" | "min" | "max"
            ) {
                return Err(at.error(format!(
                    "has {flag:?}, which accepts what a pass-fail problem rejects"
                )));
            }
        }
    }
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    Ok(Config {
        output_flags: fields.read("output_validator_flags", |at| {
            if !at.is_map() {
                return Ok(words(at.text()?));
            }
            let named = at.fields(&["name", "flags"])?;
            named.text("name")?;
            Ok(words(&named.text("flags")?.unwrap_or_default()))
        })?,
        input_flags: fields.read("input_validator_flags", |at| {
            if !at.is_map() {
                return Ok(InputFlags::All(words(at.text()?)));
            }
            let named = at.fields(&["name", "flags"])?;
            let name = named.require("name")?.text()?.to_owned();
            let flags = words(&named.text("flags")?.unwrap_or_default());
            Ok(InputFlags::Named(BTreeMap::from([(name, flags)])))
        })?,
    })
}
