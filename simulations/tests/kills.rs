//! Whatever is killed, whenever: nothing that was acknowledged is lost, and every battle ends as the rules say.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::time::Duration;

use arena_log::testing::PostgresServer;
use arena_simulations::{Options, Report, run};
use support::Arena;
use tokio_util::sync::CancellationToken;

const KILLS: usize = 10;
const BETWEEN_KILLS: Duration = Duration::from_secs(4);

fn options(arena: &Arena, players: usize) -> Options {
    Options {
        urls: vec![arena.url()],
        players,
        acks: Some(arena.folder().join("acks.ndjson")),
        seed: 7,
        rate: 5.0,
        ..Options::default()
    }
}

fn verify(arena: &mut Arena, report: &Report) {
    arena.stop();
    println!("{report}");
    let acks = arena.folder().join("acks.ndjson");
    println!(
        "{}",
        arena.check(&["events", "verify", "--acks", acks.to_str().unwrap()])
    );
    println!("{}", arena.check(&["ratings", "verify"]));
    assert!(report.violations.is_empty(), "{report}");
    assert!(report.battles() > 0 && report.acknowledged > 0, "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_when_the_arena_and_its_judge_are_killed() {
    let mut arena = Arena::start(None).await;
    let stop = CancellationToken::new();
    let playing = tokio::spawn(run(options(&arena, 12), stop.clone()));
    for kill in 0..KILLS {
        // The time in which something happens that can be lost.
        tokio::time::sleep(BETWEEN_KILLS).await;
        if kill % 5 == 2 {
            arena.kill_judge();
        }
        arena.kill_and_restart();
    }
    // A log is looked through while it is written.
    println!("{}", arena.check(&["events", "verify"]));
    stop.cancel();
    let report = playing.await.unwrap().unwrap();
    verify(&mut arena, &report);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_when_postgresql_is_killed() {
    let mut server = PostgresServer::start().await;
    let database = server.database().await;
    let mut arena = Arena::start(Some(database.url().to_owned())).await;
    let stop = CancellationToken::new();
    let playing = tokio::spawn(run(options(&arena, 6), stop.clone()));
    for _ in 0..2 {
        tokio::time::sleep(2 * BETWEEN_KILLS).await;
        server.kill();
        server.restart().await;
    }
    tokio::time::sleep(BETWEEN_KILLS).await;
    println!("{}", arena.check(&["events", "verify"]));
    stop.cancel();
    let report = playing.await.unwrap().unwrap();
    verify(&mut arena, &report);
}

#[tokio::test]
async fn an_arena_that_is_told_to_stop_while_it_starts_ends_well_and_starts_again() {
    let mut arena = Arena::new(None, None);
    arena.launch();
    while !arena.heeds_sigterm() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let ended = arena.stop();
    assert!(ended.success(), "{ended}\n{}", arena.said());
    let said = arena.said();
    assert!(said.contains("told to stop before"), "{said}");
    arena.start_again(None).await;
    println!("{}", arena.check(&["events", "verify"]));
}
