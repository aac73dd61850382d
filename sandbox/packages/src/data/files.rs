//! Which files make up a test case.

use std::collections::BTreeMap;

use crate::archive::Files;
use crate::{FormatVersion, PackageError};

/// What a file is to its case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Input,
    Answer,
    Output,
    ShownInput,
    ShownAnswer,
    DownloadedInput,
    DownloadedAnswer,
    Interaction,
    Config,
    Hint,
    Description,
    Illustration,
}

/// Endings, the longer ones first, with the versions that have them.
const ENDINGS: [(&str, Part, Has); 15] = [
    (".in.statement", Part::ShownInput, Has::Current),
    (".ans.statement", Part::ShownAnswer, Has::Current),
    (".in.download", Part::DownloadedInput, Has::Current),
    (".ans.download", Part::DownloadedAnswer, Has::Current),
    (".in", Part::Input, Has::All),
    (".ans", Part::Answer, Has::All),
    (".out", Part::Output, Has::Current),
    (".interaction", Part::Interaction, Has::All),
    (".yaml", Part::Config, Has::Current),
    (".hint", Part::Hint, Has::Legacy),
    (".desc", Part::Description, Has::Legacy),
    (".png", Part::Illustration, Has::All),
    (".jpg", Part::Illustration, Has::All),
    (".jpeg", Part::Illustration, Has::All),
    (".svg", Part::Illustration, Has::All),
];

/// Which versions have an ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Has {
    All,
    Legacy,
    Current,
}

impl Has {
    fn is_in(self, version: FormatVersion) -> bool {
        match self {
            Self::All => true,
            Self::Legacy => version != FormatVersion::V2025_09,
            Self::Current => version == FormatVersion::V2025_09,
        }
    }
}

/// The files of one case.
#[derive(Debug, Default)]
pub(super) struct CaseFiles(BTreeMap<Part, String>);

impl CaseFiles {
    pub(super) fn get(&self, part: Part) -> Option<String> {
        self.0.get(&part).cloned()
    }

    pub(super) fn require(&self, part: Part, name: &str) -> Result<String, PackageError> {
        self.get(part).ok_or_else(|| {
            let (have, lack) = match part {
                Part::Answer => ("in", "answer file"),
                _ => ("in", "output file"),
            };
            let ending = if part == Part::Answer { "ans" } else { "out" };
            PackageError::at(
                format!("data/{name}.{have}"),
                format!("has no {lack}: data/{name}.{ending} is missing"),
            )
        })
    }
}

/// The cases of one folder of `data`, by ascending name.
pub(super) fn gather(
    files: &Files,
    version: FormatVersion,
    folder: &str,
    notes: &mut Vec<String>,
) -> Result<BTreeMap<String, CaseFiles>, PackageError> {
    let mut cases: BTreeMap<String, CaseFiles> = BTreeMap::new();
    let whole = format!("data/{folder}");
    for (path, _) in files.below(&whole) {
        let inside = &path["data/".len()..];
        let (parent, file) = inside.rsplit_once('/').unwrap_or(("", inside));
        refuse_folder(path, parent, version)?;
        if Some(file) == version.group_file() {
            continue;
        }
        let ending = ENDINGS
            .iter()
            .find(|(ending, _, has)| has.is_in(version) && file.ends_with(ending));
        let Some((ending, part, _)) = ending else {
            if matches!(file, "testdata.yaml" | "test_group.yaml") {
                return Err(PackageError::at(
                    path,
                    format!("is not part of format {version}"),
                ));
            }
            notes.push(format!("{path} belongs to no test case"));
            continue;
        };
        if *part == Part::Interaction {
            return Err(PackageError::at(
                path,
                "is for interactive and multi-pass problems, which are not supported",
            ));
        }
        let name = inside[..inside.len() - ending.len()].to_owned();
        let case = cases.entry(name).or_default();
        if let Some(other) = case.0.insert(*part, path.to_owned()) {
            let message = format!("is a second file of its kind besides {other}");
            return Err(PackageError::at(path, message));
        }
    }
    for (name, case) in &cases {
        let first = case.0.iter().next();
        if let (None, Some((_, path))) = (case.get(Part::Input), first) {
            let message = format!("has no input: data/{name}.in is missing");
            return Err(PackageError::at(path, message));
        }
        exclusive(case)?;
        let start = format!("data/{name}");
        if let Some((inside, _)) = files.below(&start).next() {
            let message =
                format!("lies in a folder that is named like the test case data/{name}.in");
            return Err(PackageError::at(inside, message));
        }
    }
    Ok(cases)
}

/// Folders that the format or the arena does not have.
fn refuse_folder(path: &str, parent: &str, version: FormatVersion) -> Result<(), PackageError> {
    if version == FormatVersion::V2025_09 && parent.split('/').any(|part| part.ends_with(".files"))
    {
        return Err(PackageError::at(
            path,
            "gives a submission files, which is not supported: programs here read standard input \
             only",
        ));
    }
    if version == FormatVersion::LegacyIcpc && parent.contains('/') {
        return Err(PackageError::at(
            path,
            "lies in a group of test data, which legacy-icpc does not have",
        ));
    }
    Ok(())
}

/// Files that stand for the same part of what is shown.
fn exclusive(case: &CaseFiles) -> Result<(), PackageError> {
    for (one, other) in [
        (Part::Output, Part::ShownAnswer),
        (Part::Output, Part::DownloadedAnswer),
    ] {
        if let (Some(one), Some(other)) = (case.get(one), case.get(other)) {
            let message = format!("says the same as {other}: only one of them is allowed");
            return Err(PackageError::at(one, message));
        }
    }
    for (shown, downloaded) in [
        (Part::ShownInput, Part::DownloadedInput),
        (Part::ShownAnswer, Part::DownloadedAnswer),
    ] {
        let (shown, downloaded) = (case.get(shown), case.get(downloaded));
        if let (Some(path), None) | (None, Some(path)) = (shown, downloaded) {
            return Err(PackageError::at(
                path,
                "needs both a .statement and a .download file beside the original",
            ));
        }
    }
    Ok(())
}
