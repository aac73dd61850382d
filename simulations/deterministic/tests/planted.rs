//! The simulation finds what it is for: every bug that is planted, by the promise that it breaks.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::Mutex;
use std::thread;

use arena_deterministic::checks::Invariant;
use arena_deterministic::{Bug, Plan, Wrong, run};

const SEEDS: u64 = 2_000;

/// The first seed in which the promise that the bug breaks was seen to be broken.
fn found(bug: Bug) -> Option<u64> {
    (0..SEEDS).find(|seed| {
        let outcome = run(&Plan::of(*seed).with(bug)).unwrap();
        match outcome.verdict() {
            Err(Wrong::Violated(violation)) => violation.invariant == bug.breaks(),
            Err(Wrong::Simulation(_)) | Ok(()) => false,
        }
    })
}

#[test]
fn every_promise_has_a_bug_that_breaks_it() {
    for invariant in Invariant::ALL {
        assert!(
            Bug::ALL.iter().any(|bug| bug.breaks() == invariant),
            "nothing breaks {invariant}"
        );
    }
}

#[test]
fn every_planted_bug_is_found() {
    let waiting = Mutex::new(Bug::ALL.to_vec());
    let next = &|| waiting.lock().unwrap().pop();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let missed: Vec<Bug> = thread::scope(|scope| {
        let search = move || {
            let mut missed = Vec::new();
            while let Some(bug) = next() {
                match found(bug) {
                    Some(seed) => println!("{bug:?} is found with {} seeds", seed + 1),
                    None => missed.push(bug),
                }
            }
            missed
        };
        let searching: Vec<_> = (0..cores).map(|_| scope.spawn(search)).collect();
        let found = searching.into_iter().map(|searching| searching.join());
        found.flat_map(Result::unwrap).collect()
    });
    assert!(missed.is_empty(), "not found in {SEEDS} seeds: {missed:?}");
}
