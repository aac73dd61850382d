//! What the loader accepts and refuses, with the file and the line that it names.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod bounds;
mod mistakes;
#[path = "../support/mod.rs"]
mod support;

use std::fs;

use arena_problems::{Checker, Difficulty, Form, Input, Language, Problem, RequiredVerdict};
use proptest::prelude::*;
use serde_json::json;
use support::Folder;

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
    assert_eq!(signature.name_in(arena_runtimes::Naming::Camel), "sumUp");
    assert_eq!(problem.limits.fuel_of(Language::PYTHON), 3_000_000_000);
    assert_eq!(problem.limits.fuel_of(Language::JAVASCRIPT), 2_000_000_000);
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
