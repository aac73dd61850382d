//! The thirteen invariants, each a check of what has happened: after every step as far as that can be told then, and at the
//! end against everything that the store has.
//!
//! A check knows the facts of the [history](crate::history) and the rules' folds; it never asks the part that it checks.

mod atomic;
mod durable;
mod fence;
mod healing;
mod once;
mod order;
mod projection;
mod ratings;
mod replay;
mod resume;
#[cfg(test)]
mod scene;
mod secrets;
mod time;
mod truth;
mod verdicts;

use std::fmt;
use std::time::Duration;

use crate::history::{Entry, FinalLog, History};
use truth::Truth;

pub use healing::{ANSWERS_WITHIN, TIMERS_WITHIN};

/// What must always hold, by its number in the design.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Invariant {
    /// A stream's versions are exactly 1..n, a shard's positions exactly 1..head.
    Order = 1,
    /// What was acknowledged is there, byte for byte.
    Durable,
    /// An append is stored whole or not at all, and one that loses loses alone.
    Atomic,
    /// A command changes a stream at most once, and every retry gets the first answer.
    Once,
    /// No epoch writes or speaks after a higher one.
    Fence,
    /// Replay equals live, and a snapshot with its tail equals the whole fold.
    Replay,
    /// A projection is the fold of the log's prefix at its checkpoint.
    Projection,
    /// Every finished rated battle changes each player's rating exactly once, in one recorded order.
    Ratings,
    /// Whoever resumes after a version sees each later one once, in order, and nothing that was not committed.
    Resume,
    /// What a player may not see never leaves the server.
    Secrets,
    /// Time is the server's, and who solved first is decided by the order of reception.
    Time,
    /// A verdict is a function of the code.
    Verdicts,
    /// Faults healed, everything is owned, answers, and has fired within a stated time.
    Healing,
}

impl Invariant {
    pub const ALL: [Self; 13] = [
        Self::Order,
        Self::Durable,
        Self::Atomic,
        Self::Once,
        Self::Fence,
        Self::Replay,
        Self::Projection,
        Self::Ratings,
        Self::Resume,
        Self::Secrets,
        Self::Time,
        Self::Verdicts,
        Self::Healing,
    ];

    /// Its number in the design.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Whether it held in all that has happened.
    ///
    /// # Errors
    /// The first violation.
    pub fn check(self, history: &History, log: &FinalLog) -> Result<(), Violation> {
        Checks::of(&[self]).all(history, log)
    }

    fn begin(self) -> Box<dyn Check> {
        match self {
            Self::Order => Box::<order::Order>::default(),
            Self::Durable => Box::<durable::Durable>::default(),
            Self::Atomic => Box::<atomic::Atomic>::default(),
            Self::Once => Box::<once::Once>::default(),
            Self::Fence => Box::<fence::Fence>::default(),
            Self::Replay => Box::<replay::Replay>::default(),
            Self::Projection => Box::<projection::Projection>::default(),
            Self::Ratings => Box::<ratings::Ratings>::default(),
            Self::Resume => Box::<resume::Resume>::default(),
            Self::Secrets => Box::<secrets::Secrets>::default(),
            Self::Time => Box::<time::Deadlines>::default(),
            Self::Verdicts => Box::<verdicts::Verdicts>::default(),
            Self::Healing => Box::<healing::Healing>::default(),
        }
    }
}

impl fmt::Display for Invariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invariant {} ({self:?})", self.number())
    }
}

/// An invariant that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{invariant}, at {} ms: {what}", at.as_millis())]
pub struct Violation {
    pub invariant: Invariant,
    /// The simulated time at which it was noticed.
    pub at: Duration,
    pub what: String,
}

/// What a check says of a step.
type Checked = Result<(), String>;

/// One invariant, followed through a life.
trait Check: fmt::Debug + Send {
    /// Looks at what has just happened. `truth` has it already.
    fn note(&mut self, entry: &Entry, truth: &Truth) -> Checked;

    /// Looks at the end.
    fn end(&mut self, _log: &FinalLog, _truth: &Truth) -> Checked {
        Ok(())
    }
}

/// The checks of one life.
#[derive(Debug)]
pub struct Checks {
    truth: Truth,
    checks: Vec<(Invariant, Box<dyn Check>)>,
}

impl Default for Checks {
    fn default() -> Self {
        Self::of(&Invariant::ALL)
    }
}

impl Checks {
    #[must_use]
    pub fn of(invariants: &[Invariant]) -> Self {
        let begin = |invariant: &Invariant| (*invariant, invariant.begin());
        Self {
            truth: Truth::default(),
            checks: invariants.iter().map(begin).collect(),
        }
    }

    /// Looks at what has just happened.
    ///
    /// # Errors
    /// The violation.
    pub fn note(&mut self, entry: &Entry) -> Result<(), Violation> {
        let Self { truth, checks } = self;
        truth.note(entry);
        let mut checks = checks.iter_mut();
        checks.try_for_each(|(invariant, check)| {
            let noted = check.note(entry, truth);
            noted.map_err(|what| violation(*invariant, entry.at, what))
        })
    }

    /// Looks at the end.
    ///
    /// # Errors
    /// The violation.
    pub fn end(&mut self, log: &FinalLog) -> Result<(), Violation> {
        let Self { truth, checks } = self;
        let mut checks = checks.iter_mut();
        checks.try_for_each(|(invariant, check)| {
            let ended = check.end(log, truth);
            ended.map_err(|what| violation(*invariant, log.at, what))
        })
    }

    fn all(&mut self, history: &History, log: &FinalLog) -> Result<(), Violation> {
        history.entries().iter().try_for_each(|e| self.note(e))?;
        self.end(log)
    }
}

/// Whether every invariant held in all that has happened.
///
/// # Errors
/// The first violation.
pub fn check(history: &History, log: &FinalLog) -> Result<(), Violation> {
    Checks::default().all(history, log)
}

fn violation(invariant: Invariant, at: Duration, what: String) -> Violation {
    Violation {
        invariant,
        at,
        what,
    }
}

/// Says what is wrong unless it holds.
fn ensure(holds: bool, what: impl FnOnce() -> String) -> Checked {
    if holds { Ok(()) } else { Err(what()) }
}
