//! Validators of packages in C and C++: what they are given, what they may do, and what becomes of those
//! that break.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use arena_judge::package::limits::{VALIDATOR_FILES, VALIDATOR_MEMORY_BYTES, VALIDATOR_OUTPUT};
use arena_judge::{Judge, Judgement, Scope, Verdict};
use arena_problems::{Checker, Form, Input, Language, Output, Test, TestSet, ValidatorProgram};

fn judge() -> &'static Arc<Judge> {
    static JUDGE: OnceLock<Arc<Judge>> = OnceLock::new();
    JUDGE.get_or_init(|| Arc::new(Judge::load(&support::cache(), 2).unwrap()))
}

fn validator(language: &str, text: &str) -> ValidatorProgram {
    ValidatorProgram {
        name: format!("validate.{language}"),
        language: language.parse().unwrap(),
        text: text.into(),
        parts: BTreeMap::new(),
        arguments: Vec::new(),
        tell_all: true,
    }
}

/// What comes of a program that prints this, under a validator.
fn judged(validator: ValidatorProgram, output: &str) -> Judgement {
    let test = Test {
        name: "sample 1".into(),
        input: Input::Text("3 4\n".into()),
        expected: Output::Text("7\n".into()),
        sample: true,
    };
    let set = TestSet::new(Form::Stdin, Checker::Exact, support::limits(), vec![test]);
    let set = set.unwrap().judged_by(validator).unwrap();
    let code = format!("print({output:?}, end='')");
    support::judge(judge(), Language::PYTHON, &code, &set, Scope::All).unwrap()
}

fn message(judged: &Judgement) -> String {
    let detail = judged
        .first_failing
        .as_ref()
        .and_then(|one| one.detail.as_ref());
    detail
        .and_then(|detail| detail.message.clone())
        .unwrap_or_default()
}

fn accepted(validator: ValidatorProgram) {
    let judged = judged(validator, "7\n");
    assert_eq!(judged.verdict, Verdict::Accepted, "{}", message(&judged));
}

/// Why a validator is broken.
fn broken(language: &str, text: &str) -> String {
    let judged = judged(validator(language, text), "7\n");
    assert_eq!(judged.verdict, Verdict::JudgeError, "{judged:?}\n{text}");
    let message = message(&judged);
    let named = format!("output validator validate.{language} ends with exit code ");
    assert!(message.starts_with(&named), "{message}");
    message
}

const SUM: &str = r#"
#include <bits/stdc++.h>
using namespace std;

int main(int argc, char **argv) {
    ifstream input(argv[1]), answer(argv[2]);
    ofstream judge(string(argv[3]) + "judgemessage.txt"), team(argv[3] + string("teammessage.txt"));
    long long a, b, sum, theirs;
    if (!(input >> a >> b) || !(answer >> sum) || a + b != sum) return 1;
    if (!(cin >> theirs)) {
        judge << "no number";
        return 43;
    }
    if (theirs != sum) {
        judge << "expected " << sum << ", found " << theirs;
        team << "not the sum";
        return 43;
    }
    return 42;
}
"#;

#[test]
fn a_validator_in_cpp_reads_input_answer_and_output_and_gives_feedback() {
    accepted(validator("cpp", SUM));
    let wrong = judged(validator("cpp", SUM), "8\n");
    assert_eq!(wrong.verdict, Verdict::WrongAnswer);
    assert_eq!(message(&wrong), "expected 7, found 8");
    let told = ValidatorProgram {
        tell_all: false,
        ..validator("cpp", SUM)
    };
    assert_eq!(message(&judged(told, "8\n")), "not the sum");
    assert_eq!(message(&judged(validator("cpp", SUM), "x")), "no number");
}

#[test]
fn a_validator_in_c_opens_files_and_takes_flags() {
    let text = r#"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv) {
    long long a, b, sum, theirs, most = 0;
    char path[200];
    for (int i = 4; i + 1 < argc; i++)
        if (strcmp(argv[i], "within") == 0) most = atoll(argv[i + 1]);
    FILE *input = fopen(argv[1], "r"), *answer = fopen(argv[2], "r");
    if (input == NULL || fscanf(input, "%lld %lld", &a, &b) != 2) exit(1);
    if (answer == NULL || fscanf(answer, "%lld", &sum) != 1) exit(2);
    if (freopen(argv[1], "r", input) == NULL || fscanf(input, "%lld", &b) != 1 || b != a) exit(3);
    if (scanf("%lld", &theirs) != 1) exit(43);
    snprintf(path, sizeof path, "%s/judgemessage.txt", argv[3]);
    FILE *feedback = fopen(path, "w");
    fprintf(feedback, "off by %lld", theirs - sum);
    fclose(feedback);
    feedback = fopen(path, "a");
    fprintf(feedback, ", within %lld", most);
    fclose(feedback);
    exit(llabs(theirs - sum) <= most ? 42 : 43);
}
"#;
    let within = |most: &str| ValidatorProgram {
        arguments: vec!["within".into(), most.into()],
        ..validator("c", text)
    };
    accepted(within("0"));
    let near = judged(within("2"), "9\n");
    assert_eq!(near.verdict, Verdict::Accepted, "{}", message(&near));
    let far = judged(within("1"), "9\n");
    assert_eq!(far.verdict, Verdict::WrongAnswer, "{}", message(&far));
    assert_eq!(message(&far), "off by 2, within 1");
}

#[test]
fn several_files_are_compiled_together_with_their_headers() {
    let parts = [
        (
            "validate.h",
            "#pragma once\n#include <string>\nbool fits(const std::string &path);\nextern \"C\" int verdict(int right);\n",
        ),
        (
            "validate.cc",
            "#include \"validate.h\"\nint main(int, char **argv) { return verdict(fits(argv[2])); }\n",
        ),
        (
            "parts/fits.cpp",
            "#include \"validate.h\"\n#include <fstream>\n#include <iostream>\nbool fits(const std::string &path) {\n\
             std::ifstream answer(path);\nint theirs, ours;\nif (!(std::cin >> theirs)) throw 1;\n\
             return answer >> ours && theirs == ours;\n}\n",
        ),
        (
            "verdict.c",
            "int verdict(int right) { return right ? 42 : 43; }\n",
        ),
    ];
    let program = |parts: &[(&str, &str)]| ValidatorProgram {
        name: "validate".into(),
        parts: parts
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect(),
        ..validator("cpp", "")
    };
    accepted(program(&parts));
    let wrong = judged(program(&parts), "8\n");
    assert_eq!(wrong.verdict, Verdict::WrongAnswer, "{}", message(&wrong));
    let broken = judged(program(&parts[..3]), "7\n");
    assert_eq!(broken.verdict, Verdict::JudgeError);
    let said = message(&broken);
    assert!(
        said.contains("it does not compile: validate: error: "),
        "{said}"
    );
    assert!(said.contains("undefined symbol: verdict"), "{said}");
    assert!(!said.contains("/package"), "{said}");
}

#[test]
fn exceptions_are_caught_and_uncaught_ones_are_told() {
    accepted(validator(
        "cpp",
        "#include <string>\nint main() { try { std::stoi(\"x\"); } catch (const std::exception &) { return 42; } }\n",
    ));
    let said = broken(
        "cpp",
        "#include <vector>\nint main() { std::vector<int>(3).at(5); }\n",
    );
    assert!(
        said.contains("terminate called after throwing an instance of 'std::out_of_range'"),
        "{said}"
    );
}

#[test]
fn every_other_end_is_the_judges_error_with_its_reason() {
    for (language, text, reason) in [
        (
            "c",
            "int main(void) { return 1; }",
            "exit code 1 on sample 1",
        ),
        (
            "c",
            "int main(void) { return 0; }",
            "exit code 0 on sample 1",
        ),
        (
            "c",
            "#include <stdio.h>\nint main(void) { fputs(\"my reason\", stderr); return 7; }",
            "exit code 7 on sample 1, where only 42 and 43 are verdicts: my reason",
        ),
        (
            "c",
            "int main(void) { __builtin_trap(); }",
            "the program aborted",
        ),
        (
            "c",
            "int main(int n, char **a) { return *(volatile int *)(n * -4); }",
            "an address outside of its memory",
        ),
        (
            "cpp",
            "int f(int n) { volatile char a[9999]; a[n % 99] = 1; return n ? f(n + 1) + a[3] : 0; }\nint main() { return f(1); }",
            "its recursion is too deep",
        ),
        (
            "c",
            "int main(void) { return x; }",
            "it does not compile: validate.c:1:25: error: ",
        ),
    ] {
        let said = broken(language, text);
        assert!(said.contains(reason), "{text}: {said}");
    }
}

#[test]
fn a_validator_that_never_stops_is_ended() {
    let said = broken("c", "int main(void) { for (volatile int i = 0;; i++) {} }");
    assert!(
        said.contains("it needs more than a reference minute"),
        "{said}"
    );
}

/// A C program that writes so many bytes to a feedback file, or prints them.
fn writes(bytes: u64, to: &str) -> String {
    format!(
        "#include <stdio.h>\nstatic char piece[1 << 16];\nint main(int n, char **arguments) {{\n\
         FILE *to = {to};\nfor (unsigned long long left = {bytes}; left > 0;) {{\n\
         size_t now = left < sizeof piece ? left : sizeof piece;\nfwrite(piece, 1, now, to);\nleft -= now;\n}}\n\
         fclose(to);\nreturn 42;\n}}\n"
    )
}

#[test]
fn what_it_writes_is_limited_at_the_very_byte() {
    let feedback = "fopen(\"feedback/judgemessage.txt\", \"w\")";
    for to in [feedback, "stdout", "stderr"] {
        accepted(validator("c", &writes(VALIDATOR_OUTPUT, to)));
        let said = broken("c", &writes(VALIDATOR_OUTPUT + 1, to));
        assert!(said.contains("it writes too much"), "{to}: {said}");
    }
    let said = broken("c", &writes(2 << 30, feedback));
    assert!(said.contains("it writes too much"), "{said}");
}

#[test]
fn how_many_files_it_makes_is_limited() {
    let makes = |files: usize| {
        format!(
            "#include <fstream>\n#include <string>\nint main() {{\nfor (int i = 0; i < {files}; i++) {{\n\
             std::ofstream file(\"feedback/\" + std::to_string(i));\nif (!file) return 1;\n}}\nreturn 42;\n}}\n"
        )
    };
    accepted(validator("cpp", &makes(VALIDATOR_FILES)));
    let said = broken("cpp", &makes(VALIDATOR_FILES + 1));
    assert!(said.contains("it writes too much"), "{said}");
}

#[test]
fn its_memory_is_limited() {
    let takes = |bytes: u64| {
        format!(
            "#include <stdlib.h>\nint main(void) {{ volatile char *all = malloc({bytes}u); if (!all) __builtin_trap(); all[5] = 1; return 42; }}"
        )
    };
    // The stack and the globals are part of it.
    accepted(validator("c", &takes(VALIDATOR_MEMORY_BYTES - (34 << 20))));
    let said = broken("c", &takes(VALIDATOR_MEMORY_BYTES - (32 << 20)));
    assert!(
        said.contains("it needs more than 1024 MiB of memory"),
        "{said}"
    );
}

#[test]
fn it_finds_no_file_but_its_own_and_changes_none_of_them() {
    for (path, mode) in [
        ("/etc/passwd", "r"),
        ("answer", "w"),
        ("answer", "r+"),
        ("input", "a"),
        ("other", "w"),
        ("feedback/../other", "w"),
        ("feedback/folder/file", "w"),
    ] {
        accepted(validator(
            "c",
            &format!(
                "#include <stdio.h>\nint main(void) {{ return fopen(\"{path}\", \"{mode}\") == NULL ? 42 : 43; }}"
            ),
        ));
    }
    accepted(validator(
        "c",
        "#include <stdio.h>\nint main(void) { return rename(\"answer\", \"feedback/x\") && remove(\"input\") ? 42 : 43; }",
    ));
}

#[test]
fn time_stands_still_and_chance_repeats_itself() {
    let text = "#include <chrono>\n#include <fstream>\n#include <random>\n#include <ctime>\nint main() {\n\
        std::ofstream(\"feedback/judgemessage.txt\") << time(nullptr) << ' ' << std::random_device{}() << ' '\n\
        << std::chrono::steady_clock::now().time_since_epoch().count();\nreturn 43;\n}\n";
    let said = [0, 1].map(|_| message(&judged(validator("cpp", text), "7\n")));
    assert!(said[0].starts_with("1767225600 "), "{said:?}");
    assert_eq!(said[0], said[1]);
}

#[test]
fn a_players_program_finds_no_file() {
    let test = Test {
        name: "sample 1".into(),
        input: Input::Text("3 4\n".into()),
        expected: Output::Text("none 7\n".into()),
        sample: true,
    };
    let set = TestSet::new(Form::Stdin, Checker::Exact, support::limits(), vec![test]).unwrap();
    let code = "#include <bits/stdc++.h>\nint main() {\n\
        for (const char *path : {\"input\", \"answer\", \"/etc/passwd\", \"feedback/x\", \".\"}) {\n\
        std::ifstream in(path);\nstd::ofstream out(path);\nstd::fstream both(path);\n\
        if (in || out || both) std::cout << path << '\\n';\n}\n\
        int a, b;\nstd::cin >> a >> b;\nstd::cout << \"none \" << a + b << '\\n';\n}\n";
    let language = "cpp".parse().unwrap();
    let judged = support::judge(judge(), language, code, &set, Scope::All).unwrap();
    assert_eq!(judged.verdict, Verdict::Accepted, "{judged:?}");
}
