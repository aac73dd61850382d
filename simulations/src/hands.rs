//! One player's connection: it comes back after every break, to another gateway if there is one, resumes each topic by
//! version and sends again what was not answered, with the same ids.

mod heard;
mod requests;

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use arena_edge::protocol::client::{ClientCommand, ClientFrame, Follow};
use arena_edge::protocol::codec::Format;
use arena_edge::protocol::server::{Refusal, TopicFrame};
use rand::Rng;
use rand::rngs::StdRng;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::timeout;
use uuid::Uuid;

use crate::clock;
use crate::door::LoggedIn;
use crate::gateways::Gateways;
use crate::run::AckLine;
use crate::sight::Witness;
use crate::wire::{Greeting, Refused, Wire};

/// A command without any answer for so long is a fault of the servers.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);
/// A gateway that says nothing for so long is left for another: longer than it tries to get an answer itself.
const PATIENCE: Duration = Duration::from_secs(12);
/// Codes after which the same command is sent again with the same id.
const AGAIN: &[&str] = &[
    "busy",
    "judge-busy",
    "unavailable",
    "judge-unavailable",
    "rate-limited",
];

/// The connection and what is known of it.
pub struct Hands {
    gateways: Gateways,
    format: Format,
    login: LoggedIn,
    line: Option<Line>,
    /// Since when there is no connection on which every topic goes on.
    away: Option<Instant>,
    topics: BTreeMap<String, Following>,
    waiting: Vec<Waiting>,
    acks: UnboundedSender<AckLine>,
    dice: StdRng,
    /// No connection will be had any more.
    pub dead: bool,
    pub witness: Witness,
}

/// One connection.
struct Line {
    wire: Wire,
    /// When the gateway said something last.
    heard: Instant,
    welcome: Welcome,
}

enum Welcome {
    /// Nothing is sent yet.
    Awaited,
    /// These topics do not go on yet.
    Resuming(BTreeSet<String>),
}

/// A followed topic: the last version, and since when it is followed live.
struct Following {
    version: u64,
    since_ms: i64,
}

struct Waiting {
    frame: ClientFrame,
    first: Instant,
    /// On this connection.
    sent: Option<Instant>,
    /// Since when servers owe an answer; a connection that they ended frees them of it.
    owed: Option<Instant>,
    not_before: Instant,
}

/// What the player is told.
#[derive(Debug)]
pub enum Told {
    Event(Box<TopicFrame>),
    Hidden {
        topic: String,
        v: u64,
    },
    /// It was asked for first then; the connection may have been lost since.
    Ack {
        id: Uuid,
        command: ClientCommand,
        asked: Instant,
    },
    Reject(ClientCommand, Uuid, Refusal),
}

impl Hands {
    /// Not connected yet; `acks` is told of every acknowledgement that carries a version.
    #[must_use]
    pub fn new(
        gateways: Gateways,
        login: LoggedIn,
        format: Format,
        acks: UnboundedSender<AckLine>,
        dice: StdRng,
    ) -> Self {
        let player = login.player.player_id;
        let session = Following {
            version: 0,
            since_ms: 0,
        };
        Self {
            gateways,
            format,
            line: None,
            away: None,
            topics: BTreeMap::from([(format!("session/{player}"), session)]),
            waiting: Vec::new(),
            acks,
            dice,
            dead: false,
            witness: Witness {
                player,
                ..Witness::default()
            },
            login,
        }
    }

    #[must_use]
    pub fn me(&self) -> Uuid {
        self.login.player.player_id
    }

    pub(crate) fn violation(&mut self, what: String) {
        let me = self.me();
        self.witness.violations.push(format!("player {me}: {what}"));
    }

    /// Sends a command; it is answered by [`Told::Ack`] or [`Told::Reject`], however often the connection breaks.
    pub async fn send(&mut self, command: ClientCommand) -> Uuid {
        let id = Uuid::now_v7();
        self.push(ClientFrame { id, command }, Duration::ZERO);
        self.flush().await;
        id
    }

    /// Follows `topic` from after `version`.
    pub async fn follow(&mut self, topic: &str, version: u64) {
        let following = Following {
            version,
            since_ms: i64::MAX,
        };
        self.topics.insert(topic.to_owned(), following);
        let welcome = self.line.as_ref().map(|line| &line.welcome);
        // The welcome is followed by all topics.
        if let Some(Welcome::Resuming(_)) = welcome {
            self.ask_for(topic);
            self.flush().await;
        }
    }

    /// Ends the following of `topic`.
    pub async fn unfollow(&mut self, topic: &str) {
        if self.topics.remove(topic).is_some() {
            self.goes_on(topic);
            let topic = topic.to_owned();
            self.send(ClientCommand::Unfollow { topic }).await;
        }
    }

    /// The last version that was seen of `topic`.
    #[must_use]
    pub fn version(&self, topic: &str) -> u64 {
        self.topics.get(topic).map_or(0, |known| known.version)
    }

    /// Breaks the connection off, as a lost network would.
    pub(crate) fn hang_up(&mut self) {
        self.end_line();
        self.gateways.come_back(&mut self.dice);
    }

    /// How long one gateway may be silent.
    fn patience(&self) -> Duration {
        if self.gateways.are_several() {
            PATIENCE
        } else {
            ANSWER_WITHIN
        }
    }

    /// What comes next before `until`. Cancel safe between connections only.
    pub async fn next(&mut self, until: Instant) -> Option<Told> {
        loop {
            if self.dead || clock::now() >= until {
                return None;
            }
            if self.line.is_none() {
                let wake = self.gateways.next_attempt().min(until);
                tokio::time::sleep_until(wake.into()).await;
                if clock::now() < until {
                    self.connect().await;
                }
                continue;
            }
            self.flush().await;
            let due = self.waiting.iter().filter(|known| known.sent.is_none());
            let due = due.map(|known| known.not_before).min().unwrap_or(until);
            let Some(line) = &mut self.line else { continue };
            let heard = tokio::select! {
                heard = line.wire.hear() => heard,
                () = tokio::time::sleep_until(due.min(until).into()) => continue,
            };
            if let Some(told) = self.heard(heard).await {
                return Some(told);
            }
        }
    }

    async fn connect(&mut self) {
        let greeting = if self.dice.random_bool(0.5) {
            Greeting::Header
        } else {
            Greeting::Frame
        };
        let token = self.login.access_token.clone();
        let socket = self.gateways.socket();
        let connecting = Wire::connect(socket, self.format, &token, greeting);
        let connected = timeout(self.patience(), connecting).await;
        match connected.unwrap_or(Err(Refused::Unreachable)) {
            Ok(wire) => {
                self.line = Some(Line {
                    wire,
                    heard: clock::now(),
                    welcome: Welcome::Awaited,
                });
                return;
            }
            Err(Refused::Status(401)) => self.refresh().await,
            Err(Refused::Status(status)) if status < 429 => {
                self.violation(format!("the socket was refused with {status}"));
                self.dead = true;
            }
            Err(Refused::Status(_) | Refused::Unreachable) => {}
        }
        self.gateways.move_on(&mut self.dice);
    }

    fn push(&mut self, frame: ClientFrame, after: Duration) {
        let now = clock::now();
        self.waiting.push(Waiting {
            frame,
            first: now,
            sent: None,
            owed: None,
            not_before: now + after,
        });
    }

    fn ask_for(&mut self, topic: &str) {
        let after = self.version(topic);
        if let Some(known) = self.topics.get_mut(topic) {
            known.since_ms = i64::MAX;
        }
        let command = ClientCommand::Follow(Follow {
            topic: topic.to_owned(),
            after,
        });
        let id = Uuid::now_v7();
        self.push(ClientFrame { id, command }, Duration::ZERO);
    }

    /// Sends what is due. Before the welcome nothing is sent.
    async fn flush(&mut self) {
        let now = clock::now();
        let Some(line) = &mut self.line else { return };
        if let Welcome::Resuming(_) = line.welcome {
            for known in &mut self.waiting {
                if known.sent.is_none() && known.not_before <= now {
                    if line.wire.send(&known.frame).await.is_err() {
                        return self.lost();
                    }
                    known.sent = Some(now);
                    known.owed.get_or_insert(now);
                }
            }
        }
        let owed = |known: &&Waiting| known.owed.is_some_and(|owed| now - owed > ANSWER_WITHIN);
        if let Some(late) = self.waiting.iter().find(owed) {
            let what = format!("no answer to {:?} within a minute", late.frame.command);
            self.violation(what.chars().take(200).collect());
            self.lost();
        } else if self.gateways.are_several() && self.is_silent(now) {
            self.leave();
        }
    }

    /// Whether the gateway owes something, and has said nothing for too long.
    fn is_silent(&self, now: Instant) -> bool {
        let Some(line) = &self.line else { return false };
        let asked = match line.welcome {
            Welcome::Awaited => Some(line.heard),
            // A run is answered when it has been judged.
            Welcome::Resuming(_) => self
                .waiting
                .iter()
                .filter(|known| !matches!(known.frame.command, ClientCommand::Run(_)))
                .filter_map(|known| known.sent)
                .min(),
        };
        asked.is_some_and(|asked| now - asked.max(line.heard) > PATIENCE)
    }

    /// The connection broke: another one is had, after a pause.
    fn lost(&mut self) {
        self.end_line();
        self.gateways.move_on(&mut self.dice);
    }

    /// Leaves a gateway that is silent. It still owes its answers.
    fn leave(&mut self) {
        self.drop_line();
        self.gateways.move_on(&mut self.dice);
    }

    /// Who was asked owes no answers any more: everything is asked anew.
    fn end_line(&mut self) {
        self.drop_line();
        for known in &mut self.waiting {
            known.owed = None;
        }
    }

    fn drop_line(&mut self) {
        if self.line.take().is_some() {
            self.witness.reconnects += 1;
            self.away.get_or_insert_with(clock::now);
        }
        // What was followed or unfollowed was so on that connection alone.
        self.waiting.retain(|known| {
            !matches!(
                known.frame.command,
                ClientCommand::Follow(_) | ClientCommand::Unfollow { .. }
            )
        });
        for known in &mut self.waiting {
            known.sent = None;
        }
    }

    /// The topic goes on where the last connection ended, or is not wanted any more.
    fn goes_on(&mut self, topic: &str) {
        let welcome = self.line.as_mut().map(|line| &mut line.welcome);
        let Some(Welcome::Resuming(missing)) = welcome else {
            return;
        };
        missing.remove(topic);
        if missing.is_empty()
            && let Some(away) = self.away.take()
        {
            let took = millis(away.elapsed());
            self.witness.latencies.resumed.push(took);
        }
    }
}

pub(crate) fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}
