//! How far the effects of a shard have been delivered, kept as a snapshot a shard.

use std::collections::BTreeMap;
use std::sync::Arc;

use arena_bus::codec::ArenaCodec;
use arena_bus::streams;
use arena_log::{
    EventCodec, EventLog, Position, Positions, ReadError, ShardId, Snapshot, SnapshotError, Version,
};
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;

use crate::index::Index;
use crate::limits;

const SNAPSHOT_SCHEMA: u16 = 1;

/// How far the effects of one shard have been delivered, and what is live in it there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Checkpoint {
    pub(super) delivered: Position,
    pub(super) index: Index,
}

/// The one checkpoint of all shards, as it was kept before each had its own.
#[derive(Debug, Serialize, Deserialize)]
struct OfAll {
    delivered: Positions,
    index: Index,
}

/// Where the courier begins in a shard, and what is live in it at its head, whether its effects were delivered or not.
#[derive(Clone, Debug)]
pub(crate) struct Start {
    pub(crate) checkpoint: Checkpoint,
    pub(crate) live: Index,
}

/// Reads the shards' checkpoints and what came after them: all shards in the same reads.
pub(crate) async fn read_in(
    log: &Arc<dyn EventLog>,
    shards: &[ShardId],
) -> Result<BTreeMap<ShardId, Start>, ReadError> {
    let checkpoints = load(log, shards).await?;
    let mut read = nothing();
    let mut starts = BTreeMap::new();
    for (shard, checkpoint) in checkpoints {
        read.set(shard, checkpoint.delivered);
        let live = checkpoint.index.clone();
        starts.insert(shard, Start { checkpoint, live });
    }
    loop {
        let page = log.read_shards(&read, limits::COURIER_PAGE).await?;
        if page.is_empty() {
            return Ok(starts);
        }
        for recorded in page {
            read.set(recorded.shard, recorded.position);
            // An unreadable event is reported when the courier comes to it.
            if let Ok(event) = ArenaCodec::decode(recorded.kind, recorded.schema, &recorded.data)
                && let Some(start) = starts.get_mut(&recorded.shard)
            {
                start.live.fold(recorded.stream, &event);
            }
        }
    }
}

/// A reader's vector that asks for no shard.
pub(super) fn nothing() -> Positions {
    let mut positions = Positions::start();
    for shard in ShardId::all() {
        positions.set(shard, Position(u64::MAX));
    }
    positions
}

async fn load(
    log: &Arc<dyn EventLog>,
    shards: &[ShardId],
) -> Result<BTreeMap<ShardId, Checkpoint>, ReadError> {
    let mut found = BTreeMap::new();
    for some in shards.chunks(limits::RECOVERIES) {
        let mut loading = JoinSet::new();
        for shard in some.iter().copied() {
            let log = log.clone();
            loading
                .spawn(async move { (shard, log.load_snapshot(streams::courier_of(shard)).await) });
        }
        // One that panicked is one that was not found: the shard is read from its beginning.
        while let Some(loaded) = loading.join_next().await {
            if let Ok((shard, kept)) = loaded
                && let Some(checkpoint) = kept?.and_then(read::<Checkpoint>)
            {
                found.insert(shard, checkpoint);
            }
        }
    }
    if found.len() < shards.len() {
        let kept = log.load_snapshot(streams::courier()).await?;
        let of_all = kept.and_then(read::<OfAll>);
        for shard in shards {
            found.entry(*shard).or_insert_with(|| {
                let of_all = of_all.as_ref();
                of_all.map_or_else(Checkpoint::default, |of_all| Checkpoint {
                    delivered: of_all.delivered.get(*shard),
                    index: of_all.index.of_shard(*shard),
                })
            });
        }
    }
    Ok(found)
}

fn read<T: for<'a> Deserialize<'a>>(kept: Snapshot) -> Option<T> {
    let known = kept.schema == SNAPSHOT_SCHEMA;
    known.then(|| rmp_serde::from_slice(&kept.data).ok())?
}

/// Keeps the checkpoints, several at a time. Gives those that were kept, with how far they had come.
pub(super) async fn save(
    log: &Arc<dyn EventLog>,
    checkpoints: Vec<(ShardId, Checkpoint)>,
) -> Vec<(ShardId, Position)> {
    let mut kept = Vec::new();
    for some in checkpoints.chunks(limits::RECOVERIES) {
        let mut saving = JoinSet::new();
        for (shard, checkpoint) in some {
            let (log, shard, delivered) = (log.clone(), *shard, checkpoint.delivered);
            let Ok(data) = rmp_serde::to_vec_named(checkpoint) else {
                continue;
            };
            saving
                .spawn(async move { (shard, delivered, keep(&log, shard, delivered, data).await) });
        }
        while let Some(saved) = saving.join_next().await {
            match saved {
                Ok((shard, delivered, Ok(()))) => kept.push((shard, delivered)),
                Ok((shard, _, Err(error))) => {
                    tracing::warn!(%shard, %error, "courier's checkpoint not kept; effects since the last one are sent again");
                }
                Err(error) => tracing::error!(%error, "keeping a checkpoint panicked"),
            }
        }
    }
    kept
}

async fn keep(
    log: &Arc<dyn EventLog>,
    shard: ShardId,
    delivered: Position,
    data: Vec<u8>,
) -> Result<(), SnapshotError> {
    let snapshot = Snapshot {
        version: Version(delivered.0),
        schema: SNAPSHOT_SCHEMA,
        data,
    };
    log.save_snapshot(streams::courier_of(shard), snapshot)
        .await
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use arena_log::MemoryLog;

    use super::*;

    fn log() -> Arc<dyn EventLog> {
        Arc::new(MemoryLog::new())
    }

    fn at(position: u64) -> Checkpoint {
        Checkpoint {
            delivered: Position(position),
            index: Index::default(),
        }
    }

    #[tokio::test]
    async fn the_checkpoint_of_all_shards_is_where_those_without_their_own_begin() {
        let log = log();
        let mut delivered = Positions::start();
        delivered.set(ShardId(1), Position(10));
        delivered.set(ShardId(2), Position(20));
        let of_all = OfAll {
            delivered,
            index: Index::default(),
        };
        let snapshot = Snapshot {
            version: Version(30),
            schema: SNAPSHOT_SCHEMA,
            data: rmp_serde::to_vec_named(&of_all).unwrap(),
        };
        log.save_snapshot(streams::courier(), snapshot)
            .await
            .unwrap();
        save(&log, vec![(ShardId(2), at(25))]).await;
        let found = load(&log, &[ShardId(1), ShardId(2), ShardId(3)])
            .await
            .unwrap();
        assert_eq!(found[&ShardId(1)], at(10));
        assert_eq!(found[&ShardId(2)], at(25));
        assert_eq!(found[&ShardId(3)], at(0));
    }

    #[tokio::test]
    async fn every_shard_has_a_checkpoint_of_its_own() {
        let log = log();
        let all: Vec<ShardId> = ShardId::all().collect();
        let checkpoints = all.iter().map(|shard| (*shard, at(u64::from(shard.0) + 1)));
        let kept = save(&log, checkpoints.collect()).await;
        assert_eq!(kept.len(), all.len());
        let found = load(&log, &all).await.unwrap();
        for shard in all {
            assert_eq!(found[&shard], at(u64::from(shard.0) + 1));
        }
    }
}
