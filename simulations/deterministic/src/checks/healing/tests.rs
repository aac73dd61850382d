#![allow(clippy::unwrap_used, reason = "tests")]
use super::super::Invariant;
use super::super::scene::{Scene, owner, player, the_battle};
use super::*;
use crate::history::Ending;
use arena_rules::ids::{ConnectionId, GatewayId};
use arena_rules::play::{Difficulty, Stakes, Standing};
use arena_rules::session;

const ID: Uuid = Uuid::from_u128(77);

#[track_caller]
fn is_noticed(scene: &Scene, expected: &str) {
    let violation = scene.check(Invariant::Healing).unwrap_err();
    assert!(violation.what.contains(expected), "{violation}");
}

fn holds(scene: &mut Scene, number: u128, shards: std::ops::RangeInclusive<u8>) {
    scene.happens(Happened::Holds {
        owner: owner(number),
        shards: shards.map(|shard| (ShardId(shard), Epoch(1))).collect(),
    });
}

#[test]
fn a_shard_with_no_live_owner_or_with_two_is_noticed() {
    for (first, second, ended, expected) in [
        (0..=99, 100..=255, false, None),
        (0..=99, 101..=255, false, Some("shard 100 has 0")),
        (0..=100, 100..=255, false, Some("shard 100 has 2")),
        (0..=99, 100..=255, true, Some("shard 100 has 0")),
    ] {
        let mut scene = Scene::default();
        scene.heals();
        holds(&mut scene, 1, first);
        holds(&mut scene, 2, second);
        if ended {
            let (owner, how) = (owner(2), Ending::Killed);
            scene.happens(Happened::Ended { owner, how });
        }
        match expected {
            None => assert_eq!(scene.check(Invariant::Healing), Ok(())),
            Some(expected) => is_noticed(&scene, expected),
        }
    }
}

#[test]
fn an_answer_that_does_not_come_is_noticed() {
    for (waits, sound) in [(19_999, true), (20_000, false)] {
        let mut scene = Scene::default();
        let stream = scene.started_battle();
        scene.happens(Happened::Healed);
        scene.passes(waits);
        scene.asks(player(1), ID, stream, 1);
        scene.answers(player(1), ID, stream, Answer::Unavailable);
        assert_eq!(scene.check(Invariant::Healing).is_ok(), sound);
    }
    let mut scene = Scene::default();
    let stream = scene.started_battle();
    scene.happens(Happened::Healed);
    scene.asks(player(1), ID, stream, 1);
    scene.passes(60_000);
    is_noticed(&scene, "never answered");
}

#[test]
fn a_timer_that_has_not_fired_is_noticed() {
    let mut scene = Scene::default();
    scene.created_battle();
    scene.heals();
    is_noticed(&scene, "a timer was due");
    let mut scene = Scene::default();
    scene.started_battle();
    scene.heals();
    assert_eq!(scene.check(Invariant::Healing), Ok(()));
}

#[test]
fn a_verdict_that_does_not_come_is_noticed() {
    let mut scene = Scene::default();
    let stream = scene.started_battle();
    scene.submits(stream, 1, "right");
    scene.heals();
    is_noticed(&scene, "waits for a verdict");
}

#[test]
fn a_battle_whose_actor_does_not_answer_is_noticed() {
    let mut scene = Scene::default();
    let stream = scene.started_battle();
    scene.heals();
    for (state, sound) in [(Some(scene.fold(stream)), true), (None, false)] {
        scene.happens(Happened::Battle {
            battle: the_battle(),
            state,
        });
        assert_eq!(scene.check(Invariant::Healing).is_ok(), sound);
    }
}

fn session(scene: &mut Scene, event: session::Event) {
    let stream = streams::session(player(1));
    let event = scene.next_of(stream, ArenaEvent::Session(event));
    scene.stores(event);
}

#[test]
fn a_player_who_is_left_in_a_battle_that_is_over_is_noticed() {
    let mut scene = Scene::default();
    let stream = scene.started_battle();
    let entered = session::Event::BattleEntered {
        at: scene.now(),
        invitation: session::Invitation {
            battle: the_battle(),
            difficulty: Difficulty::Easy,
            stakes: Stakes::Rated,
            players: vec![player(1), player(2)],
            ticket: None,
        },
    };
    session(&mut scene, entered);
    scene.finished(stream, player(2));
    scene.heals();
    is_noticed(&scene, "is left in");
}

#[test]
fn a_connection_of_a_dead_gateway_is_noticed() {
    let mut scene = Scene::default();
    let connected = session::Event::Connected {
        at: scene.now(),
        player: player(1),
        standing: Standing::Registered,
        connection: ConnectionId(Uuid::from_u128(1)),
        gateway: GatewayId(owner(2).0),
    };
    session(&mut scene, connected);
    scene.heals();
    assert_eq!(scene.check(Invariant::Healing), Ok(()));
    let (owner, how) = (owner(2), Ending::Killed);
    scene.happens(Happened::Ended { owner, how });
    is_noticed(&scene, "of the dead");
}

#[test]
fn a_read_model_that_stays_behind_is_noticed() {
    let mut scene = Scene::default();
    scene.started_battle();
    scene.happens(Happened::Projected {
        checkpoint: Positions::start(),
        standings: crate::standings::Standings::default(),
    });
    scene.heals();
    is_noticed(&scene, "the read model is at");
}
