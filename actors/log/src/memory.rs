//! The log in memory, for simulations and actor tests: no thread, no clock, no randomness, so the
//! same calls in the same order give the same log.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use tokio::sync::watch;

use crate::contract::{
    AppendError, Appended, Claim, Claimed, EventLog, OwnerError, ReadError, SnapshotError,
};
use crate::event::{Append, Recorded, Snapshot};
use crate::ids::{Epoch, OwnerId, Position, ShardId, StreamId, Version};
use crate::limits::{MAX_READ_EVENTS, fits};
#[cfg(feature = "testing")]
use crate::mutant::Mutant;
use crate::positions::Positions;

/// An event log that lives as long as its value; share it through an `Arc` between the
/// incarnations of a simulated process.
#[derive(Debug)]
pub struct MemoryLog {
    state: Mutex<State>,
    news: watch::Sender<u64>,
    #[cfg(feature = "testing")]
    mutant: Option<Mutant>,
}

#[derive(Debug, Default)]
struct State {
    shards: BTreeMap<ShardId, Shard>,
    streams: BTreeMap<StreamId, Vec<Position>>,
    snapshots: BTreeMap<StreamId, Snapshot>,
    seen_at_ms: BTreeMap<OwnerId, i64>,
    away: bool,
    closed: bool,
}

#[derive(Debug, Default)]
struct Shard {
    epoch: Epoch,
    owner: Option<OwnerId>,
    former: Option<OwnerId>,
    events: Vec<Recorded>,
}

impl Default for MemoryLog {
    fn default() -> Self {
        Self::new()
    }
}

impl MemoryLog {
    /// An empty log.
    #[must_use]
    pub fn new() -> Self {
        Self {
            state: Mutex::default(),
            news: watch::Sender::new(0),
            #[cfg(feature = "testing")]
            mutant: None,
        }
    }

    /// An empty log that breaks one of its promises.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn with_mutant(mutant: Mutant) -> Self {
        Self {
            mutant: Some(mutant),
            ..Self::new()
        }
    }

    /// Simulates that the store goes away (everything is [unavailable](AppendError::Unavailable)
    /// until it is back) or comes back.
    pub fn set_away(&self, away: bool) {
        self.lock().away = away;
    }

    /// Opens a closed log again, as the next incarnation of a process would.
    pub fn reopen(&self) {
        self.lock().closed = false;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(feature = "testing")]
    fn breaks(&self, mutant: Mutant) -> bool {
        self.mutant == Some(mutant)
    }
}

impl State {
    fn reachable(&self) -> Result<(), ReadError> {
        if self.away {
            Err(ReadError::Unavailable {
                reason: AWAY.to_owned(),
            })
        } else {
            Ok(())
        }
    }

    fn owner_reachable(&self) -> Result<(), OwnerError> {
        if self.closed {
            return Err(OwnerError::ShuttingDown);
        }
        if self.away {
            Err(OwnerError::Unavailable {
                reason: AWAY.to_owned(),
            })
        } else {
            Ok(())
        }
    }

    fn version(&self, stream: StreamId) -> Version {
        Version(
            self.streams
                .get(&stream)
                .map_or(0, |positions| positions.len() as u64),
        )
    }

    /// The events of a stream after a version, in order.
    fn stream(&self, stream: StreamId, after: Version) -> impl Iterator<Item = &Recorded> {
        let events = self
            .shards
            .get(&ShardId::of(stream))
            .map_or(&[][..], |shard| &shard.events);
        let positions = self.streams.get(&stream).map_or(&[][..], Vec::as_slice);
        positions[index(after.0).min(positions.len())..]
            .iter()
            .filter_map(|position| events.get(index(position.0) - 1))
    }

    fn store(&mut self, append: Append) -> Appended {
        let shard_id = ShardId::of(append.stream);
        let shard = self.shards.entry(shard_id).or_default();
        let positions = self.streams.entry(append.stream).or_default();
        let first_version = Version(positions.len() as u64).next();
        let first_position = Position(shard.events.len() as u64).next();
        let parts = append.events.len();
        for (part, event) in append.events.into_iter().enumerate() {
            let position = first_position.plus(part as u64);
            positions.push(position);
            shard.events.push(Recorded {
                stream: append.stream,
                version: first_version.plus(part as u64),
                shard: shard_id,
                position,
                epoch: shard.epoch,
                command: append.command,
                part: small(part),
                parts: small(parts),
                kind: event.kind,
                schema: event.schema,
                data: event.data,
                id: event.id,
                recorded_at_ms: append.recorded_at_ms,
                meta: append.meta.clone(),
            });
        }
        Appended::Stored {
            first_version,
            first_position,
        }
    }

    fn seen(&mut self, owner: OwnerId, seen_at_ms: i64) {
        let seen = self.seen_at_ms.entry(owner).or_insert(seen_at_ms);
        *seen = seen_at_ms.max(*seen);
    }
}

const AWAY: &str = "simulated outage";

fn index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The number of an event in its append, which [`MAX_EVENTS`](crate::limits::MAX_EVENTS) bounds.
fn small(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

#[async_trait]
impl EventLog for MemoryLog {
    async fn append(&self, append: Append) -> Result<Appended, AppendError> {
        append.check()?;
        let mut state = self.lock();
        if state.closed {
            return Err(AppendError::ShuttingDown);
        }
        if state.away {
            return Err(AppendError::Unavailable {
                reason: AWAY.to_owned(),
            });
        }
        let shard = ShardId::of(append.stream);
        let owned = state
            .shards
            .get(&shard)
            .map(|row| (row.owner.is_some(), row.epoch));
        let fenced = owned != Some((true, append.epoch));
        #[cfg(feature = "testing")]
        let fenced = fenced && !self.breaks(Mutant::NoFence);
        if fenced {
            return Err(AppendError::Fenced {
                shard,
                epoch: append.epoch,
            });
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
        let duplicate = duplicate.filter(|_| !self.breaks(Mutant::NoDeduplication));
        if let Some(duplicate) = duplicate {
            return Ok(duplicate);
        }
        let actual = state.version(append.stream);
        let conflict = actual != append.expected;
        #[cfg(feature = "testing")]
        let conflict = conflict && !self.breaks(Mutant::NoVersionCheck);
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
        let state = self.lock();
        state.reachable()?;
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
        let state = self.lock();
        state.reachable()?;
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
        let state = self.lock();
        state.reachable()?;
        let mut heads = Positions::start();
        for (id, shard) in &state.shards {
            heads.set(*id, Position(shard.events.len() as u64));
        }
        Ok(heads)
    }

    fn news(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }

    async fn claim(&self, owner: OwnerId, shards: &[ShardId]) -> Result<Claim, OwnerError> {
        let mut state = self.lock();
        state.owner_reachable()?;
        let State {
            shards: rows,
            seen_at_ms,
            ..
        } = &mut *state;
        let mut claim = Claim::default();
        for id in shards {
            let row = rows.entry(*id).or_default();
            row.epoch = row.epoch.next();
            let former = row.owner.replace(owner);
            // One that never gave a sign of life has done nothing that anyone need know of.
            let was_there = |former: &OwnerId| *former != owner && seen_at_ms.contains_key(former);
            if let Some(former) = former.filter(was_there) {
                row.former = Some(former);
            }
            let former = row.former.filter(|former| *former != owner);
            claim.shards.insert(
                *id,
                Claimed {
                    epoch: row.epoch,
                    head: Position(row.events.len() as u64),
                    previous_seen_at_ms: former.and_then(|former| seen_at_ms.get(&former).copied()),
                },
            );
        }
        Ok(claim)
    }

    async fn heartbeat(&self, owner: OwnerId, seen_at_ms: i64) -> Result<(), OwnerError> {
        let mut state = self.lock();
        state.owner_reachable()?;
        state.seen(owner, seen_at_ms);
        Ok(())
    }

    async fn release(
        &self,
        owner: OwnerId,
        shards: &[ShardId],
        seen_at_ms: i64,
    ) -> Result<(), OwnerError> {
        let mut state = self.lock();
        state.owner_reachable()?;
        for id in shards {
            let row = state.shards.entry(*id).or_default();
            if row.owner == Some(owner) {
                row.epoch = row.epoch.next();
                row.former = row.owner.take();
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
        let mut state = self.lock();
        if state.away || state.closed {
            return Err(SnapshotError::Unavailable {
                reason: AWAY.to_owned(),
            });
        }
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
        let state = self.lock();
        state.reachable()?;
        Ok(state.snapshots.get(&stream).cloned())
    }

    async fn close(&self) {
        self.lock().closed = true;
    }
}
