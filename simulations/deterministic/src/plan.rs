//! What a seed decides before anything happens.

use std::time::Duration;

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
    pub length: Length,
    pub faults: Vec<Fault>,
    /// What is broken on purpose in what should withstand all this.
    pub bug: Option<Bug>,
}

/// How long a life is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Battles end by what their players do.
    Short,
    /// Players are so patient that battles end by their deadlines.
    Long,
}

/// One in so many lives is long.
const LONG_ONE_IN: u64 = 100;

impl Length {
    /// When everything is healed.
    pub(crate) const fn healed(self) -> Duration {
        match self {
            Self::Short => Duration::from_secs(28),
            Self::Long => Duration::from_secs(630),
        }
    }

    /// Until then players begin something new.
    pub(crate) const fn plays_until(self) -> Duration {
        match self {
            Self::Short => Duration::from_secs(34),
            Self::Long => Duration::from_secs(30),
        }
    }

    /// By then everything that was begun has ended.
    pub(crate) const fn over_by(self) -> Duration {
        match self {
            Self::Short => Duration::from_secs(110),
            Self::Long => Duration::from_secs(760),
        }
    }
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
        let length = match dice.number(1..=LONG_ONE_IN) {
            1 => Length::Long,
            _ => Length::Short,
        };
        let ahead = |_| i64::try_from(dice.number(0..=600)).unwrap_or(0) - 300;
        Self {
            seed,
            ahead_ms: (0..nodes).map(ahead).collect(),
            players,
            writers: 1 + dice.below(2),
            judged_from_queue: dice.chance(40),
            length,
            faults: schedule(&dice, length, nodes, players),
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
