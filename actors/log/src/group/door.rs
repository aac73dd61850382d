//! The door of a writer: bounds what waits, sends each request to the writer of its shard.

use std::sync::Arc;

use futures_util::future::join_all;
use tokio::sync::{Mutex, mpsc, oneshot, watch};
use tokio::task::JoinHandle;

use crate::contract::{AppendError, Appended, Claim, Claimed, OwnerError, SnapshotError};
use crate::event::{Append, Snapshot};
use crate::ids::{Epoch, OwnerId, ShardId, StreamId};
use crate::limits::{MAX_QUEUE, MAX_QUEUE_BYTES};
use crate::membership::Losses;

use super::admission::Admission;
use super::control::{Answer, Control, Taking};
use super::pending::Pending;
use super::plan::Entry;
use super::session::{ClaimRow, Connector};
use super::writer::{Request, Signals, Writer, WriterOptions};

/// A handle to the writers of one log: each has a connection and a part of the shards of its own,
/// so that no two statements of theirs ever touch one shard.
#[derive(Debug)]
pub(crate) struct Group {
    lanes: Vec<mpsc::UnboundedSender<Request>>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
    admission: Arc<Admission>,
    signals: Signals,
}

impl Group {
    /// Starts one writer task a connector. Must be called within a tokio runtime.
    pub(crate) fn start<C: Connector>(connectors: Vec<C>, options: &WriterOptions) -> Self {
        let signals = Signals::default();
        let (lanes, tasks) = connectors
            .into_iter()
            .map(|connector| {
                let (sender, inbox) = mpsc::unbounded_channel();
                let writer = Writer::new(connector, inbox, signals.clone(), options.clone());
                (sender, tokio::spawn(writer.run()))
            })
            .unzip();
        let admission = Admission::new(MAX_QUEUE, MAX_QUEUE_BYTES);
        Self {
            lanes,
            tasks: Mutex::new(tasks),
            admission,
            signals,
        }
    }

    /// A group without writers, which refuses everything.
    pub(crate) fn read_only() -> Self {
        let admission = Admission::new(MAX_QUEUE, MAX_QUEUE_BYTES);
        Self {
            lanes: Vec::new(),
            tasks: Mutex::default(),
            admission,
            signals: Signals::default(),
        }
    }

    pub(crate) async fn append(&self, append: Append) -> Result<Appended, AppendError> {
        let meta = append.check()?;
        let full = AppendError::Overloaded {
            capacity: MAX_QUEUE,
        };
        let permit = self
            .admission
            .admit(append.bytes() + meta.len())
            .ok_or(full)?;
        let shard = ShardId::of(append.stream);
        let (reply, answer) = oneshot::channel();
        let entry = Entry {
            append,
            meta,
            shard,
        };
        let pending = Pending::new(entry, reply, permit);
        let Some(lane) = self.lanes.get(self.lane(shard)) else {
            return Err(AppendError::ShuttingDown);
        };
        lane.send(Request::Append(Box::new(pending)))
            .map_err(|_| AppendError::ShuttingDown)?;
        // A writer that ends answers all it has taken; one that is torn down leaves them in doubt.
        answer.await.unwrap_or(Err(AppendError::Abandoned))
    }

    pub(crate) fn news(&self) -> watch::Receiver<u64> {
        self.signals.news.subscribe()
    }

    pub(crate) fn losses(&self) -> watch::Receiver<Losses> {
        self.signals.losses.subscribe()
    }

    pub(crate) async fn claim(
        &self,
        owner: OwnerId,
        shards: &[ShardId],
    ) -> Result<Claim, OwnerError> {
        self.writes()?;
        let mut claim = Claim::default();
        for lane in 0..self.lanes.len() {
            add(
                &mut claim,
                self.take(lane, owner, shards, Taking::All).await?,
            );
        }
        Ok(claim)
    }

    /// Every writer takes what is free of its part. What one of them got counts even when another
    /// got no answer.
    pub(crate) async fn claim_free(
        &self,
        owner: OwnerId,
        shards: &[ShardId],
    ) -> Result<Claim, OwnerError> {
        self.writes()?;
        let lanes = (0..self.lanes.len()).map(|lane| self.take(lane, owner, shards, Taking::Free));
        let (mut claim, mut failed) = (Claim::default(), None);
        for taken in join_all(lanes).await {
            match taken {
                Ok(rows) => add(&mut claim, rows),
                Err(error) => failed = Some(error),
            }
        }
        match failed {
            Some(error) if claim.shards.is_empty() => Err(error.into()),
            Some(_) | None => Ok(claim),
        }
    }

    async fn take(
        &self,
        lane: usize,
        owner: OwnerId,
        shards: &[ShardId],
        what: Taking,
    ) -> Result<Vec<ClaimRow>, AskError> {
        let shards = self.of_lane(lane, shards);
        if shards.is_empty() {
            return Ok(Vec::new());
        }
        self.ask(lane, |answer| Control::Claim {
            owner,
            shards,
            what,
            answer,
        })
        .await
    }

    pub(crate) async fn settle(
        &self,
        owner: OwnerId,
        shards: &[ShardId],
    ) -> Result<(), OwnerError> {
        self.writes()?;
        for lane in 0..self.lanes.len() {
            let shards = self.of_lane(lane, shards);
            if !shards.is_empty() {
                self.ask(lane, |answer| Control::Settle {
                    owner,
                    shards,
                    answer,
                })
                .await?;
            }
        }
        Ok(())
    }

    pub(crate) async fn release(
        &self,
        owner: OwnerId,
        claims: &[(ShardId, Epoch)],
        seen_at_ms: i64,
    ) -> Result<(), OwnerError> {
        self.writes()?;
        for lane in 0..self.lanes.len() {
            let of_lane = |(shard, _): &&(ShardId, Epoch)| self.lane(*shard) == lane;
            let claims = claims.iter().filter(of_lane).copied().collect();
            self.ask(lane, |answer| Control::Release {
                owner,
                claims,
                seen_at_ms,
                answer,
            })
            .await?;
        }
        Ok(())
    }

    pub(crate) async fn heartbeat(
        &self,
        owner: OwnerId,
        seen_at_ms: i64,
    ) -> Result<(), OwnerError> {
        Ok(self
            .ask(0, |answer| Control::Heartbeat {
                owner,
                seen_at_ms,
                answer,
            })
            .await?)
    }

    pub(crate) async fn save_snapshot(
        &self,
        stream: StreamId,
        snapshot: Snapshot,
    ) -> Result<(), SnapshotError> {
        snapshot.check()?;
        let lane = self.lane(ShardId::of(stream));
        let save = |answer| Control::SaveSnapshot {
            stream,
            snapshot,
            answer,
        };
        Ok(self.ask(lane, save).await?)
    }

    /// Ends the writers after what waits; later requests are refused.
    pub(crate) async fn close(&self) {
        for lane in &self.lanes {
            // A writer that has ended already needs no asking.
            drop(lane.send(Request::Close));
        }
        let mut tasks = self.tasks.lock().await;
        for task in tasks.drain(..) {
            if let Err(error) = task.await {
                tracing::error!(%error, "event log writer ended badly");
            }
        }
    }

    fn writes(&self) -> Result<(), OwnerError> {
        if self.lanes.is_empty() {
            Err(OwnerError::ShuttingDown)
        } else {
            Ok(())
        }
    }

    fn lane(&self, shard: ShardId) -> usize {
        shard.index() % self.lanes.len().max(1)
    }

    fn of_lane(&self, lane: usize, shards: &[ShardId]) -> Vec<ShardId> {
        shards
            .iter()
            .copied()
            .filter(|shard| self.lane(*shard) == lane)
            .collect()
    }

    async fn ask<T>(
        &self,
        lane: usize,
        control: impl FnOnce(Answer<T>) -> Control,
    ) -> Result<T, AskError> {
        let (answer, answered) = oneshot::channel();
        let sender = self.lanes.get(lane).ok_or(AskError::Closed)?;
        let request = Request::Control(Box::new(control(answer)));
        sender.send(request).map_err(|_| AskError::Closed)?;
        answered
            .await
            .map_err(|_| AskError::Closed)?
            .map_err(AskError::Unavailable)
    }
}

fn add(claim: &mut Claim, rows: Vec<ClaimRow>) {
    for claimed in rows {
        let row = claimed.row;
        let previous_seen_at_ms = claimed.previous_seen_at_ms;
        let claimed = Claimed {
            epoch: row.epoch,
            head: row.head,
            previous_seen_at_ms,
        };
        claim.shards.insert(row.shard, claimed);
    }
}

enum AskError {
    Closed,
    Unavailable(String),
}

impl From<AskError> for OwnerError {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Closed => Self::ShuttingDown,
            AskError::Unavailable(reason) => Self::Unavailable { reason },
        }
    }
}

impl From<AskError> for SnapshotError {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Closed => Self::Unavailable {
                reason: "event log is closed".to_owned(),
            },
            AskError::Unavailable(reason) => Self::Unavailable { reason },
        }
    }
}
