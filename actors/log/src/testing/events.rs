//! Events to append.

use uuid::Uuid;

use crate::contract::{Claim, EventLog};
use crate::event::{Append, NewEvent};
use crate::ids::{CommandId, Epoch, EventId, OwnerId, ShardId, StreamId, Version};
use crate::meta::Meta;

/// An event with `data`.
#[must_use]
pub fn event(data: &[u8]) -> NewEvent {
    NewEvent {
        id: EventId(Uuid::now_v7()),
        kind: 1,
        schema: 1,
        data: data.to_vec(),
    }
}

/// An append of one event for each of `data`, under a command of its own.
#[must_use]
pub fn append(stream: StreamId, expected: Version, epoch: Epoch, data: &[&[u8]]) -> Append {
    let command = CommandId(Uuid::new_v4());
    Append {
        stream,
        expected,
        command,
        epoch,
        recorded_at_ms: 1_700_000_000_000,
        meta: Meta::new(command.0),
        events: data.iter().map(|data| event(data)).collect(),
    }
}

/// Claims every shard for a new owner.
///
/// # Panics
/// When the log refuses.
pub async fn claim_all(log: &dyn EventLog) -> (OwnerId, Claim) {
    let owner = OwnerId(Uuid::new_v4());
    let shards: Vec<ShardId> = ShardId::all().collect();
    match log.claim(owner, &shards).await {
        Ok(claim) => (owner, claim),
        Err(error) => unreachable!("claim all shards: {error}"),
    }
}
