//! C and C++: what compiles, what does not, and what becomes of programs that run.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod errors;
mod exceptions;
mod functions;
mod limits;
#[path = "../support/mod.rs"]
mod support;

use std::sync::{Arc, OnceLock};

use arena_judge::{Judge, Judgement, Scope, Verdict};
use arena_problems::{Checker, Form, Input, Language, Output, Test, TestSet};

pub(crate) fn judge() -> &'static Arc<Judge> {
    static JUDGE: OnceLock<Arc<Judge>> = OnceLock::new();
    JUDGE.get_or_init(|| Arc::new(Judge::load(&support::cache(), 2).unwrap()))
}

pub(crate) fn language(name: &str) -> Language {
    name.parse().unwrap()
}

pub(crate) fn run(name: &str, code: &str, tests: &TestSet) -> Judgement {
    support::judge(judge(), language(name), code, tests, Scope::All).unwrap()
}

/// One public test of a program: this input, this output.
pub(crate) fn program(input: &str, output: &str) -> TestSet {
    let test = Test {
        name: "sample 1".into(),
        input: Input::Text(input.into()),
        expected: Output::Text(output.into()),
        sample: true,
    };
    TestSet::new(Form::Stdin, Checker::Exact, support::limits(), vec![test]).unwrap()
}

pub(crate) fn accepted(name: &str, code: &str, tests: &TestSet) {
    let judged = run(name, code, tests);
    assert_eq!(judged.verdict, Verdict::Accepted, "{judged:?}\n{code}");
}

/// The sentence of a compile error.
pub(crate) fn refused(name: &str, code: &str, tests: &TestSet) -> String {
    let judged = run(name, code, tests);
    assert_eq!(judged.verdict, Verdict::CompileError, "{judged:?}\n{code}");
    let message = judged.message.unwrap();
    for ours in ["/arena", "arena_", "arena-glue"] {
        assert!(!message.contains(ours), "{message}");
    }
    message
}

/// The kind and the text of a run-time error on the first test.
pub(crate) fn failed(name: &str, code: &str) -> (String, String) {
    let judged = run(name, code, &program("7\n", "x"));
    assert_eq!(judged.verdict, Verdict::RuntimeError, "{judged:?}\n{code}");
    let failing = judged.first_failing.unwrap();
    let text = failing.detail.and_then(|detail| detail.message);
    (failing.kind.unwrap_or_default(), text.unwrap_or_default())
}
