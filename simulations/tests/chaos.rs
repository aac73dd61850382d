//! A short round of `cargo xtask chaos`: whatever breaks in an arena of three processes, nothing that was acknowledged is lost.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "support/chaos.rs"]
mod chaos;
#[path = "support/cluster.rs"]
mod cluster;
mod support;

use std::time::Duration;

use arena_simulations::script::Script;
use arena_simulations::{Options, clock, run};
use chaos::Chaos;
use cluster::{Cluster, Plan};
use tokio_util::sync::CancellationToken;

const PROCESSES: usize = 3;
const SPAN: Duration = Duration::from_secs(35);
/// Its first faults are kills, stops past the lease and a way to PostgreSQL that is cut.
const SEED: u64 = 1;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_whatever_breaks() {
    let mut chaos = Chaos::new(Cluster::start(Plan::of(PROCESSES)).await);
    let acks = chaos.cluster.folder().join("acks.ndjson");
    let options = Options {
        urls: chaos.cluster.urls(),
        players: 10,
        acks: Some(acks.clone()),
        seed: SEED,
        rate: 5.0,
        ..Options::default()
    };
    let stop = CancellationToken::new();
    let playing = tokio::spawn(run(options, stop.clone()));
    let (start, mut script) = (clock::now(), Script::new(SEED, PROCESSES));
    while start.elapsed() < SPAN {
        chaos.carry_out(script.next().unwrap()).await;
    }
    chaos.calm().await;
    stop.cancel();
    let report = playing.await.unwrap().unwrap();
    println!("{report}\n{}\n{:?}", chaos.verify(&acks), chaos.counts);
    assert!(report.violations.is_empty(), "{report}");
    assert!(chaos.violations.is_empty(), "{:?}", chaos.violations);
    assert!(report.battles() > 0 && report.acknowledged > 0, "{report}");
    assert!(chaos.count("kill -9") > 0, "{:?}", chaos.counts);
}
