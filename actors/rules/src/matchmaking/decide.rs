use serde::{Deserialize, Serialize};

use super::Pool;
use super::event::{Event, LeaveReason, Reasons, Ticket};
use super::limits;
use super::problem::{Candidates, least_recently_seen};
use super::rejection::Rejection;
use super::state::{Queue, Waiting};
use crate::battle::{Origin, Party, Setup};
use crate::ids::{BattleId, TicketId, effect_id};
use crate::play::{Difficulty, Stakes, Standing};
use crate::time::Time;

/// What can be asked of a queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    Join {
        pool: Pool,
        ticket: Ticket,
    },
    Leave {
        ticket: TicketId,
        reason: LeaveReason,
    },
    /// Make all pairs that can be made now.
    Pair {
        pool: Pool,
        candidates: Candidates,
    },
}

/// What `command` does to `queue` at `now`.
///
/// # Errors
/// The [`Rejection`]; the queue is then unchanged.
pub fn decide(queue: &Queue, command: Command, now: Time) -> Result<Vec<Event>, Rejection> {
    let at = now.max(queue.latest);
    match command {
        Command::Join { pool, ticket } => join(queue, pool, ticket, at).map(|event| vec![event]),
        Command::Leave { ticket, reason } => {
            let waiting = queue.find(ticket).ok_or(Rejection::NotQueued)?;
            Ok(vec![Event::Left {
                at,
                ticket,
                player: waiting.ticket.player,
                reason,
            }])
        }
        Command::Pair { pool, candidates } => {
            let pairs = pair(queue, pool, &candidates, at);
            if pairs.is_empty() {
                Err(Rejection::NobodyToPair)
            } else {
                Ok(pairs)
            }
        }
    }
}

/// A ticket that cannot be taken is given back: its player has left the lobby for it.
fn join(queue: &Queue, pool: Pool, ticket: Ticket, at: Time) -> Result<Event, Rejection> {
    if queue.find(ticket.id).is_some() {
        return Err(Rejection::AlreadyQueued);
    }
    let same_player = |waiting: &Waiting| waiting.ticket.player == ticket.player;
    let sound = |range: f64| range.is_finite() && range >= limits::LEAST_OWN_RANGE;
    let fits = queue.waiting.len() < limits::TICKETS
        && !queue.waiting.iter().any(same_player)
        && ticket.own_range.is_none_or(sound)
        && ticket.rating.is_finite();
    Ok(if fits {
        Event::Joined { at, pool, ticket }
    } else {
        Event::Left {
            at,
            ticket: ticket.id,
            player: ticket.player,
            reason: LeaveReason::Lapsed,
        }
    })
}

/// Serves those who have waited longest first, each with the nearest rating that suits both.
fn pair(queue: &Queue, pool: Pool, candidates: &Candidates, at: Time) -> Vec<Event> {
    let mut by_rating: Vec<&Waiting> = queue.waiting.iter().collect();
    by_rating.sort_by(|a, b| {
        a.ticket
            .rating
            .total_cmp(&b.ticket.rating)
            .then(a.ticket.id.cmp(&b.ticket.id))
    });
    let mut events = Vec::new();
    for first in &queue.waiting {
        if events.len() >= limits::PAIRS_PER_ROUND {
            break;
        }
        let Some(place) = by_rating
            .iter()
            .position(|w| w.ticket.id == first.ticket.id)
        else {
            continue;
        };
        let Some((second, difficulty)) = nearest(&by_rating, place, candidates, at) else {
            continue;
        };
        if let Some(event) = paired(pool, first, second, difficulty, candidates, at) {
            by_rating.retain(|waiting| {
                waiting.ticket.id != first.ticket.id && waiting.ticket.id != second.ticket.id
            });
            events.push(event);
        }
    }
    events
}

/// Looks outward from `place` in both directions and takes the nearest ticket that suits.
fn nearest<'a>(
    by_rating: &[&'a Waiting],
    place: usize,
    candidates: &Candidates,
    at: Time,
) -> Option<(&'a Waiting, Difficulty)> {
    let first = by_rating[place];
    let range = first.range(at);
    let suits = |second: &&Waiting| suit(first, second, candidates, at);
    let within = |second: &&&Waiting| distance(first, second) <= range;
    let suiting = |second: &&'a Waiting| suits(second).map(|difficulty| (*second, difficulty));
    let above = by_rating[place + 1..]
        .iter()
        .take_while(within)
        .find_map(suiting);
    let below = by_rating[..place]
        .iter()
        .rev()
        .take_while(within)
        .find_map(suiting);
    match (above, below) {
        (Some(up), Some(down)) if distance(first, down.0) < distance(first, up.0) => Some(down),
        (Some(up), _) => Some(up),
        (None, down) => down,
    }
}

fn distance(first: &Waiting, second: &Waiting) -> f64 {
    (first.ticket.rating - second.ticket.rating).abs()
}

/// The difficulty that both want, if they suit each other.
fn suit(
    first: &Waiting,
    second: &Waiting,
    candidates: &Candidates,
    at: Time,
) -> Option<Difficulty> {
    let near = distance(first, second) <= first.range(at).min(second.range(at));
    if !near || first.ticket.player == second.ticket.player || !patient(first, second, at) {
        return None;
    }
    let wanted = |difficulty: &Difficulty| {
        first.ticket.wish.accepts(*difficulty)
            && second.ticket.wish.accepts(*difficulty)
            && !candidates.of(*difficulty).is_empty()
    };
    // Where both want anything, the tickets decide: random to the players, the same in every replay.
    let [spin, ..] = effect_id(first.ticket.id.0, second.ticket.id.0).into_bytes();
    let mut turned = Difficulty::ALL;
    turned.rotate_left(usize::from(spin) % Difficulty::ALL.len());
    turned.into_iter().find(wanted)
}

/// A registered player first waits for another one: against a guest nothing is rated.
fn patient(first: &Waiting, second: &Waiting, at: Time) -> bool {
    let waited = |waiting: &Waiting| at - waiting.since >= limits::PATIENCE_FOR_REGISTERED;
    match (first.ticket.standing, second.ticket.standing) {
        (Standing::Registered, Standing::Guest) => waited(first),
        (Standing::Guest, Standing::Registered) => waited(second),
        (Standing::Registered, Standing::Registered) | (Standing::Guest, Standing::Guest) => true,
    }
}

fn paired(
    pool: Pool,
    first: &Waiting,
    second: &Waiting,
    difficulty: Difficulty,
    candidates: &Candidates,
    at: Time,
) -> Option<Event> {
    let pair = [first, second];
    let battle = BattleId(effect_id(first.ticket.id.0, second.ticket.id.0));
    let histories = pair.map(|waiting| waiting.ticket.seen.as_slice());
    let problem = least_recently_seen(candidates.of(difficulty), &histories, battle.0)?.clone();
    let rated = pair
        .iter()
        .all(|waiting| waiting.ticket.standing == Standing::Registered);
    let tickets: Vec<TicketId> = pair.iter().map(|waiting| waiting.ticket.id).collect();
    let setup = Setup {
        battle,
        mode: pool.mode,
        goal: pool.goal,
        difficulty,
        stakes: if rated { Stakes::Rated } else { Stakes::Casual },
        problem,
        parties: pair
            .iter()
            .map(|waiting| Party {
                player: waiting.ticket.player,
                standing: waiting.ticket.standing,
                seen: waiting.ticket.seen.clone(),
            })
            .collect(),
        origin: Origin::Paired {
            tickets: tickets.clone(),
        },
    };
    let reasons = Reasons {
        distance: distance(first, second),
        ranges: pair.iter().map(|waiting| waiting.range(at)).collect(),
        waited_ms: pair.iter().map(|waiting| (at - waiting.since).0).collect(),
    };
    Some(Event::Paired {
        at,
        tickets,
        battle: setup,
        reasons,
    })
}
