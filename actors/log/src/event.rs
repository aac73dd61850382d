//! What goes into the log and what comes out of it.

use serde::{Deserialize, Serialize};

use crate::ids::{CommandId, Epoch, EventId, Position, ShardId, StreamId, Version};
use crate::limits::{
    LimitError, MAX_APPEND_BYTES, MAX_EVENT_BYTES, MAX_EVENTS, MAX_META_BYTES, MAX_SNAPSHOT_BYTES,
};
use crate::meta::Meta;

/// An event that asks to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// Made by the caller (UUIDv7), one for each event and attempt.
    pub id: EventId,
    /// The kind of event, from its codec.
    pub kind: u16,
    /// The schema of the payload, from its codec.
    pub schema: u16,
    /// The payload, at most [`MAX_EVENT_BYTES`].
    pub data: Vec<u8>,
}

/// One decision of one actor: all of its events are stored, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Append {
    /// The stream that the events are added to.
    pub stream: StreamId,
    /// The version that the decision was made on: the stream's newest.
    pub expected: Version,
    /// The command that was decided; it changes the stream at most once.
    pub command: CommandId,
    /// The epoch under which the caller owns the stream's shard.
    pub epoch: Epoch,
    /// The owner's clock at the decision, in milliseconds since 1970.
    pub recorded_at_ms: i64,
    /// What led to it.
    pub meta: Meta,
    /// One to [`MAX_EVENTS`] events, in order.
    pub events: Vec<NewEvent>,
}

impl Append {
    /// Bytes of all payloads.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.events.iter().map(|event| event.data.len()).sum()
    }

    /// The events as a store records them from these places on.
    #[must_use]
    pub fn recorded(self, first_version: Version, first_position: Position) -> Vec<Recorded> {
        let shard = ShardId::of(self.stream);
        let parts = u16::try_from(self.events.len()).unwrap_or(u16::MAX);
        let recorded = |(part, event): (u16, NewEvent)| Recorded {
            stream: self.stream,
            version: first_version.plus(u64::from(part)),
            shard,
            position: first_position.plus(u64::from(part)),
            epoch: self.epoch,
            command: self.command,
            part,
            parts,
            kind: event.kind,
            schema: event.schema,
            data: event.data,
            id: event.id,
            recorded_at_ms: self.recorded_at_ms,
            meta: self.meta.clone(),
        };
        (0..parts).zip(self.events).map(recorded).collect()
    }

    /// Checks every limit; every store refuses with the same answer.
    pub(crate) fn check(&self) -> Result<Vec<u8>, LimitError> {
        if self.events.is_empty() {
            return Err(LimitError::NoEvents);
        }
        if self.events.len() > MAX_EVENTS {
            return Err(LimitError::Events {
                found: self.events.len(),
            });
        }
        for (index, event) in self.events.iter().enumerate() {
            if event.data.len() > MAX_EVENT_BYTES {
                return Err(LimitError::EventBytes {
                    index,
                    found: event.data.len(),
                });
            }
        }
        if self.bytes() > MAX_APPEND_BYTES {
            return Err(LimitError::AppendBytes {
                found: self.bytes(),
            });
        }
        let end = self.expected.0.saturating_add(MAX_EVENTS as u64);
        if i64::try_from(end).is_err() {
            return Err(LimitError::Number {
                what: "version",
                found: self.expected.0,
            });
        }
        if i64::try_from(self.epoch.0).is_err() {
            return Err(LimitError::Number {
                what: "epoch",
                found: self.epoch.0,
            });
        }
        let meta = self
            .meta
            .encode()
            .map_err(|_| LimitError::MetaBytes { found: usize::MAX })?;
        if meta.len() > MAX_META_BYTES {
            return Err(LimitError::MetaBytes { found: meta.len() });
        }
        Ok(meta)
    }
}

/// An event as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The stream that it belongs to.
    pub stream: StreamId,
    /// Its place in the stream, from 1.
    pub version: Version,
    /// The stream's shard.
    pub shard: ShardId,
    /// Its place in the shard, from 1.
    pub position: Position,
    /// The epoch under which it was written.
    pub epoch: Epoch,
    /// The command that it answers.
    pub command: CommandId,
    /// Its place in its append, from 0.
    pub part: u16,
    /// How many events the append has.
    pub parts: u16,
    /// The kind of event.
    pub kind: u16,
    /// The schema of the payload.
    pub schema: u16,
    /// The payload.
    pub data: Vec<u8>,
    /// Its id.
    pub id: EventId,
    /// The owner's clock at the decision, in milliseconds since 1970.
    pub recorded_at_ms: i64,
    /// What led to it.
    pub meta: Meta,
}

/// The state of a stream at a version, as bytes that only its actor understands. It saves time
/// and proves nothing: it may be lost, and is never newer than the stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The version up to which the state has folded.
    pub version: Version,
    /// The schema of `data`; a reader that does not know it folds from the start.
    pub schema: u16,
    /// The state, at most [`MAX_SNAPSHOT_BYTES`].
    pub data: Vec<u8>,
}

impl Snapshot {
    pub(crate) fn check(&self) -> Result<(), LimitError> {
        if self.data.len() > MAX_SNAPSHOT_BYTES {
            return Err(LimitError::SnapshotBytes {
                found: self.data.len(),
            });
        }
        if i64::try_from(self.version.0).is_err() {
            return Err(LimitError::Number {
                what: "version",
                found: self.version.0,
            });
        }
        Ok(())
    }
}
