//! What a process that is one of several needs of the log, to know which shards are its own. It keeps no state itself:
//! the log has the truth.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use arena_log::{
    About, Claim, Epoch, EventLog, Membership, OwnerError, OwnerId, Positions, Pulse, ShardId,
};
use async_trait::async_trait;

use crate::remote::Elsewhere;

/// Leases on processes, and shards that pass from one to another.
#[async_trait]
pub trait Shards: Send + Sync + 'static {
    /// Renews the lease of the process and tells who lives and who has what. Everything in the answer was true at one
    /// moment after the call began. Cancel-safe.
    ///
    /// # Errors
    /// The log does not answer.
    async fn beat(&self, sign: Sign) -> Result<Roster, OwnerError>;

    /// Makes those of `shards` that nobody has, whose owner's lease has ended, or that are the owner's already, the
    /// owner's, under new epochs. Gives those alone. What it tells of the one before is the last sign of life of the last
    /// other owner that had settled the shard.
    ///
    /// # Errors
    /// The log does not answer: it may have been done.
    async fn claim_free(&self, owner: OwnerId, shards: &[ShardId]) -> Result<Claim, OwnerError>;

    /// Says that the owner has brought back what was alive in `shards`: an owner that ends before is passed over.
    ///
    /// # Errors
    /// The log does not answer: it may have been done.
    async fn settle(&self, owner: OwnerId, shards: &[ShardId]) -> Result<(), OwnerError>;

    /// Gives up those of `claims` that still stand, and records that the owner was alive at `seen_at_ms`. A shard that it
    /// has claimed again since stays its own.
    ///
    /// # Errors
    /// The log does not answer: it may have been done.
    async fn release(
        &self,
        owner: OwnerId,
        claims: &[(ShardId, Epoch)],
        seen_at_ms: i64,
    ) -> Result<(), OwnerError>;
}

/// A sign of life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign {
    pub owner: OwnerId,
    pub plan: Staying,
    /// The process's clock, for those who come after it.
    pub seen_at_ms: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staying {
    Stays,
    /// It hands its shards over and ends.
    Leaves,
}

/// Who lives, and who has what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// Every process whose lease has not ended.
    pub nodes: BTreeMap<OwnerId, Node>,
    /// The shards that somebody has; the others are free.
    pub owners: BTreeMap<ShardId, OwnerId>,
    /// The newest epoch of each shard.
    pub epochs: BTreeMap<ShardId, Epoch>,
    /// The newest position of each shard.
    pub heads: Positions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// Until its lease ends.
    pub left: Duration,
    pub part: Part,
}

/// What a process has to do with shards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// It takes what is meant for it.
    Holder,
    /// It gives away what it has.
    Leaving,
    /// It holds none, and never will.
    Bystander,
}

/// Which of the processes should have which shard: the same for everybody who knows of the same ones.
pub type Placement = Arc<dyn Fn(&[OwnerId]) -> BTreeMap<ShardId, OwnerId> + Send + Sync>;

/// What a tree needs to be one of several.
#[derive(Clone)]
pub struct Member {
    pub shards: Arc<dyn Shards>,
    pub placement: Placement,
    /// The way to the actors of the others.
    pub elsewhere: Option<Arc<dyn Elsewhere>>,
}

/// The log's own membership.
pub struct SharedLog {
    pub log: Arc<dyn EventLog>,
    pub members: Arc<dyn Membership>,
    /// What operators call this process.
    pub name: String,
    /// What it does, in the words of the log's roster; who has [`HOLDER`] among them takes shards.
    pub roles: Vec<String>,
}

/// The role of those who take shards.
pub const HOLDER: &str = "battles";

#[async_trait]
impl Shards for SharedLog {
    async fn beat(&self, sign: Sign) -> Result<Roster, OwnerError> {
        let pulse = Pulse {
            owner: sign.owner,
            name: self.name.clone(),
            roles: self.roles.clone(),
            draining: sign.plan == Staying::Leaves,
            seen_at_ms: sign.seen_at_ms,
            about: About::default(),
        };
        Ok(self.members.beat(&pulse).await?.into())
    }

    async fn claim_free(&self, owner: OwnerId, shards: &[ShardId]) -> Result<Claim, OwnerError> {
        self.members.claim_free(owner, shards).await
    }

    async fn settle(&self, owner: OwnerId, shards: &[ShardId]) -> Result<(), OwnerError> {
        self.members.settle(owner, shards).await
    }

    async fn release(
        &self,
        owner: OwnerId,
        claims: &[(ShardId, Epoch)],
        seen_at_ms: i64,
    ) -> Result<(), OwnerError> {
        self.log.release(owner, claims, seen_at_ms).await
    }
}

impl From<arena_log::Roster> for Roster {
    fn from(roster: arena_log::Roster) -> Self {
        let node = |member: &arena_log::Member| Node {
            left: Duration::from_millis(member.lease_left_ms),
            part: if !member.roles.iter().any(|role| role == HOLDER) {
                Part::Bystander
            } else if member.draining {
                Part::Leaving
            } else {
                Part::Holder
            },
        };
        let nodes = roster.members.iter();
        let shards = roster.shards.iter();
        let mut heads = Positions::start();
        for (shard, state) in &roster.shards {
            heads.set(*shard, state.head);
        }
        Self {
            nodes: nodes
                .map(|(owner, member)| (*owner, node(member)))
                .collect(),
            owners: shards
                .clone()
                .filter_map(|(shard, state)| Some((*shard, state.owner?)))
                .collect(),
            epochs: shards.map(|(shard, state)| (*shard, state.epoch)).collect(),
            heads,
        }
    }
}
