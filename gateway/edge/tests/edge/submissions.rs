//! Submitting without a socket.

use serde_json::{Value, json};
use uuid::Uuid;

use super::client::{Client, battle};
use super::world::{Answer, World, post};

struct Match {
    world: World,
    tokens: [String; 2],
    one: Client,
    two: Client,
    battle: String,
}

impl Match {
    async fn new() -> Self {
        let world = World::new().await;
        let address = world.listen().await;
        let guests = [world.guest().await, world.guest().await];
        let tokens = guests.map(|guest| guest.token().to_owned());
        let (mut one, _) = Client::enter(address, &tokens[0]).await;
        let (mut two, _) = Client::enter(address, &tokens[1]).await;
        let battle = battle(&mut one, &mut two).await;
        one.event("battle:started").await;
        Self {
            world,
            tokens,
            one,
            two,
            battle,
        }
    }

    async fn submit(&self, key: Uuid, language: &str, code: &str) -> Answer {
        let body = json!({ "battleId": self.battle, "language": language, "code": code });
        self.submit_body(key, &body).await
    }

    async fn submit_body(&self, key: Uuid, body: &Value) -> Answer {
        let ask = post("/api/execute/submit")
            .bearer(&self.tokens[0])
            .json(body);
        let ask = ask.header("idempotency-key", &key.to_string());
        self.world.ask(ask).await
    }
}

#[tokio::test]
async fn a_submission_is_taken_once_however_often_it_is_sent() {
    let mut game = Match::new().await;
    let key = Uuid::new_v4();
    let first = game.submit(key, "python", "wrong").await;
    assert_eq!(first.status, 202, "{first:?}");
    assert_eq!(first.body["topic"], format!("battle/{}", game.battle));
    let again = game.submit(key, "python", "wrong").await;
    assert_eq!((again.status, &again.body), (202, &first.body));
    let other = game.submit(key, "python", "other").await;
    assert_eq!(other.refusal(), (409, "id-reused"));
    let judged = game.one.event("battle:judged").await;
    assert_eq!(judged["data"]["submissionId"], first.body["submissionId"]);
    assert_eq!(judged["data"]["verdict"], "WA");
    // The opponent sees how far it got, and no more.
    let progress = game.two.event("battle:progress").await;
    assert_eq!(progress["data"]["testsPassed"], 1);
    let submitted = game.two.event("battle:submitted").await;
    assert_eq!(submitted["data"]["code"], Value::Null);
}

#[tokio::test]
async fn a_submission_that_cannot_be_taken_is_refused_with_why() {
    let mut game = Match::new().await;
    let new = Uuid::new_v4;
    let large = "#".repeat(256 * 1024 + 1);
    for (language, code, expected) in [
        ("python", "", (422, "code-empty")),
        ("python", "a\0b", (422, "code-has-nul")),
        ("python", large.as_str(), (413, "code-too-large")),
        ("cobol", "x", (422, "no-such-language")),
    ] {
        assert_eq!(game.submit(new(), language, code).await.refusal(), expected);
    }
    let mixed = json!({
        "battleId": game.battle, "language": "python", "code": "x", "problemId": "another",
    });
    let mixed = game.submit_body(new(), &mixed).await;
    assert_eq!(mixed.refusal(), (404, "no-such-problem"));
    let stranger = game.world.guest().await;
    let body = json!({ "battleId": game.battle, "language": "python", "code": "x" });
    let ask = post("/api/execute/submit")
        .bearer(stranger.token())
        .json(&body);
    assert_eq!(game.world.ask(ask).await.refusal(), (403, "not-a-player"));

    assert_eq!(game.submit(new(), "python", "never").await.status, 202);
    let second = game.submit(new(), "python", "right").await;
    assert_eq!(second.refusal(), (409, "submission-pending"));
    let winner = json!({ "battleId": game.battle, "language": "python", "code": "right" });
    assert_eq!(game.two.say("battle:submit", winner).await, "ack");
    // The battle lives on: it has taken the other's submission, and waits for the verdict of the first.
    game.two.event("battle:judged").await;
}

#[tokio::test]
async fn nothing_is_taken_after_the_end() {
    let mut game = Match::new().await;
    let winner = json!({ "battleId": game.battle, "language": "python", "code": "right" });
    assert_eq!(game.two.say("battle:submit", winner).await, "ack");
    let finished = game.one.event("battle:finished").await;
    assert_eq!(finished["data"]["reason"], "solved");
    let late = game.submit(Uuid::new_v4(), "python", "right").await;
    assert_eq!(late.refusal(), (409, "battle-over"));
}
