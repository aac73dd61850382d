//! Processes die, are cut off, or sleep: others take over, and whoever was away has nothing to say.

use std::time::Duration;

use arena_bus::{Outcome, Request, streams};
use arena_log::{AppendError, CommandId, Meta, OwnerError, OwnerId, ShardId};
use arena_rules::battle::{Command, Event};
use arena_rules::ids::{BattleId, PlayerId};
use arena_tree::tree::Tree;
use arena_tree::{CommandError, Envelope, TreeError};
use tokio::time::Instant;
use uuid::Uuid;

use super::{Cluster, FAILOVER, Node};
use crate::world::config;

/// How old the last sign of life may be, and what bringing back takes.
const SLACK: i64 = 1_200;

fn say(player: PlayerId) -> Command {
    Command::Say {
        player,
        text: "hello".to_owned(),
    }
}

async fn extensions(node: &Node, battle: BattleId) -> Vec<i64> {
    let events = node.world.battle_events(battle).await.into_iter();
    events
        .filter_map(|event| match event {
            Event::Extended { by, .. } => Some(by.0),
            _ => None,
        })
        .collect()
}

/// How long the battle still runs, on the clock of the cluster.
async fn left(node: &Node, battle: BattleId) -> i64 {
    let state = node.world.arena.battle_state(battle).await.unwrap();
    (state.due().unwrap() - node.world.arena.now()).0
}

/// Battles, until there is one on either node.
async fn battles_on_both(first: &Node, second: &Node) -> Vec<(BattleId, [PlayerId; 2])> {
    let mut battles = Vec::new();
    for number in 0..50 {
        let (battle, players, _) = first
            .world
            .running_of([2 * number + 1, 2 * number + 2])
            .await;
        battles.push((battle, players));
        let on = |node: &Node| {
            battles
                .iter()
                .any(|(battle, _)| node.has(streams::battle(*battle)))
        };
        if on(first) && on(second) {
            return battles;
        }
    }
    panic!("fifty battles on one node")
}

#[tokio::test(start_paused = true)]
async fn the_shards_of_a_process_that_dies_are_taken_when_its_lease_ends() {
    let (cluster, [first, second]) = Cluster::of().await;
    let battles = battles_on_both(&first, &second).await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    let (mut before, mut orphans) = (Vec::new(), Vec::new());
    for (battle, _) in &battles {
        before.push(left(&first, *battle).await);
        orphans.push(second.has(streams::battle(*battle)));
    }
    let died = Instant::now();
    cluster.kill(second).await;
    cluster.settled(&[&first]).await;
    for (battle, [ada, _]) in &battles {
        first.world.battle(*battle, *ada, say(*ada)).await.unwrap();
    }
    let took = died.elapsed();
    assert!(took <= FAILOVER, "{took:?}");
    for (index, (battle, [ada, bob])) in battles.iter().enumerate() {
        let gained = left(&first, *battle).await - before[index];
        let given = extensions(&first, *battle).await.len();
        if orphans[index] {
            assert!((-SLACK..SLACK).contains(&gained), "gained {gained} ms");
            assert_eq!(given, 1);
        } else {
            assert_eq!(given, 0);
        }
        // Their gateway lives, wherever their sessions were.
        for player in [ada, bob] {
            let session = first.world.arena.session_state(*player).await.unwrap();
            assert_eq!(session.connections.len(), 1);
        }
    }
    cluster.assert_fair();
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_dies_leaves_no_ghosts_in_sessions_that_others_hold() {
    let (cluster, [first, second]) = Cluster::of().await;
    let mut players = Vec::new();
    for number in 1..20 {
        let player = PlayerId(Uuid::from_u128(number));
        second.world.connect(player).await;
        players.push(player);
    }
    cluster.kill(second).await;
    cluster.settled(&[&first]).await;
    for player in players {
        first
            .world
            .session_when(player, |session| session.connections.is_empty())
            .await;
    }
    cluster.assert_fair();
}

#[tokio::test(start_paused = true)]
async fn a_process_whose_signs_of_life_are_not_taken_stops_before_its_lease_ends() {
    let (cluster, [first]) = Cluster::of().await;
    let (battle, [ada, _], _) = first.world.running().await;
    for times in 1..=2 {
        let before = left(&first, battle).await;
        first.line.set_cut(true);
        let cut = Instant::now();
        while first.holdings.is_alive() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let lived = cut.elapsed();
        assert!(lived <= Duration::from_millis(3_510), "{lived:?}");
        let events = first.world.battle_events(battle).await.len();
        // The log would still take it: nobody has claimed the shard.
        let refused = first.world.battle(battle, ada, say(ada)).await;
        assert_eq!(refused, Err(CommandError::Unavailable));
        assert_eq!(first.world.battle_events(battle).await.len(), events);
        let asleep = Instant::now();
        first.line.set_cut(false);
        cluster.settled(&[&first]).await;
        let slept_on = asleep.elapsed();
        assert!(slept_on < Duration::from_secs(3), "{slept_on:?}");
        first.world.battle(battle, ada, say(ada)).await.unwrap();
        // Nobody could play, so nobody loses the time; each time anew.
        let gained = left(&first, battle).await - before;
        assert!((-SLACK..SLACK).contains(&gained), "gained {gained} ms");
        assert_eq!(extensions(&first, battle).await.len(), times);
    }
    cluster.assert_fair();
}

#[tokio::test(start_paused = true)]
async fn a_log_that_is_shared_is_not_taken_alone_and_nothing_of_the_try_stays() {
    let (cluster, [first]) = Cluster::of().await;
    let clock = arena_tree::clock::TokioClock::starting_at(first.world.arena.now());
    let config = config(
        &first.world.log,
        &first.world.judge,
        clock,
        OwnerId(Uuid::new_v4()),
    );
    let refused = Tree::start(config).await.err();
    assert!(
        matches!(refused, Some(TreeError::Claim(OwnerError::Member))),
        "{refused:?}"
    );
    assert_eq!(first.holdings.shards().len(), 256);
    cluster.assert_fair();
}

#[tokio::test(start_paused = true)]
async fn a_process_that_sleeps_past_its_lease_can_neither_write_nor_answer() {
    let (cluster, [first, second]) = Cluster::of().await;
    let battles = battles_on_both(&first, &second).await;
    let on_second = |(battle, _): &&(BattleId, _)| second.has(streams::battle(*battle));
    let (battle, [ada, bob]) = *battles.iter().find(on_second).unwrap();
    let stream = streams::battle(battle);
    // One command is on its way into the log, one waits behind it.
    *second.world.log.hold_at.lock().unwrap() = Some(stream);
    let mut asked = tokio::task::JoinSet::new();
    for (player, id) in [(ada, 1), (bob, 2)] {
        let arena = second.world.arena.clone();
        let envelope = Envelope::of_player(player, Uuid::from_u128(id), 1, say(player));
        asked.spawn(async move { arena.battle(battle, envelope).await });
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    second.line.set_cut(true);
    cluster.settled(&[&first]).await;
    *second.world.log.hold_at.lock().unwrap() = None;
    second.world.log.let_go.notify_waiters();
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert!(second.holdings.shards().is_empty());
    let refused = second.world.log.refused.lock().unwrap().clone();
    assert!(
        matches!(refused[..], [AppendError::Fenced { .. }]),
        "{refused:?}"
    );
    // Nobody was told that it was done by the one who slept; asked again by its door, the new owner did it, once.
    while let Some(answer) = asked.join_next().await {
        answer.unwrap().unwrap();
    }
    let events = first.world.battle_events(battle).await.into_iter();
    let said = events.filter_map(|event| match event {
        Event::Said { player, .. } => Some(player),
        _ => None,
    });
    let mut said: Vec<PlayerId> = said.collect();
    said.sort();
    assert_eq!(said, [ada, bob]);
    cluster.assert_fair();
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_comes_too_late_is_not_sent() {
    let (cluster, [first]) = Cluster::of().await;
    let (battle, [ada, _], _) = first.world.running().await;
    let (stream, id) = (streams::battle(battle), Uuid::from_u128(5));
    let question = Request {
        machine: 1,
        stream,
        command: CommandId(id),
        meta: Meta::new(id),
        deadline: Instant::now() + Duration::from_secs(60),
        body: rmp_serde::to_vec_named(&say(ada)).unwrap(),
    };
    let events = first.world.battle_events(battle).await.len();
    *first.world.log.hold_at.lock().unwrap() = Some(stream);
    let (arena, asked) = (first.world.arena.clone(), question.clone());
    let answer = tokio::spawn(async move { arena.serve_remote(asked).await });
    tokio::time::sleep(Duration::from_millis(10)).await;
    *first.world.log.hold_at.lock().unwrap() = None;
    first.world.log.let_go.notify_waiters();
    // The process sleeps before it can say what has become of it.
    tokio::time::advance(Duration::from_secs(4)).await;
    let answer = answer.await.unwrap().unwrap();
    assert_eq!(answer.result, Outcome::NotOwner);
    assert_eq!(first.world.battle_events(battle).await.len(), events + 1);
    // Awake again, it has the same answer as if it had not slept.
    cluster.settled(&[&first]).await;
    let again = first.world.arena.serve_remote(question).await.unwrap();
    assert!(matches!(again.result, Outcome::Answered(_)), "{again:?}");
    let said = first.world.battle_events(battle).await.into_iter();
    assert_eq!(
        said.filter(|event| matches!(event, Event::Said { .. }))
            .count(),
        1
    );
    cluster.assert_fair();
}

#[tokio::test(start_paused = true)]
async fn a_refused_append_costs_one_shard_and_the_process_goes_on() {
    let (cluster, [first]) = Cluster::of().await;
    let (battle, [ada, _], _) = first.world.running().await;
    let shard = ShardId::of(streams::battle(battle));
    let epoch = first.holdings.shards()[&shard];
    // Somebody raises the epoch behind its back.
    let log = &first.world.log.log;
    let now = first.world.arena.now().0;
    log.release(first.owner, &[(shard, epoch)], now)
        .await
        .unwrap();
    first.world.battle(battle, ada, say(ada)).await.unwrap();
    assert!(first.holdings.shards()[&shard] > epoch);
    assert_eq!(first.holdings.shards().len(), 256);
    cluster.assert_fair();
}

#[tokio::test(start_paused = true)]
async fn two_crashes_in_a_row_cost_no_battle_any_time() {
    let (cluster, [first]) = Cluster::of().await;
    let (one, [ada, _], _) = first.world.running().await;
    let (two, _, _) = first.world.running_of([3, 4]).await;
    tokio::time::sleep(Duration::from_secs(20)).await;
    let before = [left(&first, one).await, left(&first, two).await];
    cluster.kill(first).await;
    tokio::time::sleep(Duration::from_secs(30)).await;
    // The second brings one battle back and dies while the other is on its way.
    let stream = streams::battle(two);
    let second = cluster
        .add_with(|log| *log.hold_at.lock().unwrap() = Some(stream))
        .await;
    cluster.settled(&[&second]).await;
    second.world.battle(one, ada, say(ada)).await.unwrap();
    let gained = left(&second, one).await - before[0];
    assert!((-SLACK..SLACK).contains(&gained), "gained {gained} ms");
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert!(extensions(&second, two).await.is_empty());
    cluster.kill(second).await;
    tokio::time::sleep(Duration::from_secs(40)).await;
    let third = cluster.add().await;
    cluster.settled(&[&third]).await;
    // To the first battle what it has not had yet, to the other everything; the five seconds of the second process count.
    let wait = Duration::from_secs(1);
    tokio::time::sleep(wait).await;
    let gained = left(&third, one).await - before[0];
    let answered = 5_000 + i64::try_from(wait.as_millis()).unwrap();
    assert!(
        (-SLACK - answered..SLACK).contains(&gained),
        "gained {gained} ms"
    );
    let gained = left(&third, two).await - before[1];
    assert!(
        (-SLACK - 1_000..SLACK).contains(&gained),
        "gained {gained} ms"
    );
    assert_eq!(extensions(&third, two).await.len(), 1);
    cluster.assert_fair();
}
