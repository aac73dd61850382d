//! A process's way to the store, and what it is told by it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arena_bus::streams;
use arena_log::{
    Append, AppendError, Appended, Claim, DistantLog, Epoch, EventLog, Fate, Lost, OwnerError,
    OwnerId, Positions, ReadError, Recorded, Sent, ShardId, Snapshot, SnapshotError, StreamId,
    Version, Way,
};
use arena_tree::shards::{Roster, Sign};
use arena_tree::{Shards, SharedLog};
use async_trait::async_trait;
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep};

use crate::dice::Dice;
use crate::fault::{Condition, Moment};
use crate::gate::Gate;
use crate::history::Happened;
use crate::sky::Sky;

/// How long a statement hangs in a connection that is cut before that is noticed, at most.
const HANGS_MS: u64 = 1_500;
/// How much later what hangs in the network may still be carried out.
const LATE_MS: u64 = 6_000;
/// In a hundred, what is lost while connections are lost again and again.
const FLAKY_PERCENT: u32 = 30;

#[derive(Debug)]
pub(crate) struct StoreWay {
    sky: Sky,
    node: usize,
    gate: Arc<Gate>,
    dice: Dice,
    trap: Mutex<Option<Moment>>,
    pub(crate) crashed: Notify,
}

impl StoreWay {
    pub(crate) fn new(sky: &Sky, node: usize, gate: Arc<Gate>, dice: Dice) -> Self {
        Self {
            sky: sky.clone(),
            node,
            gate,
            dice,
            trap: Mutex::default(),
            crashed: Notify::new(),
        }
    }

    /// The process crashes at its next append.
    pub(crate) fn set_trap(&self, moment: Moment) {
        *self.trap.lock().unwrap_or_else(PoisonError::into_inner) = Some(moment);
    }

    pub(crate) fn disarm(&self) {
        *self.trap.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    async fn fall_into_trap(&self, sent: Sent, moment: Moment) {
        let trap = *self.trap.lock().unwrap_or_else(PoisonError::into_inner);
        if sent == Sent::Append && trap == Some(moment) {
            self.gate.end();
            self.crashed.notify_one();
            std::future::pending::<()>().await;
        }
    }

    fn is_cut(&self) -> bool {
        self.sky.is(Condition::StoreAway) || self.sky.is(Condition::StoreCut(self.node))
    }

    fn is_flaky(&self) -> bool {
        self.sky.is(Condition::StoreFlaky(self.node))
    }

    async fn takes_time(&self) {
        let mut delay = match self.dice.chance(3) {
            true => self.dice.millis(0..=40),
            false => self.dice.millis(0..=3),
        };
        if self.sky.is(Condition::StoreSlow) {
            delay = delay * 20 + self.dice.millis(20..=200);
        }
        if !delay.is_zero() {
            sleep(delay).await;
        }
    }

    async fn hangs(&self) {
        sleep(self.dice.millis(1..=HANGS_MS)).await;
    }

    fn lost(&self, sent: Sent) -> Fate {
        let may_come = matches!(sent, Sent::Append | Sent::Control);
        if may_come && self.dice.chance(40) {
            Fate::LostAndLate(self.dice.millis(1..=LATE_MS))
        } else {
            Fate::Lost
        }
    }
}

#[async_trait]
impl Way for StoreWay {
    async fn there(&self, sent: Sent) -> Fate {
        self.gate.pass().await;
        self.fall_into_trap(sent, Moment::BeforeCommit).await;
        self.takes_time().await;
        if self.is_cut() {
            self.hangs().await;
            return self.lost(sent);
        }
        if self.is_flaky() && self.dice.chance(FLAKY_PERCENT) {
            self.hangs().await;
            return self.lost(sent);
        }
        Fate::Arrives
    }

    async fn back(&self, sent: Sent) -> Result<(), Lost> {
        self.fall_into_trap(sent, Moment::AfterCommit).await;
        self.takes_time().await;
        if self.is_cut() || self.is_flaky() && self.dice.chance(FLAKY_PERCENT) {
            self.hangs().await;
            self.gate.pass().await;
            return Err(Lost);
        }
        self.gate.pass().await;
        Ok(())
    }
}

/// The log as a process has it, with what it is told written down.
#[derive(Debug)]
pub(crate) struct Watched {
    log: Arc<DistantLog>,
    sky: Sky,
    owner: OwnerId,
    couriers: BTreeSet<StreamId>,
}

impl Watched {
    pub(crate) fn new(log: Arc<DistantLog>, sky: &Sky, owner: OwnerId) -> Self {
        Self {
            log,
            sky: sky.clone(),
            owner,
            couriers: ShardId::all().map(streams::courier_of).collect(),
        }
    }
}

#[async_trait]
impl EventLog for Watched {
    async fn append(&self, append: Append) -> Result<Appended, AppendError> {
        let answer = self.log.append(append.clone()).await;
        self.sky.note(Happened::Told {
            owner: self.owner,
            append,
            answer: answer.clone(),
        });
        answer
    }

    async fn read_stream(
        &self,
        stream: StreamId,
        after: Version,
        limit: usize,
    ) -> Result<Vec<Recorded>, ReadError> {
        self.log.read_stream(stream, after, limit).await
    }

    async fn read_shards(
        &self,
        after: &Positions,
        limit_per_shard: usize,
    ) -> Result<Vec<Recorded>, ReadError> {
        self.log.read_shards(after, limit_per_shard).await
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
        let kept = self.log.save_snapshot(stream, snapshot.clone()).await;
        // The courier's checkpoints have no events.
        if kept.is_ok() && !self.couriers.contains(&stream) {
            self.sky.note(Happened::Kept {
                owner: self.owner,
                stream,
                snapshot,
            });
        }
        kept
    }

    async fn load_snapshot(&self, stream: StreamId) -> Result<Option<Snapshot>, ReadError> {
        self.log.load_snapshot(stream).await
    }

    async fn close(&self) {
        self.log.close().await;
    }
}

/// A process's lease, with what it is told written down.
pub(crate) struct Lease {
    pub(crate) shared: SharedLog,
    pub(crate) sky: Sky,
    last: Mutex<Option<Instant>>,
}

impl Lease {
    pub(crate) fn new(shared: SharedLog, sky: &Sky) -> Self {
        Self {
            shared,
            sky: sky.clone(),
            last: Mutex::default(),
        }
    }

    /// How long the process may still speak, if it hears of nothing more.
    pub(crate) fn left(&self) -> Option<Duration> {
        let last = (*self.last.lock().unwrap_or_else(PoisonError::into_inner))?;
        Some((last + arena_tree::limits::ALIVE_FOR).saturating_duration_since(Instant::now()))
    }
}

#[async_trait]
impl Shards for Lease {
    async fn beat(&self, sign: Sign) -> Result<Roster, OwnerError> {
        let (sent, since_began) = (Instant::now(), self.sky.now());
        let roster = self.shared.beat(sign).await?;
        self.sky.note(Happened::Beat {
            owner: sign.owner,
            sent: since_began,
        });
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = Some(sent).max(*last);
        Ok(roster)
    }

    async fn claim_free(&self, owner: OwnerId, shards: &[ShardId]) -> Result<Claim, OwnerError> {
        let claim = self.shared.claim_free(owner, shards).await?;
        for (shard, claimed) in &claim.shards {
            self.sky.note(Happened::Claimed {
                owner,
                shard: *shard,
                epoch: claimed.epoch,
            });
        }
        Ok(claim)
    }

    async fn settle(&self, owner: OwnerId, shards: &[ShardId]) -> Result<(), OwnerError> {
        self.shared.settle(owner, shards).await
    }

    async fn release(
        &self,
        owner: OwnerId,
        claims: &[(ShardId, Epoch)],
        seen_at_ms: i64,
    ) -> Result<(), OwnerError> {
        self.shared.release(owner, claims, seen_at_ms).await?;
        for &(shard, _) in claims {
            self.sky.note(Happened::Released { owner, shard });
        }
        Ok(())
    }
}
