//! The stored form of the arena's events.
//!
//! A payload is MessagePack with field names: a map with one entry, the event's name and its fields. Beside it stand the
//! event's kind (a number, for filters and indexes) and its schema. A stored schema is never edited: a new one is written,
//! and [`upcast`] lifts the old one when it is read. The golden bytes of every kind are in [`golden`].

#[cfg(test)]
mod golden;
mod kinds;
mod upcast;

use arena_log::{DecodeError, EncodeError, Encoded, EventCodec, pack, unpack};
use arena_rules::{battle, matchmaking, rating, session};

pub use kinds::{Family, name};

/// An event of any stream of the arena.
#[derive(Clone, Debug, PartialEq)]
pub enum ArenaEvent {
    Battle(battle::Event),
    Session(session::Event),
    Queue(matchmaking::Event),
    Book(rating::Event),
}

/// The codec of every event of the arena.
#[derive(Clone, Copy, Debug)]
pub struct ArenaCodec;

impl EventCodec for ArenaCodec {
    type Event = ArenaEvent;

    fn encode(event: &ArenaEvent) -> Result<Encoded, EncodeError> {
        let (kind, schema) = (kinds::kind(event), upcast::newest(kinds::kind(event)));
        match event {
            ArenaEvent::Battle(event) => pack(kind, schema, event),
            ArenaEvent::Session(event) => pack(kind, schema, event),
            ArenaEvent::Queue(event) => pack(kind, schema, event),
            ArenaEvent::Book(event) => pack(kind, schema, event),
        }
    }

    fn decode(kind: u16, schema: u16, data: &[u8]) -> Result<ArenaEvent, DecodeError> {
        let family = Family::of(kind).ok_or(DecodeError::UnknownKind { kind })?;
        let newest = upcast::newest(kind);
        if schema > newest || schema == 0 {
            return Err(DecodeError::UnknownSchema { kind, schema });
        }
        if schema < newest {
            return upcast::upcast(kind, schema, data);
        }
        Ok(match family {
            Family::Battle => ArenaEvent::Battle(unpack(kind, schema, data)?),
            Family::Session => ArenaEvent::Session(unpack(kind, schema, data)?),
            Family::Queue => ArenaEvent::Queue(unpack(kind, schema, data)?),
            Family::Book => ArenaEvent::Book(unpack(kind, schema, data)?),
        })
    }
}
