//! What holds in the arena holds in every life of it that the seeds make.

#![allow(clippy::unwrap_used, reason = "tests")]

use arena_deterministic::{Manner, Plan, run};

const SEEDS: u64 = 500;

#[test]
fn every_invariant_holds_in_five_hundred_seeds() {
    let sweep = Manner::default().sweep(0..SEEDS);
    println!("{}", sweep.totals);
    for found in &sweep.found {
        println!("{found}");
    }
    assert!(sweep.found.is_empty());
    assert_eq!(sweep.totals.seeds, SEEDS);
    // They have met what they are there for.
    for what in [
        "process killed",
        "process drained",
        "process frozen to its lease's end",
        "crash after a commit",
        "store failed over",
        "connections to the store lost in doubt",
        "bus loses, doubles and reorders",
        "battles finished",
        "battles extended",
    ] {
        assert!(sweep.totals.of(what) > SEEDS / 50, "{what}");
    }
}

#[test]
fn the_same_seed_twice_is_the_same_life_byte_for_byte() {
    for seed in 0..12 {
        let plan = Plan::of(seed);
        let [first, second] = [run(&plan).unwrap(), run(&plan).unwrap()];
        assert!(first.trace().eq(second.trace()), "seed {seed}");
        assert!(first.log.events == second.log.events, "seed {seed}");
        assert!(!first.log.events.is_empty(), "seed {seed}");
    }
}
