use arena_log::{CommandId, EventId, Meta, StreamId, Version};
use arena_rules::ids::{PlayerId, effect_id, named_id};
use arena_rules::time::Time;
use uuid::{Builder, Uuid};

/// A command on its way to an actor, with what identifies it.
#[derive(Clone, Debug)]
pub struct Envelope<C> {
    pub id: CommandId,
    pub command: C,
    pub meta: Meta,
}

impl<C> Envelope<C> {
    /// A player's command; `fingerprint` is a hash of its content.
    #[must_use]
    pub fn of_player(player: PlayerId, client_id: Uuid, fingerprint: u64, command: C) -> Self {
        let id = arena_rules::ids::command_id(player, client_id);
        let mut meta = Meta::new(id);
        meta.actor = Some(player.0);
        meta.fingerprint = Some(fingerprint);
        Self {
            id: CommandId(id),
            command,
            meta,
        }
    }

    /// What `source` (an event or a command) asks of `target` (a stream or a thing that is done once).
    #[must_use]
    pub fn effect(source: Uuid, target: Uuid, correlation: Uuid, command: C) -> Self {
        let mut meta = Meta::new(correlation);
        meta.causation = Some(source);
        Self {
            id: CommandId(effect_id(source, target)),
            command,
            meta,
        }
    }

    /// The arena's own command to a stream that stands at `version`, such as a timer's.
    #[must_use]
    pub fn internal(stream: StreamId, name: &str, version: Version, command: C) -> Self {
        let id = effect_id(stream.0, named_id(&format!("{name}/{version}")));
        Self {
            id: CommandId(id),
            command,
            meta: Meta::new(id),
        }
    }
}

/// The id of the event that is `part` of what `command` stores in `stream`: a UUIDv7 whose random part is derived, so that a
/// replayed decision gives the same id.
pub(crate) fn event_id(stream: StreamId, command: CommandId, part: usize, at: Time) -> EventId {
    let command = effect_id(command.0, stream.0);
    let derived = effect_id(command, Uuid::from_u128(part as u128)).into_bytes();
    let mut random = [0; 10];
    random.copy_from_slice(&derived[..10]);
    let millis = u64::try_from(at.0).unwrap_or(0);
    EventId(Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}

/// A command that is in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    pub stream: StreamId,
    /// The versions of the first and the last event that it stored.
    pub first: Version,
    pub last: Version,
}

/// A command that is not in the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommandError<R: std::error::Error> {
    /// The rules do not allow it; asking again gives the same answer while the state is the same.
    #[error(transparent)]
    Rejected(R),
    /// The command's id was used for another content.
    #[error("this command id was used for another command: use a new id")]
    IdReused,
    /// Too much is waiting; nothing was stored.
    #[error("too many commands are waiting: try again in {retry_after_ms} ms")]
    Busy { retry_after_ms: u64 },
    /// Nobody could answer in time; it may be stored, so send it again with the same id.
    #[error("the arena cannot answer now: send the command again with the same id")]
    Unavailable,
}
