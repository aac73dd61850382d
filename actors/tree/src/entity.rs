//! The actor: recover, decide, append, evolve, publish.

mod answer;
mod memory;
mod writing;

use std::sync::Arc;
use std::time::Duration;

use arena_log::{Epoch, EventLog, ShardId, StreamId, Version};
use arena_rules::ids::{effect_id, named_id};
use arena_rules::time::Time;
use ractor::{Actor, ActorProcessingErr, ActorRef};
use tokio::sync::{OwnedSemaphorePermit, oneshot};
use tokio::task::JoinHandle;
use tracing::Instrument;

use crate::desk::{DeskDoor, Slip};
use crate::envelope::{Accepted, CommandError, Envelope};
use crate::family;
use crate::holdings::Held;
use crate::limits;
use crate::machine::{Machine, Since};
use crate::mutant::{self, Mutant};
use crate::world::World;
pub(crate) use answer::Answer;
#[cfg(feature = "testing")]
pub(crate) use memory::snapshot_of;
use memory::{Memory, Remembered};
use writing::Stored;

pub(crate) type Reply<M> = oneshot::Sender<Answer<<M as Machine>::Rejection>>;

/// A command that was admitted, with its place in the queue. The permits are given back when it is dropped.
pub(crate) struct Ask<M: Machine> {
    pub(crate) envelope: Envelope<M::Command>,
    pub(crate) received: Time,
    pub(crate) reply: Reply<M>,
    pub(crate) permits: [Option<OwnedSemaphorePermit>; 2],
}

pub(crate) type Inspect<M> = Box<dyn FnOnce(&<M as Machine>::State, Time) + Send>;

pub(crate) enum Message<M: Machine> {
    Ask(Ask<M>),
    /// Look at the state without changing it.
    Inspect(Inspect<M>),
    Wake,
    Rest,
    /// Gateways have died.
    Sweep,
}

pub(crate) struct Entity<M: Machine> {
    pub(crate) machine: Arc<M>,
    pub(crate) world: Arc<World>,
    pub(crate) desk: DeskDoor,
    pub(crate) family: ActorRef<family::Message<M>>,
    pub(crate) stream: StreamId,
    pub(crate) shard: ShardId,
    /// What the shard was held under when this actor was started: it speaks under no other.
    pub(crate) epoch: Epoch,
}

/// The state of a stream as the log has it, whoever owns it.
pub(crate) async fn committed<M: Machine>(
    log: &Arc<dyn EventLog>,
    stream: StreamId,
) -> Result<M::State, ActorProcessingErr> {
    let mut memory = Memory::<M>::unread(stream);
    memory.recover(log).await?;
    Ok(memory.into_state())
}

/// What an actor holds while it runs.
pub(crate) struct Live<M: Machine> {
    memory: Memory<M>,
    timer: Option<Timer<M>>,
    rest: Option<Sending<M>>,
    slip: Slip,
}

/// A message to oneself, on its way.
type Sending<M> = JoinHandle<Result<(), ractor::MessagingErr<Message<M>>>>;

struct Timer<M: Machine> {
    due: Time,
    command: M::Command,
    task: Sending<M>,
}

impl<M: Machine> Actor for Entity<M> {
    type Msg = Message<M>;
    type State = Live<M>;
    type Arguments = ();

    async fn pre_start(
        &self,
        _: ActorRef<Self::Msg>,
        (): (),
    ) -> Result<Self::State, ActorProcessingErr> {
        Ok(Live {
            memory: Memory::unread(self.stream),
            timer: None,
            rest: None,
            slip: Slip::default(),
        })
    }

    /// Recovers, ahead of the first message. Not before the start: an actor that fails there is not linked yet, and its
    /// supervisor would never hear of it.
    async fn post_start(
        &self,
        myself: ActorRef<Self::Msg>,
        live: &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        let permit = self.world.recoveries.clone().acquire_owned().await?;
        live.memory.recover(&self.world.log).await?;
        drop(permit);
        self.take_over(live).await?;
        if !mutant::is(Mutant::NoTimerAfterRecovery) {
            self.after(live, &myself, Since::Change);
        }
        Ok(())
    }

    /// In a box: an actor that waits does not keep the room that its work needs.
    fn handle(
        &self,
        myself: ActorRef<Self::Msg>,
        message: Self::Msg,
        live: &mut Self::State,
    ) -> impl Future<Output = Result<(), ActorProcessingErr>> + Send {
        Box::pin(self.take(myself, message, live))
    }

    async fn post_stop(
        &self,
        _: ActorRef<Self::Msg>,
        live: &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        if let Some(timer) = live.timer.take() {
            timer.task.abort();
        }
        if let Some(rest) = live.rest.take() {
            rest.abort();
        }
        Ok(())
    }
}

/// Why a command has no answer of the rules.
enum Failure<R: std::error::Error> {
    Command(CommandError<R>),
    /// The actor cannot go on: its memory may differ from the log, or it no longer owns its shard.
    Lost(ActorProcessingErr),
}

impl<M: Machine> Entity<M> {
    async fn take(
        &self,
        myself: ActorRef<Message<M>>,
        message: Message<M>,
        live: &mut Live<M>,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            Message::Ask(ask) => {
                let Ask {
                    envelope,
                    received,
                    reply,
                    permits,
                } = ask;
                let Some(_) = self.held() else {
                    reply.send(Answer::NotOwner).ok();
                    return Ok(());
                };
                let span = tracing::info_span!("command", machine = M::NAME, stream = %self.stream, id = %envelope.id);
                let answer = self.answer(live, envelope, received).instrument(span).await;
                drop(permits);
                let (answer, fatal) = match answer {
                    Ok(answer) => (Ok(answer), None),
                    Err(Failure::Command(error)) => (Err(error), None),
                    Err(Failure::Lost(error)) => (Err(CommandError::Unavailable), Some(error)),
                };
                let answer = if self.held().is_some() {
                    Answer::Given {
                        epoch: self.epoch,
                        result: answer,
                    }
                } else {
                    tracing::warn!(stream = %self.stream, shard = %self.shard, epoch = %self.epoch, "an answer is not sent: this process may not speak for the shard any more");
                    Answer::NotOwner
                };
                // Whoever asked may have gone away; the log has the answer.
                reply.send(answer).ok();
                if let Some(error) = fatal {
                    return Err(error);
                }
                self.after(live, &myself, Since::Change);
            }
            Message::Inspect(look) => {
                if self.held().is_some() {
                    look(live.memory.state(), self.world.clock.now());
                }
            }
            Message::Wake => self.wake(live, &myself).await?,
            Message::Rest => {
                if M::may_rest(live.memory.state()) {
                    self.family.cast(family::Message::Resting {
                        stream: self.stream,
                    })?;
                }
            }
            Message::Sweep => {
                let alive = self.world.gateways.get();
                if let Some(command) = M::take_over(live.memory.state(), &alive, None) {
                    let version = live.memory.version();
                    let envelope = Envelope::internal(self.stream, "sweep", version, command);
                    self.by_itself(live, envelope).await?;
                    self.after(live, &myself, Since::Change);
                }
            }
        }
        Ok(())
    }

    /// The holding under which this actor was started, while it lasts.
    fn held(&self) -> Option<Held> {
        let held = self.world.holdings.held(self.shard);
        held.filter(|held| held.epoch == self.epoch)
    }

    fn let_go(&self) -> ActorProcessingErr {
        let (shard, epoch) = (self.shard, self.epoch);
        format!("shard {shard} is not held under epoch {epoch} any more").into()
    }

    /// Gives back what the outage before this holding took, ahead of every timer.
    async fn take_over(&self, live: &mut Live<M>) -> Result<(), ActorProcessingErr> {
        let world = &self.world;
        let outage = self.held().ok_or_else(|| self.let_go())?.outage();
        let alive = world.gateways.get();
        let Some(command) = M::take_over(live.memory.state(), &alive, outage) else {
            return Ok(());
        };
        let holding = effect_id(world.owner.0, named_id(&format!("epoch/{}", self.epoch)));
        let envelope = Envelope::effect(holding, self.stream.0, holding, command);
        self.by_itself(live, envelope).await
    }

    /// A command that nobody waits for an answer to.
    async fn by_itself(
        &self,
        live: &mut Live<M>,
        envelope: Envelope<M::Command>,
    ) -> Result<(), ActorProcessingErr> {
        match self.answer(live, envelope, self.world.clock.now()).await {
            Ok(_) | Err(Failure::Command(CommandError::Rejected(_) | CommandError::IdReused)) => {
                Ok(())
            }
            Err(Failure::Command(
                error @ (CommandError::Busy { .. } | CommandError::Unavailable),
            )) => Err(error.to_string().into()),
            Err(Failure::Lost(error)) => Err(error),
        }
    }

    async fn answer(
        &self,
        live: &mut Live<M>,
        envelope: Envelope<M::Command>,
        received: Time,
    ) -> Result<Accepted, Failure<M::Rejection>> {
        for _ in 0..=limits::CONFLICT_RETRIES {
            if let Some(known) = live.memory.command(envelope.id) {
                return self.repeat(known, &envelope);
            }
            let events = M::decide(live.memory.state(), envelope.command.clone(), received)
                .map_err(|rejection| Failure::Command(CommandError::Rejected(rejection)))?;
            match self.append(live, &envelope, events, received).await? {
                Stored::Yes(accepted) => return Ok(accepted),
                Stored::Behind => {
                    let caught_up = live.memory.catch_up(&self.world.log).await;
                    caught_up.map_err(Failure::Lost)?;
                }
            }
        }
        Err(Failure::Lost(
            format!("stream {} is written by somebody else", self.stream).into(),
        ))
    }

    fn repeat(
        &self,
        known: Remembered,
        envelope: &Envelope<M::Command>,
    ) -> Result<Accepted, Failure<M::Rejection>> {
        let differs = |(a, b): (u64, u64)| a != b;
        if known
            .fingerprint
            .zip(envelope.meta.fingerprint)
            .is_some_and(differs)
        {
            return Err(Failure::Command(CommandError::IdReused));
        }
        Ok(self.accepted(known.first, known.parts))
    }

    async fn wake(
        &self,
        live: &mut Live<M>,
        myself: &ActorRef<Message<M>>,
    ) -> Result<(), ActorProcessingErr> {
        let Some(timer) = live.timer.take() else {
            return Ok(());
        };
        if self.held().is_none() {
            return Err(self.let_go());
        }
        let now = self.world.clock.now();
        if now < timer.due {
            // An old message, or the clock went back: one task alone stays behind the timer that is set anew.
            timer.task.abort();
            self.after(live, myself, Since::Change);
            return Ok(());
        }
        let envelope =
            Envelope::internal(self.stream, "wake", live.memory.version(), timer.command);
        let since = match self.answer(live, envelope, now).await {
            Ok(_) => Since::Change,
            Err(Failure::Command(CommandError::Rejected(_))) => Since::Nothing,
            Err(Failure::Command(error)) => {
                // The log is away: the timer stays due, the supervisor's backoff paces the tries.
                return Err(error.to_string().into());
            }
            Err(Failure::Lost(error)) => return Err(error),
        };
        self.after(live, myself, since);
        Ok(())
    }

    /// Sets the timer, hands open work to the judge, and lets an idle actor rest.
    fn after(&self, live: &mut Live<M>, myself: &ActorRef<Message<M>>, since: Since) {
        let now = self.world.clock.now();
        let jobs = M::jobs(live.memory.state());
        live.slip.show(&self.desk, myself.get_id(), jobs);
        let next = self.machine.timer(live.memory.state(), now, since);
        let unchanged = match (&live.timer, &next) {
            (Some(timer), Some((due, _))) => timer.due == *due,
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        if !unchanged {
            if let Some(timer) = live.timer.take() {
                timer.task.abort();
            }
            live.timer = next.map(|(due, command)| {
                let wait =
                    u64::try_from((due - now).0).map_or(Duration::ZERO, Duration::from_millis);
                let slack = if wait.is_zero() {
                    Duration::ZERO
                } else {
                    limits::TIMER_SLACK
                };
                let task = myself.send_after(wait + slack, || Message::Wake);
                Timer { due, command, task }
            });
        }
        if let Some(rest) = live.rest.take() {
            rest.abort();
        }
        if M::may_rest(live.memory.state()) {
            let idle = match live.memory.version() {
                Version::ZERO => limits::IDLE_UNKNOWN,
                _ => limits::IDLE,
            };
            live.rest = Some(myself.send_after(idle, || Message::Rest));
        }
    }
}
