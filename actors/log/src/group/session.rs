//! What a store brings: a writing connection and its statements.

use std::future::Future;

use crate::event::Snapshot;
use crate::ids::{Epoch, EventId, OwnerId, Position, ShardId, StreamId, Version};

use super::plan::{Checked, Trial};

/// Opens writing connections, one at a time.
pub(crate) trait Connector: Send + Sync + 'static {
    type Session: Session;

    fn connect(&self) -> impl Future<Output = Result<Self::Session, StoreError>> + Send;
}

/// One writing connection. Its statements run one after another; after [`StoreError::Lost`] it is
/// dropped and whatever was under way is in doubt.
pub(crate) trait Session: Send + 'static {
    /// Stores all of the batch, or nothing when any shard or version is not as planned.
    fn optimistic(
        &mut self,
        plan: &Checked<'_>,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Stores what can be stored and gives each append its own verdict, in the order of the batch.
    fn verdict(
        &mut self,
        trial: &Trial<'_>,
    ) -> impl Future<Output = Result<Vec<Verdict>, StoreError>> + Send;

    /// The event at one version of a stream: its id and position.
    fn find(
        &mut self,
        stream: StreamId,
        version: Version,
    ) -> impl Future<Output = Result<Option<(EventId, Position)>, StoreError>> + Send;

    /// Raises the epochs of those of `shards` that any of `owners` still owns, and returns them.
    fn raise(
        &mut self,
        owners: &[OwnerId],
        shards: &[ShardId],
    ) -> impl Future<Output = Result<Vec<ShardRow>, StoreError>> + Send;

    /// Takes `shards` for `owner` and raises their epochs; also when they are its own already.
    fn claim(
        &mut self,
        owner: OwnerId,
        shards: &[ShardId],
    ) -> impl Future<Output = Result<Vec<ClaimRow>, StoreError>> + Send;

    /// Takes those of `shards` for `owner` that are free or its own, and raises their epochs.
    fn claim_free(
        &mut self,
        owner: OwnerId,
        shards: &[ShardId],
    ) -> impl Future<Output = Result<Vec<ClaimRow>, StoreError>> + Send;

    /// Says that `owner` has brought back what was alive in those of `shards` that it owns.
    fn settle(
        &mut self,
        owner: OwnerId,
        shards: &[ShardId],
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Frees those shards that `owner` has under the epoch that is named, and raises that.
    fn release(
        &mut self,
        owner: OwnerId,
        claims: &[(ShardId, Epoch)],
        seen_at_ms: i64,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    fn heartbeat(
        &mut self,
        owner: OwnerId,
        seen_at_ms: i64,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    fn save_snapshot(
        &mut self,
        stream: StreamId,
        snapshot: &Snapshot,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Lets go of the connection in good order.
    fn close(self) -> impl Future<Output = ()> + Send;
}

/// A statement that did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum StoreError {
    /// Rolled back for sure; the connection is good.
    #[error("{reason}")]
    Refused { reason: String },
    /// The connection is gone, or did not answer in time: it may have been done, or may still be.
    #[error("{reason}")]
    Lost { reason: String },
}

/// A shard as a statement found or left it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ShardRow {
    pub(crate) shard: ShardId,
    pub(crate) epoch: Epoch,
    pub(crate) head: Position,
}

/// A claimed shard, and when its former owner was last seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClaimRow {
    pub(crate) row: ShardRow,
    pub(crate) previous_seen_at_ms: Option<i64>,
}

/// What became of one append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Stored {
        first_version: Version,
        first_position: Position,
    },
    Fenced,
    Duplicate {
        first_version: Version,
        first_position: Position,
        parts: u16,
        first_id: EventId,
    },
    Conflict {
        actual: Version,
    },
}
