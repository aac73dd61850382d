//! Frames that are none, or say nothing that can be done.

use arena_edge::close;
use arena_edge::limits::{FRAME_BYTES, READABLE_FRAME_BYTES};
use arena_edge::protocol::codec::Format;
use arena_edge::protocol::server::ServerEvent;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use uuid::Uuid;

use crate::client::{Client, battle};
use crate::support::Arena;

#[tokio::test(flavor = "multi_thread")]
async fn bad_frames_are_refused_by_name_and_the_connection_lives_on() {
    let arena = Arena::start(None).await;
    for format in [Format::Json, Format::Msgpack] {
        let mut client = Client::enter(&arena, format).await;
        for (frame, expected) in bad_values() {
            assert_eq!(client.say_value(&frame).await, expected, "{frame}");
        }
        for message in bad_bytes(format) {
            assert_eq!(
                client.say_raw(message.clone()).await,
                "malformed-frame",
                "{message:?}"
            );
        }
        let large = match format {
            Format::Json => Message::text(" ".repeat(FRAME_BYTES + 1)),
            Format::Msgpack => Message::binary(vec![0; FRAME_BYTES + 1]),
        };
        assert_eq!(client.say_raw(large).await, "frame-too-large");
        assert_eq!(
            client.say("matchmaking:leave", json!({})).await,
            "not-queued"
        );
    }
}

/// What both subprotocols can say.
fn bad_values() -> Vec<(Value, &'static str)> {
    let (id, other) = (Uuid::new_v4(), Uuid::new_v4());
    let frame = |event: &str, data: Value| json!({ "id": id, "event": event, "data": data });
    let follow = |topic: &str, after: Value| {
        frame("topic:follow", json!({ "topic": topic, "after": after }))
    };
    let join = |data: Value| frame("matchmaking:join", data);
    let own = json!({ "difficulty": "easy", "mode": "1v1" });
    vec![
        (json!([]), "malformed-frame"),
        (json!({}), "malformed-frame"),
        (json!("battle:ready"), "malformed-frame"),
        (Value::Null, "malformed-frame"),
        (
            json!({ "id": 7, "event": "matchmaking:leave", "data": {} }),
            "malformed-frame",
        ),
        (
            json!({ "id": "x", "event": "matchmaking:leave", "data": {} }),
            "malformed-frame",
        ),
        (
            json!({ "event": "matchmaking:leave", "data": {} }),
            "malformed-frame",
        ),
        (json!({ "id": id }), "malformed-frame"),
        (
            json!({ "id": id, "event": 7, "data": {} }),
            "malformed-frame",
        ),
        (
            json!({ "id": id, "event": "battle:ready" }),
            "malformed-frame",
        ),
        (frame("battle:fly", json!({})), "unknown-event"),
        (
            frame("Battle:Ready", json!({ "battleId": other })),
            "unknown-event",
        ),
        (frame("battle:ready", json!({})), "malformed-frame"),
        (frame("battle:ready", json!([])), "malformed-frame"),
        (frame("battle:ready", Value::Null), "malformed-frame"),
        (
            frame("battle:ready", json!({ "battleId": 3 })),
            "malformed-frame",
        ),
        (
            frame("battle:ready", json!({ "battleId": other, "more": 1 })),
            "malformed-frame",
        ),
        (
            frame(
                "battle:submit",
                json!({ "battleId": other, "language": "python", "code": 7 }),
            ),
            "malformed-frame",
        ),
        (
            frame(
                "battle:edit",
                json!({ "battleId": other, "seq": "1", "language": "python", "edits": [] }),
            ),
            "malformed-frame",
        ),
        (
            frame("battle:ready", json!({ "battleId": other })),
            "no-such-battle",
        ),
        (
            join(json!({ "difficulty": "x", "mode": "1v1" })),
            "invalid-join",
        ),
        (
            join(json!({ "difficulty": "easy", "mode": "9v9" })),
            "invalid-join",
        ),
        (
            join(json!({ "difficulty": "easy", "mode": "1v1", "ratingRange": -1.0 })),
            "bad-range",
        ),
        (
            join(json!({ "difficulty": "easy", "mode": "1v1", "ratingRange": "wide" })),
            "malformed-frame",
        ),
        (follow("x", json!(0)), "no-such-topic"),
        (follow("battle/\0", json!(0)), "no-such-topic"),
        (
            follow(&format!("battle/{other}"), json!(-1)),
            "malformed-frame",
        ),
        (
            follow(&format!("battle/{other}"), json!(0.5)),
            "malformed-frame",
        ),
        (
            follow(&format!("battle/{other}"), json!(0)),
            "no-such-battle",
        ),
        (
            follow(&format!("session/{other}"), json!(0)),
            "forbidden-topic",
        ),
        (
            frame("session:authenticate", json!({ "token": "x" })),
            "already-authenticated",
        ),
        // One id, two contents.
        (join(own), "ack"),
        (
            join(json!({ "difficulty": "hard", "mode": "1v1" })),
            "id-reused",
        ),
        (
            json!({ "id": Uuid::new_v4(), "event": "matchmaking:leave", "data": {} }),
            "ack",
        ),
    ]
}

/// What only bytes can say.
fn bad_bytes(format: Format) -> Vec<Message> {
    let id = Uuid::new_v4();
    let wrong_kind = match format {
        Format::Json => Message::binary(b"{}".to_vec()),
        Format::Msgpack => Message::text("{}"),
    };
    let own = match format {
        Format::Json => vec![
            Message::text(""),
            Message::text("{\"id\":"),
            Message::text("\0"),
            Message::text("[".repeat(10_000)),
            Message::text(format!(
                r#"{{"id":"{id}","event":"matchmaking:leave","data":{{}}}} x"#
            )),
            // Half of a surrogate pair, which no UTF-8 has.
            Message::text(format!(r#"{{"id":"{id}","event":"\ud800","data":{{}}}}"#)),
        ],
        Format::Msgpack => vec![
            Message::binary(Vec::new()),
            Message::binary(vec![0xc1]),
            Message::binary(vec![0x91; 10_000]),
            // A string of four gigabytes, of which nothing comes.
            Message::binary(vec![0xdb, 0xff, 0xff, 0xff, 0xff]),
            // A string of two bytes that are no UTF-8.
            Message::binary(vec![0xa2, 0xff, 0xfe]),
        ],
    };
    own.into_iter().chain([wrong_kind]).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_closes_the_connection_and_the_battle_lives_on() {
    let arena = Arena::start(None).await;
    let mut one = Client::enter(&arena, Format::Json).await;
    let mut two = Client::enter(&arena, Format::Msgpack).await;
    let battle = battle(&mut one, &mut two).await;

    let no_text = Frame::message(vec![b'"', 0xff, b'"'], OpCode::Data(Data::Text), true);
    one.wire.send_raw(Message::Frame(no_text)).await.unwrap();
    assert_eq!(one.closed().await, close::NOT_TEXT);
    one.come_back().await;

    for client in [&mut one, &mut two] {
        let endless = Message::binary(vec![0; READABLE_FRAME_BYTES + 1]);
        // The server has stopped reading before all of it was sent.
        client.wire.send_raw(endless).await.ok();
        assert_eq!(client.closed().await, close::TOO_LARGE);
        client.come_back().await;
        client.follow(battle, 0).await;
    }

    let say = |text: &str| json!({ "battleId": battle, "text": text });
    assert_eq!(one.say("chat:say", say("still here")).await, "ack");
    two.until(|event| matches!(event, ServerEvent::Said { text, .. } if text == "still here"))
        .await;
    for text in ["", &"x".repeat(10_000)] {
        assert_eq!(
            one.say("chat:say", say(text)).await,
            "bad-text",
            "{text:.9}"
        );
    }
}
