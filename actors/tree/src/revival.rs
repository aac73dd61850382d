//! Brings back what was live in shards when their owner before ended: battles, then sessions.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;

use arena_bus::streams;
use arena_log::{Epoch, ShardId, StreamId};
use arena_rules::matchmaking::Pool;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::courier::Doors;
use crate::door::Door;
use crate::index::Index;
use crate::limits;
use crate::machine::Machine;
use crate::world::World;

/// Told of each shard when everything in it has come back.
pub(crate) type Whole = Arc<dyn Fn(ShardId, Epoch) + Send + Sync>;

/// What is on its way back.
pub(crate) struct Revival {
    world: Arc<World>,
    whole: Whole,
    epochs: BTreeMap<ShardId, Epoch>,
    /// How many streams of each shard are missing.
    missing: BTreeMap<ShardId, usize>,
    tried: JoinSet<(ShardId, Option<Late>)>,
    late: JoinSet<ShardId>,
}

/// A stream that needs more time than others have to wait for.
type Late = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Wakes what is live in newly held shards, so many at a time; what an actor does first is its own matter
/// ([`Machine::take_over`]). Returns when all have come back or have had their time; [`Revival::rest`] waits for the others.
pub(crate) async fn bring_back(
    world: &Arc<World>,
    doors: &Doors,
    pool: Pool,
    epochs: BTreeMap<ShardId, Epoch>,
    live: &Index,
    whole: Whole,
) -> Revival {
    let battles: Vec<StreamId> = live.battles().into_iter().map(streams::battle).collect();
    let sessions: Vec<StreamId> = live.sessions().into_iter().map(streams::session).collect();
    let mut missing: BTreeMap<ShardId, usize> = epochs.keys().map(|shard| (*shard, 0)).collect();
    for stream in battles.iter().chain(&sessions) {
        *missing.entry(ShardId::of(*stream)).or_default() += 1;
    }
    let mut revival = Revival {
        world: world.clone(),
        whole,
        epochs,
        missing,
        tried: JoinSet::new(),
        late: JoinSet::new(),
    };
    revival.tell_whole();
    for stream in battles {
        revival.wake(&doors.battles, stream).await;
    }
    let (queue, book) = (streams::queue(pool), streams::book());
    if revival.epochs.contains_key(&ShardId::of(queue)) {
        doors.queues.revive(queue);
    }
    if revival.epochs.contains_key(&ShardId::of(book)) {
        doors.book.revive(book);
    }
    for stream in sessions {
        revival.wake(&doors.sessions, stream).await;
    }
    while revival.one_had_its_time().await {}
    revival
}

impl Revival {
    async fn wake<M: Machine>(&mut self, door: &Door<M>, stream: StreamId) {
        if self.tried.len() >= limits::RECOVERIES {
            self.one_had_its_time().await;
        }
        let shard = ShardId::of(stream);
        let epoch = self.epochs.get(&shard).copied().unwrap_or_default();
        let there = is_there(self.world.clone(), door.clone(), stream, epoch);
        self.tried
            .spawn(async move { (shard, come_back::<M>(stream, Box::pin(there)).await) });
    }

    /// Returns whether there was one.
    async fn one_had_its_time(&mut self) -> bool {
        let Some(one) = self.tried.join_next().await else {
            return false;
        };
        match one {
            Ok((shard, None)) => self.is_back(shard),
            Ok((shard, Some(late))) => {
                self.late.spawn(async move {
                    late.await;
                    shard
                });
            }
            Err(error) => tracing::error!(%error, "waiting for an actor panicked"),
        }
        true
    }

    fn is_back(&mut self, shard: ShardId) {
        if let Some(missing) = self.missing.get_mut(&shard) {
            *missing = missing.saturating_sub(1);
        }
        self.tell_whole();
    }

    fn tell_whole(&mut self) {
        let Self {
            world,
            whole,
            epochs,
            ..
        } = self;
        self.missing.retain(|shard, missing| {
            if *missing > 0 {
                return true;
            }
            let epoch = epochs.get(shard).copied().unwrap_or_default();
            world.holdings.whole(*shard, epoch, world.clock.now());
            if world.holdings.speaks(*shard, epoch) {
                whole(*shard, epoch);
            }
            false
        });
    }

    /// Waits for those that need more time, but not for ever.
    pub(crate) async fn rest(mut self) {
        let waiting = async {
            while let Some(back) = self.late.join_next().await {
                if let Ok(shard) = back {
                    self.is_back(shard);
                }
            }
        };
        let in_time = timeout(limits::FIRST_HEARTBEAT_WITHIN, waiting).await;
        if in_time.is_err() {
            let missing = self.late.len();
            tracing::error!(
                missing,
                "streams that were live do not come back; their supervisors go on trying"
            );
        }
        for missing in self.missing.values_mut() {
            *missing = 0;
        }
        self.tell_whole();
    }
}

async fn come_back<M: Machine>(stream: StreamId, mut there: Late) -> Option<Late> {
    match timeout(limits::SLOW_RECOVERY, &mut there).await {
        Ok(()) => None,
        Err(_) => {
            tracing::warn!(machine = M::NAME, %stream, "slow to come back: others do not wait for it");
            Some(there)
        }
    }
}

/// Returns when the actor of `stream` has recovered, or its shard is not held any more.
async fn is_there<M: Machine>(world: Arc<World>, door: Door<M>, stream: StreamId, epoch: Epoch) {
    let shard = ShardId::of(stream);
    let mut pause = limits::FIRST_RETRY;
    while world.holdings.speaks(shard, epoch) && door.inspect(stream, |_, _| ()).await.is_none() {
        sleep(pause).await;
        pause = (pause * 2).min(limits::LAST_RETRY);
    }
}
