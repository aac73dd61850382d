//! What gateways share over Redis, and that nobody misses it when it is away.

use std::sync::mpsc;
use std::time::Duration;

use arena_edge::Redis;
use arena_edge::testing::{RedisServer, until};
use serde_json::{Value, json};

use super::client::{Client, battle};
use super::nodes::{Nodes, Part};
use super::world::{World, config, fetch, post};

const RANKS: &str = "ZCARD arena:v1:{ranks}:board";

/// Two a second, six at once.
async fn slow(redis: &Redis) -> World {
    let mut config = config();
    config.requests_per_second = 2;
    World::sharing(config, Some(redis.clone())).await
}

async fn statuses(worlds: &[&World], address: &str, times: usize) -> Vec<u16> {
    let mut statuses = Vec::new();
    for world in worlds.iter().cycle().take(times) {
        let ask = fetch("/api/languages").from(address);
        statuses.push(world.ask(ask).await.status);
    }
    statuses
}

#[tokio::test]
async fn an_address_has_one_rate_at_all_gateways_and_one_at_each_without_redis() {
    let mut server = RedisServer::start().await;
    let redis = [server.connect().await, server.connect().await];
    let (one, two) = (slow(&redis[0]).await, slow(&redis[1]).await);
    let both = [&one, &two];
    let passed = |statuses: &[u16]| statuses.iter().filter(|status| **status == 200).count();
    let together = statuses(&both, "198.51.100.1", 12).await;
    assert!((6..9).contains(&passed(&together)), "{together:?}");
    assert_eq!(together[0..6], [200; 6]);
    let refused = one.ask(fetch("/api/languages").from("198.51.100.1")).await;
    assert_eq!(refused.refusal(), (429, "rate-limited"));

    // It dies, it hangs, it comes back empty: nobody sees an error, and each gateway counts for itself meanwhile.
    server.kill();
    let alone = statuses(&both, "198.51.100.2", 16).await;
    assert!((12..16).contains(&passed(&alone)), "{alone:?}");
    assert_eq!(alone[0..12], [200; 12]);
    server.restart().await;
    for redis in &redis {
        until(redis, true).await;
    }
    let together = statuses(&both, "198.51.100.3", 12).await;
    assert!((6..9).contains(&passed(&together)), "{together:?}");

    server.stop();
    let alone = statuses(&both, "198.51.100.4", 12).await;
    assert_eq!(alone, [200; 12]);
    assert!(redis.iter().all(|redis| !redis.is_here()));
    server.resume();
    for redis in &redis {
        until(redis, true).await;
    }
    let together = statuses(&both, "198.51.100.5", 12).await;
    assert!((6..9).contains(&passed(&together)), "{together:?}");
}

#[tokio::test]
async fn an_address_makes_as_many_newcomers_at_all_gateways_as_at_one() {
    let server = RedisServer::start().await;
    let redis = [server.connect().await, server.connect().await];
    let one = World::sharing(config(), Some(redis[0].clone())).await;
    let two = World::sharing(config(), Some(redis[1].clone())).await;
    let guest = |world| World::ask(world, post("/api/auth/guest").from("198.51.100.1"));
    for world in [&one, &two].into_iter().cycle().take(30) {
        assert_eq!(guest(world).await.status, 200);
    }
    for world in [&one, &two] {
        assert_eq!(guest(world).await.refusal(), (429, "guests-throttled"));
    }
    let elsewhere = post("/api/auth/guest").from("198.51.100.2");
    assert_eq!(one.ask(elsewhere).await.status, 200);

    // An account that does not come to be is not counted.
    let counted = "EXISTS arena:v1:rate:accounts:198.51.100.3";
    for (password, status, keys) in [("short", 422, ":0"), ("long enough, this one", 200, ":1")] {
        let credentials = json!({ "name": "ada", "password": password });
        let register = post("/api/auth/register").from("198.51.100.3");
        assert_eq!(one.ask(register.json(&credentials)).await.status, status);
        assert_eq!(server.ask(counted).await.as_deref(), Some(keys));
    }

    // Each has counted 15 for itself.
    server.kill();
    for _ in 0..15 {
        assert_eq!(guest(&one).await.status, 200);
    }
    assert_eq!(guest(&one).await.refusal(), (429, "guests-throttled"));
}

#[tokio::test]
async fn a_server_that_has_not_started_yet_is_no_error() {
    let mut server = RedisServer::start().await;
    server.kill();
    let options = arena_edge::RedisOptions::new(&format!("redis://{}", server.address())).unwrap();
    let redis = Redis::connect(&options).await.unwrap();
    assert!(!redis.is_here());
    let world = slow(&redis).await;
    assert_eq!(statuses(&[&world], "198.51.100.1", 1).await, [200]);
    server.restart().await;
    until(&redis, true).await;
}

async fn get(world: &World, path: &str) -> Value {
    let answer = world.ask(fetch(path)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body
}

async fn until_presence(world: &World, players: u64) {
    let wanted = json!({ "players": players, "everywhere": true });
    while get(world, "/api/presence").await != wanted {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn who_is_connected_is_known_at_every_gateway_with_redis_and_without() {
    let mut server = RedisServer::start().await;
    let nodes = Nodes::new().await;
    let one = nodes.add(Part::Battles, Some(server.connect().await)).await;
    let redis = server.connect().await;
    let two = nodes.add(Part::GatewayAlone, Some(redis.clone())).await;
    let guest = one.world.guest().await;
    let profile = format!("/api/players/{}", guest.player());
    assert_eq!(get(&two.world, &profile).await["online"], false);
    let (here, _) = Client::enter(one.address, guest.token()).await;
    until_presence(&two.world, 1).await;
    assert_eq!(get(&two.world, &profile).await["online"], true);
    // Twice here is one player.
    let (there, _) = Client::enter(two.address, guest.token()).await;
    drop(here);
    until_presence(&one.world, 1).await;
    assert_eq!(get(&one.world, &profile).await["online"], true);

    // Without Redis a gateway knows of one player from his session, and counts its own.
    server.kill();
    until(&redis, false).await;
    assert_eq!(get(&two.world, &profile).await["online"], true);
    assert_eq!(get(&one.world, &profile).await["online"], true);
    while get(&one.world, "/api/presence").await != json!({ "players": 0, "everywhere": false }) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    server.restart().await;
    until_presence(&one.world, 1).await;
    drop(there);
    until_presence(&one.world, 0).await;
    while get(&one.world, &profile).await["online"] == true {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn the_players_of_a_gateway_that_died_vanish() {
    let server = RedisServer::start().await;
    let world = World::sharing(config(), Some(server.connect().await)).await;
    let (dying, living) = (server.connect().await, world.listen().await);
    let (entered, entry) = mpsc::channel();
    let (kill, killed) = tokio::sync::oneshot::channel::<()>();
    // It ends with its runtime, without a goodbye.
    let gateway = std::thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async move {
            let world = World::sharing(config(), Some(dying)).await;
            let address = world.listen().await;
            let guest = world.guest().await;
            let client = Client::enter(address, guest.token()).await;
            entered.send(()).unwrap();
            killed.await.ok();
            std::mem::forget((world, client));
        });
        runtime.shutdown_background();
    });
    tokio::task::spawn_blocking(move || entry.recv().unwrap())
        .await
        .unwrap();
    let guest = world.guest().await;
    let (_client, _) = Client::enter(living, guest.token()).await;
    until_presence(&world, 2).await;
    kill.send(()).unwrap();
    until_presence(&world, 1).await;
    gateway.join().unwrap();
}

#[tokio::test]
async fn places_are_the_same_with_redis_and_without() {
    let mut server = RedisServer::start().await;
    let redis = server.connect().await;
    let world = World::sharing(config(), Some(redis.clone())).await;
    let address = world.listen().await;
    let players = [world.register("Ada").await, world.register("Bob").await];
    let paths: Vec<String> = players
        .iter()
        .map(|player| format!("/api/players/{}", player.player()))
        .collect();
    assert_eq!(get(&world, &paths[0]).await["rank"], Value::Null);
    let (mut ada, _) = Client::enter(address, players[0].token()).await;
    let (mut bob, _) = Client::enter(address, players[1].token()).await;
    let battle = battle(&mut ada, &mut bob).await;
    bob.event("battle:started").await;
    let code = json!({ "battleId": battle, "language": "python", "code": "right" });
    while bob.say("battle:submit", code.clone()).await != "ack" {}
    bob.event("battle:finished").await;
    let ranks = async |wanted: [Value; 2]| loop {
        let found = [
            get(&world, &paths[0]).await["rank"].clone(),
            get(&world, &paths[1]).await["rank"].clone(),
        ];
        if found == wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    let board = async |server: &RedisServer| {
        while server.ask(RANKS).await.as_deref() != Some(":2") {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    board(&server).await;
    ranks([json!(2), json!(1)]).await;
    // It is Redis that is asked: turned round, it gives other answers, which the read model knows better.
    let turn = "ZUNIONSTORE arena:v1:{ranks}:board 1 arena:v1:{ranks}:board WEIGHTS -1";
    assert_eq!(server.ask(turn).await.as_deref(), Some(":2"));
    ranks([json!(1), json!(2)]).await;

    server.kill();
    until(&redis, false).await;
    ranks([json!(2), json!(1)]).await;
    server.restart().await;
    until(&redis, true).await;
    board(&server).await;
    ranks([json!(2), json!(1)]).await;
    // Part of it is lost, and comes back.
    assert_eq!(
        server
            .ask("ZPOPMIN arena:v1:{ranks}:board")
            .await
            .as_deref(),
        Some("*2")
    );
    board(&server).await;
    ranks([json!(2), json!(1)]).await;
}
