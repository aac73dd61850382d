//! `arena problems import`, `verify` and `export` of packages, and that an imported one is played.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use arena_packages::Package;
use serde_json::Value;
use support::{built, copy, fixture, run};
use tempfile::TempDir;

fn arena(arguments: &[&str]) -> (i32, String, String) {
    built(&["python", "javascript"]);
    run(arguments)
}

/// A copy of a package with one file written anew.
fn changed(folder: &TempDir, name: &str, file: &str, text: &str) -> String {
    let path = folder.path().join("changed");
    copy(&fixture(name), &path);
    fs::write(path.join(file), text).unwrap();
    path.to_string_lossy().into_owned()
}

/// The lines of the report by path: state and reason.
fn lines(report: &Value) -> Vec<(String, String, String)> {
    let both = ["validators", "submissions"].map(|key| report[key].as_array().unwrap());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let line = |line: &Value| {
        (
            text(&line["path"]),
            text(&line["state"]),
            text(&line["reason"]),
        )
    };
    both.into_iter().flatten().map(line).collect()
}

fn verified(path: &str) -> (i32, Value) {
    let (code, text, errors) = arena(&["problems", "verify", path, "--json"]);
    let reports: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}{errors}"));
    (code, reports[0].clone())
}

#[test]
fn every_submission_gets_what_its_folder_asks_for() {
    for (name, exit, unverified) in [
        ("2025-09/twosquares", 0, &[][..]),
        ("2025-09/lanternpair", 0, &[]),
        ("legacy/bunting", 0, &[]),
        ("2025-09/nearpair", 2, &["submissions/accepted/parts"]),
        ("legacy/plumjars", 2, &["submissions/accepted/Mean.java"]),
        ("legacy-icpc/ticketgate", 2, &["input_validators/word.ctd"]),
    ] {
        let (code, report) = verified(&fixture(name).to_string_lossy());
        assert_eq!(code, exit, "{report}");
        for (path, state, reason) in lines(&report) {
            let expected = if unverified.contains(&path.as_str()) {
                "unverified"
            } else {
                "ok"
            };
            assert_eq!(state, expected, "{name} {path}: {reason}");
        }
        assert_eq!(report["findings"], serde_json::json!([]), "{name}");
        let fuel = report["fuelLimit"].as_u64().unwrap();
        assert!(fuel > 0 && fuel % 100_000_000 == 0, "{name}: {fuel}");
    }
}

#[test]
fn a_submission_in_the_wrong_folder_is_found() {
    let folder = TempDir::new().unwrap();
    let path = changed(
        &folder,
        "legacy-icpc/ticketgate",
        "submissions/accepted/turn.py",
        "print(input())\n",
    );
    let (code, report) = verified(&path);
    assert_eq!(code, 1);
    let found = lines(&report);
    let turn = found
        .iter()
        .find(|line| line.0.ends_with("turn.py"))
        .unwrap();
    assert_eq!(turn.1, "fails");
    assert_eq!(turn.2, "gets WA on sample/01, where only AC may come");
}

#[test]
fn a_slow_submission_that_is_not_slow_enough_is_found() {
    let folder = TempDir::new().unwrap();
    let yaml = fs::read_to_string(fixture("2025-09/twosquares").join("problem.yaml")).unwrap();
    let limits = "  time_limit: 1\n  time_multipliers:\n    time_limit_to_tle: 20\n";
    let yaml = yaml.replace("  time_limit: 2\n", limits);
    let path = changed(&folder, "2025-09/twosquares", "problem.yaml", &yaml);
    let slow = Path::new(&path).join("submissions/time_limit_exceeded");
    fs::create_dir(&slow).unwrap();
    // Slower than the limit of a second, but far from twenty times as slow.
    let program = "n = int(input())\nfor _ in range(6_000_000):\n    pass\na = 0\n\
                   while round((n - a * a) ** 0.5) ** 2 + a * a != n:\n    a += 1\n\
                   print(a, round((n - a * a) ** 0.5))\n";
    fs::write(slow.join("slow.py"), program).unwrap();
    let (code, report) = verified(&path);
    assert_eq!(code, 1);
    let found = lines(&report);
    let slow = found
        .iter()
        .find(|line| line.0.ends_with("slow.py"))
        .unwrap();
    assert_eq!(slow.1, "fails");
    let reason = &slow.2;
    assert!(reason.starts_with("needs "), "{reason}");
    assert!(
        reason.ends_with(" s, less than 20 times the time limit"),
        "{reason}"
    );
}

#[test]
fn a_validator_that_breaks_is_the_judges_error_with_its_reason() {
    let validator = "output_validator/validate.py";
    for (text, reason) in [
        (
            "1 // 0\n",
            "exit code 1 on sample/1, where only 42 and 43 are verdicts: ZeroDivisionError",
        ),
        (
            "pass\n",
            "exit code 0 on sample/1, where only 42 and 43 are verdicts",
        ),
        (
            "import sys\nfor _ in range(2048):\n    sys.stdout.write('x' * 2**20)\nsys.exit(42)\n",
            "OutputLimit: the program wrote too much",
        ),
        (
            "while True:\n    pass\n",
            "it needs more than a reference minute",
        ),
        ("open('/etc/passwd')\n", "FileNotFoundError"),
        ("open('answer', 'w')\n", "PermissionError"),
    ] {
        let folder = TempDir::new().unwrap();
        let path = changed(&folder, "2025-09/twosquares", validator, text);
        if text.starts_with("while") {
            // One submission is enough: a reference minute is long.
            for file in ["accepted/swapped.py", "wrong_answer"] {
                let file = Path::new(&path).join("submissions").join(file);
                drop(fs::remove_file(&file).or_else(|_| fs::remove_dir_all(&file)));
            }
            fs::remove_dir_all(Path::new(&path).join("data/sample")).unwrap();
            for case in ["1", "2"] {
                for ending in ["in", "ans"] {
                    fs::remove_file(Path::new(&path).join(format!("data/secret/{case}.{ending}")))
                        .unwrap();
                }
            }
            fs::remove_file(Path::new(&path).join("submissions/submissions.yaml")).unwrap();
        }
        let (code, report) = verified(&path);
        assert_eq!(code, 1, "{text}: {report}");
        let found = lines(&report);
        let search = found
            .iter()
            .find(|line| line.0.ends_with("search.py"))
            .unwrap();
        assert_eq!(search.1, "fails");
        assert!(search.2.starts_with("gets JE on "), "{text}: {}", search.2);
        assert!(search.2.contains(reason), "{text}: {}", search.2);
    }
}

#[test]
fn a_submission_that_prints_two_gigabytes_is_rejected_not_endless() {
    let folder = TempDir::new().unwrap();
    let path = changed(
        &folder,
        "2025-09/twosquares",
        "submissions/wrong_answer/off.py",
        "import sys\nfor _ in range(2048):\n    sys.stdout.write('x' * 2**20)\n",
    );
    let (code, report) = verified(&path);
    assert_eq!(code, 1);
    let found = lines(&report);
    let flood = found
        .iter()
        .find(|line| line.0.ends_with("off.py"))
        .unwrap();
    assert_eq!(flood.2, "gets RTE on sample/1, where only AC/WA may come");
}

#[test]
fn an_input_validator_that_accepts_what_is_invalid_is_found() {
    let folder = TempDir::new().unwrap();
    let text = "import sys\n\nsys.exit(42)\n";
    let path = changed(
        &folder,
        "2025-09/nearpair",
        "input_validators/check.py",
        text,
    );
    let (code, report) = verified(&path);
    assert_eq!(code, 1);
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(
        findings,
        &[
            "data/invalid_input/one.in: no input validator refuses it",
            "data/invalid_input/twice.in: no input validator refuses it",
        ]
    );
}

#[test]
fn imports_are_whole_refused_twice_and_exported_as_they_came() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data").to_string_lossy().into_owned();
    let import = |path: &str, more: &[&str]| {
        let mut arguments = vec!["problems", "import", path, "--data-dir", &data];
        arguments.extend(more);
        arena(&arguments)
    };
    let sound = fixture("2025-09/twosquares").to_string_lossy().into_owned();
    let broken = changed(
        &folder,
        "2025-09/twosquares",
        "output_validator/validate.py",
        "1 // 0\n",
    );
    let (code, _, errors) = import(&broken, &[]);
    assert_eq!(code, 1, "{errors}");
    assert!(errors.ends_with("changed is not imported\n"), "{errors}");
    assert!(!Path::new(&data).join("problems").exists());

    let (code, text, errors) = import(&sound, &[]);
    assert_eq!(code, 0, "{text}{errors}");
    let (code, _, errors) = import(&sound, &[]);
    assert_eq!(code, 2);
    assert!(
        errors.contains(
            "a problem twosquares is imported already: --replace puts this one in its place"
        ),
        "{errors}"
    );
    let (code, _, errors) = import(&sound, &["--replace", "--difficulty", "hard"]);
    assert_eq!(code, 0, "{errors}");
    let kept: Vec<_> = fs::read_dir(Path::new(&data).join("problems"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(kept, ["twosquares"]);

    let to = folder.path().join("twosquares.zip");
    let target = to.to_string_lossy().into_owned();
    let (code, _, errors) = arena(&[
        "problems",
        "export",
        "twosquares",
        "--to",
        &target,
        "--data-dir",
        &data,
    ]);
    assert_eq!(code, 0, "{errors}");
    let (out, came) = (
        Package::open(&to).unwrap(),
        Package::open(Path::new(&sound)).unwrap(),
    );
    assert_eq!((out.hash, out.id), (came.hash, came.id));
}

#[test]
fn our_own_problems_become_packages_that_verify() {
    let folder = TempDir::new().unwrap();
    let stamps = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../sandbox/problems/catalogue/stamp-office")
        .to_string_lossy()
        .into_owned();
    for format in ["legacy", "legacy-icpc", "2025-09"] {
        let to = folder.path().join(format).join("stampoffice");
        let target = to.to_string_lossy().into_owned();
        let export = [
            "problems", "export", &stamps, "--to", &target, "--format", format,
        ];
        let (code, _, errors) = arena(&export);
        assert_eq!(code, 0, "{format}: {errors}");
        let (_, report) = verified(&target);
        assert_eq!(report["format"], format);
        for (path, state, reason) in lines(&report) {
            if path.contains("validator") || path.contains("/accepted/") {
                assert!(state != "fails", "{format} {path}: {reason}");
            }
            if path.ends_with("reference.py") {
                assert_eq!(state, "ok", "{format} {path}: {reason}");
            }
        }
    }
    let function = stamps.replace("stamp-office", "mirror-words");
    let never = folder.path().join("never").to_string_lossy().into_owned();
    let (code, _, errors) = arena(&["problems", "export", &function, "--to", &never]);
    assert_eq!(code, 2);
    assert!(
        errors.contains("mirror-words asks for a function"),
        "{errors}"
    );
    assert!(!Path::new(&never).exists());
}

struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[test]
fn an_imported_package_is_among_the_problems_that_are_played() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data").to_string_lossy().into_owned();
    let sound = fixture("2025-09/twosquares").to_string_lossy().into_owned();
    let (code, _, errors) = arena(&["problems", "import", &sound, "--data-dir", &data]);
    assert_eq!(code, 0, "{errors}");
    let catalogue = folder.path().join("catalogue");
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sandbox/problems/catalogue/two-sum"),
        &catalogue.join("two-sum"),
    );
    let mut serving = Serving(
        Command::new(env!("CARGO_BIN_EXE_arena"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data-dir", &data])
            .arg("--problems")
            .arg(&catalogue)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let mut line = String::new();
    let stdout = serving.0.stdout.take().unwrap();
    BufReader::new(stdout).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("listening on http://").unwrap();
    let mut socket = TcpStream::connect(address).unwrap();
    write!(
        socket,
        "GET /api/problems HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("\"twosquares\""), "{answer}");
    assert!(answer.contains("Two Squares"), "{answer}");
}
