//! Programs of a package: validators and submissions.

use std::collections::{BTreeMap, BTreeSet};

use arena_problems::Language;

use crate::archive::Files;
use crate::bounds::MAX_PROGRAM_BYTES;
use crate::{PackageError, languages};

/// A file, or a folder of files, that is one program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// The name of the file or folder.
    pub name: String,
    /// The path of the file or folder.
    pub path: String,
    /// The paths of its files.
    pub files: Vec<String>,
    /// Whether the arena can run it.
    pub runs: Runs,
}

/// Whether the arena can run a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Runs {
    /// One file in a language that the arena knows.
    As {
        /// The language.
        language: Language,
        /// The file.
        source: String,
    },
    /// Several files of C or C++ that are compiled together, which a validator may be.
    Together {
        /// The language.
        language: Language,
        /// How many of them are sources and not headers.
        sources: usize,
    },
    /// It cannot: why, a fragment.
    Not(String),
}

impl Program {
    /// The text of a program that runs.
    ///
    /// # Errors
    /// The file is too large or not UTF-8.
    pub fn text(&self, files: &Files) -> Result<Option<String>, PackageError> {
        match &self.runs {
            Runs::As { source, .. } => files.text(source, MAX_PROGRAM_BYTES).map(Some),
            Runs::Together { .. } | Runs::Not(_) => Ok(None),
        }
    }

    /// Every file of a program of several, by its path in the program's folder.
    ///
    /// # Errors
    /// One is too large or not UTF-8.
    pub fn parts(&self, files: &Files) -> Result<BTreeMap<String, String>, PackageError> {
        let part = |path: &String| {
            let inside = path.strip_prefix(&self.path).unwrap_or(path);
            let inside = inside.trim_start_matches('/').to_owned();
            Ok((inside, files.text(path, MAX_PROGRAM_BYTES)?))
        };
        self.files.iter().map(part).collect()
    }
}

/// The programs of a folder, by ascending name.
pub(crate) fn programs(files: &Files, folder: &str) -> Result<Vec<Program>, PackageError> {
    let start = folder.len() + 1;
    let names: BTreeSet<&str> = files
        .below(folder)
        .map(|(path, _)| path[start..].split('/').next().unwrap_or_default())
        .collect();
    names
        .into_iter()
        .map(|name| program(files, &format!("{folder}/{name}")))
        .collect()
}

/// The program at a path.
pub(crate) fn program(files: &Files, path: &str) -> Result<Program, PackageError> {
    let own: Vec<(String, u64)> = if let Some(info) = files.info(path) {
        vec![(path.to_owned(), info.bytes)]
    } else {
        let below = files.below(path);
        below
            .map(|(path, info)| (path.to_owned(), info.bytes))
            .collect()
    };
    let bytes: u64 = own.iter().map(|(_, bytes)| bytes).sum();
    if bytes > MAX_PROGRAM_BYTES {
        let message = format!("has {bytes} bytes, at most {MAX_PROGRAM_BYTES} are allowed");
        return Err(PackageError::at(path, message));
    }
    let paths: Vec<String> = own.into_iter().map(|(path, _)| path).collect();
    Ok(Program {
        name: path.rsplit('/').next().unwrap_or(path).to_owned(),
        path: path.to_owned(),
        runs: runs(files, &paths),
        files: paths,
    })
}

fn runs(files: &Files, paths: &[String]) -> Runs {
    let is_script = |path: &&String| matches!(file_name(path), "build" | "run");
    if let Some(script) = paths.iter().find(is_script) {
        return Runs::Not(format!("it brings a {} script", file_name(script)));
    }
    let sources: Vec<&String> = paths.iter().filter(|path| is_source(path)).collect();
    let source = match sources.as_slice() {
        [source] => *source,
        [] => return Runs::Not("it has no source file in a language of the format".into()),
        several => return together(several),
    };
    match file_name(source).rsplit_once('.') {
        Some((_, "ctd")) => return Runs::Not("Checktestdata scripts are not run here".into()),
        Some((_, "viva")) => return Runs::Not("VIVA files are not run here".into()),
        _ => {}
    }
    let code = match languages::code_of(source) {
        Some("python3") if is_python2(files, source) => "python2",
        Some("") => return Runs::Not("it has no source file but headers".into()),
        Some(code) => code,
        None => return Runs::Not("its language is not known".into()),
    };
    match languages::of_code(code) {
        Some(language) => Runs::As {
            language,
            source: source.clone(),
        },
        None => Runs::Not(format!("{code} is not a language of this arena")),
    }
}

/// A program of several files: sources of C and C++ with their headers, or none that runs.
fn together(several: &[&String]) -> Runs {
    let codes = several.iter().map(|path| languages::code_of(path));
    let codes: BTreeSet<&str> = codes.map(|code| code.unwrap_or("other")).collect();
    let code = if codes.contains("cpp") { "cpp" } else { "c" };
    let language = languages::of_code(code);
    let is_ours = codes.iter().all(|code| matches!(*code, "" | "c" | "cpp"));
    let is_header = |path: &&&String| languages::code_of(path) == Some("");
    let sources = several.len() - several.iter().filter(is_header).count();
    match language {
        Some(language) if is_ours && sources > 0 => Runs::Together { language, sources },
        _ if sources == 0 => Runs::Not("it has no source file but headers".into()),
        _ => Runs::Not(format!("it has {} files, one is supported", several.len())),
    }
}

fn is_source(path: &str) -> bool {
    languages::code_of(path).is_some() || path.ends_with(".ctd") || path.ends_with(".viva")
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Both versions of Python share an ending: the first line tells them apart.
fn is_python2(files: &Files, path: &str) -> bool {
    let text = files.text(path, MAX_PROGRAM_BYTES).unwrap_or_default();
    let first = text.lines().next().unwrap_or_default();
    first.starts_with("#!") && first.contains("python2")
}
