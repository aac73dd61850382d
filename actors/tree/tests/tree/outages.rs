//! What a new process gives back of the time in which there was none.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::world::{START, TroubledLog, World, life};
use arena_bus::streams;
use arena_rules::battle::{Battle, Command, Event, FinishReason, Outcome, Phase};
use arena_rules::ids::{BattleId, PlayerId};
use arena_rules::session;
use arena_rules::time::{Span, Time};

/// How old the last heartbeat may be, and what a start with a slow stream takes.
const SLACK: i64 = 1_200;

fn say(player: PlayerId) -> Command {
    Command::Say {
        player,
        text: "hello".to_owned(),
    }
}

async fn state(world: &World, battle: BattleId) -> Battle {
    world.arena.battle_state(battle).await.unwrap()
}

/// How long the battle still runs.
async fn left(world: &World, battle: BattleId) -> Span {
    state(world, battle).await.due().unwrap() - world.arena.now()
}

async fn grace_left(world: &World, player: PlayerId) -> Span {
    let session = world.arena.session_state(player).await.unwrap();
    session.due().unwrap() - world.arena.now()
}

fn assert_kept(what: &str, before: Span, after: Span) {
    let gained = after.0 - before.0;
    assert!(
        (-SLACK..SLACK).contains(&gained),
        "{what}: {before:?} became {after:?}"
    );
}

async fn extensions(world: &World, battle: BattleId) -> usize {
    let events = world.battle_events(battle).await.into_iter();
    events
        .filter(|event| matches!(event, Event::Extended { .. }))
        .count()
}

struct Before {
    battles: [BattleId; 2],
    players: [PlayerId; 2],
    left: [Span; 2],
    grace_left: Span,
    died: Time,
}

/// Two battles run; a player of the first has been away for twenty seconds when the process dies.
fn first_life(log: &Arc<TroubledLog>) -> Before {
    life(async {
        let world = World::on(log.clone(), Arc::default(), START).await;
        let (one, players, [connection, _]) = world.running().await;
        let (two, _, _) = world.running_of([3, 4]).await;
        world
            .session(players[0], session::Command::Disconnect { connection })
            .await;
        tokio::time::sleep(Duration::from_millis(20_300)).await;
        Before {
            battles: [one, two],
            players,
            left: [left(&world, one).await, left(&world, two).await],
            grace_left: grace_left(&world, players[0]).await,
            died: world.arena.now(),
        }
    })
}

#[test]
fn two_crashes_in_a_row_cost_no_battle_and_no_player_any_time() {
    let log = Arc::new(TroubledLog::default());
    let before = first_life(&log);
    let [one, two] = before.battles;
    let [ada, bob] = before.players;
    let heartbeats = || log.heartbeats.load(Ordering::SeqCst);
    let beaten = heartbeats();

    // The second life brings the first battle back and dies while the second battle is on its way.
    *log.hold_at.lock().unwrap() = Some(streams::battle(two));
    let second = before.died + Span::seconds(30);
    let died = life(async {
        let world = World::on(log.clone(), Arc::default(), second).await;
        assert_kept("first", before.left[0], left(&world, one).await);
        assert_kept("grace", before.grace_left, grace_left(&world, ada).await);
        tokio::time::sleep(Duration::from_secs(5)).await;
        world.arena.now()
    });
    assert_eq!(heartbeats(), beaten, "not everything had come back");

    *log.hold_at.lock().unwrap() = None;
    life(async {
        let world = World::on(log.clone(), Arc::default(), died + Span::seconds(100)).await;
        assert!(heartbeats() > beaten);
        // The five seconds in which the second life answered are given back to the first battle too: nobody heard of
        // them. To the second battle everything is given back.
        let gained = left(&world, one).await.0 - before.left[0].0;
        assert!((-SLACK..SLACK).contains(&gained), "{gained} ms");
        assert_kept("second", before.left[1], left(&world, two).await);
        assert_eq!(extensions(&world, one).await, 2);
        assert_eq!(extensions(&world, two).await, 1);
        assert_kept("grace", before.grace_left, grace_left(&world, ada).await);

        // Bob's minute has just begun, the rest of Ada's goes on.
        let back = world.arena.now();
        let Phase::Finished {
            outcome,
            reason,
            at,
            ..
        } = world.is_over(one).await
        else {
            panic!("not finished")
        };
        assert!(matches!(outcome, Outcome::Won { winner, .. } if winner == bob));
        assert_eq!(reason, FinishReason::Disconnected);
        assert_kept("grace", before.grace_left, at - back);
    });
}

#[test]
fn a_process_that_is_killed_again_and_again_while_it_starts_takes_nothing_from_anybody() {
    let log = Arc::new(TroubledLog::default());
    let before = first_life(&log);
    let mut now = before.died;
    // Each is killed a little later in its start than the one before.
    for steps in 1..40 {
        now = now + Span::seconds(7);
        life(async {
            let starting = World::on(log.clone(), Arc::default(), now);
            let mut starting = std::pin::pin!(starting);
            for _ in 0..steps {
                tokio::select! {
                    biased;
                    _ = &mut starting => return,
                    () = tokio::task::yield_now() => {}
                }
            }
        });
    }
    life(async {
        let world = World::on(log.clone(), Arc::default(), now).await;
        for (battle, left_before) in before.battles.into_iter().zip(before.left) {
            assert_kept("battle", left_before, left(&world, battle).await);
        }
        let grace = grace_left(&world, before.players[0]).await;
        assert_kept("grace", before.grace_left, grace);
    });
}

#[test]
fn a_slow_stream_holds_nobody_up_and_the_heartbeat_waits_for_it() {
    let log = Arc::new(TroubledLog::default());
    let before = first_life(&log);
    let [one, two] = before.battles;
    let heartbeats = || log.heartbeats.load(Ordering::SeqCst);
    for (let_go, down) in [(true, 10), (false, 100)] {
        let beaten = heartbeats();
        *log.hold_at.lock().unwrap() = Some(streams::battle(two));
        life(async {
            let began = tokio::time::Instant::now();
            let start = before.died + Span::seconds(down);
            let world = World::on(log.clone(), Arc::default(), start).await;
            let took = began.elapsed();
            assert!(took < Duration::from_secs(2), "{took:?}");
            world
                .battle(one, before.players[0], say(before.players[0]))
                .await
                .unwrap();
            tokio::time::sleep(Duration::from_secs(10)).await;
            assert_eq!(heartbeats(), beaten);
            if let_go {
                *log.hold_at.lock().unwrap() = None;
                log.let_go.notify_one();
                assert_eq!(state(&world, two).await.seats.len(), 2);
                tokio::time::sleep(Duration::from_millis(1_100)).await;
            } else {
                // What does not come back at all is not waited for for ever.
                tokio::time::sleep(arena_tree::limits::FIRST_HEARTBEAT_WITHIN).await;
            }
            assert!(heartbeats() > beaten);
        });
    }
}

#[test]
fn a_stream_that_nobody_can_read_does_not_keep_the_others_from_coming_back() {
    let log = Arc::new(TroubledLog::default());
    let before = first_life(&log);
    let [one, two] = before.battles;
    life(log.poison(streams::battle(two)));
    life(async {
        let start = before.died + Span::seconds(10);
        let world = World::on(log.clone(), Arc::default(), start).await;
        assert_kept("first", before.left[0], left(&world, one).await);
        assert!(world.arena.battle_state(two).await.is_none());
        world
            .battle(one, before.players[1], say(before.players[1]))
            .await
            .unwrap();
    });
}

#[test]
fn an_actor_that_fails_long_after_the_start_gives_nothing_back() {
    for outage in [Span::ZERO, Span::seconds(30)] {
        let log = Arc::new(TroubledLog::default());
        let (battle, ada, died) = life(async {
            let world = World::on(log.clone(), Arc::default(), START).await;
            let (battle, [ada, _], _) = world.running().await;
            let now = world.arena.now();
            world.tree.stop().await;
            (battle, ada, now)
        });
        life(async {
            let world = World::on(log.clone(), Arc::default(), died + outage).await;
            let extended = extensions(&world, battle).await;
            assert_eq!(extended, usize::from(outage > Span::ZERO));
            let due = state(&world, battle).await.due();
            tokio::time::sleep(Duration::from_secs(55)).await;
            let recovered = log.recoveries_of(streams::battle(battle));
            *log.panic_at.lock().unwrap() = Some((streams::battle(battle), 1));
            world.battle(battle, ada, say(ada)).await.unwrap();
            assert!(log.recoveries_of(streams::battle(battle)) > recovered);
            assert_eq!(extensions(&world, battle).await, extended);
            assert_eq!(state(&world, battle).await.due(), due);
        });
    }
}
