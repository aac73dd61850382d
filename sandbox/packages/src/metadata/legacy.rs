//! `problem.yaml` of legacy and legacy-icpc.

use std::collections::BTreeMap;

use super::limits::{RESOURCES, Timing, TooLarge, factor, resources};
use super::{Constants, Credits, License, Metadata, Origin, common};
use crate::yaml::At;
use crate::{FormatVersion, PackageError};

const KEYS: [&str; 14] = [
    "problem_format_version",
    "name",
    "uuid",
    "author",
    "source",
    "source_url",
    "license",
    "rights_owner",
    "limits",
    "validation",
    "validator_flags",
    "keywords",
    // Legacy alone:
    "type",
    "grading",
];

/// The part of [`KEYS`] that legacy-icpc has.
const ICPC_KEYS: usize = 12;

/// The time limit is this times the slowest accepted submission, unless the package says else.
const TIME_MULTIPLIER: f64 = 5.0;

/// Submissions that must be too slow need this times the limit, unless the package says else.
const TIME_SAFETY_MARGIN: f64 = 2.0;

pub(super) fn read(
    root: &At<'_>,
    version: FormatVersion,
) -> Result<(Metadata, Vec<String>), PackageError> {
    let known = match version {
        FormatVersion::LegacyIcpc => &KEYS[..ICPC_KEYS],
        FormatVersion::Legacy | FormatVersion::V2025_09 => &KEYS[..],
    };
    let fields = root.fields(known)?;
    let mut notes = Vec::new();
    if let Some(at) = fields.get("type") {
        common::only_pass_fail(at)?;
    }
    if let Some(at) = fields.get("grading") {
        return Err(common::not_supported(at, "scoring"));
    }
    let credits = fields
        .read("author", Credits::read_legacy)?
        .unwrap_or_default();
    let source = fields.text("source")?;
    let url = fields.text("source_url")?;
    if let (None, Some(at)) = (&source, fields.get("source_url")) {
        return Err(at.error("must not be set without source"));
    }
    let sources: Vec<Origin> = source
        .map(|name| Origin { name, url })
        .into_iter()
        .collect();
    let license = fields
        .read("license", common::license)?
        .unwrap_or(License::Unknown);
    let rights_owner = common::rights_owner(&fields, license, &credits, &sources)?;
    let custom_validator = match fields.get("validation") {
        Some(at) => validation(at)?,
        None => false,
    };

    let keys: Vec<&str> = ["time_multiplier", "time_safety_margin"]
        .into_iter()
        .chain(RESOURCES)
        .collect();
    let limits = fields.read("limits", |at| at.fields(&keys))?;
    let multiplier = |key: &str, default: f64| -> Result<f64, PackageError> {
        let read = limits
            .as_ref()
            .map(|limits| limits.read(key, |at| factor(at, 1.0)));
        Ok(read.transpose()?.flatten().unwrap_or(default))
    };
    let timing = Timing {
        ac_to_time_limit: multiplier("time_multiplier", TIME_MULTIPLIER)?,
        time_limit_to_tle: multiplier("time_safety_margin", TIME_SAFETY_MARGIN)?,
        time_limit: None,
        resolution: 1.0,
    };
    let limits = resources(limits.as_ref(), TooLarge::Lower, timing, &mut notes)?;
    let words = |text: Option<String>| -> Vec<String> {
        let text = text.unwrap_or_default();
        text.split_whitespace().map(str::to_owned).collect()
    };
    let metadata = Metadata {
        version,
        names: fields
            .text("name")?
            .map(|name| BTreeMap::from([(String::new(), name)]))
            .unwrap_or_default(),
        uuid: fields.read("uuid", common::uuid)?,
        problem_version: None,
        credits,
        sources,
        license,
        rights_owner,
        embargo_until: None,
        limits,
        custom_validator,
        validator_flags: words(fields.text("validator_flags")?),
        keywords: words(fields.text("keywords")?),
        languages: None,
        allow_file_writing: false,
        constants: Constants::default(),
    };
    Ok((metadata, notes))
}

/// Whether a program of the package judges outputs.
fn validation(at: &At<'_>) -> Result<bool, PackageError> {
    let mut words = at.text()?.split_whitespace();
    let custom = match words.next() {
        Some("default") => false,
        Some("custom") => true,
        _ => return Err(at.error("must begin with \"default\" or \"custom\"")),
    };
    match words.next() {
        None => Ok(custom),
        Some("interactive") if custom => Err(common::not_supported(at, "interactive")),
        Some("score") if custom => Err(common::not_supported(at, "scoring")),
        Some(word) => Err(at.error(format!("has {word:?}, which means nothing there"))),
    }
}
