//! How many commands a second battles take with one, two and three processes, on one machine that all of them share.

use std::time::Duration;

use arena_log::testing::spread;

use crate::BATTLES;
use crate::cluster::{Cluster, Plan};
use crate::crowd::{Crowd, LINES, Mood, Note};
use crate::processors::Times;
use crate::support::Arena;

const ROUNDS: usize = 3;
const WARM_UP: Duration = Duration::from_secs(1);
const ROUND: Duration = Duration::from_secs(5);

pub(crate) async fn measure() {
    println!(
        "commands/s of {} players, each sending the next when the last is acknowledged; {ROUNDS} rounds",
        2 * BATTLES
    );
    for processes in 1..=3 {
        let mut cluster = Cluster::start(Plan::of(processes).direct()).await;
        let mut crowd = Crowd::of(BATTLES, &cluster.urls()).await;
        cluster.is_settled(processes).await;
        let mut rates = Vec::new();
        let mut costs = std::collections::BTreeMap::<String, Vec<f64>>::new();
        let pids = cluster
            .nodes
            .iter()
            .map(|node| (Arena::pid(&node.arena), "arena".to_owned()))
            .collect();
        for round in 0..ROUNDS {
            if round > 0 {
                crowd.again().await;
            }
            crowd.wants(Mood::Eager);
            tokio::time::sleep(WARM_UP).await;
            crowd.forget();
            let (before, start) = (Times::now(&pids), arena_simulations::clock::now());
            tokio::time::sleep(ROUND).await;
            let (after, took) = (Times::now(&pids), start.elapsed().as_secs_f64());
            crowd.wants(Mood::Quiet);
            let notes = crowd.notes();
            let said = notes
                .iter()
                .filter(|note| matches!(note, Note::Said { .. }))
                .count() as f64;
            let most = f64::from(LINES) * 2.0 * BATTLES as f64;
            assert!(said < most * 0.9, "the players have no lines left");
            rates.push(said / took);
            for (name, cost) in after.since(&before, said) {
                costs.entry(name).or_default().push(cost);
            }
        }
        println!("{processes} processes: {} commands/s", spread(&rates, 0));
        for (name, costs) in costs {
            println!(
                "    {name:<16} {} µs of processor time a command",
                spread(&costs, 0)
            );
        }
        crowd.leave().await;
        cluster.stop();
    }
    println!();
}
