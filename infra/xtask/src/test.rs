//! `cargo xtask test`: every test, against real servers, on a fresh machine too.
//!
//! What is missing is made first: servers and runtimes beside the build. Then everything runs, a few jobs at a time: tests
//! that wait for clocks beside those that compute.

use std::path::Path;
use std::thread::JoinHandle;

use anyhow::{Result, anyhow, bail};

use crate::arena::{self, Arena};
use crate::binaries::{self, Counts};
use crate::jobs::{Job, Output, run_all};
use crate::shell::{Stopwatch, program, root, step};
use crate::verified::{self, Memory};
use crate::{tools, web};

/// What takes longest, which begins first, so that nothing is left alone at the end.
const FIRST: [&str; 15] = [
    "problems",
    "browsers",
    "simulations/failures",
    "deterministic/planted",
    "deterministic/seeds",
    "simulations/again",
    "simulations/kills",
    "simulations/chaos",
    "judge/corpus",
    "judge/compiled",
    "node/packages",
    "judge/steady",
    "judge/rebuilt",
    "log/stores",
    "judge/process",
];

struct Wanted {
    browser: bool,
    memory: Memory,
}

fn read(arguments: &[String]) -> Result<Wanted> {
    let mut wanted = Wanted {
        browser: true,
        memory: Memory::Trusted,
    };
    for argument in arguments {
        match argument.as_str() {
            "--no-browser" => wanted.browser = false,
            "--afresh" => wanted.memory = Memory::Ignored,
            _ => bail!("usage: cargo xtask test [--no-browser] [--afresh]"),
        }
    }
    Ok(wanted)
}

pub(crate) fn test(arguments: &[String]) -> Result<()> {
    let wanted = read(arguments)?;
    let watch = Stopwatch::start();
    let installation = tools::missing_for_tests()?;
    let installed = std::thread::spawn(move || installation.install());
    let runtimes = std::thread::spawn(arena::all_runtimes);
    web::build()?;
    let browser = root().join("simulations/browser");
    if wanted.browser {
        web::install(&browser)?;
    }
    step("compiling the tests");
    let built = binaries::build()?;
    joined(installed)?;
    joined(runtimes)?;
    let chromium = tools::chromium_for_tests()?;
    arena::prepare_all(&built.arena)?;

    let client = root().join("gateway/web");
    let npm = |name: &str, arguments: &'static [&'static str]| {
        let client = client.clone();
        Job::new(name, move |output: &Output| {
            output.run(program("npm").current_dir(client).args(arguments))
        })
    };
    let mut jobs: Vec<Job<'_>> = built.jobs(wanted.memory).collect();
    jobs.push(Job::new("problems", |output: &Output| {
        verified::verify(&built.arena, &built.judge, wanted.memory, output)
    }));
    jobs.push(Job::new(
        "a greeting in every language",
        |output: &Output| {
            let mut command = program(&built.arena.to_string_lossy());
            output.run(command.args(["runtimes", "test"]))
        },
    ));
    jobs.push(npm(
        "types of the web client",
        &["run", "check", "--silent"],
    ));
    jobs.push(npm("web client", &["test", "--silent"]));
    if wanted.browser {
        jobs.push(Job::new("browsers", |output: &Output| {
            play_in_browsers(&built.arena, &chromium, output)
        }));
    }
    let place = |job: &Job<'_>| FIRST.iter().position(|first| *first == job.name);
    jobs.sort_by_key(|job| place(job).unwrap_or(FIRST.len()));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    step(&format!(
        "testing: {} jobs, {} at once",
        jobs.len(),
        cores + 1
    ));
    let ended = run_all(jobs, cores + 1);

    let failed: Vec<_> = ended.iter().filter(|one| one.result.is_err()).collect();
    if !failed.is_empty() {
        println!("\nfailed:");
    }
    for one in &failed {
        println!("    {}", one.name);
        let tests = one.output.lines();
        for test in tests.filter(|line| line.starts_with("test ") && line.ends_with(" FAILED")) {
            println!("        {test}");
        }
    }
    let counts = Counts::of(&ended);
    println!("\n{}", counts.summary(failed.is_empty(), watch.seconds()));
    if !failed.is_empty() {
        bail!("{} of {} jobs failed", failed.len(), ended.len());
    }
    Ok(())
}

fn joined(thread: JoinHandle<Result<()>>) -> Result<()> {
    let ended = thread.join();
    ended.unwrap_or_else(|_| Err(anyhow!("a preparation panicked")))
}

/// Plays battles in browser pages against a real arena.
fn play_in_browsers(binary: &Path, chromium: &Path, output: &Output) -> Result<()> {
    let data = tempfile::tempdir()?;
    let data_dir = data.path().to_string_lossy().into_owned();
    let arguments = [
        "--listen",
        "127.0.0.1:0",
        "--data-dir",
        &data_dir,
        "--guests-per-hour",
        "100000",
        "--registrations-per-hour",
        "100000",
        "--log",
        "warn",
    ];
    let arena = Arena::start(binary, &arguments)?;
    arena.wait_until_ready()?;
    output.run(
        program("npm")
            .current_dir(root().join("simulations/browser"))
            .args(["test", "--silent"])
            .env("ARENA_URL", &arena.address)
            .env("CHROMIUM", chromium),
    )
}
