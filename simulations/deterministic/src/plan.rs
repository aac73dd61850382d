//! What a seed decides before anything happens.

use crate::bug::Bug;
use crate::dice::Dice;
use crate::fault::{Fault, schedule};

/// An arena, its players, and what goes wrong.
#[derive(Clone, Debug)]
pub struct Plan {
    pub seed: u64,
    /// How far each process's clock is ahead.
    pub ahead_ms: Vec<i64>,
    pub players: usize,
    /// Connections that a process writes over.
    pub writers: usize,
    pub judged_from_queue: bool,
    pub faults: Vec<Fault>,
    /// What is broken on purpose in what should withstand all this.
    pub bug: Option<Bug>,
}

impl Plan {
    #[must_use]
    pub fn of(seed: u64) -> Self {
        let dice = Dice::of(seed, "plan");
        let nodes = match dice.below(10) {
            0..=3 => 2,
            4..=8 => 3,
            _ => 4,
        };
        let players = 4 + dice.below(5);
        let ahead = |_| i64::try_from(dice.number(0..=600)).unwrap_or(0) - 300;
        Self {
            seed,
            ahead_ms: (0..nodes).map(ahead).collect(),
            players,
            writers: 1 + dice.below(2),
            judged_from_queue: dice.chance(40),
            faults: schedule(&dice, nodes, players),
            bug: None,
        }
    }

    /// The same with a bug.
    #[must_use]
    pub fn with(mut self, bug: Bug) -> Self {
        self.bug = Some(bug);
        self
    }

    /// The same with these faults alone.
    #[must_use]
    pub fn keeping(mut self, keep: &[usize]) -> Self {
        let faults = self.faults.into_iter().enumerate();
        let kept = faults.filter(|(number, _)| keep.contains(number));
        self.faults = kept.map(|(_, fault)| fault).collect();
        self
    }
}
