use serde::{Deserialize, Serialize};

use crate::ids::{BattleId, ConnectionId, CorrectionId, GatewayId, PlayerId, TicketId};
use crate::matchmaking::{LeaveReason, Pool, Ticket};
use crate::play::{Difficulty, ProblemId, Stakes, Standing};
use crate::rating::RatingChange;
use crate::time::{Span, Time};

/// What has happened in a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    Connected {
        at: Time,
        player: PlayerId,
        standing: Standing,
        connection: ConnectionId,
        gateway: GatewayId,
    },
    Disconnected {
        at: Time,
        connection: ConnectionId,
    },
    /// Entering the queue itself is this event's effect.
    QueueEntered {
        at: Time,
        pool: Pool,
        ticket: Ticket,
    },
    /// Leaving is decided by the queue, since the ticket may just have been paired.
    LeaveAsked {
        at: Time,
        pool: Pool,
        ticket: TicketId,
        reason: LeaveReason,
    },
    QueueLeft {
        at: Time,
        ticket: TicketId,
        reason: LeaveReason,
    },
    BattleEntered {
        at: Time,
        invitation: Invitation,
    },
    /// Wherever the player is. `problem` is what the battle revealed, if it started.
    BattleLeft {
        at: Time,
        battle: BattleId,
        problem: Option<ProblemId>,
    },
    /// The player was away for longer than the grace; losing the battle is this event's effect.
    GraceExpired {
        at: Time,
        player: PlayerId,
        battle: BattleId,
    },
    /// The grace that runs moves by the time in which nobody could come back.
    GraceExtended {
        at: Time,
        by: Span,
    },
    /// The changes of all players of the battle, this one's among them.
    Rated {
        at: Time,
        battle: BattleId,
        changes: Vec<RatingChange>,
    },
    /// This player's rating, after an earlier battle turned out otherwise.
    RatingCorrected {
        at: Time,
        correction: CorrectionId,
        change: RatingChange,
    },
}

impl Event {
    #[must_use]
    pub fn at(&self) -> Time {
        match self {
            Self::Connected { at, .. }
            | Self::Disconnected { at, .. }
            | Self::QueueEntered { at, .. }
            | Self::LeaveAsked { at, .. }
            | Self::QueueLeft { at, .. }
            | Self::BattleEntered { at, .. }
            | Self::BattleLeft { at, .. }
            | Self::GraceExpired { at, .. }
            | Self::GraceExtended { at, .. }
            | Self::Rated { at, .. }
            | Self::RatingCorrected { at, .. } => *at,
        }
    }
}

/// A battle that waits for this player.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    pub battle: BattleId,
    pub difficulty: Difficulty,
    pub stakes: Stakes,
    pub players: Vec<PlayerId>,
    /// The ticket that was paired; none for a rematch.
    pub ticket: Option<TicketId>,
}
