//! One process of a siege: it beats, claims what is its share, hands over what is not, and appends;
//! and sometimes it is not as careful as it should be, which the log must bear.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use crate::about::About;
use crate::contract::AppendError;
use crate::event::Append;
use crate::ids::{Epoch, OwnerId, ShardId, StreamId, Version};
use crate::membership::{Pulse, Roster};
use crate::testing::append;

use super::super::MemberLog;
use super::super::attack::Ledger;
use super::witness::Witness;

const APPENDERS: u64 = 3;

/// What the processes of one siege share.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) start: Instant,
    pub(super) lease: Duration,
    /// One of each shard.
    pub(super) streams: Arc<Vec<StreamId>>,
    pub(super) witness: Arc<Witness>,
    pub(super) ledger: Arc<Ledger>,
}

/// A process; it is killed by dropping it.
pub(super) struct Process {
    core: Arc<Core>,
    tasks: JoinSet<()>,
}

struct Core {
    log: Arc<dyn MemberLog>,
    owner: OwnerId,
    seat: usize,
    plan: Plan,
    mind: Mutex<Mind>,
}

/// What the process believes.
struct Mind {
    held: BTreeMap<ShardId, Epoch>,
    /// Everything that it ever held.
    past: Vec<(ShardId, Epoch)>,
    /// Until when it may act without another beat.
    alive_until: Instant,
    roster: Option<Roster>,
    draining: bool,
}

impl Process {
    pub(super) fn start(log: Arc<dyn MemberLog>, plan: Plan, seat: usize, seed: u64) -> Self {
        let mind = Mind {
            held: BTreeMap::new(),
            past: Vec::new(),
            alive_until: Instant::now(),
            roster: None,
            draining: false,
        };
        let core = Arc::new(Core {
            log,
            owner: OwnerId(Uuid::new_v4()),
            seat,
            plan,
            mind: Mutex::new(mind),
        });
        let random = |number: u64| StdRng::seed_from_u64(seed ^ number);
        let mut tasks = JoinSet::new();
        tasks.spawn(Arc::clone(&core).beat());
        tasks.spawn(Arc::clone(&core).claim(random(0)));
        for number in 1..=APPENDERS {
            tasks.spawn(Arc::clone(&core).append(random(number)));
        }
        Self { core, tasks }
    }

    pub(super) fn owner(&self) -> OwnerId {
        self.core.owner
    }

    pub(super) fn log(&self) -> &dyn MemberLog {
        &*self.core.log
    }

    pub(super) fn holds(&self, shard: ShardId) -> bool {
        self.core.mind().held.contains_key(&shard)
    }

    /// Appends once to each shard that it holds, which must be stored: nobody else has a say.
    pub(super) async fn append_everywhere(&self) {
        let held = self.core.mind().held.clone();
        for (shard, epoch) in held {
            let mut next = self.core.next(shard, epoch);
            loop {
                match self.core.send(&next).await {
                    Ok(()) => break,
                    Err(AppendError::Conflict { .. }) => next = self.core.next(shard, epoch),
                    // Its own tasks go on, and one of them hands the shard over.
                    Err(AppendError::Fenced { .. })
                        if self.core.mind().held.get(&shard) != Some(&epoch) =>
                    {
                        break;
                    }
                    Err(error) => {
                        let violation = format!("healed, and shard {shard} refuses: {error}");
                        return self.core.plan.witness.violated(violation);
                    }
                }
            }
        }
    }

    /// Gives everything up and leaves. What does not work out the lease settles.
    pub(super) async fn drain(mut self) {
        self.core.mind().draining = true;
        self.tasks.shutdown().await;
        let held: Vec<_> = std::mem::take(&mut self.core.mind().held)
            .into_iter()
            .collect();
        let draining = self.core.pulse();
        drop(self.core.log.beat(&draining).await);
        self.core.release(&held).await;
        self.core.log.close().await;
    }
}

impl Core {
    fn mind(&self) -> MutexGuard<'_, Mind> {
        self.mind.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The clock of this process: hours from every other's, and years from the store's.
    fn clock_ms(&self) -> i64 {
        let elapsed = i64::try_from(self.plan.start.elapsed().as_millis()).unwrap_or(i64::MAX);
        let seat = i64::try_from(self.seat).unwrap_or_default();
        1_700_000_000_000 + (seat - 1) * 3_600_000 + elapsed
    }

    fn pulse(&self) -> Pulse {
        Pulse {
            owner: self.owner,
            name: format!("seat {}", self.seat),
            roles: vec!["battles".to_owned()],
            draining: self.mind().draining,
            seen_at_ms: self.clock_ms(),
            about: About::default(),
        }
    }

    async fn beat(self: Arc<Self>) {
        let lost = self.log.losses();
        loop {
            let pulse = self.pulse();
            let sent = Instant::now();
            if let Ok(roster) = self.log.beat(&pulse).await {
                self.plan.witness.beaten(self.owner, sent, &roster);
                let mut mind = self.mind();
                mind.alive_until = sent + self.plan.lease.mul_f64(0.7);
                let losses = lost.borrow();
                mind.held.retain(|shard, epoch| {
                    !roster.has_lost(self.owner, *shard, *epoch)
                        && losses.get(shard).is_none_or(|lost| lost < epoch)
                });
                mind.roster = Some(roster);
            } else if Instant::now() >= self.mind().alive_until {
                self.mind().held.clear();
            }
            sleep(self.plan.lease / 10).await;
        }
    }

    async fn claim(self: Arc<Self>, mut random: StdRng) {
        loop {
            sleep(self.plan.lease / 20).await;
            let Some(roster) = self.mind().roster.take() else {
                continue;
            };
            let (wanted, misplaced) = self.share(&roster, random.random_bool(0.2));
            if !misplaced.is_empty() {
                self.mind()
                    .held
                    .retain(|shard, epoch| !misplaced.contains(&(*shard, *epoch)));
                self.release(&misplaced).await;
            }
            if wanted.is_empty() {
                continue;
            }
            let since = self.plan.witness.claiming(self.owner, &wanted);
            let Ok(claim) = self.log.claim_free(self.owner, &wanted).await else {
                continue;
            };
            self.plan.witness.claimed(self.owner, since, &claim);
            let got: Vec<ShardId> = claim.shards.keys().copied().collect();
            {
                let mut mind = self.mind();
                let epochs = claim.shards.iter().map(|(shard, it)| (*shard, it.epoch));
                mind.past.extend(epochs.clone());
                if Instant::now() < mind.alive_until {
                    mind.held.extend(epochs);
                }
            }
            // Whoever is told that this failed says it again; here nobody looks.
            drop(self.log.settle(self.owner, &got).await);
        }
    }

    /// What is this process's share and may be claimed, and what it holds that is another's. A
    /// greedy one asks for its share without looking whether it is free.
    fn share(&self, roster: &Roster, greedy: bool) -> (Vec<ShardId>, Vec<(ShardId, Epoch)>) {
        let taking = roster.members.values().filter(|member| !member.draining);
        let living: Vec<OwnerId> = taking.map(|member| member.owner).collect();
        let (mut wanted, mut misplaced) = (Vec::new(), Vec::new());
        let mind = self.mind();
        for (shard, state) in &roster.shards {
            let place = (shard.index() * 7) % living.len().max(1);
            let mine = living.get(place) == Some(&self.owner);
            let held = mind.held.get(shard);
            let free = state.lease_left_ms.is_none() || state.owner == Some(self.owner);
            if mine && held.is_none() && (free || greedy) {
                wanted.push(*shard);
            }
            // Also what a claim took whose answer was lost: nobody else can free it.
            let taken = held
                .copied()
                .or_else(|| (state.owner == Some(self.owner)).then_some(state.epoch));
            if let Some(epoch) = taken.filter(|_| !mine) {
                misplaced.push((*shard, epoch));
            }
        }
        (wanted, misplaced)
    }

    async fn release(&self, claims: &[(ShardId, Epoch)]) {
        self.plan.witness.releasing(self.owner, claims);
        // The lease settles what this cannot.
        drop(self.log.release(self.owner, claims, self.clock_ms()).await);
    }

    async fn append(self: Arc<Self>, mut random: StdRng) {
        loop {
            sleep(Duration::from_millis(random.random_range(1..5))).await;
            let careless = random.random_bool(0.1);
            let chosen = {
                let mind = self.mind();
                let held: Vec<_> = mind.held.iter().map(|(s, e)| (*s, *e)).collect();
                match careless {
                    true => mind.past.choose(&mut random).copied(),
                    false if Instant::now() < mind.alive_until => held.choose(&mut random).copied(),
                    false => None,
                }
            };
            let Some((shard, epoch)) = chosen else {
                continue;
            };
            let mut next = self.next(shard, epoch);
            if random.random_bool(0.1) {
                next.expected = next.expected.plus(random.random_range(0..2));
            }
            let refused = self.send(&next).await.err();
            if let Some(AppendError::Fenced { .. }) = refused {
                self.plan.witness.fenced();
                let mut mind = self.mind();
                if mind.held.get(&shard) == Some(&epoch) {
                    mind.held.remove(&shard);
                }
            } else if random.random_bool(0.2) {
                // As after an answer that was lost on the way.
                drop(self.send(&next).await);
            }
        }
    }

    fn next(&self, shard: ShardId, epoch: Epoch) -> Append {
        let stream = self.plan.streams[shard.index()];
        let expected: Version = self.plan.ledger.newest(stream);
        append(stream, expected, epoch, &[b"one", b"two"])
    }

    async fn send(&self, next: &Append) -> Result<(), AppendError> {
        self.plan.witness.appending(self.owner, next.command);
        self.plan.ledger.sent(next);
        let answer = self.log.append(next.clone()).await;
        self.plan.ledger.note(next, &answer);
        answer.map(drop)
    }
}
