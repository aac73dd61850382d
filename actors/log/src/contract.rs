//! The contract of the event log, which every store keeps and the conformance suite checks.

use std::collections::BTreeMap;

use async_trait::async_trait;
use tokio::sync::watch;

use crate::event::{Append, Recorded, Snapshot};
use crate::ids::{Epoch, OwnerId, Position, ShardId, StreamId, Version};
use crate::limits::LimitError;
use crate::positions::Positions;

/// An append-only log of streams in 256 shards.
///
/// **Order.** A stream's versions are exactly 1..n, a shard's positions exactly 1..head, and once
/// a position is visible all below it are. Within a shard position order is commit order; across
/// shards there is no order.
///
/// **Durability.** An append that was answered with [`Appended`] is on disk: it is there, byte for
/// byte, after any crash of this process, of the store or of the machine.
///
/// **Who wins.** An append is stored whole, if the stream's newest version is the one it expects
/// and its epoch is the shard's; or it is refused alone, whatever it was batched with. The first
/// of two appends with the same expectation wins.
///
/// **Once.** A command id that has changed the stream above the expected version is answered with
/// [`Appended::Duplicate`] and changes nothing. Below the expected version the log does not look:
/// actors remember the commands that they have folded, in their snapshots too.
///
/// **Fencing.** A claim raises the epochs of its shards. From then on an append under an epoch
/// from before the claim is refused with [`AppendError::Fenced`], even one that was sent earlier
/// and hung on the way. A store may raise the epoch of its own shards by itself, to settle what a
/// lost connection left in doubt; the epoch that the claim returned stays good.
#[async_trait]
pub trait EventLog: Send + Sync + 'static {
    /// Appends the events of one decision to one stream.
    ///
    /// Waits while the store is away, for a bounded time. What a lost connection left in doubt is
    /// settled before this returns. Cancel-safe: a dropped future takes nothing back and delays no
    /// one; its append may or may not be stored, as with a lost answer, so retry it with the same
    /// command id or read the stream.
    ///
    /// # Errors
    /// See [`AppendError`]; after any of them but [`AppendError::Abandoned`] nothing is stored.
    async fn append(&self, append: Append) -> Result<Appended, AppendError>;

    /// The events of a stream after a version, in order. Returns at most `limit` of them, and
    /// fewer when they are large ([`MAX_READ_BYTES`](crate::limits::MAX_READ_BYTES)); the stream's
    /// end is reached only when none come back. `after` is exclusive. A stream without events is
    /// empty, never an error.
    ///
    /// # Errors
    /// The store is away, or holds bytes that are not the log's.
    async fn read_stream(
        &self,
        stream: StreamId,
        after: Version,
        limit: usize,
    ) -> Result<Vec<Recorded>, ReadError>;

    /// The events of all shards after a vector of positions: of each shard the next ones without a
    /// gap, at most `limit_per_shard` (and fewer, or none yet, when there are many; progress is
    /// made in at least one shard). Ordered by position within a shard; shards follow one another
    /// in no promised order. The log's end is reached only when none come back.
    ///
    /// # Errors
    /// The store is away, or holds bytes that are not the log's.
    async fn read_shards(
        &self,
        after: &Positions,
        limit_per_shard: usize,
    ) -> Result<Vec<Recorded>, ReadError>;

    /// The newest position of every shard.
    ///
    /// # Errors
    /// The store is away.
    async fn heads(&self) -> Result<Positions, ReadError>;

    /// A counter that moves after appends have become visible. It is a hint: it may be late, merge
    /// many appends in one move, or miss those of another process, so readers also poll.
    fn news(&self) -> watch::Receiver<u64>;

    /// Makes `owner` the owner of `shards` and raises their epochs, which fences every former one.
    /// Claiming again is safe: it raises the epochs once more.
    ///
    /// For a process that has the log alone. Members of a cluster claim what is free
    /// ([`Membership::claim_free`](crate::Membership::claim_free)).
    ///
    /// # Errors
    /// The store is away, or this log is a member's.
    async fn claim(&self, owner: OwnerId, shards: &[ShardId]) -> Result<Claim, OwnerError>;

    /// Records that `owner` is alive at `seen_at_ms` (its own clock, in milliseconds since 1970;
    /// it never goes back). The owner that follows learns it from its claim. Give the first one
    /// when what a claim found alive has been brought back: an owner that ends before its first
    /// heartbeat is passed over, and the next one learns of the owner before it.
    ///
    /// # Errors
    /// The store is away.
    async fn heartbeat(&self, owner: OwnerId, seen_at_ms: i64) -> Result<(), OwnerError>;

    /// Gives up those of `claims` that still stand: raises the epochs of their shards and leaves
    /// them free. Appends under the former epochs are refused from then on. A shard that `owner`
    /// has claimed again since stays its own, so a release that comes late takes nothing back.
    /// Records `seen_at_ms` like a heartbeat.
    ///
    /// # Errors
    /// The store is away.
    async fn release(
        &self,
        owner: OwnerId,
        claims: &[(ShardId, Epoch)],
        seen_at_ms: i64,
    ) -> Result<(), OwnerError>;

    /// Keeps a snapshot, unless a newer one is there already.
    ///
    /// # Errors
    /// Too large, or the store is away.
    async fn save_snapshot(
        &self,
        stream: StreamId,
        snapshot: Snapshot,
    ) -> Result<(), SnapshotError>;

    /// The newest snapshot of a stream.
    ///
    /// # Errors
    /// The store is away.
    async fn load_snapshot(&self, stream: StreamId) -> Result<Option<Snapshot>, ReadError>;

    /// Takes no more appends, finishes those that wait, and lets go of the store. Idempotent.
    async fn close(&self);
}

/// An append that is in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    /// These very events were stored.
    Stored {
        /// The version of the first event; the others follow.
        first_version: Version,
        /// The position of the first event; the others follow.
        first_position: Position,
    },
    /// The command had changed the stream already, after the expected version: this append's
    /// events were not stored, the earlier ones stand.
    Duplicate {
        /// The version of the first event that the command stored.
        first_version: Version,
        /// The position of that event.
        first_position: Position,
        /// How many events the command stored.
        parts: u16,
    },
}

impl Appended {
    /// The version of the first event that the command stored.
    #[must_use]
    pub const fn first_version(&self) -> Version {
        match self {
            Self::Stored { first_version, .. } | Self::Duplicate { first_version, .. } => {
                *first_version
            }
        }
    }

    /// The position of the first event that the command stored.
    #[must_use]
    pub const fn first_position(&self) -> Position {
        match self {
            Self::Stored { first_position, .. } | Self::Duplicate { first_position, .. } => {
                *first_position
            }
        }
    }
}

/// An append that is not in the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// The stream has moved on, or never was so far: fold what is new and decide again.
    #[error("append {stream}: expected version {expected}, found {actual}")]
    Conflict {
        /// The stream.
        stream: StreamId,
        /// What the append expected.
        expected: Version,
        /// What the stream has.
        actual: Version,
    },
    /// The epoch is not the shard's: the caller is no longer (or never was) its owner and stops.
    #[error("append to shard {shard}: epoch {epoch} is fenced")]
    Fenced {
        /// The shard.
        shard: ShardId,
        /// The epoch of the append.
        epoch: Epoch,
    },
    /// The append is outside the log's limits.
    #[error(transparent)]
    TooLarge(#[from] LimitError),
    /// More appends wait than the queue holds: not stored, try again later.
    #[error("append queue is full ({capacity} waiting)")]
    Overloaded {
        /// The length of the queue.
        capacity: usize,
    },
    /// The store is away: not stored, try again later.
    #[error("event log unavailable: {reason}")]
    Unavailable {
        /// What the store said.
        reason: String,
    },
    /// The log is closing: not stored, and never will be through this handle.
    #[error("event log is closed")]
    ShuttingDown,
    /// The log was closed while a lost connection left this append in doubt: it may be stored.
    /// Acknowledge nothing and refuse nothing; the next process reads the stream.
    #[error("event log closed with an append in doubt")]
    Abandoned,
}

impl AppendError {
    /// Whether the same append may succeed later.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        match self {
            Self::Overloaded { .. } | Self::Unavailable { .. } => true,
            Self::Conflict { .. }
            | Self::Fenced { .. }
            | Self::TooLarge(_)
            | Self::ShuttingDown
            | Self::Abandoned => false,
        }
    }
}

/// Shards that a claim has made one's own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claim {
    /// Each claimed shard.
    pub shards: BTreeMap<ShardId, Claimed>,
}

/// One claimed shard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claimed {
    /// The epoch to append under.
    pub epoch: Epoch,
    /// The newest position at the claim.
    pub head: Position,
    /// When the former owner was last seen alive, on its clock in milliseconds since 1970; none
    /// for a shard that no other incarnation has owned and given a heartbeat.
    pub previous_seen_at_ms: Option<i64>,
}

impl Claim {
    /// The epoch of a claimed shard.
    #[must_use]
    pub fn epoch(&self, shard: ShardId) -> Option<Epoch> {
        self.shards.get(&shard).map(|claimed| claimed.epoch)
    }

    /// The claimed shards under their epochs, as a release takes them.
    #[must_use]
    pub fn epochs(&self) -> Vec<(ShardId, Epoch)> {
        let epoch = |(shard, claimed): (&ShardId, &Claimed)| (*shard, claimed.epoch);
        self.shards.iter().map(epoch).collect()
    }

    /// When the former owners were last seen alive: the latest of the claimed shards'.
    #[must_use]
    pub fn previous_seen_at_ms(&self) -> Option<i64> {
        self.shards
            .values()
            .filter_map(|claimed| claimed.previous_seen_at_ms)
            .max()
    }
}

/// A claim, heartbeat or release that was not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OwnerError {
    /// Another live process has taken this log for itself, while the store was away from this one.
    #[error("the event log is held by another process: {holder}")]
    Held {
        /// What is known of it.
        holder: String,
    },
    /// The store is away: try again later.
    #[error("event log unavailable: {reason}")]
    Unavailable {
        /// What the store said.
        reason: String,
    },
    /// An unconditional claim through a member's log: it would take shards from the living.
    #[error(
        "this process shares the event log with other members: it claims only shards that are free"
    )]
    Member,
    /// A member's business through a log that is held alone, or only read.
    #[error("this process is no member of a cluster: it has the event log alone, or only reads it")]
    Alone,
    /// The log is closed.
    #[error("event log is closed")]
    ShuttingDown,
}

/// A read that could not be done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The store is away: try again later.
    #[error("event log unavailable: {reason}")]
    Unavailable {
        /// What the store said.
        reason: String,
    },
    /// The store holds what this log never writes: someone must look.
    #[error("event log is damaged: {reason}")]
    Corrupt {
        /// What was found, and where.
        reason: String,
    },
}

/// A snapshot that was not kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotError {
    /// Outside the log's limits.
    #[error(transparent)]
    TooLarge(#[from] LimitError),
    /// The store is away or closing: try again later, or fold from an older one.
    #[error("event log unavailable: {reason}")]
    Unavailable {
        /// What the store said.
        reason: String,
    },
}
