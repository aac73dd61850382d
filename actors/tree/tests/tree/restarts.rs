use std::sync::Arc;

use arena_bus::{ArenaEvent, streams};
use arena_rules::battle::{Event, FinishReason, Phase};
use arena_rules::ids::{ConnectionId, GatewayId, PlayerId};
use arena_rules::play::Standing;
use arena_rules::session::{self, Session};
use arena_rules::time::{Span, Time};
use arena_tree::Envelope;
use uuid::Uuid;

use crate::world::{START, TroubledLog, WordJudge, World, life, submit};

/// How long nobody runs the process.
const OUTAGE: Span = Span::seconds(30);

#[test]
fn a_killed_process_loses_nothing_that_was_acknowledged() {
    let log = Arc::new(TroubledLog::default());
    let (battle, [ada, bob], deadline, died) = life(async {
        let world = World::on(log.clone(), Arc::default(), START).await;
        let (battle, players, _) = world.running().await;
        let deadline = world
            .arena
            .battle_state(battle)
            .await
            .unwrap()
            .due()
            .unwrap();
        // Taken, never judged: the process dies before.
        world
            .battle(battle, players[0], submit(players[0], "never"))
            .await
            .unwrap();
        (battle, players, deadline, world.arena.now())
    });

    let now = died + OUTAGE;
    life(async {
        let judge = Arc::new(WordJudge::default());
        let world = World::on(log.clone(), judge, now).await;
        let state = world.arena.battle_state(battle).await.unwrap();
        assert!(matches!(state.phase, Phase::Running { .. }));
        assert_eq!(state.pending().count(), 1);
        let extended = state.due().unwrap() - deadline;
        // The last sign of life is at most a heartbeat old.
        assert!(
            (OUTAGE.0..=OUTAGE.0 + 1_100).contains(&extended.0),
            "{extended:?}"
        );
        world
            .until("the desk asks for the verdict", async |_| {
                let asked = world.judge.asked.load(std::sync::atomic::Ordering::SeqCst);
                (asked == 1).then_some(())
            })
            .await;
        world
            .battle(battle, bob, submit(bob, "right"))
            .await
            .unwrap();
        // Ada's is first and pending: the battle waits for it, in this life and in the next.
        world
            .phase_when(battle, |phase| matches!(phase, Phase::Judging { .. }))
            .await;
    });

    life(async {
        let world = World::on(log.clone(), Arc::default(), now + OUTAGE).await;
        let state = world.arena.battle_state(battle).await.unwrap();
        assert!(matches!(state.phase, Phase::Judging { .. }));
        assert_eq!(state.pending().next().unwrap().player, ada);
        let sessions = [ada, bob].map(|player| world.arena.session_state(player));
        for session in sessions {
            let session = session.await.unwrap();
            assert!(
                session.connections.is_empty(),
                "dead gateways leave no ghosts"
            );
        }
    });
}

#[test]
fn effects_are_delivered_once_whenever_the_process_dies() {
    // Kills after each further stretch of time: before, amid and after the effects.
    for after_ms in [0_u64, 1, 3, 20, 300, 2_500] {
        let log = Arc::new(TroubledLog::default());
        let (battle, players, died) = life(async {
            let world = World::on(log.clone(), Arc::default(), START).await;
            let (battle, players, _) = world.running().await;
            let code = submit(players[0], "right");
            world.battle(battle, players[0], code).await.unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(after_ms)).await;
            (battle, players, world.arena.now())
        });
        life(async {
            let world = World::on(log.clone(), Arc::default(), died + OUTAGE).await;
            let phase = world.is_over(battle).await;
            assert!(matches!(
                phase,
                Phase::Finished {
                    reason: FinishReason::Solved,
                    ..
                }
            ));
            for player in players {
                world
                    .session_when(player, |session| session.last_rated == Some(battle))
                    .await;
            }
            tokio::time::sleep(std::time::Duration::from_secs(5)).await;
            let events = world.events().await;
            let count = |wanted: &dyn Fn(&ArenaEvent) -> bool| {
                events.iter().filter(|(_, event)| wanted(event)).count()
            };
            let book = count(&|event| matches!(event, ArenaEvent::Book(_)));
            let rated = |event: &ArenaEvent| {
                matches!(event, ArenaEvent::Session(session::Event::Rated { .. }))
            };
            let left = |event: &ArenaEvent| {
                matches!(
                    event,
                    ArenaEvent::Session(session::Event::BattleLeft { .. })
                )
            };
            let judged =
                |event: &ArenaEvent| matches!(event, ArenaEvent::Battle(Event::Judged { .. }));
            let found = (book, count(&rated), count(&left), count(&judged));
            assert_eq!(found, (1, 2, 2, 1), "killed after {after_ms} ms");
        });
    }
}

#[test]
fn a_command_sent_again_after_a_kill_gets_its_first_answer() {
    let log = Arc::new(TroubledLog::default());
    let id = Uuid::from_u128(9);
    let (battle, ada, first) = life(async {
        let world = World::on(log.clone(), Arc::default(), START).await;
        let (battle, [ada, _], _) = world.running().await;
        let envelope = Envelope::of_player(ada, id, 1, submit(ada, "never"));
        let first = world.arena.battle(battle, envelope).await.unwrap();
        (battle, ada, first)
    });
    life(async {
        // The clock has gone back in between.
        let world = World::on(log.clone(), Arc::default(), Time(START.0 - 60_000)).await;
        let envelope = Envelope::of_player(ada, id, 1, submit(ada, "never"));
        assert_eq!(world.arena.battle(battle, envelope).await, Ok(first));
        let events = world.battle_events(battle).await;
        let times: Vec<Time> = events.iter().map(Event::at).collect();
        assert!(times.is_sorted(), "{times:?}");
    });
}

#[test]
fn a_snapshot_and_its_tail_are_the_whole_fold() {
    let log = Arc::new(TroubledLog::default());
    let (player, id) = (PlayerId(Uuid::from_u128(5)), Uuid::from_u128(77));
    let first = |world: &World| {
        let command = session::Command::Connect {
            player,
            standing: Standing::Guest,
            connection: ConnectionId(Uuid::from_u128(1)),
            gateway: GatewayId(Uuid::from_u128(2)),
        };
        let envelope = Envelope::of_player(player, id, 1, command);
        let arena = world.arena.clone();
        async move { arena.session(player, envelope).await.unwrap() }
    };
    let answer = life(async {
        let world = World::on(log.clone(), Arc::default(), START).await;
        let answer = first(&world).await;
        // Beyond the second snapshot.
        for _ in 0..220 {
            let connection = world.connect(player).await;
            world
                .session(player, session::Command::Disconnect { connection })
                .await;
        }
        answer
    });
    life(async {
        let stream = streams::session(player);
        assert!(log.log.load_snapshot(stream).await.unwrap().is_some());
        let whole = log.recoveries_of(stream);
        let world = World::on(log.clone(), Arc::default(), START + OUTAGE).await;
        let state = world.arena.session_state(player).await.unwrap();
        assert_eq!(
            log.recoveries_of(stream),
            whole,
            "it was read from its beginning"
        );
        let events = world.events().await.into_iter();
        let own = events.filter_map(|(of, event)| match event {
            ArenaEvent::Session(event) if of == stream => Some(event),
            _ => None,
        });
        let own: Vec<session::Event> = own.collect();
        let folded = own.iter().fold(Session::default(), session::evolve);
        assert!(own.len() > 440);
        assert_eq!(state, folded);
        // And the first command of all is still known.
        assert_eq!(first(&world).await, answer);
    });
}
