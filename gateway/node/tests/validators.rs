//! `arena problems verify` and `import` of packages whose validators are in C and C++.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use arena_judge::prepare;
use arena_problems::Language;
use arena_runtimes::CacheDirectory;
use serde_json::Value;
use support::{built, copy, fixture, run};
use tempfile::TempDir;

fn arena(arguments: &[&str]) -> (i32, String, String) {
    built(&["python", "cpp"]);
    run(arguments)
}

/// Two squares with other validators: files by path below the package.
fn package(folder: &TempDir, files: &[(&str, &str)]) -> PathBuf {
    let path = folder.path().join("two");
    copy(&fixture("2025-09/twosquares"), &path);
    fs::remove_file(path.join("output_validator/validate.py")).unwrap();
    for (file, text) in files {
        let file = path.join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    path
}

/// The exit code, and the lines of the report: path, state and reason.
fn verified(path: &Path, more: &[&str]) -> (i32, Vec<[String; 3]>) {
    let path = path.to_str().unwrap();
    let arguments = [&["problems", "verify", path, "--json"], more].concat();
    let (code, text, errors) = arena(&arguments);
    let reports: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}{errors}"));
    let both = ["validators", "submissions"].map(|key| reports[0][key].as_array().unwrap());
    let text = |line: &Value, key: &str| line[key].as_str().unwrap_or_default().to_owned();
    let line = |line| ["path", "state", "reason"].map(|key| text(line, key));
    (code, both.into_iter().flatten().map(line).collect())
}

/// Its header is beside it; `--strict` is a flag of the package's cases.
const SQUARES: [(&str, &str); 3] = [
    (
        "output_validator/validate.h",
        "#pragma once\n#include <fstream>\n#include <iostream>\n#include <string>\n\
         [[noreturn]] void wrong(const std::string &folder, const std::string &text);\n",
    ),
    (
        "output_validator/wrong.cpp",
        "#include \"validate.h\"\n#include <cstdlib>\n\
         void wrong(const std::string &folder, const std::string &text) {\n\
         std::ofstream(folder + \"judgemessage.txt\") << text;\nstd::exit(43);\n}\n",
    ),
    (
        "output_validator/validate.cc",
        "#include \"validate.h\"\n\
         int main(int argc, char **argv) {\n\
         if (argc != 5 || argv[4] != std::string(\"--strict\")) throw std::string(\"flags\");\n\
         std::ifstream input(argv[1]);\nlong long number, a, b;\n\
         if (!(input >> number)) return 1;\n\
         if (!(std::cin >> a >> b)) wrong(argv[3], \"expected two numbers\");\n\
         if (a * a + b * b != number) wrong(argv[3], \"another sum\");\nreturn 42;\n}\n",
    ),
];

const NUMBER: (&str, &str) = (
    "input_validators/number.c",
    "#include <stdio.h>\nint main(void) { int n; return scanf(\"%d\", &n) == 1 && n >= 0 && n <= 1000000 ? 42 : 43; }\n",
);

fn squares() -> Vec<(&'static str, &'static str)> {
    SQUARES.into_iter().chain([NUMBER]).collect()
}

#[test]
fn validators_in_c_and_cpp_are_verified_and_what_they_judge_is_played() {
    let folder = TempDir::new().unwrap();
    let path = package(&folder, &squares());
    let (code, lines) = verified(&path, &[]);
    for [path, state, reason] in &lines {
        assert_eq!(state, "ok", "{path}: {reason}");
    }
    assert_eq!(code, 0);
    let validators = ["input_validators/number.c", "output_validator"];
    for wanted in validators {
        assert!(lines.iter().any(|line| line[0] == wanted), "{lines:?}");
    }
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let path = path.to_str().unwrap();
    let (code, text, errors) = arena(&["problems", "import", path, "--data-dir", data]);
    assert_eq!(code, 0, "{text}{errors}");
}

#[test]
fn without_the_runtime_they_are_unverified() {
    let folder = TempDir::new().unwrap();
    let path = package(&folder, &squares());
    let cache = folder.path().join("cache");
    prepare(
        &CacheDirectory::open(&cache).unwrap(),
        Language::PYTHON,
        &mut |step| eprintln!("python: {step}"),
    )
    .unwrap();
    let cache = cache.to_str().unwrap();
    let (code, lines) = verified(&path, &["--cache-dir", cache]);
    assert_eq!(code, 2);
    let states = ["input_validators/number.c", "output_validator"].map(|path| {
        let line = lines.iter().find(|line| line[0] == path).unwrap();
        (line[1].as_str(), line[2].contains("is not available: "))
    });
    assert_eq!(
        states,
        [("unverified", true), ("unverified", true)],
        "{lines:?}"
    );
}

#[test]
fn a_validator_that_does_not_compile_is_refused_with_the_compilers_words() {
    let folder = TempDir::new().unwrap();
    let text = "#include <fstream>\nint main(int argc, char **argv) {\n    return right;\n}\n";
    let path = package(&folder, &[("output_validator/validate.cc", text)]);
    let (code, lines) = verified(&path, &[]);
    assert_eq!(code, 1);
    let line = lines
        .iter()
        .find(|line| line[0].starts_with("output_validator"));
    let [_, state, reason] = line.unwrap();
    assert_eq!(state, "fails", "{reason}");
    let words =
        "it does not compile: validate.cc:3:12: error: use of undeclared identifier 'right'";
    assert!(reason.starts_with(words), "{reason}");
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let path = path.to_str().unwrap();
    let (code, _, errors) = arena(&["problems", "import", path, "--data-dir", data]);
    assert_eq!(code, 1, "{errors}");
    assert!(!Path::new(data).join("problems").exists());
}

#[test]
fn a_validator_that_breaks_is_named_with_what_happened() {
    for (text, reason) in [
        ("int main() { return 1; }\n", "ends with exit code 1 on "),
        (
            "#include <vector>\nint main() { std::vector<int>().at(1); }\n",
            "std::out_of_range",
        ),
        (
            "#include <fstream>\nint main() { std::ofstream file(\"feedback/x\"); std::string piece(1 << 20, 'x');\n\
             for (int i = 0; i < 2048; i++) file << piece; return 42; }\n",
            "it writes too much",
        ),
    ] {
        let folder = TempDir::new().unwrap();
        let path = package(&folder, &[("output_validator/validate.cc", text)]);
        let (code, lines) = verified(&path, &[]);
        assert_eq!(code, 1, "{text}");
        let line = lines.iter().find(|line| line[0].ends_with("search.py"));
        let [_, state, said] = line.unwrap();
        assert_eq!(state, "fails", "{said}");
        let named = "gets JE on sample/1: output validator validate.cc ends with exit code ";
        assert!(
            said.starts_with(named) && said.contains(reason),
            "{text}: {said}"
        );
    }
}
