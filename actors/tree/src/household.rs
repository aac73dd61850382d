//! Takes shards up and lets them go: everything that has to happen to a shard's actors, its effects and what is live in it,
//! in the right order. The warden says when.

use std::collections::BTreeMap;
use std::sync::Arc;

use arena_log::{Claim, Epoch, OwnerId, ReadError, ShardId};
use arena_rules::matchmaking::Pool;
use arena_rules::time::Time;
use ractor::ActorRef;
use tokio::sync::oneshot;

use crate::courier::{self, Doors, Last};
use crate::family::Leaving;
use crate::holdings::{Held, Term};
use crate::index::Index;
use crate::revival::{self, Revival, Whole};
use crate::world::World;

pub(crate) struct Household {
    pub(crate) world: Arc<World>,
    pub(crate) doors: Doors,
    pub(crate) courier: ActorRef<courier::Message>,
    pub(crate) pool: Pool,
}

impl Household {
    pub(crate) fn owner(&self) -> OwnerId {
        self.world.owner
    }

    /// Brings claimed shards up; `left` tells since when shards that were this process's before were nobody's. Returns when
    /// all that is live has come back or has had its time. Shards are not taken if the process's term is over by then.
    ///
    /// # Errors
    /// The log cannot be read: none of the shards is up.
    pub(crate) async fn take_up(
        &self,
        term: Term,
        claim: &Claim,
        left: &BTreeMap<ShardId, Time>,
        whole: Whole,
    ) -> Result<Revival, ReadError> {
        let shards: Vec<ShardId> = claim.shards.keys().copied().collect();
        let starts = courier::read_in(&self.world.log, &shards).await?;
        let (mut live, mut epochs, mut adopted) = (Index::default(), BTreeMap::new(), Vec::new());
        for (shard, start) in starts {
            let Some(claimed) = claim.shards.get(&shard) else {
                continue;
            };
            let before = claimed.previous_seen_at_ms.map(Time);
            let held = Held::new(claimed.epoch, before.max(left.get(&shard).copied()));
            if self.world.holdings.take(term, shard, held) {
                epochs.insert(shard, claimed.epoch);
                adopted.push((shard, claimed.epoch, start.checkpoint));
                live.join(start.live);
            }
        }
        // If the courier is down, so is the tree soon.
        self.courier.cast(courier::Message::Adopt(adopted)).ok();
        self.gauge();
        let (world, doors) = (&self.world, &self.doors);
        Ok(revival::bring_back(world, doors, self.pool, epochs, &live, whole).await)
    }

    /// Takes nothing more for the shard, finishes what was taken, and forgets it. It can be released then.
    pub(crate) async fn let_go(&self, shard: ShardId, epoch: Epoch) {
        self.world.holdings.close(shard, epoch);
        self.end_actors(shard, epoch, Leaving::Finished).await;
        self.courier_forgets(shard, epoch, Last::Saved).await;
        self.world.holdings.forget(shard, epoch);
        self.gauge();
    }

    /// Ends what a shard that is not held any more has left here.
    pub(crate) async fn forget(&self, shard: ShardId, epoch: Epoch) {
        self.end_actors(shard, epoch, Leaving::AtOnce).await;
        self.courier_forgets(shard, epoch, Last::Dropped).await;
        self.gauge();
    }

    async fn end_actors(&self, shard: ShardId, epoch: Epoch, leaving: Leaving) {
        let Doors {
            battles,
            sessions,
            queues,
            book,
        } = &self.doors;
        tokio::join!(
            battles.let_go(shard, epoch, leaving),
            sessions.let_go(shard, epoch, leaving),
            queues.let_go(shard, epoch, leaving),
            book.let_go(shard, epoch, leaving),
        );
    }

    async fn courier_forgets(&self, shard: ShardId, epoch: Epoch, last: Last) {
        let (done, gone) = oneshot::channel();
        let message = courier::Message::LetGo {
            shard,
            epoch,
            last,
            done,
        };
        if self.courier.cast(message).is_ok() {
            // Dropped without an answer: the courier is down, and has saved what it knew.
            gone.await.ok();
        }
    }

    fn gauge(&self) {
        metrics::gauge!("arena_shards_held").set(self.world.holdings.shards().len() as f64);
    }
}
