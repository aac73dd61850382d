use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::event::{Event, Invitation};
use super::limits;
use super::rejection::Rejection;
use super::state::{Leaving, Place, Session};
use crate::ids::{BattleId, ConnectionId, CorrectionId, GatewayId, PlayerId, TicketId};
use crate::matchmaking::limits::LEAST_OWN_RANGE;
use crate::matchmaking::{LeaveReason, Pool, Ticket};
use crate::play::{ProblemId, Standing, Wish};
use crate::rating::{Rating, RatingChange};
use crate::time::{Outage, Time};

/// What can be asked of a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    Connect {
        player: PlayerId,
        standing: Standing,
        connection: ConnectionId,
        gateway: GatewayId,
    },
    Disconnect {
        connection: ConnectionId,
    },
    /// A new process has the session, perhaps after nobody could come back. Connections of gateways that are not
    /// `alive` are gone with theirs.
    Sweep {
        alive: BTreeSet<GatewayId>,
        outage: Option<Outage>,
    },
    Join {
        pool: Pool,
        ticket: TicketId,
        wish: Wish,
        own_range: Option<f64>,
    },
    Leave,
    /// The queue has given the ticket back.
    TicketReturned {
        ticket: TicketId,
        reason: LeaveReason,
    },
    /// A battle waits: the effect of a pairing or of a rematch.
    Enter(Invitation),
    /// The battle is over.
    LeaveBattle {
        battle: BattleId,
        problem: Option<ProblemId>,
    },
    Rate {
        battle: BattleId,
        changes: Vec<RatingChange>,
    },
    CorrectRating {
        correction: CorrectionId,
        change: RatingChange,
    },
    Wake,
}

/// What `command` does to `session` at `now`.
///
/// # Errors
/// The [`Rejection`]; the session is then unchanged.
pub fn decide(session: &Session, command: Command, now: Time) -> Result<Vec<Event>, Rejection> {
    let at = now.max(session.latest);
    match command {
        Command::Connect {
            player,
            standing,
            connection,
            gateway,
        } => {
            if session.connections.contains_key(&connection) {
                return Err(Rejection::AlreadyConnected);
            }
            if session.connections.len() >= limits::CONNECTIONS {
                return Err(Rejection::TooManyConnections);
            }
            Ok(vec![Event::Connected {
                at,
                player,
                standing,
                connection,
                gateway,
            }])
        }
        Command::Disconnect { connection } => {
            if !session.connections.contains_key(&connection) {
                return Err(Rejection::NotConnected);
            }
            Ok(vec![Event::Disconnected { at, connection }])
        }
        Command::Sweep { alive, outage } => sweep(session, &alive, outage, at),
        Command::Join {
            pool,
            ticket,
            wish,
            own_range,
        } => join(session, pool, ticket, wish, own_range, at).map(|event| vec![event]),
        Command::Leave => leave(session, LeaveReason::Asked, at).map(|event| vec![event]),
        Command::TicketReturned { ticket, reason } => match session.place {
            Place::Queue { ticket: here, .. } if here == ticket => {
                Ok(vec![Event::QueueLeft { at, ticket, reason }])
            }
            Place::Lobby | Place::Queue { .. } | Place::Battle { .. } => Err(Rejection::NotQueued),
        },
        Command::Enter(invitation) => enter(session, invitation, at).map(|event| vec![event]),
        Command::LeaveBattle { battle, problem } => leave_battle(session, battle, problem, at),
        Command::Rate { battle, changes } => {
            if session.last_rated == Some(battle) {
                return Err(Rejection::AlreadyRated);
            }
            Ok(vec![Event::Rated {
                at,
                battle,
                changes,
            }])
        }
        Command::CorrectRating { correction, change } => {
            if session.last_corrected == Some(correction) {
                return Err(Rejection::AlreadyRated);
            }
            Ok(vec![Event::RatingCorrected {
                at,
                correction,
                change,
            }])
        }
        Command::Wake => wake(session, at).map(|event| vec![event]),
    }
}

/// Whoever was connected when the process ended has the whole grace from now on; whoever was away already gets the time
/// back in which nobody could return. A grace that was over before the outage stays so.
fn sweep(
    session: &Session,
    alive: &BTreeSet<GatewayId>,
    outage: Option<Outage>,
    at: Time,
) -> Result<Vec<Event>, Rejection> {
    let dead = session
        .connections
        .iter()
        .filter(|(_, gateway)| !alive.contains(gateway));
    let gone = |(connection, _): (&ConnectionId, &GatewayId)| Event::Disconnected {
        at,
        connection: *connection,
    };
    let mut events: Vec<Event> = dead.map(gone).collect();
    if let (Some(due), Some(outage)) = (session.due(), outage) {
        let missed = outage.missed(session.latest, due, at);
        events.extend(missed.map(|by| Event::GraceExtended { at, by }));
    }
    if events.is_empty() {
        Err(Rejection::NothingDue)
    } else {
        Ok(events)
    }
}

fn join(
    session: &Session,
    pool: Pool,
    ticket: TicketId,
    wish: Wish,
    own_range: Option<f64>,
    at: Time,
) -> Result<Event, Rejection> {
    match session.place {
        Place::Queue { .. } => return Err(Rejection::AlreadyQueued),
        Place::Battle { .. } => return Err(Rejection::InBattle),
        Place::Lobby => {}
    }
    let (Some(player), Some(standing)) = (session.player, session.standing) else {
        return Err(Rejection::NotConnected);
    };
    if !own_range.is_none_or(|range| range.is_finite() && range >= LEAST_OWN_RANGE) {
        return Err(Rejection::BadRange);
    }
    let rating = session.rating.unwrap_or_else(|| Rating::new_player(at));
    let ticket = Ticket {
        id: ticket,
        player,
        standing,
        rating: rating.rating,
        deviation: rating.deviation,
        wish,
        own_range,
        seen: session.seen.clone(),
    };
    Ok(Event::QueueEntered { at, pool, ticket })
}

fn leave(session: &Session, reason: LeaveReason, at: Time) -> Result<Event, Rejection> {
    match session.place {
        Place::Queue {
            pool,
            ticket,
            leaving: Leaving::No,
            ..
        } => Ok(Event::LeaveAsked {
            at,
            pool,
            ticket,
            reason,
        }),
        Place::Lobby
        | Place::Queue {
            leaving: Leaving::Asked,
            ..
        }
        | Place::Battle { .. } => Err(Rejection::NotQueued),
    }
}

fn enter(session: &Session, invitation: Invitation, at: Time) -> Result<Event, Rejection> {
    let over = session.left.contains(&invitation.battle);
    match session.place {
        Place::Battle { battle, .. } if battle == invitation.battle => Err(Rejection::AlreadyThere),
        Place::Battle { .. } => Err(Rejection::Elsewhere),
        Place::Queue { ticket, .. } if Some(ticket) != invitation.ticket => {
            Err(Rejection::Elsewhere)
        }
        Place::Queue { ticket, .. } if over => Ok(Event::QueueLeft {
            at,
            ticket,
            reason: LeaveReason::Lapsed,
        }),
        Place::Lobby if over => Err(Rejection::Over),
        Place::Lobby | Place::Queue { .. } => Ok(Event::BattleEntered { at, invitation }),
    }
}

/// Also recorded when the player is elsewhere: what he is told of one battle comes from two streams, and the end may
/// come before the invitation.
fn leave_battle(
    session: &Session,
    battle: BattleId,
    problem: Option<ProblemId>,
    at: Time,
) -> Result<Vec<Event>, Rejection> {
    if session.left.contains(&battle) {
        return Err(Rejection::Over);
    }
    Ok(vec![Event::BattleLeft {
        at,
        battle,
        problem,
    }])
}

fn wake(session: &Session, at: Time) -> Result<Event, Rejection> {
    if session.due().is_none_or(|due| at < due) {
        return Err(Rejection::NothingDue);
    }
    match (session.place, session.player) {
        (Place::Queue { .. }, _) => leave(session, LeaveReason::Disconnected, at),
        (Place::Battle { battle, .. }, Some(player)) => {
            Ok(Event::GraceExpired { at, player, battle })
        }
        (Place::Lobby, _) | (Place::Battle { .. }, None) => Err(Rejection::NothingDue),
    }
}
