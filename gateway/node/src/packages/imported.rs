//! Imported packages as problems that are played.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use arena_edge::protocol::server::{LanguageCard, LimitsCard, ProblemCard, SampleCard};
use arena_edge::{LanguageEntry, ProblemEntry};
use arena_packages::Package;
use arena_problems::{
    Difficulty, Form, Hash32, Input, Language, Output, PackedTests, Sample, starter,
};

use super::store::{self, Offered};

/// Most words that describe a problem in the list of problems.
const MAX_TECHNIQUES: usize = 5;

/// A package with its tests, ready to be played.
pub(crate) struct Imported {
    pub(crate) id: String,
    /// Names what is played: the tests, and what is shown.
    pub(crate) hash: String,
    pub(crate) difficulty: Difficulty,
    /// Or why there are no battles on it; those that there were can still be judged.
    pub(crate) offered: Result<(), String>,
    title: String,
    techniques: Vec<String>,
    statement: String,
    samples: Vec<Sample>,
    languages: Vec<Language>,
    tests: Arc<PackedTests>,
}

/// Every imported package of a data folder: by ascending id, what it is, or why it cannot be used.
pub(crate) fn all(data_dir: &Path) -> anyhow::Result<Vec<(String, anyhow::Result<Imported>)>> {
    let folders = store::all(data_dir)?;
    let both = |folder: PathBuf| (id(&folder), Imported::load(&folder));
    Ok(folders.into_iter().map(both).collect())
}

/// A problem's folder is called as the problem is.
pub(super) fn id(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

impl Imported {
    pub(super) fn load(folder: &Path) -> anyhow::Result<Self> {
        let (package, facts) = store::load(folder)?;
        let fuel = facts
            .fuel
            .context("it has no time limit: import it again")?;
        let tests = package.played(fuel)?.pack(package.hash)?;
        let statement = package.statement().context("it has no statement")?;
        Ok(Self {
            id: package.id.to_string(),
            hash: played_hash(&package, &tests).to_string(),
            difficulty: facts.difficulty,
            offered: match facts.offered {
                Offered::Yes => Ok(()),
                Offered::No(reason) => Err(reason),
            },
            title: package.title().to_owned(),
            techniques: techniques(&package),
            statement: statement.markdown.clone(),
            samples: package.samples()?,
            languages: Language::all()
                .iter()
                .copied()
                .filter(|language| package.allows(*language))
                .collect(),
            tests: Arc::new(tests),
        })
    }

    pub(crate) fn title(&self) -> &str {
        &self.title
    }

    /// What judges it.
    pub(crate) fn tests(&self) -> &Arc<PackedTests> {
        &self.tests
    }

    /// Its line in the list of problems.
    pub(crate) fn entry(&self) -> ProblemEntry {
        ProblemEntry {
            id: self.id.clone(),
            title: self.title.clone(),
            difficulty: self.difficulty.to_string(),
            techniques: self.techniques.clone(),
        }
    }

    /// What players are shown, with those of its languages that can be judged now.
    pub(crate) fn card(&self, languages: &[LanguageEntry]) -> ProblemCard {
        let limits = self.tests.limits();
        let language = |entry: &LanguageEntry| {
            let language: Language = entry.language.parse().ok()?;
            let offered = self.languages.contains(&language);
            (offered && entry.unavailable.is_none()).then(|| LanguageCard {
                language: entry.language.clone(),
                title: language.facts().title.clone(),
                version: entry.version.clone(),
                editor: language.facts().editor.clone(),
                starter: starter::starter_code(&Form::Stdin, language),
                fuel_limit: limits.fuel_of(language),
            })
        };
        let sample = |sample: &Sample| SampleCard {
            input: match &sample.input {
                Input::Text(text) => text.clone(),
                Input::Arguments(value) => value.to_string(),
            },
            output: match &sample.output {
                Output::Text(text) => text.clone(),
                Output::Value(value) => value.to_string(),
            },
            stdin: None,
            stdout: None,
            note: sample.note.clone(),
        };
        ProblemCard {
            id: self.id.clone(),
            title: self.title.clone(),
            difficulty: self.difficulty.to_string(),
            techniques: self.techniques.clone(),
            statement: self.statement.clone(),
            form: "stdin".to_owned(),
            signature: None,
            samples: self.samples.iter().map(sample).collect(),
            limits: LimitsCard {
                memory_bytes: limits.memory_bytes,
                output_bytes: limits.output_bytes,
            },
            languages: languages.iter().filter_map(language).collect(),
        }
    }
}

/// Over the package and the tests, in which the time limit is.
fn played_hash(package: &Package, tests: &PackedTests) -> Hash32 {
    let mut hasher = blake3::Hasher::new_derive_key("code-battle-arena played package 1");
    hasher.update(&package.hash.0).update(&tests.hash().0.0);
    Hash32(*hasher.finalize().as_bytes())
}

/// The keywords; players of the arena read them as techniques.
fn techniques(package: &Package) -> Vec<String> {
    let words = package.metadata.keywords.iter();
    words
        .take(MAX_TECHNIQUES)
        .map(|word| word.to_lowercase())
        .collect()
}
