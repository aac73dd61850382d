//! The licence texts of what is bundled in a runtime, in a folder beside it.
//!
//! They are no part of the recipe's hash: verdicts do not depend on them. A runtime whose texts are
//! missing or are not those that its languages list now gets them without being built again.

use std::path::{Path, PathBuf};

use crate::build::{Runtime, locate};
use crate::directory::CacheDirectory;
use crate::facts::Notice;
use crate::fetch::{self, StepError, io_error};
use crate::language::Language;
use crate::recipe::{Recipe, hash_file};
use crate::{c_source, files, npm};

/// What a line of a standard text holds that stands for the copyright lines.
const COPYRIGHT: &str = "<year>";

/// The folder's name, beside the runtime.
pub(crate) const FOLDER: &str = "licences";

/// A file in the folder that says which notices its texts are of. It is written last.
const LISTED: &str = "listed";

/// A licence text of a built runtime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenceText {
    /// Where it is in the runtime's folder of licences.
    pub name: String,
    /// The text, as it was shipped.
    pub text: String,
}

/// Why licence texts cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum NoLicenceTexts {
    /// The runtime is not built, or was built before it listed them.
    #[error("the licence texts of {0} are not there: run `arena runtimes build {0}`")]
    NotBuilt(Language),
    /// A text cannot be read.
    #[error(transparent)]
    Unreadable(#[from] StepError),
}

/// Where the texts of a notice are in the runtime's folder of licences, in their order.
pub fn licence_files(language: Language, notice: &Notice) -> Vec<String> {
    let fetched = notice.files.iter().map(|file| {
        let name = file.rsplit(['/', ':']).next();
        name.unwrap_or(file).to_owned()
    });
    let standard = notice.standard.iter().map(|name| format!("{name}.txt"));
    let folder = format!("{language}/{}", slug(&notice.name));
    fetched
        .chain(standard)
        .enumerate()
        .map(|(at, name)| format!("{folder}/{}-{name}", at + 1))
        .collect()
}

/// The texts of a notice, as they lie beside the built runtime.
///
/// # Errors
/// When the runtime is not built with the texts that it lists, or one cannot be read.
pub fn licence_texts(
    cache: &CacheDirectory,
    language: Language,
    notice: &Notice,
) -> Result<Vec<LicenceText>, NoLicenceTexts> {
    let runtime =
        locate(cache, language).filter(|runtime| are_there(&runtime.recipe, &runtime.path));
    let folder = runtime.ok_or(NoLicenceTexts::NotBuilt(language))?;
    let folder = folder.licences();
    let read = |name: String| {
        let text = files::read(&folder.join(&name))?;
        let text = String::from_utf8_lossy(&text).into_owned();
        Ok(LicenceText { name, text })
    };
    licence_files(language, notice)
        .into_iter()
        .map(read)
        .collect()
}

impl Runtime {
    /// The folder of the licence texts of what is bundled in it.
    pub fn licences(&self) -> PathBuf {
        folder_beside(&self.path)
    }
}

/// Where the licence texts of a runtime lie.
pub(crate) fn folder_beside(runtime: &Path) -> PathBuf {
    runtime.with_file_name(FOLDER)
}

/// Whether the texts beside a runtime are those that its languages list.
pub(crate) fn are_there(recipe: &Recipe, runtime: &Path) -> bool {
    let listed = files::read(&folder_beside(runtime).join(LISTED));
    listed.is_ok_and(|hash| hash == listing(recipe).to_hex().as_bytes())
}

/// Gathers the texts into a folder of `work`, out of the packages that the recipe pins.
pub(crate) fn gather(
    recipe: &Recipe,
    tools: &Path,
    work: &Path,
    progress: &mut dyn FnMut(&str),
) -> Result<PathBuf, StepError> {
    progress("gathering licences");
    let folder = work.join(FOLDER);
    files::make_empty(&folder)?;
    let packages = Packages::fetch(recipe, tools, work)?;
    for (language, notice) in notices(recipe) {
        copy(language, notice, &packages, &folder)?;
    }
    files::write(&folder.join(LISTED), listing(recipe).to_hex().as_bytes())?;
    Ok(folder)
}

/// Puts gathered texts beside a runtime.
pub(crate) fn place(gathered: &Path, runtime: &Path) -> Result<(), StepError> {
    let folder = folder_beside(runtime);
    files::remove(&folder)?;
    std::fs::rename(gathered, &folder).map_err(io_error(&folder))
}

/// The notices of every language that uses the runtime.
fn notices(recipe: &Recipe) -> impl Iterator<Item = (Language, &'static Notice)> {
    let owner = recipe.language;
    let users = Language::all().iter().copied();
    users
        .filter(move |language| language.runtime() == owner)
        .flat_map(|language| {
            let notices = &language.facts().licences.notice;
            notices.iter().map(move |notice| (language, notice))
        })
}

/// A hash of all that shapes the folder.
fn listing(recipe: &Recipe) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for (language, notice) in notices(recipe) {
        hash_file(&mut hasher, language.as_str(), notice.name.as_bytes());
        for file in &notice.files {
            hash_file(&mut hasher, "file", file.as_bytes());
        }
        for name in &notice.standard {
            let text = standard(name).unwrap_or_default();
            hash_file(&mut hasher, name, text.as_bytes());
        }
        hash_file(
            &mut hasher,
            "copyright",
            notice.copyright.join("\n").as_bytes(),
        );
    }
    hasher.finalize()
}

fn copy(
    language: Language,
    notice: &Notice,
    packages: &Packages,
    folder: &Path,
) -> Result<(), StepError> {
    let names = licence_files(language, notice);
    if names.is_empty() {
        return Err(missing(notice, "no file at all"));
    }
    let fetched = notice.files.iter().map(|file| packages.read(notice, file));
    let standard = notice.standard.iter().map(|name| {
        let text = standard_text(notice, name)?;
        Ok(text.into_bytes())
    });
    for (name, text) in names.iter().zip(fetched.chain(standard)) {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(io_error(parent))?;
        }
        files::write(&path, &text?)?;
        files::sync(&path)?;
    }
    Ok(())
}

/// The folders of fetched packages, by what fetches them.
#[derive(Default)]
struct Packages {
    pip: Option<PathBuf>,
    npm: Option<PathBuf>,
    cargo: Option<PathBuf>,
}

impl Packages {
    fn fetch(recipe: &Recipe, tools: &Path, work: &Path) -> Result<Self, StepError> {
        let mut packages = Self::default();
        if !recipe.file("requirements.txt").is_empty() {
            packages.pip = Some(fetch::python_packages(recipe, tools)?);
        }
        if !recipe.file("package.json").is_empty() {
            packages.npm = Some(npm::packages(recipe, tools)?);
        }
        if let Some(source) = &recipe.descriptor.source {
            packages.cargo = Some(c_source::crate_folder(source, work)?);
        }
        Ok(packages)
    }

    /// A text by `pip:`, `npm:` or `crate:` and its path in the packages.
    fn read(&self, notice: &Notice, file: &str) -> Result<Vec<u8>, StepError> {
        let (folder, path) = match file.split_once(':') {
            Some(("pip", path)) => (&self.pip, path),
            Some(("npm", path)) => (&self.npm, path),
            Some(("crate", path)) => (&self.cargo, path),
            Some(_) | None => (&None, file),
        };
        let path = folder.as_ref().map(|folder| folder.join(path));
        let text = path.and_then(|path| std::fs::read(path).ok());
        let is_text = |text: &Vec<u8>| !text.trim_ascii().is_empty();
        text.filter(is_text).ok_or_else(|| missing(notice, file))
    }
}

fn missing(notice: &Notice, file: &str) -> StepError {
    StepError::Licence {
        component: format!("{} {}", notice.name, notice.version),
        file: file.to_owned(),
    }
}

/// The text of a licence or exception as SPDX lists it, for packages that ship none.
fn standard(name: &str) -> Option<&'static str> {
    let licence = spdx::license_id(name).map(|id| id.text());
    licence.or_else(|| spdx::exception_id(name).map(|id| id.text()))
}

/// A standard text with the notice's copyright lines where they belong, or before it.
fn standard_text(notice: &Notice, name: &str) -> Result<String, StepError> {
    let text = standard(name).ok_or_else(|| missing(notice, &format!("standard text {name}")))?;
    let lines = notice.copyright.join("\n");
    let template = text.lines().find(|line| line.contains(COPYRIGHT));
    match (template, lines.is_empty()) {
        (Some(_), true) => Err(missing(notice, &format!("copyright line for {name}"))),
        (Some(template), false) => Ok(text.replacen(template, &lines, 1)),
        (None, true) => Ok(text.to_owned()),
        (None, false) => Ok(format!("{lines}\n\n{text}")),
    }
}

/// A name as a folder's.
fn slug(name: &str) -> String {
    let plain = |c: char| match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        'a'..='z' | '0'..='9' | '.' | '+' => c,
        _ => '-',
    };
    let text: String = name.chars().map(plain).collect();
    let parts: Vec<&str> = text.split('-').filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

/// Says that the texts beside a runtime are there.
#[cfg(test)]
pub(crate) fn mark(recipe: &Recipe, runtime: &Path) -> Result<(), StepError> {
    let folder = folder_beside(runtime);
    files::make_empty(&folder)?;
    files::write(&folder.join(LISTED), listing(recipe).to_hex().as_bytes())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use std::collections::BTreeSet;

    use super::*;

    fn notice(files: &[&str], standard: &[&str], copyright: &[&str]) -> Notice {
        let owned = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect();
        Notice {
            name: "A Thing".into(),
            version: "1".into(),
            licence: "MIT".into(),
            files: owned(files),
            standard: owned(standard),
            copyright: owned(copyright),
        }
    }

    #[test]
    fn a_text_that_is_missing_or_empty_or_unnamed_is_refused_with_its_component() {
        let home = tempfile::tempdir().unwrap();
        let packages = Packages {
            pip: Some(home.path().to_owned()),
            ..Packages::default()
        };
        files::write(&home.path().join("EMPTY"), b" \n").unwrap();
        files::write(&home.path().join("LICENSE"), b"text").unwrap();
        let out = home.path().join("out");
        for (bad, named) in [
            (notice(&["pip:GONE"], &[], &[]), "pip:GONE"),
            (notice(&["pip:EMPTY"], &[], &[]), "pip:EMPTY"),
            (notice(&["npm:LICENSE"], &[], &[]), "npm:LICENSE"),
            (notice(&["LICENSE"], &[], &[]), "LICENSE"),
            (notice(&[], &["No-Such"], &[]), "No-Such"),
            (notice(&[], &["MIT"], &[]), "copyright line for MIT"),
            (notice(&[], &[], &[]), "no file at all"),
        ] {
            let error = copy(Language::PYTHON, &bad, &packages, &out).unwrap_err();
            let text = error.to_string();
            assert!(text.contains("A Thing 1") && text.contains(named), "{text}");
        }
        let good = notice(&["pip:LICENSE"], &["MIT"], &["Copyright (c) Somebody"]);
        copy(Language::PYTHON, &good, &packages, &out).unwrap();
        let texts = licence_files(Language::PYTHON, &good);
        assert_eq!(
            texts,
            ["python/a-thing/1-LICENSE", "python/a-thing/2-MIT.txt"]
        );
        assert_eq!(files::read(&out.join(&texts[0])).unwrap(), b"text");
        let second = files::read(&out.join(&texts[1])).unwrap();
        let second = String::from_utf8(second).unwrap();
        assert!(second.contains("Copyright (c) Somebody\n") && !second.contains(COPYRIGHT));
    }

    #[test]
    fn every_notice_names_its_texts_in_a_place_of_their_own() {
        let mut places = BTreeSet::new();
        for &language in Language::all() {
            for notice in &language.facts().licences.notice {
                let files = licence_files(language, notice);
                assert!(!files.is_empty(), "{language}: {}", notice.name);
                for name in &notice.standard {
                    standard_text(notice, name).unwrap();
                    assert!(
                        notice.licence.contains(name.as_str()),
                        "{language}: {}: {name} is not in {}",
                        notice.name,
                        notice.licence
                    );
                }
                for file in files {
                    assert!(places.insert(file.clone()), "{file} twice");
                }
            }
        }
    }

    #[test]
    fn every_language_says_what_is_bundled() {
        for &language in Language::all() {
            let recipe = Recipe::of(language).unwrap();
            assert!(notices(&recipe).next().is_some(), "{language}");
        }
    }
}
