//! Commits as an owner would publish them.

use arena_log::{CommandId, Epoch, EventId, Meta, Position, Recorded, ShardId, StreamId, Version};
use uuid::Uuid;

use crate::Committed;

/// One append of `parts` events to a stream, from a version and a position on; the same arguments make the same bytes.
#[must_use]
pub fn committed(stream: StreamId, version: u64, position: u64, parts: u16) -> Committed {
    let events = (0..parts).map(|part| Recorded {
        stream,
        version: Version(version + u64::from(part)),
        shard: ShardId::of(stream),
        position: Position(position + u64::from(part)),
        epoch: Epoch(1),
        command: CommandId(Uuid::from_u128(u128::from(version))),
        part,
        parts,
        kind: 100 + part,
        schema: 1,
        data: version.to_be_bytes().to_vec(),
        id: EventId(Uuid::from_u128(u128::from(version + u64::from(part)))),
        recorded_at_ms: 1_700_000_000_000,
        meta: Meta::new(Uuid::from_u128(1)),
    });
    Committed {
        stream,
        events: events.collect(),
    }
}
