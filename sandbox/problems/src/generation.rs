//! From a problem to its tests: what has to be run is asked of an [`Oracle`], the rest is here.

mod error;

use serde_json::Value;

use crate::canonical::Encoder;
use crate::hash::Hash32;
use crate::json_lines::{Json, JsonError};
use crate::problem::{Problem, Source};
use crate::samples::Sample;
use crate::signature::{Form, Signature};
use crate::test_set::{
    Input, Output, Test, TestSet, TestSetError, encode_input, encode_output, encode_settings,
};
use crate::text_form;
use arena_runtimes::Language;
pub use error::{ContentError, GenerationError};

/// Fewest secret tests of a problem.
pub const MIN_SECRET_TESTS: usize = 20;

/// Most secret tests of a problem.
pub const MAX_SECRET_TESTS: usize = 100;

/// Largest JSON of all secret inputs of a problem, in bytes.
pub const MAX_GENERATED_BYTES: usize = 12 * 1024 * 1024;

/// Longest name of a case, in bytes.
pub const MAX_CASE_NAME_BYTES: usize = 80;

/// Cases of `small(seed)` that the brute force is compared on: the seeds `0..SMALL_CASES`.
pub const SMALL_CASES: u64 = 500;

const SOURCES_CONTEXT: &str = "code-battle-arena test-set sources 1";

/// Runs a problem's programs. Implementations run them in a guest; tests in plain Rust.
pub trait Oracle {
    /// Why a program could not be run, or failed.
    type Error;

    /// The JSON text of what `generate(seed)` of the generator returns.
    ///
    /// # Errors
    /// The program failed.
    fn generate(&mut self, generator: &Source, seed: u64) -> Result<String, Self::Error>;

    /// For each input, as [`crate::Form::write_input`] writes it, what `validate` finds wrong
    /// with it. In the order of the inputs.
    ///
    /// # Errors
    /// The program failed other than by refusing an input.
    fn validate(
        &mut self,
        validator: &Source,
        inputs: &[Value],
    ) -> Result<Vec<Result<(), String>>, Self::Error>;

    /// The answers of a solution, in the order of the inputs.
    ///
    /// # Errors
    /// The program failed on one of them.
    fn answer(&mut self, solution: &Source, inputs: &[Input]) -> Result<Vec<Output>, Self::Error>;
}

/// A secret input that the generator made.
#[derive(Debug, Clone, PartialEq)]
pub struct GeneratedCase {
    /// Unique within the problem.
    pub name: String,
    /// What the solution is given.
    pub input: Input,
}

/// What a problem's tests are made from.
#[derive(Debug, Clone, Copy)]
pub struct GenerationPlan<'a> {
    problem: &'a Problem,
    reference: &'a Source,
}

impl<'a> GenerationPlan<'a> {
    /// The plan of a problem; `None` only for a problem without a Python reference, which the
    /// loader refuses.
    pub fn of(problem: &'a Problem) -> Option<Self> {
        let reference = problem.references.get(&Language::PYTHON)?;
        Some(Self { problem, reference })
    }

    /// The generator and the seed to give it.
    pub fn generator(&self) -> (&'a Source, u64) {
        (&self.problem.generator, self.problem.seed)
    }

    /// The program whose answers are the expected ones.
    pub fn reference(&self) -> &'a Source {
        self.reference
    }

    /// Names what the tests are made from: a set cached under this hash is current. `runtime` is
    /// the hash of the runtime that runs the programs.
    ///
    /// BLAKE3 in derive-key mode (context `code-battle-arena test-set sources 1`) over the
    /// canonical encoding of: the runtime's hash; form, checker and limits as in
    /// [`TestSet::compute_hash`]; the samples' number, inputs and outputs; the seed; generator,
    /// validator and reference.
    ///
    /// # Errors
    /// A sample is nested too deeply, which the loader refuses.
    pub fn sources_hash(&self, runtime: &[u8]) -> Result<Hash32, TestSetError> {
        let Problem {
            form,
            checker,
            limits,
            samples,
            seed,
            generator,
            validator,
            ..
        } = self.problem;
        let mut encoder = Encoder::default();
        encoder.text(&hexadecimal(runtime));
        encode_settings(&mut encoder, form, checker, limits);
        encoder.number(u64::try_from(samples.len()).unwrap_or(u64::MAX));
        for Sample {
            input,
            output,
            note: _,
        } in samples
        {
            encode_input(&mut encoder, input)
                .and_then(|()| encode_output(&mut encoder, output))
                .map_err(|_| TestSetError::Encode("a sample is nested too deeply".into()))?;
        }
        encoder.number(*seed);
        encoder
            .text(&generator.text)
            .text(&validator.text)
            .text(&self.reference.text);
        Ok(encoder.hash(SOURCES_CONTEXT))
    }

    /// Reads what `generate(seed)` returned.
    ///
    /// # Errors
    /// Too few, too many, repeated or wrongly typed cases; too much text.
    pub fn read_cases(&self, json: &str) -> Result<Vec<GeneratedCase>, ContentError> {
        let path = || self.problem.generator.path.clone();
        if json.len() > MAX_GENERATED_BYTES {
            return Err(ContentError::TooLarge {
                path: path(),
                bytes: json.len(),
            });
        }
        self.cases(json)
            .map_err(|JsonError { line, message }| ContentError::Cases {
                path: path(),
                line,
                message,
            })
    }

    fn cases(&self, json: &str) -> Result<Vec<GeneratedCase>, JsonError> {
        let whole = Json::new(json);
        let entries = whole.list()?;
        if !(MIN_SECRET_TESTS..=MAX_SECRET_TESTS).contains(&entries.len()) {
            let found = entries.len();
            return Err(whole.error(format!(
                "a problem has {MIN_SECRET_TESTS} to {MAX_SECRET_TESTS} secret cases, found {found}"
            )));
        }
        let mut cases: Vec<GeneratedCase> = Vec::with_capacity(entries.len());
        for (index, entry) in entries.iter().enumerate() {
            let case = self.case(entry).map_err(|e| JsonError {
                message: format!("case {}: {}", index + 1, e.message),
                ..e
            })?;
            if cases.iter().any(|earlier| earlier.name == case.name) {
                return Err(entry.error(format!("two cases are named {:?}", case.name)));
            }
            cases.push(case);
        }
        Ok(cases)
    }

    fn case(&self, entry: &Json<'_>) -> Result<GeneratedCase, JsonError> {
        let (mut name, mut input) = (None, None);
        for (field, part) in entry.object()? {
            match field.as_str() {
                "name" => match part.value()? {
                    Value::String(text) if (1..=MAX_CASE_NAME_BYTES).contains(&text.len()) => {
                        name = Some(text);
                    }
                    _ => {
                        return Err(
                            part.error(format!("name has 1 to {MAX_CASE_NAME_BYTES} bytes"))
                        );
                    }
                },
                "input" => {
                    let read = self.problem.form.read_input(&part.value()?);
                    input = Some(read.map_err(|e| part.error(e))?);
                }
                other => return Err(part.error(format!("unknown field {other:?}"))),
            }
        }
        match (name, input) {
            (Some(name), Some(input)) => Ok(GeneratedCase { name, input }),
            _ => Err(entry.error("needs \"name\" and \"input\"")),
        }
    }

    /// Puts the set together: the samples, then the cases with the reference's answers, which
    /// are given in the cases' order.
    ///
    /// # Errors
    /// Another number of answers than cases, or an answer of another type.
    pub fn assemble(
        &self,
        cases: Vec<GeneratedCase>,
        answers: Vec<Output>,
    ) -> Result<TestSet, ContentError> {
        let path = &self.reference.path;
        require_count(path, cases.len(), answers.len())?;
        let Problem {
            form,
            checker,
            limits,
            samples,
            ..
        } = self.problem;
        let samples = samples.iter().enumerate().map(|(index, sample)| Test {
            name: format!("sample {}", index + 1),
            input: sample.input.clone(),
            expected: sample.output.clone(),
            sample: true,
        });
        let mut tests: Vec<Test> = samples.collect();
        for (case, expected) in cases.into_iter().zip(answers) {
            form.accepts_output(&expected)
                .map_err(|message| ContentError::Answer {
                    path: path.clone(),
                    case: case.name.clone(),
                    message,
                })?;
            tests.push(Test {
                name: case.name,
                input: case.input,
                expected,
                sample: false,
            });
        }
        if let Form::Either(signature) = form {
            for test in &tests {
                writable(signature, test).map_err(|message| ContentError::Text {
                    case: test.name.clone(),
                    message,
                })?;
            }
        }
        Ok(TestSet::new(form.clone(), *checker, limits.clone(), tests)?)
    }

    /// Makes the tests: generates, validates (the samples too), answers, assembles.
    ///
    /// # Errors
    /// The oracle's, and every way in which a program does not keep its part of the format.
    pub fn build<O: Oracle>(&self, oracle: &mut O) -> Result<TestSet, GenerationError<O::Error>> {
        let Problem {
            form,
            samples,
            validator,
            ..
        } = self.problem;
        let (generator, seed) = self.generator();
        let json = oracle.generate(generator, seed).map_err(run(generator))?;
        let cases = self.read_cases(&json)?;

        let sample_inputs = samples.iter().map(|sample| form.write_input(&sample.input));
        let case_inputs = cases.iter().map(|case| form.write_input(&case.input));
        let inputs: Vec<_> = sample_inputs.chain(case_inputs).collect();
        let findings = oracle
            .validate(validator, &inputs)
            .map_err(run(validator))?;
        require_count(&validator.path, inputs.len(), findings.len())?;
        for (index, finding) in findings.into_iter().enumerate() {
            finding.map_err(|message| ContentError::Refused {
                path: validator.path.clone(),
                case: match index.checked_sub(samples.len()) {
                    None => format!("sample {}", index + 1),
                    Some(index) => cases[index].name.clone(),
                },
                message,
            })?;
        }

        let inputs: Vec<_> = cases.iter().map(|case| case.input.clone()).collect();
        let answers = oracle
            .answer(self.reference, &inputs)
            .map_err(run(self.reference))?;
        Ok(self.assemble(cases, answers)?)
    }
}

/// Whether programs can be given the test, and give its answer.
fn writable(signature: &Signature, test: &Test) -> Result<(), String> {
    if let (Input::Arguments(arguments), Output::Value(answer)) = (&test.input, &test.expected) {
        text_form::write_arguments(signature, arguments)?;
        text_form::write_answer(&signature.returns, answer)?;
    }
    Ok(())
}

fn run<E>(source: &Source) -> impl FnOnce(E) -> GenerationError<E> + use<E> {
    let path = source.path.clone();
    move |error| GenerationError::Run { path, error }
}

fn require_count(path: &str, expected: usize, found: usize) -> Result<(), ContentError> {
    if expected == found {
        return Ok(());
    }
    Err(ContentError::Count {
        path: path.to_owned(),
        expected,
        found,
    })
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
