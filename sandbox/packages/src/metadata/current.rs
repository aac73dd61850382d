//! `problem.yaml` of 2025-09.

use std::collections::BTreeMap;

use super::limits::{RESOURCES, Timing, TooLarge, factor, resources, seconds};
use super::{Constants, Credits, License, Metadata, Origin, common};
use crate::languages;
use crate::statement::is_language;
use crate::yaml::{At, Fields};
use crate::{FormatVersion, PackageError};

const KEYS: [&str; 15] = [
    "problem_format_version",
    "type",
    "name",
    "uuid",
    "version",
    "credits",
    "source",
    "license",
    "rights_owner",
    "embargo_until",
    "limits",
    "keywords",
    "languages",
    "allow_file_writing",
    "constants",
];

pub(super) fn read(root: &At<'_>) -> Result<(Metadata, Vec<String>), PackageError> {
    let fields = root.fields(&KEYS)?;
    let mut notes = Vec::new();
    if let Some(at) = fields.get("type") {
        common::only_pass_fail(at)?;
    }
    let credits = fields.read("credits", Credits::read)?.unwrap_or_default();
    let sources = fields.read("source", sources)?.unwrap_or_default();
    let license = fields
        .read("license", common::license)?
        .unwrap_or(License::Unknown);
    let rights_owner = common::rights_owner(&fields, license, &credits, &sources)?;
    let limits = limits(&fields, &mut notes)?;
    let allow_file_writing = fields
        .read("allow_file_writing", At::boolean)?
        .unwrap_or(false);
    if let (true, Some(at)) = (allow_file_writing, fields.get("allow_file_writing")) {
        return Err(at.error("is true, which is not supported: programs here have no files"));
    }
    let keywords = fields.read("keywords", |at| {
        let words = at.list()?;
        words
            .iter()
            .map(|at| at.text().map(str::to_owned))
            .collect()
    });
    let metadata = Metadata {
        version: FormatVersion::V2025_09,
        names: names(fields.require("name")?)?,
        uuid: Some(common::uuid(fields.require("uuid")?)?),
        problem_version: fields.text("version")?,
        credits,
        sources,
        license,
        rights_owner,
        embargo_until: fields.read("embargo_until", embargo)?,
        limits,
        custom_validator: false,
        validator_flags: Vec::new(),
        keywords: keywords?.unwrap_or_default(),
        languages: fields.read("languages", allowed)?.flatten(),
        allow_file_writing,
        constants: fields
            .read("constants", Constants::read)?
            .unwrap_or_default(),
    };
    Ok((metadata, notes))
}

fn names(at: &At<'_>) -> Result<BTreeMap<String, String>, PackageError> {
    if !at.is_map() {
        return Ok(BTreeMap::from([("en".into(), at.text()?.to_owned())]));
    }
    let mut names = BTreeMap::new();
    for (language, at) in at.entries()? {
        if !is_language(language) {
            return Err(at.error("is not named by a language's code (en, pt-BR)"));
        }
        names.insert(language.to_owned(), at.text()?.to_owned());
    }
    Ok(names)
}

fn sources(at: &At<'_>) -> Result<Vec<Origin>, PackageError> {
    let source = |at: &At<'_>| -> Result<Origin, PackageError> {
        if !at.is_map() {
            let name = at.text()?.to_owned();
            return Ok(Origin { name, url: None });
        }
        let fields = at.fields(&["name", "url"])?;
        Ok(Origin {
            name: fields.require("name")?.text()?.to_owned(),
            url: fields.text("url")?,
        })
    };
    if at.is_list() {
        return at.list()?.iter().map(source).collect();
    }
    Ok(vec![source(at)?])
}

/// The codes of the only languages allowed; `None` for all.
fn allowed(at: &At<'_>) -> Result<Option<Vec<String>>, PackageError> {
    if at.scalar() == Some("all") {
        return Ok(None);
    }
    let mut codes = Vec::new();
    for item in at.one_or_more()? {
        let code = item.text()?;
        if !languages::is_code(code) {
            return Err(item.error(format!("has {code:?}, which is no language of the format")));
        }
        codes.push(code.to_owned());
    }
    Ok(Some(codes))
}

fn limits(
    fields: &Fields<'_>,
    notes: &mut Vec<String>,
) -> Result<super::PackageLimits, PackageError> {
    let keys: Vec<&str> = [
        "time_multipliers",
        "time_limit",
        "time_resolution",
        "validation_passes",
    ]
    .into_iter()
    .chain(RESOURCES)
    .collect();
    let limits = fields.read("limits", |at| at.fields(&keys))?;
    let mut timing = Timing {
        ac_to_time_limit: 2.0,
        time_limit_to_tle: 1.5,
        time_limit: None,
        resolution: 1.0,
    };
    if let Some(limits) = &limits {
        if let Some(at) = limits.get("validation_passes") {
            return Err(at.error("is for multi-pass problems only, and this is none"));
        }
        if let Some(at) = limits.get("time_multipliers") {
            let fields = at.fields(&["ac_to_time_limit", "time_limit_to_tle"])?;
            let read = |key| fields.read(key, |at| factor(at, 1.0));
            timing.ac_to_time_limit = read("ac_to_time_limit")?.unwrap_or(2.0);
            timing.time_limit_to_tle = read("time_limit_to_tle")?.unwrap_or(1.5);
        }
        timing.resolution = limits.read("time_resolution", seconds)?.unwrap_or(1.0);
        if let Some(at) = limits.get("time_limit") {
            let limit = seconds(at)?;
            let steps = limit / timing.resolution;
            if (steps - steps.round()).abs() > 1e-9 * steps.max(1.0) {
                return Err(at.error(format!(
                    "is {limit}, not a whole multiple of the time_resolution {}",
                    timing.resolution
                )));
            }
            timing.time_limit = Some(limit);
        }
    }
    resources(limits.as_ref(), TooLarge::Refuse, timing, notes)
}

/// A day, or a second of it in UTC.
fn embargo(at: &At<'_>) -> Result<String, PackageError> {
    let text = at.scalar().unwrap_or_default();
    let shape: String = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    if shape != "0000-00-00" && shape != "0000-00-00T00:00:00Z" {
        return Err(at.error(format!(
            "must be YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, found {text:?}"
        )));
    }
    Ok(text.to_owned())
}
