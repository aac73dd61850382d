//! The courier reads the log and delivers the effects of its events: to each target in the order of the shard, again and
//! again until they are answered, and from the shard's checkpoint after a restart or in another process. Nothing that one
//! stream has decided is lost because a process died before it told another. Shards come and go while others go on.

mod checkpoint;
mod lane;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use arena_bus::codec::ArenaCodec;
use arena_log::{
    Epoch, EventCodec, EventLog, Position, Positions, Recorded, SHARDS, ShardId, StreamId,
};
use arena_rules::rating::Source;
use ractor::{Actor, ActorProcessingErr, ActorRef};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::door::Door;
use crate::effects::{Effect, effects};
use crate::envelope::{CommandError, Envelope};
use crate::limits;
use crate::machine::{BattleMachine, BookMachine, Machine, QueueMachine, SessionMachine};
use crate::mutant::{self, Mutant};
use lane::{Lane, Origin};

pub(crate) use checkpoint::{Checkpoint, read_in};

/// The ways to every target.
#[derive(Clone)]
pub(crate) struct Doors {
    pub(crate) battles: Door<BattleMachine>,
    pub(crate) sessions: Door<SessionMachine>,
    pub(crate) queues: Door<QueueMachine>,
    pub(crate) book: Door<BookMachine>,
}

pub(crate) enum Message {
    /// The log may have news.
    Look,
    Answered(Answered),
    Save,
    /// These shards are this process's now.
    Adopt(Vec<(ShardId, Epoch, Checkpoint)>),
    /// A shard is not this process's any more, or will not be soon; told when the courier has forgotten it.
    LetGo {
        shard: ShardId,
        epoch: Epoch,
        last: Last,
        done: oneshot::Sender<()>,
    },
}

/// What becomes of the checkpoint of a shard that is let go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Last {
    Saved,
    /// The next owner has begun with an older one already.
    Dropped,
}

/// The target has answered what the event at the position asked of it.
pub(crate) struct Answered {
    shard: ShardId,
    epoch: Epoch,
    position: Position,
    target: StreamId,
}

pub(crate) struct Courier {
    pub(crate) log: Arc<dyn EventLog>,
    pub(crate) doors: Doors,
}

/// What the courier holds: all of it follows from the log and the checkpoints.
pub(crate) struct Round {
    shards: BTreeMap<ShardId, Parish>,
    /// How far the log has been read; shards that are not the courier's are not asked for.
    read: Positions,
    watching: JoinSet<()>,
    /// The shard whose turn it is to be saved.
    turn: ShardId,
}

/// A shard whose effects are delivered here.
struct Parish {
    epoch: Epoch,
    checkpoint: Checkpoint,
    saved: Position,
    lane: Lane,
    /// Dropped with the shard, and what was under way with it: the next owner sends it again.
    tasks: JoinSet<()>,
}

impl Actor for Courier {
    type Msg = Message;
    type State = Round;
    type Arguments = ();

    async fn pre_start(
        &self,
        myself: ActorRef<Message>,
        (): (),
    ) -> Result<Round, ActorProcessingErr> {
        let mut watching = JoinSet::new();
        watching.spawn(watch_news(self.log.news(), myself.clone()));
        myself.send_interval(limits::COURIER_POLL, || Message::Look);
        myself.send_interval(limits::COURIER_SAVES, || Message::Save);
        Ok(Round {
            shards: BTreeMap::new(),
            read: checkpoint::nothing(),
            watching,
            turn: ShardId(0),
        })
    }

    async fn handle(
        &self,
        myself: ActorRef<Message>,
        message: Message,
        round: &mut Round,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            Message::Look => self.look(&myself, round).await,
            Message::Answered(answered) => self.answered(&myself, round, &answered),
            Message::Save => {
                let due = round.due_for_saving(limits::COURIER_SAVES_AT_A_TIME);
                self.save(round, due).await;
            }
            Message::Adopt(shards) => {
                for (shard, epoch, checkpoint) in shards {
                    round.read.set(shard, checkpoint.delivered);
                    let parish = Parish {
                        epoch,
                        saved: checkpoint.delivered,
                        checkpoint,
                        lane: Lane::default(),
                        tasks: JoinSet::new(),
                    };
                    round.shards.insert(shard, parish);
                }
                self.look(&myself, round).await;
            }
            Message::LetGo {
                shard,
                epoch,
                last,
                done,
            } => {
                self.let_go(round, shard, epoch, last).await;
                // The one who waits may have gone.
                done.send(()).ok();
            }
        }
        Ok(())
    }

    async fn post_stop(
        &self,
        _: ActorRef<Message>,
        round: &mut Round,
    ) -> Result<(), ActorProcessingErr> {
        round.watching.abort_all();
        for parish in round.shards.values_mut() {
            parish.tasks.abort_all();
        }
        let due = round.due_for_saving(SHARDS);
        self.save(round, due).await;
        Ok(())
    }
}

impl Round {
    /// Moves the checkpoints to before the first event of each shard that still waits for an answer.
    fn advance(&mut self) {
        for (shard, parish) in &mut self.shards {
            let read = self.read.get(*shard);
            parish.checkpoint.delivered = match mutant::is(Mutant::CheckpointAhead) {
                true => read,
                false => parish.lane.delivered(read),
            };
        }
    }

    /// The checkpoints that have moved since they were saved: so many, in turn.
    fn due_for_saving(&mut self, at_most: usize) -> Vec<(ShardId, Checkpoint)> {
        self.advance();
        let from_here = self.shards.range(self.turn..);
        let moved = from_here
            .chain(self.shards.range(..self.turn))
            .filter(|(_, parish)| parish.checkpoint.delivered > parish.saved);
        let due: Vec<(ShardId, Checkpoint)> = moved
            .take(at_most)
            .map(|(shard, parish)| (*shard, parish.checkpoint.clone()))
            .collect();
        if let Some((last, _)) = due.last() {
            self.turn = ShardId(last.0.wrapping_add(1));
        }
        due
    }
}

impl Courier {
    async fn look(&self, myself: &ActorRef<Message>, round: &mut Round) {
        // With so much to deliver it reads on when it looks again.
        while !round.shards.is_empty()
            && round
                .shards
                .values()
                .map(|parish| parish.lane.len())
                .sum::<usize>()
                < limits::COURIER_WAITING
        {
            let page = match self
                .log
                .read_shards(&round.read, limits::COURIER_PAGE)
                .await
            {
                Ok(page) if page.is_empty() => break,
                Ok(page) => page,
                Err(error) => {
                    tracing::warn!(%error, "courier cannot read the log; it looks again soon");
                    break;
                }
            };
            for recorded in page {
                self.take(myself, round, &recorded);
            }
        }
    }

    fn take(&self, myself: &ActorRef<Message>, round: &mut Round, recorded: &Recorded) {
        let Some(parish) = round.shards.get_mut(&recorded.shard) else {
            return;
        };
        round.read.set(recorded.shard, recorded.position);
        let event = match ArenaCodec::decode(recorded.kind, recorded.schema, &recorded.data) {
            Ok(event) => event,
            Err(error) => {
                tracing::error!(shard = %recorded.shard, position = %recorded.position, %error, "an event cannot be read; its effects are not delivered");
                return;
            }
        };
        parish.checkpoint.index.fold(recorded.stream, &event);
        let source = Source {
            shard: recorded.shard.0,
            position: recorded.position.0,
        };
        let effects = effects(&event, source);
        if effects.is_empty() {
            return;
        }
        let origin = Origin {
            event: recorded.id.0,
            correlation: recorded.meta.correlation,
        };
        parish.lane.take(recorded.position, origin, effects);
        self.send(myself, parish, recorded.shard, recorded.position);
    }

    fn answered(&self, myself: &ActorRef<Message>, round: &mut Round, answered: &Answered) {
        let Answered {
            shard,
            epoch,
            position,
            target,
        } = *answered;
        let parish = round.shards.get_mut(&shard);
        let Some(parish) = parish.filter(|parish| parish.epoch == epoch) else {
            return;
        };
        for position in parish.lane.answered(position, target) {
            self.send(myself, parish, shard, position);
        }
        while parish.tasks.try_join_next().is_some() {}
    }

    /// Sends what the event at `position` asks now.
    fn send(
        &self,
        myself: &ActorRef<Message>,
        parish: &mut Parish,
        shard: ShardId,
        position: Position,
    ) {
        let epoch = parish.epoch;
        for (origin, effect) in parish.lane.ready(position) {
            let (doors, myself) = (self.doors.clone(), myself.clone());
            parish.tasks.spawn(async move {
                deliver(&doors, origin, &effect).await;
                let answered = Answered {
                    shard,
                    epoch,
                    position,
                    target: effect.target(),
                };
                myself.cast(Message::Answered(answered)).ok();
            });
        }
    }

    async fn let_go(&self, round: &mut Round, shard: ShardId, epoch: Epoch, last: Last) {
        round.advance();
        let there = round.shards.get(&shard);
        if there.is_none_or(|parish| parish.epoch != epoch) {
            return;
        }
        let Some(parish) = round.shards.remove(&shard) else {
            return;
        };
        round.read.set(shard, Position(u64::MAX));
        let moved = parish.checkpoint.delivered > parish.saved;
        let checkpoint = parish.checkpoint;
        drop(parish.tasks);
        if last == Last::Saved && moved {
            checkpoint::save(&self.log, vec![(shard, checkpoint)]).await;
        }
    }

    async fn save(&self, round: &mut Round, due: Vec<(ShardId, Checkpoint)>) {
        for (shard, delivered) in checkpoint::save(&self.log, due).await {
            if let Some(parish) = round.shards.get_mut(&shard) {
                parish.saved = delivered;
            }
        }
    }
}

async fn watch_news(mut news: tokio::sync::watch::Receiver<u64>, courier: ActorRef<Message>) {
    while news.changed().await.is_ok() {
        if courier.cast(Message::Look).is_err() {
            return;
        }
    }
}

async fn deliver(doors: &Doors, origin: Origin, effect: &Effect) {
    let target = effect.target();
    match effect.clone() {
        Effect::Battle(_, command) => send(&doors.battles, target, origin, command).await,
        Effect::Session(_, command) => send(&doors.sessions, target, origin, command).await,
        Effect::Queue(_, command) => send(&doors.queues, target, origin, command).await,
        Effect::Book(command) => send(&doors.book, target, origin, command).await,
    }
}

/// Sends until there is an answer; a rejection is one.
async fn send<M: Machine>(door: &Door<M>, target: StreamId, origin: Origin, command: M::Command) {
    let envelope = Envelope::effect(origin.event, target.0, origin.correlation, command);
    let mut pause: Duration = limits::FIRST_RETRY;
    loop {
        match door.ask(target, envelope.clone()).await {
            Ok(_) => return,
            Err(CommandError::Rejected(rejection)) => {
                tracing::debug!(machine = M::NAME, stream = %target, %rejection, "effect was not needed");
                return;
            }
            Err(CommandError::IdReused) => return,
            Err(CommandError::Busy { .. } | CommandError::Unavailable) => {
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(limits::LAST_RETRY);
            }
        }
    }
}
