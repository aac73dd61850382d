//! Which stream belongs to whom.

use arena_log::{ShardId, StreamId};
use arena_rules::ids::{BattleId, PlayerId, named_id};
use arena_rules::matchmaking::Pool;

/// A battle's stream has the battle's own id.
#[must_use]
pub fn battle(battle: BattleId) -> StreamId {
    StreamId(battle.0)
}

/// A player has one session stream for ever.
#[must_use]
pub fn session(player: PlayerId) -> StreamId {
    StreamId(named_id(&format!("session/{player}")))
}

/// A pool has one queue stream.
#[must_use]
pub fn queue(pool: Pool) -> StreamId {
    StreamId(named_id(&format!("queue/{pool}")))
}

/// The rating book.
#[must_use]
pub fn book() -> StreamId {
    StreamId(named_id("book/ratings"))
}

/// No events, only the courier's checkpoint of one shard as a snapshot.
#[must_use]
pub fn courier_of(shard: ShardId) -> StreamId {
    StreamId(named_id(&format!("courier/{shard}")))
}

/// No events, only the checkpoint of all shards in one snapshot, as it was kept before each had its own.
#[must_use]
pub fn courier() -> StreamId {
    StreamId(named_id("courier"))
}
