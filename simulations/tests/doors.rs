//! Bad input against the real server: each gets its documented error, and the connection and the battle live on.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::time::Duration;

use arena_edge::protocol::codec::Format;
use arena_edge::protocol::server::{Answer, ServerEvent, ServerFrame, TopicFrame};
use arena_simulations::clock;
use arena_simulations::door::{Door, LoggedIn};
use arena_simulations::wire::{Greeting, Heard, Refused, Wire};
use serde_json::{Value, json};
use support::Arena;
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

const PATIENCE: Duration = Duration::from_secs(60);
/// Sockets of a login that has ended close within this time.
const LOGOUT_WITHIN: Duration = Duration::from_secs(5);
const CODE_BYTES: usize = 256 * 1024;

struct Client {
    door: Door,
    login: LoggedIn,
    wire: Wire,
    events: Vec<TopicFrame>,
}

impl Client {
    async fn enter(arena: &Arena, format: Format) -> Self {
        let door = Door::new(&arena.url()).unwrap();
        let login = door.guest().await.unwrap();
        let url = door.socket_url().unwrap();
        let wire = Wire::connect(&url, format, &login.access_token, Greeting::Header);
        let mut client = Self {
            wire: wire.await.unwrap(),
            door,
            login,
            events: Vec::new(),
        };
        client.welcomed().await;
        client
    }

    async fn welcomed(&mut self) {
        while !matches!(self.frame().await, ServerFrame::Welcome(_)) {}
    }

    fn me(&self) -> Uuid {
        self.login.player.player_id
    }

    async fn frame(&mut self) -> ServerFrame {
        match tokio::time::timeout(PATIENCE, self.wire.hear())
            .await
            .unwrap()
        {
            Heard::Frame(frame) => {
                if let ServerFrame::Topic(event) = &*frame {
                    self.events.push(event.clone());
                }
                *frame
            }
            other => panic!("{other:?}"),
        }
    }

    /// The code of the answer; `ack` for an acceptance.
    async fn answer(&mut self) -> String {
        loop {
            match self.frame().await {
                ServerFrame::Answer(Answer::Ack { .. }) => return "ack".to_owned(),
                ServerFrame::Answer(Answer::Reject { data, .. }) => return data.code,
                _ => {}
            }
        }
    }

    async fn say(&mut self, event: &str, data: Value) -> String {
        let frame = json!({ "id": Uuid::new_v4(), "event": event, "data": data });
        self.wire.send_value(&frame).await.unwrap();
        self.answer().await
    }

    async fn raw(&mut self, message: Message) -> String {
        self.wire.send_raw(message).await.unwrap();
        self.answer().await
    }

    async fn until(&mut self, mut wanted: impl FnMut(&ServerEvent) -> bool) -> TopicFrame {
        let mut looked = 0;
        loop {
            if let Some(found) = self.events[looked..]
                .iter()
                .find(|frame| wanted(&frame.event))
            {
                return found.clone();
            }
            looked = self.events.len();
            self.frame().await;
        }
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
        let follow = json!({ "topic": format!("battle/{battle_id}"), "after": 0 });
        while self.say("topic:follow", follow.clone()).await == "no-such-battle" {}
        let ready = self
            .say("battle:ready", json!({ "battleId": battle_id }))
            .await;
        assert_eq!(ready, "ack");
        battle_id
    }
}

async fn battle(one: &mut Client, two: &mut Client) -> Uuid {
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

#[tokio::test(flavor = "multi_thread")]
async fn bad_frames_are_refused_by_name_and_the_connection_lives_on() {
    let arena = Arena::start(None).await;
    for format in [Format::Json, Format::Msgpack] {
        let mut client = Client::enter(&arena, format).await;
        let id = Uuid::new_v4();
        let other = Uuid::new_v4();
        let table = [
            (json!([]), "malformed-frame"),
            (json!({}), "malformed-frame"),
            (
                json!({ "id": 7, "event": "matchmaking:leave", "data": {} }),
                "malformed-frame",
            ),
            (
                json!({ "id": id, "event": "battle:fly", "data": {} }),
                "unknown-event",
            ),
            (
                json!({ "id": id, "event": "battle:ready", "data": {} }),
                "malformed-frame",
            ),
            (
                json!({ "id": id, "event": "battle:ready", "data": { "battleId": 3 } }),
                "malformed-frame",
            ),
            (
                json!({ "id": id, "event": "battle:ready", "data": { "battleId": other } }),
                "no-such-battle",
            ),
            (
                json!({ "id": id, "event": "matchmaking:join", "data": { "difficulty": "x", "mode": "1v1" } }),
                "invalid-join",
            ),
            (
                json!({ "id": id, "event": "topic:follow", "data": { "topic": "x", "after": 0 } }),
                "no-such-topic",
            ),
            (
                json!({ "id": id, "event": "topic:follow", "data": { "topic": format!("session/{other}"), "after": 0 } }),
                "forbidden-topic",
            ),
            (
                json!({ "id": id, "event": "session:authenticate", "data": { "token": "x" } }),
                "already-authenticated",
            ),
        ];
        for (frame, expected) in table {
            client.wire.send_value(&frame).await.unwrap();
            assert_eq!(client.answer().await, expected, "{frame}");
        }
        let (text, bytes) = (
            Message::text("{\"id\":"),
            Message::binary(vec![0xa2, 0xff, 0xfe]),
        );
        assert_eq!(client.raw(text).await, "malformed-frame");
        assert_eq!(client.raw(bytes).await, "malformed-frame");
        assert_eq!(
            client.say("matchmaking:leave", json!({})).await,
            "not-queued"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_submissions_are_refused_by_name_and_the_battle_lives_on() {
    let arena = Arena::start(None).await;
    let mut one = Client::enter(&arena, Format::Json).await;
    let mut two = Client::enter(&arena, Format::Msgpack).await;
    let mut stranger = Client::enter(&arena, Format::Json).await;
    let battle = battle(&mut one, &mut two).await;
    let code = |language: &str, code: &str| json!({ "battleId": battle, "language": language, "code": code });
    let large = "#".repeat(CODE_BYTES + 1);
    let table = [
        (code("python", ""), 422, "code-empty"),
        (code("python", &large), 413, "code-too-large"),
        (code("python", "a\0b"), 422, "code-has-nul"),
        (code("cobol", "x"), 422, "no-such-language"),
        (json!({ "battleId": battle }), 422, "invalid-body"),
    ];
    let token = one.login.access_token.clone();
    for (body, status, expected) in table {
        let short: String = body.to_string().chars().take(80).collect();
        let bytes = serde_json::to_vec(&body).unwrap();
        let door = &one.door;
        let answer = door.raw(
            "/api/execute/submit",
            Some(&token),
            "application/json",
            bytes,
        );
        assert_eq!(
            answer.await.unwrap(),
            (status, expected.to_owned()),
            "{short}"
        );
        if status != 422 || expected != "invalid-body" {
            assert_eq!(one.say("battle:submit", body).await, expected, "{short}");
        }
    }
    let door = &one.door;
    let huge = door.raw(
        "/api/execute/submit",
        Some(&token),
        "application/json",
        vec![b' '; 3 << 20],
    );
    assert_eq!(huge.await.unwrap().0, 413);
    let broken = door.raw(
        "/api/execute/submit",
        Some(&token),
        "application/json",
        vec![b'"', 0xff],
    );
    assert_eq!(broken.await.unwrap().0, 400);
    let body = serde_json::to_vec(&code("python", "x")).unwrap();
    let forged = door.raw(
        "/api/execute/submit",
        Some("e30.e30.e30"),
        "application/json",
        body,
    );
    assert_eq!(forged.await.unwrap().0, 401);

    let slow = code("python", "while True:\n    pass\n");
    assert_eq!(
        stranger.say("battle:submit", slow.clone()).await,
        "not-a-player"
    );
    assert_eq!(one.say("battle:submit", slow.clone()).await, "ack");
    assert_eq!(
        one.say("battle:submit", slow.clone()).await,
        "submission-pending"
    );
    let me = one.me();
    one.until(|event| matches!(event, ServerEvent::Judged { player_id, .. } if *player_id == me))
        .await;

    assert_eq!(
        two.say("battle:give-up", json!({ "battleId": battle }))
            .await,
        "ack"
    );
    one.until(|event| matches!(event, ServerEvent::Finished { .. }))
        .await;
    assert_eq!(one.say("battle:submit", slow).await, "battle-over");

    // Another connection reads it again from where this one likes.
    let url = one.door.socket_url().unwrap();
    let wire = Wire::connect(&url, Format::Msgpack, &token, Greeting::Frame);
    one.wire = wire.await.unwrap();
    one.welcomed().await;
    let topic = format!("battle/{battle}");
    let follow = json!({ "topic": topic, "after": 2 });
    one.wire
        .send_value(&json!({ "id": Uuid::new_v4(), "event": "topic:follow", "data": follow }))
        .await
        .unwrap();
    for expected in 3..6 {
        loop {
            let v = match one.frame().await {
                ServerFrame::Topic(frame) if frame.topic == topic => frame.v,
                ServerFrame::Hidden(frame) if frame.topic == topic => frame.v,
                _ => continue,
            };
            assert_eq!(v, expected);
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_ends_closes_its_sockets_and_forged_tokens_open_none() {
    let arena = Arena::start(None).await;
    let mut client = Client::enter(&arena, Format::Json).await;
    let url = client.door.socket_url().unwrap();
    let forged = Wire::connect(&url, Format::Json, "e30.e30.e30", Greeting::Header).await;
    assert!(matches!(forged, Err(Refused::Status(401))), "{forged:?}");
    let mut forged = Wire::connect(&url, Format::Json, "e30.e30.e30", Greeting::Frame)
        .await
        .unwrap();
    assert!(matches!(forged.hear().await, Heard::Frame(_)));
    assert!(matches!(forged.hear().await, Heard::Closed(4401)));

    client.door.log_out().await.unwrap();
    let start = clock::now();
    while !matches!(client.wire.hear().await, Heard::Closed(4500)) {
        assert!(start.elapsed() < PATIENCE);
    }
    assert!(start.elapsed() < LOGOUT_WITHIN, "{:?}", start.elapsed());
}
