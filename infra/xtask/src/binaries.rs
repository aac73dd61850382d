//! The workspace's test programs: built by cargo, run by us, several at a time.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::jobs::{Ended, Job, Output};
use crate::shell::{cargo, program};
use crate::verified::{self, Memory};

/// What cargo built for the tests.
pub(crate) struct Built {
    /// The `arena` program.
    pub(crate) arena: PathBuf,
    /// The program that the judge's tests seal.
    pub(crate) judge: PathBuf,
    tests: Vec<TestProgram>,
}

struct TestProgram {
    /// The package's folder and the target's name.
    name: String,
    executable: PathBuf,
    package: PathBuf,
}

/// Builds every test, and the programs that tests start.
pub(crate) fn build() -> Result<Built> {
    let output = cargo()
        .args(["test", "--workspace", "--no-run"])
        .arg("--message-format=json-render-diagnostics")
        .stderr(Stdio::inherit())
        .output()
        .context("start cargo")?;
    if !output.status.success() {
        bail!(
            "the tests do not compile: cargo ended with {}",
            output.status
        );
    }
    read(&String::from_utf8_lossy(&output.stdout))
}

/// Reads what cargo tells of its artifacts, one JSON object a line.
fn read(messages: &str) -> Result<Built> {
    let (mut programs, mut tests) = (Vec::new(), Vec::new());
    for line in messages.lines() {
        let message: Value = serde_json::from_str(line).context("what cargo tells")?;
        let (Some(executable), Some(name), Some(manifest)) = (
            message["executable"].as_str(),
            message["target"]["name"].as_str(),
            message["manifest_path"].as_str(),
        ) else {
            continue;
        };
        let package = Path::new(manifest).parent().context("a package's folder")?;
        if message["profile"]["test"] == true {
            let folder = package.file_name().unwrap_or_default().to_string_lossy();
            tests.push(TestProgram {
                name: format!("{folder}/{name}"),
                executable: executable.into(),
                package: package.to_owned(),
            });
        } else {
            programs.push((name.to_owned(), PathBuf::from(executable)));
        }
    }
    let program = |wanted: &str| {
        let found = programs.iter().find(|(name, _)| name == wanted);
        let (_, path) = found.with_context(|| format!("cargo did not build {wanted}"))?;
        anyhow::Ok(path.clone())
    };
    Ok(Built {
        arena: program("arena")?,
        judge: program("arena-judge-process")?,
        tests,
    })
}

impl Built {
    /// A job a test program, and one for the tests in the documentation.
    pub(crate) fn jobs(&self, memory: Memory) -> impl Iterator<Item = Job<'_>> {
        let documentation = Job::new("documentation", |output: &Output| {
            output.run(cargo().args(["test", "--workspace", "--doc", "--quiet"]))
        });
        let programs = self.tests.iter().map(move |test| {
            Job::new(&test.name, move |output: &Output| {
                let mut command = program(&test.executable.to_string_lossy());
                // As cargo does.
                command.current_dir(&test.package);
                command.env("CARGO_MANIFEST_DIR", &test.package);
                command.env("CARGO", cargo().get_program());
                let programs = [test.executable.as_path(), &self.judge];
                verified::run_test(&test.name, programs, memory, output, || {
                    output.run(&mut command)
                })
            })
        });
        programs.chain([documentation])
    }
}

/// The sums of what test programs say of themselves.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts([u64; 5]);

const COUNTED: [&str; 5] = ["passed", "failed", "ignored", "measured", "filtered out"];

impl Counts {
    pub(crate) fn of(ended: &[Ended]) -> Self {
        let mut counts = Self::default();
        let lines = ended.iter().flat_map(|one| one.output.lines());
        for line in lines.filter_map(|line| line.strip_prefix("test result: ")) {
            counts.add(line);
        }
        counts
    }

    fn add(&mut self, line: &str) {
        let numbers = line.split(['.', ';']).map(str::trim);
        for (number, what) in numbers.filter_map(|part| part.split_once(' ')) {
            let place = COUNTED.iter().position(|counted| *counted == what);
            if let (Some(place), Ok(number)) = (place, number.parse::<u64>()) {
                self.0[place] += number;
            }
        }
    }

    /// In the test runner's own words.
    pub(crate) fn summary(&self, is_ok: bool, seconds: u64) -> String {
        let how = if is_ok && self.0[1] == 0 {
            "ok"
        } else {
            "FAILED"
        };
        let counts = self.0.iter().zip(COUNTED);
        let counts: Vec<String> = counts
            .map(|(number, what)| format!("{number} {what}"))
            .collect();
        format!(
            "test result: {how}. {}; finished in {seconds}.00s",
            counts.join("; ")
        )
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const RESULT: &str = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 4 filtered out; finished in 2.50s";

    #[test]
    fn results_are_added_up_and_told_in_the_same_words() {
        let ended = [RESULT, "noise", RESULT].map(|output| Ended {
            name: "a".into(),
            output: format!("running 4 tests\n{output}\n"),
            result: Ok(()),
        });
        let counts = Counts::of(&ended);
        assert_eq!(
            counts.summary(true, 9),
            "test result: ok. 6 passed; 0 failed; 2 ignored; 0 measured; 8 filtered out; finished in 9.00s"
        );
    }

    #[test]
    fn a_failed_test_or_job_fails_the_whole() {
        let mut counts = Counts::default();
        counts.add("ok. 3 passed; 0 failed; 0 ignored");
        assert!(counts.summary(false, 1).starts_with("test result: FAILED."));
        counts.add("FAILED. 3 passed; 1 failed; 0 ignored");
        let summary = counts.summary(true, 1);
        assert!(summary.starts_with("test result: FAILED. 6 passed; 1 failed;"));
    }

    #[test]
    fn tests_and_programs_are_told_apart() {
        let line = |name: &str, is_test: bool| {
            let executable = format!("/t/{name}-{is_test}");
            serde_json::json!({
                "manifest_path": "/w/sandbox/judge/Cargo.toml", "target": { "name": name },
                "profile": { "test": is_test }, "executable": executable,
            })
            .to_string()
        };
        let lines = [
            line("arena", false),
            line("arena", true),
            line("arena-judge-process", false),
            r#"{"reason":"build-finished","success":true}"#.to_owned(),
        ];
        let built = read(&lines.join("\n")).unwrap();
        assert_eq!(built.arena, Path::new("/t/arena-false"));
        assert_eq!(built.judge, Path::new("/t/arena-judge-process-false"));
        let names: Vec<&str> = built.tests.iter().map(|test| test.name.as_str()).collect();
        assert_eq!(names, ["judge/arena"]);
        let error = read(&lines[1]).err().unwrap().to_string();
        assert_eq!(error, "cargo did not build arena");
    }
}
