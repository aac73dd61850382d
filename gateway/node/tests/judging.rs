//! `arena judge run` and `arena problems verify`: what they print and how they exit.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use arena_judge::prepare;
use arena_problems::Language;
use arena_runtimes::CacheDirectory;
use serde_json::Value;

fn problem() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sandbox/problems/catalogue/two-sum")
}

fn arena(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_arena"))
        .args(arguments)
        .output();
    let Output {
        status,
        stdout,
        stderr,
    } = output.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

fn judge(file: &Path, more: &[&str]) -> (i32, String, String) {
    let (problem, file) = (problem(), file.to_string_lossy().into_owned());
    let problem = problem.to_string_lossy().into_owned();
    let mut arguments = vec![
        "judge",
        "run",
        "--language",
        "python",
        "--problem",
        &problem,
        &file,
    ];
    arguments.extend(more);
    arena(&arguments)
}

fn built() {
    let cache = CacheDirectory::resolve(None).unwrap();
    for &language in Language::all() {
        prepare(&cache, language, &mut |step| {
            eprintln!("{language}: {step}")
        })
        .unwrap();
    }
}

#[test]
fn a_judged_file_is_told_of_by_text_by_json_and_by_the_exit_code() {
    built();
    let solutions = problem().join("solutions");
    let (code, text, errors) = judge(&solutions.join("reference.py"), &[]);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert!(
        text.starts_with("AC (accepted): 29 of 29 tests passed\n")
            && text.contains(" of 1100.0 reference "),
        "{text}"
    );

    let wrong = solutions.join("wrong_missing_key.py");
    let (code, text, errors) = judge(&wrong, &[]);
    assert_eq!((code, errors.as_str()), (1, ""));
    assert!(
        text.contains("first failing: test 3 (sample), IndexError\n"),
        "{text}"
    );
    assert!(
        text.contains("File \"solution.py\", line 7, in two_sum"),
        "{text}"
    );

    let (code, text, _) = judge(&wrong, &["--json"]);
    assert_eq!(code, 1);
    let json: Value = serde_json::from_str(&text).unwrap();
    let keys = |value: &Value| {
        value
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(
        keys(&json).join(" "),
        "firstFailing fuelLimit fuelUsed limits memoryPeakBytes message runtime sampleOutputs tests testsPassed testsTotal verdict"
    );
    assert_eq!(
        keys(&json["firstFailing"]).join(" "),
        "detail index kind sample"
    );
    assert_eq!(
        keys(&json["firstFailing"]["detail"]).join(" "),
        "actual expected input message name stderr stdout"
    );
    assert_eq!(
        (&json["verdict"], &json["testsPassed"]),
        (&"RTE".into(), &2.into())
    );
}

#[test]
fn what_stands_in_the_way_of_judging_is_named() {
    built();
    let home = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = home.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let cases = [
        (home.path().join("absent.py"), "absent.py: No such file"),
        (
            file("latin.py", b"def f():\n    # \xe9\n    pass\n"),
            "latin.py:2: is not UTF-8",
        ),
        (
            file("empty.py", b""),
            "empty.py: code of 0 bytes: 1 to 262144 are judged",
        ),
        (
            file("long.py", &[b'\n'; 262_145]),
            "long.py: code of 262145 bytes",
        ),
    ];
    for (path, reason) in cases {
        let (code, text, errors) = judge(&path, &[]);
        assert_eq!((code, text.as_str()), (2, ""), "{errors}");
        assert!(errors.contains(reason), "{errors}");
        assert_eq!(errors.lines().count(), 1, "{errors}");
    }
    let good = problem().join("solutions/reference.py");
    let (code, _, errors) = judge(&good, &["--cache-dir", &home.path().to_string_lossy()]);
    assert_eq!(code, 2);
    assert!(
        errors.contains("the python runtime is not built: run `arena runtimes build python`"),
        "{errors}"
    );
}

#[test]
fn problems_are_verified_by_a_table_that_fits_and_mistakes_by_file_and_line() {
    built();
    let home = tempfile::tempdir().unwrap();
    let broken = home.path().join("two-sum");
    fs::create_dir_all(broken.join("solutions")).unwrap();
    for folder in ["", "solutions"] {
        for entry in fs::read_dir(problem().join(folder)).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                let to = broken.join(folder).join(entry.file_name());
                fs::copy(entry.path(), to).unwrap();
            }
        }
    }
    let manifest = broken.join("problem.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(
        &manifest,
        text.replace("form = \"either\"", "form = \"poem\""),
    )
    .unwrap();
    let line = 1 + text
        .lines()
        .position(|line| line.starts_with("form ="))
        .unwrap();

    let sound = problem();
    let folders = [sound.to_string_lossy(), broken.to_string_lossy()];
    let (code, table, errors) =
        arena(&["problems", "verify", "--details", &folders[0], &folders[1]]);
    assert_eq!(code, 1, "{errors}");
    assert!(
        errors.contains(&format!(
            "two-sum/problem.toml:{line}: unknown variant `poem`"
        )),
        "{errors}"
    );
    assert!(
        errors.ends_with("1 of 2 problems are unsound\n"),
        "{errors}"
    );
    let row: Vec<_> = table.lines().nth(1).unwrap().split_whitespace().collect();
    assert_eq!(row[..3], ["two-sum", "easy", "29"], "{table}");
    assert_eq!(row.last(), Some(&"ok"), "{table}");
    assert!(
        table.lines().all(|line| line.chars().count() <= 100),
        "{table}"
    );
}
