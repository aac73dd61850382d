use std::sync::atomic::Ordering;
use std::time::Duration;

use arena_bus::streams;
use arena_rules::battle::{self, Event, FinishReason, Outcome, Phase, SubmissionState};
use arena_rules::ids::PlayerId;
use arena_rules::session::{self, Place};
use arena_tree::{CommandError, Envelope};
use uuid::Uuid;

use crate::world::{World, submit};

fn say(player: PlayerId, text: &str) -> battle::Command {
    battle::Command::Say {
        player,
        text: text.to_owned(),
    }
}

#[tokio::test(start_paused = true)]
async fn two_players_are_matched_play_and_are_rated() {
    let world = World::new().await;
    let (battle, [ada, bob], _) = world.running().await;
    world
        .battle(battle, bob, submit(bob, "wrong"))
        .await
        .unwrap();
    world
        .battle(battle, ada, submit(ada, "right"))
        .await
        .unwrap();
    let phase = world.is_over(battle).await;
    let Phase::Finished {
        outcome, reason, ..
    } = phase
    else {
        panic!("{phase:?}")
    };
    assert!(matches!(outcome, Outcome::Won { winner, .. } if winner == ada));
    assert_eq!(reason, FinishReason::Solved);
    let rated = async |player| {
        world
            .session_when(player, |session| session.rating.is_some())
            .await
    };
    let (winner, loser) = (rated(ada).await, rated(bob).await);
    assert!(winner.rating.unwrap().rating > loser.rating.unwrap().rating);
    for session in [winner, loser] {
        assert_eq!(session.last_rated, Some(battle));
        assert_eq!(session.place, Place::Lobby);
        assert_eq!(session.seen.len(), 1);
    }
    let book = streams::book();
    let changes = world.events().await;
    assert_eq!(
        changes.iter().filter(|(stream, _)| *stream == book).count(),
        1
    );
    world.tree.stop().await;
}

#[tokio::test(start_paused = true)]
async fn the_deadline_ends_a_battle_by_itself() {
    let world = World::new().await;
    let (battle, _, _) = world.running().await;
    let state = world.arena.battle_state(battle).await.unwrap();
    let due = state.due().unwrap();
    let phase = world.is_over(battle).await;
    let Phase::Aborted { at, .. } = phase else {
        panic!("{phase:?}")
    };
    assert!(at >= due && (at - due).0 < 100, "{at:?} after {due:?}");
}

#[tokio::test(start_paused = true)]
async fn a_player_who_stays_away_loses_after_sixty_seconds_and_not_before() {
    let world = World::new().await;
    let (battle, [ada, bob], [connection, _]) = world.running().await;
    world
        .session(ada, session::Command::Disconnect { connection })
        .await;
    let left = world.arena.now();
    tokio::time::sleep(Duration::from_millis(59_900)).await;
    let state = world.arena.battle_state(battle).await.unwrap();
    assert!(!state.is_over(), "the grace is not over");
    let phase = world.is_over(battle).await;
    let Phase::Finished {
        outcome,
        reason,
        at,
        ..
    } = phase
    else {
        panic!("{phase:?}")
    };
    assert!(matches!(outcome, Outcome::Won { winner, .. } if winner == bob));
    assert_eq!(reason, FinishReason::Disconnected);
    assert!((60_000..61_000).contains(&(at - left).0), "{at:?}");
}

#[tokio::test(start_paused = true)]
async fn a_player_who_comes_back_in_time_plays_on() {
    let world = World::new().await;
    let (battle, [ada, _], [connection, _]) = world.running().await;
    world
        .session(ada, session::Command::Disconnect { connection })
        .await;
    tokio::time::sleep(Duration::from_secs(59)).await;
    world.connect(ada).await;
    tokio::time::sleep(Duration::from_secs(120)).await;
    let state = world.arena.battle_state(battle).await.unwrap();
    assert!(matches!(state.phase, Phase::Running { .. }));
}

#[tokio::test(start_paused = true)]
async fn the_same_command_id_gets_the_same_answer_and_other_content_none() {
    let world = World::new().await;
    let (battle, [ada, _], _) = world.running().await;
    let id = Uuid::from_u128(7);
    let send = |fingerprint, text: &str| {
        let envelope = Envelope::of_player(ada, id, fingerprint, say(ada, text));
        world.arena.battle(battle, envelope)
    };
    let first = send(1, "hello").await.unwrap();
    assert_eq!(send(1, "hello").await, Ok(first));
    assert_eq!(send(2, "bye").await, Err(CommandError::IdReused));
    let said = world.battle_events(battle).await;
    let said = said
        .iter()
        .filter(|event| matches!(event, Event::Said { .. }));
    assert_eq!(said.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_is_pending_after_the_end_is_not_judged_again() {
    let world = World::new().await;
    let (battle, [ada, bob], _) = world.running().await;
    world
        .battle(battle, ada, submit(ada, "slow"))
        .await
        .unwrap();
    world
        .battle(battle, bob, submit(bob, "slower"))
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
    // The verdict comes too late and is not taken; from then on there is nothing to judge.
    tokio::time::sleep(Duration::from_secs(5)).await;
    world
        .battle(battle, ada, say(ada, "good game"))
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(world.judge.asked.load(Ordering::SeqCst), 2);
    let state = world.arena.battle_state(battle).await.unwrap();
    assert_eq!(state.submissions[1].state, SubmissionState::Pending);
}
