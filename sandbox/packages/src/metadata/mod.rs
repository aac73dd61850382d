//! `problem.yaml`.

mod common;
mod constants;
mod credits;
mod current;
mod legacy;
mod limits;

use std::collections::BTreeMap;

use crate::archive::Files;
use crate::bounds::MAX_YAML_BYTES;
use crate::yaml::Tree;
use crate::{FormatVersion, PackageError};

pub use constants::Constants;
pub(crate) use credits::persons;
pub use credits::{Credits, Person};
pub use limits::{PackageLimits, Timing};

/// The file.
pub(crate) const PROBLEM_YAML: &str = "problem.yaml";

/// What `problem.yaml` says, in the words of the newest version.
#[derive(Debug, Clone, PartialEq)]
pub struct Metadata {
    /// The version of the format.
    pub version: FormatVersion,
    /// The title by language; legacy packages may leave it to the statements.
    pub names: BTreeMap<String, String>,
    /// Names the problem for ever.
    pub uuid: Option<String>,
    /// The version of the problem.
    pub problem_version: Option<String>,
    /// Who made it.
    pub credits: Credits,
    /// Where it was first used.
    pub sources: Vec<Origin>,
    /// Under which licence it may be used.
    pub license: License,
    /// Whose it is, where it is somebody's.
    pub rights_owner: Option<String>,
    /// Until when it must not be published, as written.
    pub embargo_until: Option<String>,
    /// What a submission may use.
    pub limits: PackageLimits,
    /// Whether a program of the package judges outputs.
    pub custom_validator: bool,
    /// Flags of the output validator for every test case (legacy).
    pub validator_flags: Vec<String>,
    /// Words that describe it.
    pub keywords: Vec<String>,
    /// The only languages that it may be solved in, by the format's codes; `None` for all.
    pub languages: Option<Vec<String>>,
    /// Whether submissions may write files.
    pub allow_file_writing: bool,
    /// Values that the package's texts refer to.
    pub constants: Constants,
}

/// A contest or course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Its name.
    pub name: String,
    /// Its page.
    pub url: Option<String>,
}

/// A licence that the format knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum License {
    /// Nobody said; it cannot be published.
    Unknown,
    /// Nobody's.
    PublicDomain,
    /// CC0.
    Cc0,
    /// Attribution.
    CcBy,
    /// Attribution, share alike.
    CcBySa,
    /// For teaching.
    Educational,
    /// Each use needs permission.
    Permission,
}

impl License {
    const ALL: [Self; 7] = [
        Self::Unknown,
        Self::PublicDomain,
        Self::Cc0,
        Self::CcBy,
        Self::CcBySa,
        Self::Educational,
        Self::Permission,
    ];

    /// As `problem.yaml` writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::PublicDomain => "public domain",
            Self::Cc0 => "cc0",
            Self::CcBy => "cc by",
            Self::CcBySa => "cc by-sa",
            Self::Educational => "educational",
            Self::Permission => "permission",
        }
    }
}

impl Metadata {
    /// Reads `problem.yaml`; the second part is what an operator should know of it.
    pub(crate) fn read(files: &Files) -> Result<(Self, Vec<String>), PackageError> {
        let text = files.text(PROBLEM_YAML, MAX_YAML_BYTES)?;
        let tree = Tree::parse(PROBLEM_YAML, &text)?;
        let root = tree.root();
        let version = root
            .entries()?
            .into_iter()
            .find(|(key, _)| *key == "problem_format_version")
            .filter(|(_, at)| !at.is_null());
        let version = match version {
            None => FormatVersion::Legacy,
            Some((_, at)) => at.text()?.parse().map_err(|error: crate::UnknownVersion| {
                PackageError::on_line(PROBLEM_YAML, at.line(), error.to_string())
            })?,
        };
        match version {
            FormatVersion::Legacy | FormatVersion::LegacyIcpc => legacy::read(&root, version),
            FormatVersion::V2025_09 => current::read(&root),
        }
    }
}
