//! Whether a package keeps what it says: its validators accept its data, and every submission gets
//! what its folder asks for.

use std::collections::BTreeMap;

use arena_judge::package::{Call, DOES_NOT_COMPILE, EXIT_ACCEPTED, EXIT_WRONG, Ended};
use arena_packages::{
    Case, CaseVerdict, CheckKind, OutputValidator, Package, Program, Runs, Submission, TimingUse,
    timing,
};
use arena_problems::{Language, Output, Test, ValidatorProgram};

use super::bench::{Bench, CaseRun};
use super::report::{JUDGES_OUTPUTS, Line, Report, State};

/// The most fuel of Python that a submission is measured with: what it must be in time for.
const MEASURE_FUEL: u64 = 25 * timing::FUEL_PER_SECOND;

/// Verifies a package.
///
/// # Errors
/// The judge's own fault, or a file that cannot be read any more.
pub(super) async fn verify(package: &Package, bench: &Bench) -> anyhow::Result<Report> {
    let mut verification = Verification {
        package,
        bench,
        tests: package.tests()?,
        measured: BTreeMap::new(),
        report: Report {
            id: package.id.to_string(),
            title: package.title().to_owned(),
            format: package.metadata.version.to_string(),
            hash: package.hash.to_string(),
            samples: package.data.cases.iter().filter(|case| case.sample).count(),
            secret: package
                .data
                .cases
                .iter()
                .filter(|case| !case.sample)
                .count(),
            fuel_limit: None,
            validators: Vec::new(),
            submissions: Vec::new(),
            findings: Vec::new(),
            notes: package.notes.clone(),
        },
    };
    verification.inputs().await?;
    verification.outputs().await?;
    verification.submissions().await?;
    Ok(verification.report)
}

struct Verification<'a> {
    package: &'a Package,
    bench: &'a Bench,
    /// In the order of the package's cases.
    tests: Vec<Test>,
    /// What submissions that bound the time limit from below did without one, by path.
    measured: BTreeMap<&'a str, Vec<CaseRun>>,
    report: Report,
}

impl<'a> Verification<'a> {
    /// Input validators: each accepts every input, and one of them refuses each invalid one.
    async fn inputs(&mut self) -> anyhow::Result<()> {
        let package = self.package;
        let invalid: Vec<_> = package
            .data
            .checks
            .iter()
            .filter(|check| check.kind == CheckKind::InvalidInput)
            .collect();
        let mut refused = vec![false; invalid.len()];
        let mut all_run = true;
        for program in &package.input_validators {
            let validator = match self.runnable_validator(program)? {
                Ok(validator) => validator,
                Err(reason) => {
                    all_run = false;
                    self.validator(program, "accepts inputs", State::Unverified(reason));
                    continue;
                }
            };
            let mut state = State::Ok;
            let valid = package
                .data
                .cases
                .iter()
                .map(|case| (&case.input, &case.input_flags))
                .chain(
                    package
                        .data
                        .checks
                        .iter()
                        .filter(|check| check.kind != CheckKind::InvalidInput)
                        .map(|check| (&check.input, &check.input_flags)),
                );
            for (path, flags) in valid {
                let input = package.text(path)?;
                let flags = flags.of(&program.name);
                let call = Call::input_validator(&validator, flags, &input);
                let ended = self.bench.call(&call).await?;
                if ended.exit != EXIT_ACCEPTED {
                    state = State::Fails(unwanted(&ended, EXIT_ACCEPTED, path));
                    break;
                }
            }
            for (check, refused) in invalid.iter().zip(&mut refused) {
                let input = package.text(&check.input)?;
                let flags = check.input_flags.of(&program.name);
                let call = Call::input_validator(&validator, flags, &input);
                *refused |= self.bench.call(&call).await?.exit != EXIT_ACCEPTED;
            }
            self.validator(program, "accepts inputs", state);
        }
        for (check, refused) in invalid.iter().zip(refused) {
            if !refused && all_run {
                let finding = format!("{}: no input validator refuses it", check.input);
                self.report.findings.push(finding);
            }
        }
        Ok(())
    }

    /// The output validator: what it must accept and refuse.
    async fn outputs(&mut self) -> anyhow::Result<()> {
        let package = self.package;
        let mut tried: Vec<(String, String, String, &[String], bool)> = Vec::new();
        for case in &package.data.cases {
            let answer = package.text(&case.answer)?;
            if let Some(path) = &case.output {
                let output = package.text(path)?;
                tried.push((
                    case.input.clone(),
                    answer.clone(),
                    output,
                    &case.output_flags,
                    true,
                ));
            }
            if case.sample && case.shown_output.is_none() {
                let input = case.input.clone();
                tried.push((input, answer.clone(), answer, &case.output_flags, true));
            }
        }
        for check in &package.data.checks {
            if let Some((answer, output)) = &check.output {
                let (answer, output) = (package.text(answer)?, package.text(output)?);
                let right = check.kind == CheckKind::ValidOutput;
                tried.push((
                    check.input.clone(),
                    answer,
                    output,
                    &check.output_flags,
                    right,
                ));
            }
        }
        let must = |right: bool| if right { "accept" } else { "refuse" };
        match &package.output_validator {
            OutputValidator::Default => {
                for (input, answer, output, flags, right) in tried {
                    let checker = Package::checker(flags)?;
                    let said = checker.check(&Output::Text(answer), &Output::Text(output));
                    if said.is_ok() != right {
                        let finding = format!(
                            "{input}: the output validator does not {} its output",
                            must(right)
                        );
                        self.report.findings.push(finding);
                    }
                }
            }
            OutputValidator::Custom(program) => {
                if let Err(reason) = self.runnable_validator(program)? {
                    self.validator(program, JUDGES_OUTPUTS, State::Unverified(reason));
                    return Ok(());
                }
                let mut state = State::Ok;
                for (path, answer, output, flags, right) in tried {
                    let validator = package.validator(program, flags, true)?;
                    let input = package.text(&path)?;
                    let call = Call::output_validator(&validator, &input, &answer, &output);
                    let ended = self.bench.call(&call).await?;
                    let wanted = if right { EXIT_ACCEPTED } else { EXIT_WRONG };
                    if ended.exit != wanted {
                        state = State::Fails(unwanted(&ended, wanted, &path));
                        break;
                    }
                }
                self.validator(program, JUDGES_OUTPUTS, state);
            }
        }
        Ok(())
    }

    /// A validator that can be called, or why it cannot.
    fn runnable_validator(
        &self,
        program: &Program,
    ) -> anyhow::Result<Result<ValidatorProgram, String>> {
        let language = match &program.runs {
            Runs::As { language, .. } | Runs::Together { language, .. } => *language,
            Runs::Not(reason) => return Ok(Err(reason.clone())),
        };
        Ok(match self.bench.unavailable_as_validator(language) {
            Some(reason) => Err(reason),
            None => Ok(self.package.validator(program, &[], true)?),
        })
    }

    fn validator(&mut self, program: &Program, required: &str, state: State) {
        self.report.validators.push(Line {
            path: program.path.clone(),
            required: required.to_owned(),
            got: String::new(),
            fuel: None,
            accepted: false,
            state,
        });
    }

    /// Every submission: those that the time limit comes from first.
    async fn submissions(&mut self) -> anyhow::Result<()> {
        let package = self.package;
        if let OutputValidator::Custom(program) = &package.output_validator
            && let Err(reason) = self.runnable_validator(program)?
        {
            // Nothing can be said of any submission.
            for submission in &package.submissions {
                let reason = format!("the output validator cannot be run: {reason}");
                self.submission(submission, &[], None, State::Unverified(reason));
            }
            return Ok(());
        }
        let timing = &package.metadata.limits.timing;
        // A limit that the package sets may be longer.
        let set = timing
            .time_limit
            .and_then(|_| timing::limit(timing, None).ok());
        let measure = MEASURE_FUEL.max(set.unwrap_or(0));
        let mut slowest = None;
        for submission in &package.submissions {
            if !submission.timing().0 {
                continue;
            }
            let Ok(program) = self.runnable(submission)? else {
                continue;
            };
            let runs = self.runs(&program, measure).await?;
            let needed = self.slowest(submission, &runs, TimingUse::Lower);
            slowest = slowest.max(needed);
            self.measured.insert(&submission.program.path, runs);
        }
        let limit = match timing::limit(timing, slowest) {
            Ok(limit) => Some(limit),
            Err(reason) => {
                self.report.findings.push(format!("problem.yaml: {reason}"));
                None
            }
        };
        self.report.fuel_limit = limit;
        let judged_with = limit.unwrap_or(measure);
        for submission in &package.submissions {
            self.one(submission, judged_with).await?;
        }
        Ok(())
    }

    /// One submission at the time limit.
    async fn one(&mut self, submission: &'a Submission, limit: u64) -> anyhow::Result<()> {
        let program = match self.runnable(submission)? {
            Ok(program) => program,
            Err(reason) => {
                self.submission(submission, &[], None, State::Unverified(reason));
                return Ok(());
            }
        };
        let timing = &self.package.metadata.limits.timing;
        let long = timing::too_slow(timing, limit);
        let runs = match self.measured.remove(submission.program.path.as_str()) {
            Some(runs) => runs,
            None => self.runs(&program, long).await?,
        };
        let mut results = Vec::new();
        for (case, run) in self.package.data.cases.iter().zip(&runs) {
            let verdict = match &run.verdict {
                Ok(_) if run.fuel > limit => CaseVerdict::Tle,
                Ok(verdict) => *verdict,
                Err(reason) => {
                    let fuel = Some(run.fuel);
                    let state = State::Fails(reason.clone());
                    self.submission(submission, &[], fuel, state);
                    return Ok(());
                }
            };
            results.push((case.name.clone(), verdict, run.message.clone()));
        }
        let unmet = submission
            .expectations
            .iter()
            .find_map(|expectation| expectation.check(&results).err());
        let needed = self.slowest(submission, &runs, TimingUse::Upper);
        let state = match (unmet, needed) {
            (Some(unmet), _) => State::Fails(unmet.to_string()),
            (None, Some(needed)) if needed < long => State::Fails(format!(
                "needs {} s, less than {} times the time limit",
                timing::shown_seconds(needed),
                timing.time_limit_to_tle
            )),
            (None, _) => State::Ok,
        };
        let fuel = runs.iter().map(|run| run.fuel).max();
        self.submission(submission, &results, fuel, state);
        Ok(())
    }

    fn submission(
        &mut self,
        submission: &Submission,
        results: &[(String, CaseVerdict, String)],
        fuel: Option<u64>,
        state: State,
    ) {
        let required: Vec<String> = submission
            .expectations
            .iter()
            .map(arena_packages::Expectation::summary)
            .collect();
        self.report.submissions.push(Line {
            path: submission.program.path.clone(),
            required: required.join("; "),
            got: summary(results),
            fuel,
            accepted: !results.is_empty() && results.iter().all(|one| one.1 == CaseVerdict::Ac),
            state,
        });
    }

    /// The most fuel on the cases that a submission bounds the time limit with.
    fn slowest(&self, submission: &Submission, runs: &[CaseRun], bound: TimingUse) -> Option<u64> {
        let counts = |case: &Case| {
            submission
                .expectations
                .iter()
                .any(|one| one.timing() == bound && one.is_about(&case.name))
        };
        let cases = self.package.data.cases.iter().zip(runs);
        let counted = cases.filter(|(case, _)| counts(case));
        counted.map(|(_, run)| run.fuel).max()
    }

    fn runnable(
        &self,
        submission: &Submission,
    ) -> anyhow::Result<Result<(Language, String), String>> {
        Ok(match self.package.source(&submission.program)? {
            None => Err(why_not(&submission.program)),
            Some((language, text)) => match self.bench.unavailable(language) {
                Some(reason) => Err(reason),
                None => Ok((language, text)),
            },
        })
    }

    /// A program with every test case.
    async fn runs(&self, program: &(Language, String), fuel: u64) -> anyhow::Result<Vec<CaseRun>> {
        let mut runs = Vec::with_capacity(self.tests.len());
        for (case, test) in self.package.data.cases.iter().zip(&self.tests) {
            let limits = self.package.limits(fuel);
            let run = self.bench.case(self.package, program, case, test, limits);
            runs.push(run.await?);
        }
        Ok(runs)
    }
}

/// How a call of a validator ended that should have ended otherwise.
fn unwanted(ended: &Ended, wanted: i32, path: &str) -> String {
    let Ended { exit, error, .. } = ended;
    if error.starts_with(DOES_NOT_COMPILE) {
        return error.clone();
    }
    format!("ends with {exit}, not {wanted}, on {path} {error}")
}

fn why_not(program: &Program) -> String {
    match &program.runs {
        Runs::As { .. } => "its text cannot be read".to_owned(),
        Runs::Together { sources, .. } => format!("it has {sources} files, one is supported"),
        Runs::Not(reason) => reason.clone(),
    }
}

/// `AC 4, WA 1`.
fn summary(results: &[(String, CaseVerdict, String)]) -> String {
    let mut counts: BTreeMap<CaseVerdict, usize> = BTreeMap::new();
    for (_, verdict, _) in results {
        *counts.entry(*verdict).or_default() += 1;
    }
    let counts = counts
        .iter()
        .map(|(verdict, count)| format!("{verdict} {count}"));
    counts.collect::<Vec<_>>().join(", ")
}
