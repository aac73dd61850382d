//! The players' sessions and the queue's tickets: many of a log's events, and none that tells of
//! a battle.

use arena_bus::streams;
use arena_projections::Fact;
use arena_rules::ids::{ConnectionId, GatewayId, PlayerId, TicketId, named_id};
use arena_rules::matchmaking::{self, Pool};
use arena_rules::play::{Goal, Mode, Standing, Wish};
use arena_rules::session::{self, Command, Event};
use rand::prelude::*;
use uuid::Uuid;

use super::super::codec;
use super::{World, queue_stream};

pub(super) const POOL: Pool = Pool {
    mode: Mode::OneOnOne,
    goal: Goal::Fastest,
};

impl World {
    /// The player comes in and asks to be matched, unless busy elsewhere.
    pub(super) fn join(&mut self, player: PlayerId) -> TicketId {
        let connect = Command::Connect {
            player,
            standing: Standing::Registered,
            connection: ConnectionId(named_id(&format!("connection of {player}"))),
            gateway: GatewayId(named_id("gateway")),
        };
        self.session(player, connect);
        let id = TicketId(Uuid::from_u128(self.rng.random()));
        let join = Command::Join {
            pool: POOL,
            ticket: id,
            wish: Wish::Any,
            own_range: None,
        };
        for event in self.session(player, join) {
            if let Event::QueueEntered { at, pool, ticket } = event {
                let joined = matchmaking::Event::Joined { at, pool, ticket };
                let encoded = codec::queue(&joined);
                self.record(queue_stream(), encoded, Fact::Queue(joined));
            }
        }
        id
    }

    /// Records what the rules answer; nothing if they refuse.
    pub(super) fn session(&mut self, player: PlayerId, command: Command) -> Vec<Event> {
        let state = self.sessions.entry(player).or_default();
        let events = session::decide(state, command, self.now).unwrap_or_default();
        for event in &events {
            let state = self.sessions.entry(player).or_default();
            *state = session::evolve(std::mem::take(state), event);
            self.record_raw(streams::session(player), codec::session(event));
        }
        events
    }
}
