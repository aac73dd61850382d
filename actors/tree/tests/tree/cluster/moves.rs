//! Shards move because somebody wants it so: nobody loses a command, and hardly any time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use arena_bus::{ArenaEvent, streams};
use arena_log::StreamId;
use arena_rules::battle;
use arena_rules::ids::{ConnectionId, GatewayId, PlayerId};
use arena_rules::play::Standing;
use arena_rules::session;
use arena_tree::{Arena, CommandError, Envelope};
use tokio::task::JoinSet;
use tokio::time::Instant;
use uuid::Uuid;

use super::{Cluster, Node};
use crate::world::{World, submit};

/// The longest that anybody may wait while a shard moves.
const PAUSE: Duration = Duration::from_millis(500);

/// Players who come and go without a pause, until they are told to stop.
struct Traffic {
    stop: Arc<AtomicBool>,
    players: JoinSet<(PlayerId, usize, Duration)>,
}

impl Traffic {
    fn through(arena: &Arena) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let mut players = JoinSet::new();
        for number in 0..60 {
            let player = PlayerId(Uuid::from_u128(1_000 + number));
            players.spawn(come_and_go(arena.clone(), player, stop.clone()));
        }
        Self { stop, players }
    }

    /// Every command was answered with yes, is in the log once, and took no longer than the pause.
    async fn assert_unharmed(mut self, world: &World) {
        self.stop.store(true, Ordering::SeqCst);
        let mut told = Vec::new();
        while let Some(player) = self.players.join_next().await {
            told.push(player.unwrap());
        }
        let events = world.events().await;
        let mut asked = 0;
        for (player, commands, longest) in told {
            assert!(longest <= PAUSE, "{player} waited {longest:?}");
            let stream = streams::session(player);
            let of_player = |(of, event): &&(StreamId, ArenaEvent)| {
                *of == stream
                    && matches!(
                        event,
                        ArenaEvent::Session(
                            session::Event::Connected { .. } | session::Event::Disconnected { .. }
                        )
                    )
            };
            let stored = events.iter().filter(of_player).count();
            assert_eq!(stored, commands, "{player}");
            asked += commands;
        }
        assert!(asked > 1_000, "{asked}");
    }
}

async fn come_and_go(
    arena: Arena,
    player: PlayerId,
    stop: Arc<AtomicBool>,
) -> (PlayerId, usize, Duration) {
    let (mut commands, mut longest) = (0, Duration::ZERO);
    while !stop.load(Ordering::SeqCst) {
        let connection = ConnectionId(Uuid::new_v4());
        let connect = session::Command::Connect {
            player,
            standing: Standing::Registered,
            connection,
            gateway: GatewayId(arena.gateway().0),
        };
        for command in [connect, session::Command::Disconnect { connection }] {
            let envelope = Envelope::of_player(player, Uuid::new_v4(), 1, command);
            let began = Instant::now();
            arena.session(player, envelope).await.unwrap();
            longest = longest.max(began.elapsed());
            commands += 1;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    (player, commands, longest)
}

#[tokio::test(start_paused = true)]
async fn a_process_that_is_added_fills_up_and_nobody_loses_a_command() {
    let (cluster, [first]) = Cluster::of().await;
    let (battle, [ada, bob], _) = first.world.running().await;
    let traffic = Traffic::through(&first.world.arena);
    tokio::time::sleep(Duration::from_secs(2)).await;
    let began = Instant::now();
    let second = cluster.add().await;
    cluster.settled(&[&first, &second]).await;
    let third = cluster.add().await;
    cluster.settled(&[&first, &second, &third]).await;
    let took = began.elapsed();
    assert!(took < Duration::from_secs(30), "{took:?}");
    traffic.assert_unharmed(&first.world).await;
    // Played on from any of them.
    for (node, player) in [(&first, ada), (&second, bob), (&third, ada)] {
        let say = battle::Command::Say {
            player,
            text: "still here".to_owned(),
        };
        node.world.battle(battle, player, say).await.unwrap();
    }
    cluster.assert_fair();
}

#[tokio::test(start_paused = true)]
async fn a_process_that_ends_hands_everything_over_and_nobody_waits_long() {
    let (cluster, [first, second, third]) = Cluster::of().await;
    let (battle, _, _) = first.world.running().await;
    let due = due(&first, battle).await;
    let traffic = Traffic::through(&first.world.arena);
    tokio::time::sleep(Duration::from_secs(2)).await;
    cluster.stop(second).await;
    cluster.settled(&[&first, &third]).await;
    traffic.assert_unharmed(&first.world).await;
    // The pause is given back, and no more.
    let moved = self::due(&first, battle).await - due;
    assert!((0..500).contains(&moved), "{moved} ms");
    cluster.assert_fair();
}

#[tokio::test(start_paused = true)]
async fn a_question_that_is_lost_on_its_way_is_asked_again_before_anybody_minds() {
    let (cluster, [first, _second]) = Cluster::of().await;
    let traffic = Traffic::through(&first.world.arena);
    for _ in 0..5 {
        tokio::time::sleep(PAUSE).await;
        cluster.lose(1);
    }
    tokio::time::sleep(PAUSE).await;
    assert_eq!(cluster.to_lose(), 0);
    traffic.assert_unharmed(&first.world).await;
    cluster.assert_fair();
}

#[tokio::test(start_paused = true)]
async fn what_one_stream_asks_of_another_is_done_once_while_shards_move() {
    let (cluster, [first, second]) = Cluster::of().await;
    let mut battles = Vec::new();
    for number in 0..12 {
        let players = [2 * number + 1, 2 * number + 2];
        battles.push(first.world.running_of(players).await);
    }
    // Each is won a moment after the one before, while a process comes and another goes.
    let arena = first.world.arena.clone();
    let won: Vec<_> = battles
        .iter()
        .map(|(battle, players, _)| (*battle, *players))
        .collect();
    let winning = tokio::spawn(async move {
        for (battle, [ada, _]) in won {
            let envelope = Envelope::of_player(ada, Uuid::new_v4(), 1, submit(ada, "right"));
            arena.battle(battle, envelope).await.unwrap();
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    });
    let third = cluster.add().await;
    tokio::time::sleep(Duration::from_millis(900)).await;
    cluster.stop(second).await;
    winning.await.unwrap();
    for (battle, players, _) in &battles {
        for player in players {
            let rated = |session: &session::Session| session.last_rated == Some(*battle);
            first.world.session_when(*player, rated).await;
        }
    }
    tokio::time::sleep(Duration::from_secs(5)).await;
    let events = first.world.events().await;
    let count = |wanted: &dyn Fn(&ArenaEvent) -> bool| {
        events.iter().filter(|(_, event)| wanted(event)).count()
    };
    let book = count(&|event| matches!(event, ArenaEvent::Book(_)));
    let rated = count(&|event| matches!(event, ArenaEvent::Session(session::Event::Rated { .. })));
    let left = count(&|event| {
        matches!(
            event,
            ArenaEvent::Session(session::Event::BattleLeft { .. })
        )
    });
    let judged = count(&|event| matches!(event, ArenaEvent::Battle(battle::Event::Judged { .. })));
    assert_eq!((book, rated, left, judged), (12, 24, 24, 12));
    drop(third);
    cluster.assert_fair();
}

#[tokio::test(start_paused = true)]
async fn the_last_process_gives_everything_up_and_the_next_begins_at_once() {
    let (cluster, [first]) = Cluster::of().await;
    let (battle, _, _) = first.world.running().await;
    let began = Instant::now();
    cluster.stop(first).await;
    let next = cluster.add().await;
    cluster.settled(&[&next]).await;
    assert!(
        began.elapsed() < Duration::from_secs(2),
        "{:?}",
        began.elapsed()
    );
    assert!(
        next.world
            .arena
            .battle_state(battle)
            .await
            .unwrap()
            .due()
            .is_some()
    );
    cluster.assert_fair();
}

#[tokio::test(start_paused = true)]
async fn a_command_means_the_same_wherever_it_is_asked() {
    let (cluster, [first, second]) = Cluster::of().await;
    let (battle, [ada, _], _) = first.world.running().await;
    let (here, there) = if first.has(streams::battle(battle)) {
        (&first, &second)
    } else {
        (&second, &first)
    };
    let say = |player, text: &str| battle::Command::Say {
        player,
        text: text.to_owned(),
    };
    let id = Uuid::from_u128(5);
    let send = |node: &Node, fingerprint, text| {
        let envelope = Envelope::of_player(ada, id, fingerprint, say(ada, text));
        let arena = node.world.arena.clone();
        async move { arena.battle(battle, envelope).await }
    };
    let first_answer = send(there, 1, "hello").await.unwrap();
    assert_eq!(send(here, 1, "hello").await, Ok(first_answer));
    assert_eq!(send(there, 1, "hello").await, Ok(first_answer));
    assert_eq!(send(there, 2, "bye").await, Err(CommandError::IdReused));
    let stranger = PlayerId(Uuid::from_u128(99));
    let rejected = there.world.battle(battle, stranger, say(stranger, "hello"));
    assert_eq!(
        rejected.await,
        Err(CommandError::Rejected(battle::Rejection::NotAPlayer))
    );
    // What one holds and what the other reads is the same.
    let states = [here, there].map(|node| node.world.arena.battle_state(battle));
    let [held, read] = states.map(|state| async { state.await.unwrap() });
    assert_eq!(held.await, read.await);
    cluster.assert_fair();
}

async fn due(node: &Node, battle: arena_rules::ids::BattleId) -> i64 {
    let state = node.world.arena.battle_state(battle).await.unwrap();
    state.due().unwrap().0
}
