//! Answers what other processes ask of the shards that are held here, when this process is one of several.

use std::collections::BTreeMap;
use std::sync::Arc;

use arena_bus::{Asked, Serving};
use arena_log::ShardId;
use ractor::{Actor, ActorProcessingErr, ActorRef};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::arena::Arena;
use crate::world::World;

pub(crate) struct Reception {
    pub(crate) world: Arc<World>,
    pub(crate) arena: Arena,
}

/// Shards have come or gone.
pub(crate) struct Changed;

pub(crate) struct Counters {
    /// Each shard that is served; its counter closes when this is dropped, and what it has taken is still answered.
    open: BTreeMap<ShardId, oneshot::Sender<()>>,
    tasks: JoinSet<()>,
}

impl Actor for Reception {
    type Msg = Changed;
    type State = Counters;
    type Arguments = ();

    async fn pre_start(
        &self,
        myself: ActorRef<Changed>,
        (): (),
    ) -> Result<Counters, ActorProcessingErr> {
        let mut tasks = JoinSet::new();
        let mut changes = self.world.holdings.changes();
        tasks.spawn(async move {
            while myself.cast(Changed).is_ok() && changes.changed().await.is_ok() {}
        });
        Ok(Counters {
            open: BTreeMap::new(),
            tasks,
        })
    }

    async fn handle(
        &self,
        _: ActorRef<Changed>,
        Changed: Changed,
        counters: &mut Counters,
    ) -> Result<(), ActorProcessingErr> {
        while counters.tasks.try_join_next().is_some() {}
        let held = self.world.holdings.shards();
        counters.open.retain(|shard, _| held.contains_key(shard));
        for shard in held.into_keys() {
            counters.open.entry(shard).or_insert_with(|| {
                let (open, closed) = oneshot::channel();
                let serving = self.world.bus.serve(shard);
                let arena = self.arena.clone();
                counters.tasks.spawn(serve(serving, arena, closed));
                open
            });
        }
        Ok(())
    }

    async fn post_stop(
        &self,
        _: ActorRef<Changed>,
        counters: &mut Counters,
    ) -> Result<(), ActorProcessingErr> {
        counters.open.clear();
        counters.tasks.abort_all();
        Ok(())
    }
}

/// Answers a shard's questions until the shard goes, then those that were taken before.
async fn serve(mut serving: Serving, arena: Arena, mut closed: oneshot::Receiver<()>) {
    let mut answers = JoinSet::new();
    loop {
        tokio::select! {
            biased;
            asked = serving.next() => match asked {
                Some(asked) => answers.spawn(answer(arena.clone(), asked)),
                None => break,
            },
            _ = &mut closed => break,
        };
        while answers.try_join_next().is_some() {}
    }
    drop(serving);
    while answers.join_next().await.is_some() {}
}

/// Without an answer the responder tells so as it is dropped.
async fn answer(arena: Arena, Asked { request, responder }: Asked) {
    // After it nobody waits any longer; what the actor has begun it finishes.
    let deadline = request.deadline;
    let reply = tokio::time::timeout_at(deadline, arena.serve_remote(request)).await;
    if let Ok(Some(reply)) = reply {
        responder.answer(reply);
    }
}
