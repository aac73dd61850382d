//! What every answer says about what a browser may do with it.

use axum::http::Method;

use super::world::{World, ask, config, fetch, post};

#[tokio::test]
async fn every_answer_keeps_browsers_from_doing_more_than_they_should() {
    let world = World::new().await;
    for path in [
        "/",
        "/api/battles",
        "/api/nothing",
        "/nothing.js",
        "/health",
    ] {
        let answer = world.ask(fetch(path)).await;
        let policy = answer.text("content-security-policy");
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.text("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.text("referrer-policy"), "same-origin", "{path}");
        assert_eq!(
            answer.text("cross-origin-opener-policy"),
            "same-origin",
            "{path}"
        );
    }
}

#[tokio::test]
async fn what_the_api_says_is_not_kept() {
    let world = World::new().await;
    let guest = world.guest().await;
    for ask in [
        fetch("/api/me").bearer(guest.token()),
        fetch("/api/me"),
        post("/api/auth/guest"),
    ] {
        assert_eq!(world.ask(ask).await.text("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn other_sites_may_read_only_if_the_operator_says_so() {
    let world = World::new().await;
    let read = |origin| fetch("/api/battles").header("origin", origin);
    let friend = world.ask(read("https://friend.example")).await;
    assert_eq!(
        friend.text("access-control-allow-origin"),
        "https://friend.example"
    );
    assert_eq!(friend.text("access-control-allow-credentials"), "");
    let stranger = world.ask(read("https://elsewhere.example")).await;
    assert_eq!(stranger.text("access-control-allow-origin"), "");

    let preflight = |origin| {
        ask(Method::OPTIONS, "/api/execute/submit")
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header(
                "access-control-request-headers",
                "authorization,idempotency-key",
            )
    };
    let friend = world.ask(preflight("https://friend.example")).await;
    assert_eq!(
        friend.text("access-control-allow-origin"),
        "https://friend.example"
    );
    assert!(
        friend
            .text("access-control-allow-headers")
            .contains("idempotency-key")
    );
    let stranger = world.ask(preflight("https://elsewhere.example")).await;
    assert_eq!(stranger.text("access-control-allow-origin"), "");
}

#[tokio::test]
async fn a_site_behind_tls_asks_for_tls_alone() {
    let plain = World::new().await.ask(fetch("/")).await;
    assert_eq!(plain.text("strict-transport-security"), "");
    let mut config = config();
    config.secure_cookies = true;
    let world = World::with(config).await;
    let secure = world.ask(fetch("/")).await;
    assert!(
        secure
            .text("strict-transport-security")
            .contains("max-age=")
    );
    assert!(world.guest().await.set_cookie().ends_with("; Secure"));
}
