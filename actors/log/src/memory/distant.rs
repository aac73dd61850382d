//! The log in memory as a process has a database: far away, behind the same writers, over connections that are lost with
//! whatever was under way. For simulations, and deterministic like the log itself.

use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use crate::contract::{Claim, EventLog, OwnerError, ReadError};
use crate::event::{Recorded, Snapshot};
use crate::group::{Group, Grouped, Hold, Reader, WriterOptions};
use crate::ids::{OwnerId, ShardId, StreamId, Version};
use crate::limits::BEAT_TIMEOUT;
use crate::membership::{Known, Losses, Membership, Mode, Pulse, Roster};
use crate::positions::Positions;

use super::MemoryLog;
use super::session::DistantConnector;

/// What is on its way to the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sent {
    Connect,
    /// A statement that may store events.
    Append,
    /// Raising epochs after a lost connection, claims, releases, snapshots and the like.
    Control,
    Beat,
    Read,
}

/// What becomes of what is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Arrives,
    /// The connection is lost, and this with it.
    Lost,
    /// The connection is lost, but this hangs on the way and is carried out after so long.
    LostAndLate(Duration),
}

/// The answer is lost with its connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost;

/// The way between a process and the store, which may take time.
#[async_trait]
pub trait Way: Debug + Send + Sync + 'static {
    /// Returns when it has arrived, or its sender knows that the connection is lost.
    async fn there(&self, sent: Sent) -> Fate;

    /// Returns when the answer has come back.
    ///
    /// # Errors
    /// It never does.
    async fn back(&self, sent: Sent) -> Result<(), Lost>;
}

/// A handle on a [`MemoryLog`], as a process of its own has it.
pub type DistantLog = Grouped<DistantReader, DistantHold>;

impl DistantLog {
    /// Starts `writers` writers. Must be called within a tokio runtime.
    #[must_use]
    pub fn over(log: &MemoryLog, way: &Arc<dyn Way>, writers: usize) -> Self {
        let line = Line {
            log: Arc::new(log.another()),
            way: way.clone(),
        };
        let connectors = (0..writers).map(|_| DistantConnector { line: line.clone() });
        let options = WriterOptions {
            mutant: log.shared.mutant,
            ..WriterOptions::default()
        };
        Self {
            group: Group::start(connectors.collect(), &options),
            reader: DistantReader { line: line.clone() },
            hold: DistantHold {
                line,
                closed: AtomicBool::new(false),
            },
        }
    }
}

/// The store and the way to it.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) log: Arc<MemoryLog>,
    pub(super) way: Arc<dyn Way>,
}

impl Line {
    /// Has `work` done in the store.
    pub(super) async fn send<T: Send + 'static>(
        &self,
        sent: Sent,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, Lost> {
        match self.way.there(sent).await {
            Fate::Arrives => {}
            Fate::Lost => return Err(Lost),
            Fate::LostAndLate(after) => {
                // Nobody has a hand on what hangs in the network.
                tokio::spawn(async move {
                    sleep(after).await;
                    work.await;
                });
                return Err(Lost);
            }
        }
        let done = work.await;
        self.way.back(sent).await?;
        Ok(done)
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, ReadError>> + Send + 'static,
    ) -> Result<T, ReadError> {
        let read = self.send(Sent::Read, work).await;
        read.unwrap_or_else(|Lost| {
            Err(ReadError::Unavailable {
                reason: LOST.to_owned(),
            })
        })
    }
}

pub(super) const LOST: &str = "the connection is lost";

/// The reading half.
#[derive(Debug)]
pub struct DistantReader {
    line: Line,
}

impl Reader for DistantReader {
    async fn stream(
        &self,
        stream: StreamId,
        after: Version,
        limit: usize,
    ) -> Result<Vec<Recorded>, ReadError> {
        let log = self.line.log.clone();
        let read = async move { log.read_stream(stream, after, limit).await };
        self.line.read(read).await
    }

    async fn shards(
        &self,
        after: &Positions,
        limit_per_shard: usize,
    ) -> Result<Vec<Recorded>, ReadError> {
        let (log, after) = (self.line.log.clone(), after.clone());
        let read = async move { log.read_shards(&after, limit_per_shard).await };
        self.line.read(read).await
    }

    async fn heads(&self) -> Result<Positions, ReadError> {
        let log = self.line.log.clone();
        self.line.read(async move { log.heads().await }).await
    }

    async fn snapshot(&self, stream: StreamId) -> Result<Option<Snapshot>, ReadError> {
        let log = self.line.log.clone();
        let read = async move { log.load_snapshot(stream).await };
        self.line.read(read).await
    }

    async fn close(&self) {}
}

/// How the process has the log.
#[derive(Debug)]
pub struct DistantHold {
    line: Line,
    closed: AtomicBool,
}

impl DistantHold {
    fn member(&self) -> Result<(), OwnerError> {
        self.mode().member()?;
        if self.closed.load(Ordering::SeqCst) {
            return Err(OwnerError::ShuttingDown);
        }
        Ok(())
    }
}

impl Hold for DistantHold {
    fn mode(&self) -> Mode {
        self.line.log.shared.mode
    }

    async fn let_go(&self) {
        self.closed.store(true, Ordering::SeqCst);
    }
}

#[async_trait]
impl Membership for DistantLog {
    async fn beat(&self, pulse: &Pulse) -> Result<Roster, OwnerError> {
        self.hold.member()?;
        let (line, log, pulse) = (&self.hold.line, self.hold.line.log.clone(), pulse.clone());
        let beat = line.send(Sent::Beat, async move { log.beat(&pulse).await });
        match timeout(BEAT_TIMEOUT, beat).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(Lost)) => Err(OwnerError::Unavailable {
                reason: LOST.to_owned(),
            }),
            Err(_) => Err(OwnerError::Unavailable {
                reason: "no answer in time".to_owned(),
            }),
        }
    }

    async fn roster(&self) -> Result<Roster, ReadError> {
        let log = self.hold.line.log.clone();
        self.hold.line.read(async move { log.roster().await }).await
    }

    async fn nodes(&self) -> Result<Vec<Known>, ReadError> {
        let log = self.hold.line.log.clone();
        self.hold.line.read(async move { log.nodes().await }).await
    }

    async fn claim_free(&self, owner: OwnerId, shards: &[ShardId]) -> Result<Claim, OwnerError> {
        self.hold.member()?;
        self.group.claim_free(owner, shards).await
    }

    async fn settle(&self, owner: OwnerId, shards: &[ShardId]) -> Result<(), OwnerError> {
        self.hold.member()?;
        self.group.settle(owner, shards).await
    }

    fn losses(&self) -> watch::Receiver<Losses> {
        self.group.losses()
    }
}
