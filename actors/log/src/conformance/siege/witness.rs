//! What is held against the promises to members: who claimed what when, and when a lease was alive
//! for sure.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::contract::{Claim, EventLog};
use crate::ids::{CommandId, Epoch, OwnerId, ShardId};
use crate::membership::Roster;
use crate::positions::Positions;

use super::Toll;

/// Violations that are told, at most.
const TOLD: usize = 10;

/// Sees everything that the processes do.
#[derive(Debug)]
pub(super) struct Witness {
    lease: Duration,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    claims: BTreeMap<(ShardId, Epoch), Taken>,
    /// Claims that may have been done without an answer.
    open: Vec<Intent>,
    /// When a beat was answered, and until when its lease is alive at least.
    alive: BTreeMap<OwnerId, Vec<(Instant, Instant)>>,
    senders: BTreeMap<CommandId, OwnerId>,
    fenced: usize,
    seized: usize,
    violations: Vec<String>,
}

#[derive(Debug)]
struct Taken {
    owner: OwnerId,
    /// Its owner has begun to give it up.
    released: bool,
}

#[derive(Debug)]
struct Intent {
    owner: OwnerId,
    shards: Vec<ShardId>,
    since: Instant,
}

impl Witness {
    pub(super) fn new(lease: Duration) -> Self {
        Self {
            lease,
            seen: Mutex::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn beaten(&self, owner: OwnerId, sent: Instant, roster: &Roster) {
        let mut seen = self.lock();
        let (now, until) = (Instant::now(), sent + self.lease);
        let left_ms = roster.members.get(&owner).map(|it| it.lease_left_ms);
        let longest_ms = u64::try_from(self.lease.as_millis()).unwrap_or(u64::MAX);
        match left_ms {
            None if now < until => seen
                .violations
                .push(format!("{owner} has beaten and is not alive")),
            Some(left_ms) if left_ms > longest_ms => seen
                .violations
                .push(format!("{owner} is alive for {left_ms} ms")),
            None | Some(_) => {}
        }
        seen.alive.entry(owner).or_default().push((now, until));
    }

    /// A claim begins.
    pub(super) fn claiming(&self, owner: OwnerId, shards: &[ShardId]) -> Instant {
        let since = Instant::now();
        let mut seen = self.lock();
        let lease = self.lease;
        // Whoever had no answer for so long has no lease to claim under.
        seen.open.retain(|it| it.since.elapsed() < 3 * lease);
        seen.open.push(Intent {
            owner,
            shards: shards.to_vec(),
            since,
        });
        since
    }

    /// The claim that began then was answered.
    pub(super) fn claimed(&self, owner: OwnerId, since: Instant, claim: &Claim) {
        let now = Instant::now();
        let mut seen = self.lock();
        for intent in &mut seen.open {
            if intent.owner == owner && intent.since == since {
                // What was not got may have been taken by a half whose answer was lost.
                intent.shards.retain(|shard| claim.epoch(*shard).is_none());
            }
        }
        for (shard, claimed) in &claim.shards {
            let key = (*shard, claimed.epoch);
            let before = seen.claims.range((*shard, Epoch::ZERO)..key).next_back();
            let before = before.map(|((_, epoch), taken)| (*epoch, taken.owner, taken.released));
            if let Some((epoch, former, false)) = before
                && former != owner
            {
                let others = |it: &Intent| it.owner != former && it.shards.contains(shard);
                let surely = |beats: &Vec<(Instant, Instant)>| {
                    beats
                        .iter()
                        .any(|(answered, until)| *answered <= since && now <= *until)
                };
                let robbed = seen.alive.get(&former).is_some_and(surely);
                if robbed && !seen.open.iter().any(others) {
                    let epochs = format!("epochs {epoch} and {}", claimed.epoch);
                    seen.violations.push(format!(
                        "{owner} took shard {shard} from {former}, which was alive ({epochs})"
                    ));
                }
                seen.seized += 1;
            }
            let taken = Taken {
                owner,
                released: false,
            };
            if let Some(other) = seen.claims.insert(key, taken) {
                let violation = format!("shard {shard}: epoch {} given twice", claimed.epoch);
                seen.violations
                    .push(format!("{violation}, to {} and to {owner}", other.owner));
            }
        }
    }

    /// A release begins.
    pub(super) fn releasing(&self, owner: OwnerId, claims: &[(ShardId, Epoch)]) {
        let mut seen = self.lock();
        for ((shard, epoch), taken) in &mut seen.claims {
            // What is released may be of a claim whose answer was lost, after one that was seen.
            let upto = |(released, newest): &(ShardId, Epoch)| released == shard && epoch <= newest;
            if taken.owner == owner && claims.iter().any(upto) {
                taken.released = true;
            }
        }
    }

    pub(super) fn appending(&self, owner: OwnerId, command: CommandId) {
        self.lock().senders.insert(command, owner);
    }

    pub(super) fn fenced(&self) {
        self.lock().fenced += 1;
    }

    pub(super) fn violated(&self, violation: String) {
        self.lock().violations.push(violation);
    }

    pub(super) fn add_to(&self, toll: &mut Toll) {
        let seen = self.lock();
        toll.claimed = seen.claims.len();
        toll.seized = seen.seized;
        toll.fenced = seen.fenced;
    }

    pub(super) fn assert_clean(&self) {
        let seen = self.lock();
        let violations = &seen.violations;
        let first = &violations[..violations.len().min(TOLD)];
        assert!(violations.is_empty(), "{}", first.join("\n"));
    }

    /// Every event was stored by whoever had claimed its epoch, or an epoch below it that nobody
    /// has claimed over.
    pub(super) async fn assert_owners(&self, log: &dyn EventLog) {
        let mut at = Positions::start();
        loop {
            let events = log.read_shards(&at, 1000).await.unwrap();
            if events.is_empty() {
                return;
            }
            let seen = self.lock();
            for event in events {
                at.set(event.shard, event.position);
                let (shard, epoch) = (event.shard, event.epoch);
                let claims = seen.claims.range((shard, Epoch::ZERO)..=(shard, epoch));
                let owner = claims.last().map(|(_, taken)| taken.owner);
                let sender = seen.senders.get(&event.command).copied();
                assert_eq!(
                    owner, sender,
                    "shard {shard}, position {}, epoch {epoch}",
                    event.position
                );
            }
        }
    }
}
