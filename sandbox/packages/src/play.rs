//! A package as the judge sees it: tests, limits, programs with the constants put in.

use std::collections::BTreeMap;

use arena_problems::bounds::MAX_TEST_SET_BYTES;
use arena_problems::{
    Checker, Form, IcpcFlags, Input, Language, Limits, Output, Sample, Test, TestSet,
    ValidatorProgram,
};

use crate::bounds::MAX_CASE_FILE_BYTES;
use crate::data::Case;
use crate::package::{OutputValidator, Package};
use crate::program::{Program, Runs};
use crate::{PackageError, languages};

/// What a test needs besides its input and answer, in an encoded test set, at the most.
const TEST_OVERHEAD_BYTES: usize = 512;

impl Package {
    /// A program's language and text, with the constants of `problem.yaml` in it; nothing for one
    /// that cannot run.
    ///
    /// # Errors
    /// Its file cannot be read.
    pub fn source(&self, program: &Program) -> Result<Option<(Language, String)>, PackageError> {
        let text = program.text(&self.files)?;
        Ok(match (&program.runs, text) {
            (Runs::As { language, .. }, Some(text)) => {
                Some((*language, self.metadata.constants.substitute(&text)))
            }
            _ => None,
        })
    }

    /// Every test case as a test, in the order of [`crate::TestData::cases`].
    ///
    /// # Errors
    /// One is not UTF-8; or all together are more than a test set may hold.
    pub fn tests(&self) -> Result<Vec<Test>, PackageError> {
        let mut bytes = 0;
        let mut tests = Vec::with_capacity(self.data.cases.len());
        for case in &self.data.cases {
            let test = Test {
                name: case.name.clone(),
                input: Input::Text(self.text(&case.input)?),
                expected: Output::Text(self.text(&case.answer)?),
                sample: case.sample,
            };
            for text in [&case.input, &case.answer] {
                let info = self.files.info(text);
                let length = usize::try_from(info.map_or(0, |info| info.bytes));
                bytes += length.unwrap_or(usize::MAX / 4) + TEST_OVERHEAD_BYTES;
            }
            if bytes > MAX_TEST_SET_BYTES {
                return Err(PackageError::at(
                    "data",
                    format!(
                        "the test cases have more than {MAX_TEST_SET_BYTES} bytes together, which \
                         is all that can be judged"
                    ),
                ));
            }
            tests.push(test);
        }
        Ok(tests)
    }

    /// A text of a test case.
    ///
    /// # Errors
    /// It is too large or not UTF-8.
    pub fn text(&self, path: &str) -> Result<String, PackageError> {
        self.files.text(path, MAX_CASE_FILE_BYTES)
    }

    /// The limits of a test, from the time limit in fuel of Python.
    pub fn limits(&self, python_fuel: u64) -> Limits {
        Limits {
            fuel: BTreeMap::from([(Language::PYTHON, python_fuel)]),
            memory_bytes: self.metadata.limits.memory_mib << 20,
            output_bytes: self.metadata.limits.output_kib << 10,
        }
    }

    /// The default validator as a checker, with the flags of a case.
    ///
    /// # Errors
    /// A flag that the validator does not have; [`Package::open`] has refused those.
    pub fn checker(flags: &[String]) -> Result<Checker, PackageError> {
        let flags = IcpcFlags::parse(flags).map_err(|message| PackageError::at("data", message))?;
        Ok(Checker::Icpc { flags })
    }

    /// Tests that are judged as one case is: its flags, and the package's validator if it has one.
    ///
    /// # Errors
    /// The validator cannot be run here; the tests cannot be encoded.
    pub fn test_set(
        &self,
        case: &Case,
        tests: Vec<Test>,
        limits: Limits,
        tell_all: bool,
    ) -> Result<TestSet, PackageError> {
        let wrong =
            |error: arena_problems::TestSetError| PackageError::at("data", error.to_string());
        match &self.output_validator {
            OutputValidator::Default => {
                let checker = Self::checker(&case.output_flags)?;
                TestSet::new(Form::Stdin, checker, limits, tests).map_err(wrong)
            }
            OutputValidator::Custom(program) => {
                let validator = self.validator(program, &case.output_flags, tell_all)?;
                let checker = Self::checker(&[])?;
                TestSet::new(Form::Stdin, checker, limits, tests)
                    .and_then(|set| set.judged_by(validator))
                    .map_err(wrong)
            }
        }
    }

    /// A validator of the package as a program to call.
    ///
    /// # Errors
    /// It cannot be run here.
    pub fn validator(
        &self,
        program: &Program,
        flags: &[String],
        tell_all: bool,
    ) -> Result<ValidatorProgram, PackageError> {
        let (language, text, mut parts) = match &program.runs {
            Runs::As { language, .. } => {
                let text = program.text(&self.files)?.unwrap_or_default();
                (*language, text, BTreeMap::new())
            }
            Runs::Together { language, .. } => {
                (*language, String::new(), program.parts(&self.files)?)
            }
            Runs::Not(reason) => {
                let message = format!("cannot be run here: {reason}");
                return Err(PackageError::at(&program.path, message));
            }
        };
        let constants = &self.metadata.constants;
        for text in parts.values_mut() {
            *text = constants.substitute(text);
        }
        Ok(ValidatorProgram {
            name: program.name.clone(),
            language,
            text: constants.substitute(&text),
            parts,
            arguments: flags.to_vec(),
            tell_all,
        })
    }

    /// Everything that decides verdicts in play.
    ///
    /// # Errors
    /// Test cases have different flags: in play there is one set for all; or as
    /// [`Package::test_set`].
    pub fn played(&self, python_fuel: u64) -> Result<TestSet, PackageError> {
        let Some(first) = self.data.cases.first() else {
            return Err(PackageError::at("data", "holds no test case"));
        };
        let differs = |case: &&Case| case.output_flags != first.output_flags;
        if let Some(other) = self.data.cases.iter().find(differs) {
            return Err(PackageError::at(
                &other.input,
                format!(
                    "has other flags of the output validator than {}, which can be verified but \
                     not played",
                    first.input
                ),
            ));
        }
        self.test_set(first, self.tests()?, self.limits(python_fuel), false)
    }

    /// The samples as players are shown them.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn samples(&self) -> Result<Vec<Sample>, PackageError> {
        let samples = self.data.cases.iter().filter(|case| case.sample);
        let sample = |case: &Case| {
            let input = case.shown_input.as_ref().unwrap_or(&case.input);
            let output = case.shown_output.as_ref().unwrap_or(&case.answer);
            Ok(Sample {
                input: Input::Text(self.text(input)?),
                output: Output::Text(self.text(output)?),
                note: None,
            })
        };
        samples.map(sample).collect()
    }

    /// Whether the problem may be solved in a language.
    pub fn allows(&self, language: Language) -> bool {
        match &self.metadata.languages {
            None => true,
            Some(allowed) => {
                languages::code(language).is_some_and(|code| allowed.iter().any(|one| one == code))
            }
        }
    }
}
