//! How a problem's tests come about, and how they survive a cache.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::convert::Infallible;

use arena_problems::bounds::*;
use arena_problems::generation::{ContentError, GenerationError, GenerationPlan, Oracle};
use arena_problems::{Hash32, Input, Output, PackedTests, Problem, Source, TestSet, TestSetError};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::Folder;

/// Runs the programs of the folder `sum-up`, in Rust.
struct Native {
    generated: String,
    refused: Option<usize>,
    validated: Vec<Value>,
    answers_missing: usize,
    answer: fn(i64) -> Value,
}

impl Native {
    fn new(generated: impl Into<String>) -> Self {
        Self {
            generated: generated.into(),
            refused: None,
            validated: Vec::new(),
            answers_missing: 0,
            answer: |sum| json!(sum),
        }
    }
}

impl Oracle for Native {
    type Error = Infallible;

    fn generate(&mut self, generator: &Source, seed: u64) -> Result<String, Infallible> {
        assert_eq!((generator.path.as_str(), seed), ("generator.py", 7));
        Ok(self.generated.clone())
    }

    fn validate(
        &mut self,
        validator: &Source,
        inputs: &[Value],
    ) -> Result<Vec<Result<(), String>>, Infallible> {
        assert_eq!(validator.path, "validator.py");
        self.validated.extend(inputs.iter().cloned());
        let finding = |i| {
            if self.refused == Some(i) {
                Err("too large".into())
            } else {
                Ok(())
            }
        };
        Ok((0..inputs.len()).map(finding).collect())
    }

    fn answer(&mut self, solution: &Source, inputs: &[Input]) -> Result<Vec<Output>, Infallible> {
        assert_eq!(solution.path, "solutions/reference.py");
        let answer = |input: &Input| {
            let Input::Arguments(arguments) = input else {
                panic!("text for a function")
            };
            let numbers = arguments[0]
                .as_array()
                .unwrap()
                .iter()
                .map(|n| n.as_i64().unwrap());
            Output::Value((self.answer)(
                arguments[1].as_i64().unwrap() + numbers.sum::<i64>(),
            ))
        };
        Ok(inputs
            .iter()
            .skip(self.answers_missing)
            .map(answer)
            .collect())
    }
}

fn cases(count: usize) -> String {
    let list: Vec<_> = (0..count)
        .map(|i| json!({"name": format!("case {i}"), "input": {"start_at": i, "numbers": [i]}}))
        .collect();
    serde_json::to_string_pretty(&list).unwrap()
}

fn build(oracle: &mut Native) -> Result<TestSet, GenerationError<Infallible>> {
    let problem = Folder::valid().load().unwrap();
    GenerationPlan::of(&problem).unwrap().build(oracle)
}

fn build_error(oracle: &mut Native) -> String {
    build(oracle).unwrap_err().to_string()
}

#[test]
fn samples_come_first_and_the_references_answers_are_expected() {
    let mut oracle = Native::new(cases(25));
    let set = build(&mut oracle).unwrap();
    assert_eq!((set.tests.len(), set.sample_count()), (27, 2));
    let last = set.tests.last().unwrap();
    assert_eq!((last.name.as_str(), last.sample), ("case 24", false));
    assert_eq!(last.input, Input::Arguments(json!([[24], 24])));
    assert_eq!(last.expected, Output::Value(json!(48)));
    assert_eq!(set.tests[0].name, "sample 1");
    assert_eq!(set.tests[0].expected, Output::Value(json!(3)));
    // The validator sees the samples too, by parameter name.
    assert_eq!(oracle.validated.len(), 27);
    assert_eq!(
        oracle.validated[0],
        json!({"numbers": [1, 2], "start_at": 0})
    );
    assert_eq!(
        oracle.validated[26],
        json!({"numbers": [24], "start_at": 24})
    );
}

#[test]
fn the_number_of_cases_is_bounded_at_its_edges() {
    assert!(build(&mut Native::new(cases(MIN_SECRET_TESTS))).is_ok());
    assert!(build(&mut Native::new(cases(MAX_SECRET_TESTS))).is_ok());
    for count in [0, MIN_SECRET_TESTS - 1, MAX_SECRET_TESTS + 1] {
        assert_eq!(
            build_error(&mut Native::new(cases(count))),
            format!(
                "generator.py: line 1 of its output: a problem has 20 to 100 secret cases, found {count}"
            )
        );
    }
}

#[test]
fn generated_text_is_bounded_at_its_edge() {
    let padded = |size: usize| {
        let mut text = cases(20);
        text.push_str(&" ".repeat(size - text.len()));
        build(&mut Native::new(text))
    };
    assert!(padded(MAX_GENERATED_BYTES).is_ok());
    let error = padded(MAX_GENERATED_BYTES + 1).unwrap_err();
    assert!(
        matches!(
            error,
            GenerationError::Content(ContentError::TooLarge { .. })
        ),
        "{error}"
    );
}

#[test]
fn wrong_cases_are_refused_with_their_line() {
    let spoilt = |from: &str, to: &str| build_error(&mut Native::new(cases(20).replace(from, to)));
    let at = "generator.py: line";
    assert_eq!(
        spoilt("\"case 3\"", "\"case 2\""),
        format!("{at} 29 of its output: two cases are named \"case 2\"")
    );
    assert_eq!(
        spoilt("\"start_at\": 7", "\"start_at\": 7.5"),
        format!(
            "{at} 66 of its output: case 8: parameter \"start_at\": expected int, found float 7.5"
        )
    );
    let long = format!("\"{}\"", "x".repeat(MAX_CASE_NAME_BYTES + 1));
    assert!(spoilt("\"case 0\"", &long).ends_with("case 1: name has 1 to 80 bytes"));
    let longest = format!("\"{}\"", "x".repeat(MAX_CASE_NAME_BYTES));
    assert!(build(&mut Native::new(cases(20).replace("\"case 0\"", &longest))).is_ok());
    assert!(spoilt("\"name\": \"case 0\"", "\"nam\": 1").ends_with("unknown field \"nam\""));
    assert!(build_error(&mut Native::new("nonsense")).starts_with("generator.py: line 1"));
}

#[test]
fn a_case_that_the_validator_refuses_is_named() {
    let mut oracle = Native::new(cases(20));
    oracle.refused = Some(0);
    assert_eq!(
        build_error(&mut oracle),
        "validator.py: refuses \"sample 1\": too large"
    );
    oracle.refused = Some(2);
    assert_eq!(
        build_error(&mut oracle),
        "validator.py: refuses \"case 0\": too large"
    );
}

#[test]
fn an_answer_of_another_type_or_number_is_refused() {
    let mut oracle = Native::new(cases(20));
    oracle.answer = |sum| json!(sum.to_string());
    assert_eq!(
        build_error(&mut oracle),
        "solutions/reference.py: answer to \"case 0\": expected int, found string"
    );
    oracle.answers_missing = 1;
    assert_eq!(
        build_error(&mut oracle),
        "solutions/reference.py: 19 answers for 20 inputs"
    );
}

#[test]
fn the_sources_hash_changes_with_what_the_tests_are_made_from() {
    let hash = |problem: &Problem, runtime: &[u8]| {
        GenerationPlan::of(problem)
            .unwrap()
            .sources_hash(runtime)
            .unwrap()
    };
    let original = hash(&Folder::valid().load().unwrap(), b"r1");
    assert_eq!(hash(&Folder::valid().load().unwrap(), b"r1"), original);
    assert_ne!(hash(&Folder::valid().load().unwrap(), b"r2"), original);
    for (file, from, to) in [
        ("problem.toml", "seed = 7", "seed = 8"),
        ("problem.toml", "memory_mib = 256", "memory_mib = 255"),
        ("problem.toml", "python = 3000", "python = 3001"),
        ("problem.toml", "returns = \"int\"", "returns = \"float\""),
        ("samples.json", "\"output\": 3", "\"output\": 4"),
        ("generator.py", "generate(seed):", "generate(seed): "),
        ("validator.py", "validate(input):", "validate(input): "),
        (
            "solutions/reference.py",
            "sum_up(numbers, start_at):",
            "sum_up(numbers, start_at): ",
        ),
    ] {
        let problem = Folder::valid().replace(file, from, to).load().unwrap();
        assert_ne!(hash(&problem, b"r1"), original, "{file}: {to}");
    }
    for (file, from, to) in [
        ("problem.toml", "Sum Up", "Sum Down"),
        ("statement.md", "up", "down"),
        ("samples.json", "Nothing to add.", "Nothing."),
        (
            "brute.py",
            "sum_up(numbers, start_at):",
            "sum_up(numbers, start_at): ",
        ),
    ] {
        let problem = Folder::valid().replace(file, from, to).load().unwrap();
        assert_eq!(hash(&problem, b"r1"), original, "{file}: {to}");
    }
}

const SOURCES: Hash32 = Hash32([7; 32]);

fn read(bytes: &[u8]) -> Result<TestSet, TestSetError> {
    PackedTests::read(bytes.to_vec())?.unpack()
}

#[test]
fn a_packed_set_reads_back_and_tells_what_it_is_without_being_unpacked() {
    let set = build(&mut Native::new(cases(20))).unwrap();
    let packed = set.pack(SOURCES).unwrap();
    assert_eq!(read(packed.bytes()).unwrap(), set);
    let again = PackedTests::read(packed.bytes().to_vec()).unwrap();
    assert_eq!(again, packed);
    assert_eq!((again.sources(), again.hash()), (SOURCES, set.hash));
    assert_eq!(again.limits(), &set.limits);
    assert_eq!(
        (again.sample_count() as usize, again.test_count() as usize),
        (set.sample_count(), set.tests.len())
    );
}

#[test]
fn every_damaged_byte_is_noticed() {
    let set = build(&mut Native::new(cases(20))).unwrap();
    let bytes = set.pack(SOURCES).unwrap().bytes().to_vec();
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1;
        // The sources are a name; whoever asks for them compares it.
        match PackedTests::read(damaged) {
            Ok(read) => assert_ne!(read.sources(), SOURCES, "byte {at}"),
            Err(TestSetError::Format | TestSetError::Damaged) => {}
            Err(other) => panic!("byte {at}: {other}"),
        }
    }
    for length in 0..bytes.len() {
        assert!(read(&bytes[..length]).is_err(), "cut at {length}");
    }
    let large = vec![0; MAX_TEST_SET_BYTES + 1];
    assert!(matches!(read(&large), Err(TestSetError::TooLarge(_))));
    assert!(matches!(read(&large[1..]), Err(TestSetError::Format)));
}

#[test]
fn a_set_whose_summary_or_hash_lies_is_not_unpacked() {
    let honest = build(&mut Native::new(cases(20))).unwrap();
    let mut changed = honest.clone();
    changed.tests.pop();
    let packed = changed.pack(SOURCES).unwrap();
    assert_eq!(packed.hash(), honest.hash);
    assert!(matches!(packed.unpack(), Err(TestSetError::Damaged)));
}

fn icpc(float_absolute: Option<f64>) -> arena_problems::Checker {
    let flags = arena_problems::IcpcFlags {
        float_absolute,
        ..Default::default()
    };
    arena_problems::Checker::Icpc { flags }
}

fn validator(text: &str) -> arena_problems::ValidatorProgram {
    arena_problems::ValidatorProgram {
        name: "validate.py".into(),
        language: arena_problems::Language::PYTHON,
        text: text.into(),
        parts: std::collections::BTreeMap::new(),
        arguments: Vec::new(),
        tell_all: false,
    }
}

#[test]
fn the_hash_of_a_set_covers_everything_in_it() {
    let set = build(&mut Native::new(cases(20))).unwrap();
    let changes: [fn(&mut TestSet); 12] = [
        |set| set.tests.swap(2, 3),
        |set| set.tests[5].name.push('x'),
        |set| set.tests[0].sample = false,
        |set| set.tests[5].expected = Output::Value(json!(10.0)),
        |set| set.tests[5].input = Input::Text(String::new()),
        |set| drop(set.tests.pop()),
        |set| set.limits.output_bytes += 1,
        |set| set.checker = arena_problems::Checker::Unordered,
        |set| set.form = arena_problems::Form::Stdin,
        |set| set.checker = icpc(None),
        |set| set.checker = icpc(Some(0.0)),
        |set| set.validator = Some(validator("42")),
    ];
    let judged_by = |text: &str| set.clone().judged_by(validator(text)).unwrap().hash;
    assert_ne!(judged_by("42"), judged_by("43"));
    let mut several = validator("42");
    several.parts.insert("validate.h".into(), String::new());
    let judged_by_several = set.clone().judged_by(several).unwrap().hash;
    assert_ne!(judged_by("42"), judged_by_several);
    let call = set.clone().meant_for(arena_problems::Purpose::Calling);
    assert_ne!(call.unwrap().hash, set.hash);
    let flags = |tolerance| {
        let mut changed = set.clone();
        changed.checker = icpc(tolerance);
        changed.compute_hash().unwrap()
    };
    assert_ne!(flags(None), flags(Some(0.0)));
    assert_eq!(set.compute_hash().unwrap(), set.hash);
    assert_eq!(set.tests[5].expected, Output::Value(json!(6)));
    for (index, change) in changes.iter().enumerate() {
        let mut changed = set.clone();
        change(&mut changed);
        assert_ne!(changed.compute_hash().unwrap(), set.hash, "change {index}");
    }
}

/// Changing these makes every verdict's test set hash and every cache stale: do it knowingly.
#[test]
fn the_hashes_of_a_set_are_golden() {
    let set = build(&mut Native::new(cases(20))).unwrap();
    assert_eq!(
        set.hash.to_string(),
        "7aacba38e8e021fe07b54118e7eb13a3a16acb5504e69257e93761afe05612a2"
    );
    let problem = Folder::valid().load().unwrap();
    let sources = GenerationPlan::of(&problem)
        .unwrap()
        .sources_hash(b"runtime")
        .unwrap();
    assert_eq!(
        sources.to_string(),
        "a9f87dca06d5e5b57402c8a6848f8aa10afea0bb2865839a30d58bd573bf3d13"
    );
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(|x| json!(x)),
        any::<bool>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 20, 4, |inner| {
        prop::collection::vec(inner, 0..4).prop_map(Value::from)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]
    #[test]
    fn unpack_after_pack_is_the_identity(
        input in prop::collection::vec(values(), 0..4),
        expected in values(),
        text in any::<String>(),
    ) {
        let mut set = build(&mut Native::new(cases(20))).unwrap();
        set.tests[3].input = Input::Arguments(Value::Array(input));
        set.tests[3].expected = Output::Value(expected);
        set.tests[4].input = Input::Text(text.clone());
        set.tests[4].expected = Output::Text(text);
        set.hash = set.compute_hash().unwrap();
        let packed = set.pack(SOURCES).unwrap();
        prop_assert_eq!(read(packed.bytes()).unwrap(), set);
    }
}
