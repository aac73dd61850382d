//! Who made a problem.

use crate::PackageError;
use crate::yaml::At;

/// Everybody with a part in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Credits {
    /// Who had the idea.
    pub authors: Vec<Person>,
    /// Everybody else: contributors, testers, translators, packagers, acknowledgements.
    pub others: Vec<Person>,
}

/// Somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The full name.
    pub name: String,
    /// An address for mail.
    pub email: Option<String>,
}

impl Credits {
    /// 2025-09's `credits`.
    pub(super) fn read(at: &At<'_>) -> Result<Self, PackageError> {
        if !at.is_map() {
            let authors = vec![person(at)?];
            return Ok(Self {
                authors,
                others: Vec::new(),
            });
        }
        let fields = at.fields(&[
            "authors",
            "contributors",
            "testers",
            "translators",
            "packagers",
            "acknowledgements",
        ])?;
        let authors = fields.read("authors", persons)?.unwrap_or_default();
        let mut others = Vec::new();
        for key in ["contributors", "testers", "packagers", "acknowledgements"] {
            others.extend(fields.read(key, persons)?.unwrap_or_default());
        }
        if let Some(translators) = fields.get("translators") {
            for (language, at) in translators.entries()? {
                if !crate::statement::is_language(language) {
                    return Err(at.error("is not named by a language's code"));
                }
                others.extend(persons(&at)?);
            }
        }
        Ok(Self { authors, others })
    }

    /// Legacy's `author`: names with commas, `and` or `&` between them.
    pub(super) fn read_legacy(at: &At<'_>) -> Result<Self, PackageError> {
        let text = at.text()?.replace(" and ", ",").replace(" & ", ",");
        let names = text
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty());
        Ok(Self {
            authors: names.map(Person::parse).collect(),
            others: Vec::new(),
        })
    }
}

impl Person {
    /// `Full Name <mail>` or `Full Name`.
    fn parse(text: &str) -> Self {
        let parts = text
            .trim()
            .strip_suffix('>')
            .and_then(|text| text.split_once('<'));
        match parts {
            Some((name, email)) if !name.trim().is_empty() => Self {
                name: name.trim().to_owned(),
                email: Some(email.to_owned()),
            },
            _ => Self {
                name: text.trim().to_owned(),
                email: None,
            },
        }
    }
}

/// One person or several.
pub(crate) fn persons(at: &At<'_>) -> Result<Vec<Person>, PackageError> {
    at.one_or_more()?.iter().map(person).collect()
}

fn person(at: &At<'_>) -> Result<Person, PackageError> {
    if !at.is_map() {
        return at.text().map(Person::parse);
    }
    let fields = at.fields(&["name", "email", "orcid", "kattis"])?;
    fields.text("orcid")?;
    fields.text("kattis")?;
    Ok(Person {
        name: fields.require("name")?.text()?.to_owned(),
        email: fields.text("email")?,
    })
}
