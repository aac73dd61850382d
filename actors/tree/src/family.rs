//! The supervisor of all actors of one machine: it starts them when they are asked for, brings them back when they fail,
//! and lets them go when they rest.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use arena_log::{Epoch, ShardId, StreamId};
use arena_rules::time::{Span, Time};
use ractor::{Actor, ActorId, ActorProcessingErr, ActorRef, SupervisionEvent};
use tokio::sync::{Semaphore, oneshot};
use tokio::task::JoinSet;

use crate::desk::DeskDoor;
use crate::entity::{self, Answer, Ask, Entity, Inspect};
use crate::limits;
use crate::load::Gauge;
use crate::machine::Machine;
use crate::world::World;

pub(crate) enum Message<M: Machine> {
    Ask {
        stream: StreamId,
        ask: Ask<M>,
    },
    Inspect {
        stream: StreamId,
        look: Inspect<M>,
    },
    /// Bring an actor back, because something of it is due.
    Revive {
        stream: StreamId,
    },
    /// The actor has had nothing to do for a while.
    Resting {
        stream: StreamId,
    },
    /// End the actors of a shard, which is not open any more, and say when they have ended.
    LetGo {
        shard: ShardId,
        /// Those that were started under it, or an older one.
        epoch: Epoch,
        leaving: Leaving,
        done: oneshot::Sender<()>,
    },
    /// Gateways have died.
    Sweep,
}

/// How the actors of a shard end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leaving {
    /// What they have taken is answered first, for so long as there is time.
    Finished,
    /// The shard is another's already.
    AtOnce,
}

pub(crate) struct Family<M: Machine> {
    pub(crate) machine: Arc<M>,
    pub(crate) world: Arc<World>,
    pub(crate) desk: DeskDoor,
    pub(crate) gauge: Arc<Gauge>,
}

pub(crate) struct Children<M: Machine> {
    live: BTreeMap<StreamId, Child<M>>,
    streams: HashMap<ActorId, StreamId>,
    failed: BTreeMap<StreamId, Backoff>,
    leaving: JoinSet<()>,
}

struct Child<M: Machine> {
    actor: ActorRef<entity::Message<M>>,
    waiting: Arc<Semaphore>,
    shard: ShardId,
    epoch: Epoch,
}

/// How often an actor has failed of late, and until when it stays down.
#[derive(Clone, Copy)]
struct Backoff {
    failures: u32,
    last: Time,
    until: Time,
}

impl<M: Machine> Actor for Family<M> {
    type Msg = Message<M>;
    type State = Children<M>;
    type Arguments = ();

    async fn pre_start(
        &self,
        _: ActorRef<Self::Msg>,
        (): (),
    ) -> Result<Self::State, ActorProcessingErr> {
        Ok(Children {
            live: BTreeMap::new(),
            streams: HashMap::new(),
            failed: BTreeMap::new(),
            leaving: JoinSet::new(),
        })
    }

    async fn handle(
        &self,
        myself: ActorRef<Self::Msg>,
        message: Self::Msg,
        children: &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            Message::Ask { stream, mut ask } => {
                let shard = ShardId::of(stream);
                if self.world.holdings.open(shard).is_none() {
                    ask.reply.send(Answer::NotOwner).ok();
                    return Ok(());
                }
                let Some(child) = self.child(&myself, children, stream)? else {
                    ask.reply.send(Answer::unavailable()).ok();
                    return Ok(());
                };
                let Ok(permit) = child.waiting.clone().try_acquire_owned() else {
                    self.gauge.met(limits::WAITING_PER_STREAM);
                    ask.reply.send(Answer::busy()).ok();
                    return Ok(());
                };
                let left = child.waiting.available_permits();
                self.gauge
                    .met(limits::WAITING_PER_STREAM.saturating_sub(left));
                ask.permits[1] = Some(permit);
                ask.received = self.world.clock.now();
                child.actor.cast(entity::Message::Ask(ask)).ok();
            }
            Message::Inspect { stream, look } => {
                if let Some(child) = self.child(&myself, children, stream)? {
                    child.actor.cast(entity::Message::Inspect(look)).ok();
                }
            }
            Message::Revive { stream } => {
                // The pause is over by the timer, whatever the clock says: it may have gone back.
                if let Some(backoff) = children.failed.get_mut(&stream) {
                    backoff.until = self.world.clock.now();
                }
                self.child(&myself, children, stream)?;
            }
            Message::Resting { stream } => {
                // What is already in its mailbox is answered before it stops; what comes later starts a new one.
                if let Some(child) = children.live.remove(&stream) {
                    child.actor.drain().ok();
                }
            }
            Message::LetGo {
                shard,
                epoch,
                leaving,
                done,
            } => Self::let_go(children, (shard, epoch), leaving, done),
            Message::Sweep => {
                for child in children.live.values() {
                    child.actor.cast(entity::Message::Sweep).ok();
                }
            }
        }
        while children.leaving.try_join_next().is_some() {}
        self.measure(children);
        Ok(())
    }

    /// Lets the actors answer what they have taken; after this they are killed.
    async fn post_stop(
        &self,
        _: ActorRef<Self::Msg>,
        children: &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        for child in children.live.values() {
            child.actor.drain().ok();
        }
        let done = async {
            for child in children.live.values() {
                child.actor.wait(None).await.ok();
            }
        };
        if tokio::time::timeout(limits::DRAIN_WITHIN, done)
            .await
            .is_err()
        {
            tracing::warn!(machine = M::NAME, "actors did not finish in time");
        }
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        myself: ActorRef<Self::Msg>,
        event: SupervisionEvent,
        children: &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        match event {
            SupervisionEvent::ActorFailed(actor, error) => {
                let Some(stream) = children.streams.remove(&actor.get_id()) else {
                    return Ok(());
                };
                let current = children.live.get(&stream);
                if current.is_some_and(|child| child.actor.get_id() == actor.get_id()) {
                    children.live.remove(&stream);
                }
                let pause = self.back_off(children, stream);
                metrics::counter!("arena_actor_restarts_total", "machine" => M::NAME).increment(1);
                tracing::warn!(machine = M::NAME, %stream, %error, ?pause, "actor failed; it is brought back from the log");
                myself.send_after(pause, move || Message::Revive { stream });
            }
            SupervisionEvent::ActorTerminated(actor, _, _) => {
                if let Some(stream) = children.streams.remove(&actor.get_id())
                    && children
                        .live
                        .get(&stream)
                        .is_some_and(|child| child.actor.get_id() == actor.get_id())
                {
                    children.live.remove(&stream);
                }
            }
            SupervisionEvent::ActorStarted(_) | SupervisionEvent::ProcessGroupChanged(_) => {}
        }
        self.measure(children);
        Ok(())
    }
}

impl<M: Machine> Family<M> {
    fn measure(&self, children: &Children<M>) {
        let live = children.live.len();
        metrics::gauge!("arena_live_actors", "machine" => M::NAME).set(live as f64);
        self.gauge.live(live);
    }

    /// Whoever asks from now on finds the shard closed: no actor of it is started again.
    fn let_go(
        children: &mut Children<M>,
        (shard, epoch): (ShardId, Epoch),
        leaving: Leaving,
        done: oneshot::Sender<()>,
    ) {
        let goes = |child: &Child<M>| child.shard == shard && child.epoch <= epoch;
        let going = children.live.extract_if(.., |_, child| goes(child));
        let going: Vec<ActorRef<entity::Message<M>>> =
            going.map(|(_, child)| child.actor).collect();
        children
            .failed
            .retain(|stream, _| ShardId::of(*stream) != shard);
        for actor in &going {
            match leaving {
                Leaving::Finished => {
                    actor.drain().ok();
                }
                Leaving::AtOnce => actor.kill(),
            }
        }
        children.leaving.spawn(async move {
            let ended = async {
                for actor in &going {
                    actor.wait(None).await.ok();
                }
            };
            if tokio::time::timeout(limits::LET_GO_WITHIN, ended)
                .await
                .is_err()
            {
                tracing::warn!(machine = M::NAME, %shard, "actors did not finish in time");
                for actor in &going {
                    actor.kill();
                }
            }
            // The one who waits may have gone.
            done.send(()).ok();
        });
    }

    /// The actor of a stream, started if need be; none while it stays down after a failure, or its shard is not open.
    fn child<'a>(
        &self,
        myself: &ActorRef<Message<M>>,
        children: &'a mut Children<M>,
        stream: StreamId,
    ) -> Result<Option<&'a Child<M>>, ActorProcessingErr> {
        let shard = ShardId::of(stream);
        let Some(held) = self.world.holdings.open(shard) else {
            return Ok(None);
        };
        let epoch = held.epoch;
        if let Some(older) = children
            .live
            .get(&stream)
            .filter(|child| child.epoch != epoch)
        {
            older.actor.kill();
            children.live.remove(&stream);
        }
        if !children.live.contains_key(&stream) {
            let down = children.failed.get(&stream);
            if down.is_some_and(|backoff| self.world.clock.now() < backoff.until) {
                return Ok(None);
            }
            let entity = Entity {
                machine: self.machine.clone(),
                world: self.world.clone(),
                desk: self.desk.clone(),
                family: myself.clone(),
                stream,
                shard,
                epoch,
            };
            let (actor, _started) =
                ractor::ActorRuntime::spawn_linked_instant(None, entity, (), myself.get_cell())?;
            children.streams.insert(actor.get_id(), stream);
            let waiting = Arc::new(Semaphore::new(limits::WAITING_PER_STREAM));
            let child = Child {
                actor,
                waiting,
                shard,
                epoch,
            };
            children.live.insert(stream, child);
        }
        Ok(children.live.get(&stream))
    }

    fn back_off(&self, children: &mut Children<M>, stream: StreamId) -> Duration {
        let now = self.world.clock.now();
        children
            .failed
            .retain(|_, backoff| now - backoff.last < limits::RESTART_FORGIVEN);
        let failures = children
            .failed
            .get(&stream)
            .map_or(0, |backoff| backoff.failures);
        let pause = limits::FIRST_RESTART
            .saturating_mul(2_u32.saturating_pow(failures))
            .min(limits::LAST_RESTART);
        let until = now + Span(i64::try_from(pause.as_millis()).unwrap_or(i64::MAX));
        children.failed.insert(
            stream,
            Backoff {
                failures: failures + 1,
                last: now,
                until,
            },
        );
        pause
    }
}
