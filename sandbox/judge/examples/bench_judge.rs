//! The judge's benchmarks: a trivial Python submission with 10 tests, judged warm, against the same
//! in a bubblewrapped native python3; and throughput through the pool against bare
//! instantiate-and-call. Prints ratios of the same rounds with their spread.
//!
//! `cargo build -p arena-judge && cargo run -p arena-judge --example bench_judge -- target/debug/arena-judge-process`
//!
//! It needs `python3` and `bwrap` (the package bubblewrap), and installs nothing.

use std::error::Error;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use arena_judge::limits::THREAD_STACK_BYTES;
use arena_judge::{
    Judge, JudgeProgram, JudgeRequest, Pool, PoolConfig, Priority, Scope, Verdict, bare, prepare,
};
use arena_problems::{
    Checker, Form, Hash32, Input, Language, Limits, Output, PackedTests, Parameter, Signature,
    Test, TestSet, Type,
};
use arena_runtimes::CacheDirectory;
use serde_json::json;
use uuid::Uuid;

const ROUNDS: usize = 9;
const WARM_SUBMISSIONS: usize = 20;
const BULK_SUBMISSIONS: usize = 200;

const CODE: &str = "
def two_sum(numbers, target):
    seen = {}
    for index, number in enumerate(numbers):
        if target - number in seen:
            return [seen[target - number], index]
        seen[number] = index
";

/// What a judge of the same shape does natively: read the tests, call, print the answers.
const NATIVE: &str = "
import json, sys
for line in sys.stdin:
    print(json.dumps(two_sum(*json.loads(line))))
";

#[allow(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn time<R>(work: impl FnOnce() -> R) -> (Duration, R) {
    let start = Instant::now();
    let result = work();
    (start.elapsed(), result)
}

fn tests() -> Result<TestSet, Box<dyn Error>> {
    let form = Form::Function(Signature {
        function: "two_sum".into(),
        parameters: vec![
            Parameter {
                name: "numbers".into(),
                ty: "list<int>".parse()?,
            },
            Parameter {
                name: "target".into(),
                ty: Type::Int,
            },
        ],
        returns: "list<int>".parse()?,
    });
    let limits = Limits {
        fuel: Language::all()
            .iter()
            .map(|&language| (language, 1_000_000_000))
            .collect(),
        memory_bytes: 256 << 20,
        output_bytes: 256 << 10,
    };
    let test = |index: i64| Test {
        name: format!("test {index}"),
        input: Input::Arguments(json!([[2, 7, 11, 15, index], 9])),
        expected: Output::Value(json!([0, 1])),
        sample: index == 0,
    };
    Ok(TestSet::new(
        form,
        Checker::Exact,
        limits,
        (0..10).map(test).collect(),
    )?)
}

/// The interpreter itself: `python3` may be a script that looks for one.
fn interpreter() -> Result<String, Box<dyn Error>> {
    let ask = "import sys; print(getattr(sys, '_base_executable', sys.executable))";
    let output = Command::new("python3").args(["-c", ask]).output()?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// The native judge's sandbox.
fn bubblewrap() -> Command {
    let mut command = Command::new("bwrap");
    command.args(["--ro-bind", "/", "/", "--dev", "/dev"]);
    command.args(["--unshare-all", "--die-with-parent", "--"]);
    command
}

/// Whether there is anything to compare with, before all the work.
fn require_bubblewrap() -> Result<(), Box<dyn Error>> {
    let hint = "install the package `bubblewrap` (and allow user namespaces if you are not root)";
    let tried = bubblewrap().arg("true").output();
    match tried.map_err(|error| format!("cannot run bwrap: {error}; {hint}"))? {
        output if output.status.success() => Ok(()),
        output => {
            let errors = String::from_utf8_lossy(&output.stderr);
            Err(format!("bwrap does not work here: {}; {hint}", errors.trim()).into())
        }
    }
}

fn native(python: &str, inputs: &[String]) -> Result<(), Box<dyn Error>> {
    let mut child = bubblewrap()
        .args([python, "-c"])
        .arg(format!("{CODE}{NATIVE}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        for input in inputs {
            writeln!(stdin, "{input}")?;
        }
    }
    let output = child.wait_with_output()?;
    let answers = String::from_utf8(output.stdout)?;
    if answers.lines().filter(|line| *line == "[0, 1]").count() != inputs.len() {
        return Err("the native program answered something else".into());
    }
    Ok(())
}

fn request(player: u128, tests: &Arc<PackedTests>) -> JudgeRequest {
    JudgeRequest {
        player: Uuid::from_u128(player),
        priority: Priority::Submission,
        language: Language::PYTHON,
        code: CODE.into(),
        tests: Arc::clone(tests),
        scope: Scope::All,
    }
}

/// Instantiates and calls in this process, on `threads` threads.
fn instantiate_and_call(
    judge: &Judge,
    inputs: &[String],
    threads: usize,
    count: usize,
) -> Result<(), Box<dyn Error>> {
    let next = AtomicUsize::new(0);
    let wrong = AtomicUsize::new(0);
    std::thread::scope(|scope| -> Result<(), Box<dyn Error>> {
        for _ in 0..threads {
            let thread = std::thread::Builder::new().stack_size(THREAD_STACK_BYTES);
            thread.spawn_scoped(scope, || {
                while next.fetch_add(1, Ordering::Relaxed) < count {
                    let replies = bare::python(judge, CODE, "two_sum", inputs);
                    if !replies.is_ok_and(|replies| replies.len() == inputs.len() + 1) {
                        wrong.fetch_add(1, Ordering::Relaxed);
                    }
                }
            })?;
        }
        Ok(())
    })?;
    if wrong.into_inner() > 0 {
        Err("a bare call failed".into())
    } else {
        Ok(())
    }
}

fn spread(name: &str, target: &str, mut ratios: Vec<f64>) {
    ratios.sort_by(f64::total_cmp);
    let (least, median, most) = (
        ratios[0],
        ratios[ratios.len() / 2],
        ratios[ratios.len() - 1],
    );
    println!(
        "{name}: {median:.3} (from {least:.3} to {most:.3} over {} rounds; target {target})",
        ratios.len()
    );
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let executable = std::env::args_os()
        .nth(1)
        .ok_or("give the judge process's executable")?;
    require_bubblewrap()?;
    let cores = std::thread::available_parallelism()?.get();
    let program = JudgeProgram {
        executable: std::path::absolute(executable)?,
        arguments: std::env::args_os().skip(2).collect(),
        cache: CacheDirectory::resolve(None)?,
    };
    prepare(&program.cache, Language::PYTHON, &mut |step| {
        eprintln!("{step}")
    })?;
    let set = tests()?;
    let inputs: Vec<String> = set.tests.iter().map(arguments).collect();
    let tests = Arc::new(set.pack(Hash32([0; 32]))?);
    let judge = Judge::load(&program.cache, cores)?;
    let mut config = PoolConfig::new(program, cores);
    config.queue_limit = BULK_SUBMISSIONS * 2;
    let pool = Arc::new(Pool::start(config)?);
    if pool.judge(request(0, &tests)).await?.verdict != Verdict::Accepted {
        return Err("the pool's verdict is not AC".into());
    }
    let python = interpreter()?;
    let mut against_native = Vec::new();
    let mut against_bare = Vec::new();
    let mut milliseconds = Vec::new();
    for _ in 0..ROUNDS {
        let (native_time, result) =
            time(|| (0..WARM_SUBMISSIONS).try_for_each(|_| native(&python, &inputs)));
        result?;
        let mut warm = Duration::ZERO;
        for _ in 0..WARM_SUBMISSIONS {
            let future = pool.judge(request(0, &tests));
            #[allow(clippy::disallowed_methods, reason = "a benchmark measures time")]
            let start = Instant::now();
            future.await?;
            warm += start.elapsed();
        }
        against_native.push(warm.as_secs_f64() / native_time.as_secs_f64());
        milliseconds.push(warm.as_secs_f64() * 1e3 / f64::from(u32::try_from(WARM_SUBMISSIONS)?));

        #[allow(clippy::disallowed_methods, reason = "a benchmark measures time")]
        let start = Instant::now();
        let waiting: Vec<_> = (0..BULK_SUBMISSIONS)
            .map(|player| {
                let (pool, request) = (Arc::clone(&pool), request(player as u128, &tests));
                tokio::spawn(async move { pool.judge(request).await })
            })
            .collect();
        for judged in waiting {
            judged.await??;
        }
        let through_pool = start.elapsed();
        let (bare_time, result) =
            time(|| instantiate_and_call(&judge, &inputs, cores, BULK_SUBMISSIONS));
        result?;
        against_bare.push(bare_time.as_secs_f64() / through_pool.as_secs_f64());
    }
    spread(
        "warm Python submission, 10 tests, milliseconds",
        "none",
        milliseconds,
    );
    spread(
        "warm Python submission / bwrap python3",
        "at most 0.125",
        against_native,
    );
    spread(
        &format!("throughput on {cores} cores / bare instantiate-and-call"),
        "at least 0.7",
        against_bare,
    );
    Ok(())
}

fn arguments(test: &Test) -> String {
    match &test.input {
        Input::Arguments(arguments) => arguments.to_string(),
        Input::Text(text) => text.clone(),
    }
}
