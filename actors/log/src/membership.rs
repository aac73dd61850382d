//! Several processes on one log: who is alive, and who may take which shards.

use async_trait::async_trait;
use std::collections::BTreeMap;
use tokio::sync::watch;

use crate::about::About;
use crate::contract::{Claim, OwnerError, ReadError};
use crate::ids::{Epoch, OwnerId, Position, ShardId};

/// The log as the members of a cluster share it: leases, and claims that respect them.
///
/// A log is held *alone*, where [`EventLog::claim`](crate::EventLog::claim) takes every shard
/// whoever had it, or it is a *member's*, and then only what is free can be taken. A log is one or
/// the other: a member's refuses the unconditional claim ([`OwnerError::Member`]), one that is held
/// alone refuses everything here but [`roster`](Self::roster) ([`OwnerError::Alone`]). While
/// members are there nobody can open the log alone, and the other way round.
///
/// **Time.** Leases live on the store's clock alone: no process's clock decides one, and none is
/// ever compared with another's. What is told are milliseconds that remain, never points in time.
///
/// **Safety.** A lease decides how soon a shard moves, never who may write: that is the epoch's,
/// checked inside each append. A member that goes on after its lease has ended is fenced as soon as
/// somebody else has claimed.
///
/// **Order.** A claim comes before every answer that shows it, and an epoch never falls. A
/// roster is one moment of the whole log; two answers under way at once may come in either order,
/// so the older of two rosters is the one with the lower epoch.
#[async_trait]
pub trait Membership: Send + Sync + 'static {
    /// Renews the lease of `pulse.owner` ([`LEASE`](crate::limits::LEASE) from now, on the store's
    /// clock), and tells who is there and who owns what.
    ///
    /// One try over a connection of its own, which no append holds up; it ends within
    /// [`BEAT_TIMEOUT`](crate::limits::BEAT_TIMEOUT) whatever happens to the store. Success says
    /// that the lease lasts at least `LEASE` from when this was called; failure says nothing:
    /// the lease may have been renewed. A lease that has ended may be renewed, also by one whose shards
    /// were taken meanwhile. Beats of one owner one at a time, or they wait for each other.
    /// Cancel-safe: the next one starts over a fresh connection.
    ///
    /// # Errors
    /// The store is away; the log is held alone, by this process or by another that has come while
    /// the store was away; or it is closed.
    async fn beat(&self, pulse: &Pulse) -> Result<Roster, OwnerError>;

    /// Who is there and who owns what; renews nothing. Also for a log that only reads.
    ///
    /// # Errors
    /// The store is away, or holds what is not the log's.
    async fn roster(&self) -> Result<Roster, ReadError>;

    /// Everybody that the log knows of, by owner, alive or not, with what each said last. Whoever is dead is forgotten at
    /// some beat after no shard names it any more. Renews nothing; also for a log that only reads, or is held alone.
    ///
    /// # Errors
    /// The store is away, or holds what is not the log's.
    async fn nodes(&self) -> Result<Vec<Known>, ReadError>;

    /// Takes those of `shards` that are free for `owner`, and raises their epochs, which fences
    /// every former owner. Free is a shard that nobody owns, whose owner's lease has ended, or that
    /// is `owner`'s already; so never claim what you hold. The rest is left alone, without an
    /// error, and so is everything when `owner`'s own lease has ended. Of two claims that race for a
    /// shard exactly one gets it.
    ///
    /// What the claim got may come late, after the claimer's own lease has ended: look at the clock
    /// before you act on it. It may be less than what was taken, when the store went away in between
    /// or the future was dropped: a roster then shows shards as one's own that one does not
    /// hold; claim them again.
    ///
    /// [`Claimed::previous_seen_at_ms`](crate::Claimed::previous_seen_at_ms) is the last sign of
    /// life of the last other owner that had [settled](Self::settle) the shard.
    ///
    /// # Errors
    /// The store is away, the log is held alone, or it is closed.
    async fn claim_free(&self, owner: OwnerId, shards: &[ShardId]) -> Result<Claim, OwnerError>;

    /// Says that `owner` has brought back whatever was alive in `shards`. An owner that ends
    /// before that is passed over: the next one learns when the owner before it was last seen, and so
    /// the whole outage. Shards that are not `owner`'s are left alone; doing it again does no harm.
    ///
    /// # Errors
    /// The store is away, the log is held alone, or it is closed.
    async fn settle(&self, owner: OwnerId, shards: &[ShardId]) -> Result<(), OwnerError>;

    /// The shards that this handle has found to be lost, each with the newest epoch of a claim
    /// through it that was lost: another owner has claimed since, so whoever appends under that
    /// epoch or a lower one stops. It holds every loss that an append, or the settling of a lost connection,
    /// has met, and never misses one; of a shard that nobody writes to only the roster tells
    /// ([`Roster::has_lost`]). Shards that were released are not lost.
    fn losses(&self) -> watch::Receiver<Losses>;
}

/// For each lost shard the newest epoch that a claim had returned and that is lost.
pub type Losses = BTreeMap<ShardId, Epoch>;

/// What a member says of itself with every beat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pulse {
    /// The incarnation whose lease it renews.
    pub owner: OwnerId,
    /// What operators call the process.
    pub name: String,
    /// What it does; the log knows no roles, it tells them on.
    pub roles: Vec<String>,
    /// Whether it is giving up what it has, so that nobody places anything there.
    pub draining: bool,
    /// When it was alive, on its own clock in milliseconds since 1970; told to those who follow as
    /// [`Claimed::previous_seen_at_ms`](crate::Claimed::previous_seen_at_ms), and never goes back.
    pub seen_at_ms: i64,
    /// What else it says of itself, for operators.
    pub about: About,
}

/// A process that the log knows of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its incarnation.
    pub owner: OwnerId,
    /// What operators call it; nothing for a process that has the log alone.
    pub name: String,
    /// What it does.
    pub roles: Vec<String>,
    /// Whether it was giving up what it had.
    pub draining: bool,
    /// What else it said of itself with its last beat.
    pub about: About,
    /// When it was last alive, on its own clock in milliseconds since 1970.
    pub seen_at_ms: i64,
    /// How long ago its last beat was, on the store's clock, in milliseconds; none for one that never beat.
    pub silent_ms: Option<u64>,
    /// How much of its lease remains, in milliseconds (at least 1); none when it has ended.
    pub lease_left_ms: Option<u64>,
}

/// A member whose lease is alive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its incarnation.
    pub owner: OwnerId,
    /// What operators call it.
    pub name: String,
    /// What it does.
    pub roles: Vec<String>,
    /// Whether it is giving up what it has.
    pub draining: bool,
    /// How much of its lease remains, in milliseconds (at least 1).
    pub lease_left_ms: u64,
}

/// One shard in a roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShardState {
    /// Who owns it; nobody after a release or before the first claim.
    pub owner: Option<OwnerId>,
    /// Its newest epoch.
    pub epoch: Epoch,
    /// Its newest position.
    pub head: Position,
    /// How much of its owner's lease remains, in milliseconds (at least 1); none when it may be
    /// claimed.
    pub lease_left_ms: Option<u64>,
}

/// One moment of the cluster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    /// Everyone whose lease is alive, by owner.
    pub members: BTreeMap<OwnerId, Member>,
    /// Every shard.
    pub shards: BTreeMap<ShardId, ShardState>,
}

impl Roster {
    /// Whether the shard that `owner` has claimed under `claimed` is another's by now, or nobody's.
    /// A roster from before that claim says no.
    #[must_use]
    pub fn has_lost(&self, owner: OwnerId, shard: ShardId, claimed: Epoch) -> bool {
        self.shards
            .get(&shard)
            .is_some_and(|state| state.owner != Some(owner) && state.epoch > claimed)
    }
}

/// How a process has the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It has the log for itself.
    Alone,
    /// It shares the log with other members.
    Member,
}

impl Mode {
    /// Refuses what only a lone process may do.
    pub(crate) const fn lone(self) -> Result<(), OwnerError> {
        match self {
            Self::Alone => Ok(()),
            Self::Member => Err(OwnerError::Member),
        }
    }

    /// Refuses what only a member may do.
    pub(crate) const fn member(self) -> Result<(), OwnerError> {
        match self {
            Self::Alone => Err(OwnerError::Alone),
            Self::Member => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_shard_is_lost_when_a_later_epoch_is_not_ones_own() {
        let (one, two) = (OwnerId(Uuid::from_u128(1)), OwnerId(Uuid::from_u128(2)));
        let roster = |owner, epoch| {
            let state = ShardState {
                owner,
                epoch: Epoch(epoch),
                head: Position(0),
                lease_left_ms: None,
            };
            Roster {
                shards: BTreeMap::from([(ShardId(3), state)]),
                ..Roster::default()
            }
        };
        let lost = |roster: &Roster| roster.has_lost(one, ShardId(3), Epoch(5));
        assert!(lost(&roster(Some(two), 6)));
        assert!(lost(&roster(None, 6)));
        // One's own, raised since to settle a lost connection.
        assert!(!lost(&roster(Some(one), 7)));
        // From before the claim.
        assert!(!lost(&roster(Some(two), 4)));
        assert!(!lost(&roster(None, 4)));
        assert!(!lost(&Roster::default()));
    }
}
