//! A trivial Python submission with 10 tests: warm, in bulk, and at half of that load.

use std::error::Error;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use arena_judge::limits::THREAD_STACK_BYTES;
use arena_judge::{Judge, JudgeRequest, Pool, PoolConfig, Priority, Scope, Verdict, bare, prepare};
use arena_problems::{
    Checker, Form, Hash32, Input, Language, Limits, Output, PackedTests, Parameter, Signature,
    Test, TestSet, Type,
};
use serde_json::json;
use uuid::Uuid;

use crate::Setting;
use crate::measure::{milliseconds, now, quantile, spread, time};
use crate::native::{bubblewrap, run};

const ROUNDS: usize = 9;
const WARM_SUBMISSIONS: u32 = 20;
const BULK_SUBMISSIONS: usize = 200;

/// Submissions of a round at half load.
const PACED_SUBMISSIONS: u32 = 400;

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
        fuel: [(Language::PYTHON, 1_000_000_000)].into(),
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

fn native(python: &str, inputs: &[String]) -> Result<(), Box<dyn Error>> {
    let mut command = bubblewrap(None);
    command.args([python, "-c"]).arg(format!("{CODE}{NATIVE}"));
    let answers = run(&mut command, &format!("{}\n", inputs.join("\n")))?;
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

pub(crate) async fn measure(setting: &Setting) -> Result<(), Box<dyn Error>> {
    prepare(&setting.program.cache, Language::PYTHON, &mut |step| {
        eprintln!("{step}")
    })?;
    let cores = setting.cores;
    let set = tests()?;
    let inputs: Vec<String> = set.tests.iter().map(arguments).collect();
    let tests = Arc::new(set.pack(Hash32([0; 32]))?);
    let judge = Judge::load(&setting.program.cache, cores)?;
    let mut config = PoolConfig::new(setting.program.clone(), cores);
    config.queue_limit = BULK_SUBMISSIONS * 2;
    let pool = Arc::new(Pool::start(config)?);
    if pool.judge(request(0, &tests)).await?.verdict != Verdict::Accepted {
        return Err("the pool's verdict is not AC".into());
    }
    let python = interpreter()?;
    let (mut against_native, mut against_bare) = (Vec::new(), Vec::new());
    let (mut warm_ms, mut tails) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (native_time, result) =
            time(|| (0..WARM_SUBMISSIONS).try_for_each(|_| native(&python, &inputs)));
        result?;
        let mut warm = Duration::ZERO;
        for _ in 0..WARM_SUBMISSIONS {
            let start = now();
            pool.judge(request(0, &tests)).await?;
            warm += start.elapsed();
        }
        against_native.push(warm.as_secs_f64() / native_time.as_secs_f64());
        warm_ms.push(milliseconds(warm) / f64::from(WARM_SUBMISSIONS));
        let through_pool = bulk(&pool, &tests).await?;
        let (bare_time, result) =
            time(|| instantiate_and_call(&judge, &inputs, cores, BULK_SUBMISSIONS));
        result?;
        against_bare.push(bare_time.as_secs_f64() / through_pool.as_secs_f64());
        let each = through_pool / u32::try_from(BULK_SUBMISSIONS)?;
        let times = paced(&pool, &tests, each * 2).await?;
        tails.push(quantile(&times, 990) / quantile(&times, 500));
    }
    spread(
        "warm Python submission, 10 tests, milliseconds",
        "none",
        warm_ms,
    );
    spread(
        "warm Python submission / bwrap python3",
        "at most 0.1",
        against_native,
    );
    spread(
        &format!("throughput on {cores} cores / bare instantiate-and-call"),
        "at least 0.85",
        against_bare,
    );
    spread("p99 / median at half of that load", "at most 8", tails);
    Ok(())
}

/// All at once: how long until the last is judged.
async fn bulk(pool: &Arc<Pool>, tests: &Arc<PackedTests>) -> Result<Duration, Box<dyn Error>> {
    let start = now();
    let waiting: Vec<_> = (0..BULK_SUBMISSIONS)
        .map(|player| {
            let (pool, request) = (Arc::clone(pool), request(player as u128, tests));
            tokio::spawn(async move { pool.judge(request).await })
        })
        .collect();
    for judged in waiting {
        judged.await??;
    }
    Ok(start.elapsed())
}

/// One every `interval`, whether or not those before it are judged: the sorted times in milliseconds.
async fn paced(
    pool: &Arc<Pool>,
    tests: &Arc<PackedTests>,
    interval: Duration,
) -> Result<Vec<f64>, Box<dyn Error>> {
    let start = tokio::time::Instant::now();
    let mut waiting = Vec::new();
    for index in 0..PACED_SUBMISSIONS {
        tokio::time::sleep_until(start + interval * index).await;
        let (pool, request) = (Arc::clone(pool), request(u128::from(index), tests));
        waiting.push(tokio::spawn(async move {
            let start = now();
            pool.judge(request)
                .await
                .map(|_| milliseconds(start.elapsed()))
        }));
    }
    let mut times = Vec::new();
    for judged in waiting {
        times.push(judged.await??);
    }
    times.sort_by(f64::total_cmp);
    Ok(times)
}

fn arguments(test: &Test) -> String {
    match &test.input {
        Input::Arguments(arguments) => arguments.to_string(),
        Input::Text(text) => text.clone(),
    }
}
