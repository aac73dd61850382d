//! A stored row, the same from both databases.

use uuid::Uuid;

use crate::contract::ReadError;
use crate::event::Recorded;
use crate::ids::{CommandId, Epoch, EventId, Position, ShardId, StreamId, Version};
use crate::meta::Meta;

/// `version, position, epoch, recorded_at_ms, parts and part, kind and schema, command_id, id, meta,
/// data` of a stream's event. Two small numbers come as one, the first in the upper half: to whoever
/// reads many rows a column costs more than its bytes.
pub(crate) type StreamRow = (i64, i64, i64, i64, i64, i64, Uuid, Uuid, Vec<u8>, Vec<u8>);

/// The same behind `shard, stream_id`.
pub(crate) type ShardsRow = (
    i16,
    Uuid,
    i64,
    i64,
    i64,
    i64,
    i64,
    i64,
    Uuid,
    Uuid,
    Vec<u8>,
    Vec<u8>,
);

/// `code, version, position, parts, id` of an append's verdict.
pub(crate) type StoredVerdict = (i32, i64, i64, i16, Option<Uuid>);

/// The event of a row that was read for the stream.
pub(crate) fn of_stream(stream: StreamId, row: StreamRow) -> Result<Recorded, ReadError> {
    recorded(ShardId::of(stream), stream, row)
}

pub(crate) fn of_shards(row: ShardsRow) -> Result<Recorded, ReadError> {
    let (
        shard,
        stream,
        version,
        position,
        epoch,
        recorded_at_ms,
        place,
        form,
        command,
        id,
        meta,
        data,
    ) = row;
    let corrupt = || ReadError::Corrupt {
        reason: format!("event {stream}/{version}: shard {shard}"),
    };
    let shard = ShardId(u8::try_from(shard).map_err(|_| corrupt())?);
    let row = (
        version,
        position,
        epoch,
        recorded_at_ms,
        place,
        form,
        command,
        id,
        meta,
        data,
    );
    recorded(shard, StreamId(stream), row)
}

fn recorded(shard: ShardId, stream: StreamId, row: StreamRow) -> Result<Recorded, ReadError> {
    let (version, position, epoch, recorded_at_ms, place, form, command, id, meta, data) = row;
    let corrupt = |what: &str| ReadError::Corrupt {
        reason: format!("event {stream}/{version}: {what}"),
    };
    let meta = Meta::decode(&meta).map_err(|error| corrupt(&format!("metadata: {error}")))?;
    let (parts, part) = halves(place).ok_or_else(|| corrupt("part"))?;
    let (kind, schema) = halves(form).ok_or_else(|| corrupt("kind"))?;
    Ok(Recorded {
        stream,
        version: Version(number(version).ok_or_else(|| corrupt("version"))?),
        shard,
        position: Position(number(position).ok_or_else(|| corrupt("position"))?),
        epoch: Epoch(number(epoch).ok_or_else(|| corrupt("epoch"))?),
        command: CommandId(command),
        part,
        parts,
        kind,
        schema,
        data,
        id: EventId(id),
        recorded_at_ms,
        meta,
    })
}

/// Two numbers in one; none when either is not a small one.
fn halves(both: i64) -> Option<(u16, u16)> {
    let upper = u16::try_from(both >> 32).ok()?;
    let lower = u16::try_from(both & 0xffff_ffff).ok()?;
    Some((upper, lower))
}

pub(crate) fn number(stored: i64) -> Option<u64> {
    u64::try_from(stored).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_small_numbers_come_back_from_one_and_others_are_noticed() {
        for (upper, lower) in [(0, 0), (1, 2), (u16::MAX, 0), (0, u16::MAX), (401, 7)] {
            let both = i64::from(upper) << 32 | i64::from(lower);
            assert_eq!(halves(both), Some((upper, lower)));
        }
        for damaged in [1 << 16, 1 << 48, -1, i64::from(i32::MIN), i64::MIN] {
            assert_eq!(halves(damaged), None, "{damaged}");
        }
    }
}
