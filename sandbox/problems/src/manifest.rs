//! `problem.toml`, with the line of every mistake.

mod reader;

use std::collections::BTreeMap;

use arena_runtimes::Language;
use serde::Deserialize;
use toml::Spanned;

use crate::checker::Checker;
use crate::error::line_of;
use crate::id::ProblemId;
use crate::limits::Limits;
use crate::names::{Difficulty, RequiredVerdict};
use crate::signature::Form;
use reader::Reader;

/// Longest title, in characters.
pub const MAX_TITLE_LENGTH: usize = 80;

/// Most techniques of a problem.
pub const MAX_TECHNIQUES: usize = 5;

/// Longest name of a technique, in characters.
pub const MAX_TECHNIQUE_LENGTH: usize = 40;

/// Longest reason why a wrong solution is wrong, in bytes.
pub const MAX_WHY_BYTES: usize = 300;

/// A mistake in `problem.toml` and the line of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ManifestError {
    pub(crate) line: usize,
    pub(crate) message: String,
}

/// A validated `problem.toml`.
#[derive(Debug)]
pub(crate) struct Manifest {
    pub(crate) id: ProblemId,
    pub(crate) title: String,
    pub(crate) difficulty: Difficulty,
    pub(crate) techniques: Vec<String>,
    pub(crate) form: Form,
    pub(crate) limits: Limits,
    pub(crate) checker: Checker,
    pub(crate) seed: u64,
    pub(crate) wrong: Vec<DeclaredWrong>,
}

/// A `[[wrong]]` entry; whether its file is there is not known yet.
#[derive(Debug)]
pub(crate) struct DeclaredWrong {
    pub(crate) file: String,
    pub(crate) language: Language,
    pub(crate) verdict: RequiredVerdict,
    pub(crate) naive: bool,
    pub(crate) why: String,
    pub(crate) line: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawManifest {
    id: Spanned<String>,
    title: Spanned<String>,
    difficulty: Difficulty,
    techniques: Spanned<Vec<Spanned<String>>>,
    form: Spanned<RawForm>,
    signature: Option<Spanned<RawSignature>>,
    limits: RawLimits,
    checker: Spanned<RawChecker>,
    generate: RawGenerate,
    #[serde(default)]
    wrong: Vec<Spanned<RawWrong>>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum RawForm {
    Function,
    Stdin,
    Either,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSignature {
    function: Spanned<String>,
    parameters: Spanned<Vec<RawParameter>>,
    returns: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawParameter {
    name: Spanned<String>,
    #[serde(rename = "type")]
    ty: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLimits {
    fuel_millions: Spanned<BTreeMap<Language, Spanned<u64>>>,
    memory_mib: Spanned<u64>,
    output_kib: Spanned<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChecker {
    kind: Spanned<RawCheckerKind>,
    absolute: Option<Spanned<f64>>,
    relative: Option<Spanned<f64>>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum RawCheckerKind {
    Exact,
    Whitespace,
    Float,
    Unordered,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGenerate {
    seed: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWrong {
    file: Spanned<String>,
    verdict: Spanned<RequiredVerdict>,
    why: Spanned<String>,
    #[serde(default)]
    naive: bool,
}

/// Reads and validates `problem.toml` of the folder `folder`.
pub(crate) fn read_manifest(text: &str, folder: &str) -> Result<Manifest, ManifestError> {
    let reader = Reader { text };
    let raw: RawManifest = toml::from_str(text).map_err(|e| {
        let start = e.span().map_or(0, |span| span.start);
        ManifestError {
            line: line_of(text, start),
            message: e.message().replace('\n', " "),
        }
    })?;
    let form = reader.form(&raw)?;
    let checker = reader.checker(&raw.checker, &form)?;
    Ok(Manifest {
        id: reader.id(&raw.id, folder)?,
        title: reader.title(&raw.title)?,
        difficulty: raw.difficulty,
        techniques: reader.techniques(&raw.techniques)?,
        limits: reader.limits(&raw.limits)?,
        form,
        checker,
        seed: raw.generate.seed,
        wrong: reader.wrong(&raw.wrong)?,
    })
}
