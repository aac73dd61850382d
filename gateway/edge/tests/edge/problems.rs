//! Every refusal is a problem detail with a code of its own.

use arena_edge::limits::BODY_BYTES;
use axum::http::Method;
use serde_json::json;
use uuid::Uuid;

use super::world::{Ask, World, ask, fetch, post};

#[tokio::test]
async fn every_refusal_is_a_problem_detail() {
    let world = World::new().await;
    let guest = world.guest().await;
    let token = guest.token();
    let nobody = Uuid::new_v4();
    let json = "application/json";
    let submit = || post("/api/execute/submit").bearer(token);
    let code = json!({ "battleId": nobody, "language": "python", "code": "x" });
    let table: Vec<(Ask, (u16, &str))> = vec![
        (fetch("/api/nothing"), (404, "not-found")),
        (fetch("/api"), (404, "not-found")),
        (fetch("/api/"), (404, "not-found")),
        (fetch("/nothing.js"), (404, "not-found")),
        (
            fetch(&format!("/api/battles/{nobody}")),
            (404, "no-such-battle"),
        ),
        (
            fetch(&format!("/api/players/{nobody}")),
            (404, "player-unknown"),
        ),
        (fetch("/api/problems/nothing"), (404, "no-such-problem")),
        (fetch("/api/battles/x"), (400, "bad-address")),
        (fetch("/api/players/x"), (400, "bad-address")),
        (fetch("/api/problems/%ff"), (400, "bad-address")),
        (fetch("/api/battles?limit=x"), (400, "bad-parameters")),
        (fetch("/api/battles?limit=1000"), (400, "bad-limit")),
        (fetch("/api/battles?cursor=x"), (400, "bad-cursor")),
        (fetch("/api/battles?state=x"), (400, "bad-state")),
        (fetch("/api/problems?difficulty=x"), (400, "bad-difficulty")),
        (fetch("/api/problems?limit=0"), (400, "bad-limit")),
        (fetch("/api/problems?cursor=x"), (400, "bad-cursor")),
        (
            ask(Method::PUT, "/api/battles"),
            (405, "method-not-allowed"),
        ),
        (
            ask(Method::DELETE, "/api/auth/guest"),
            (405, "method-not-allowed"),
        ),
        (ask(Method::POST, "/health"), (405, "method-not-allowed")),
        (fetch("/api/me"), (401, "token-missing")),
        (fetch("/api/me").bearer("x"), (401, "token-invalid")),
        (
            fetch("/api/me").bearer("e30.e30.e30"),
            (401, "token-invalid"),
        ),
        (
            fetch("/api/me").header("authorization", "Basic eDp5"),
            (401, "token-missing"),
        ),
        (
            post("/api/execute/submit").json(&code),
            (401, "token-missing"),
        ),
        (submit().json(&code), (404, "no-such-battle")),
        (
            submit().json(&json!({ "battleId": nobody })),
            (422, "invalid-body"),
        ),
        (submit().json(&json!([])), (422, "invalid-body")),
        (submit().bytes(json, b"{".to_vec()), (400, "malformed-body")),
        (
            submit().bytes(json, b"\"\xff\"".to_vec()),
            (400, "malformed-body"),
        ),
        (
            submit().bytes("text/plain", b"{}".to_vec()),
            (415, "not-json"),
        ),
        (submit(), (415, "not-json")),
        (
            submit().bytes(json, vec![b' '; BODY_BYTES + 1]),
            (413, "body-too-large"),
        ),
        (
            submit().json(&code).header("idempotency-key", "x"),
            (400, "bad-idempotency-key"),
        ),
        (
            post("/api/auth/guest").header("origin", "https://elsewhere.example"),
            (403, "foreign-origin"),
        ),
        (post("/api/auth/refresh"), (401, "refresh-invalid")),
        (
            ask(Method::DELETE, "/api/auth/logins/x").bearer(token),
            (400, "bad-address"),
        ),
        (
            ask(Method::DELETE, &format!("/api/auth/logins/{nobody}")).bearer(token),
            (404, "login-unknown"),
        ),
        (fetch("/ws"), (400, "not-a-websocket")),
        (post("/ws"), (405, "method-not-allowed")),
    ];
    for (ask, expected) in table {
        let answer = world.ask(ask.clone()).await;
        assert_eq!(answer.refusal(), expected, "{ask:?}");
    }
}

#[tokio::test]
async fn a_method_that_is_not_allowed_is_told_which_are() {
    let world = World::new().await;
    let answer = world.ask(ask(Method::PUT, "/api/battles")).await;
    assert_eq!(answer.text("allow"), "GET,HEAD");
}

#[tokio::test]
async fn a_refused_token_names_the_scheme() {
    let world = World::new().await;
    let answer = world.ask(fetch("/api/me")).await;
    assert_eq!(answer.text("www-authenticate"), "Bearer");
}

#[tokio::test]
async fn a_stopping_server_is_alive_and_not_ready() {
    let world = World::new().await;
    assert_eq!(world.ask(fetch("/ready")).await.status, 200);
    world.edge.stop().await;
    assert_eq!(
        world.ask(fetch("/ready")).await.refusal(),
        (503, "not-ready")
    );
    assert_eq!(world.ask(fetch("/health")).await.status, 200);
}
