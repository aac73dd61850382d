//! Logins as clients see them: cookies, tokens, throttles.

use axum::http::Method;
use serde_json::{Value, json};

use super::world::{Answer, PASSWORD, World, ask, fetch, post};

/// Longer than a token that was replaced may be shown again.
const AFTER_THE_GRACE_MS: i64 = 11_000;

async fn refresh(world: &World, cookie: &str) -> Answer {
    world
        .ask(post("/api/auth/refresh").header("cookie", cookie))
        .await
}

#[tokio::test]
async fn the_refresh_token_is_where_no_script_and_no_other_site_gets_it() {
    let world = World::new().await;
    let guest = world.guest().await;
    let cookie = guest.set_cookie();
    for part in [
        "; HttpOnly",
        "; SameSite=Strict",
        "; Path=/api/auth",
        "; Max-Age=",
    ] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let (_, secret) = guest.cookie().split_once('=').unwrap();
    assert!(!guest.body.to_string().contains(secret));
    let valid_s = guest.body["expiresInS"].as_i64().unwrap();
    assert!((590..=600).contains(&valid_s), "{valid_s}");
}

#[tokio::test]
async fn a_refresh_token_is_used_once_and_its_theft_ends_the_login() {
    let world = World::new().await;
    let first = world.register("grace").await;
    let second = refresh(&world, first.cookie()).await;
    assert_eq!(second.status, 200);
    assert_ne!(second.cookie(), first.cookie());
    world.pass_ms(AFTER_THE_GRACE_MS);
    let stolen = refresh(&world, first.cookie()).await;
    assert_eq!(stolen.refusal(), (401, "refresh-reused"));
    assert!(stolen.set_cookie().contains("Max-Age=0"), "{stolen:?}");
    let owner = refresh(&world, second.cookie()).await;
    assert_eq!(owner.refusal(), (401, "login-revoked"));
    let token = world.ask(fetch("/api/me").bearer(second.token())).await;
    assert_eq!(token.refusal(), (401, "login-revoked"));
}

#[tokio::test]
async fn access_tokens_last_ten_minutes() {
    let world = World::new().await;
    let guest = world.guest().await;
    let me = || fetch("/api/me").bearer(guest.token());
    world.pass_ms(9 * 60_000);
    assert_eq!(world.ask(me()).await.status, 200);
    world.pass_ms(60_000);
    assert_eq!(world.ask(me()).await.refusal(), (401, "token-expired"));
}

#[tokio::test]
async fn logins_are_listed_and_ended_one_by_one() {
    let world = World::new().await;
    let first = world.register("hedy").await;
    let log_in = post("/api/auth/login").json(&json!({ "name": "Hedy", "password": PASSWORD }));
    let second = world.ask(log_in.header("user-agent", "a browser")).await;
    let listed = world
        .ask(fetch("/api/auth/logins").bearer(first.token()))
        .await;
    let logins = listed.body["logins"].as_array().unwrap();
    assert_eq!(logins.len(), 2);
    let other = logins
        .iter()
        .find(|login| login["current"] == false)
        .unwrap();
    assert_eq!(other["client"], "a browser");
    assert_eq!(other["address"], "198.51.100.1");
    let path = format!("/api/auth/logins/{}", other["loginId"].as_str().unwrap());
    let ended = world
        .ask(ask(Method::DELETE, &path).bearer(first.token()))
        .await;
    assert_eq!(ended.status, 204);
    let token = world.ask(fetch("/api/me").bearer(second.token())).await;
    assert_eq!(token.refusal(), (401, "login-revoked"));
    assert_eq!(
        world
            .ask(fetch("/api/me").bearer(first.token()))
            .await
            .status,
        200
    );

    let out = post("/api/auth/logout").header("cookie", first.cookie());
    let out = world.ask(out).await;
    assert_eq!(out.status, 204);
    assert!(out.set_cookie().contains("Max-Age=0"));
    let token = world.ask(fetch("/api/me").bearer(first.token())).await;
    assert_eq!(token.refusal(), (401, "login-revoked"));
}

#[tokio::test]
async fn a_guest_becomes_an_account_and_stays_the_same_player() {
    let world = World::new().await;
    let guest = world.guest().await;
    let body = json!({ "name": "katherine", "password": PASSWORD });
    let upgrade = post("/api/auth/upgrade").bearer(guest.token()).json(&body);
    let account = world.ask(upgrade).await;
    assert_eq!(account.player(), guest.player());
    assert_eq!(account.body["player"]["name"], "katherine");
    assert_eq!(account.body["player"]["guest"], false);
    let me = world.ask(fetch("/api/me").bearer(account.token())).await;
    assert_eq!(me.body["name"], "katherine");
}

#[tokio::test]
async fn names_and_passwords_that_cannot_be_are_refused_with_why() {
    let world = World::new().await;
    world.register("mary").await;
    let table = [
        ("ab", PASSWORD, 422, "name-too-short"),
        ("a\u{202e}bc", PASSWORD, 422, "name-character"),
        ("a\u{0}bc", PASSWORD, 422, "name-character"),
        ("admin", PASSWORD, 422, "name-reserved"),
        ("adm1n", PASSWORD, 422, "name-reserved"),
        ("M\u{430}ry", PASSWORD, 422, "name-mixed-script"),
        ("MARY", PASSWORD, 409, "name-taken"),
        ("ｍａｒｙ", PASSWORD, 409, "name-taken"),
        ("joan", "short", 422, "password-too-short"),
        ("joan", "password123", 422, "password-too-common"),
        ("joan", &"x".repeat(129), 422, "password-too-long"),
    ];
    for (name, password, status, code) in table {
        let body = json!({ "name": name, "password": password });
        let answer = world.ask(post("/api/auth/register").json(&body)).await;
        assert_eq!(answer.refusal(), (status, code), "{name} {password}");
    }
}

#[tokio::test]
async fn guessing_is_slowed_and_says_how_long() {
    let world = World::new().await;
    world.register("edith").await;
    let guess = json!({ "name": "edith", "password": "wrong umbrella 42" });
    let mut codes = Vec::new();
    for _ in 0..7 {
        let answer = world.ask(post("/api/auth/login").json(&guess)).await;
        codes.push(answer.refusal().1.to_owned());
    }
    assert_eq!(codes[0], "credentials-invalid");
    assert_eq!(codes[6], "login-throttled");
    let right = json!({ "name": "edith", "password": PASSWORD });
    let answer = world.ask(post("/api/auth/login").json(&right)).await;
    assert_eq!(answer.refusal(), (429, "login-throttled"));
    world.pass_ms(i64::try_from(answer.body["retryAfterMs"].as_u64().unwrap()).unwrap());
    let answer = world.ask(post("/api/auth/login").json(&right)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[tokio::test]
async fn keys_are_published_and_tokens_name_theirs() {
    let world = World::new().await;
    let guest = world.guest().await;
    let keys = world.ask(fetch("/.well-known/jwks.json")).await.body;
    let key = &keys["keys"][0];
    assert_eq!(
        (&key["kty"], &key["crv"], &key["alg"]),
        (&json!("OKP"), &json!("Ed25519"), &json!("EdDSA"))
    );
    assert_eq!(key["d"], Value::Null, "the private part stays private");
    let kid = key["kid"].as_str().unwrap().to_owned();
    world.accounts.rotate_keys(world.now_ms()).await.unwrap();
    let keys = world.ask(fetch("/.well-known/jwks.json")).await.body;
    let kids: Vec<&str> = keys["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| key["kid"].as_str().unwrap())
        .collect();
    assert_eq!(kids.len(), 2);
    assert!(kids.contains(&kid.as_str()));
    let old = world.ask(fetch("/api/me").bearer(guest.token())).await;
    assert_eq!(old.status, 200, "the old key still verifies");
    let folder = world.data().join("keys");
    for entry in std::fs::read_dir(folder).unwrap() {
        use std::os::unix::fs::PermissionsExt;
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
