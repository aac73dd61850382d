//! The courier reads the log and delivers the effects of its events: to each target in the order of the shard, again and
//! again until they are answered, and from its checkpoint after a restart. Nothing that one stream has decided is lost
//! because a process died before it told another.

mod lane;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use arena_bus::codec::ArenaCodec;
use arena_bus::streams;
use arena_log::{
    EventCodec, EventLog, Position, Positions, ReadError, Recorded, ShardId, Snapshot, StreamId,
    Version,
};
use arena_rules::rating::Source;
use ractor::{Actor, ActorProcessingErr, ActorRef};
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;

use crate::door::Door;
use crate::effects::{Effect, effects};
use crate::envelope::{CommandError, Envelope};
use crate::index::Index;
use crate::limits;
use crate::machine::{BattleMachine, BookMachine, Machine, QueueMachine, SessionMachine};
use lane::{Lane, Origin};

const SNAPSHOT_SCHEMA: u16 = 1;

/// How far the effects have been delivered, and what is live.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Checkpoint {
    pub(crate) delivered: Positions,
    pub(crate) index: Index,
}

impl Checkpoint {
    pub(crate) async fn load(log: &dyn EventLog) -> Result<Self, ReadError> {
        let kept = log.load_snapshot(streams::courier()).await?;
        let known = kept.filter(|kept| kept.schema == SNAPSHOT_SCHEMA);
        let start = || Self {
            delivered: Positions::start(),
            index: Index::default(),
        };
        Ok(known
            .and_then(|kept| rmp_serde::from_slice(&kept.data).ok())
            .unwrap_or_else(start))
    }

    async fn save(&self, log: &dyn EventLog) {
        let Ok(data) = rmp_serde::to_vec_named(self) else {
            return;
        };
        let version = Version(self.delivered.total());
        let snapshot = Snapshot {
            version,
            schema: SNAPSHOT_SCHEMA,
            data,
        };
        if let Err(error) = log.save_snapshot(streams::courier(), snapshot).await {
            tracing::warn!(%error, "courier's checkpoint not kept; effects since the last one are sent again");
        }
    }
}

/// What is live at the log's head, whether its effects were delivered or not.
pub(crate) async fn index_to_head(
    log: &dyn EventLog,
    checkpoint: &Checkpoint,
) -> Result<Index, ReadError> {
    let (mut index, mut read) = (checkpoint.index.clone(), checkpoint.delivered.clone());
    loop {
        let page = log.read_shards(&read, limits::COURIER_PAGE).await?;
        if page.is_empty() {
            return Ok(index);
        }
        for recorded in page {
            read.set(recorded.shard, recorded.position);
            // An unreadable event is reported when the courier comes to it.
            if let Ok(event) = ArenaCodec::decode(recorded.kind, recorded.schema, &recorded.data) {
                index.fold(recorded.stream, &event);
            }
        }
    }
}

/// The ways to every target.
#[derive(Clone)]
pub(crate) struct Doors {
    pub(crate) battles: Door<BattleMachine>,
    pub(crate) sessions: Door<SessionMachine>,
    pub(crate) queues: Door<QueueMachine>,
    pub(crate) book: Door<BookMachine>,
}

#[derive(Debug)]
pub(crate) enum Message {
    /// The log may have news.
    Look,
    /// The target has answered what the event at the position asked of it.
    Answered(ShardId, Position, StreamId),
    Save,
}

pub(crate) struct Courier {
    pub(crate) log: Arc<dyn EventLog>,
    pub(crate) doors: Doors,
}

/// What the courier holds: all of it follows from the log and the checkpoint.
pub(crate) struct Round {
    checkpoint: Checkpoint,
    /// How far the log has been read.
    read: Positions,
    lanes: BTreeMap<ShardId, Lane>,
    tasks: JoinSet<()>,
    saved: u64,
}

impl Actor for Courier {
    type Msg = Message;
    type State = Round;
    type Arguments = Checkpoint;

    async fn pre_start(
        &self,
        myself: ActorRef<Message>,
        checkpoint: Checkpoint,
    ) -> Result<Round, ActorProcessingErr> {
        let mut tasks = JoinSet::new();
        tasks.spawn(watch_news(self.log.news(), myself.clone()));
        myself.send_interval(limits::COURIER_POLL, || Message::Look);
        myself.send_interval(limits::COURIER_SAVES, || Message::Save);
        myself.cast(Message::Look)?;
        let read = checkpoint.delivered.clone();
        Ok(Round {
            checkpoint,
            read,
            lanes: BTreeMap::new(),
            tasks,
            saved: 0,
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
            Message::Answered(shard, position, target) => {
                let turns = match round.lanes.get_mut(&shard) {
                    Some(lane) => lane.answered(position, target),
                    None => Vec::new(),
                };
                for position in turns {
                    self.send(&myself, round, shard, position);
                }
                if round.lanes.get(&shard).is_some_and(|lane| lane.len() == 0) {
                    round.lanes.remove(&shard);
                }
                while round.tasks.try_join_next().is_some() {}
            }
            Message::Save => self.save(round).await,
        }
        Ok(())
    }

    async fn post_stop(
        &self,
        _: ActorRef<Message>,
        round: &mut Round,
    ) -> Result<(), ActorProcessingErr> {
        round.tasks.abort_all();
        self.save(round).await;
        Ok(())
    }
}

impl Courier {
    async fn look(&self, myself: &ActorRef<Message>, round: &mut Round) {
        // With so much to deliver it reads on when it looks again.
        while round.lanes.values().map(Lane::len).sum::<usize>() < limits::COURIER_WAITING {
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
        self.advance(round);
    }

    fn take(&self, myself: &ActorRef<Message>, round: &mut Round, recorded: &Recorded) {
        round.read.set(recorded.shard, recorded.position);
        let event = match ArenaCodec::decode(recorded.kind, recorded.schema, &recorded.data) {
            Ok(event) => event,
            Err(error) => {
                tracing::error!(shard = %recorded.shard, position = %recorded.position, %error, "an event cannot be read; its effects are not delivered");
                return;
            }
        };
        round.checkpoint.index.fold(recorded.stream, &event);
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
        let lane = round.lanes.entry(recorded.shard).or_default();
        lane.take(recorded.position, origin, effects);
        self.send(myself, round, recorded.shard, recorded.position);
    }

    /// Sends what the event at `position` asks now.
    fn send(
        &self,
        myself: &ActorRef<Message>,
        round: &mut Round,
        shard: ShardId,
        position: Position,
    ) {
        let Some(lane) = round.lanes.get_mut(&shard) else {
            return;
        };
        for (origin, effect) in lane.ready(position) {
            let (doors, myself) = (self.doors.clone(), myself.clone());
            round.tasks.spawn(async move {
                deliver(&doors, origin, &effect).await;
                let answered = Message::Answered(shard, position, effect.target());
                myself.cast(answered).ok();
            });
        }
    }

    /// Moves the checkpoint to before the first event of each shard that still waits for an answer.
    fn advance(&self, round: &mut Round) {
        for shard in ShardId::all() {
            let read = round.read.get(shard);
            let lane = round.lanes.get(&shard);
            let delivered = lane.map_or(read, |lane| lane.delivered(read));
            round.checkpoint.delivered.set(shard, delivered);
        }
    }

    async fn save(&self, round: &mut Round) {
        self.advance(round);
        let total = round.checkpoint.delivered.total();
        if total > round.saved {
            round.checkpoint.save(self.log.as_ref()).await;
            round.saved = total;
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
