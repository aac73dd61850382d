//! A process dies: others take its shards, and its players come back at them.

use std::time::Duration;

use arena_bus::streams;
use arena_rules::ids::BattleId;

use crate::cluster::{Cluster, Plan};
use crate::player::{Order, Player, battle, give_up, write_acks};

/// Others should have claimed within 6 s; a loaded machine may take its time.
const TAKEN_OVER_WITHIN: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
async fn the_battles_of_a_process_that_dies_go_on_at_the_others() {
    let mut cluster = Cluster::start(Plan::of(3)).await;
    let roster = cluster.is_settled(3).await;
    let urls = cluster.urls();
    let mut ada = Player::enter(&urls).await;
    let mut bob = Player::enter(&urls).await;
    let battle_id = battle(&mut ada, &mut bob).await;
    let stream = streams::battle(BattleId(battle_id));
    let epoch = roster.shards[&arena_log::ShardId::of(stream)].epoch;

    // One of them is at the process that has the battle, the other elsewhere.
    let owner = cluster.owner(stream).await.unwrap();
    let (at_owner, elsewhere) = (urls[owner].clone(), urls[(owner + 1) % 3].clone());
    let third = urls[(owner + 2) % 3].clone();
    ada.move_to(&[at_owner, elsewhere.clone(), third]).await;
    bob.move_to(&[elsewhere]).await;
    ada.done(&Order::say(battle_id, "before")).await;
    bob.hears("before").await;

    cluster.nodes[owner].arena.kill();
    let order = Order::say(battle_id, "while it is dead");
    let done = bob.done(&order).await;
    println!(
        "answered again after {:?}, refused {} times",
        done.took, done.refused
    );
    assert!(done.took < TAKEN_OVER_WITHIN, "{done:?}");
    // She resumes by version at another one, whose player's events she has not missed.
    ada.hears("while it is dead").await;
    assert_eq!(ada.closed.last(), Some(&0), "{:?}", ada.closed);
    let now = cluster.owner(stream).await.unwrap();
    assert_ne!(now, owner);
    let roster = cluster.roster().await;
    assert!(roster.shards[&arena_log::ShardId::of(stream)].epoch > epoch);

    // One that comes back fills up again, while they play.
    cluster.nodes[owner].arena.launch();
    cluster.is_settled(3).await;
    bob.done(&Order::say(battle_id, "after")).await;
    ada.hears("after").await;
    give_up(battle_id, &mut bob, &mut ada).await;
    for said in ["before", "while it is dead", "after"] {
        assert_eq!((ada.heard_say(said), bob.heard_say(said)), (1, 1), "{said}");
    }

    let acks = cluster.folder().join("acks.ndjson");
    write_acks(&acks, &[&ada, &bob]);
    cluster.verify(Some(&acks));
}
