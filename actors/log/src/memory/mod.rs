//! The log in memory, for simulations and actor tests: no thread, no randomness, and no clock but
//! tokio's for leases, so the same calls in the same order give the same log.

#[cfg(feature = "testing")]
mod distant;
mod membership;
#[cfg(feature = "testing")]
mod session;
mod state;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use tokio::sync::watch;

use crate::contract::{
    AppendError, Appended, Claim, EventLog, OwnerError, ReadError, SnapshotError,
};
use crate::event::{Append, Recorded, Snapshot};
use crate::ids::{Epoch, OwnerId, ShardId, StreamId, Version};
use crate::limits::{LEASE, MAX_READ_EVENTS, fits};
use crate::membership::{Losses, Mode};
#[cfg(feature = "testing")]
use crate::mutant::Mutant;
use crate::positions::Positions;

use state::{Shared, index};

#[cfg(feature = "testing")]
pub use distant::{DistantLog, Fate, Lost, Sent, Way};

/// An event log that lives as long as its handles; share one through an `Arc` between the
/// incarnations of a simulated process.
#[derive(Debug)]
pub struct MemoryLog {
    shared: Arc<Shared>,
    away: AtomicBool,
    closed: AtomicBool,
    /// What was claimed through this handle, under which epoch.
    claims: Mutex<BTreeMap<ShardId, Epoch>>,
    news: watch::Sender<u64>,
    losses: watch::Sender<Losses>,
}

impl Default for MemoryLog {
    fn default() -> Self {
        Self::new()
    }
}

impl MemoryLog {
    /// An empty log, for one process alone.
    #[must_use]
    pub fn new() -> Self {
        Self::over(Shared::new(Mode::Alone, LEASE))
    }

    /// An empty log for the members of a cluster.
    #[must_use]
    pub fn for_members() -> Self {
        Self::over(Shared::new(Mode::Member, LEASE))
    }

    /// Another handle on the same log, as another process has it: it goes away, is closed, and
    /// hears of news and losses by itself.
    #[must_use]
    pub fn another(&self) -> Self {
        Self::with(Arc::clone(&self.shared))
    }

    /// An empty log that breaks one of its promises.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn with_mutant(mutant: Mutant) -> Self {
        let mut shared = Shared::new(Mode::Alone, LEASE);
        shared.mutant = Some(mutant);
        Self::over(shared)
    }

    /// An empty log for the members of a cluster that breaks one of its promises.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn for_members_with_mutant(mutant: Mutant) -> Self {
        let mut shared = Shared::new(Mode::Member, LEASE);
        shared.mutant = Some(mutant);
        Self::over(shared)
    }

    /// Has `witness` told of every event that any handle stores from now on. It must not call the log.
    #[cfg(feature = "testing")]
    pub fn tell(&self, witness: impl Fn(&Recorded) + Send + Sync + 'static) {
        self.shared.lock().witness = Some(state::Witness(Box::new(witness)));
    }

    fn over(shared: Shared) -> Self {
        Self::with(Arc::new(shared))
    }

    fn with(shared: Arc<Shared>) -> Self {
        Self {
            shared,
            away: AtomicBool::new(false),
            closed: AtomicBool::new(false),
            claims: Mutex::default(),
            news: watch::Sender::new(0),
            losses: watch::Sender::default(),
        }
    }

    /// Simulates that the store goes away from this handle (everything is
    /// [unavailable](AppendError::Unavailable) until it is back) or comes back.
    pub fn set_away(&self, away: bool) {
        self.away.store(away, Ordering::SeqCst);
    }

    /// Opens a closed handle again, as the next incarnation of a process would.
    pub fn reopen(&self) {
        self.closed.store(false, Ordering::SeqCst);
    }

    fn is_away(&self) -> bool {
        self.away.load(Ordering::SeqCst)
    }

    fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    fn reachable(&self) -> Result<(), ReadError> {
        match self.is_away() {
            true => Err(ReadError::Unavailable {
                reason: AWAY.to_owned(),
            }),
            false => Ok(()),
        }
    }

    fn owner_reachable(&self) -> Result<(), OwnerError> {
        if self.is_closed() {
            return Err(OwnerError::ShuttingDown);
        }
        match self.is_away() {
            true => Err(OwnerError::Unavailable {
                reason: AWAY.to_owned(),
            }),
            false => Ok(()),
        }
    }

    fn claimed(&self, claim: &Claim) {
        let claimed = claim
            .shards
            .iter()
            .map(|(shard, claimed)| (*shard, claimed.epoch));
        let mut claims = self.claims.lock().unwrap_or_else(PoisonError::into_inner);
        claims.extend(claimed);
    }

    /// An append under `epoch` was fenced: what this handle has claimed there is lost, unless it
    /// has claimed again since.
    fn fenced(&self, shard: ShardId, epoch: Epoch) -> AppendError {
        let mut claims = self.claims.lock().unwrap_or_else(PoisonError::into_inner);
        if claims.get(&shard) == Some(&epoch) {
            claims.remove(&shard);
            self.losses.send_modify(|losses| {
                losses.insert(shard, epoch);
            });
        }
        AppendError::Fenced { shard, epoch }
    }
}

const AWAY: &str = "simulated outage";

#[async_trait]
impl EventLog for MemoryLog {
    async fn append(&self, append: Append) -> Result<Appended, AppendError> {
        append.check()?;
        if self.is_closed() {
            return Err(AppendError::ShuttingDown);
        }
        if self.is_away() {
            return Err(AppendError::Unavailable {
                reason: AWAY.to_owned(),
            });
        }
        let mut state = self.shared.lock();
        let shard = ShardId::of(append.stream);
        let owned = state
            .shards
            .get(&shard)
            .map(|row| (row.owner.is_some(), row.epoch));
        let fenced = owned != Some((true, append.epoch));
        #[cfg(feature = "testing")]
        let fenced = fenced && !self.shared.breaks(Mutant::NoFence);
        if fenced {
            return Err(self.fenced(shard, append.epoch));
        }
        let duplicate = state
            .stream(append.stream, append.expected)
            .find(|event| event.command == append.command && event.part == 0)
            .map(|event| Appended::Duplicate {
                first_version: event.version,
                first_position: event.position,
                parts: event.parts,
            });
        #[cfg(feature = "testing")]
        let duplicate = duplicate.filter(|_| !self.shared.breaks(Mutant::NoDeduplication));
        if let Some(duplicate) = duplicate {
            return Ok(duplicate);
        }
        let actual = state.version(append.stream);
        let conflict = actual != append.expected;
        #[cfg(feature = "testing")]
        let conflict = conflict && !self.shared.breaks(Mutant::NoVersionCheck);
        if conflict {
            let Append {
                stream, expected, ..
            } = append;
            return Err(AppendError::Conflict {
                stream,
                expected,
                actual,
            });
        }
        let stored = state.store(append);
        drop(state);
        self.news
            .send_modify(|moved| *moved = moved.wrapping_add(1));
        Ok(stored)
    }

    async fn read_stream(
        &self,
        stream: StreamId,
        after: Version,
        limit: usize,
    ) -> Result<Vec<Recorded>, ReadError> {
        self.reachable()?;
        let state = self.shared.lock();
        let mut bytes = 0;
        let events = state.stream(stream, after).take(limit.min(MAX_READ_EVENTS));
        Ok(events
            .take_while(|event| fits(&mut bytes, event.data.len()))
            .cloned()
            .collect())
    }

    async fn read_shards(
        &self,
        after: &Positions,
        limit_per_shard: usize,
    ) -> Result<Vec<Recorded>, ReadError> {
        self.reachable()?;
        let state = self.shared.lock();
        let mut bytes = 0;
        let events = state.shards.iter().flat_map(|(id, shard)| {
            let start = index(after.get(*id).0).min(shard.events.len());
            shard.events[start..].iter().take(limit_per_shard)
        });
        let events = events
            .take(MAX_READ_EVENTS)
            .take_while(|event| fits(&mut bytes, event.data.len()));
        Ok(events.cloned().collect())
    }

    async fn heads(&self) -> Result<Positions, ReadError> {
        self.reachable()?;
        let state = self.shared.lock();
        let mut heads = Positions::start();
        for id in ShardId::all() {
            heads.set(id, state.head(id));
        }
        Ok(heads)
    }

    fn news(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }

    async fn claim(&self, owner: OwnerId, shards: &[ShardId]) -> Result<Claim, OwnerError> {
        self.shared.mode.lone()?;
        self.owner_reachable()?;
        let mut state = self.shared.lock();
        let mut claim = Claim::default();
        for id in shards {
            claim.shards.insert(*id, state.claim(owner, *id));
        }
        self.claimed(&claim);
        Ok(claim)
    }

    async fn heartbeat(&self, owner: OwnerId, seen_at_ms: i64) -> Result<(), OwnerError> {
        self.owner_reachable()?;
        let mut state = self.shared.lock();
        state.seen(owner, seen_at_ms);
        Ok(())
    }

    async fn release(
        &self,
        owner: OwnerId,
        claims: &[(ShardId, Epoch)],
        seen_at_ms: i64,
    ) -> Result<(), OwnerError> {
        self.owner_reachable()?;
        let mut state = self.shared.lock();
        let mut mine = self.claims.lock().unwrap_or_else(PoisonError::into_inner);
        for (id, epoch) in claims {
            let stands = state.shards.get(id).is_some_and(|row| row.epoch == *epoch);
            #[cfg(feature = "testing")]
            let stands = stands || self.shared.breaks(Mutant::NoReleaseEpoch);
            if stands && state.release(owner, *id) {
                mine.remove(id);
            }
        }
        state.seen(owner, seen_at_ms);
        Ok(())
    }

    async fn save_snapshot(
        &self,
        stream: StreamId,
        snapshot: Snapshot,
    ) -> Result<(), SnapshotError> {
        snapshot.check()?;
        if self.is_away() || self.is_closed() {
            return Err(SnapshotError::Unavailable {
                reason: AWAY.to_owned(),
            });
        }
        let mut state = self.shared.lock();
        let newest = state
            .snapshots
            .get(&stream)
            .map_or(Version::ZERO, |kept| kept.version);
        if snapshot.version >= newest {
            state.snapshots.insert(stream, snapshot);
        }
        Ok(())
    }

    async fn load_snapshot(&self, stream: StreamId) -> Result<Option<Snapshot>, ReadError> {
        self.reachable()?;
        let state = self.shared.lock();
        Ok(state.snapshots.get(&stream).cloned())
    }

    async fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
    }
}
