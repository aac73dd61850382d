//! A problem: its folder, loaded and validated as far as that needs no running of programs.

use std::collections::BTreeMap;
use std::path::Path;

use arena_runtimes::Language;
use include_dir::Dir;
use serde::{Deserialize, Serialize};

use crate::canonical::Encoder;
use crate::checker::Checker;
use crate::error::ProblemError;
use crate::files::Files;
use crate::hash::ProblemHash;
use crate::id::ProblemId;
use crate::limits::Limits;
use crate::manifest::{DeclaredWrong, Manifest, read_manifest};
use crate::names::{Difficulty, RequiredVerdict};
use crate::samples::{Sample, read_samples};
use crate::signature::{Form, Signature};
use crate::starter;

/// Largest statement, in bytes.
pub const MAX_STATEMENT_BYTES: usize = 32 * 1024;

const MANIFEST: &str = "problem.toml";
const STATEMENT: &str = "statement.md";
const SAMPLES: &str = "samples.json";
const GENERATOR: &str = "generator.py";
const VALIDATOR: &str = "validator.py";
const BRUTE: &str = "brute.py";
const HASH_CONTEXT: &str = "code-battle-arena problem 1";

/// A problem as its folder says, valid as far as can be known without running its programs
/// (`arena problems verify` runs them).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// The folder's name.
    pub id: ProblemId,
    /// Shown above the statement.
    pub title: String,
    /// How hard it is.
    pub difficulty: Difficulty,
    /// The techniques that solve it, in the order of importance.
    pub techniques: Vec<String>,
    /// What a solution is.
    pub form: Form,
    /// What one test may use.
    pub limits: Limits,
    /// How answers are compared.
    pub checker: Checker,
    /// Markdown; untrusted, as any text that is shown to players.
    pub statement: String,
    /// Two or three, in the order of `samples.json`.
    pub samples: Vec<Sample>,
    /// What `generate` of the generator is given.
    pub seed: u64,
    /// Python, defines `generate(seed)` and `small(seed)`.
    pub generator: Source,
    /// Python, defines `validate(input)`.
    pub validator: Source,
    /// Python, a slow solution that is obviously right.
    pub brute: Source,
    /// A fast solution in every language that the problem offers; Python's gives the expected
    /// answers.
    pub references: BTreeMap<Language, Source>,
    /// The same as whole programs, where a problem offers both forms.
    pub programs: Vec<Source>,
    /// Solutions that must fail, in the order of `problem.toml`.
    pub wrong: Vec<WrongSolution>,
    /// Over every file of the folder.
    pub hash: ProblemHash,
}

/// A program of a problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Within the problem's folder: `solutions/reference.py`.
    pub path: String,
    /// Its language, by extension.
    pub language: Language,
    /// The program.
    pub text: String,
}

/// A solution that must fail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrongSolution {
    /// The program.
    pub source: Source,
    /// What it must get.
    pub verdict: RequiredVerdict,
    /// A naive algorithm: right, but it must need more than three times the limit.
    pub naive: bool,
    /// What is wrong with it, a fragment.
    pub why: String,
}

impl Problem {
    /// Loads and validates a folder.
    ///
    /// # Errors
    /// The first mistake, with file and line.
    pub fn load(folder: &Path) -> Result<Self, ProblemError> {
        Self::from_files(&Files::read(folder)?)
    }

    /// Takes and validates a folder of the embedded catalogue.
    pub(crate) fn embedded(folder: &Dir<'_>) -> Result<Self, ProblemError> {
        Self::from_files(&Files::embedded(folder)?)
    }

    /// The code that a player of this problem starts from.
    pub fn starter_code(&self, language: Language) -> String {
        starter::starter_code(&self.form, language)
    }

    /// The references, Python's first: the expected answers are its own.
    pub fn references_in_order(&self) -> impl Iterator<Item = &Source> {
        let is_python = |source: &&Source| source.language == Language::PYTHON;
        let others = move |source: &&Source| !is_python(source);
        let references = self.references.values();
        references
            .clone()
            .filter(is_python)
            .chain(references.filter(others))
    }

    fn from_files(files: &Files) -> Result<Self, ProblemError> {
        let Manifest {
            id,
            title,
            difficulty,
            techniques,
            form,
            limits,
            checker,
            seed,
            wrong,
        } = read_manifest(files.require(MANIFEST)?, files.name())
            .map_err(|e| files.error(MANIFEST, Some(e.line), e.message))?;

        let samples = read_samples(files.require(SAMPLES)?, &form)
            .map_err(|e| files.error(SAMPLES, Some(e.line), e.message))?;
        let signature = form.signature();

        let generator = source(files, GENERATOR, Language::PYTHON)?;
        require_python(files, &generator, "generate")?;
        require_python(files, &generator, "small")?;
        let validator = source(files, VALIDATOR, Language::PYTHON)?;
        require_python(files, &validator, "validate")?;
        let brute = source(files, BRUTE, Language::PYTHON)?;
        require_function(files, &brute, signature)?;
        let mut references = BTreeMap::new();
        for &language in Language::all() {
            let path = format!("solutions/reference.{}", language.extension());
            if files.get(&path).is_none() && !limits.fuel.contains_key(&language) {
                continue;
            }
            let reference = source(files, &path, language)?;
            require_function(files, &reference, signature)?;
            references.insert(language, reference);
        }
        let programs = programs(files, &form)?;
        let wrong = wrong_solutions(files, &wrong)?;
        require_kinds_of_wrong(files, difficulty, &limits, &wrong)?;
        refuse_strangers(files, &references, &programs, &wrong)?;

        Ok(Self {
            id,
            title,
            difficulty,
            techniques,
            form,
            limits,
            checker,
            statement: statement(files)?,
            samples,
            seed,
            generator,
            validator,
            brute,
            references,
            programs,
            wrong,
            hash: hash_of(files),
        })
    }
}

/// The hash of a folder: BLAKE3 in derive-key mode (context `code-battle-arena problem 1`) over
/// the canonical encoding of each file's path and content, by ascending path.
fn hash_of(files: &Files) -> ProblemHash {
    let mut encoder = Encoder::default();
    for (path, text) in files.iter() {
        encoder.text(path).text(text);
    }
    ProblemHash(encoder.hash(HASH_CONTEXT))
}

fn statement(files: &Files) -> Result<String, ProblemError> {
    let text = files.require(STATEMENT)?;
    let fail = |line, message: String| Err(files.error(STATEMENT, Some(line), message));
    if text.trim().is_empty() {
        return fail(1, "the statement is empty".into());
    }
    if text.len() > MAX_STATEMENT_BYTES {
        let length = text.len();
        return fail(
            1,
            format!("has {length} bytes, at most {MAX_STATEMENT_BYTES} are allowed"),
        );
    }
    if let Some(index) = text.lines().position(|line| line.starts_with("# ")) {
        return fail(
            index + 1,
            "the title is shown by itself: begin headings with ##".into(),
        );
    }
    Ok(text.to_owned())
}

fn source(files: &Files, path: &str, language: Language) -> Result<Source, ProblemError> {
    let text = files.require(path)?;
    if text.trim().is_empty() {
        return Err(files.error(path, Some(1), "the program is empty"));
    }
    Ok(Source {
        path: path.to_owned(),
        language,
        text: text.to_owned(),
    })
}

fn require_python(files: &Files, source: &Source, function: &str) -> Result<(), ProblemError> {
    let definition = format!("def {function}(");
    if source
        .text
        .lines()
        .any(|line| line.starts_with(&definition))
    {
        return Ok(());
    }
    Err(files.error(&source.path, Some(1), format!("does not define {function}")))
}

fn require_function(
    files: &Files,
    source: &Source,
    signature: Option<&Signature>,
) -> Result<(), ProblemError> {
    let Some(signature) = signature else {
        return Ok(());
    };
    if signature.is_defined_by(&source.text, source.language) {
        return Ok(());
    }
    let name = signature.name_in(source.language.facts().names);
    Err(files.error(&source.path, Some(1), format!("does not define {name}")))
}

/// The references as programs: a problem that offers both forms has one in Python at least.
fn programs(files: &Files, form: &Form) -> Result<Vec<Source>, ProblemError> {
    let Form::Either(signature) = form else {
        return Ok(Vec::new());
    };
    let mut programs = Vec::new();
    for &language in Language::all() {
        let path = format!("solutions/program.{}", language.extension());
        if files.get(&path).is_none() && language != Language::PYTHON {
            continue;
        }
        let program = source(files, &path, language)?;
        if signature.is_defined_by(&program.text, language) {
            let name = signature.name_in(language.facts().names);
            let message = format!("defines {name}, so it would be judged as a function");
            return Err(files.error(&path, Some(1), message));
        }
        programs.push(program);
    }
    Ok(programs)
}

fn wrong_solutions(
    files: &Files,
    declared: &[DeclaredWrong],
) -> Result<Vec<WrongSolution>, ProblemError> {
    let load = |entry: &DeclaredWrong| {
        if files.get(&entry.file).is_none() {
            let message = format!("{} does not exist", entry.file);
            return Err(files.error(MANIFEST, Some(entry.line), message));
        }
        Ok(WrongSolution {
            source: source(files, &entry.file, entry.language)?,
            verdict: entry.verdict,
            naive: entry.naive,
            why: entry.why.clone(),
        })
    };
    declared.iter().map(load).collect()
}

/// The languages whose limits the problem states have a wrong solution, and from medium on a naive one.
fn require_kinds_of_wrong(
    files: &Files,
    difficulty: Difficulty,
    limits: &Limits,
    wrong: &[WrongSolution],
) -> Result<(), ProblemError> {
    let needs_naive = match difficulty {
        Difficulty::Easy => false,
        Difficulty::Medium | Difficulty::Hard => true,
    };
    for &language in limits.fuel.keys() {
        let has = |naive: bool| {
            wrong
                .iter()
                .any(|solution| solution.source.language == language && solution.naive == naive)
        };
        if !has(false) {
            let message = format!("declares no [[wrong]] solution with a bug in {language}");
            return Err(files.error(MANIFEST, Some(1), message));
        }
        if needs_naive && !has(true) {
            let message = format!("is {difficulty}, but has no naive solution in {language}");
            return Err(files.error(MANIFEST, Some(1), message));
        }
    }
    Ok(())
}

/// A file that nothing uses is a mistake, most likely a forgotten `[[wrong]]`.
fn refuse_strangers(
    files: &Files,
    references: &BTreeMap<Language, Source>,
    programs: &[Source],
    wrong: &[WrongSolution],
) -> Result<(), ProblemError> {
    let known = [MANIFEST, STATEMENT, SAMPLES, GENERATOR, VALIDATOR, BRUTE];
    for (path, _) in files.iter() {
        let used = known.contains(&path)
            || references.values().any(|source| source.path == path)
            || programs.iter().any(|source| source.path == path)
            || wrong.iter().any(|solution| solution.source.path == path);
        if !used {
            return Err(files.error(path, Some(1), format!("is not declared in {MANIFEST}")));
        }
    }
    Ok(())
}
