//! A stored row, the same from both databases.

use uuid::Uuid;

use crate::contract::ReadError;
use crate::event::Recorded;
use crate::ids::{CommandId, Epoch, EventId, Position, ShardId, StreamId, Version};
use crate::meta::Meta;

/// `shard, position, stream_id, version, epoch, command_id, part, parts, kind, schema, id,
/// recorded_at_ms, meta, data`.
pub(crate) type StoredEvent = (
    i16,
    i64,
    Uuid,
    i64,
    i64,
    Uuid,
    i16,
    i16,
    i32,
    i32,
    Uuid,
    i64,
    Vec<u8>,
    Vec<u8>,
);

/// `code, version, position, parts, id` of an append's verdict.
pub(crate) type StoredVerdict = (i32, i64, i64, i16, Option<Uuid>);

pub(crate) fn recorded(row: StoredEvent) -> Result<Recorded, ReadError> {
    let (
        shard,
        position,
        stream,
        version,
        epoch,
        command,
        part,
        parts,
        kind,
        schema,
        id,
        recorded_at_ms,
        meta,
        data,
    ) = row;
    let place = || format!("event {stream}/{version}");
    let corrupt = |what: &str| ReadError::Corrupt {
        reason: format!("{}: {what}", place()),
    };
    let meta = Meta::decode(&meta).map_err(|error| corrupt(&format!("metadata: {error}")))?;
    Ok(Recorded {
        stream: StreamId(stream),
        version: Version(number(version).ok_or_else(|| corrupt("version"))?),
        shard: ShardId(u8::try_from(shard).map_err(|_| corrupt("shard"))?),
        position: Position(number(position).ok_or_else(|| corrupt("position"))?),
        epoch: Epoch(number(epoch).ok_or_else(|| corrupt("epoch"))?),
        command: CommandId(command),
        part: u16::try_from(part).map_err(|_| corrupt("part"))?,
        parts: u16::try_from(parts).map_err(|_| corrupt("parts"))?,
        kind: u16::try_from(kind).map_err(|_| corrupt("kind"))?,
        schema: u16::try_from(schema).map_err(|_| corrupt("schema"))?,
        data,
        id: EventId(id),
        recorded_at_ms,
        meta,
    })
}

pub(crate) fn number(stored: i64) -> Option<u64> {
    u64::try_from(stored).ok()
}
