//! A store that commits in groups: its writers, its reader, and what keeps others out.

use std::future::Future;

use async_trait::async_trait;
use tokio::sync::watch;

use crate::contract::{
    AppendError, Appended, Claim, EventLog, OwnerError, ReadError, SnapshotError,
};
use crate::event::{Append, Recorded, Snapshot};
use crate::ids::{Epoch, OwnerId, ShardId, StreamId, Version};
use crate::membership::Mode;
use crate::positions::Positions;

use super::door::Group;

/// The reading half of a store; its contract is that of [`EventLog`]'s reads.
pub trait Reader: Send + Sync + 'static {
    fn stream(
        &self,
        stream: StreamId,
        after: Version,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Recorded>, ReadError>> + Send;

    fn shards(
        &self,
        after: &Positions,
        limit_per_shard: usize,
    ) -> impl Future<Output = Result<Vec<Recorded>, ReadError>> + Send;

    fn heads(&self) -> impl Future<Output = Result<Positions, ReadError>> + Send;

    fn snapshot(
        &self,
        stream: StreamId,
    ) -> impl Future<Output = Result<Option<Snapshot>, ReadError>> + Send;

    fn close(&self) -> impl Future<Output = ()> + Send;
}

/// How a process has a store.
pub trait Hold: Send + Sync + 'static {
    /// Whether it is alone, and so may claim whatever it wants.
    fn mode(&self) -> Mode;

    /// Lets go of the store. Idempotent.
    fn let_go(&self) -> impl Future<Output = ()> + Send;
}

/// An event log in a database: written by a group, read through `R`, held by `H`.
#[derive(Debug)]
pub struct Grouped<R, H> {
    pub(crate) group: Group,
    pub(crate) reader: R,
    pub(crate) hold: H,
}

#[async_trait]
impl<R: Reader, H: Hold> EventLog for Grouped<R, H> {
    async fn append(&self, append: Append) -> Result<Appended, AppendError> {
        self.group.append(append).await
    }

    async fn read_stream(
        &self,
        stream: StreamId,
        after: Version,
        limit: usize,
    ) -> Result<Vec<Recorded>, ReadError> {
        self.reader.stream(stream, after, limit).await
    }

    async fn read_shards(
        &self,
        after: &Positions,
        limit_per_shard: usize,
    ) -> Result<Vec<Recorded>, ReadError> {
        self.reader.shards(after, limit_per_shard).await
    }

    async fn heads(&self) -> Result<Positions, ReadError> {
        self.reader.heads().await
    }

    fn news(&self) -> watch::Receiver<u64> {
        self.group.news()
    }

    async fn claim(&self, owner: OwnerId, shards: &[ShardId]) -> Result<Claim, OwnerError> {
        self.hold.mode().lone()?;
        self.group.claim(owner, shards).await
    }

    async fn heartbeat(&self, owner: OwnerId, seen_at_ms: i64) -> Result<(), OwnerError> {
        self.group.heartbeat(owner, seen_at_ms).await
    }

    async fn release(
        &self,
        owner: OwnerId,
        claims: &[(ShardId, Epoch)],
        seen_at_ms: i64,
    ) -> Result<(), OwnerError> {
        self.group.release(owner, claims, seen_at_ms).await
    }

    async fn save_snapshot(
        &self,
        stream: StreamId,
        snapshot: Snapshot,
    ) -> Result<(), SnapshotError> {
        self.group.save_snapshot(stream, snapshot).await
    }

    async fn load_snapshot(&self, stream: StreamId) -> Result<Option<Snapshot>, ReadError> {
        self.reader.snapshot(stream).await
    }

    async fn close(&self) {
        self.group.close().await;
        self.reader.close().await;
        self.hold.let_go().await;
    }
}
