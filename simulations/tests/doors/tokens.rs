//! Tokens that have expired, were forged or are of a login that has ended.

use std::time::Duration;

use arena_edge::close;
use arena_edge::protocol::codec::Format;
use arena_edge::protocol::server::{Answer, ServerFrame};
use arena_simulations::clock;
use arena_simulations::door::Door;
use arena_simulations::wire::{Greeting, Heard, Refused, Wire};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::client::Client;
use crate::support::Arena;

/// Sockets of a login that has ended close within this time.
const LOGOUT_WITHIN: Duration = Duration::from_secs(5);
/// As one of the arena's keys.
const KEY_OF_SOMEBODY_ELSE: &[u8] = b"-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
-----END PRIVATE KEY-----
";

/// The arena's own key, with its id: what only somebody who reads its data folder can have.
fn own_key(arena: &Arena) -> (EncodingKey, String) {
    let folder = arena.folder().join("data/keys");
    let mut files = std::fs::read_dir(folder).unwrap();
    let path = files.next().unwrap().unwrap().path();
    assert!(files.next().is_none());
    let name = path.file_stem().unwrap().to_str().unwrap();
    let (_, kid) = name.split_once('-').unwrap();
    let pem = std::fs::read(&path).unwrap();
    (EncodingKey::from_ed_pem(&pem).unwrap(), kid.to_owned())
}

fn sign(key: &EncodingKey, kid: &str, claims: &Value) -> String {
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid = Some(kid.to_owned());
    jsonwebtoken::encode(&header, claims, key).unwrap()
}

/// `claims` with one of them changed.
fn with(claims: &Value, name: &str, value: Value) -> Value {
    let mut changed = claims.clone();
    assert!(changed.get(name).is_some(), "{name}");
    changed[name] = value;
    changed
}

#[tokio::test(flavor = "multi_thread")]
async fn expired_and_forged_tokens_open_no_door() {
    let arena = Arena::start(None).await;
    let mut client = Client::enter(&arena, Format::Json).await;
    let genuine = client.token().to_owned();
    let decoded = jsonwebtoken::dangerous::insecure_decode::<Value>(&genuine).unwrap();
    let claims = decoded.claims;
    let (key, kid) = own_key(&arena);
    assert_eq!(decoded.header.kid.as_deref(), Some(kid.as_str()));
    let own = |claims: &Value| sign(&key, &kid, claims);
    let now_s = claims["iat"].as_i64().unwrap();
    let foreign = EncodingKey::from_ed_pem(KEY_OF_SOMEBODY_ELSE).unwrap();
    let secret = EncodingKey::from_secret(b"secret");
    let mut weak = Header::new(Algorithm::HS256);
    weak.kid = Some(kid.clone());
    let (head, rest) = genuine.split_once('.').unwrap();
    let (body, signature) = rest.split_once('.').unwrap();

    // Only the time tells this one from a token that is good.
    assert_eq!(
        post(&client, &own(&claims)).await,
        (404, "no-such-battle".to_owned())
    );
    let expired = with(
        &with(&claims, "iat", json!(now_s - 1200)),
        "nbf",
        json!(now_s - 1200),
    );
    let expired = own(&with(&expired, "exp", json!(now_s - 1)));
    let table = [
        (expired, "token-expired"),
        (
            own(&with(&claims, "nbf", json!(now_s + 3600))),
            "token-invalid",
        ),
        (
            own(&with(&claims, "iss", json!("another arena"))),
            "token-invalid",
        ),
        (
            own(&with(&claims, "aud", json!("another arena"))),
            "token-invalid",
        ),
        (sign(&key, "another-key", &claims), "token-invalid"),
        (sign(&foreign, &kid, &claims), "token-invalid"),
        (
            jsonwebtoken::encode(&weak, &claims, &secret).unwrap(),
            "token-invalid",
        ),
        (format!("{head}.{body}."), "token-invalid"),
        // {"alg":"none"}
        (format!("eyJhbGciOiJub25lIn0.{body}."), "token-invalid"),
        (format!("{head}.e30.{signature}"), "token-invalid"),
        ("e30.e30.e30".to_owned(), "token-invalid"),
        ("x".repeat(4_000), "token-invalid"),
    ];
    for (token, expected) in table {
        assert_eq!(
            post(&client, &token).await,
            (401, expected.to_owned()),
            "{token}"
        );
        for format in [Format::Json, Format::Msgpack] {
            refused_by_socket(&client.door, format, &token, expected).await;
        }
    }
    let leave = client.say("matchmaking:leave", json!({}));
    assert_eq!(
        leave.await,
        "not-queued",
        "the connection that there was lives on"
    );
}

async fn post(client: &Client, token: &str) -> (u16, String) {
    let body = json!({ "battleId": Uuid::new_v4(), "language": "python", "code": "x" });
    client.post(token, body.to_string().into_bytes()).await
}

async fn refused_by_socket(door: &Door, format: Format, token: &str, expected: &str) {
    let url = door.socket_url().unwrap();
    let by_header = Wire::connect(&url, format, token, Greeting::Header).await;
    assert!(
        matches!(by_header, Err(Refused::Status(401))),
        "{by_header:?}"
    );
    let by_frame = Wire::connect(&url, format, token, Greeting::Frame);
    let mut by_frame = by_frame.await.unwrap();
    match by_frame.hear().await {
        Heard::Frame(frame) => match *frame {
            ServerFrame::Answer(Answer::Reject { data, .. }) => assert_eq!(data.code, expected),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
    let closed = by_frame.hear().await;
    assert!(matches!(closed, Heard::Closed(close::TOKEN)), "{closed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_ends_closes_its_sockets() {
    let arena = Arena::start(None).await;
    let mut client = Client::enter(&arena, Format::Json).await;
    client.door.log_out().await.unwrap();
    let start = clock::now();
    assert_eq!(client.closed().await, close::LOGIN_ENDED);
    assert!(start.elapsed() < LOGOUT_WITHIN, "{:?}", start.elapsed());
    assert_eq!(
        post(&client, client.token()).await,
        (401, "login-revoked".to_owned())
    );
}
