//! Whether a problem keeps what its format promises: the programs in its folder are run, in the
//! judge process.

mod report;
mod table;

use arena_problems::generation::{Oracle, SMALL_CASES};
use arena_problems::{Input, Problem, Source, TestSet};
use serde_json::Value;

use crate::engine::Judge;
use crate::oracle::{GuestOracle, OracleError};
use crate::run::{Scope, Task};
use crate::text::millions;
use crate::verdict::{Judgement, Verdict};

pub use report::{Finding, SolutionReport, Soundness, Verification};
pub use table::render_verifications;

/// A reference may need at most the limit divided by this.
pub const REFERENCE_SHARE: u64 = 3;

/// A naive solution must need more than this times the limit.
pub const NAIVE_FACTOR: u64 = 3;

/// Small cases that references in languages beside those of the problem's limits are compared on: they
/// follow a reference that was compared on all.
const FEW_SMALL_CASES: usize = 100;

/// Verifies one problem, whose tests were made and accepted by its validator: the references pass
/// within a third of the limit and agree with the brute force; the wrong solutions fail as they
/// must. The calling thread needs a stack of [`crate::limits::THREAD_STACK_BYTES`].
///
/// # Errors
/// The judge's own fault.
pub(crate) fn verify_problem(
    judge: &Judge,
    problem: &Problem,
    tests: &TestSet,
) -> Result<Verification, String> {
    let mut check = Check {
        judge,
        problem,
        verification: Verification::new(problem),
    };
    check.all(tests)?;
    let mut verification = check.verification;
    verification.tests = tests.tests.len();
    Ok(verification)
}

struct Check<'a> {
    judge: &'a Judge,
    problem: &'a Problem,
    verification: Verification,
}

/// Why a part of the verification went no further.
enum Halt {
    /// Something is wrong with the problem.
    Found(Finding),
    /// The judge failed.
    Fault(String),
}

impl Check<'_> {
    fn find(&mut self, path: &str, message: impl Into<String>) {
        self.verification.findings.push(finding(path, message));
    }

    fn all(&mut self, set: &TestSet) -> Result<(), String> {
        let problem = self.problem;
        for reference in problem.references_in_order().chain(&problem.programs) {
            if self.can_judge(reference) {
                self.reference(set, reference)?;
            }
        }
        match self.small_cases() {
            Ok(()) => {}
            Err(Halt::Found(finding)) => self.verification.findings.push(finding),
            Err(Halt::Fault(reason)) => return Err(reason),
        }
        let mut generous = set.clone();
        generous
            .limits
            .fuel
            .values_mut()
            .for_each(|fuel| *fuel = fuel.saturating_mul(NAIVE_FACTOR));
        for wrong in &problem.wrong {
            if !self.can_judge(&wrong.source) {
                continue;
            }
            let set = if wrong.naive { &generous } else { set };
            self.wrong(set, &wrong.source, wrong.verdict.as_str(), wrong.naive)?;
        }
        Ok(())
    }

    /// Whether the language of a program is there; notes it if not.
    fn can_judge(&mut self, source: &Source) -> bool {
        match self.judge.loaded(source.language) {
            Ok(_) => true,
            Err(error) => {
                let finding = finding(&source.path, format!("unverified: {error}"));
                self.verification.unverified.push(finding);
                false
            }
        }
    }

    fn judge(
        &mut self,
        set: &TestSet,
        source: &Source,
        required: &str,
    ) -> Result<Judgement, String> {
        let task = Task {
            language: source.language,
            code: &source.text,
            tests: set,
            scope: Scope::All,
        };
        let judgement = self
            .judge
            .run(&task)
            .map_err(|error| format!("{}: {error}", source.path))?;
        self.verification.solutions.push(SolutionReport {
            path: source.path.clone(),
            language: source.language,
            required: required.to_owned(),
            verdict: judgement.verdict,
            fuel_used: judgement.fuel_used,
            fuel_limit: self.problem.limits.fuel_of(source.language),
            memory_peak_bytes: judgement.memory_peak_bytes,
        });
        Ok(judgement)
    }

    fn reference(&mut self, set: &TestSet, source: &Source) -> Result<(), String> {
        let judgement = self.judge(set, source, "AC")?;
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
        Ok(())
    }

    /// The references against the brute force on the small cases.
    fn small_cases(&mut self) -> Result<(), Halt> {
        let Problem {
            form,
            checker,
            generator,
            validator,
            brute,
            limits,
            ..
        } = self.problem;
        let halt = |path: &str, message: String| Halt::Found(finding(path, message));
        let mut oracle = GuestOracle::new(self.judge, form);
        let values = oracle
            .small(generator, SMALL_CASES)
            .map_err(failed(generator))?;
        let refusals = oracle
            .validate(validator, &values)
            .map_err(failed(validator))?;
        for (seed, (refusal, value)) in refusals.iter().zip(&values).enumerate() {
            if let Err(message) = refusal {
                let message = format!("refuses small({seed}) = {}: {message}", excerpt(value));
                return Err(halt(&validator.path, message));
            }
        }
        let inputs = values
            .iter()
            .map(|value| form.read_input(value))
            .collect::<Result<Vec<Input>, _>>()
            .map_err(|message| halt(&generator.path, format!("small: {message}")))?;
        let right = oracle.answer(brute, &inputs).map_err(failed(brute))?;
        let judge = self.judge;
        let can_judge = |reference: &&Source| judge.loaded(reference.language).is_ok();
        for reference in self.problem.references_in_order().filter(can_judge) {
            let own = limits.fuel.contains_key(&reference.language);
            let count = if own {
                inputs.len()
            } else {
                FEW_SMALL_CASES.min(inputs.len())
            };
            let answers = oracle
                .answer(reference, &inputs[..count])
                .map_err(failed(reference))?;
            for (seed, (expected, actual)) in right.iter().zip(&answers).enumerate() {
                if let Err(mismatch) = checker.check(expected, actual) {
                    let input = excerpt(&values[seed]);
                    let message =
                        format!("disagrees with brute.py on small({seed}) = {input}: {mismatch}");
                    return Err(halt(&reference.path, message));
                }
            }
        }
        Ok(())
    }

    fn wrong(
        &mut self,
        set: &TestSet,
        source: &Source,
        required: &str,
        naive: bool,
    ) -> Result<(), String> {
        let judgement = self.judge(set, source, required)?;
        if judgement.verdict.as_str() == required {
            return Ok(());
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
        Ok(())
    }
}

fn finding(path: &str, message: impl Into<String>) -> Finding {
    Finding {
        path: path.to_owned(),
        message: message.into(),
    }
}

fn failed(source: &Source) -> impl FnOnce(OracleError) -> Halt {
    |error| match error {
        OracleError::Judge(error) => Halt::Fault(error.to_string()),
        OracleError::Program(text) => Halt::Found(finding(&source.path, text)),
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
