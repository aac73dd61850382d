//! Who is asking, and how often he may.

use super::world::{Ask, World, config, fetch, post};

/// More than a burst at the rate of these tests.
const MANY: usize = 7;

async fn statuses(world: &World, asks: impl IntoIterator<Item = Ask>) -> Vec<u16> {
    let mut statuses = Vec::new();
    for ask in asks {
        statuses.push(world.ask(ask).await.status);
    }
    statuses
}

async fn slow_world() -> World {
    let mut config = config();
    config.requests_per_second = 2;
    config.trusted_proxies = "10.0.0.0/8".parse().unwrap();
    World::with(config).await
}

#[tokio::test]
async fn an_address_that_asks_too_often_is_told_when_to_come_again() {
    let world = slow_world().await;
    let ask = || fetch("/api/battles").from("198.51.100.1");
    let all = statuses(&world, (0..MANY).map(|_| ask())).await;
    assert_eq!(all[0], 200);
    assert_eq!(all[MANY - 1], 429);
    let answer = world.ask(ask()).await;
    assert_eq!(answer.refusal(), (429, "rate-limited"));
    assert_eq!(answer.text("retry-after"), "1");
    let other = world.ask(fetch("/api/battles").from("198.51.100.2")).await;
    assert_eq!(other.status, 200);
    // A network that one customer has is one address.
    let own = (0..MANY).map(|n| fetch("/api/battles").from(&format!("2001:db8::{n}")));
    assert_eq!(statuses(&world, own).await[MANY - 1], 429);
}

#[tokio::test]
async fn a_player_that_asks_too_often_is_slowed_wherever_he_asks_from() {
    let world = slow_world().await;
    let guest = world.guest().await;
    let asks = (0..MANY).map(|n| {
        let address = format!("203.0.113.{n}");
        fetch("/api/me").bearer(guest.token()).from(&address)
    });
    assert_eq!(statuses(&world, asks).await[MANY - 1], 429);
}

#[tokio::test]
async fn sockets_are_counted_like_requests() {
    let world = slow_world().await;
    let all = statuses(&world, (0..MANY).map(|_| fetch("/ws"))).await;
    assert_eq!((all[0], all[MANY - 1]), (400, 429));
}

#[tokio::test]
async fn a_forwarded_address_is_believed_from_configured_proxies_alone() {
    let world = slow_world().await;
    let forwarded = |peer: &str, n: usize| {
        let address = format!("203.0.113.{n}");
        fetch("/api/battles")
            .from(peer)
            .header("x-forwarded-for", &address)
    };
    let through = (0..MANY).map(|n| forwarded("10.0.0.1", n));
    assert_eq!(statuses(&world, through).await[MANY - 1], 200);
    let pretended = (0..MANY).map(|n| forwarded("198.51.100.9", n));
    assert_eq!(statuses(&world, pretended).await[MANY - 1], 429);
    // What a client wrote in front of its proxy's own line is not believed either.
    let forged = (0..MANY).map(|n| {
        let line = format!("192.0.2.{n}, 203.0.113.200");
        fetch("/api/battles")
            .from("10.0.0.1")
            .header("x-forwarded-for", &line)
    });
    assert_eq!(statuses(&world, forged).await[MANY - 1], 429);
}

#[tokio::test]
async fn guests_of_one_address_are_limited_and_the_wait_is_said() {
    let world = World::new().await;
    for _ in 0..arena_accounts::options::GUESTS_PER_ADDRESS_HOUR {
        world.guest().await;
    }
    let answer = world.ask(post("/api/auth/guest")).await;
    assert_eq!(answer.refusal(), (429, "guests-throttled"));
    let wait_ms = answer.body["retryAfterMs"].as_u64().unwrap();
    world.pass_ms(i64::try_from(wait_ms).unwrap());
    world.guest().await;
}
