//! One player's connection: it comes back after every break, resumes each topic by version and sends again what was not
//! answered, with the same ids.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use arena_edge::protocol::client::{ClientCommand, ClientFrame, Follow};
use arena_edge::protocol::codec::Format;
use arena_edge::protocol::server::{AckData, Answer, Refusal, ServerFrame, TopicFrame};
use arena_rules::ids::{PlayerId, command_id, named_id};
use rand::Rng;
use rand::rngs::StdRng;
use tokio::sync::mpsc::UnboundedSender;
use uuid::Uuid;

use crate::clock;
use crate::door::{Door, Failure, LoggedIn};
use crate::run::AckLine;
use crate::sight::Witness;
use crate::wire::{Greeting, Heard, Refused, Wire};

/// The longest wait between two attempts to connect.
const BACKOFF_MS: u64 = 1_000;
/// A command without an answer for so long on one connection is a fault of the server.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);
/// Codes after which the same command is sent again with the same id.
const AGAIN: &[&str] = &[
    "busy",
    "judge-busy",
    "unavailable",
    "judge-unavailable",
    "rate-limited",
];
/// How often a topic that is not there yet is asked for again.
const FOLLOW_AGAIN: Duration = Duration::from_millis(200);

pub(crate) struct Hands {
    door: Door,
    socket_url: String,
    format: Format,
    login: LoggedIn,
    wire: Option<Wire>,
    attempts: u32,
    next_attempt: Instant,
    topics: BTreeMap<String, Following>,
    waiting: Vec<Waiting>,
    acks: UnboundedSender<AckLine>,
    dice: StdRng,
    /// No connection will be had any more.
    pub(crate) dead: bool,
    pub(crate) witness: Witness,
}

/// A followed topic: the last version, and since when it is followed live.
struct Following {
    version: u64,
    since_ms: i64,
}

struct Waiting {
    frame: ClientFrame,
    first: Instant,
    sent: Option<Instant>,
    not_before: Instant,
}

/// What the player is told.
#[derive(Debug)]
pub(crate) enum Told {
    Event(Box<TopicFrame>),
    Hidden { topic: String, v: u64 },
    Ack(ClientCommand),
    Reject(ClientCommand, Uuid, Refusal),
}

impl Hands {
    pub(crate) fn new(
        door: Door,
        login: LoggedIn,
        format: Format,
        acks: UnboundedSender<AckLine>,
        dice: StdRng,
    ) -> anyhow::Result<Self> {
        let player = login.player.player_id;
        let session = Following {
            version: 0,
            since_ms: 0,
        };
        Ok(Self {
            socket_url: door.socket_url()?,
            door,
            format,
            wire: None,
            attempts: 0,
            next_attempt: clock::now(),
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
        })
    }

    pub(crate) fn me(&self) -> Uuid {
        self.login.player.player_id
    }

    pub(crate) fn violation(&mut self, what: String) {
        let me = self.me();
        self.witness.violations.push(format!("player {me}: {what}"));
    }

    /// Sends a command; it is answered by [`Told::Ack`] or [`Told::Reject`], however often the connection breaks.
    pub(crate) async fn send(&mut self, command: ClientCommand) -> Uuid {
        let id = Uuid::now_v7();
        self.push(ClientFrame { id, command }, Duration::ZERO);
        self.flush().await;
        id
    }

    /// Follows `topic` from after `version`.
    pub(crate) async fn follow(&mut self, topic: &str, version: u64) {
        let following = Following {
            version,
            since_ms: i64::MAX,
        };
        self.topics.insert(topic.to_owned(), following);
        if self.wire.is_some() {
            self.ask_for(topic);
            self.flush().await;
        }
    }

    pub(crate) async fn unfollow(&mut self, topic: &str) {
        if self.topics.remove(topic).is_some() {
            let topic = topic.to_owned();
            self.send(ClientCommand::Unfollow { topic }).await;
        }
    }

    /// The last version that was seen of `topic`.
    pub(crate) fn version(&self, topic: &str) -> u64 {
        self.topics.get(topic).map_or(0, |known| known.version)
    }

    /// Breaks the connection off, as a lost network would.
    pub(crate) fn hang_up(&mut self) {
        self.wire = None;
        self.attempts = 0;
        self.next_attempt = clock::now();
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

    /// Submits over HTTP, again and again with one key until it is answered.
    pub(crate) async fn submit_over_http(
        &mut self,
        key: Uuid,
        body: &serde_json::Value,
        until: Instant,
    ) -> Result<(), String> {
        let start = clock::now();
        while clock::now() < until {
            let answer = self.door.submit(&self.login.access_token, key, body).await;
            match answer {
                Ok(submitted) => {
                    if submitted.submission_id != command_id(PlayerId(self.me()), key) {
                        self.violation(format!("submission {key} got a foreign id"));
                    }
                    self.record(key, &submitted.topic, submitted.v);
                    let took = millis(start.elapsed());
                    self.witness.latencies.ack.push(took);
                    return Ok(());
                }
                Err(Failure::Problem { status: 401, .. }) => self.refresh().await,
                Err(Failure::Problem { code, .. }) if !AGAIN.contains(&code.as_str()) => {
                    return Err(code);
                }
                Err(Failure::Problem { .. } | Failure::Unreachable) => {
                    let pause = self.dice.random_range(20..=BACKOFF_MS / 2);
                    tokio::time::sleep(Duration::from_millis(pause)).await;
                }
            }
        }
        Err("unavailable".to_owned())
    }

    /// What comes next before `until`. Cancel safe between connections only.
    pub(crate) async fn next(&mut self, until: Instant) -> Option<Told> {
        loop {
            if self.dead || clock::now() >= until {
                return None;
            }
            if self.wire.is_none() {
                let wake = self.next_attempt.min(until);
                tokio::time::sleep_until(wake.into()).await;
                if clock::now() < until {
                    self.connect().await;
                }
                continue;
            }
            self.flush().await;
            let due = self.waiting.iter().filter(|known| known.sent.is_none());
            let due = due.map(|known| known.not_before).min().unwrap_or(until);
            let Some(wire) = &mut self.wire else { continue };
            let heard = tokio::select! {
                heard = wire.hear() => heard,
                () = tokio::time::sleep_until(due.min(until).into()) => continue,
            };
            if let Some(told) = self.heard(heard).await {
                return Some(told);
            }
        }
    }

    async fn connect(&mut self) {
        self.attempts += 1;
        let cap = BACKOFF_MS.min(25 << self.attempts.min(8));
        let pause = Duration::from_millis(self.dice.random_range(5..=cap));
        self.next_attempt = clock::now() + pause;
        let greeting = if self.dice.random_bool(0.5) {
            Greeting::Header
        } else {
            Greeting::Frame
        };
        let token = self.login.access_token.clone();
        match Wire::connect(&self.socket_url, self.format, &token, greeting).await {
            Ok(wire) => self.wire = Some(wire),
            Err(Refused::Status(401)) => self.refresh().await,
            Err(Refused::Status(status)) if status < 429 => {
                self.violation(format!("the socket was refused with {status}"));
                self.dead = true;
            }
            Err(Refused::Status(_) | Refused::Unreachable) => {}
        }
    }

    async fn refresh(&mut self) {
        match self.door.refresh().await {
            Ok(login) => self.login = login,
            Err(Failure::Unreachable) => {}
            Err(Failure::Problem { status, .. }) if status >= 429 => {}
            Err(Failure::Problem { status, code }) => {
                self.violation(format!("the login was lost: {status} {code}"));
                self.dead = true;
            }
        }
    }

    fn push(&mut self, frame: ClientFrame, after: Duration) {
        let now = clock::now();
        self.waiting.push(Waiting {
            frame,
            first: now,
            sent: None,
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
        let Some(wire) = &mut self.wire else { return };
        if self.attempts > 0 {
            return;
        }
        let mut broken = false;
        for known in &mut self.waiting {
            if known.sent.is_none() && known.not_before <= now {
                if wire.send(&known.frame).await.is_err() {
                    broken = true;
                    break;
                }
                known.sent = Some(now);
            }
        }
        let late = self
            .waiting
            .iter()
            .find(|known| known.sent.is_some_and(|sent| now - sent > ANSWER_WITHIN));
        if let Some(late) = late {
            let what = format!("no answer to {:?} within a minute", late.frame.command);
            self.violation(what.chars().take(200).collect());
            broken = true;
        }
        if broken {
            self.hang_up();
        }
    }

    async fn heard(&mut self, heard: Heard) -> Option<Told> {
        match heard {
            Heard::Frame(frame) => self.frame(*frame).await,
            Heard::Foreign(text) => {
                let text: String = text.chars().take(200).collect();
                self.violation(format!("a frame outside the protocol: {text}"));
                None
            }
            Heard::Closed(code) => {
                self.lost();
                match code {
                    4401 => self.refresh().await,
                    4500.. => {
                        self.violation(format!("closed for good with {code}"));
                        self.dead = true;
                    }
                    _ => {}
                }
                None
            }
            Heard::Gone => {
                self.lost();
                None
            }
        }
    }

    fn lost(&mut self) {
        let attempts = self.attempts;
        self.hang_up();
        self.attempts = attempts;
        self.witness.reconnects += 1;
        let cap = BACKOFF_MS.min(25 << attempts.min(8));
        let pause = self.dice.random_range(5..=cap);
        self.next_attempt = clock::now() + Duration::from_millis(pause);
    }

    async fn frame(&mut self, frame: ServerFrame) -> Option<Told> {
        match frame {
            ServerFrame::Welcome(_) => {
                self.attempts = 0;
                let topics: Vec<String> = self.topics.keys().cloned().collect();
                for topic in topics {
                    self.ask_for(&topic);
                }
                self.flush().await;
                None
            }
            ServerFrame::Topic(frame) => self
                .advance(&frame.topic, frame.v, Some(frame.at_ms))
                .then(|| Told::Event(Box::new(frame))),
            ServerFrame::Hidden(frame) => {
                self.advance(&frame.topic, frame.v, None)
                    .then_some(Told::Hidden {
                        topic: frame.topic,
                        v: frame.v,
                    })
            }
            ServerFrame::Answer(Answer::Ack { id, data }) => self.acknowledged(id, data),
            ServerFrame::Answer(Answer::Reject { id, data }) => self.rejected(id, data),
        }
    }

    /// Whether the event is the topic's next one.
    fn advance(&mut self, topic: &str, v: u64, at_ms: Option<i64>) -> bool {
        let Some(known) = self.topics.get_mut(topic) else {
            // Under way when it was unfollowed.
            return false;
        };
        let expected = known.version + 1;
        let live = at_ms.filter(|at_ms| *at_ms > known.since_ms);
        known.version = v;
        if v != expected {
            self.violation(format!("{topic}: version {expected} was due, {v} came"));
        }
        if let Some(at_ms) = live {
            let late = clock::epoch_ms() - at_ms;
            let late = u64::try_from(late).unwrap_or(0);
            self.witness.latencies.delivery.push(late);
        }
        true
    }

    fn acknowledged(&mut self, id: Uuid, data: Option<AckData>) -> Option<Told> {
        let index = self.waiting.iter().position(|known| known.frame.id == id)?;
        let known = self.waiting.remove(index);
        match &known.frame.command {
            ClientCommand::Follow(follow) => {
                if let Some(topic) = self.topics.get_mut(&follow.topic) {
                    topic.since_ms = clock::epoch_ms();
                }
                return None;
            }
            ClientCommand::Unfollow { .. } | ClientCommand::Run(_) => {}
            _ => self
                .witness
                .latencies
                .ack
                .push(millis(known.first.elapsed())),
        }
        if let Some(AckData::Stored { topic, v }) = data {
            self.record(id, &topic, v);
        }
        Some(Told::Ack(known.frame.command))
    }

    fn record(&mut self, id: Uuid, topic: &str, version: u64) {
        // A battle's stream has the battle's id, a session's one made of its name.
        let battle = topic.strip_prefix("battle/");
        let stream = match battle {
            Some(battle) => Uuid::parse_str(battle).ok(),
            None => Some(named_id(topic)),
        };
        let Some(stream) = stream else {
            self.violation(format!("an ack of the topic {topic}"));
            return;
        };
        let command = command_id(PlayerId(self.me()), id);
        let line = AckLine {
            stream,
            version,
            command,
        };
        // Nobody collects them once the run is over.
        self.acks.send(line).ok();
    }

    fn rejected(&mut self, id: Option<Uuid>, refusal: Refusal) -> Option<Told> {
        *self
            .witness
            .rejects
            .entry(refusal.code.clone())
            .or_default() += 1;
        let found = self
            .waiting
            .iter()
            .position(|known| Some(known.frame.id) == id);
        let Some(index) = found else {
            if refusal.code != "token-expired" {
                let Refusal { code, message, .. } = refusal;
                self.violation(format!(
                    "a reject of nothing that was sent: {code} {message}"
                ));
            }
            return None;
        };
        let again = AGAIN.contains(&refusal.code.as_str());
        if again {
            let wait = Duration::from_millis(refusal.retry_after_ms.unwrap_or(200).min(2_000));
            let known = &mut self.waiting[index];
            known.sent = None;
            known.not_before = clock::now() + wait;
            return None;
        }
        let known = self.waiting.remove(index);
        if let ClientCommand::Follow(follow) = &known.frame.command {
            let followed = self.topics.contains_key(&follow.topic);
            if followed && refusal.code == "no-such-battle" {
                let again = ClientFrame {
                    id: Uuid::now_v7(),
                    command: known.frame.command.clone(),
                };
                self.push(again, FOLLOW_AGAIN);
            } else if followed {
                let Follow { topic, after } = follow;
                let code = refusal.code;
                self.violation(format!("{topic} after {after} was refused: {code}"));
            }
            return None;
        }
        Some(Told::Reject(known.frame.command, known.frame.id, refusal))
    }
}

pub(crate) fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}
