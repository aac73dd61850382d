//! The simulation is what its seed makes of it.

#![allow(clippy::unwrap_used, reason = "tests")]

use arena_deterministic::{Plan, run};

#[test]
fn the_same_seed_twice_is_the_same_life_byte_for_byte() {
    for seed in 0..12 {
        let plan = Plan::of(seed);
        let [first, second] = [run(&plan).unwrap(), run(&plan).unwrap()];
        assert!(first.trace().eq(second.trace()), "seed {seed}");
        assert!(first.log.events == second.log.events, "seed {seed}");
        let battles = first.counts.get("battles finished").copied();
        assert!(
            battles.unwrap_or_default() > 0,
            "seed {seed}: nobody has played"
        );
    }
}
