//! What the handles of one log in memory share.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::about::About;
use crate::contract::{Appended, Claimed};
use crate::event::{Append, Recorded, Snapshot};
use crate::ids::{Epoch, OwnerId, Position, ShardId, StreamId, Version};
use crate::membership::Mode;
#[cfg(feature = "testing")]
use crate::mutant::Mutant;

/// The log behind its handles.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) mode: Mode,
    pub(super) lease: Duration,
    #[cfg(feature = "testing")]
    pub(super) mutant: Option<Mutant>,
    /// Where the clocks of its processes begin, for the mutant that trusts them.
    #[cfg(feature = "testing")]
    pub(super) born: Instant,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) shards: BTreeMap<ShardId, Shard>,
    streams: BTreeMap<StreamId, Vec<Position>>,
    pub(super) snapshots: BTreeMap<StreamId, Snapshot>,
    pub(super) nodes: BTreeMap<OwnerId, Node>,
    #[cfg(feature = "testing")]
    pub(super) witness: Option<Witness>,
}

/// Told of every event that is stored, in the order in which they are.
#[cfg(feature = "testing")]
pub(super) struct Witness(pub(super) Box<dyn Fn(&Recorded) + Send + Sync>);

#[cfg(feature = "testing")]
impl std::fmt::Debug for Witness {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Witness")
    }
}

#[derive(Debug)]
pub(super) struct Shard {
    pub(super) epoch: Epoch,
    pub(super) owner: Option<OwnerId>,
    former: Option<OwnerId>,
    /// Whether the owner has brought back what was alive.
    pub(super) settled: bool,
    pub(super) events: Vec<Recorded>,
}

impl Default for Shard {
    fn default() -> Self {
        Self {
            epoch: Epoch::ZERO,
            owner: None,
            former: None,
            settled: true,
            events: Vec::new(),
        }
    }
}

/// An incarnation that has given a sign of life.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) seen_at_ms: i64,
    pub(super) lease: Option<Lease>,
}

/// A member's lease, and what it said of itself.
#[derive(Debug)]
pub(super) struct Lease {
    pub(super) until: Instant,
    pub(super) name: String,
    pub(super) roles: Vec<String>,
    pub(super) draining: bool,
    pub(super) about: About,
    pub(super) beaten: Instant,
}

impl Shared {
    pub(super) fn new(mode: Mode, lease: Duration) -> Self {
        Self {
            mode,
            lease,
            #[cfg(feature = "testing")]
            mutant: None,
            #[cfg(feature = "testing")]
            born: Instant::now(),
            state: Mutex::default(),
        }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(feature = "testing")]
    pub(super) fn breaks(&self, mutant: Mutant) -> bool {
        self.mutant == Some(mutant)
    }
}

impl Node {
    /// How much of its lease remains, in milliseconds, rounded up; none when it has ended.
    pub(super) fn left_ms(&self, now: Instant) -> Option<u64> {
        let until = self.lease.as_ref()?.until;
        let left = until
            .checked_duration_since(now)?
            .as_micros()
            .div_ceil(1000);
        u64::try_from(left).ok().filter(|left| *left > 0)
    }
}

impl State {
    pub(super) fn version(&self, stream: StreamId) -> Version {
        Version(
            self.streams
                .get(&stream)
                .map_or(0, |positions| positions.len() as u64),
        )
    }

    /// The newest position of a shard.
    pub(super) fn head(&self, shard: ShardId) -> Position {
        let events = self.shards.get(&shard).map_or(0, |row| row.events.len());
        Position(events as u64)
    }

    /// The events of a stream after a version, in order.
    pub(super) fn stream(
        &self,
        stream: StreamId,
        after: Version,
    ) -> impl Iterator<Item = &Recorded> {
        let events = self
            .shards
            .get(&ShardId::of(stream))
            .map_or(&[][..], |shard| &shard.events);
        let positions = self.streams.get(&stream).map_or(&[][..], Vec::as_slice);
        positions[index(after.0).min(positions.len())..]
            .iter()
            .filter_map(|position| events.get(index(position.0) - 1))
    }

    pub(super) fn store(&mut self, append: Append) -> Appended {
        let first_version = self.version(append.stream).next();
        let first_position = self.head(ShardId::of(append.stream)).next();
        for recorded in append.recorded(first_version, first_position) {
            self.keep(recorded);
        }
        Appended::Stored {
            first_version,
            first_position,
        }
    }

    /// Stores an event at the place that it names, which is the next one.
    pub(super) fn keep(&mut self, recorded: Recorded) {
        #[cfg(feature = "testing")]
        if let Some(Witness(tell)) = &self.witness {
            tell(&recorded);
        }
        let positions = self.streams.entry(recorded.stream).or_default();
        positions.push(recorded.position);
        let shard = self.shards.entry(recorded.shard).or_default();
        shard.events.push(recorded);
    }

    pub(super) fn seen(&mut self, owner: OwnerId, seen_at_ms: i64) -> &mut Node {
        let node = self.nodes.entry(owner).or_insert(Node {
            seen_at_ms,
            lease: None,
        });
        node.seen_at_ms = seen_at_ms.max(node.seen_at_ms);
        node
    }

    /// How much of a shard's owner's lease remains.
    pub(super) fn left_ms(&self, shard: ShardId, now: Instant) -> Option<u64> {
        let owner = self.shards.get(&shard)?.owner?;
        self.nodes.get(&owner)?.left_ms(now)
    }

    /// Gives a shard to `owner` under the next epoch.
    pub(super) fn claim(&mut self, owner: OwnerId, id: ShardId) -> Claimed {
        let Self { shards, nodes, .. } = self;
        let row = shards.entry(id).or_default();
        row.epoch = row.epoch.next();
        let former = row.owner.replace(owner);
        // One that never gave a sign of life, or never settled, has done nothing that anyone need
        // know of.
        let was_there =
            |former: &OwnerId| *former != owner && row.settled && nodes.contains_key(former);
        if let Some(former) = former.filter(was_there) {
            row.former = Some(former);
        }
        let former = row.former.filter(|former| *former != owner);
        Claimed {
            epoch: row.epoch,
            head: Position(row.events.len() as u64),
            previous_seen_at_ms: former
                .and_then(|former| nodes.get(&former))
                .map(|node| node.seen_at_ms),
        }
    }

    /// Takes a shard from `owner`, if it is its own.
    pub(super) fn release(&mut self, owner: OwnerId, id: ShardId) -> bool {
        let row = self.shards.entry(id).or_default();
        if row.owner != Some(owner) {
            return false;
        }
        row.epoch = row.epoch.next();
        row.owner = None;
        if row.settled {
            row.former = Some(owner);
        }
        true
    }

    /// Forgets the dead whom no shard names.
    pub(super) fn forget(&mut self, now: Instant) {
        let Self { shards, nodes, .. } = self;
        let named = |owner: &OwnerId| {
            shards
                .values()
                .any(|row| row.owner == Some(*owner) || row.former == Some(*owner))
        };
        nodes.retain(|owner, node| node.left_ms(now).is_some() || named(owner));
    }
}

pub(super) fn index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
