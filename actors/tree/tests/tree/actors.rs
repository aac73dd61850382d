//! What actors do when something goes wrong, when too much is asked, and when nothing is.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use arena_bus::{ArenaEvent, streams};
use arena_log::testing::postgres;
use arena_log::verify::verify;
use arena_log::{OwnerId, PostgresLog, PostgresOptions, ShardId};
use arena_rules::battle::{self, Event, FinishReason, Phase};
use arena_rules::ids::{BattleId, PlayerId};
use arena_rules::session::{self, Place};
use arena_tree::{CommandError, Envelope};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::log::TroubledLog;
use crate::world::{START, World, submit};

fn say(player: PlayerId, text: &str) -> battle::Command {
    battle::Command::Say {
        player,
        text: text.to_owned(),
    }
}

#[tokio::test(start_paused = true)]
async fn a_full_actor_says_so_and_answers_what_it_took() {
    let world = World::new().await;
    let (battle, [ada, _], _) = world.running().await;
    *world.log.hold_at.lock().unwrap() = Some(streams::battle(battle));
    let waiting = arena_tree::limits::WAITING_PER_STREAM;
    let mut asks = JoinSet::new();
    for number in 0..=waiting {
        let arena = world.arena.clone();
        let id = Uuid::from_u128(number as u128);
        let envelope = Envelope::of_player(ada, id, 1, say(ada, "hello"));
        asks.spawn(async move { arena.battle(battle, envelope).await });
    }
    let refused = asks.join_next().await.unwrap().unwrap();
    assert!(
        matches!(refused, Err(CommandError::Busy { .. })),
        "{refused:?}"
    );
    *world.log.hold_at.lock().unwrap() = None;
    world.log.let_go.notify_one();
    let mut taken = 0;
    while let Some(answer) = asks.join_next().await {
        answer.unwrap().unwrap();
        taken += 1;
    }
    assert_eq!(taken, waiting);
}

#[tokio::test(start_paused = true)]
async fn an_actor_that_panics_comes_back_from_the_log() {
    panic_and_come_back(World::new().await).await;
}

#[tokio::test]
async fn an_actor_that_panics_comes_back_from_postgresql() {
    let database = postgres().await;
    let options = PostgresOptions::new(database.url()).unwrap();
    let log = TroubledLog::over(PostgresLog::open(options).await.unwrap());
    let log = Arc::new(log);
    panic_and_come_back(World::on(log.clone(), Arc::default(), START).await).await;
    let found = verify(log.log.as_ref()).await.unwrap();
    assert!(found.violations.is_empty(), "{:?}", found.violations);
}

async fn panic_and_come_back(world: World) {
    let (battle, [ada, bob], _) = world.running().await;
    let stream = streams::battle(battle);
    let before = world.log.recoveries_of(stream);
    *world.log.panic_at.lock().unwrap() = Some((stream, 2));
    // The door asks again with the same id while the actor is down.
    world.battle(battle, ada, say(ada, "hello")).await.unwrap();
    assert!(world.log.recoveries_of(stream) >= before + 2);
    world
        .battle(battle, bob, submit(bob, "right"))
        .await
        .unwrap();
    world.is_over(battle).await;
    let events = world.battle_events(battle).await;
    let said = events
        .iter()
        .filter(|event| matches!(event, Event::Said { .. }));
    assert_eq!(said.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_actor_that_panicked_keeps_its_timers_though_nobody_asks() {
    let world = World::new().await;
    let (battle, _, _) = world.running().await;
    let due = world
        .arena
        .battle_state(battle)
        .await
        .unwrap()
        .due()
        .unwrap();
    *world.log.panic_at.lock().unwrap() = Some((streams::battle(battle), 1));
    let wait = u64::try_from((due - world.arena.now()).0).unwrap();
    tokio::time::sleep(Duration::from_millis(wait + 1_000)).await;
    let events = world.battle_events(battle).await;
    let last = events.last();
    assert!(matches!(last, Some(Event::Aborted { .. })), "{last:?}");
}

#[tokio::test(start_paused = true)]
async fn a_judge_that_panics_is_asked_again() {
    let world = World::new().await;
    let (battle, [ada, _], _) = world.running().await;
    world
        .battle(battle, ada, submit(ada, "panic"))
        .await
        .unwrap();
    let phase = world.is_over(battle).await;
    assert!(matches!(
        phase,
        Phase::Finished {
            reason: FinishReason::Solved,
            ..
        }
    ));
    assert_eq!(world.judge.asked.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn idle_actors_are_put_away_and_come_back() {
    let world = World::new().await;
    let (battle, [ada, _], _) = world.running().await;
    let stream = streams::battle(battle);
    world
        .battle(battle, ada, submit(ada, "right"))
        .await
        .unwrap();
    world.is_over(battle).await;
    let before = world.log.recoveries_of(stream);
    tokio::time::sleep(arena_tree::limits::IDLE / 2).await;
    world.arena.battle_state(battle).await.unwrap();
    assert_eq!(world.log.recoveries_of(stream), before);
    tokio::time::sleep(arena_tree::limits::IDLE).await;
    world.arena.battle_state(battle).await.unwrap();
    assert_eq!(world.log.recoveries_of(stream), before + 1);
}

#[tokio::test(start_paused = true)]
async fn the_actor_of_what_does_not_exist_is_put_away_soon() {
    let world = World::new().await;
    let nowhere = BattleId(Uuid::from_u128(42));
    let stream = streams::battle(nowhere);
    for asked in 1..=3 {
        for _ in 0..2 {
            let state = world.arena.battle_state(nowhere).await.unwrap();
            assert!(state.card.is_none());
        }
        assert_eq!(world.log.recoveries_of(stream), asked);
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_live_battle_is_not_put_away() {
    let world = World::new().await;
    let (battle, _, _) = world.running().await;
    let stream = streams::battle(battle);
    let before = world.log.recoveries_of(stream);
    tokio::time::sleep(arena_tree::limits::IDLE * 3).await;
    world.arena.battle_state(battle).await.unwrap();
    assert_eq!(world.log.recoveries_of(stream), before);
}

#[tokio::test(start_paused = true)]
async fn the_log_may_go_away_and_come_back() {
    let world = World::new().await;
    let (battle, [ada, _], _) = world.running().await;
    world.log.memory.set_away(true);
    let (arena, command) = (world.arena.clone(), submit(ada, "right"));
    let envelope = Envelope::of_player(ada, Uuid::from_u128(3), 1, command);
    let asked = tokio::spawn(async move { arena.battle(battle, envelope).await });
    tokio::time::sleep(Duration::from_secs(5)).await;
    world.log.memory.set_away(false);
    asked.await.unwrap().unwrap();
    world.is_over(battle).await;
    world
        .session_when(ada, |session| session.last_rated == Some(battle))
        .await;
    let events = world.events().await;
    let rated = |event: &ArenaEvent| matches!(event, ArenaEvent::Book(_));
    let entries = events.iter().filter(|(_, event)| rated(event));
    assert_eq!(entries.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_actor_that_could_not_recover_comes_back_when_the_log_does() {
    let world = World::new().await;
    let (battle, [ada, _], _) = world.running().await;
    // Battles that nobody has asked for yet: their actors find no log when they come up.
    let others = [BattleId(Uuid::from_u128(42)), BattleId(Uuid::from_u128(43))];
    world.log.memory.set_away(true);
    for other in others {
        assert!(world.arena.battle_state(other).await.is_none());
    }
    *world.log.panic_at.lock().unwrap() = Some((streams::battle(battle), 1));
    let (arena, command) = (world.arena.clone(), say(ada, "anybody?"));
    let envelope = Envelope::of_player(ada, Uuid::from_u128(3), 1, command);
    let asked = tokio::spawn(async move { arena.battle(battle, envelope).await });
    tokio::time::sleep(Duration::from_secs(5)).await;
    world.log.memory.set_away(false);
    asked.await.unwrap().unwrap();
    for other in others {
        world
            .until("a battle that nobody created", async |arena| {
                arena
                    .battle_state(other)
                    .await
                    .filter(|state| state.card.is_none())
            })
            .await;
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_taken_is_answered_when_the_process_stops() {
    let world = World::new().await;
    let (battle, [ada, bob], _) = world.running().await;
    *world.log.hold_at.lock().unwrap() = Some(streams::battle(battle));
    let mut asks = JoinSet::new();
    for player in [ada, bob] {
        let (arena, id) = (world.arena.clone(), Uuid::new_v4());
        let envelope = Envelope::of_player(player, id, 1, say(player, "last words"));
        asks.spawn(async move { arena.battle(battle, envelope).await });
    }
    // Both are in the actor's hands: one held up on its way to the log, one behind it.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let log = world.log.clone();
    let stopping = tokio::spawn(world.tree.stop());
    tokio::time::sleep(Duration::from_secs(1)).await;
    *log.hold_at.lock().unwrap() = None;
    log.let_go.notify_one();
    while let Some(answer) = asks.join_next().await {
        answer.unwrap().unwrap();
    }
    stopping.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_process_whose_log_was_taken_over_comes_down() {
    let mut world = World::new().await;
    let (battle, [ada, _], _) = world.running().await;
    let before = world.battle_events(battle).await.len();
    let shards: Vec<ShardId> = ShardId::all().collect();
    let other = OwnerId(Uuid::new_v4());
    world.log.log.claim(other, &shards).await.unwrap();
    let refused = world.battle(battle, ada, say(ada, "hello")).await;
    assert_eq!(refused, Err(CommandError::Unavailable));
    tokio::time::timeout(Duration::from_secs(60), world.tree.stopped())
        .await
        .unwrap();
    assert_eq!(world.battle_events(battle).await.len(), before);
}

#[tokio::test(start_paused = true)]
async fn a_player_whose_stream_cannot_be_read_keeps_nobody_from_playing() {
    let world = World::new().await;
    let [ill, ada, bob, eve] = [1, 2, 3, 4].map(|number| PlayerId(Uuid::from_u128(number)));
    for player in [ill, ada, bob, eve] {
        world.connect(player).await;
    }
    world.join(ill).await;
    world
        .until("a ticket", async |_| {
            let events = world.events().await;
            let joined = |event: &ArenaEvent| matches!(event, ArenaEvent::Queue(_));
            events.iter().any(|(_, event)| joined(event)).then_some(())
        })
        .await;
    world.log.poison(streams::session(ill)).await;
    // Ada is paired with the one who is ill, and both what she is told and the next pairing come behind what he is told.
    for player in [ada, bob, eve] {
        world.join(player).await;
        if player == ada {
            let invited =
                |session: &session::Session| matches!(session.place, Place::Battle { .. });
            world.session_when(ada, invited).await;
        }
    }
    for player in [bob, eve] {
        world
            .session_when(player, |session| {
                matches!(session.place, Place::Battle { .. })
            })
            .await;
    }
}
