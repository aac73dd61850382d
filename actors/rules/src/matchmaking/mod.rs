//! A queue: tickets come in, tickets that suit each other leave it as a pair.
//!
//! One queue serves one mode and one goal. The difficulty is a wish on the ticket and not a queue of its own, so that
//! `any` meets everybody. Two tickets suit each other when their wishes meet and the distance of their ratings lies
//! within what both accept; what a player accepts grows while he waits, up to the limit that he has set himself.

mod decide;
mod event;
pub mod limits;
mod problem;
mod rejection;
mod state;

#[cfg(test)]
mod tests;

pub use decide::{Command, decide};
pub use event::{Event, LeaveReason, Reasons, Ticket};
pub use problem::{Candidates, least_recently_seen, remember};
pub use rejection::Rejection;
pub use state::{Queue, evolve};

use serde::{Deserialize, Serialize};

use crate::play::{Goal, Mode};

/// Which queue: who plays, and for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Pool {
    pub mode: Mode,
    pub goal: Goal,
}

impl std::fmt::Display for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.mode, self.goal)
    }
}
