//! Runs seeds, and prints what went wrong in them with the fewest faults that it takes. `cargo xtask simulate` builds and
//! starts it.

mod totals;

use std::io::Write;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use arena_deterministic::{Plan, Wrong, minimised, run};
use clap::Parser;
use totals::Totals;

/// Runs simulated arenas, each as its seed wants it.
#[derive(Parser)]
#[command(name = "cargo xtask simulate")]
struct Options {
    /// How many seeds to run; one if a seed is named.
    #[arg(long)]
    seeds: Option<u64>,
    /// The first seed.
    #[arg(long)]
    seed: Option<u64>,
    /// Of the seed's faults only these, by their numbers; `none` for none.
    #[arg(long, value_name = "NUMBERS", requires = "seed")]
    keep: Option<String>,
    /// Print everything that happens.
    #[arg(long, requires = "seed")]
    trace: bool,
}

/// What a seed came to that should not have.
struct Found {
    plan: Plan,
    kept: Vec<usize>,
    wrong: Wrong,
}

fn main() -> anyhow::Result<ExitCode> {
    let options = Options::parse();
    let first = options.seed.unwrap_or(0);
    let many = options.seeds.unwrap_or(match options.seed {
        Some(_) => 1,
        None => 100,
    });
    let keep = options.keep.as_deref().map(numbers).transpose()?;
    if options.trace {
        let outcome = run(&planned(first, keep.as_deref()))?;
        let mut out = std::io::stdout().lock();
        for line in outcome.trace() {
            writeln!(out, "{line}")?;
        }
    }
    #[allow(
        clippy::disallowed_methods,
        reason = "seeds a second are on the machine's clock"
    )]
    let began = Instant::now();
    let (next, totals, found) = (AtomicU64::new(0), Mutex::default(), Mutex::default());
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| work(first, many, keep.as_deref(), &next, &totals, &found));
        }
    });
    let totals: Totals = totals.into_inner().unwrap_or_default();
    println!("{}", totals.report(began.elapsed()));
    let mut found: Vec<Found> = found.into_inner().unwrap_or_default();
    found.sort_by_key(|found| found.plan.seed);
    for one in &found {
        tell(one);
    }
    Ok(match found.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

fn numbers(text: &str) -> anyhow::Result<Vec<usize>> {
    if text == "none" {
        return Ok(Vec::new());
    }
    let numbers = text.split(',').map(|number| number.trim().parse());
    Ok(numbers.collect::<Result<_, _>>()?)
}

fn planned(seed: u64, keep: Option<&[usize]>) -> Plan {
    let plan = Plan::of(seed);
    match keep {
        Some(keep) => plan.keeping(keep),
        None => plan,
    }
}

fn work(
    first: u64,
    many: u64,
    keep: Option<&[usize]>,
    next: &AtomicU64,
    totals: &Mutex<Totals>,
    found: &Mutex<Vec<Found>>,
) {
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= many {
            return;
        }
        let plan = planned(first + number, keep);
        let Ok(outcome) = run(&plan) else {
            continue;
        };
        let verdict = outcome.verdict();
        if let Ok(mut totals) = totals.lock() {
            totals.add(&outcome);
        }
        if let Err(wrong) = verdict {
            let one = minimise(plan, wrong);
            if let Ok(mut found) = found.lock() {
                found.push(one);
            }
        }
    }
}

/// Runs the plan with fewer and fewer faults, as long as the same is wrong.
fn minimise(plan: Plan, wrong: Wrong) -> Found {
    let mut last = wrong;
    let kept = minimised(plan.faults.len(), |kept| {
        let outcome = run(&plan.clone().keeping(kept));
        match outcome.map(|outcome| outcome.verdict()) {
            Ok(Err(wrong)) if wrong.is_like(&last) => {
                last = wrong;
                true
            }
            Ok(_) | Err(_) => false,
        }
    });
    Found {
        plan,
        kept,
        wrong: last,
    }
}

fn tell(found: &Found) {
    let Found { plan, kept, wrong } = found;
    let (seed, all) = (plan.seed, plan.faults.len());
    println!("\nseed {seed}: {wrong}");
    println!("  of its {all} faults it takes {}:", kept.len());
    for number in kept {
        if let Some(fault) = plan.faults.get(*number) {
            println!("    {number}: {fault}");
        }
    }
    let numbers: Vec<String> = kept.iter().map(usize::to_string).collect();
    let keep = match numbers.is_empty() {
        true => "none".to_owned(),
        false => numbers.join(","),
    };
    println!("  cargo xtask simulate --seed {seed} --keep {keep} --trace");
}
