//! Whether a problem keeps what its format promises: the programs in its folder are run.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use arena_problems::generation::{Oracle, SMALL_CASES};
use arena_problems::{Difficulty, Input, Problem, ProblemId, Source, TestSet};
use arena_runtimes::CacheDirectory;
use serde_json::Value;

use crate::clock;
use crate::engine::Judge;
use crate::oracle::GuestOracle;
use crate::run::{Scope, Task};
use crate::tests_cache::{load_tests, on_big_stack};
use crate::verdict::{Judgement, Verdict};

/// A reference may need at most the limit divided by this.
pub const REFERENCE_SHARE: u64 = 3;

/// A naive solution must need more than this times the limit.
pub const NAIVE_FACTOR: u64 = 3;

/// What was found of one problem.
#[derive(Debug)]
pub struct Verification {
    /// The problem.
    pub id: ProblemId,
    /// How hard it is.
    pub difficulty: Difficulty,
    /// Its tests, samples included; 0 when they could not be made.
    pub tests: usize,
    /// Every solution that was judged, in order: references, then wrong ones.
    pub solutions: Vec<SolutionReport>,
    /// What is wrong; nothing when the problem is sound.
    pub findings: Vec<Finding>,
    /// How long it took.
    pub took: Duration,
}

/// Something that is wrong with a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file in question.
    pub path: String,
    /// What is wrong, a sentence.
    pub message: String,
}

/// One solution judged with all tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SolutionReport {
    /// Its path within the problem's folder.
    pub path: String,
    /// The verdict that it should get, as in `problem.toml`.
    pub required: String,
    /// The verdict that it got.
    pub verdict: Verdict,
    /// The most fuel that a test used (at the most the limit, for a naive one 3 limits).
    pub fuel_used: u64,
    /// The problem's fuel limit for its language.
    pub fuel_limit: u64,
    /// The largest memory.
    pub memory_peak_bytes: u64,
}

/// Verifies problems on `threads` threads; `done` hears of each as it is finished. The order of
/// the result is that of `problems`.
pub fn verify_problems(
    judge: &Judge,
    cache: &CacheDirectory,
    problems: &[Problem],
    threads: usize,
    done: &(dyn Fn(&Verification) + Sync),
) -> Vec<Verification> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                while let Some((index, problem)) = {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    problems.get(index).map(|problem| (index, problem))
                } {
                    let verification = verify_problem(judge, cache, problem);
                    done(&verification);
                    if let Ok(mut results) = results.lock() {
                        results.insert(index, verification);
                    }
                }
            });
        }
    });
    results
        .into_inner()
        .map(|results| results.into_values().collect())
        .unwrap_or_default()
}

/// Verifies one problem: tests are made and accepted by the validator; the references pass within
/// a third of the limit and agree with the brute force; the wrong solutions fail as they must.
pub fn verify_problem(judge: &Judge, cache: &CacheDirectory, problem: &Problem) -> Verification {
    let start = clock::now();
    let mut check = Check {
        judge,
        problem,
        solutions: Vec::new(),
        findings: Vec::new(),
    };
    let tests = match load_tests(judge, cache, problem) {
        Ok(set) => {
            let count = set.tests.len();
            if let Err(error) = on_big_stack(|| check.all(&set)) {
                check.find("", error.to_string());
            }
            count
        }
        Err(error) => {
            check.find("generator.py", error.to_string());
            0
        }
    };
    Verification {
        id: problem.id.clone(),
        difficulty: problem.difficulty,
        tests,
        solutions: check.solutions,
        findings: check.findings,
        took: clock::since(start),
    }
}

struct Check<'a> {
    judge: &'a Judge,
    problem: &'a Problem,
    solutions: Vec<SolutionReport>,
    findings: Vec<Finding>,
}

impl Check<'_> {
    fn find(&mut self, path: &str, message: impl Into<String>) {
        self.findings.push(Finding {
            path: path.to_owned(),
            message: message.into(),
        });
    }

    fn all(&mut self, set: &TestSet) {
        let problem = self.problem;
        for reference in problem.references.values() {
            self.reference(set, reference);
        }
        if let Err((path, message)) = self.small_cases() {
            self.find(&path, message);
        }
        let mut generous = set.clone();
        generous
            .limits
            .fuel
            .values_mut()
            .for_each(|fuel| *fuel = fuel.saturating_mul(NAIVE_FACTOR));
        for wrong in &problem.wrong {
            let set = if wrong.naive { &generous } else { set };
            self.wrong(set, &wrong.source, wrong.verdict.as_str(), wrong.naive);
        }
    }

    fn judge(&mut self, set: &TestSet, source: &Source, required: &str) -> Option<Judgement> {
        let task = Task {
            language: source.language,
            code: &source.text,
            tests: set,
            scope: Scope::All,
        };
        match self.judge.run(&task) {
            Ok(judgement) => {
                self.solutions.push(SolutionReport {
                    path: source.path.clone(),
                    required: required.to_owned(),
                    verdict: judgement.verdict,
                    fuel_used: judgement.fuel_used,
                    fuel_limit: self.problem.limits.fuel_of(source.language),
                    memory_peak_bytes: judgement.memory_peak_bytes,
                });
                Some(judgement)
            }
            Err(error) => {
                self.find(&source.path, error.to_string());
                None
            }
        }
    }

    fn reference(&mut self, set: &TestSet, source: &Source) {
        let Some(judgement) = self.judge(set, source, "AC") else {
            return;
        };
        if judgement.verdict != Verdict::Accepted {
            self.find(
                &source.path,
                format!("gets {}{}", judgement.verdict, place(set, &judgement)),
            );
        } else if judgement.fuel_used.saturating_mul(REFERENCE_SHARE) > judgement.fuel_limit {
            let message = format!(
                "needs {} of {} million fuel, more than a third of the limit",
                millions(judgement.fuel_used),
                millions(judgement.fuel_limit)
            );
            self.find(&source.path, message);
        }
    }

    /// The references against the brute force on the small cases; the error is a file and why.
    fn small_cases(&mut self) -> Result<(), (String, String)> {
        let Problem {
            form,
            checker,
            generator,
            validator,
            brute,
            references,
            ..
        } = self.problem;
        let mut oracle = GuestOracle::new(self.judge, form);
        let values = oracle
            .small(generator, SMALL_CASES)
            .map_err(|error| (generator.path.clone(), error.to_string()))?;
        let findings = oracle
            .validate(validator, &values)
            .map_err(|error| (validator.path.clone(), error.to_string()))?;
        for (seed, (finding, value)) in findings.iter().zip(&values).enumerate() {
            if let Err(message) = finding {
                return Err((
                    validator.path.clone(),
                    format!("refuses small({seed}) = {}: {message}", excerpt(value)),
                ));
            }
        }
        let inputs = values
            .iter()
            .map(|value| form.read_input(value))
            .collect::<Result<Vec<Input>, _>>();
        let inputs =
            inputs.map_err(|message| (generator.path.clone(), format!("small: {message}")))?;
        let right = oracle
            .answer(brute, &inputs)
            .map_err(|error| (brute.path.clone(), error.to_string()))?;
        for reference in references.values() {
            let answers = oracle
                .answer(reference, &inputs)
                .map_err(|error| (reference.path.clone(), error.to_string()))?;
            for (seed, (expected, actual)) in right.iter().zip(&answers).enumerate() {
                if let Err(mismatch) = checker.check(expected, actual) {
                    let input = excerpt(&values[seed]);
                    let message =
                        format!("disagrees with brute.py on small({seed}) = {input}: {mismatch}");
                    return Err((reference.path.clone(), message));
                }
            }
        }
        Ok(())
    }

    fn wrong(&mut self, set: &TestSet, source: &Source, required: &str, naive: bool) {
        let Some(judgement) = self.judge(set, source, required) else {
            return;
        };
        if judgement.verdict.as_str() == required {
            return;
        }
        let message = if naive {
            format!(
                "gets {} within 3 times the limit ({} of {} million fuel){}",
                judgement.verdict,
                millions(judgement.fuel_used),
                millions(judgement.fuel_limit / NAIVE_FACTOR),
                place(set, &judgement)
            )
        } else {
            format!(
                "gets {}, not {required}{}",
                judgement.verdict,
                place(set, &judgement)
            )
        };
        self.find(&source.path, message);
    }
}

/// Where a program failed and why, for the problem's author.
fn place(set: &TestSet, judgement: &Judgement) -> String {
    let mut text = String::new();
    if let Some(first) = &judgement.first_failing {
        let name = set
            .tests
            .get(first.index as usize)
            .map_or("", |test| test.name.as_str());
        text.push_str(&format!(" on test {} ({name})", first.index + 1));
        if let Some(kind) = &first.kind {
            text.push_str(&format!(", {kind}"));
        }
        if let Some(message) = first
            .detail
            .as_ref()
            .and_then(|detail| detail.message.as_ref())
        {
            text.push_str(&format!(": {message}"));
        }
    }
    if let Some(message) = &judgement.message {
        text.push_str(&format!(": {message}"));
    }
    text
}

fn excerpt(value: &Value) -> String {
    crate::text::shorten(&value.to_string(), 300)
}

fn millions(fuel: u64) -> String {
    format!("{}.{}", fuel / 1_000_000, fuel / 100_000 % 10)
}

/// The table that `arena problems verify` prints, then every finding. With `details`, every
/// solution has a row of its own.
pub fn render_verifications(verifications: &[Verification], details: bool) -> String {
    let mut rows = vec![
        [
            "problem",
            "difficulty",
            "tests",
            "reference.py",
            "reference.js",
            "wrong",
            "seconds",
            "",
        ]
        .map(str::to_owned),
    ];
    for verification in verifications {
        let share = |extension: &str| {
            let path = format!("solutions/reference.{extension}");
            let report = verification
                .solutions
                .iter()
                .find(|report| report.path == path);
            report.map_or("-".into(), |report| {
                format!(
                    "{} % of {}",
                    report.fuel_used * 100 / report.fuel_limit.max(1),
                    millions(report.fuel_limit)
                )
            })
        };
        let wrong: Vec<_> = verification
            .solutions
            .iter()
            .filter(|report| report.required != "AC")
            .collect();
        let right = wrong
            .iter()
            .filter(|report| report.verdict.as_str() == report.required)
            .count();
        rows.push([
            verification.id.to_string(),
            verification.difficulty.to_string(),
            verification.tests.to_string(),
            share("py"),
            share("js"),
            format!("{right} of {}", wrong.len()),
            format!("{:.1}", verification.took.as_secs_f64()),
            if verification.findings.is_empty() {
                "ok".into()
            } else {
                "FAILS".to_owned()
            },
        ]);
    }
    let mut text = table(&rows);
    for verification in verifications {
        if details {
            text.push_str(&format!("\n{}\n", verification.id));
            let mut rows = Vec::new();
            for report in &verification.solutions {
                rows.push([
                    format!("  {}", report.path),
                    format!("must get {}", report.required),
                    format!("gets {}", report.verdict),
                    format!(
                        "{} of {} M fuel",
                        millions(report.fuel_used),
                        millions(report.fuel_limit)
                    ),
                    format!("{} MiB", report.memory_peak_bytes >> 20),
                ]);
            }
            text.push_str(&table(&rows));
        }
        for finding in &verification.findings {
            text.push_str(&format!(
                "{}/{}: {}\n",
                verification.id, finding.path, finding.message
            ));
        }
    }
    text
}

fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: [usize; N] = std::array::from_fn(width);
    let mut text = String::new();
    for row in rows {
        let cells = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:width$}"));
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}
