//! A player: what he knows, what he wants, and what he does about it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use arena_log::Version;
use arena_rules::battle::{self, Event as Battle, Keystroke};
use arena_rules::ids::{BattleId, ConnectionId, PlayerId, SubmissionId, TicketId, command_id};
use arena_rules::play::{Language, Standing, Wish};
use arena_rules::session::{self, Event as Session};
use tokio::sync::{Notify, mpsc};
use tokio::time::{Instant, sleep, timeout};

use crate::dice::Dice;
use crate::gateway::{Command, Frame, Order, Socket, Topic};
use crate::history::{Answer, Seen};
use crate::life::Life;
use crate::plan::Length;
use crate::sky::Sky;
use crate::table::{candidates, pool};

/// How long a player waits for an answer before he tries elsewhere.
const PATIENCE: Duration = Duration::from_secs(12);
/// How often a player sends a command again before he gives it up.
const TRIES: u32 = 12;

/// The processes that take connections now.
pub(crate) type Doors = Arc<dyn Fn() -> Vec<Arc<Life>> + Send + Sync>;

pub(crate) struct Player {
    pub(crate) number: usize,
    pub(crate) id: PlayerId,
    pub(crate) standing: Standing,
    pub(crate) sky: Sky,
    pub(crate) dice: Dice,
    pub(crate) doors: Doors,
    /// Told when the player's connections are lost, and for how long.
    pub(crate) away: Arc<Away>,
    pub(crate) length: Length,
}

/// The player's connections are lost.
#[derive(Debug, Default)]
pub(crate) struct Away {
    pub(crate) lost: Notify,
    pub(crate) back: std::sync::Mutex<Option<Instant>>,
}

/// What a player knows.
#[derive(Default)]
struct Knowledge {
    /// The newest version that he has of each topic.
    versions: BTreeMap<Topic, Version>,
    place: Place,
    /// The battle that he was in last.
    table: Option<Table>,
    /// Asked, and not answered yet.
    open: Option<Command>,
    last: Option<Command>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Lobby,
    Queue,
    Battle(BattleId),
}

/// A battle as its player sees it.
#[derive(Debug)]
struct Table {
    battle: BattleId,
    phase: Phase,
    next_edit: u64,
    draw_offered: bool,
    pending: bool,
    rematch_asked: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Waiting,
    Ready,
    Running,
    Judging,
    Over,
}

/// Why a connection's time is over.
enum End {
    /// The process has ended, or wants the connection gone.
    Gone,
    /// The player's own network.
    Lost,
    /// There is nothing to do any more.
    Done,
}

impl Player {
    /// Plays until there is nothing to do any more.
    pub(crate) async fn play(self) {
        sleep(self.dice.millis(0..=3_000)).await;
        let mut known = Knowledge::default();
        loop {
            self.until_back().await;
            let doors = (self.doors)();
            let Some(life) = self.dice.pick(&doors).cloned() else {
                sleep(self.dice.millis(50..=500)).await;
                continue;
            };
            let (outbox, mut inbox) = mpsc::unbounded_channel();
            let connection = ConnectionId(self.dice.uuid());
            let opening = Socket::open(&life, self.id, self.standing, connection, outbox);
            let Ok(Some(mut socket)) = timeout(PATIENCE, opening).await else {
                sleep(self.dice.millis(50..=1_000)).await;
                continue;
            };
            self.sky.count("connections");
            self.resume(&mut socket, &known);
            let end = self.sit(&mut socket, &mut inbox, &mut known).await;
            drop(socket);
            match end {
                End::Gone => sleep(self.dice.millis(20..=1_000)).await,
                End::Lost => {}
                End::Done => return,
            }
        }
    }

    async fn until_back(&self) {
        let back = *self
            .away
            .back
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(back) = back {
            tokio::time::sleep_until(back).await;
        }
    }

    fn resume(&self, socket: &mut Socket, known: &Knowledge) {
        let topics = [Some(Topic::Session(self.id)), known.topic()];
        for topic in topics.into_iter().flatten() {
            socket.follow(topic, known.version(topic));
        }
    }

    /// What a player does on one connection.
    async fn sit(
        &self,
        socket: &mut Socket,
        inbox: &mut mpsc::UnboundedReceiver<Frame>,
        known: &mut Knowledge,
    ) -> End {
        let life = socket.life.clone();
        let lost = self.away.lost.notified();
        let sitting = async {
            loop {
                let thought = Instant::now() + self.think();
                while let Ok(Some(frame)) = tokio::time::timeout_at(thought, inbox.recv()).await {
                    self.see(socket, known, &frame);
                }
                if self.is_done(known) {
                    return End::Done;
                }
                let Some(command) = self.wish(known) else {
                    continue;
                };
                known.open = Some(command.clone());
                match self.ask(socket, &command).await {
                    Some(answer) => self.hear(known, command, &answer),
                    None => return End::Gone,
                }
            }
        };
        tokio::select! {
            biased;
            () = life.gate.over() => End::Gone,
            () = life.going.notified() => End::Gone,
            () = lost => End::Lost,
            end = sitting => end,
        }
    }

    /// Whether the player begins nothing new, and ends what he has begun.
    fn is_late(&self) -> bool {
        self.sky.now() > self.length.plays_until()
    }

    /// How long a player thinks before he does something.
    fn think(&self) -> Duration {
        match self.length {
            Length::Long if self.is_late() => self.dice.millis(500..=8_000),
            Length::Long | Length::Short => self.dice.millis(30..=1_500),
        }
    }

    fn is_done(&self, known: &Knowledge) -> bool {
        self.is_late() && known.place == Place::Lobby && known.open.is_none()
    }

    /// Sends a command until it has an answer; none if this connection will not bring one.
    async fn ask(&self, socket: &Socket, command: &Command) -> Option<Answer> {
        for _ in 0..TRIES {
            self.sky.count("commands");
            let answer = timeout(PATIENCE, socket.carry_out(command)).await.ok()??;
            match answer {
                Answer::Accepted { .. } | Answer::Rejected(_) | Answer::IdReused => {
                    return Some(answer);
                }
                Answer::Busy | Answer::Unavailable => {
                    self.sky.count("answers: not now");
                    if self.dice.chance(30) {
                        return None;
                    }
                    sleep(self.dice.millis(20..=1_000)).await;
                }
            }
        }
        None
    }

    fn hear(&self, known: &mut Knowledge, command: Command, answer: &Answer) {
        match answer {
            Answer::Accepted { .. } => self.sky.count("answers: accepted"),
            Answer::Rejected(_) => self.sky.count("answers: rejected"),
            Answer::IdReused => self.sky.count("answers: id reused"),
            Answer::Busy | Answer::Unavailable => {}
        }
        known.open = None;
        known.last = Some(command);
    }

    /// Takes what comes of a topic.
    fn see(&self, socket: &mut Socket, known: &mut Knowledge, frame: &Frame) {
        let Frame {
            topic,
            version,
            seen,
        } = frame;
        known.versions.insert(*topic, *version);
        self.sky.count("events seen");
        match seen {
            Seen::Session(event) => {
                if let Some(battle) = known.see_session(event) {
                    let topic = Topic::Battle(battle);
                    socket.follow(topic, known.version(topic));
                }
            }
            Seen::Outline(event) | Seen::Whole(event) => {
                if known.topic() == Some(*topic) {
                    known.see_battle(self.id, event);
                }
            }
            Seen::Hidden => {}
        }
    }

    /// What the player wants now.
    fn wish(&self, known: &mut Knowledge) -> Option<Command> {
        let dice = &self.dice;
        if let Some(open) = &known.open {
            self.sky.count("commands sent again");
            return Some(open.clone());
        }
        if let Some(last) = &known.last
            && dice.chance(6)
        {
            self.sky.count("commands sent again");
            let mut again = last.clone();
            if dice.chance(20)
                && let Order::Battle(_, battle::Command::Say { text, .. }) = &mut again.order
            {
                text.push('!');
            }
            return Some(again);
        }
        let id = dice.uuid();
        let order = match known.place {
            Place::Lobby => self.in_the_lobby(known, id)?,
            Place::Queue => {
                if !self.is_late() && !dice.chance(4) {
                    return None;
                }
                Order::Session(session::Command::Leave)
            }
            Place::Battle(battle) => Order::Battle(battle, self.in_a_battle(known, id)?),
        };
        Some(Command { id, order })
    }

    fn in_the_lobby(&self, known: &mut Knowledge, id: uuid::Uuid) -> Option<Order> {
        let (dice, player) = (&self.dice, self.id);
        if self.is_late() {
            return None;
        }
        if let Some(table) = &mut known.table
            && !table.rematch_asked
            && dice.chance(40)
        {
            table.rematch_asked = true;
            let command = match dice.chance(80) {
                true => battle::Command::Rematch {
                    player,
                    candidates: candidates().easy,
                },
                false => battle::Command::Say {
                    player,
                    text: "well played".to_owned(),
                },
            };
            return Some(Order::Battle(table.battle, command));
        }
        if dice.chance(30) {
            return None;
        }
        Some(Order::Session(session::Command::Join {
            pool: pool(),
            ticket: TicketId(command_id(player, id)),
            // Only an easy battle's deadline is within a long life.
            wish: match dice.chance(80) || self.length == Length::Long {
                true => Wish::Easy,
                false => Wish::Any,
            },
            own_range: None,
        }))
    }

    fn in_a_battle(&self, known: &Knowledge, id: uuid::Uuid) -> Option<battle::Command> {
        let (dice, player) = (&self.dice, self.id);
        let table = known.table.as_ref()?;
        match table.phase {
            Phase::Waiting if dice.chance(96) => Some(battle::Command::Ready { player }),
            Phase::Waiting => Some(battle::Command::GiveUp { player }),
            Phase::Ready | Phase::Judging => match dice.chance(10) {
                true => Some(self.say()),
                false => None,
            },
            Phase::Over => None,
            Phase::Running if self.length == Length::Long => match dice.below(12) {
                0 => Some(self.edit(table)),
                1 => Some(self.say()),
                2 => Some(self.submit(id, "wrong")),
                _ => None,
            },
            Phase::Running if self.is_late() => match table.pending {
                true => None,
                false => Some(self.submit(id, "right")),
            },
            Phase::Running => Some(match dice.below(20) {
                0..=5 => self.edit(table),
                6..=8 => self.submit(id, "wrong"),
                9 => self.submit(id, "broken"),
                10 => self.submit(id, "slow"),
                11..=13 => self.submit(id, "right"),
                14 => battle::Command::GiveUp { player },
                15 => battle::Command::OfferDraw { player },
                16 if table.draw_offered => battle::Command::AcceptDraw { player },
                17 | 18 => self.say(),
                _ => return None,
            }),
        }
    }

    fn say(&self) -> battle::Command {
        battle::Command::Say {
            player: self.id,
            text: format!("word {}", self.dice.number(0..=999)),
        }
    }

    /// The program names its submission, so that whoever sees it knows whose it is.
    fn submit(&self, id: uuid::Uuid, word: &str) -> battle::Command {
        let submission = SubmissionId(command_id(self.id, id));
        battle::Command::Submit {
            player: self.id,
            submission,
            language: Language("python".to_owned()),
            code: format!("{word} secret-of-{} {submission}", self.number),
        }
    }

    fn edit(&self, table: &Table) -> battle::Command {
        let edit = || Keystroke {
            at_ms: 0,
            from: 0,
            to: 0,
            insert: format!("secret-of-{}", self.number),
        };
        battle::Command::Edit {
            player: self.id,
            first_seq: table.next_edit,
            language: Language("python".to_owned()),
            edits: (0..=self.dice.below(3)).map(|_| edit()).collect(),
        }
    }
}

impl Knowledge {
    fn version(&self, topic: Topic) -> Version {
        self.versions.get(&topic).copied().unwrap_or_default()
    }

    /// The battle whose topic is worth following.
    fn topic(&self) -> Option<Topic> {
        self.table.as_ref().map(|table| Topic::Battle(table.battle))
    }

    /// Gives a battle that is to be followed from now on.
    fn see_session(&mut self, event: &Session) -> Option<BattleId> {
        match event {
            Session::QueueEntered { .. } => self.place = Place::Queue,
            Session::QueueLeft { .. } => self.place = Place::Lobby,
            Session::BattleEntered { invitation, .. } => {
                let battle = invitation.battle;
                self.place = Place::Battle(battle);
                self.table = Some(Table {
                    battle,
                    phase: Phase::Waiting,
                    next_edit: 1,
                    draw_offered: false,
                    pending: false,
                    rematch_asked: false,
                });
                return Some(battle);
            }
            Session::BattleLeft { battle, .. } => {
                if self.place == Place::Battle(*battle) {
                    self.place = Place::Lobby;
                }
            }
            Session::Connected { .. }
            | Session::Disconnected { .. }
            | Session::LeaveAsked { .. }
            | Session::GraceExpired { .. }
            | Session::GraceExtended { .. }
            | Session::Rated { .. }
            | Session::RatingCorrected { .. } => {}
        }
        None
    }

    fn see_battle(&mut self, me: PlayerId, event: &Battle) {
        let Some(table) = &mut self.table else {
            return;
        };
        match event {
            Battle::Accepted { player, .. } if *player == me => table.phase = Phase::Ready,
            Battle::Started { .. } => table.phase = Phase::Running,
            Battle::Edited {
                player,
                first_seq,
                edits,
                ..
            } if *player == me => {
                let many = u64::try_from(edits.len()).unwrap_or(u64::MAX);
                table.next_edit = first_seq.saturating_add(many);
            }
            Battle::Submitted { player, .. } if *player == me => table.pending = true,
            Battle::Judged { player, .. } if *player == me => table.pending = false,
            Battle::DrawOffered { player, .. } => table.draw_offered = *player != me,
            Battle::JudgingStarted { .. } => table.phase = Phase::Judging,
            Battle::Finished { .. } | Battle::Aborted { .. } => table.phase = Phase::Over,
            Battle::Created { .. }
            | Battle::Accepted { .. }
            | Battle::CountdownStarted { .. }
            | Battle::Edited { .. }
            | Battle::Submitted { .. }
            | Battle::Judged { .. }
            | Battle::GaveUp { .. }
            | Battle::Forfeited { .. }
            | Battle::Extended { .. }
            | Battle::Said { .. }
            | Battle::RematchOffered { .. }
            | Battle::RematchAgreed { .. }
            | Battle::VerdictCorrected { .. }
            | Battle::OutcomeCorrected { .. } => {}
        }
    }
}
