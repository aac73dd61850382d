//! The supervisor of all actors of one machine: it starts them when they are asked for, brings them back when they fail,
//! and lets them go when they rest.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use arena_log::StreamId;
use arena_rules::time::{Span, Time};
use ractor::{Actor, ActorId, ActorProcessingErr, ActorRef, SupervisionEvent};
use tokio::sync::Semaphore;

use crate::desk::DeskDoor;
use crate::entity::{self, Ask, Entity, Inspect, World};
use crate::envelope::CommandError;
use crate::limits;
use crate::machine::Machine;

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
}

pub(crate) struct Family<M: Machine> {
    pub(crate) machine: Arc<M>,
    pub(crate) world: Arc<World>,
    pub(crate) desk: DeskDoor,
}

pub(crate) struct Children<M: Machine> {
    live: BTreeMap<StreamId, Child<M>>,
    streams: HashMap<ActorId, StreamId>,
    failed: BTreeMap<StreamId, Backoff>,
}

struct Child<M: Machine> {
    actor: ActorRef<entity::Message<M>>,
    waiting: Arc<Semaphore>,
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
                let Some(child) = self.child(&myself, children, stream)? else {
                    ask.reply.send(Err(CommandError::Unavailable)).ok();
                    return Ok(());
                };
                let Ok(permit) = child.waiting.clone().try_acquire_owned() else {
                    let retry_after_ms = limits::RETRY_WHEN_FULL_MS;
                    ask.reply
                        .send(Err(CommandError::Busy { retry_after_ms }))
                        .ok();
                    return Ok(());
                };
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
        }
        metrics::gauge!("arena_live_actors", "machine" => M::NAME).set(children.live.len() as f64);
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
        Ok(())
    }
}

impl<M: Machine> Family<M> {
    /// The actor of a stream, started if need be; none while it stays down after a failure.
    fn child<'a>(
        &self,
        myself: &ActorRef<Message<M>>,
        children: &'a mut Children<M>,
        stream: StreamId,
    ) -> Result<Option<&'a Child<M>>, ActorProcessingErr> {
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
            };
            let (actor, _started) =
                ractor::ActorRuntime::spawn_linked_instant(None, entity, (), myself.get_cell())?;
            children.streams.insert(actor.get_id(), stream);
            let waiting = Arc::new(Semaphore::new(limits::WAITING_PER_STREAM));
            children.live.insert(stream, Child { actor, waiting });
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
