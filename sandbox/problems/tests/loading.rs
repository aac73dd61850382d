//! What the loader accepts and refuses, with the file and the line that it names.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::fs;

use arena_problems::bounds::*;
use arena_problems::{Checker, Difficulty, Form, Input, Language, Problem, RequiredVerdict};
use proptest::prelude::*;
use serde_json::json;
use support::{Folder, MANIFEST, SAMPLES};

/// Spoils one line of the manifest and expects this error.
fn manifest_error(from: &str, to: &str) -> String {
    Folder::valid().replace("problem.toml", from, to).error()
}

fn samples_error(text: &str) -> String {
    Folder::valid().write("samples.json", text).error()
}

#[test]
fn a_valid_folder_is_read_in_full() {
    let problem = Folder::valid().load().unwrap();
    assert_eq!(problem.id.as_str(), "sum-up");
    assert_eq!(problem.title, "Sum Up");
    assert_eq!(problem.difficulty, Difficulty::Medium);
    assert_eq!(problem.techniques, ["prefix sums"]);
    let Form::Function(signature) = &problem.form else {
        panic!("not a function")
    };
    assert_eq!(signature.javascript_name(), "sumUp");
    assert_eq!(problem.limits.fuel_of(Language::Python), 3_000_000_000);
    assert_eq!(problem.limits.fuel_of(Language::JavaScript), 2_000_000_000);
    assert_eq!(problem.limits.memory_bytes, 256 * 1024 * 1024);
    assert_eq!(problem.limits.output_bytes, 64 * 1024);
    assert_eq!(problem.checker, Checker::Exact);
    assert_eq!(problem.seed, 7);
    assert_eq!(problem.samples.len(), 2);
    assert_eq!(problem.samples[1].input, Input::Arguments(json!([[], 5])));
    assert_eq!(problem.samples[1].note.as_deref(), Some("Nothing to add."));
    let wrong: Vec<_> = problem.wrong.iter().map(|w| (w.verdict, w.naive)).collect();
    assert_eq!(
        wrong,
        [
            (RequiredVerdict::Wa, false),
            (RequiredVerdict::Rte, false),
            (RequiredVerdict::Tle, true),
            (RequiredVerdict::Tle, true)
        ]
    );
}

#[test]
fn every_required_file_is_missed_by_name() {
    for file in [
        "problem.toml",
        "statement.md",
        "samples.json",
        "generator.py",
        "validator.py",
        "brute.py",
        "solutions/reference.py",
        "solutions/reference.js",
    ] {
        assert_eq!(
            Folder::valid().remove(file).error(),
            format!("{file}: missing file")
        );
    }
}

#[test]
fn a_declared_wrong_solution_must_exist() {
    assert_eq!(
        Folder::valid().remove("solutions/wrong_b.js").error(),
        "problem.toml:29: solutions/wrong_b.js does not exist"
    );
}

#[test]
fn a_file_that_nothing_uses_is_a_mistake() {
    let error = Folder::valid()
        .write("solutions/wrong_c.py", "x = 1\n")
        .error();
    assert_eq!(
        error,
        "solutions/wrong_c.py:1: is not declared in problem.toml"
    );
    let error = Folder::valid().write("notes.txt", "x\n").error();
    assert_eq!(error, "notes.txt:1: is not declared in problem.toml");
    let folder = Folder::valid();
    fs::create_dir(folder.path.join("extra")).unwrap();
    assert_eq!(
        folder.error(),
        "extra: is not part of a problem: only files and solutions/ are"
    );
}

#[test]
fn what_tools_leave_behind_is_not_read() {
    let folder = Folder::valid();
    let hash = folder.load().unwrap().hash;
    fs::create_dir(folder.path.join("__pycache__")).unwrap();
    folder.write("__pycache__/generator.pyc", [0, 255]);
    assert_eq!(folder.load().unwrap().hash, hash);
}

#[test]
fn links_are_refused() {
    let folder = Folder::valid();
    folder.remove("statement.md");
    std::os::unix::fs::symlink("/etc/hostname", folder.path.join("statement.md")).unwrap();
    assert!(
        folder
            .error()
            .starts_with("statement.md: is not part of a problem")
    );
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
            "problem.toml:5: unknown variant `method`, expected `function` or `stdin`",
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
            "name = \"class\"",
            "problem.toml:9: \"class\" is a reserved word in Python or JavaScript",
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
            "ruby = 3000",
            "problem.toml:13: unknown variant `ruby`, expected `python` or `javascript`",
        ),
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
            "solutions/wrong_a.rb",
            "problem.toml:24: \"solutions/wrong_a.rb\" is not solutions/<name> with the extension of a language",
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

#[test]
fn text_must_be_text() {
    let error = Folder::valid().write("statement.md", b"a\nb\xff").error();
    assert_eq!(error, "statement.md:2: is not UTF-8");
    let error = Folder::valid().write("brute.py", b"a\n\nb\0").error();
    assert_eq!(error, "brute.py:3: has a NUL byte");
    assert_eq!(
        Folder::valid().write("statement.md", "\n").error(),
        "statement.md:1: the statement is empty"
    );
    let error = Folder::valid()
        .write("statement.md", "x\n\n# Sum Up\n")
        .error();
    assert_eq!(
        error,
        "statement.md:3: the title is shown by itself: begin headings with ##"
    );
}

#[test]
fn sizes_are_bounded_at_their_edges() {
    let file_limit = usize::try_from(MAX_FILE_BYTES).unwrap();
    let program = |size: usize| {
        let mut text = String::from("def validate(input):\n    ...\n#");
        text.push_str(&"x".repeat(size - text.len()));
        Folder::valid().write("validator.py", text).load()
    };
    assert!(program(file_limit).is_ok());
    let error = program(file_limit + 1).unwrap_err();
    assert_eq!(
        error.message,
        "has 262145 bytes, at most 262144 are allowed"
    );

    let statement = |size: usize| {
        Folder::valid()
            .write("statement.md", "x".repeat(size))
            .load()
            .is_ok()
    };
    assert!(statement(MAX_STATEMENT_BYTES));
    assert!(!statement(MAX_STATEMENT_BYTES + 1));

    let title = |size: usize| {
        let title = format!("\"{}\"", "ü".repeat(size));
        Folder::valid()
            .replace("problem.toml", "\"Sum Up\"", &title)
            .load()
            .is_ok()
    };
    assert!(title(MAX_TITLE_LENGTH));
    assert!(!title(MAX_TITLE_LENGTH + 1));

    let techniques = |count: usize, length: usize| {
        let names: Vec<_> = (0..count).map(|i| format!("{i:0length$}")).collect();
        let list = format!("{names:?}");
        Folder::valid()
            .replace("problem.toml", "[\"prefix sums\"]", &list)
            .load()
            .is_ok()
    };
    assert!(techniques(MAX_TECHNIQUES, MAX_TECHNIQUE_LENGTH));
    assert!(!techniques(MAX_TECHNIQUES + 1, 3));
    assert!(!techniques(1, MAX_TECHNIQUE_LENGTH + 1));

    let parameters = |count: usize| {
        let more: String = (0..count - 2)
            .map(|i| format!(", {{ name = \"p{i}\", type = \"int\" }}"))
            .collect();
        let folder = Folder::valid();
        folder.replace(
            "problem.toml",
            "type = \"int\" }]",
            &format!("type = \"int\" }}{more}]"),
        );
        folder.error()
    };
    assert!(parameters(MAX_PARAMETERS).starts_with("samples.json"));
    assert_eq!(
        parameters(MAX_PARAMETERS + 1),
        "problem.toml:9: a function has 1 to 8 parameters, found 9"
    );

    let fuel = |millions: u64| {
        let folder = Folder::valid();
        folder.replace(
            "problem.toml",
            "python = 3000",
            &format!("python = {millions}"),
        );
        folder.load().is_ok()
    };
    assert!(fuel(1) && fuel(MAX_FUEL_MILLIONS));
    assert!(!fuel(0) && !fuel(MAX_FUEL_MILLIONS + 1));

    let texts = |note: usize, why: usize| {
        let folder = Folder::valid();
        folder.replace("samples.json", "Nothing to add.", &"n".repeat(note));
        folder.replace("problem.toml", "forgets the last", &"w".repeat(why));
        folder.load().is_ok()
    };
    assert!(texts(MAX_NOTE_BYTES, MAX_WHY_BYTES));
    assert!(!texts(MAX_NOTE_BYTES + 1, 1));
    assert!(!texts(1, MAX_WHY_BYTES + 1));
}

#[test]
fn the_number_of_files_is_bounded() {
    let files = |count: usize| {
        let folder = Folder::valid();
        let mut manifest = MANIFEST.to_owned();
        for i in 0..count - 12 {
            let file = format!("solutions/wrong_{i}.py");
            folder.write(&file, "def sum_up(numbers, start_at):\n    return 0\n");
            manifest.push_str(&format!(
                "\n[[wrong]]\nfile = \"{file}\"\nverdict = \"WA\"\nwhy = \"zero\"\n"
            ));
        }
        folder.write("problem.toml", manifest);
        folder
            .load()
            .map(|problem| problem.wrong.len())
            .map_err(|e| e.message)
    };
    assert_eq!(files(MAX_FILES), Ok(MAX_FILES - 8));
    assert_eq!(
        files(MAX_FILES + 1),
        Err(format!("has more than {MAX_FILES} files"))
    );
}

#[test]
fn the_hash_changes_with_every_file_and_only_with_them() {
    let original = Folder::valid().load().unwrap().hash;
    assert_eq!(Folder::valid().load().unwrap().hash, original);
    for file in [
        "problem.toml",
        "statement.md",
        "samples.json",
        "generator.py",
        "validator.py",
        "brute.py",
        "solutions/reference.py",
        "solutions/reference.js",
        "solutions/wrong_a.py",
    ] {
        let folder = Folder::valid();
        let text = fs::read_to_string(folder.path.join(file)).unwrap();
        let hash = folder.write(file, format!("{text}\n")).load().unwrap().hash;
        assert_ne!(hash, original, "{file}");
    }
}

/// Changing this value makes every recorded problem hash stale: do it knowingly.
#[test]
fn the_hash_of_a_folder_is_golden() {
    let hash = Folder::valid().load().unwrap().hash;
    assert_eq!(
        hash.to_string(),
        "709ad455defd265dec1db2fc436dbdf734284e4af1a9e5148e6ebdaf3707c8e2"
    );
}

#[test]
fn a_missing_folder_is_an_error() {
    let error = Problem::load("/nonexistent/sum-up".as_ref())
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("/nonexistent/sum-up: cannot be read: "),
        "{error}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() })]
    /// Whatever is spoilt, an error names the file, and a line that the file has.
    #[test]
    fn a_spoilt_file_is_an_error_with_a_line_or_still_valid(
        file in prop::sample::select(vec!["problem.toml", "samples.json"]),
        place in any::<prop::sample::Index>(),
        removed in 0..40usize,
        inserted in "[\\[\\]{}\",=:0-9a-zü\n .-]{0,6}",
    ) {
        let folder = Folder::valid();
        let text = fs::read_to_string(folder.path.join(file)).unwrap();
        let start = place.index(text.len());
        let end = text.len().min(start + removed);
        let spoilt = format!("{}{inserted}{}", &text[..start], &text[end..]);
        folder.write(file, &spoilt);
        if let Err(error) = folder.load() {
            let line = error.location.line.unwrap_or(1);
            prop_assert!(error.location.file.starts_with(folder.path.to_str().unwrap()));
            if error.location.file.ends_with(file) {
                prop_assert!(line <= spoilt.lines().count().max(1), "{} of\n{}", error, spoilt);
            }
            prop_assert!(!error.message.contains('\n') && error.message.len() < 500, "{}", error);
        }
    }
}
