//! A log in which things go wrong on order.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use arena_log::{
    Append, AppendError, Appended, Claim, CommandId, Epoch, EventId, EventLog, MemoryLog, NewEvent,
    OwnerError, OwnerId, Positions, ReadError, Recorded, ShardId, Snapshot, SnapshotError,
    StreamId, Version,
};
use async_trait::async_trait;
use tokio::sync::{Notify, watch};
use uuid::Uuid;

/// A log, in memory unless told otherwise, with a switch for each kind of trouble.
pub struct TroubledLog {
    pub log: Arc<dyn EventLog>,
    /// The same, if it is in memory.
    pub memory: Arc<MemoryLog>,
    /// Appends to this stream panic, once each.
    pub panic_at: Mutex<Option<(StreamId, usize)>>,
    /// Appends to this stream wait until they are let go.
    pub hold_at: Mutex<Option<StreamId>>,
    pub let_go: Arc<Notify>,
    /// Those that waited and were refused then.
    pub refused: Arc<Mutex<Vec<AppendError>>>,
    pub heartbeats: AtomicUsize,
    /// How often this stream was read from its beginning: once a recovery.
    pub recoveries: Mutex<Vec<StreamId>>,
}

impl Default for TroubledLog {
    fn default() -> Self {
        Self::in_memory(MemoryLog::default())
    }
}

impl TroubledLog {
    pub fn in_memory(log: MemoryLog) -> Self {
        let memory = Arc::new(log);
        Self {
            log: memory.clone(),
            memory,
            panic_at: Mutex::default(),
            hold_at: Mutex::default(),
            let_go: Arc::default(),
            refused: Arc::default(),
            heartbeats: AtomicUsize::default(),
            recoveries: Mutex::default(),
        }
    }

    pub fn over(log: impl EventLog) -> Self {
        Self {
            log: Arc::new(log),
            ..Self::default()
        }
    }

    pub fn recoveries_of(&self, stream: StreamId) -> usize {
        let recoveries = self.recoveries.lock().unwrap();
        recoveries.iter().filter(|known| **known == stream).count()
    }

    /// Adds an event of a kind that no build knows, as the owner of the stream would.
    pub async fn poison(&self, stream: StreamId) {
        let events = self.log.read_stream(stream, Version::ZERO, 10_000).await;
        let last = events.unwrap().pop().unwrap();
        let append = Append {
            stream,
            expected: last.version,
            command: CommandId(Uuid::new_v4()),
            epoch: last.epoch,
            recorded_at_ms: last.recorded_at_ms,
            meta: last.meta,
            events: vec![NewEvent {
                id: EventId(Uuid::now_v7()),
                kind: 999,
                schema: 1,
                data: vec![1, 2, 3],
            }],
        };
        self.log.append(append).await.unwrap();
    }
}

#[async_trait]
impl EventLog for TroubledLog {
    async fn append(&self, append: Append) -> Result<Appended, AppendError> {
        let panics = {
            let mut panic_at = self.panic_at.lock().unwrap();
            match panic_at.as_mut() {
                Some((stream, left)) if *stream == append.stream && *left > 0 => {
                    *left -= 1;
                    true
                }
                _ => false,
            }
        };
        assert!(!panics, "the test wanted it");
        let held = *self.hold_at.lock().unwrap() == Some(append.stream);
        if !held {
            return self.log.append(append).await;
        }
        // Whoever asked may go away meanwhile; what is on its way arrives.
        let (log, let_go) = (self.log.clone(), self.let_go.clone());
        let refused = self.refused.clone();
        let arrives = tokio::spawn(async move {
            let_go.notified().await;
            let arrived = log.append(append).await;
            if let Err(error) = &arrived {
                refused.lock().unwrap().push(error.clone());
            }
            arrived
        });
        arrives.await.unwrap()
    }

    async fn read_stream(
        &self,
        stream: StreamId,
        after: Version,
        limit: usize,
    ) -> Result<Vec<Recorded>, ReadError> {
        if after == Version::ZERO {
            self.recoveries.lock().unwrap().push(stream);
        }
        self.log.read_stream(stream, after, limit).await
    }

    async fn read_shards(
        &self,
        after: &Positions,
        limit: usize,
    ) -> Result<Vec<Recorded>, ReadError> {
        self.log.read_shards(after, limit).await
    }

    async fn heads(&self) -> Result<Positions, ReadError> {
        self.log.heads().await
    }

    fn news(&self) -> watch::Receiver<u64> {
        self.log.news()
    }

    async fn claim(&self, owner: OwnerId, shards: &[ShardId]) -> Result<Claim, OwnerError> {
        self.log.claim(owner, shards).await
    }

    async fn heartbeat(&self, owner: OwnerId, seen_at_ms: i64) -> Result<(), OwnerError> {
        self.heartbeats.fetch_add(1, Ordering::SeqCst);
        self.log.heartbeat(owner, seen_at_ms).await
    }

    async fn release(
        &self,
        owner: OwnerId,
        claims: &[(ShardId, Epoch)],
        seen_at_ms: i64,
    ) -> Result<(), OwnerError> {
        self.log.release(owner, claims, seen_at_ms).await
    }

    async fn save_snapshot(
        &self,
        stream: StreamId,
        snapshot: Snapshot,
    ) -> Result<(), SnapshotError> {
        self.log.save_snapshot(stream, snapshot).await
    }

    async fn load_snapshot(&self, stream: StreamId) -> Result<Option<Snapshot>, ReadError> {
        self.log.load_snapshot(stream).await
    }

    async fn close(&self) {
        self.log.close().await;
    }
}
