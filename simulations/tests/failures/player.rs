//! A player by hand: says one thing at a time, wherever the test wants it, and checks that what is told comes once and in order.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use arena_edge::protocol::codec::Format;
use arena_edge::protocol::server::{AckData, Answer, ServerEvent, ServerFrame, TopicFrame};
use arena_rules::ids::{PlayerId, command_id};
use arena_simulations::clock;
use arena_simulations::door::{Door, LoggedIn};
use arena_simulations::run::AckLine;
use arena_simulations::wire::{Greeting, Heard, Wire};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use uuid::Uuid;

/// Far more than anything takes.
const PATIENCE: Duration = Duration::from_secs(90);
const MOMENT: Duration = Duration::from_millis(200);
const TRY_AGAIN: Duration = Duration::from_millis(20);
/// What a refusal tells a client to wait.
const RETRY_AFTER: Duration = Duration::from_millis(200);
/// What a client sends again with the same id, as the protocol says.
const AGAIN: [&str; 4] = ["unavailable", "busy", "judge-busy", "judge-unavailable"];

pub(crate) struct Player {
    pub(crate) login: LoggedIn,
    /// Where to connect to; the next one if that one is away.
    urls: Vec<String>,
    line: Option<Line>,
    /// Which connection it is, and on which each command was sent last.
    connection: u32,
    sent: BTreeMap<Uuid, u32>,
    /// The last version of each followed topic.
    topics: BTreeMap<String, u64>,
    events: Vec<TopicFrame>,
    answers: BTreeMap<Uuid, Said>,
    acks: Vec<AckLine>,
    /// Connections that ended, by how: 0 is without a word.
    pub(crate) closed: Vec<u16>,
}

/// A connection, listened to all the time: it answers pings whatever the test waits for.
struct Line {
    orders: UnboundedSender<Value>,
    heard: UnboundedReceiver<Heard>,
}

impl Line {
    fn over(mut wire: Wire) -> Self {
        let (orders, mut ordered) = unbounded_channel::<Value>();
        let (hears, heard) = unbounded_channel();
        tokio::spawn(async move {
            loop {
                let said = tokio::select! {
                    order = ordered.recv() => {
                        // None if the player has left.
                        let Some(frame) = order else { return };
                        if wire.send_value(&frame).await.is_ok() {
                            continue;
                        }
                        Heard::Gone
                    }
                    said = wire.hear() => said,
                };
                let ended = matches!(said, Heard::Closed(_) | Heard::Gone);
                if hears.send(said).is_err() || ended {
                    return;
                }
            }
        });
        Self { orders, heard }
    }
}

/// The answer to a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// With the version after it, if it is a topic's.
    Ack(Option<u64>),
    Reject(String),
}

/// A command as it is sent, and sent again.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) id: Uuid,
    frame: Value,
}

impl Order {
    pub(crate) fn new(event: &str, data: Value) -> Self {
        let id = Uuid::now_v7();
        let frame = json!({ "id": id, "event": event, "data": data });
        Self { id, frame }
    }

    pub(crate) fn say(battle: Uuid, text: &str) -> Self {
        Self::new("chat:say", json!({ "battleId": battle, "text": text }))
    }
}

impl Player {
    pub(crate) async fn enter(urls: &[String]) -> Self {
        let start = clock::now();
        let login = loop {
            match Door::new(&urls[0]).unwrap().guest().await {
                Ok(login) => break login,
                Err(failure) => assert!(start.elapsed() < PATIENCE, "{failure}"),
            }
            tokio::time::sleep(TRY_AGAIN).await;
        };
        let session = format!("session/{}", login.player.player_id);
        let mut player = Self {
            login,
            urls: urls.to_vec(),
            line: None,
            connection: 0,
            sent: BTreeMap::new(),
            topics: BTreeMap::from([(session, 0)]),
            events: Vec::new(),
            answers: BTreeMap::new(),
            acks: Vec::new(),
            closed: Vec::new(),
        };
        player.connect().await;
        player
    }

    pub(crate) fn me(&self) -> Uuid {
        self.login.player.player_id
    }

    /// Leaves where it is, and resumes at one of these.
    pub(crate) async fn move_to(&mut self, urls: &[String]) {
        self.urls = urls.to_vec();
        self.line = None;
        self.connect().await;
    }

    /// Connects to the first that lets it in, and resumes every topic by version.
    pub(crate) async fn connect(&mut self) {
        let start = clock::now();
        while self.line.is_none() {
            let door = Door::new(&self.urls[0]).unwrap();
            let (url, token) = (door.socket_url().unwrap(), self.login.access_token.clone());
            let wire = Wire::connect(&url, Format::Json, &token, Greeting::Header);
            let connected = tokio::time::timeout(Duration::from_secs(5), wire).await;
            match connected {
                Ok(Ok(wire)) => {
                    self.line = Some(Line::over(wire));
                    self.connection += 1;
                }
                Ok(Err(_)) | Err(_) => {
                    self.urls.rotate_left(1);
                    assert!(start.elapsed() < PATIENCE, "nobody lets the player in");
                    tokio::time::sleep(TRY_AGAIN).await;
                    continue;
                }
            }
            let topics: Vec<(String, u64)> = self.topics.clone().into_iter().collect();
            for (topic, after) in topics {
                self.follow(&topic, after).await;
            }
        }
    }

    /// Follows a topic from after a version, and asks again while it is not there yet.
    pub(crate) async fn follow(&mut self, topic: &str, after: u64) {
        self.topics.insert(topic.to_owned(), after);
        loop {
            let after = self.topics[topic];
            let order = Order::new("topic:follow", json!({ "topic": topic, "after": after }));
            match self.answer(&order).await {
                Some(Said::Reject(code)) if code == "no-such-battle" => {}
                Some(Said::Reject(code)) if AGAIN.contains(&code.as_str()) => {}
                Some(Said::Reject(code)) => panic!("{topic} after {after}: {code}"),
                // Gone: whoever connects again follows again.
                Some(Said::Ack(_)) | None => return,
            }
            tokio::time::sleep(TRY_AGAIN).await;
        }
    }

    /// Sends a command on the connection that there is, and waits for nothing.
    pub(crate) fn send(&mut self, order: &Order) {
        if let Some(line) = &self.line {
            self.sent.insert(order.id, self.connection);
            // How it ended is still to be heard.
            line.orders.send(order.frame.clone()).ok();
        }
    }

    /// The answer on the connection that there is; none if it ends before.
    pub(crate) async fn answer(&mut self, order: &Order) -> Option<Said> {
        self.answers.remove(&order.id);
        self.send(order);
        self.heard(order).await
    }

    /// Waits for the answer to what was sent before; none if that connection has ended.
    pub(crate) async fn heard(&mut self, order: &Order) -> Option<Said> {
        let start = clock::now();
        loop {
            if let Some(said) = self.answers.remove(&order.id) {
                return Some(said);
            }
            self.line.as_ref()?;
            if self.sent.get(&order.id) != Some(&self.connection) {
                return None;
            }
            assert!(start.elapsed() < PATIENCE, "{order:?} is never answered");
            self.hear().await;
        }
    }

    /// What a client does with a command: sends it with the same id until it is answered, on one connection after the
    /// other.
    pub(crate) async fn done(&mut self, order: &Order) -> Done {
        let start = clock::now();
        let mut refused = 0;
        loop {
            self.connect().await;
            match self.answer(order).await {
                Some(Said::Ack(_)) => {
                    let took = start.elapsed();
                    return Done { refused, took };
                }
                Some(Said::Reject(code)) if AGAIN.contains(&code.as_str()) => {
                    refused += 1;
                    tokio::time::sleep(RETRY_AFTER).await;
                }
                Some(Said::Reject(code)) => panic!("{order:?}: {code}"),
                None => {}
            }
            assert!(start.elapsed() < PATIENCE, "{order:?} is never answered");
            tokio::time::sleep(TRY_AGAIN).await;
        }
    }

    /// The first event of any followed topic that is `wanted`, also of those that were heard before; the connection is made
    /// again if it ends.
    pub(crate) async fn until(
        &mut self,
        mut wanted: impl FnMut(&ServerEvent) -> bool,
    ) -> TopicFrame {
        let (start, mut looked) = (clock::now(), 0);
        loop {
            let mut fresh = self.events[looked..].iter();
            if let Some(found) = fresh.find(|frame| wanted(&frame.event)) {
                return found.clone();
            }
            looked = self.events.len();
            assert!(start.elapsed() < PATIENCE, "{:?}", self.events.last());
            self.connect().await;
            self.hear().await;
        }
    }

    /// Waits until a line of the battle's talk is told.
    pub(crate) async fn hears(&mut self, said: &str) {
        self.until(|event| matches!(event, ServerEvent::Said { text, .. } if text == said))
            .await;
    }

    /// How often a line of the battle's talk was told.
    pub(crate) fn heard_say(&self, said: &str) -> usize {
        let is = |frame: &&TopicFrame| matches!(&frame.event, ServerEvent::Said { text, .. } if text == said);
        self.events.iter().filter(is).count()
    }

    /// Takes the next frame, or the end of the connection; waits no longer than a moment.
    pub(crate) async fn hear(&mut self) {
        let Some(line) = &mut self.line else { return };
        let heard = tokio::time::timeout(MOMENT, line.heard.recv()).await;
        let frame = match heard {
            Err(_) => return,
            Ok(Some(Heard::Frame(frame))) => *frame,
            Ok(Some(Heard::Foreign(text))) => panic!("outside the protocol: {text}"),
            Ok(Some(Heard::Closed(code))) => {
                self.line = None;
                self.closed.push(code);
                assert!(code < 4500, "closed for good with {code}");
                return;
            }
            Ok(Some(Heard::Gone) | None) => {
                self.line = None;
                self.closed.push(0);
                return;
            }
        };
        match frame {
            ServerFrame::Welcome(_) => {}
            ServerFrame::Topic(frame) => {
                self.advance(&frame.topic, frame.v);
                self.events.push(frame);
            }
            ServerFrame::Hidden(frame) => self.advance(&frame.topic, frame.v),
            ServerFrame::Answer(Answer::Ack { id, data }) => {
                let version = match data {
                    Some(AckData::Stored { topic, v }) => {
                        self.keep(id, &topic, v);
                        Some(v)
                    }
                    Some(AckData::Ran(_)) | None => None,
                };
                self.answers.insert(id, Said::Ack(version));
            }
            ServerFrame::Answer(Answer::Reject { id, data }) => {
                let id = id.unwrap_or_else(|| panic!("a reject of nothing: {data:?}"));
                self.answers.insert(id, Said::Reject(data.code));
            }
        }
    }

    /// Each version once, in order, whatever happened between.
    fn advance(&mut self, topic: &str, v: u64) {
        let known = self.topics.get_mut(topic);
        let known = known.unwrap_or_else(|| panic!("{topic} is not followed"));
        assert_eq!(v, *known + 1, "{topic}");
        *known = v;
    }

    fn keep(&mut self, id: Uuid, topic: &str, version: u64) {
        let stream = match topic.strip_prefix("battle/") {
            Some(battle) => Uuid::parse_str(battle).unwrap(),
            None => arena_rules::ids::named_id(topic),
        };
        let command = command_id(PlayerId(self.me()), id);
        self.acks.push(AckLine {
            stream,
            version,
            command,
        });
    }
}

/// A command that was done.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Done {
    /// How often it was answered that it could not be done now.
    pub(crate) refused: usize,
    pub(crate) took: Duration,
}

/// Brings both into a battle that runs, and gives it.
pub(crate) async fn battle(one: &mut Player, two: &mut Player) -> Uuid {
    let join = json!({ "difficulty": "easy", "mode": "1v1" });
    for player in [&mut *one, &mut *two] {
        let order = Order::new("matchmaking:join", join.clone());
        player.done(&order).await;
    }
    let mut battle = Uuid::nil();
    for player in [&mut *one, &mut *two] {
        let found = player.until(|event| matches!(event, ServerEvent::MatchFound { .. }));
        if let ServerEvent::MatchFound { battle_id, .. } = found.await.event {
            battle = battle_id;
        }
        player.follow(&format!("battle/{battle}"), 0).await;
        let ready = Order::new("battle:ready", json!({ "battleId": battle }));
        player.done(&ready).await;
    }
    for player in [one, two] {
        let started = |event: &ServerEvent| matches!(event, ServerEvent::Started { battle_id, .. } if *battle_id == battle);
        player.until(started).await;
    }
    battle
}

/// Ends the battle: `loser` gives up, both are told.
pub(crate) async fn give_up(battle: Uuid, loser: &mut Player, winner: &mut Player) {
    let order = Order::new("battle:give-up", json!({ "battleId": battle }));
    loser.done(&order).await;
    for player in [loser, &mut *winner] {
        player.is_finished(battle).await;
    }
}

impl Player {
    pub(crate) async fn is_finished(&mut self, battle: Uuid) {
        self.until(
            |event| matches!(event, ServerEvent::Finished { battle_id, .. } if *battle_id == battle),
        )
        .await;
    }
}

/// Writes down what the players were told was done, for `arena events verify --acks`.
pub(crate) fn write_acks(path: &Path, players: &[&Player]) {
    let mut file = std::fs::File::create(path).unwrap();
    for ack in players.iter().flat_map(|player| &player.acks) {
        serde_json::to_writer(&mut file, ack).unwrap();
        file.write_all(b"\n").unwrap();
    }
}
