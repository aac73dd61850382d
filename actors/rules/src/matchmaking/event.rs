use serde::{Deserialize, Serialize};

use super::Pool;
use crate::battle::Setup;
use crate::ids::{PlayerId, TicketId};
use crate::play::{ProblemId, Standing, Wish};
use crate::time::Time;

/// What has happened in a queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    Joined {
        at: Time,
        pool: Pool,
        ticket: Ticket,
    },
    Left {
        at: Time,
        ticket: TicketId,
        player: PlayerId,
        reason: LeaveReason,
    },
    /// Both tickets are used up; creating the battle is this event's effect.
    Paired {
        at: Time,
        tickets: Vec<TicketId>,
        battle: Setup,
        reasons: Reasons,
    },
}

impl Event {
    #[must_use]
    pub fn at(&self) -> Time {
        match self {
            Self::Joined { at, .. } | Self::Left { at, .. } | Self::Paired { at, .. } => *at,
        }
    }
}

/// A player's wish to be matched.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ticket {
    pub id: TicketId,
    pub player: PlayerId,
    pub standing: Standing,
    /// The player's rating when he joined, and its deviation.
    pub rating: f64,
    pub deviation: f64,
    pub wish: Wish,
    /// The player's own limit on the distance in rating; none means any.
    pub own_range: Option<f64>,
    /// The problems that he has met, latest first.
    pub seen: Vec<ProblemId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeaveReason {
    Asked,
    /// Gone for longer than the grace.
    Disconnected,
    /// It came to nothing: the queue could not take it, or its battle was over before the player heard of it.
    Lapsed,
}

/// Why these two: what the pairing was decided by, in the order of the tickets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reasons {
    /// The distance of the two ratings.
    pub distance: f64,
    /// What each accepted when they were paired, and how long each had waited.
    pub ranges: Vec<f64>,
    pub waited_ms: Vec<i64>,
}
