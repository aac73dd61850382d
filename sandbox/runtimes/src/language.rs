//! The languages: one folder each, and what its `language.toml` says.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::facts::Facts;

static FOLDERS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/languages");

/// What a folder says that makes it a language.
const FACTS_FILE: &str = "language.toml";

/// A language that programs are judged in: the name of its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(&'static str);

/// A text that names no language.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown language {found:?}, expected one of: {known}")]
pub struct UnknownLanguage {
    found: String,
    known: String,
}

struct Known {
    languages: Vec<Language>,
    facts: BTreeMap<&'static str, Facts>,
    broken: Vec<String>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known {
        languages: Vec::new(),
        facts: BTreeMap::new(),
        broken: Vec::new(),
    };
    for folder in FOLDERS.dirs() {
        let name = folder.path().to_str().unwrap_or_default();
        let Some(file) = folder.get_file(folder.path().join(FACTS_FILE)) else {
            continue;
        };
        match toml::from_str(file.contents_utf8().unwrap_or_default()) {
            Ok(facts) => {
                known.facts.insert(name, facts);
            }
            Err(error) => known.broken.push(format!("{name}/{FACTS_FILE}: {error}")),
        }
    }
    known.languages = known.facts.keys().copied().map(Language).collect();
    known
});

static NOTHING: LazyLock<Facts> = LazyLock::new(Facts::default);

impl Language {
    /// What problems' own programs (generators, validators) are written in.
    pub const PYTHON: Self = Self("python");

    /// The other language whose limits most problems state.
    pub const JAVASCRIPT: Self = Self("javascript");

    /// Every language, by ascending name.
    pub fn all() -> &'static [Self] {
        &KNOWN.languages
    }

    /// Folders that would be languages if their `language.toml` were sound; a test shows that
    /// there is none.
    pub fn broken() -> &'static [String] {
        &KNOWN.broken
    }

    /// The name, as in files and on the wire.
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// What its folder says.
    pub fn facts(self) -> &'static Facts {
        KNOWN.facts.get(self.0).unwrap_or(&NOTHING)
    }

    /// The extension that its source files are written with, without the dot.
    pub fn extension(self) -> &'static str {
        self.facts().extensions.first().map_or("", String::as_str)
    }

    /// The language of a source file by its extension.
    pub fn of_path(path: &str) -> Option<Self> {
        let (_, extension) = path.rsplit_once('.')?;
        let has = |language: &Self| {
            let extensions = &language.facts().extensions;
            extensions.iter().any(|known| known == extension)
        };
        Self::all().iter().copied().find(has)
    }

    /// The language whose runtime it uses: often itself.
    pub fn runtime(self) -> Self {
        let name = self.facts().runtime.as_deref();
        name.and_then(|name| name.parse().ok()).unwrap_or(self)
    }

    /// The files of its folder by ascending name.
    pub(crate) fn files(self) -> Vec<(&'static str, &'static [u8])> {
        let Some(folder) = FOLDERS.get_dir(self.0) else {
            return Vec::new();
        };
        let mut files: Vec<_> = folder
            .files()
            .filter_map(|file| Some((file.path().file_name()?.to_str()?, file.contents())))
            .collect();
        files.sort_unstable();
        files
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(text: &str) -> Result<Self, UnknownLanguage> {
        let known = Self::all();
        known
            .iter()
            .copied()
            .find(|language| language.0 == text)
            .ok_or_else(|| UnknownLanguage {
                found: text.chars().take(40).collect(),
                known: known.iter().map(|l| l.0).collect::<Vec<_>>().join(", "),
            })
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        name.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::*;

    #[test]
    fn every_folder_is_a_sound_language() {
        assert_eq!(Language::broken(), &[] as &[String]);
        assert!(Language::all().contains(&Language::PYTHON));
        assert!(Language::all().contains(&Language::JAVASCRIPT));
        for &language in Language::all() {
            let facts = language.facts();
            assert_eq!(language.as_str().parse(), Ok(language));
            assert!(!facts.title.is_empty() && !facts.extensions.is_empty());
            assert!(facts.fuel_percent > 0, "{language}");
            assert!(!facts.hello.program.is_empty(), "{language}");
            assert_eq!(
                Language::of_path(&format!("a.b.{}", language.extension())),
                Some(language)
            );
            if let Some(runtime) = &facts.runtime {
                let owner: Language = runtime.parse().unwrap();
                assert_eq!(owner.facts().runtime, None, "{language}");
            }
            let files = language.files();
            let readme = files.iter().find(|(name, _)| *name == "README.md");
            assert!(readme.is_some(), "{language} has no README.md");
        }
    }

    #[test]
    fn no_two_languages_share_an_extension() {
        let mut extensions: Vec<_> = Language::all()
            .iter()
            .flat_map(|language| &language.facts().extensions)
            .collect();
        let all = extensions.len();
        extensions.sort();
        extensions.dedup();
        assert_eq!(extensions.len(), all);
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_known_ones() {
        let error = "cobol".parse::<Language>().unwrap_err().to_string();
        assert!(error.starts_with("unknown language \"cobol\", expected one of: "));
        assert!(error.contains("python"));
        assert_eq!(Language::of_path("py"), None);
        assert!(serde_json::from_str::<Language>("\"cobol\"").is_err());
    }
}
