//! Submissions that cannot be taken, through each of the three doors.

use arena_edge::protocol::codec::Format;
use arena_edge::protocol::server::{ServerEvent, ServerFrame};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

use crate::client::{Client, battle};
use crate::support::Arena;

const CODE_BYTES: usize = 256 * 1024;
/// Stands for bytes that are no text.
const NO_TEXT: &str = "NO TEXT";

#[tokio::test(flavor = "multi_thread")]
async fn bad_submissions_are_refused_by_name_and_the_battle_lives_on() {
    let arena = Arena::start(None).await;
    let mut one = Client::enter(&arena, Format::Json).await;
    let mut two = Client::enter(&arena, Format::Msgpack).await;
    let battle = battle(&mut one, &mut two).await;
    let code = |language: &str, code: &str| json!({ "battleId": battle, "language": language, "code": code });

    let large = "#".repeat(CODE_BYTES + 1);
    // Each byte of it is six in JSON, and the frame still fits.
    let escaped = "\u{1}".repeat(CODE_BYTES + 1);
    let elsewhere = json!({ "battleId": Uuid::new_v4(), "language": "python", "code": "x" });
    for (body, status, expected) in [
        (code("python", ""), 422, "code-empty"),
        (code("python", &large), 413, "code-too-large"),
        (code("python", &escaped), 413, "code-too-large"),
        (code("python", "a\0b"), 422, "code-has-nul"),
        (code("cobol", "x"), 422, "no-such-language"),
        (code("", "x"), 422, "no-such-language"),
        (code("python\0", "x"), 422, "no-such-language"),
        (elsewhere, 404, "no-such-battle"),
    ] {
        let short: String = body.to_string().chars().take(90).collect();
        let answer = one.submit(&body).await;
        assert_eq!(answer, (status, expected.to_owned()), "{short}");
        for client in [&mut one, &mut two] {
            let said = client.say("battle:submit", body.clone()).await;
            assert_eq!(said, expected, "{short}");
        }
    }
    bad_bodies(&one, &code("python", NO_TEXT)).await;
    let mut frame = rmp_serde::to_vec_named(
        &json!({ "id": Uuid::new_v4(), "event": "battle:submit", "data": code("python", NO_TEXT) }),
    )
    .unwrap();
    without_text(&mut frame);
    assert_eq!(two.say_raw(Message::binary(frame)).await, "malformed-frame");
    strangers(&arena, &code("python", "x")).await;

    // The longest code is taken, and one more is not until it has been judged.
    let slow = code("python", "while True:\n    pass\n");
    let longest = code(
        "python",
        &format!("while True:\n    pass\n{}", "#".repeat(CODE_BYTES - 21)),
    );
    assert_eq!(longest["code"].as_str().unwrap().len(), CODE_BYTES);
    // While the judge stands still nothing is judged before it has been asked about.
    arena.signal_judge("STOP");
    for client in [&mut one, &mut two] {
        assert_eq!(client.say("battle:submit", longest.clone()).await, "ack");
        let second = client.say("battle:submit", slow.clone()).await;
        assert_eq!(second, "submission-pending");
        let second = client.submit(&slow).await;
        assert_eq!(second, (409, "submission-pending".to_owned()));
    }
    arena.signal_judge("CONT");
    for client in [&mut one, &mut two] {
        let me = client.me();
        let judged = client
            .until(
                |event| matches!(event, ServerEvent::Judged { player_id, .. } if *player_id == me),
            )
            .await;
        let ServerEvent::Judged { result, .. } = judged.event else {
            panic!()
        };
        assert_eq!(result.verdict, "TLE");
    }

    let give_up = json!({ "battleId": battle });
    assert_eq!(two.say("battle:give-up", give_up).await, "ack");
    let finished = one
        .until(|event| matches!(event, ServerEvent::Finished { .. }))
        .await;
    let ServerEvent::Finished { winner_id, .. } = finished.event else {
        panic!()
    };
    assert_eq!(winner_id, Some(one.me()));
    for client in [&mut one, &mut two] {
        assert_eq!(
            client.say("battle:submit", slow.clone()).await,
            "battle-over"
        );
        let late = client.submit(&slow).await;
        assert_eq!(late, (409, "battle-over".to_owned()));
    }
    read_again(&mut two, battle).await;
}

/// What HTTP alone can get wrong.
async fn bad_bodies(client: &Client, body: &Value) {
    let mut no_text = body.to_string().into_bytes();
    without_text(&mut no_text);
    let mut wrong_type = body.clone();
    wrong_type["code"] = json!(7);
    let mut unknown = body.clone();
    unknown["more"] = json!(7);
    for (body, status, expected) in [
        (no_text, 400, "malformed-body"),
        (b"{\"battleId\":".to_vec(), 400, "malformed-body"),
        (Vec::new(), 400, "malformed-body"),
        (wrong_type.to_string().into_bytes(), 422, "invalid-body"),
        (unknown.to_string().into_bytes(), 422, "invalid-body"),
        (b"[]".to_vec(), 422, "invalid-body"),
        (vec![b' '; 3 << 20], 413, "body-too-large"),
    ] {
        let answer = client.post(client.token(), body).await;
        assert_eq!(answer, (status, expected.to_owned()));
    }
}

/// Puts bytes that are no UTF-8 in the place of [`NO_TEXT`].
fn without_text(bytes: &mut [u8]) {
    let length = NO_TEXT.len();
    let at = bytes
        .windows(length)
        .position(|window| window == NO_TEXT.as_bytes());
    let at = at.unwrap();
    bytes[at..at + length].fill(0xff);
}

async fn strangers(arena: &Arena, submission: &Value) {
    for format in [Format::Json, Format::Msgpack] {
        let mut stranger = Client::enter(arena, format).await;
        let said = stranger.say("battle:submit", submission.clone()).await;
        assert_eq!(said, "not-a-player");
        let answer = stranger.submit(submission).await;
        assert_eq!(answer, (403, "not-a-player".to_owned()));
    }
}

/// Another connection reads the battle again, from where it likes.
async fn read_again(client: &mut Client, battle: Uuid) {
    client.come_back().await;
    let topic = format!("battle/{battle}");
    let follow = json!({ "topic": topic, "after": 2 });
    let frame = json!({ "id": Uuid::new_v4(), "event": "topic:follow", "data": follow });
    client.wire.send_value(&frame).await.unwrap();
    for expected in 3..6 {
        loop {
            let v = match client.frame().await {
                ServerFrame::Topic(frame) if frame.topic == topic => frame.v,
                ServerFrame::Hidden(frame) if frame.topic == topic => frame.v,
                _ => continue,
            };
            assert_eq!(v, expected);
            break;
        }
    }
}
