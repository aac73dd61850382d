//! Processes that ask each other, and follow each other's streams, over a real NATS server in real time.

use arena_bus::{Committed, Following, streams};
use arena_log::ShardId;
use arena_rules::battle::Phase;
use tokio::time::{Instant, timeout};

use super::{Cluster, FAILOVER};
use crate::world::submit;

/// The next commit that is heard; that something may have been missed is told apart from it.
async fn heard(following: &mut Following) -> Committed {
    let commit = async {
        loop {
            if let Some(committed) = following.next().await {
                return committed;
            }
        }
    };
    timeout(FAILOVER, commit).await.unwrap()
}

#[tokio::test]
async fn a_battle_is_played_and_followed_across_processes_and_outlives_its_owner() {
    let cluster = Cluster::over_nats().await;
    let mut nodes = vec![
        cluster.add().await,
        cluster.add().await,
        cluster.add().await,
    ];
    cluster.settled(&nodes.iter().collect::<Vec<_>>()).await;
    let (battle, [ada, bob], _) = nodes[0].world.running().await;
    let stream = streams::battle(battle);

    let owner = nodes.iter().position(|node| node.has(stream)).unwrap();
    let owner = nodes.remove(owner);
    let mut following = nodes[0].world.arena.bus().follow(stream);
    // Whoever follows first over NATS is told when the server knows of it.
    assert!(following.next().await.is_none());
    let elsewhere = &nodes[1].world;
    elsewhere
        .battle(battle, ada, submit(ada, "wrong"))
        .await
        .unwrap();
    let committed = heard(&mut following).await;
    assert_eq!(committed.stream, stream);
    assert_eq!(committed.events[0].shard, ShardId::of(stream));
    heard(&mut following).await;

    let before = owner.holdings.shards()[&ShardId::of(stream)];
    cluster.kill(owner).await;
    let died = Instant::now();
    elsewhere
        .battle(battle, bob, submit(bob, "right"))
        .await
        .unwrap();
    assert!(died.elapsed() < FAILOVER, "{:?}", died.elapsed());
    assert!(matches!(
        elsewhere.is_over(battle).await,
        Phase::Finished { .. }
    ));
    let committed = heard(&mut following).await;
    assert!(committed.events[0].epoch > before);
    cluster.assert_fair();
}
