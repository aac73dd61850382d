//! A rolling deploy: one process after another is drained and started again, under players who notice at most a pause.

use std::time::Duration;

use arena_simulations::clock;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::cluster::{Cluster, Plan};
use crate::player::{Order, Player, battle, give_up, write_acks};

const PAIRS: usize = 3;
/// The most lines of a player's talk in a battle is 100.
const BETWEEN_LINES: Duration = Duration::from_millis(700);
/// A drained process promises to have ended after 60 s.
const ENDED_WITHIN: Duration = Duration::from_secs(180);
/// With which a process that stops closes its connections.
const STOPS: u16 = 4000;

#[tokio::test(flavor = "multi_thread")]
async fn no_battle_is_lost_and_no_command_fails_when_all_processes_are_replaced() {
    let mut cluster = Cluster::start(Plan::of(3)).await;
    cluster.is_settled(3).await;
    let stop = CancellationToken::new();
    let mut playing = JoinSet::new();
    for pair in 0..PAIRS {
        let mut urls = cluster.urls();
        urls.rotate_left(pair);
        let mut one = Player::enter(&urls).await;
        urls.rotate_left(1);
        let mut two = Player::enter(&urls).await;
        let battle = battle(&mut one, &mut two).await;
        playing.spawn(talk(battle, one, two, stop.clone()));
    }
    for index in 0..3 {
        let node = &mut cluster.nodes[index];
        node.arena.signal("TERM");
        let start = clock::now();
        let status = loop {
            if let Some(status) = node.arena.ended() {
                break status;
            }
            assert!(start.elapsed() < ENDED_WITHIN, "{}", node.arena.said());
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        assert!(status.success(), "{status}: {}", node.arena.said());
        println!("{} has ended after {:?}", node.name(), start.elapsed());
        node.arena.launch();
        node.arena.is_ready().await;
        cluster.is_settled(3).await;
    }
    stop.cancel();
    let mut players = Vec::new();
    while let Some(talked) = playing.join_next().await {
        let Talked {
            battle,
            mut one,
            mut two,
            longest,
        } = talked.unwrap();
        println!("battle {battle}: the longest answer took {longest:?}");
        give_up(battle, &mut one, &mut two).await;
        players.extend([one, two]);
    }
    for player in &players {
        assert!(
            player.closed.iter().all(|code| *code == STOPS),
            "{:?}",
            player.closed
        );
    }
    let acks = cluster.folder().join("acks.ndjson");
    write_acks(&acks, &players.iter().collect::<Vec<_>>());
    cluster.verify(Some(&acks));
}

struct Talked {
    battle: Uuid,
    one: Player,
    two: Player,
    longest: Duration,
}

/// Both say something again and again; nothing is ever refused.
async fn talk(battle: Uuid, mut one: Player, mut two: Player, stop: CancellationToken) -> Talked {
    let mut longest = Duration::ZERO;
    let mut line = 0;
    while !stop.is_cancelled() {
        line += 1;
        for (player, name) in [(&mut one, "one"), (&mut two, "two")] {
            let order = Order::say(battle, &format!("{name} says {line}"));
            let done = player.done(&order).await;
            assert_eq!(done.refused, 0, "{done:?}");
            longest = longest.max(done.took);
        }
        one.hears(&format!("two says {line}")).await;
        two.hears(&format!("one says {line}")).await;
        tokio::time::sleep(BETWEEN_LINES).await;
    }
    Talked {
        battle,
        one,
        two,
        longest,
    }
}
