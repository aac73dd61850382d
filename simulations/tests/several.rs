//! One arena of several processes: whichever of them is killed, the battles go on and nothing acknowledged is lost.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::time::Duration;

use arena_bus::testing::NatsServer;
use arena_log::testing::PostgresServer;
use arena_simulations::{Options, run};
use support::Arena;
use tokio_util::sync::CancellationToken;

const BETWEEN_KILLS: Duration = Duration::from_secs(8);

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_when_processes_are_killed_and_stopped() {
    let server = PostgresServer::start().await;
    let database = server.database().await;
    let nats = NatsServer::start().await;
    let nats_url = format!("nats://{}", nats.address());
    let mut arenas = Arena::start_several(database.url(), &nats_url, 3).await;
    let stop = CancellationToken::new();
    let acks = arenas[0].folder().join("acks.ndjson");
    let options = Options {
        urls: arenas.iter().map(Arena::url).collect(),
        players: 10,
        acks: Some(acks.clone()),
        seed: 11,
        rate: 5.0,
        ..Options::default()
    };
    let playing = tokio::spawn(run(options, stop.clone()));
    for killed in [1, 2] {
        // The time in which something happens that can be lost, and longer than it takes the others to take over.
        tokio::time::sleep(BETWEEN_KILLS).await;
        arenas[killed].kill_and_restart();
    }
    tokio::time::sleep(BETWEEN_KILLS).await;
    arenas[1].stop();
    stop.cancel();
    let report = playing.await.unwrap().unwrap();
    println!("{report}");
    for arena in [0, 2] {
        arenas[arena].stop();
    }
    let acks = acks.to_str().unwrap();
    println!("{}", arenas[0].check(&["events", "verify", "--acks", acks]));
    println!("{}", arenas[0].check(&["ratings", "verify"]));
    assert!(report.violations.is_empty(), "{report}");
    assert!(report.battles() > 0 && report.acknowledged > 0, "{report}");
}
