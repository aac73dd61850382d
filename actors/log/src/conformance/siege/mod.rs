//! A siege: processes with clocks of their own share a log, append, claim and hand over, while they
//! are cut off, killed and drained and their connections are broken. Afterwards the log is sound,
//! nothing that was acknowledged is missing, every event is its owner's, nobody was robbed while
//! its lease was alive, and soon every shard has one owner again.

mod process;
mod witness;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};
use uuid::Uuid;

use crate::contract::EventLog;
use crate::ids::{ShardId, StreamId};

use super::MemberLog;
use super::attack::Ledger;

use process::{Plan, Process};
use witness::Witness;

/// Where a siege takes place: the log of a store, and what can be done to those who use it.
#[async_trait]
pub trait Ground: Send + Sync {
    /// A handle for the next process in a seat, by the seat's own way to the store; none when
    /// something broke on the way.
    async fn join(&self, seat: usize) -> Option<Arc<dyn MemberLog>>;

    /// From now on nothing comes through between a seat and the store; what is under way may come
    /// through later.
    fn cut(&self, seat: usize);

    /// Everything comes through again.
    fn mend(&self, seat: usize);

    /// Breaks something that heals by itself.
    async fn harm(&self, random: &mut StdRng);

    /// Ends all harm that is still being done.
    async fn heal(&self);

    /// A handle to look at the log afterwards, with all the patience that it takes.
    async fn look(&self) -> Arc<dyn EventLog>;

    /// How long a lease lasts here.
    fn lease(&self) -> Duration;
}

/// How long and how hard.
#[derive(Debug, Clone, Copy)]
pub struct Siege {
    /// Processes at a time, each in its seat.
    pub seats: usize,
    /// How long things are broken, at least.
    pub lasts: Duration,
    /// How often the ground itself does harm, at least; a slow machine lasts longer for it.
    pub harms: usize,
    /// What is broken when, and what is appended where.
    pub seed: u64,
}

/// What happened in a siege.
#[derive(Debug, Default)]
pub struct Toll {
    /// Appends that were acknowledged.
    pub stored: usize,
    /// Shards that changed hands by a claim.
    pub claimed: usize,
    /// Of them those that had to be fenced: their former owner had not released them.
    pub seized: usize,
    /// Appends that were refused because a shard had been lost.
    pub fenced: usize,
    /// Times that a seat was cut off.
    pub cuts: usize,
    /// Processes that were killed.
    pub kills: usize,
    /// Processes that gave up everything and left.
    pub drains: usize,
    /// Other harm that was done.
    pub harm: usize,
    /// From the end of all harm until every shard had one owner that lives and knows it.
    pub healed_in: Duration,
}

/// One place for a process.
struct Seat {
    process: Option<Process>,
    /// When the next process comes.
    join_at: Instant,
    /// Until when it is cut off.
    cut_until: Option<Instant>,
}

const TICK: Duration = Duration::from_millis(20);

impl Siege {
    /// Takes a log through it.
    ///
    /// # Panics
    /// When a promise was broken.
    pub async fn run(self, ground: &dyn Ground) -> Toll {
        let start = Instant::now();
        let lease = ground.lease();
        let witness = Arc::new(Witness::new(lease));
        let ledger = Arc::new(Ledger::default());
        let plan = Plan {
            start,
            lease,
            streams: Arc::new(streams()),
            witness: Arc::clone(&witness),
            ledger: Arc::clone(&ledger),
        };
        let mut random = StdRng::seed_from_u64(self.seed);
        let mut toll = Toll::default();
        let mut leaving = JoinSet::new();
        let mut seats: Vec<Seat> = (0..self.seats)
            .map(|_| Seat {
                process: None,
                join_at: start,
                cut_until: None,
            })
            .collect();
        while start.elapsed() < self.lasts || toll.harm < self.harms {
            for (number, seat) in seats.iter_mut().enumerate() {
                mend(ground, number, seat, Instant::now());
                fill(ground, number, seat, &plan, &mut random).await;
            }
            let number = random.random_range(0..seats.len());
            let within = |random: &mut StdRng, leases: f64| {
                Instant::now() + lease.mul_f64(random.random_range(0.0..leases))
            };
            let seat = &mut seats[number];
            match random.random_range(0..100) {
                0..3 if seat.cut_until.is_none() => {
                    ground.cut(number);
                    seat.cut_until = Some(within(&mut random, 1.8));
                    toll.cuts += 1;
                }
                3..5 if seat.process.take().is_some() => {
                    // Dropped: whatever it was doing ends there, and nobody is told.
                    seat.join_at = within(&mut random, 1.0);
                    toll.kills += 1;
                }
                5..6 if seat.cut_until.is_none() => {
                    if let Some(process) = seat.process.take() {
                        leaving.spawn(process.drain());
                        seat.join_at = within(&mut random, 0.5);
                        toll.drains += 1;
                    }
                }
                6..12 => {
                    ground.harm(&mut random).await;
                    toll.harm += 1;
                }
                // Nothing, for the moment.
                _ => {}
            }
            witness.assert_clean();
            sleep(TICK).await;
        }
        // One more that leaves its shards under a lease that has just begun.
        drop(seats[0].process.take());
        ground.heal().await;
        for (number, seat) in seats.iter_mut().enumerate() {
            mend(ground, number, seat, Instant::now() + lease * 1000);
            seat.join_at = start;
            while seat.process.is_none() {
                fill(ground, number, seat, &plan, &mut random).await;
            }
        }
        let healing = Instant::now();
        let processes: Vec<Process> = seats.into_iter().filter_map(|seat| seat.process).collect();
        let patience = lease * 20;
        let healed = timeout(patience, until_healed(&processes)).await;
        toll.healed_in = healing.elapsed();
        assert!(healed.is_ok(), "not healed within {patience:?}");
        for process in &processes {
            process.append_everywhere().await;
        }
        for process in processes {
            leaving.spawn(process.drain());
        }
        while let Some(left) = leaving.join_next().await {
            left.unwrap();
        }
        let log = ground.look().await;
        toll.stored = ledger.stored();
        witness.add_to(&mut toll);
        witness.assert_clean();
        witness.assert_owners(&*log).await;
        ledger.assert_kept(&*log).await;
        toll
    }
}

fn mend(ground: &dyn Ground, number: usize, seat: &mut Seat, now: Instant) {
    if seat.cut_until.is_some_and(|until| until <= now) {
        ground.mend(number);
        seat.cut_until = None;
    }
}

async fn fill(
    ground: &dyn Ground,
    number: usize,
    seat: &mut Seat,
    plan: &Plan,
    random: &mut StdRng,
) {
    let may_join = seat.cut_until.is_none() && seat.join_at <= Instant::now();
    if seat.process.is_none()
        && may_join
        && let Some(log) = ground.join(number).await
    {
        seat.process = Some(Process::start(log, plan.clone(), number, random.random()));
    }
}

/// Returns when every shard has exactly one process that holds it, under a lease that is alive.
async fn until_healed(processes: &[Process]) {
    loop {
        sleep(TICK).await;
        let Ok(roster) = processes[0].log().roster().await else {
            continue;
        };
        let one_owner = |shard: ShardId| {
            let state = roster.shards[&shard];
            let holders = || processes.iter().filter(|process| process.holds(shard));
            let knows = || holders().all(|process| Some(process.owner()) == state.owner);
            state.lease_left_ms.is_some() && holders().count() == 1 && knows()
        };
        if ShardId::all().all(one_owner) {
            return;
        }
    }
}

/// One stream of each shard.
fn streams() -> Vec<StreamId> {
    let found = ShardId::all().map(|shard| {
        loop {
            let stream = StreamId(Uuid::new_v4());
            if ShardId::of(stream) == shard {
                return stream;
            }
        }
    });
    found.collect()
}
