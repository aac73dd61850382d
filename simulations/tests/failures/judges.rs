//! A judge dies with a submission in hand: the sealed process, or the arena's process around it.

use std::time::Duration;

use arena_bus::testing::NatsServer;
use arena_edge::protocol::server::ServerEvent;
use arena_simulations::clock;
use serde_json::json;
use uuid::Uuid;

use crate::cluster::{Cluster, Plan};
use crate::player::{Order, Player};
use crate::scene::Scene;
use crate::support::signal_to;

const TAKEN_WITHIN: Duration = Duration::from_secs(60);
/// Counts what a judge has taken from the queue.
const TAKEN: &str = "arena_judge_queue_deliveries_total ";
const JUDGES: [usize; 2] = [1, 2];

#[tokio::test(flavor = "multi_thread")]
async fn a_submission_whose_judge_dies_is_judged_again() {
    let plan = Plan::of(0).nats(3).and("gateway,battles,projector");
    let mut scene = Scene::of(plan.and("judge").and("judge"), 1).await;
    // Killed with the submission in hand, and started again by the process around it.
    signal(&scene.cluster, "STOP");
    submit(&mut scene.ada, scene.battle).await;
    let first = taker(&scene.cluster, [0, 0]).await;
    signal(&scene.cluster, "KILL");
    assert_eq!(verdict(&mut scene.ada, 1).await, "CE");

    // The same when everything around it dies too: the queue gives it to the other.
    let before = [
        taken(&scene.cluster, 1).await,
        taken(&scene.cluster, 2).await,
    ];
    signal(&scene.cluster, "STOP");
    submit(&mut scene.bob, scene.battle).await;
    let second = taker(&scene.cluster, before).await;
    let arena = &mut scene.cluster.nodes[second].arena;
    let orphans = arena.judges();
    arena.kill();
    for orphan in orphans {
        signal_to(&orphan, "CONT");
    }
    signal(&scene.cluster, "CONT");
    assert_eq!(verdict(&mut scene.bob, 1).await, "CE");
    println!("judge {first} died alone, then {second} with its process");

    // And when the server is lost that has led the queue.
    let leader = NatsServer::leader(&scene.cluster.nats, "ARENA_JUDGE").await;
    scene.cluster.nats[leader].kill();
    submit(&mut scene.ada, scene.battle).await;
    assert_eq!(verdict(&mut scene.ada, 2).await, "CE");
    scene.end().await;
}

/// Sends the sealed processes of those that run a signal.
fn signal(cluster: &Cluster, signal: &str) {
    for judge in JUDGES {
        let arena = &cluster.nodes[judge].arena;
        if arena.is_running() {
            arena.signal_judge(signal);
        }
    }
}

/// Submits what takes no time and cannot be right.
async fn submit(player: &mut Player, battle: Uuid) {
    let code = json!({ "battleId": battle, "language": "python", "code": "print(" });
    player.done(&Order::new("battle:submit", code)).await;
}

/// Waits until the player has so many verdicts, and gives the last.
async fn verdict(player: &mut Player, count: usize) -> String {
    let (me, mut seen) = (player.me(), 0);
    let last = player.until(|event| {
        let own = matches!(event, ServerEvent::Judged { player_id, .. } if *player_id == me);
        seen += usize::from(own);
        own && seen == count
    });
    match last.await.event {
        ServerEvent::Judged { result, .. } => result.verdict,
        other => panic!("{other:?}"),
    }
}

/// How many submissions a judge has taken.
async fn taken(cluster: &Cluster, judge: usize) -> u64 {
    let url = format!("{}/metrics", cluster.nodes[judge].url());
    let metrics = reqwest::get(url).await.unwrap().text().await.unwrap();
    let mut lines = metrics.lines();
    let counted = lines.find_map(|line| line.strip_prefix(TAKEN));
    counted.map_or(0, |count| count.parse().unwrap())
}

/// The judge that has taken one more than before.
async fn taker(cluster: &Cluster, before: [u64; 2]) -> usize {
    let start = clock::now();
    loop {
        for (judge, before) in JUDGES.into_iter().zip(before) {
            if taken(cluster, judge).await > before {
                return judge;
            }
        }
        assert!(
            start.elapsed() < TAKEN_WITHIN,
            "nobody takes the submission"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
