//! Keys that all versions share.

use super::{Credits, License, Origin};
use crate::PackageError;
use crate::yaml::{At, Fields};

/// Refuses every type but pass-fail, by name.
pub(super) fn only_pass_fail(at: &At<'_>) -> Result<(), PackageError> {
    for item in at.one_or_more()? {
        match item.text()? {
            "pass-fail" => {}
            kind @ ("scoring" | "interactive" | "multi-pass" | "submit-answer") => {
                return Err(not_supported(&item, kind));
            }
            kind => {
                return Err(item.error(format!(
                    "is {kind:?}, which is no type of the format (pass-fail, scoring, \
                     interactive, multi-pass, submit-answer)"
                )));
            }
        }
    }
    Ok(())
}

/// The sentence about a type that the arena does not judge.
pub(super) fn not_supported(at: &At<'_>, kind: &str) -> PackageError {
    at.error(format!(
        "makes this a problem of type {kind}, which is not supported: battles are decided by \
         accepted or not, so only pass-fail problems can be imported"
    ))
}

pub(super) fn uuid(at: &At<'_>) -> Result<String, PackageError> {
    let text = at.scalar().unwrap_or_default();
    match uuid::Uuid::try_parse(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err(at.error(format!("is not a UUID: {text:?}"))),
    }
}

pub(super) fn license(at: &At<'_>) -> Result<License, PackageError> {
    let text = at.text()?;
    let known = License::ALL
        .into_iter()
        .find(|license| license.as_str() == text);
    known.ok_or_else(|| {
        let names: Vec<_> = License::ALL
            .iter()
            .map(|license| license.as_str())
            .collect();
        at.error(format!("is {text:?}, not one of {}", names.join(", ")))
    })
}

/// Who owns the rights: nobody may in the public domain, somebody must under any licence.
pub(super) fn rights_owner(
    fields: &Fields<'_>,
    license: License,
    credits: &Credits,
    sources: &[Origin],
) -> Result<Option<String>, PackageError> {
    let said = fields.text("rights_owner")?;
    let derived = || {
        let authors: Vec<&str> = credits
            .authors
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        if authors.is_empty() {
            sources.first().map(|source| source.name.clone())
        } else {
            Some(authors.join(", "))
        }
    };
    match license {
        License::PublicDomain => match fields.get("rights_owner") {
            Some(at) => Err(at.error("must not be set: the licence is \"public domain\"")),
            None => Ok(None),
        },
        License::Unknown => Ok(said.or_else(derived)),
        License::Cc0
        | License::CcBy
        | License::CcBySa
        | License::Educational
        | License::Permission => match said.or_else(derived) {
            Some(owner) => Ok(Some(owner)),
            None => Err(fields.require("license")?.error(format!(
                "is {:?}, which needs an owner: set rights_owner, an author or a source",
                license.as_str()
            ))),
        },
    }
}
