//! A player who says what he should not.

use std::time::Duration;

use arena_edge::protocol::codec::Format;
use arena_edge::protocol::server::{Answer, ServerEvent, ServerFrame, TopicFrame};
use arena_simulations::door::{Door, LoggedIn};
use arena_simulations::wire::{Greeting, Heard, Wire};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

use crate::support::Arena;

const PATIENCE: Duration = Duration::from_secs(60);
/// Where every refusal is said what it means.
const DOCUMENTATION: &str = include_str!("../../../gateway/edge/PROTOCOL.md");

pub(crate) struct Client {
    pub(crate) door: Door,
    pub(crate) login: LoggedIn,
    pub(crate) wire: Wire,
    format: Format,
    events: Vec<TopicFrame>,
}

impl Client {
    pub(crate) async fn enter(arena: &Arena, format: Format) -> Self {
        let door = Door::new(&arena.url()).unwrap();
        let login = door.guest().await.unwrap();
        let wire = connect(&door, format, &login).await;
        let mut client = Self {
            door,
            login,
            wire,
            format,
            events: Vec::new(),
        };
        client.welcomed().await;
        client
    }

    /// Leaves the connection that he has and makes a new one.
    pub(crate) async fn come_back(&mut self) {
        self.wire = connect(&self.door, self.format, &self.login).await;
        self.welcomed().await;
    }

    async fn welcomed(&mut self) {
        while !matches!(self.frame().await, ServerFrame::Welcome(_)) {}
    }

    pub(crate) fn me(&self) -> Uuid {
        self.login.player.player_id
    }

    pub(crate) fn token(&self) -> &str {
        &self.login.access_token
    }

    pub(crate) async fn frame(&mut self) -> ServerFrame {
        match self.hear().await {
            Heard::Frame(frame) => {
                if let ServerFrame::Topic(event) = &*frame {
                    self.events.push(event.clone());
                }
                *frame
            }
            other => panic!("{other:?}"),
        }
    }

    /// The code that the server closes the connection with.
    pub(crate) async fn closed(&mut self) -> u16 {
        loop {
            match self.hear().await {
                Heard::Frame(_) => {}
                Heard::Closed(code) => return code,
                other => panic!("{other:?}"),
            }
        }
    }

    async fn hear(&mut self) -> Heard {
        let heard = tokio::time::timeout(PATIENCE, self.wire.hear());
        heard.await.unwrap()
    }

    /// The code of the next answer, which is documented; `ack` for an acceptance.
    pub(crate) async fn answer(&mut self) -> String {
        loop {
            match self.frame().await {
                ServerFrame::Answer(Answer::Ack { .. }) => return "ack".to_owned(),
                ServerFrame::Answer(Answer::Reject { data, .. }) => {
                    documented(&data.code);
                    return data.code;
                }
                ServerFrame::Topic(_) | ServerFrame::Hidden(_) | ServerFrame::Welcome(_) => {}
            }
        }
    }

    pub(crate) async fn say(&mut self, event: &str, data: Value) -> String {
        let frame = json!({ "id": Uuid::new_v4(), "event": event, "data": data });
        self.say_value(&frame).await
    }

    pub(crate) async fn say_value(&mut self, frame: &Value) -> String {
        self.wire.send_value(frame).await.unwrap();
        self.answer().await
    }

    pub(crate) async fn say_raw(&mut self, message: Message) -> String {
        self.wire.send_raw(message).await.unwrap();
        self.answer().await
    }

    /// Posts a body of any kind; the status and the code, which is documented.
    pub(crate) async fn post(&self, token: &str, body: Vec<u8>) -> (u16, String) {
        // A body that is too long is answered before it is read, and the connection closed: when the
        // writing fails before the answer is seen, it is asked again.
        let mut tries = 0;
        let (status, code) = loop {
            let (path, kind) = ("/api/execute/submit", "application/json");
            match self.door.raw(path, Some(token), kind, body.clone()).await {
                Ok(answered) => break answered,
                Err(error) => {
                    tries += 1;
                    assert!(tries < 10, "{error}");
                }
            }
        };
        if status >= 400 {
            documented(&code);
        }
        (status, code)
    }

    pub(crate) async fn submit(&self, body: &Value) -> (u16, String) {
        self.post(self.token(), body.to_string().into_bytes()).await
    }

    pub(crate) async fn until(
        &mut self,
        mut wanted: impl FnMut(&ServerEvent) -> bool,
    ) -> TopicFrame {
        let mut looked = 0;
        loop {
            let found = self.events[looked..]
                .iter()
                .find(|frame| wanted(&frame.event));
            if let Some(found) = found {
                return found.clone();
            }
            looked = self.events.len();
            self.frame().await;
        }
    }

    pub(crate) async fn follow(&mut self, battle: Uuid, after: u64) {
        let follow = json!({ "topic": format!("battle/{battle}"), "after": after });
        while self.say("topic:follow", follow.clone()).await == "no-such-battle" {}
    }

    async fn find_match(&mut self) {
        let session = format!("session/{}", self.me());
        let follow = json!({ "topic": session, "after": 0 });
        assert_eq!(self.say("topic:follow", follow).await, "ack");
        let join = json!({ "difficulty": "easy", "mode": "1v1" });
        assert_eq!(self.say("matchmaking:join", join).await, "ack");
    }

    async fn enter_battle(&mut self) -> Uuid {
        let found = self
            .until(|event| matches!(event, ServerEvent::MatchFound { .. }))
            .await;
        let ServerEvent::MatchFound { battle_id, .. } = found.event else {
            panic!()
        };
        self.follow(battle_id, 0).await;
        let ready = self.say("battle:ready", json!({ "battleId": battle_id }));
        assert_eq!(ready.await, "ack");
        battle_id
    }
}

async fn connect(door: &Door, format: Format, login: &LoggedIn) -> Wire {
    let url = door.socket_url().unwrap();
    let wire = Wire::connect(&url, format, &login.access_token, Greeting::Header);
    wire.await.unwrap()
}

/// Brings both into a battle that runs.
pub(crate) async fn battle(one: &mut Client, two: &mut Client) -> Uuid {
    one.find_match().await;
    two.find_match().await;
    let battle = one.enter_battle().await;
    assert_eq!(two.enter_battle().await, battle);
    for client in [one, two] {
        client
            .until(|event| matches!(event, ServerEvent::Started { .. }))
            .await;
    }
    battle
}

fn documented(code: &str) {
    assert!(
        DOCUMENTATION.contains(&format!("`{code}`")),
        "{code} is not in the protocol's documentation"
    );
}
