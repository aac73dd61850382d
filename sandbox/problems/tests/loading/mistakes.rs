//! Mistakes in a manifest, in samples and in programs.

use arena_problems::bounds::*;
use arena_problems::{Form, Input};
use serde_json::json;

use crate::support::{Folder, MANIFEST, SAMPLES};

/// Spoils one line of the manifest and expects this error.
fn manifest_error(from: &str, to: &str) -> String {
    Folder::valid().replace("problem.toml", from, to).error()
}

fn samples_error(text: &str) -> String {
    Folder::valid().write("samples.json", text).error()
}

#[test]
fn manifest_mistakes_name_their_line() {
    for (from, to, error) in [
        (
            "id = \"sum-up\"",
            "id = \"sum-down\"",
            "problem.toml:1: id sum-down is not the folder's name, \"sum-up\"",
        ),
        (
            "id = \"sum-up\"",
            "id = \"Sum\"",
            "problem.toml:1: problem id \"Sum\" is not kebab-case (a-z, 0-9, single hyphens, a letter first)",
        ),
        (
            "\"Sum Up\"",
            "\"\"",
            "problem.toml:2: a title has 1 to 80 characters, found 0",
        ),
        (
            "\"Sum Up\"",
            "\" Sum\"",
            "problem.toml:2: a title has no control characters or outer spaces",
        ),
        (
            "\"Sum Up\"",
            "\"Sum\\u0007\"",
            "problem.toml:2: a title has no control characters or outer spaces",
        ),
        (
            "\"medium\"",
            "\"Medium\"",
            "problem.toml:3: unknown variant `Medium`, expected one of `easy`, `medium`, `hard`",
        ),
        (
            "[\"prefix sums\"]",
            "[]",
            "problem.toml:4: a problem has 1 to 5 techniques, found 0",
        ),
        (
            "[\"prefix sums\"]",
            "[\n  \"a\",\n  \"a\",\n]",
            "problem.toml:6: technique \"a\" is given twice",
        ),
        (
            "[\"prefix sums\"]",
            "[\"DP\"]",
            "problem.toml:4: technique \"DP\" is not 1 to 40 lower-case ASCII characters",
        ),
        (
            "\"function\"",
            "\"method\"",
            "problem.toml:5: unknown variant `method`, expected one of `function`, `stdin`, `either`",
        ),
        (
            "\"function\"",
            "\"stdin\"",
            "problem.toml:7: the stdin form has no [signature]",
        ),
        (
            "function = \"sum_up\"",
            "function = \"sumUp\"",
            "problem.toml:8: \"sumUp\" is not snake_case (a-z, 0-9, single underscores)",
        ),
        (
            "function = \"sum_up\"",
            "function = \"numbers\"",
            "problem.toml:8: a parameter has the function's name",
        ),
        (
            "name = \"numbers\"",
            "name = \"lambda\"",
            "problem.toml:9: \"lambda\" is a reserved word of Python",
        ),
        (
            "name = \"numbers\"",
            "name = \"start_at\"",
            "problem.toml:9: parameter \"start_at\" is given twice",
        ),
        (
            "list<int>",
            "list<number>",
            "problem.toml:9: unknown type \"list<number>\", expected int, float, bool, string or list<…>",
        ),
        (
            "returns = \"int\"",
            "returns = \"void\"",
            "problem.toml:10: unknown type \"void\", expected int, float, bool, string or list<…>",
        ),
        ("python = 3000, ", "", "problem.toml:13: no fuel for python"),
        (
            "python = 3000",
            "python = 0",
            "problem.toml:13: fuel_millions is 1 to 200000, found 0",
        ),
        (
            "memory_mib = 256",
            "memory_mib = 63",
            "problem.toml:14: memory_mib is 64 to 1024, found 63",
        ),
        (
            "memory_mib = 256",
            "memory_mib = 1025",
            "problem.toml:14: memory_mib is 64 to 1024, found 1025",
        ),
        (
            "output_kib = 64",
            "output_kib = 0",
            "problem.toml:15: output_kib is 1 to 4096, found 0",
        ),
        (
            "output_kib = 64",
            "output_kb = 64",
            "problem.toml:15: unknown field `output_kb`, expected one of `fuel_millions`, `memory_mib`, `output_kib`",
        ),
        (
            "kind = \"exact\"",
            "kind = \"whitespace\"",
            "problem.toml:18: the whitespace checker is for the stdin form",
        ),
        (
            "kind = \"exact\"",
            "kind = \"unordered\"",
            "problem.toml:18: unordered checker for a result of int",
        ),
        (
            "kind = \"exact\"",
            "kind = \"float\"",
            "problem.toml:18: the float checker needs absolute or relative",
        ),
        (
            "kind = \"exact\"",
            "kind = \"float\"\nabsolute = 1e-6",
            "problem.toml:18: float checker for a result of int",
        ),
        (
            "kind = \"exact\"",
            "kind = \"float\"\nabsolute = 1.0",
            "problem.toml:19: a tolerance lies between 0 and 1",
        ),
        (
            "kind = \"exact\"",
            "kind = \"float\"\nabsolute = nan",
            "problem.toml:19: a tolerance lies between 0 and 1",
        ),
        (
            "kind = \"exact\"",
            "kind = \"exact\"\nrelative = 0.1",
            "problem.toml:19: only the float checker has tolerances",
        ),
        (
            "seed = 7",
            "seed = -7",
            "problem.toml:21: invalid value: integer `-7`, expected u64",
        ),
        (
            "solutions/wrong_a.py",
            "../wrong_a.py",
            "problem.toml:24: \"../wrong_a.py\" is not solutions/<name> with the extension of a language",
        ),
        (
            "solutions/wrong_a.py",
            "solutions/wrong_a.cob",
            "problem.toml:24: \"solutions/wrong_a.cob\" is not solutions/<name> with the extension of a language",
        ),
        (
            "solutions/wrong_a.py",
            "solutions/reference.py",
            "problem.toml:24: the reference is not a wrong solution",
        ),
        (
            "solutions/wrong_a.py",
            "solutions/naive.py",
            "problem.toml:24: this entry needs naive = true",
        ),
        (
            "verdict = \"WA\"",
            "verdict = \"AC\"",
            "problem.toml:25: unknown variant `AC`, expected one of `WA`, `TLE`, `RTE`, `MLE`, `OLE`",
        ),
        (
            "\"forgets the last\"",
            "\" \"",
            "problem.toml:26: why has 1 to 300 bytes",
        ),
        (
            "\"RTE\"",
            "\"TLE\"\nnaive = true",
            "problem.toml:1: declares no [[wrong]] solution with a bug in javascript",
        ),
        (
            "verdict = \"RTE\"",
            "verdict = \"RTE\"\nnaive = true",
            "problem.toml:30: a naive solution must get TLE",
        ),
        (
            "file = \"solutions/wrong_b.js\"",
            "file = \"solutions/wrong_a.py\"",
            "problem.toml:29: \"solutions/wrong_a.py\" is declared twice",
        ),
        (
            "[checker]",
            "[checker",
            "problem.toml:17: unclosed table, expected `]`",
        ),
        (
            "[generate]\nseed = 7\n",
            "",
            "problem.toml:1: missing field `generate`",
        ),
    ] {
        assert_eq!(manifest_error(from, to), error, "{from:?} -> {to:?}");
    }
}

#[test]
fn an_unknown_language_is_refused_with_the_known_ones() {
    let error = manifest_error("python = 3000", "cobol = 3000");
    let start = "problem.toml:13: unknown language \"cobol\", expected one of: ";
    assert!(
        error.starts_with(start) && error.contains("python"),
        "{error}"
    );
}

#[test]
fn naive_solutions_are_required_from_medium_on() {
    let without = MANIFEST
        .split("[[wrong]]\nfile = \"solutions/naive.js\"")
        .next()
        .unwrap();
    let folder = Folder::valid();
    folder
        .remove("solutions/naive.js")
        .write("problem.toml", without);
    assert_eq!(
        folder.error(),
        "problem.toml:1: is medium, but has no naive solution in javascript"
    );
    folder.replace("problem.toml", "\"medium\"", "\"easy\"");
    assert!(folder.load().is_ok());
}

#[test]
fn samples_mistakes_name_their_line() {
    let replaced = |from: &str, to: &str| samples_error(&SAMPLES.replacen(from, to, 1));
    assert_eq!(
        replaced("[1, 2]", "[1, 2.5]"),
        "samples.json:3: parameter \"numbers\": [1]: expected int, found float 2.5"
    );
    assert_eq!(
        replaced("\"start_at\": 5", "\"start_at\": \"5\""),
        "samples.json:9: parameter \"start_at\": expected int, found string"
    );
    assert_eq!(
        replaced("\"start_at\": 5", "\"start\": 5"),
        "samples.json:9: input has \"start\", which is no parameter"
    );
    assert_eq!(
        replaced(",\n      \"start_at\": 5", ""),
        "samples.json:7: input lacks parameter \"start_at\""
    );
    assert_eq!(
        replaced("\"start_at\": 5", "\"numbers\": []"),
        "samples.json:9: \"numbers\" is given twice"
    );
    assert_eq!(
        replaced("\"output\": 5", "\"output\": true"),
        "samples.json:11: output: expected int, found bool"
    );
    assert_eq!(
        replaced("\"note\"", "\"nota\""),
        "samples.json:12: unknown field \"nota\" of a sample"
    );
    assert_eq!(
        replaced("\"output\": 3", "\"note\": \"x\""),
        "samples.json:2: sample lacks \"output\""
    );
    assert_eq!(
        replaced("\"Nothing to add.\"", "\"\""),
        "samples.json:12: a note has 1 to 300 bytes"
    );
    assert_eq!(
        replaced("\"output\": 5,", "\"output\": 5;"),
        "samples.json:11: expected `,` or `}`"
    );
    assert_eq!(
        samples_error("{}"),
        "samples.json:1: invalid type: map, expected a sequence"
    );
    assert_eq!(
        samples_error("\n[]"),
        "samples.json:2: a problem has 2 to 3 samples, found 0"
    );
    let one = r#"{"input": {"numbers": [], "start_at": 1}, "output": 1}"#;
    assert_eq!(
        samples_error(&format!("[\n{one},\n{one}]")),
        "samples.json:3: sample repeats the input of an earlier one"
    );
}

#[test]
fn the_number_of_samples_is_bounded_at_its_edges() {
    let samples = |count: usize| {
        let list: Vec<_> = (0..count)
            .map(|i| json!({"input": {"numbers": [], "start_at": i}, "output": i}))
            .collect();
        Folder::valid()
            .write("samples.json", json!(list).to_string())
            .load()
            .is_ok()
    };
    assert!(samples(MIN_SAMPLES) && samples(MAX_SAMPLES));
    assert!(!samples(MIN_SAMPLES - 1) && !samples(MAX_SAMPLES + 1));
}

#[test]
fn stdin_samples_are_texts() {
    let folder = Folder::valid();
    let manifest = MANIFEST.replace("\"function\"", "\"stdin\"");
    let (head, rest) = manifest.split_once("[signature]").unwrap();
    let tail = rest.split_once("[limits]").unwrap().1;
    folder.write("problem.toml", format!("{head}[limits]{tail}"));
    folder.write(
        "samples.json",
        "[{\"input\": \"1\\n\", \"output\": \"1\\n\"},\n{\"input\": 1}]",
    );
    assert_eq!(
        folder.error(),
        "samples.json:2: input must be the text of standard input"
    );
    folder.replace(
        "samples.json",
        "{\"input\": 1}",
        "{\"input\": \"2\\n\", \"output\": \"2\"}",
    );
    let problem = folder.load().unwrap();
    assert_eq!(problem.form, Form::Stdin);
    assert_eq!(problem.samples[0].input, Input::Text("1\n".into()));
}

#[test]
fn programs_must_define_what_the_judge_calls() {
    for (file, function) in [
        ("generator.py", "generate"),
        ("validator.py", "validate"),
        ("brute.py", "sum_up"),
        ("solutions/reference.py", "sum_up"),
        ("solutions/reference.js", "sumUp"),
    ] {
        let error = Folder::valid().write(file, "# nothing\n").error();
        assert_eq!(error, format!("{file}:1: does not define {function}"));
        let error = Folder::valid().write(file, " \n").error();
        assert_eq!(error, format!("{file}:1: the program is empty"));
    }
    let error = Folder::valid()
        .write("generator.py", "def generate(seed):\n    ...\n")
        .error();
    assert_eq!(error, "generator.py:1: does not define small");
}
