//! The versions of the format.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A version of the format; each has its own keys and folders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormatVersion {
    /// Before versions were named; what a package without a version has.
    #[serde(rename = "legacy")]
    Legacy,
    /// The part of legacy that ICPC contests use.
    #[serde(rename = "legacy-icpc")]
    LegacyIcpc,
    /// September 2025.
    #[serde(rename = "2025-09")]
    V2025_09,
}

impl FormatVersion {
    /// As `problem_format_version` says it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Legacy => "legacy",
            Self::LegacyIcpc => "legacy-icpc",
            Self::V2025_09 => "2025-09",
        }
    }

    /// The folder of the statements.
    pub fn statement_folder(self) -> &'static str {
        match self {
            Self::Legacy | Self::LegacyIcpc => "problem_statement",
            Self::V2025_09 => "statement",
        }
    }

    /// The folder of a custom output validator.
    pub fn output_validator_folder(self) -> &'static str {
        match self {
            Self::Legacy | Self::LegacyIcpc => "output_validators",
            Self::V2025_09 => "output_validator",
        }
    }

    /// The file that configures a folder of test cases, where there may be one.
    pub fn group_file(self) -> Option<&'static str> {
        match self {
            Self::Legacy => Some("testdata.yaml"),
            Self::LegacyIcpc => None,
            Self::V2025_09 => Some("test_group.yaml"),
        }
    }
}

/// A version that is not one of those here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the format's version {0:?} is not supported: legacy, legacy-icpc and 2025-09 are")]
pub struct UnknownVersion(pub String);

impl FromStr for FormatVersion {
    type Err = UnknownVersion;

    fn from_str(text: &str) -> Result<Self, UnknownVersion> {
        [Self::Legacy, Self::LegacyIcpc, Self::V2025_09]
            .into_iter()
            .find(|version| version.as_str() == text)
            .ok_or_else(|| UnknownVersion(text.to_owned()))
    }
}

impl fmt::Display for FormatVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
