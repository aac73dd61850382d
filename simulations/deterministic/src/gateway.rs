//! A player's connection at a process: its commands, and the topics that it follows, as the gateway does it without its
//! sockets. What is sent is sent in the order of the versions, from the log wherever the bus has missed something.

use std::sync::Arc;
use std::time::Duration;

use arena_bus::codec::ArenaCodec;
use arena_bus::{ArenaEvent, Committed, streams};
use arena_log::{EventCodec, Recorded, StreamId, Version};
use arena_rules::battle::{self, Audience, Battle, Sight};
use arena_rules::ids::{BattleId, ConnectionId, PlayerId, effect_id, named_id};
use arena_rules::play::Standing;
use arena_rules::session;
use arena_tree::{Accepted, CommandError, Envelope};
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time::sleep;
use uuid::Uuid;

use crate::history::{Answer, Asked, Happened, Kind, Seen};
use crate::life::Life;

/// Events that are read at a time.
const PAGE: usize = 100;
/// How long until a log that could not be read is read again.
const READ_AGAIN: Duration = Duration::from_millis(250);
/// How long until a session that could not be told of something is told again.
const TELL_AGAIN: Duration = Duration::from_secs(1);
/// How often a connection looks whether its process lives.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// What a player asks for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Order {
    Battle(BattleId, battle::Command),
    Session(session::Command),
}

/// A command of a player, with the id that makes it safe to send again.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Command {
    pub(crate) id: Uuid,
    pub(crate) order: Order,
}

/// A topic that a player follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Topic {
    Session(PlayerId),
    Battle(BattleId),
}

impl Topic {
    pub(crate) fn stream(self) -> StreamId {
        match self {
            Self::Session(player) => streams::session(player),
            Self::Battle(battle) => streams::battle(battle),
        }
    }
}

/// What a player is shown of an event.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) topic: Topic,
    pub(crate) version: Version,
    pub(crate) seen: Seen,
}

/// A connection at a process.
pub(crate) struct Socket {
    pub(crate) life: Arc<Life>,
    player: PlayerId,
    connection: ConnectionId,
    outbox: mpsc::UnboundedSender<Frame>,
    follows: Vec<(Topic, AbortHandle)>,
    /// Enters the session again when it has to.
    entrance: Option<AbortHandle>,
}

impl Socket {
    /// Enters a player's session; none if it cannot be entered.
    pub(crate) async fn open(
        life: &Arc<Life>,
        player: PlayerId,
        standing: Standing,
        connection: ConnectionId,
        outbox: mpsc::UnboundedSender<Frame>,
    ) -> Option<Self> {
        let mut socket = Self {
            life: life.clone(),
            player,
            connection,
            outbox,
            follows: Vec::new(),
            entrance: None,
        };
        let enter = Entrance {
            life: life.clone(),
            player,
            standing,
            connection,
        };
        if !enter.enter("connect").await || !life.holdings.is_alive() {
            return None;
        }
        socket.entrance = Some(life.spawn(enter.again_when_it_lives_again()));
        Some(socket)
    }

    /// Follows a topic from after a version; what was followed of it before ends.
    pub(crate) fn follow(&mut self, topic: Topic, after: Version) {
        self.follows.retain(|(followed, task)| {
            if *followed == topic {
                task.abort();
            }
            *followed != topic
        });
        let (player, connection) = (self.player, self.connection);
        self.life.sky.note(Happened::Followed {
            connection,
            player,
            stream: topic.stream(),
            after,
        });
        let trail = Trail {
            life: self.life.clone(),
            topic,
            player,
            connection,
            version: after,
            battle: Battle::default(),
            folded: Version::ZERO,
            outbox: self.outbox.clone(),
        };
        let task = tokio::spawn(trail.run());
        self.follows.push((topic, task.abort_handle()));
    }

    /// Has a command carried out; none if the process has ended before it answers.
    pub(crate) async fn carry_out(&self, command: &Command) -> Option<Answer> {
        let life = &self.life;
        life.sky.note(Happened::Asked(Asked {
            player: self.player,
            node: life.node,
            id: command.id,
            stream: command.order.stream(self.player),
            fingerprint: fingerprint(&command.order),
            kind: command.order.kind(),
        }));
        let answered = async {
            life.gate.pass().await;
            let answer = carry_out(life, self.player, command).await;
            life.gate.pass().await;
            // Whoever owns the shard by now answers when asked again.
            match life.holdings.is_alive() {
                true => answer,
                false => Answer::Unavailable,
            }
        };
        let answer = tokio::select! {
            biased;
            () = life.gate.over() => return None,
            answer = answered => answer,
        };
        life.sky.note(Happened::Answered {
            player: self.player,
            id: command.id,
            stream: command.order.stream(self.player),
            answer: answer.clone(),
        });
        Some(answer)
    }
}

impl Order {
    fn stream(&self, player: PlayerId) -> StreamId {
        match self {
            Self::Battle(battle, _) => streams::battle(*battle),
            Self::Session(_) => streams::session(player),
        }
    }

    fn kind(&self) -> Kind {
        use battle::Command as Battle;
        use session::Command as Session;
        Kind::Other(match self {
            Self::Battle(_, command) => match command {
                Battle::Submit { submission, .. } => {
                    let submission = *submission;
                    return Kind::Submit { submission };
                }
                Battle::Ready { .. } => "ready",
                Battle::Edit { .. } => "edit",
                Battle::GiveUp { .. } => "give up",
                Battle::OfferDraw { .. } => "offer a draw",
                Battle::AcceptDraw { .. } => "accept a draw",
                Battle::Rematch { .. } => "rematch",
                Battle::Say { .. } => "say",
                Battle::Create(_)
                | Battle::Judge { .. }
                | Battle::Forfeit { .. }
                | Battle::Correct { .. }
                | Battle::Wake
                | Battle::TakeOver { .. } => "none of a player's",
            },
            Self::Session(command) => match command {
                Session::Join { .. } => "join",
                Session::Leave => "leave",
                Session::Connect { .. }
                | Session::Disconnect { .. }
                | Session::Sweep { .. }
                | Session::TicketReturned { .. }
                | Session::Enter(_)
                | Session::LeaveBattle { .. }
                | Session::Rate { .. }
                | Session::CorrectRating { .. }
                | Session::Wake => "none of a player's",
            },
        })
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let follows = self.follows.iter().map(|(_, task)| task);
        follows.chain(&self.entrance).for_each(AbortHandle::abort);
        let (life, player, connection) = (self.life.clone(), self.player, self.connection);
        let own = life.clone();
        life.spawn(async move {
            let id = effect_id(connection.0, named_id("disconnect"));
            let command = session::Command::Disconnect { connection };
            let envelope = Envelope::effect(connection.0, id, connection.0, command);
            own.gate.pass().await;
            while let Err(CommandError::Busy { .. } | CommandError::Unavailable) =
                own.arena.session(player, envelope.clone()).await
            {
                sleep(TELL_AGAIN).await;
            }
        });
    }
}

/// A connection's way into its session.
struct Entrance {
    life: Arc<Life>,
    player: PlayerId,
    standing: Standing,
    connection: ConnectionId,
}

impl Entrance {
    async fn enter(&self, name: &str) -> bool {
        let Self {
            life,
            player,
            standing,
            connection,
        } = self;
        let command = session::Command::Connect {
            player: *player,
            standing: *standing,
            connection: *connection,
            gateway: life.gateway(),
        };
        let id = effect_id(connection.0, named_id(name));
        let envelope = Envelope::effect(connection.0, id, connection.0, command);
        let entered = async {
            life.gate.pass().await;
            let entered = life.arena.session(*player, envelope).await;
            life.gate.pass().await;
            entered
        };
        tokio::select! {
            biased;
            () = life.gate.over() => false,
            entered = entered => matches!(
                entered,
                Ok(_) | Err(CommandError::Rejected(session::Rejection::AlreadyConnected))
            ),
        }
    }

    /// Others may have taken the connection out of its session while the process could not speak.
    async fn again_when_it_lives_again(self) {
        let mut times = 0;
        loop {
            while self.life.holdings.is_alive() {
                sleep(LOOK_EVERY).await;
            }
            while !self.life.holdings.is_alive() {
                sleep(LOOK_EVERY).await;
            }
            times += 1;
            self.enter(&format!("connect again {times}")).await;
        }
    }
}

async fn carry_out(life: &Life, player: PlayerId, command: &Command) -> Answer {
    let fingerprint = fingerprint(&command.order);
    match command.order.clone() {
        Order::Battle(battle, order) => {
            let envelope = Envelope::of_player(player, command.id, fingerprint, order);
            answer(
                life.arena.battle(battle, envelope).await,
                battle::Rejection::code,
            )
        }
        Order::Session(order) => {
            let envelope = Envelope::of_player(player, command.id, fingerprint, order);
            answer(
                life.arena.session(player, envelope).await,
                session::Rejection::code,
            )
        }
    }
}

fn answer<R: std::error::Error>(
    answer: Result<Accepted, CommandError<R>>,
    code: impl Fn(&R) -> &'static str,
) -> Answer {
    match answer {
        Ok(Accepted { first, last, .. }) => Answer::Accepted { first, last },
        Err(CommandError::Rejected(rejection)) => Answer::Rejected(code(&rejection)),
        Err(CommandError::IdReused) => Answer::IdReused,
        Err(CommandError::Busy { .. }) => Answer::Busy,
        Err(CommandError::Unavailable) => Answer::Unavailable,
    }
}

fn fingerprint(order: &Order) -> u64 {
    let hash = blake3::hash(format!("{order:?}").as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_le_bytes(first) >> 1
}

/// One connection's way through a topic.
struct Trail {
    life: Arc<Life>,
    topic: Topic,
    player: PlayerId,
    connection: ConnectionId,
    /// What was sent last.
    version: Version,
    /// The battle, as far as it was read: what may be seen depends on it.
    battle: Battle,
    folded: Version,
    outbox: mpsc::UnboundedSender<Frame>,
}

impl Trail {
    async fn run(mut self) {
        let gate = self.life.gate.clone();
        tokio::select! {
            biased;
            () = gate.over() => {}
            () = self.walk() => {}
        }
    }

    async fn walk(&mut self) {
        let mut following = self.life.bus.follow(self.topic.stream());
        self.catch_up().await;
        loop {
            let news = following.next().await;
            self.life.gate.pass().await;
            match news {
                // Some commits were missed: the log has them.
                None => self.catch_up().await,
                Some(committed) => self.hear(&committed).await,
            }
        }
    }

    async fn hear(&mut self, committed: &Committed) {
        let first = committed.events.first().map(|event| event.version);
        let last = committed.events.last().map(|event| event.version);
        if last.is_none_or(|last| last <= self.folded) {
            return;
        }
        if first == Some(self.folded.next()) {
            committed.events.iter().for_each(|event| self.send(event));
        } else {
            self.catch_up().await;
        }
    }

    async fn catch_up(&mut self) {
        loop {
            let stream = self.topic.stream();
            match self.life.log.read_stream(stream, self.folded, PAGE).await {
                Ok(page) if page.is_empty() => return,
                Ok(page) => page.iter().for_each(|event| self.send(event)),
                Err(_) => sleep(READ_AGAIN).await,
            }
        }
    }

    fn send(&mut self, recorded: &Recorded) {
        self.folded = recorded.version;
        let decoded = ArenaCodec::decode(recorded.kind, recorded.schema, &recorded.data);
        let seen = match decoded {
            Ok(ArenaEvent::Session(event)) => Seen::Session(event),
            Ok(ArenaEvent::Battle(event)) => {
                self.battle = battle::evolve(std::mem::take(&mut self.battle), &event);
                let audience = Audience::Player(self.player);
                match battle::view(&event, audience, &self.battle) {
                    Sight::Hidden => Seen::Hidden,
                    Sight::Outline => Seen::Outline(outline(event)),
                    Sight::Whole => Seen::Whole(event),
                }
            }
            Ok(ArenaEvent::Queue(_) | ArenaEvent::Book(_)) | Err(_) => return,
        };
        if recorded.version <= self.version {
            return;
        }
        self.version = recorded.version;
        self.life.sky.note(Happened::Saw {
            connection: self.connection,
            player: self.player,
            stream: recorded.stream,
            version: recorded.version,
            seen: seen.clone(),
        });
        let frame = Frame {
            topic: self.topic,
            version: recorded.version,
            seen,
        };
        // The player may have gone.
        self.outbox.send(frame).ok();
    }
}

/// An event without its secret part, as clients are sent it.
fn outline(mut event: battle::Event) -> battle::Event {
    match &mut event {
        battle::Event::Created {
            problem, parties, ..
        }
        | battle::Event::RematchAgreed {
            next: battle::Setup {
                problem, parties, ..
            },
            ..
        } => {
            problem.id.0.clear();
            problem.hash.clear();
            parties.iter_mut().for_each(|party| party.seen.clear());
        }
        battle::Event::Submitted { code, .. } => code.clear(),
        battle::Event::Judged { judgement, .. }
        | battle::Event::VerdictCorrected { judgement, .. } => {
            judgement.explanation = None;
            judgement.fuel_used = 0;
            judgement.memory_peak_bytes = 0;
        }
        battle::Event::Accepted { .. }
        | battle::Event::CountdownStarted { .. }
        | battle::Event::Started { .. }
        | battle::Event::Edited { .. }
        | battle::Event::DrawOffered { .. }
        | battle::Event::GaveUp { .. }
        | battle::Event::Forfeited { .. }
        | battle::Event::JudgingStarted { .. }
        | battle::Event::Extended { .. }
        | battle::Event::Finished { .. }
        | battle::Event::Aborted { .. }
        | battle::Event::Said { .. }
        | battle::Event::RematchOffered { .. }
        | battle::Event::OutcomeCorrected { .. } => {}
    }
    event
}
