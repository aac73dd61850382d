//! C++ with `<bits/stdc++.h>`, from the text to the verdict, against `g++ -O2` and its runs.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use arena_judge::{JudgeRequest, Pool, PoolConfig, Priority, Scope, Verdict, prepare};
use arena_problems::{
    Checker, Form, Hash32, Input, Language, Limits, Output, PackedTests, Test, TestSet,
};
use uuid::Uuid;

use crate::Setting;
use crate::measure::{milliseconds, now, spread};
use crate::native::{bubblewrap, run};

const ROUNDS: u32 = 5;
const TESTS: i64 = 10;

/// Each has this once, so that no two rounds compile the same text.
const SALT: &str = "SALT";

struct Program {
    name: &'static str,
    target: &'static str,
    text: &'static str,
    answer: fn(i64) -> i64,
}

const PROGRAMS: [Program; 2] = [
    Program {
        name: "a small C++ program",
        target: "at most 1",
        text: include_str!("small.cpp"),
        answer: |n| n * (n + 1) / 2,
    },
    Program {
        name: "a C++ program of 100 lines",
        target: "at most 1.5",
        text: include_str!("contest.cpp"),
        answer: |n| 2 * n,
    },
];

pub(crate) async fn measure(setting: &Setting) -> Result<(), Box<dyn Error>> {
    let cpp: Language = "cpp".parse()?;
    for language in [Language::PYTHON, cpp] {
        prepare(&setting.program.cache, language, &mut |step| {
            eprintln!("{step}")
        })?;
    }
    let pool = Pool::start(PoolConfig::new(setting.program.clone(), setting.cores))?;
    let folder = tempfile::tempdir()?;
    for program in &PROGRAMS {
        let tests = Arc::new(tests(program)?.pack(Hash32([0; 32]))?);
        let (mut first_ms, mut again_ms) = (Vec::new(), Vec::new());
        let (mut native_ms, mut ratios) = (Vec::new(), Vec::new());
        for round in 0..=ROUNDS {
            let text = program.text.replace(SALT, &(1_000_000 + round).to_string());
            let start = now();
            native(folder.path(), &text, program)?;
            let native_time = milliseconds(start.elapsed());
            let first = judged(&pool, cpp, &text, &tests).await?;
            let again = judged(&pool, cpp, &text, &tests).await?;
            // The first round fills caches of files and of the library's functions, on both sides.
            if round > 0 {
                native_ms.push(native_time);
                first_ms.push(first);
                again_ms.push(again);
                ratios.push(first / native_time);
            }
        }
        let name = program.name;
        spread(&format!("{name}, milliseconds"), "none", first_ms);
        spread(
            &format!("{name}, the same text again, milliseconds"),
            "none",
            again_ms,
        );
        spread(
            &format!("{name}, g++ -O2 and {TESTS} runs in bwrap, milliseconds"),
            "none",
            native_ms,
        );
        spread(
            &format!("{name} / g++ -O2 and its runs"),
            program.target,
            ratios,
        );
    }
    Ok(())
}

fn tests(program: &Program) -> Result<TestSet, Box<dyn Error>> {
    let test = |n: i64| Test {
        name: format!("test {n}"),
        input: Input::Text(format!("{n}\n")),
        expected: Output::Text(format!("{}\n", (program.answer)(n))),
        sample: n == 1,
    };
    let limits = Limits {
        fuel: [(Language::PYTHON, 10_000_000_000)].into(),
        memory_bytes: 256 << 20,
        output_bytes: 256 << 10,
    };
    let tests = (1..=TESTS).map(test).collect();
    Ok(TestSet::new(Form::Stdin, Checker::Exact, limits, tests)?)
}

async fn judged(
    pool: &Pool,
    language: Language,
    text: &str,
    tests: &Arc<PackedTests>,
) -> Result<f64, Box<dyn Error>> {
    let start = now();
    let judged = pool.judge(JudgeRequest {
        player: Uuid::nil(),
        priority: Priority::Submission,
        language,
        code: text.into(),
        tests: Arc::clone(tests),
        scope: Scope::All,
    });
    let judgement = judged.await?;
    let took = milliseconds(start.elapsed());
    if judgement.verdict != Verdict::Accepted {
        return Err(format!("not accepted: {judgement:?}").into());
    }
    Ok(took)
}

/// Compiles and runs in sandboxes, as a native judge does.
fn native(folder: &Path, text: &str, program: &Program) -> Result<(), Box<dyn Error>> {
    let (source, binary) = (folder.join("main.cpp"), folder.join("main"));
    fs::write(&source, text)?;
    let mut compiler = bubblewrap(Some(folder));
    compiler.args(["g++", "-O2", "-std=c++20", "-o"]);
    compiler.arg(&binary).arg(&source).env("TMPDIR", folder);
    run(&mut compiler, "")?;
    for n in 1..=TESTS {
        let answer = run(bubblewrap(None).arg(&binary), &format!("{n}\n"))?;
        if answer != format!("{}\n", (program.answer)(n)) {
            return Err(format!("the native program answered {answer:?}").into());
        }
    }
    Ok(())
}
