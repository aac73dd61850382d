//! A problem of one line, and the machinery to judge with it.

#![allow(dead_code, reason = "each test file uses a part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::sync::Arc;

use arena_judge::limits::THREAD_STACK_BYTES;
use arena_judge::{
    Judge, JudgeProgram, JudgeRequest, Judgement, Pool, PoolConfig, Priority, RunError, Scope,
    Task, prepare,
};
use arena_problems::{
    Checker, Form, Hash32, Input, Language, Limits, Output, PackedTests, Parameter, Signature,
    Test, TestSet, Type,
};
use arena_runtimes::CacheDirectory;
use serde_json::json;
use uuid::Uuid;

pub(crate) const EXECUTABLE: &str = env!("CARGO_BIN_EXE_arena-judge-process");

pub(crate) const FUEL: u64 = 1_000_000_000;

/// The languages of the tests that concern none in particular.
pub(crate) const MAIN: [Language; 2] = [Language::PYTHON, Language::JAVASCRIPT];

/// The runtimes, built when they are not. A test that needs one that cannot be built fails by
/// itself.
pub(crate) fn cache() -> CacheDirectory {
    let cache = CacheDirectory::resolve(None).unwrap();
    for &language in Language::all() {
        let built = prepare(&cache, language, &mut |step| {
            eprintln!("{language}: {step}")
        });
        if let Err(error) = built {
            eprintln!("{error}");
        }
    }
    cache
}

pub(crate) fn program(cache: CacheDirectory) -> JudgeProgram {
    JudgeProgram {
        executable: EXECUTABLE.into(),
        arguments: Vec::new(),
        cache,
    }
}

/// A sealed process of two threads behind its queue.
pub(crate) fn pool() -> Arc<Pool> {
    let config = PoolConfig::new(program(cache()), 2);
    Arc::new(Pool::start(config).unwrap())
}

pub(crate) fn packed(tests: &TestSet) -> Arc<PackedTests> {
    Arc::new(tests.pack(Hash32([0; 32])).unwrap())
}

pub(crate) fn request(language: Language, code: &str, tests: &Arc<PackedTests>) -> JudgeRequest {
    JudgeRequest {
        player: Uuid::from_u128(1),
        priority: Priority::Submission,
        language,
        code: code.into(),
        tests: Arc::clone(tests),
        scope: Scope::All,
    }
}

/// Ends a pool's process with SIGKILL and waits until the pool has noticed.
pub(crate) async fn kill(pool: &Pool, process: u32) {
    let id = rustix::process::Pid::from_raw(process.cast_signed()).unwrap();
    // It may have ended by itself.
    rustix::process::kill_process(id, rustix::process::Signal::KILL).ok();
    while pool.process_id() == Some(process) {
        tokio::task::yield_now().await;
    }
}

pub(crate) fn limits() -> Limits {
    Limits {
        fuel: Language::all()
            .iter()
            .map(|&language| (language, FUEL))
            .collect(),
        memory_bytes: 128 << 20,
        output_bytes: 64 << 10,
    }
}

fn doubling() -> Form {
    Form::Function(Signature {
        function: "double".into(),
        parameters: vec![Parameter {
            name: "n".into(),
            ty: Type::Int,
        }],
        returns: Type::Int,
    })
}

/// Doubles a number: one sample, four secret tests.
pub(crate) fn functions() -> TestSet {
    let test = |(index, n): (usize, i64)| Test {
        name: format!("test {index}"),
        input: Input::Arguments(json!([n])),
        expected: Output::Value(json!(n * 2)),
        sample: index == 0,
    };
    let tests = [1, 21, 500, 0, 77]
        .into_iter()
        .enumerate()
        .map(test)
        .collect();
    TestSet::new(doubling(), Checker::Exact, limits(), tests).unwrap()
}

/// The same as programs.
pub(crate) fn programs() -> TestSet {
    let test = |(index, n): (usize, i64)| Test {
        name: format!("test {index}"),
        input: Input::Text(format!("{n}\n")),
        expected: Output::Text(format!("{}\n", n * 2)),
        sample: index == 0,
    };
    let tests = [1, 21, 500].into_iter().enumerate().map(test).collect();
    TestSet::new(Form::Stdin, Checker::Exact, limits(), tests).unwrap()
}

pub(crate) const GOOD_PYTHON: &str = "def double(n):\n    return n * 2\n";
pub(crate) const GOOD_JAVASCRIPT: &str = "function double(n) { return n * 2; }\n";

pub(crate) fn good(language: Language) -> &'static str {
    match language.as_str() {
        "python" => GOOD_PYTHON,
        "javascript" => GOOD_JAVASCRIPT,
        other => panic!("no program in {other}"),
    }
}

/// Programs that are accepted, in either form: quick ones, and ones that compute for a while.
pub(crate) fn honest(
    functions: &Arc<PackedTests>,
    programs: &Arc<PackedTests>,
) -> Vec<JudgeRequest> {
    const SLOW_PYTHON: &str = "def double(n):\n    words = {str(i): i for i in range(20_000)}\n    return n * 2 + sum(words.values()) - 199_990_000\n";
    const PYTHON_PROGRAM: &str = "import sys\nn = int(sys.stdin.read())\nprint(sum([n, n]))\n";
    const SLOW_JAVASCRIPT: &str = "function double(n) { const m = new Map(); for (let i = 0; i < 20000; i++) m.set('k' + i, i); return 2 * n + m.size - 20000; }\n";
    const JAVASCRIPT_PROGRAM: &str = "console.log(2 * Number(readline()));\n";
    let [python, javascript] = MAIN;
    vec![
        request(python, GOOD_PYTHON, functions),
        request(python, SLOW_PYTHON, functions),
        request(python, PYTHON_PROGRAM, programs),
        request(javascript, GOOD_JAVASCRIPT, functions),
        request(javascript, SLOW_JAVASCRIPT, functions),
        request(javascript, JAVASCRIPT_PROGRAM, programs),
    ]
}

/// Judges on a thread that is fit for it.
pub(crate) fn judge(
    judge: &Arc<Judge>,
    language: Language,
    code: &str,
    tests: &TestSet,
    scope: Scope,
) -> Result<Judgement, RunError> {
    std::thread::scope(|threads| {
        std::thread::Builder::new()
            .stack_size(THREAD_STACK_BYTES)
            .spawn_scoped(threads, || {
                judge.run(&Task {
                    language,
                    code,
                    tests,
                    scope,
                })
            })
            .unwrap()
            .join()
            .unwrap()
    })
}
