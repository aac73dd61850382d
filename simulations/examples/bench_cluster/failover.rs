//! `kill -9` of one of three processes while battles are on: how long until each battle of its shards accepts commands.

use std::collections::BTreeMap;
use std::time::Duration;

use arena_log::testing::spread;
use arena_log::{ShardId, StreamId};
use arena_simulations::clock;

use crate::cluster::{Cluster, Plan};
use crate::crowd::Crowd;
use crate::{BATTLES, quantile_ms};

const ROUNDS: usize = 9;
const PROCESSES: usize = 3;
const ACCEPTED_WITHIN: Duration = Duration::from_secs(60);

pub(crate) async fn measure() {
    let mut cluster = Cluster::start(Plan::of(PROCESSES).direct()).await;
    let mut crowd = Crowd::of(BATTLES, &cluster.urls()).await;
    let (mut all, mut all_players) = (Vec::new(), Vec::new());
    let (mut medians, mut p99s) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let victim = round % PROCESSES;
        let roster = cluster.is_settled(PROCESSES).await;
        // Everybody is connected, and the victim's actors are awake.
        crowd.once(ACCEPTED_WITHIN).await;
        let name = cluster.nodes[victim].name();
        let owner = roster.members.values().find(|member| member.name == name);
        let owner = owner.unwrap().owner;
        let killed = clock::now();
        cluster.nodes[victim].arena.kill();
        let said = crowd.once(ACCEPTED_WITHIN).await;
        let mut battles = BTreeMap::new();
        for (_, battle, at) in &said {
            let shard = ShardId::of(StreamId(*battle));
            if roster.shards[&shard].owner == Some(owner) {
                let took = at.saturating_duration_since(killed);
                battles
                    .entry(*battle)
                    .and_modify(|known: &mut Duration| *known = took.min(*known))
                    .or_insert(took);
            }
        }
        let mut battles: Vec<Duration> = battles.into_values().collect();
        // Those whose gateway is gone come back to another one first.
        let away = said
            .iter()
            .filter(|(player, ..)| player % PROCESSES == victim);
        all_players.extend(away.map(|(.., at)| at.saturating_duration_since(killed)));
        medians.push(quantile_ms(&mut battles, 0.5));
        p99s.push(quantile_ms(&mut battles, 0.99));
        println!(
            "round {round}: {} battles of the killed process, p50 {:.0} ms, p99 {:.0} ms",
            battles.len(),
            medians[round],
            p99s[round]
        );
        all.extend(battles);
        let arena = &mut cluster.nodes[victim].arena;
        arena.launch();
        arena.is_ready().await;
    }
    println!(
        "{ROUNDS} kills under {BATTLES} live battles; from the kill to the first command that a battle of the killed process accepts"
    );
    println!("p50 of rounds              {} ms", spread(&medians, 0));
    println!("p99 of rounds              {} ms", spread(&p99s, 0));
    let quantiles = [0.01, 0.1, 0.5, 0.9, 0.99, 1.0];
    let of = |times: &mut [Duration]| {
        quantiles
            .map(|quantile| format!("{:.0}", quantile_ms(times, quantile)))
            .join("  ")
    };
    println!(
        "all {} battles, ms at 1, 10, 50, 90, 99, 100 %:   {}   (target p99 ≤ 6000)",
        all.len(),
        of(&mut all)
    );
    println!(
        "all {} lines of players of its gateway:           {}",
        all_players.len(),
        of(&mut all_players)
    );
    crowd.leave().await;
    cluster.stop();
    println!();
}
