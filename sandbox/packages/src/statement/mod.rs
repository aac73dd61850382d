//! Statements: several languages, Markdown or a subset of LaTeX, shown as Markdown.

mod html;
mod markdown;
mod tex;

use crate::archive::Files;
use crate::bounds::MAX_STATEMENT_BYTES;
use crate::metadata::Metadata;
use crate::{FormatVersion, PackageError};

/// The statement in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// A language's code: `en`, `pt-BR`.
    pub language: String,
    /// The file.
    pub path: String,
    /// What the file is written in.
    pub format: StatementFormat,
    /// The title, as plain text, where the file gives one.
    pub title: Option<String>,
    /// What players are shown: Markdown without HTML. Math stays between dollar signs.
    pub markdown: String,
    /// Images that the text refers to, by path; players are told their names and captions.
    pub illustrations: Vec<String>,
}

/// What a statement is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementFormat {
    /// CommonMark with tables.
    Markdown,
    /// The subset of LaTeX that the README lists.
    Latex,
}

/// What a converter makes of a file.
struct Converted {
    title: Option<String>,
    markdown: String,
    illustrations: Vec<String>,
}

/// Whether a text is a language's code: two or three letters, perhaps with a country.
pub(crate) fn is_language(text: &str) -> bool {
    let (language, country) = match text.split_once('-') {
        Some((language, country)) => (language, Some(country)),
        None => (text, None),
    };
    let letters =
        (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_lowercase());
    letters && country.is_none_or(|c| c.len() == 2 && c.bytes().all(|b| b.is_ascii_uppercase()))
}

/// Reads every statement, by ascending language.
pub(crate) fn read_all(files: &Files, metadata: &Metadata) -> Result<Vec<Statement>, PackageError> {
    let folder = metadata.version.statement_folder();
    let mut statements: Vec<Statement> = Vec::new();
    for (path, _) in files.below(folder) {
        let name = &path[folder.len() + 1..];
        let Some(rest) = name.strip_prefix("problem.") else {
            continue;
        };
        let (language, ending) = match rest.split_once('.') {
            Some((language, ending)) => (language, ending),
            None if metadata.version == FormatVersion::V2025_09 => {
                return Err(PackageError::at(
                    path,
                    format!("names no language: call it problem.en.{rest}"),
                ));
            }
            None => ("en", rest),
        };
        let format = match ending {
            "md" => StatementFormat::Markdown,
            "tex" => StatementFormat::Latex,
            "pdf" => {
                return Err(PackageError::at(
                    path,
                    "is a PDF, which cannot be shown beside the editor: give the statement as .md \
                     or .tex",
                ));
            }
            _ => return Err(PackageError::at(path, "is neither .md nor .tex")),
        };
        if !is_language(language) {
            let message = format!("{language:?} is not a language's code (en, pt-BR)");
            return Err(PackageError::at(path, message));
        }
        if let Some(other) = statements.iter().find(|other| other.language == language) {
            let message = format!(
                "is a second statement in {language:?}, besides {}",
                other.path
            );
            return Err(PackageError::at(path, message));
        }
        statements.push(read(files, metadata, language, path, format)?);
    }
    if statements.is_empty() {
        return Err(PackageError::at(
            folder,
            "holds no statement: problem.<language>.md or problem.<language>.tex",
        ));
    }
    statements.sort_by(|a, b| a.language.cmp(&b.language));
    Ok(statements)
}

fn read(
    files: &Files,
    metadata: &Metadata,
    language: &str,
    path: &str,
    format: StatementFormat,
) -> Result<Statement, PackageError> {
    let text = files.text(path, MAX_STATEMENT_BYTES)?;
    let converted = match format {
        StatementFormat::Markdown => {
            let text = metadata.constants.substitute(&text);
            markdown::convert(path, &text)?
        }
        StatementFormat::Latex => tex::convert(path, &text, &metadata.constants)?,
    };
    if converted.markdown.trim().is_empty() {
        return Err(PackageError::at(path, "the statement is empty"));
    }
    let folder = metadata.version.statement_folder();
    let mut illustrations = Vec::new();
    for image in converted.illustrations {
        let image = format!("{folder}/{image}");
        if !files.has(&image) {
            return Err(PackageError::at(
                path,
                format!("refers to {image}, which is missing"),
            ));
        }
        illustrations.push(image);
    }
    Ok(Statement {
        language: language.to_owned(),
        path: path.to_owned(),
        format,
        title: converted.title,
        markdown: converted.markdown,
        illustrations,
    })
}
