//! What the writer does between batches, on the same connection.

use tokio::sync::oneshot;

use crate::event::Snapshot;
use crate::ids::{OwnerId, ShardId, StreamId};

use super::session::ClaimRow;

/// An answer, or the reason why the store could not give one.
pub(crate) type Answer<T> = oneshot::Sender<Result<T, String>>;

/// Each is safe to do twice, so a lost answer is simply asked for again.
#[derive(Debug)]
pub(crate) enum Control {
    Claim {
        owner: OwnerId,
        shards: Vec<ShardId>,
        answer: Answer<Vec<ClaimRow>>,
    },
    Release {
        owner: OwnerId,
        shards: Vec<ShardId>,
        seen_at_ms: i64,
        answer: Answer<()>,
    },
    Heartbeat {
        owner: OwnerId,
        seen_at_ms: i64,
        answer: Answer<()>,
    },
    SaveSnapshot {
        stream: StreamId,
        snapshot: Snapshot,
        answer: Answer<()>,
    },
}
