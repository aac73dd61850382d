//! Runs seeds, and prints what went wrong in them with the fewest faults that it takes. `cargo xtask simulate` builds and
//! starts it.

use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context;
use arena_deterministic::{Bug, Manner};
use clap::Parser;

/// Runs simulated arenas, each as its seed wants it.
#[derive(Parser)]
#[command(name = "cargo xtask simulate")]
struct Options {
    /// How many seeds to run; 100, or one if a seed is named.
    #[arg(long)]
    seeds: Option<u64>,
    /// The first seed.
    #[arg(long)]
    seed: Option<u64>,
    /// Of the seed's faults only these, by their numbers, with commas; `none` for none.
    #[arg(long, value_name = "NUMBERS", requires = "seed")]
    keep: Option<String>,
    /// Break something on purpose; an unknown name lists what there is.
    #[arg(long, value_name = "NAME")]
    bug: Option<String>,
    /// Print everything that happens.
    #[arg(long, requires = "seed")]
    trace: bool,
}

fn main() -> anyhow::Result<ExitCode> {
    let options = Options::parse();
    let first = options.seed.unwrap_or(0);
    let many = options.seeds.unwrap_or(match options.seed {
        Some(_) => 1,
        None => 100,
    });
    let manner = Manner {
        keep: options.keep.as_deref().map(numbers).transpose()?,
        until_found: options.bug.is_some(),
        bug: options.bug.as_deref().map(bug).transpose()?,
    };
    if options.trace {
        let outcome = manner.run(&manner.plan(first))?;
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
    let sweep = manner.sweep(first..first.saturating_add(many));
    let seconds = began.elapsed().as_secs_f64();
    let rate = sweep.totals.seeds as f64 / seconds.max(0.001);
    print!("{}", sweep.totals);
    println!("{seconds:.1} s, {rate:.1} seeds a second");
    for found in &sweep.found {
        println!("\n{found}");
    }
    Ok(match sweep.found.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

fn bug(name: &str) -> anyhow::Result<Bug> {
    let named = |bug: &Bug| format!("{bug:?}").eq_ignore_ascii_case(name);
    let known = Bug::ALL.into_iter().find(named);
    known.with_context(|| format!("no bug is called {name}: there are {:?}", Bug::ALL))
}

fn numbers(text: &str) -> anyhow::Result<Vec<usize>> {
    if text == "none" {
        return Ok(Vec::new());
    }
    let numbers = text.split(',').map(|number| number.trim().parse());
    Ok(numbers.collect::<Result<_, _>>()?)
}
