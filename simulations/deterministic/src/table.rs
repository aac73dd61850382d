//! What is played in a simulation.

use arena_rules::matchmaking::{Candidates, Pool};
use arena_rules::play::{Goal, Mode, ProblemId, ProblemRef};

pub(crate) fn pool() -> Pool {
    Pool {
        mode: Mode::OneOnOne,
        goal: Goal::Fastest,
    }
}

fn problem(name: &str) -> ProblemRef {
    ProblemRef {
        id: ProblemId(name.to_owned()),
        hash: blake3::hash(name.as_bytes()).to_hex().to_string(),
    }
}

pub(crate) fn candidates() -> Candidates {
    Candidates {
        easy: vec![problem("two-sum"), problem("other"), problem("third")],
        medium: vec![problem("medium")],
        hard: Vec::new(),
    }
}
