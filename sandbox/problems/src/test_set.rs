//! The tests of a problem: what decides a verdict, as a value with a hash.

use std::collections::BTreeMap;

use arena_runtimes::Language;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::canonical::{Encoder, Numbers, TooDeep};
use crate::checker::Checker;
use crate::hash::{Hash32, TestSetHash};
use crate::limits::Limits;
use crate::packed::MAX_TEST_SET_BYTES;
use crate::signature::Form;

/// What a solution is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Input {
    /// A JSON array: the arguments in the order of the parameters.
    Arguments(Value),
    /// All of standard input.
    Text(String),
}

/// What a solution answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Output {
    /// The function's result.
    Value(Value),
    /// All of standard output.
    Text(String),
}

/// One test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Test {
    /// Unique within its set: `sample 1`, or the generator's name for the case.
    pub name: String,
    /// What the solution is given.
    pub input: Input,
    /// The reference's answer; it never enters a guest.
    pub expected: Output,
    /// Samples are public; of every other test only number, verdict and kind of error are.
    pub sample: bool,
}

/// A program that judges outputs in place of the checker, by the rules of the ICPC package format:
/// it is called with the names of input, answer and feedback folder, reads the output, and ends
/// with exit code 42 or 43.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValidatorProgram {
    /// The file's name.
    pub name: String,
    /// Its language.
    pub language: Language,
    /// The program; empty where it has several files.
    pub text: String,
    /// Every file of a program of several, by its path in the program's folder.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parts: BTreeMap<String, String>,
    /// Further arguments.
    pub arguments: Vec<String>,
    /// Whether its message for judges is told to whoever sees the detail of a test: for the
    /// verification of a package, never for play.
    pub tell_all: bool,
}

/// All tests of a problem with all that a verdict depends on besides code and runtime.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TestSet {
    /// Over everything below; see [`TestSet::compute_hash`].
    pub hash: TestSetHash,
    /// What a solution is.
    pub form: Form,
    /// How answers are compared.
    pub checker: Checker,
    /// What each test may use.
    pub limits: Limits,
    /// Samples first, then the secret tests in the generator's order.
    pub tests: Vec<Test>,
    /// What judges outputs of the stdin form instead of the checker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validator: Option<ValidatorProgram>,
    /// What is done with the tests.
    #[serde(default, skip_serializing_if = "Purpose::is_judging")]
    pub purpose: Purpose,
}

/// What is done with a set of tests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// A submission is judged with them.
    #[default]
    Judging,
    /// The input of the only one is a call of a package's own program: the judge makes it.
    Calling,
}

impl Purpose {
    fn is_judging(&self) -> bool {
        *self == Self::Judging
    }
}

const HASH_CONTEXT: &str = "code-battle-arena test-set 1";

/// Why a test set cannot be encoded, or bytes are none.
#[derive(Debug, thiserror::Error)]
pub enum TestSetError {
    /// More than [`MAX_TEST_SET_BYTES`](crate::bounds::MAX_TEST_SET_BYTES).
    #[error("test set of {0} bytes, at most {MAX_TEST_SET_BYTES} are allowed")]
    TooLarge(usize),
    /// Cut off, or of another version of the format.
    #[error("not an encoded test set of this version")]
    Format,
    /// Changed after it was written.
    #[error("test set does not have the hash that it claims")]
    Damaged,
    /// Not decodable MessagePack.
    #[error("decode test set: {0}")]
    Decode(#[from] rmp_serde::decode::Error),
    /// Not encodable, or a value nested deeper than allowed.
    #[error("encode test set: {0}")]
    Encode(String),
}

impl TestSet {
    /// Puts a set together and computes its hash.
    ///
    /// # Errors
    /// [`TestSetError::Encode`] when a value is nested too deeply.
    pub fn new(
        form: Form,
        checker: Checker,
        limits: Limits,
        tests: Vec<Test>,
    ) -> Result<Self, TestSetError> {
        let hash = TestSetHash(Hash32([0; 32]));
        let mut set = Self {
            hash,
            form,
            checker,
            limits,
            tests,
            validator: None,
            purpose: Purpose::Judging,
        };
        set.hash = set.compute_hash()?;
        Ok(set)
    }

    /// The same tests with outputs judged by a program.
    ///
    /// # Errors
    /// As [`TestSet::new`].
    pub fn judged_by(mut self, validator: ValidatorProgram) -> Result<Self, TestSetError> {
        self.validator = Some(validator);
        self.hash = self.compute_hash()?;
        Ok(self)
    }

    /// The same tests for another purpose.
    ///
    /// # Errors
    /// As [`TestSet::new`].
    pub fn meant_for(mut self, purpose: Purpose) -> Result<Self, TestSetError> {
        self.purpose = purpose;
        self.hash = self.compute_hash()?;
        Ok(self)
    }

    /// The number of public tests; they come first.
    pub fn sample_count(&self) -> usize {
        self.tests.iter().take_while(|test| test.sample).count()
    }

    /// The hash of form, checker, limits and tests: BLAKE3 in derive-key mode (context
    /// `code-battle-arena test-set 1`) over the canonical encoding of: the form's name and, of a
    /// function, its name, each parameter's name and type, and the result's type; the checker's
    /// name and tolerances (of `icpc` its flags); each language's name and fuel; memory; output; the
    /// number of tests and each test's name, whether it is a sample, its input and its expected
    /// output; where a program judges outputs, its name, language, text, the number of its arguments,
    /// each of them, whether it tells all, and the path and text of each of several files; and, of a
    /// call, the word `calling`.
    ///
    /// # Errors
    /// [`TestSetError::Encode`] when a value is nested too deeply.
    pub fn compute_hash(&self) -> Result<TestSetHash, TestSetError> {
        let too_deep = |TooDeep| TestSetError::Encode("a value is nested too deeply".into());
        let mut encoder = Encoder::default();
        encode_settings(&mut encoder, &self.form, &self.checker, &self.limits);
        encoder.number(length(self.tests.len()));
        for test in &self.tests {
            encoder.text(&test.name).number(u64::from(test.sample));
            encode_input(&mut encoder, &test.input).map_err(too_deep)?;
            encode_output(&mut encoder, &test.expected).map_err(too_deep)?;
        }
        if let Some(validator) = &self.validator {
            encode_validator(&mut encoder, validator);
        }
        if self.purpose == Purpose::Calling {
            encoder.text("calling");
        }
        Ok(TestSetHash(encoder.hash(HASH_CONTEXT)))
    }
}

/// Adds what decides a verdict besides the tests.
pub(crate) fn encode_settings(
    encoder: &mut Encoder,
    form: &Form,
    checker: &Checker,
    limits: &Limits,
) {
    encoder.text(form.as_str());
    if let Some(signature) = form.signature() {
        encoder
            .text(&signature.function)
            .number(length(signature.parameters.len()));
        for parameter in &signature.parameters {
            encoder
                .text(&parameter.name)
                .text(&parameter.ty.to_string());
        }
        encoder.text(&signature.returns.to_string());
    }
    encoder.text(checker.as_str());
    match checker {
        Checker::Exact | Checker::Whitespace | Checker::Unordered => {}
        Checker::Float { absolute, relative } => {
            encoder
                .number(absolute.to_bits())
                .number(relative.to_bits());
        }
        Checker::Icpc { flags } => {
            encoder
                .number(u64::from(flags.case_sensitive))
                .number(u64::from(flags.space_change_sensitive));
            for tolerance in [flags.float_absolute, flags.float_relative] {
                encoder
                    .number(u64::from(tolerance.is_some()))
                    .number(tolerance.unwrap_or(0.0).to_bits());
            }
        }
    }
    encoder.number(length(limits.fuel.len()));
    for (language, fuel) in &limits.fuel {
        encoder.text(language.as_str()).number(*fuel);
    }
    encoder
        .number(limits.memory_bytes)
        .number(limits.output_bytes);
}

fn encode_validator(encoder: &mut Encoder, validator: &ValidatorProgram) {
    encoder
        .text(&validator.name)
        .text(validator.language.as_str())
        .text(&validator.text)
        .number(length(validator.arguments.len()));
    for argument in &validator.arguments {
        encoder.text(argument);
    }
    encoder.number(u64::from(validator.tell_all));
    for (path, text) in &validator.parts {
        encoder.text(path).text(text);
    }
}

pub(crate) fn encode_input(encoder: &mut Encoder, input: &Input) -> Result<(), TooDeep> {
    match input {
        Input::Arguments(value) => encoder.value(value, Numbers::AsWritten)?,
        Input::Text(text) => {
            encoder.text(text);
        }
    }
    Ok(())
}

pub(crate) fn encode_output(encoder: &mut Encoder, output: &Output) -> Result<(), TooDeep> {
    match output {
        Output::Value(value) => encoder.value(value, Numbers::AsWritten)?,
        Output::Text(text) => {
            encoder.text(text);
        }
    }
    Ok(())
}

fn length(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
