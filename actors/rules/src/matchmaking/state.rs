use serde::{Deserialize, Serialize};

use super::event::{Event, Ticket};
use super::limits;
use crate::ids::TicketId;
use crate::time::Time;

/// A queue as the fold of its events.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Queue {
    /// Those who wait, longest first.
    pub waiting: Vec<Waiting>,
    pub latest: Time,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    pub ticket: Ticket,
    pub since: Time,
}

impl Waiting {
    /// The distance in rating that this player accepts at `now`.
    #[must_use]
    pub fn range(&self, now: Time) -> f64 {
        let waited_ms = i32::try_from((now - self.since).0.max(0)).unwrap_or(i32::MAX);
        let grown = limits::FIRST_RANGE + limits::RANGE_PER_SECOND * f64::from(waited_ms) / 1000.0;
        self.ticket.own_range.map_or(grown, |own| own.min(grown))
    }
}

impl Queue {
    #[must_use]
    pub fn find(&self, ticket: TicketId) -> Option<&Waiting> {
        self.waiting
            .iter()
            .find(|waiting| waiting.ticket.id == ticket)
    }
}

/// `queue` after `event`; total, as every `evolve`.
#[must_use]
pub fn evolve(mut queue: Queue, event: &Event) -> Queue {
    queue.latest = queue.latest.max(event.at());
    match event {
        Event::Joined { at, ticket, .. } => {
            queue.waiting.push(Waiting {
                ticket: ticket.clone(),
                since: *at,
            });
        }
        Event::Left { ticket, .. } => queue.waiting.retain(|waiting| waiting.ticket.id != *ticket),
        Event::Paired { tickets, .. } => {
            queue
                .waiting
                .retain(|waiting| !tickets.contains(&waiting.ticket.id));
        }
    }
    queue
}
