//! Processes that each do a part of the work are one arena, and each says how it is; and so does `arena cluster status`, whoever
//! is dead and whatever is away.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "support/cluster.rs"]
mod cluster;
mod support;

use std::time::Duration;

use arena_simulations::{Options, run};
use cluster::{Cluster, Node, Plan};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

const LOOK_EVERY: Duration = Duration::from_millis(100);
/// Far longer than a lease and a take-over.
const SEEN_WITHIN: u32 = 600;

#[tokio::test(flavor = "multi_thread")]
async fn four_processes_with_a_role_each_play_together_and_each_says_how_it_is() {
    let roles = ["gateway", "battles", "judge", "projector"];
    let plan = roles
        .iter()
        .fold(Plan::of(0).direct(), |plan, role| plan.and(role));
    let mut cluster = Cluster::start(plan).await;
    let acks = cluster.folder().join("acks.ndjson");
    let options = Options {
        urls: vec![cluster.nodes[0].url()],
        players: 8,
        battles: 4,
        acks: Some(acks.clone()),
        seed: 4,
        rate: 5.0,
        ..Options::default()
    };
    let report = run(options, CancellationToken::new()).await.unwrap();
    println!("{report}");
    assert!(report.violations.is_empty(), "{report}");
    assert!(report.battles() >= 4, "{report}");

    let states = ["open", "holding", "judging", "leading"];
    for ((node, role), state) in cluster.nodes.iter().zip(roles).zip(states) {
        for path in ["/ready", "/health"] {
            let (status, told) = get(node, path).await;
            assert_eq!((status, &told["ready"]), (200, &json!(true)), "{told}");
            let all = told["roles"].as_object().unwrap();
            assert_eq!(all.keys().collect::<Vec<_>>(), [role], "{told}");
            assert_eq!(all[role]["state"], state, "{told}");
        }
    }
    // What is told with a beat is the state of a second before.
    let status = until(&cluster.nodes[0], |status| {
        let mut nodes = status["nodes"].as_array().unwrap().iter();
        nodes.all(|node| states.iter().any(|state| has_state(node, state)))
    });
    let status = status.await;
    assert_eq!(status["mode"], "several");
    assert_eq!(status["shards"]["held"], 256);
    for (index, (role, state)) in roles.iter().zip(states).enumerate() {
        let node = named(&status, &format!("arena-{index}"));
        assert_eq!(node["roles"], json!([role]));
        assert_eq!(node["state"], "alive");
        assert_eq!(node["load"]["states"], json!({ *role: state }));
        let address = format!("http://{}", node["address"].as_str().unwrap());
        assert_eq!(address, cluster.nodes[index].url());
        let holds = *role == "battles";
        let (shards, book) = if holds { (256, 1) } else { (0, 0) };
        assert_eq!(node["shards"]["count"], shards, "{node}");
        assert_eq!(node["load"]["actors"]["book"]["live"], book, "{node}");
        let is_judge = *role == "judge";
        assert_eq!(node["load"]["judgeQueue"].is_object(), is_judge, "{node}");
    }
    cluster.verify(Some(&acks));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_status_tells_who_is_gone_and_who_has_its_shards_while_nats_is_away() {
    let mut cluster = Cluster::start(Plan::of(3).direct()).await;
    cluster.is_settled(3).await;
    let status = status(&cluster.nodes[0]);
    assert_eq!(status["nodes"].as_array().unwrap().len(), 3);
    let third = named(&status, "arena-2").clone();
    assert_eq!(third["state"], "alive");
    assert!(third["shards"]["count"].as_u64().unwrap() > 0);

    cluster.nats[0].kill();
    cluster.nodes[2].arena.kill();
    let gone = |status: &Value| named(status, "arena-2")["state"] == "gone";
    let status = until(&cluster.nodes[0], gone).await;
    let dead = named(&status, "arena-2");
    assert_eq!(
        (&dead["id"], &dead["leaseLeftMs"]),
        (&third["id"], &Value::Null)
    );
    assert!(dead["silentMs"].as_u64().unwrap() >= 4_000, "{dead}");
    let all = |status: &Value| {
        let shards = &status["shards"];
        ["held", "expired", "free"].map(|what| shards[what].as_u64().unwrap())
    };
    assert_eq!(all(&status).iter().sum::<u64>(), 256, "{status}");
    let taken = |status: &Value| status["shards"]["held"] == 256;
    let status = until(&cluster.nodes[0], taken).await;
    let mut held = 0;
    for name in ["arena-0", "arena-1"] {
        let node = named(&status, name);
        assert_eq!(node["state"], "alive");
        held += node["shards"]["count"].as_u64().unwrap();
    }
    assert_eq!(
        (held, &named(&status, "arena-2")["shards"]["count"]),
        (256, &json!(0))
    );
    let text = cluster.nodes[0].arena.check(&["cluster", "status"]);
    println!("{text}");
    assert!(text.contains("256 held, 0 expired, 0 free"), "{text}");
    // Without NATS they are cut off from each other, and say so.
    let (code, told) = get(&cluster.nodes[0], "/ready").await;
    assert_eq!((code, &told["code"]), (503, &json!("not-ready")), "{told}");
    assert_eq!(told["roles"]["gateway"]["state"], "unlinked", "{told}");
    assert_eq!(told["roles"]["battles"]["state"], "holding", "{told}");
    assert_eq!(get(&cluster.nodes[0], "/health").await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_is_told_twice_to_stop_ends_at_once() {
    let mut cluster = Cluster::start(Plan::of(1).direct()).await;
    // Nothing can be given up while the database is away.
    cluster.postgres.kill();
    let node = &mut cluster.nodes[0];
    node.arena.signal("TERM");
    node.has_said(&["stopping"]).await;
    node.arena.signal("INT");
    node.has_said(&["told again to stop"]).await;
    for _ in 0..SEEN_WITHIN {
        if let Some(status) = node.arena.ended() {
            assert_eq!(status.code(), Some(1));
            return;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
    panic!("it goes on:\n{}", node.arena.said());
}

async fn get(node: &Node, path: &str) -> (u16, Value) {
    let answer = reqwest::get(format!("{}{path}", node.url())).await.unwrap();
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap())
}

fn status(node: &Node) -> Value {
    let text = node.arena.check(&["cluster", "status", "--json"]);
    serde_json::from_str(&text).unwrap()
}

/// Asks until it is as `wanted`.
async fn until(node: &Node, wanted: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..SEEN_WITHIN {
        let status = status(node);
        if wanted(&status) {
            return status;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
    panic!("it never came: {}", status(node));
}

fn named<'a>(status: &'a Value, name: &str) -> &'a Value {
    let mut nodes = status["nodes"].as_array().unwrap().iter();
    let found = nodes.find(|node| node["name"] == name);
    found.unwrap_or_else(|| panic!("no {name} in {status}"))
}

fn has_state(node: &Value, state: &str) -> bool {
    let states = node["load"]["states"].as_object();
    states.is_some_and(|states| states.values().any(|known| known == state))
}
