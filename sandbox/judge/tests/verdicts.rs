//! What a judgement says, and that it always says the same.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::sync::{Arc, OnceLock};

use arena_judge::limits::MAX_CODE_BYTES;
use arena_judge::{Judge, Judgement, RunError, Scope, Verdict};
use arena_problems::{Language, TestSet};
use support::{functions, good, programs};

fn judge() -> &'static Arc<Judge> {
    static JUDGE: OnceLock<Arc<Judge>> = OnceLock::new();
    JUDGE.get_or_init(|| Arc::new(Judge::load(&support::cache(), 4).unwrap()))
}

fn run(language: Language, code: &str, tests: &TestSet) -> Judgement {
    support::judge(judge(), language, code, tests, Scope::All).unwrap()
}

/// Watches everything that could differ from run to run: time, randomness, hashes, addresses.
const UNSTEADY_PYTHON: &str = "
import random, time, sys
def double(n):
    seen = {str(x) for x in range(50)}
    print(list(seen)[:5], random.random(), time.time(), time.perf_counter(), id(object()), hash('a'))
    print(object(), file=sys.stderr)
    return n * 2 if n < 500 else n / 0
";

const UNSTEADY_JAVASCRIPT: &str = "
function double(n) {
    console.log(Math.random(), Date.now(), performance.now(), new Date().toString());
    if (n >= 500) throw new Error('x' + Math.random());
    return n * 2;
}
";

#[test]
fn a_hundred_judgements_of_one_program_are_byte_identical_under_load() {
    for (language, code) in [
        (Language::PYTHON, UNSTEADY_PYTHON),
        (Language::JAVASCRIPT, UNSTEADY_JAVASCRIPT),
    ] {
        let tests = functions();
        for scope in [Scope::All, Scope::Samples] {
            let bytes = || {
                let judged = support::judge(judge(), language, code, &tests, scope).unwrap();
                serde_json::to_vec(&judged).unwrap()
            };
            let first = bytes();
            // Four at a time on fewer cores, then one at a time.
            std::thread::scope(|threads| {
                for _ in 0..4 {
                    threads.spawn(|| (0..20).for_each(|_| assert_eq!(bytes(), first)));
                }
            });
            (0..20).for_each(|_| assert_eq!(bytes(), first));
        }
    }
}

#[test]
fn randomness_is_seeded_by_the_tests() {
    let code =
        "import random\nprint(int(input()) * 2 + int(random.random() * 0), random.random())\n";
    let mut other = programs();
    other.limits.output_bytes += 1;
    let other = TestSet::new(other.form, other.checker, other.limits, other.tests).unwrap();
    let outputs: Vec<_> = [programs(), other]
        .iter()
        .map(|tests| {
            run(Language::PYTHON, code, tests)
                .first_failing
                .unwrap()
                .detail
                .unwrap()
                .actual
        })
        .collect();
    assert_ne!(outputs[0], outputs[1]);
}

#[test]
fn a_secret_test_shows_its_number_and_kind_of_error_only() {
    let code = "def double(n):\n    if n == 21:\n        raise KeyError(n)\n    return n * 2\n";
    let judged = run(Language::PYTHON, code, &functions());
    assert_eq!(judged.verdict, Verdict::RuntimeError);
    assert_eq!((judged.tests_passed, judged.tests_total), (1, 5));
    let first = judged.first_failing.clone().unwrap();
    assert_eq!(
        (first.index, first.sample, first.kind.as_deref()),
        (1, false, Some("KeyError"))
    );
    assert_eq!(first.detail, None);
    assert_eq!(judged.message, None);
}

#[test]
fn a_forged_compiler_message_carries_no_secret_out() {
    for (tests, ask, answer) in [
        (programs(), "n = int(input())", "print(n * 2)"),
        (functions(), "def double(n):", "    return n * 2"),
    ] {
        let indent = if ask.starts_with("def") { "    " } else { "" };
        let code = format!(
            "import sys\n{ask}\n{indent}if n != 1:\n{indent}    sys.modules['arena_guest']._reply = lambda tag, body='': 'syntax\\nsecret %d' % n\n{answer}\n"
        );
        let judged = run(Language::PYTHON, &code, &tests);
        assert_eq!(judged.verdict, Verdict::RuntimeError, "{judged:?}");
        assert_eq!((judged.tests_passed, &judged.message), (1, &None));
        assert_eq!(judged.first_failing.unwrap().detail, None);
    }
}

#[test]
fn a_sample_shows_input_answer_output_and_the_players_own_frames() {
    let code = "import sys\n\ndef double(n):\n    print('hello')\n    print('oops', file=sys.stderr)\n    return helper(n)\n\ndef helper(n):\n    return n / 0\n";
    let judged = run(Language::PYTHON, code, &functions());
    let detail = judged.first_failing.unwrap().detail.unwrap();
    assert_eq!(detail.input, "n = 1\n");
    assert_eq!(detail.expected, "2");
    assert_eq!(
        (detail.stdout.as_str(), detail.stderr.as_str()),
        ("hello\n", "oops\n")
    );
    let message = detail.message.unwrap();
    assert!(
        message.contains("line 9, in helper") && message.contains("return n / 0"),
        "{message}"
    );
    assert!(
        message.ends_with("ZeroDivisionError: division by zero"),
        "{message}"
    );

    let judged = run(
        Language::JAVASCRIPT,
        "function double(n) {\n  return n.x.y;\n}\n",
        &functions(),
    );
    let message = judged
        .first_failing
        .unwrap()
        .detail
        .unwrap()
        .message
        .unwrap();
    assert!(
        message.starts_with("TypeError") && message.contains("solution.js:2"),
        "{message}"
    );
}

#[test]
fn a_wrong_answer_on_a_sample_says_where() {
    let judged = run(
        Language::JAVASCRIPT,
        "function double(n) { return n; }",
        &functions(),
    );
    assert_eq!(judged.verdict, Verdict::WrongAnswer);
    let detail = judged.first_failing.unwrap().detail.unwrap();
    assert_eq!(
        (detail.actual.as_deref(), detail.expected.as_str()),
        (Some("1"), "2")
    );
}

#[test]
fn a_syntax_error_names_the_players_line() {
    for (language, code, place) in [
        (
            Language::PYTHON,
            "def double(n):\n    return (n\n",
            "line 2",
        ),
        (
            Language::JAVASCRIPT,
            "function double(n) {\n  return (n;\n}\n",
            "solution.js:2",
        ),
    ] {
        for tests in [functions(), programs()] {
            let judged = run(language, code, &tests);
            assert_eq!(judged.verdict, Verdict::CompileError, "{judged:?}");
            assert!(judged.first_failing.is_none());
            let message = judged.message.unwrap();
            assert!(
                message.contains(place) && message.contains("SyntaxError"),
                "{message}"
            );
        }
    }
}

#[test]
fn code_is_judged_up_to_its_longest_and_refused_beyond() {
    for language in support::MAIN {
        let tests = functions();
        let code = good(language);
        let longest = format!("{code}{}", "\n".repeat(MAX_CODE_BYTES - code.len()));
        assert_eq!(run(language, &longest, &tests).verdict, Verdict::Accepted);
        for length in [0, MAX_CODE_BYTES + 1] {
            let refused =
                support::judge(judge(), language, &"\n".repeat(length), &tests, Scope::All);
            assert_eq!(refused, Err(RunError::CodeLength(length)));
        }
        assert_ne!(run(language, "x", &tests).verdict, Verdict::Accepted);
        let judged = run(language, &format!("{code}\0"), &tests);
        assert_eq!(judged.verdict, Verdict::CompileError);
        assert!(judged.message.unwrap().contains("NUL"));
    }
}

#[test]
fn output_is_judged_up_to_the_limit_and_ole_beyond() {
    let limit = usize::try_from(support::limits().output_bytes).unwrap();
    for (extra, verdict) in [(0, Verdict::Accepted), (1, Verdict::OutputLimit)] {
        let length = limit + extra;
        let python = format!(
            "def double(n):\n    print('x' * {}, end='')\n    return n * 2\n",
            length
        );
        assert_eq!(
            run(Language::PYTHON, &python, &functions()).verdict,
            verdict
        );
        let javascript = format!(
            "function double(n) {{ process.stdout.write('x'.repeat({length})); return n * 2; }}"
        );
        assert_eq!(
            run(Language::JAVASCRIPT, &javascript, &functions()).verdict,
            verdict
        );
    }
}

#[test]
fn fuel_is_judged_up_to_what_is_needed_and_tle_below() {
    for language in support::MAIN {
        let mut tests = functions();
        let needed = run(language, good(language), &tests).fuel_used;
        assert!(needed > 0 && needed < support::FUEL);
        for (fuel, verdict) in [
            (needed, Verdict::Accepted),
            (needed / 2, Verdict::TimeLimit),
        ] {
            tests.limits.fuel.insert(language, fuel);
            assert_eq!(run(language, good(language), &tests).verdict, verdict);
        }
    }
}

#[test]
fn a_run_on_samples_shows_what_each_printed() {
    let code = "def double(n):\n    print('n is', n)\n    return n * 2\n";
    let judged = support::judge(
        judge(),
        Language::PYTHON,
        code,
        &functions(),
        Scope::Samples,
    )
    .unwrap();
    assert_eq!((judged.verdict, judged.tests_total), (Verdict::Accepted, 1));
    assert_eq!(judged.sample_outputs.len(), 1);
    assert_eq!(judged.sample_outputs[0].stdout, "n is 1\n");
}

#[test]
fn programs_read_standard_input_in_every_usual_way() {
    let python = [
        "print(int(input()) * 2)",
        "import sys\nprint(int(sys.stdin.readline()) * 2)",
        "import sys\nprint(int(sys.stdin.buffer.read()) * 2)",
        "import sys\nfor line in sys.stdin:\n    print(int(line) * 2)",
        "import sys\nsys.stdout.buffer.write(b'%d\\n' % (int(open(0).readline()) * 2))",
        "def main():\n    print(int(input()) * 2)\nif __name__ == '__main__':\n    main()",
    ];
    for code in &python[..4] {
        assert_eq!(
            run(Language::PYTHON, code, &programs()).verdict,
            Verdict::Accepted,
            "{code}"
        );
    }
    assert_eq!(
        run(Language::PYTHON, python[5], &programs()).verdict,
        Verdict::Accepted
    );
    let javascript = [
        "console.log(Number(readline()) * 2)",
        "console.log(require('fs').readFileSync(0, 'utf8').trim() * 2)",
        "const lines = require('fs').readFileSync('/dev/stdin').toString().split('\\n'); console.log(lines[0] * 2);",
        "let text = ''; process.stdin.on('data', (c) => { text += c; }); process.stdin.on('end', () => console.log(text * 2));",
        "const rl = require('readline').createInterface({ input: process.stdin }); rl.on('line', (line) => console.log(line * 2));",
        "(async () => { for await (const line of require('readline').createInterface({ input: process.stdin })) console.log(line * 2); })();",
    ];
    for code in javascript {
        assert_eq!(
            run(Language::JAVASCRIPT, code, &programs()).verdict,
            Verdict::Accepted,
            "{code}"
        );
    }
}
