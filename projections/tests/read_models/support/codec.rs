//! The arena's own stored form, read as the program reads it for the projections.

use arena_bus::ArenaEvent;
use arena_bus::codec::{ArenaCodec, Family, name};
use arena_log::{Encoded, EventCodec, Recorded};
use arena_projections::{DecodeError, Fact};
use arena_rules::ids::BattleId;
use arena_rules::{battle, matchmaking, rating, session};

/// A kind that no build knows.
pub const POISON: u16 = 666;

pub fn battle(event: &battle::Event) -> Encoded {
    stored(&ArenaEvent::Battle(event.clone()))
}

pub fn queue(event: &matchmaking::Event) -> Encoded {
    stored(&ArenaEvent::Queue(event.clone()))
}

pub fn rating(event: &rating::Event) -> Encoded {
    stored(&ArenaEvent::Book(event.clone()))
}

pub fn session(event: &session::Event) -> Encoded {
    stored(&ArenaEvent::Session(event.clone()))
}

fn stored(event: &ArenaEvent) -> Encoded {
    ArenaCodec::encode(event).unwrap()
}

/// What no projection folds and is most of a log is not decoded.
pub fn decode(recorded: &Recorded) -> Result<Option<Fact>, DecodeError> {
    let typed = matches!(
        name(recorded.kind),
        Some("battle.edited" | "battle.submitted")
    );
    if typed || Family::of(recorded.kind) == Some(Family::Session) {
        return Ok(None);
    }
    let event = ArenaCodec::decode(recorded.kind, recorded.schema, &recorded.data)
        .map_err(DecodeError::new)?;
    Ok(match event {
        ArenaEvent::Battle(event) => Some(Fact::Battle(BattleId(recorded.stream.0), event)),
        ArenaEvent::Queue(event) => Some(Fact::Queue(event)),
        ArenaEvent::Book(event) => Some(Fact::Rating(event)),
        ArenaEvent::Session(_) => None,
    })
}
