//! The problems of this process: what players are shown of them, and the tests that judge them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::bail;
use arena_edge::protocol::server::{LanguageCard, LimitsCard, ProblemCard, SampleCard};
use arena_edge::{LanguageEntry, ProblemEntry};
use arena_problems::{
    Catalogue, Difficulty, Form, Input, Language, Output, PackedTests, Problem, text_form,
};
use arena_rules::matchmaking::Candidates;
use arena_rules::play::{ProblemId, ProblemRef};
use tokio::sync::watch;

use crate::packages::{self, Imported};

/// A catalogue and imported packages, with their tests as they become ready.
pub(crate) struct Shelf {
    problems: BTreeMap<String, Arc<Problem>>,
    imported: Mutex<Packages>,
    tests: Mutex<BTreeMap<String, Arc<PackedTests>>>,
    candidates: watch::Sender<Candidates>,
}

/// Imported packages.
#[derive(Default)]
struct Packages {
    /// By what is played; also those that were replaced or withdrawn, which battles go on with.
    known: BTreeMap<String, Arc<Imported>>,
    /// By id, what is offered now.
    offered: BTreeMap<String, Arc<Imported>>,
}

impl Shelf {
    pub(crate) fn new(catalogue: &Catalogue) -> Self {
        let by_hash = |problem: &Arc<Problem>| (problem.hash.to_string(), problem.clone());
        Self {
            problems: catalogue.iter().map(by_hash).collect(),
            imported: Mutex::default(),
            tests: Mutex::default(),
            candidates: watch::Sender::new(Candidates::default()),
        }
    }

    /// Offers an imported package, in the place of an earlier one of its id. It comes with its tests, so that it can be
    /// played at once.
    ///
    /// # Errors
    /// Why it is not offered; battles on it are judged.
    pub(crate) fn take_up(&self, imported: Imported) -> anyhow::Result<()> {
        let imported = Arc::new(imported);
        let id = &imported.id;
        let taken = self
            .problems
            .values()
            .any(|problem| problem.id.as_str() == *id);
        self.remember(&imported);
        if taken {
            bail!("{}", packages::taken(id));
        }
        if let Err(reason) = &imported.offered {
            bail!("{reason}");
        }
        let mut held = self.imported.lock().unwrap_or_else(PoisonError::into_inner);
        held.offered.insert(id.clone(), imported.clone());
        // What is listed is played, so the list waits for this.
        self.candidates.send_modify(|candidates| {
            remove(candidates, id);
            put(candidates, imported.difficulty, id, &imported.hash);
        });
        Ok(())
    }

    /// Judges battles on a package, and offers it no more than before.
    pub(crate) fn remember(&self, imported: &Arc<Imported>) {
        let mut tests = self.tests.lock().unwrap_or_else(PoisonError::into_inner);
        tests.insert(imported.hash.clone(), imported.tests().clone());
        drop(tests);
        let mut held = self.imported.lock().unwrap_or_else(PoisonError::into_inner);
        held.known.insert(imported.hash.clone(), imported.clone());
    }

    /// Offers an imported package no more; battles on it go on.
    pub(crate) fn withdraw(&self, id: &str) {
        let mut held = self.imported.lock().unwrap_or_else(PoisonError::into_inner);
        if held.offered.remove(id).is_none() {
            return;
        }
        drop(held);
        self.candidates
            .send_modify(|candidates| remove(candidates, id));
    }

    /// Every problem, easiest first.
    pub(crate) fn entries(&self) -> Vec<ProblemEntry> {
        let entry = |problem: &Arc<Problem>| ProblemEntry {
            id: problem.id.to_string(),
            title: problem.title.clone(),
            difficulty: problem.difficulty.to_string(),
            techniques: problem.techniques.clone(),
        };
        let own = self
            .problems
            .values()
            .map(|one| (one.difficulty, entry(one)));
        let held = self.imported.lock().unwrap_or_else(PoisonError::into_inner);
        let imported = held
            .offered
            .values()
            .map(|one| (one.difficulty, one.entry()));
        let mut entries: Vec<(Difficulty, ProblemEntry)> = own.chain(imported).collect();
        entries.sort_by(|(a, one), (b, other)| (a, &one.id).cmp(&(b, &other.id)));
        entries.into_iter().map(|(_, entry)| entry).collect()
    }

    /// Every problem, one of each difficulty after the other, so that all difficulties can be
    /// played soon when tests are made in this order.
    pub(crate) fn problems(&self) -> impl Iterator<Item = &Problem> {
        let mut seen = BTreeMap::new();
        let mut ranked: Vec<(u32, Difficulty, &Problem)> = Vec::new();
        for problem in self.problems.values() {
            let rank = seen.entry(problem.difficulty).or_insert(0);
            ranked.push((*rank, problem.difficulty, problem));
            *rank += 1;
        }
        ranked.sort_by_key(|(rank, difficulty, _)| (*rank, *difficulty));
        ranked.into_iter().map(|(_, _, problem)| problem)
    }

    pub(crate) fn knows(&self, problem: &ProblemRef) -> bool {
        self.problems.contains_key(&problem.hash) || self.imported(&problem.hash).is_some()
    }

    fn imported(&self, hash: &str) -> Option<Arc<Imported>> {
        let held = self.imported.lock().unwrap_or_else(PoisonError::into_inner);
        held.known.get(hash).cloned()
    }

    /// What players are shown of a problem, with those of its languages that can be judged now.
    pub(crate) fn card(
        &self,
        problem: &ProblemRef,
        languages: &[LanguageEntry],
    ) -> Option<Arc<ProblemCard>> {
        if let Some(imported) = self.imported(&problem.hash) {
            return Some(Arc::new(imported.card(languages)));
        }
        let problem = self.problems.get(&problem.hash)?;
        Some(Arc::new(card(problem, languages)))
    }

    pub(crate) fn tests(&self, problem: &ProblemRef) -> Option<Arc<PackedTests>> {
        let tests = self.tests.lock().unwrap_or_else(PoisonError::into_inner);
        tests.get(&problem.hash).cloned()
    }

    /// Puts a problem's tests on the shelf: from now on it can be played.
    pub(crate) fn add(&self, problem: &Problem, tests: PackedTests) {
        let hash = problem.hash.to_string();
        let mut shelved = self.tests.lock().unwrap_or_else(PoisonError::into_inner);
        shelved.insert(hash.clone(), Arc::new(tests));
        drop(shelved);
        self.candidates.send_modify(|candidates| {
            put(candidates, problem.difficulty, problem.id.as_str(), &hash);
        });
    }

    /// What can be played now, as it changes.
    pub(crate) fn candidates(&self) -> watch::Receiver<Candidates> {
        self.candidates.subscribe()
    }
}

fn put(candidates: &mut Candidates, difficulty: Difficulty, id: &str, hash: &str) {
    let of_difficulty = match difficulty {
        Difficulty::Easy => &mut candidates.easy,
        Difficulty::Medium => &mut candidates.medium,
        Difficulty::Hard => &mut candidates.hard,
    };
    of_difficulty.push(ProblemRef {
        id: ProblemId(id.to_owned()),
        hash: hash.to_owned(),
    });
    of_difficulty.sort_by(|a, b| a.id.cmp(&b.id));
}

fn remove(candidates: &mut Candidates, id: &str) {
    for of_difficulty in [
        &mut candidates.easy,
        &mut candidates.medium,
        &mut candidates.hard,
    ] {
        of_difficulty.retain(|candidate| candidate.id.0 != id);
    }
}

fn card(problem: &Problem, languages: &[LanguageEntry]) -> ProblemCard {
    let language = |entry: &LanguageEntry| {
        let language: Language = entry.language.parse().ok()?;
        let offered = problem.references.contains_key(&language);
        (offered && entry.unavailable.is_none()).then(|| LanguageCard {
            language: entry.language.clone(),
            title: language.facts().title.clone(),
            version: entry.version.clone(),
            editor: language.facts().editor.clone(),
            starter: problem.starter_code(language),
            fuel_limit: problem.limits.fuel_of(language),
        })
    };
    let sample = |sample: &arena_problems::Sample| {
        let (stdin, stdout) = as_text(problem, sample).unzip();
        SampleCard {
            input: input(problem, &sample.input),
            output: output(&sample.output),
            stdin,
            stdout,
            note: sample.note.clone(),
        }
    };
    let (form, signature) = match &problem.form {
        Form::Function(signature) => ("function", Some(signed(signature))),
        Form::Stdin => ("stdin", None),
        Form::Either(signature) => ("either", Some(signed(signature))),
    };
    ProblemCard {
        id: problem.id.to_string(),
        title: problem.title.clone(),
        difficulty: problem.difficulty.to_string(),
        techniques: problem.techniques.clone(),
        statement: problem.statement.clone(),
        form: form.to_owned(),
        signature,
        samples: problem.samples.iter().map(sample).collect(),
        limits: LimitsCard {
            memory_bytes: problem.limits.memory_bytes,
            output_bytes: problem.limits.output_bytes,
        },
        languages: languages.iter().filter_map(language).collect(),
    }
}

fn signed(signature: &arena_problems::Signature) -> String {
    let parameters: Vec<String> = signature
        .parameters
        .iter()
        .map(|one| format!("{}: {}", one.name, one.ty))
        .collect();
    format!(
        "{}({}) -> {}",
        signature.function,
        parameters.join(", "),
        signature.returns
    )
}

/// Arguments by their names, one a line; or the text of standard input.
fn input(problem: &Problem, input: &Input) -> String {
    match (problem.form.signature(), input) {
        (Some(signature), Input::Arguments(serde_json::Value::Array(values))) => {
            let lines = signature.parameters.iter().zip(values);
            let lines: Vec<String> = lines
                .map(|(parameter, value)| format!("{} = {value}", parameter.name))
                .collect();
            lines.join("\n")
        }
        (_, Input::Arguments(value)) => value.to_string(),
        (_, Input::Text(text)) => text.clone(),
    }
}

/// A sample as programs read and write it, where a problem offers both forms.
fn as_text(problem: &Problem, sample: &arena_problems::Sample) -> Option<(String, String)> {
    match (&problem.form, &sample.input, &sample.output) {
        (Form::Either(signature), Input::Arguments(arguments), Output::Value(value)) => Some((
            text_form::write_arguments(signature, arguments).ok()?,
            text_form::write_answer(&signature.returns, value).ok()?,
        )),
        _ => None,
    }
}

fn output(output: &Output) -> String {
    match output {
        Output::Value(value) => value.to_string(),
        Output::Text(text) => text.clone(),
    }
}
