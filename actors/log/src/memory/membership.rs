//! Members of a cluster on one log in memory. Its clock is tokio's, so a paused runtime rules it.

#[cfg(feature = "testing")]
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::contract::{Claim, OwnerError, ReadError};
use crate::ids::{OwnerId, ShardId};
use crate::membership::{Known, Losses, Member, Membership, Pulse, Roster, ShardState};
#[cfg(feature = "testing")]
use crate::mutant::Mutant;

use super::MemoryLog;
use super::state::{Lease, Node, State};

#[async_trait]
impl Membership for MemoryLog {
    async fn beat(&self, pulse: &Pulse) -> Result<Roster, OwnerError> {
        self.shared.mode.member()?;
        self.owner_reachable()?;
        let now = Instant::now();
        let until = now + self.shared.lease;
        #[cfg(feature = "testing")]
        let until = match self.shared.breaks(Mutant::ProcessClock) {
            true => self.by_the_process(pulse.seen_at_ms),
            false => until,
        };
        let mut state = self.shared.lock();
        state.seen(pulse.owner, pulse.seen_at_ms).lease = Some(Lease {
            until,
            name: pulse.name.clone(),
            roles: pulse.roles.clone(),
            draining: pulse.draining,
            about: pulse.about.clone(),
            beaten: now,
        });
        state.forget(now);
        Ok(roster(&state, now))
    }

    async fn roster(&self) -> Result<Roster, ReadError> {
        self.reachable()?;
        Ok(roster(&self.shared.lock(), Instant::now()))
    }

    async fn nodes(&self) -> Result<Vec<Known>, ReadError> {
        self.reachable()?;
        let (state, now) = (self.shared.lock(), Instant::now());
        let known = |(owner, node): (&OwnerId, &Node)| {
            let lease = node.lease.as_ref();
            let silent = lease.map(|lease| now.saturating_duration_since(lease.beaten));
            Known {
                owner: *owner,
                name: lease.map(|lease| lease.name.clone()).unwrap_or_default(),
                roles: lease.map(|lease| lease.roles.clone()).unwrap_or_default(),
                draining: lease.is_some_and(|lease| lease.draining),
                about: lease.map(|lease| lease.about.clone()).unwrap_or_default(),
                seen_at_ms: node.seen_at_ms,
                silent_ms: silent
                    .map(|silent| u64::try_from(silent.as_millis()).unwrap_or(u64::MAX)),
                lease_left_ms: node.left_ms(now),
            }
        };
        Ok(state.nodes.iter().map(known).collect())
    }

    async fn claim_free(&self, owner: OwnerId, shards: &[ShardId]) -> Result<Claim, OwnerError> {
        self.shared.mode.member()?;
        self.owner_reachable()?;
        let now = Instant::now();
        let mut state = self.shared.lock();
        let alive = |state: &State| state.nodes.get(&owner).and_then(|node| node.left_ms(now));
        let mut claim = Claim::default();
        if alive(&state).is_none() {
            return Ok(claim);
        }
        for id in shards {
            let own = state.shards.get(id).and_then(|row| row.owner) == Some(owner);
            let taken = !own && state.left_ms(*id, now).is_some();
            #[cfg(feature = "testing")]
            let taken = taken && !self.shared.breaks(Mutant::NoLease);
            if taken {
                continue;
            }
            let claimed = state.claim(owner, *id);
            let row = state.shards.entry(*id).or_default();
            row.settled = row.settled && own;
            #[cfg(feature = "testing")]
            let claimed = if self.shared.breaks(Mutant::NoClaimEpoch) && row.epoch.0 > 1 {
                row.epoch.0 -= 1;
                crate::contract::Claimed {
                    epoch: row.epoch,
                    ..claimed
                }
            } else {
                claimed
            };
            claim.shards.insert(*id, claimed);
        }
        self.claimed(&claim);
        Ok(claim)
    }

    async fn settle(&self, owner: OwnerId, shards: &[ShardId]) -> Result<(), OwnerError> {
        self.shared.mode.member()?;
        self.owner_reachable()?;
        let mut state = self.shared.lock();
        for id in shards {
            let row = state.shards.entry(*id).or_default();
            row.settled = row.settled || row.owner == Some(owner);
        }
        Ok(())
    }

    fn losses(&self) -> watch::Receiver<Losses> {
        self.losses.subscribe()
    }
}

impl MemoryLog {
    /// What a lease would be on the clock of the process that renews it. The mutant's alone.
    #[cfg(feature = "testing")]
    fn by_the_process(&self, seen_at_ms: i64) -> Instant {
        let since_birth = Duration::from_millis(u64::try_from(seen_at_ms).unwrap_or(0));
        let until = self
            .shared
            .born
            .checked_add(since_birth + self.shared.lease);
        until.unwrap_or(self.shared.born)
    }
}

fn roster(state: &State, now: Instant) -> Roster {
    let members = state.nodes.iter().filter_map(|(owner, node)| {
        let (lease, lease_left_ms) = (node.lease.as_ref()?, node.left_ms(now)?);
        let member = Member {
            owner: *owner,
            name: lease.name.clone(),
            roles: lease.roles.clone(),
            draining: lease.draining,
            lease_left_ms,
        };
        Some((*owner, member))
    });
    let shards = ShardId::all().map(|id| {
        let row = state.shards.get(&id);
        let shard = ShardState {
            owner: row.and_then(|row| row.owner),
            epoch: row.map(|row| row.epoch).unwrap_or_default(),
            head: state.head(id),
            lease_left_ms: state.left_ms(id, now),
        };
        (id, shard)
    });
    Roster {
        members: members.collect(),
        shards: shards.collect(),
    }
}
