//! This process's ends of the bus, when it is one of several: the way to the owners of other shards, and the answers for
//! those that are held here.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use arena_bus::{Asked, Bus, Head, Outcome, Reply as Sent, Request, RequestError, Serving};
use arena_log::{Epoch, ShardId};
use async_trait::async_trait;
use ractor::{Actor, ActorProcessingErr, ActorRef};
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::arena::Arena;
use crate::limits;
use crate::remote::{Elsewhere, NoReply, Question, Reply};
use crate::world::World;

/// The way to other processes over the bus.
pub struct OverBus(pub Bus);

#[async_trait]
impl Elsewhere for OverBus {
    async fn ask(
        &self,
        shard: ShardId,
        question: Question,
        within: Duration,
    ) -> Result<Reply, NoReply> {
        let Question {
            machine,
            stream,
            command,
            meta,
            body,
        } = question;
        let request = Request {
            machine,
            stream,
            command,
            meta,
            deadline: Instant::now() + within,
            body,
        };
        match self.0.request(shard, request).await {
            Ok(Sent { epoch, result }) => Ok(match result {
                Outcome::Answered(body) => Reply::Answered { epoch, body },
                Outcome::NotOwner => Reply::NotOwner,
            }),
            Err(RequestError::NoResponder(_)) => Err(NoReply::NoResponder),
            Err(RequestError::TimedOut(_) | RequestError::Unanswered(_)) => Err(NoReply::TimedOut),
            Err(RequestError::Disconnected(_)) => Err(NoReply::Disconnected),
            Err(RequestError::Busy(_)) => Err(NoReply::Busy),
            Err(error @ RequestError::TooLarge { .. }) => {
                tracing::error!(%shard, %stream, %error, "a command cannot be sent to another process");
                Ok(Reply::NotUnderstood)
            }
        }
    }
}

/// Answers what other processes ask of the shards that are held here, and tells them how far these have come.
pub(crate) struct Reception {
    pub(crate) world: Arc<World>,
    pub(crate) arena: Arena,
}

pub(crate) enum Message {
    /// Shards have come or gone.
    Changed,
    Announce,
    Announced,
}

pub(crate) struct Counters {
    /// Each shard that is served; its counter closes when this is dropped, and what it has taken is still answered.
    open: BTreeMap<ShardId, oneshot::Sender<()>>,
    tasks: JoinSet<()>,
    /// The log is slower than the beacon: one question at a time.
    announcing: bool,
}

impl Actor for Reception {
    type Msg = Message;
    type State = Counters;
    type Arguments = ();

    async fn pre_start(
        &self,
        myself: ActorRef<Message>,
        (): (),
    ) -> Result<Counters, ActorProcessingErr> {
        let mut tasks = JoinSet::new();
        let mut changes = self.world.holdings.changes();
        let told = myself.clone();
        tasks.spawn(async move {
            while told.cast(Message::Changed).is_ok() && changes.changed().await.is_ok() {}
        });
        myself.send_interval(limits::HEARTBEAT, || Message::Announce);
        Ok(Counters {
            open: BTreeMap::new(),
            tasks,
            announcing: false,
        })
    }

    async fn handle(
        &self,
        myself: ActorRef<Message>,
        message: Message,
        counters: &mut Counters,
    ) -> Result<(), ActorProcessingErr> {
        while counters.tasks.try_join_next().is_some() {}
        match message {
            Message::Changed => self.open_and_close(counters),
            Message::Announce if counters.announcing => {}
            Message::Announce => {
                counters.announcing = true;
                let world = self.world.clone();
                counters.tasks.spawn(async move {
                    announce(&world).await;
                    myself.cast(Message::Announced).ok();
                });
            }
            Message::Announced => counters.announcing = false,
        }
        Ok(())
    }

    async fn post_stop(
        &self,
        _: ActorRef<Message>,
        counters: &mut Counters,
    ) -> Result<(), ActorProcessingErr> {
        counters.open.clear();
        counters.tasks.abort_all();
        Ok(())
    }
}

impl Reception {
    fn open_and_close(&self, counters: &mut Counters) {
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
    }
}

/// Answers a shard's questions until the shard goes, then those that were taken before.
async fn serve(mut serving: Serving, arena: Arena, mut closed: oneshot::Receiver<()>) {
    let mut answers = JoinSet::new();
    loop {
        tokio::select! {
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

async fn answer(arena: Arena, asked: Asked) {
    let Asked { request, responder } = asked;
    let Request {
        machine,
        stream,
        command,
        meta,
        deadline,
        body,
    } = request;
    let question = Question {
        machine,
        stream,
        command,
        meta,
        body,
    };
    // Nobody waits any longer; what the actor has begun it finishes.
    let Ok(reply) = tokio::time::timeout_at(deadline, arena.serve_remote(question)).await else {
        return;
    };
    match reply {
        Reply::Answered { epoch, body } => responder.answer(Sent {
            epoch,
            result: Outcome::Answered(body),
        }),
        Reply::NotOwner => responder.answer(Sent {
            epoch: Epoch::ZERO,
            result: Outcome::NotOwner,
        }),
        // Dropped: whoever asked is told that there is no answer.
        Reply::NotUnderstood => {}
    }
}

/// Tells followers elsewhere how far the shards that are held here have come.
async fn announce(world: &World) {
    let heads = match world.log.heads().await {
        Ok(heads) => heads,
        Err(error) => {
            tracing::debug!(%error, "heads cannot be read; they are told next time");
            return;
        }
    };
    let held = world.holdings.shards().into_iter();
    let heads: Vec<Head> = held
        .map(|(shard, epoch)| Head {
            shard,
            epoch,
            head: heads.get(shard),
        })
        .collect();
    world.bus.announce(&heads);
}
