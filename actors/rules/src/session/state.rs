use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::event::Event;
use super::limits;
use crate::ids::{BattleId, ConnectionId, CorrectionId, GatewayId, PlayerId, TicketId};
use crate::matchmaking::{Pool, remember};
use crate::play::{ProblemId, Standing};
use crate::rating::Rating;
use crate::time::Time;

/// A session as the fold of its events; the default is the session of a player who was never here.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Session {
    pub player: Option<PlayerId>,
    pub standing: Option<Standing>,
    /// Every open connection, with the gateway process that holds it.
    pub connections: BTreeMap<ConnectionId, GatewayId>,
    pub place: Place,
    /// Since when nobody is connected, as far as it counts: the time of an outage does not.
    pub away_since: Option<Time>,
    /// The problems that the player has met, latest first.
    pub seen: Vec<ProblemId>,
    /// The battles that were left last, latest first: an invitation to one of them comes too late.
    #[serde(default)]
    pub left: Vec<BattleId>,
    /// None until the first rated battle.
    pub rating: Option<Rating>,
    /// The battle whose change of rating came last.
    pub last_rated: Option<BattleId>,
    /// The correction of the rating that came last.
    #[serde(default)]
    pub last_corrected: Option<CorrectionId>,
    pub latest: Time,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    #[default]
    Lobby,
    Queue {
        pool: Pool,
        ticket: TicketId,
        since: Time,
        leaving: Leaving,
    },
    Battle {
        battle: BattleId,
        since: Time,
        grace: Grace,
    },
}

/// Whether the queue has been asked to take the ticket back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Leaving {
    No,
    Asked,
}

/// Whether the grace of this battle was used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Grace {
    Left,
    Expired,
}

impl Session {
    /// When [`super::Command::Wake`] has something to do, if it ever has.
    #[must_use]
    pub fn due(&self) -> Option<Time> {
        let grace = match self.place {
            Place::Queue {
                leaving: Leaving::No,
                ..
            } => limits::QUEUE_GRACE,
            Place::Battle {
                grace: Grace::Left, ..
            } => limits::BATTLE_GRACE,
            Place::Lobby
            | Place::Queue {
                leaving: Leaving::Asked,
                ..
            }
            | Place::Battle {
                grace: Grace::Expired,
                ..
            } => return None,
        };
        self.missed_since().map(|since| since + grace)
    }

    /// Since when the player is missed where he is.
    fn missed_since(&self) -> Option<Time> {
        let away = self.away_since?;
        match self.place {
            Place::Lobby => Some(away),
            Place::Queue { since, .. } | Place::Battle { since, .. } => Some(away.max(since)),
        }
    }
}

/// `session` after `event`; total, as every `evolve`.
#[must_use]
pub fn evolve(mut session: Session, event: &Event) -> Session {
    session.latest = session.latest.max(event.at());
    match event {
        Event::Connected {
            player,
            standing,
            connection,
            gateway,
            ..
        } => {
            session.player = Some(*player);
            session.standing = Some(*standing);
            session.connections.insert(*connection, *gateway);
            session.away_since = None;
        }
        Event::Disconnected { at, connection } => {
            session.connections.remove(connection);
            if session.connections.is_empty() {
                session.away_since = Some(*at);
            }
        }
        Event::QueueEntered { at, pool, ticket } => {
            session.place = Place::Queue {
                pool: *pool,
                ticket: ticket.id,
                since: *at,
                leaving: Leaving::No,
            };
        }
        Event::LeaveAsked { .. } => {
            if let Place::Queue { leaving, .. } = &mut session.place {
                *leaving = Leaving::Asked;
            }
        }
        Event::QueueLeft { .. } => session.place = Place::Lobby,
        Event::BattleEntered { at, invitation } => {
            session.place = Place::Battle {
                battle: invitation.battle,
                since: *at,
                grace: Grace::Left,
            };
        }
        Event::BattleLeft {
            battle, problem, ..
        } => {
            if matches!(session.place, Place::Battle { battle: here, .. } if here == *battle) {
                session.place = Place::Lobby;
            }
            session.left.insert(0, *battle);
            session.left.truncate(limits::LEFT_BATTLES);
            if let Some(problem) = problem {
                session.seen = remember(&session.seen, problem);
            }
        }
        Event::GraceExpired { .. } => {
            if let Place::Battle { grace, .. } = &mut session.place {
                *grace = Grace::Expired;
            }
        }
        Event::GraceExtended { by, .. } => {
            session.away_since = session.missed_since().map(|since| since + *by);
        }
        Event::Rated {
            battle, changes, ..
        } => {
            session.last_rated = Some(*battle);
            let own = changes
                .iter()
                .find(|change| Some(change.player) == session.player);
            session.rating = own.map(|change| change.after).or(session.rating);
        }
        Event::RatingCorrected {
            correction, change, ..
        } => {
            session.last_corrected = Some(*correction);
            session.rating = Some(change.after);
        }
    }
    session
}
