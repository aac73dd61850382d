#![allow(clippy::unwrap_used, reason = "tests")]
use super::super::Invariant;
use super::super::scene::{Scene, owner, player, submission};
use super::*;
use arena_rules::battle::Verdict;

const ID: Uuid = Uuid::from_u128(77);

fn scene() -> (Scene, StreamId) {
    let mut scene = Scene::default();
    let stream = scene.started_battle();
    (scene, stream)
}

#[track_caller]
fn is_noticed(scene: &Scene, expected: &str) {
    let violation = scene.check(Invariant::Time).unwrap_err();
    assert!(violation.what.contains(expected), "{violation}");
}

fn two_submissions(first: Option<Verdict>) -> (Scene, StreamId) {
    let (mut scene, stream) = scene();
    scene.submits(stream, 1, "right");
    scene.submits(stream, 2, "right");
    scene.judged(stream, 2, Verdict::Accepted);
    if let Some(verdict) = first {
        scene.judged(stream, 1, verdict);
    }
    (scene, stream)
}

#[test]
fn the_first_accepted_by_the_order_of_reception_decides() {
    for (first, winner, sound) in [
        (Some(Verdict::Accepted), 1, true),
        (Some(Verdict::Accepted), 2, false),
        (Some(Verdict::WrongAnswer), 2, true),
        (None, 2, false),
    ] {
        let (mut scene, stream) = two_submissions(first);
        let solution = Some(submission(winner));
        scene.finishes(stream, player(1), solution, FinishReason::Solved);
        assert_eq!(scene.check(Invariant::Time).is_ok(), sound);
    }
}

#[test]
fn a_submission_at_the_deadline_is_noticed() {
    for (millis, sound) in [(599_999, true), (600_000, false)] {
        let (mut scene, stream) = scene();
        scene.passes(millis);
        scene.submits(stream, 1, "right");
        assert_eq!(scene.check(Invariant::Time).is_ok(), sound);
    }
}

#[test]
fn a_submission_with_a_time_of_its_own_is_noticed() {
    let (mut scene, stream) = scene();
    scene.passes(601_000);
    scene.asks_to_submit(ID, stream, 1);
    let early = Event::Submitted {
        at: scene.now() + Span(-2_000),
        player: player(1),
        submission: submission(1),
        language: arena_rules::play::Language("python".to_owned()),
        code: "right".to_owned(),
    };
    let early = scene.next(stream, early);
    scene.stores(early);
    is_noticed(&scene, "is stamped");
}

#[test]
fn a_submission_that_is_turned_away_in_time_is_noticed() {
    for (millis, sound) in [(500_000, false), (600_000, true)] {
        let (mut scene, stream) = scene();
        scene.passes(millis);
        scene.asks_to_submit(ID, stream, 1);
        scene.answers(player(1), ID, stream, Answer::Rejected("time-up"));
        assert_eq!(scene.check(Invariant::Time).is_ok(), sound);
    }
}

#[test]
fn a_battle_that_ends_ahead_of_its_time_is_noticed() {
    let (mut scene, stream) = scene();
    let up = Event::JudgingStarted {
        at: scene.now(),
        reason: JudgingReason::TimeUp,
    };
    let up = scene.next(stream, up);
    scene.stores(up);
    is_noticed(&scene, "time was up at");
}

/// Another owner after the first was killed goes on with `event`.
fn taken_over(event: impl FnOnce(Time) -> Event) -> Scene {
    let (mut scene, stream) = (
        Scene::default(),
        arena_bus::streams::battle(super::super::scene::the_battle()),
    );
    let shard = ShardId::of(stream);
    let claims = |scene: &mut Scene, number, epoch| {
        scene.happens(Happened::Claimed {
            owner: owner(number),
            shard,
            epoch: Epoch(epoch),
        });
    };
    claims(&mut scene, 1, 1);
    scene.started_battle();
    scene.passes(30_000);
    scene.happens(Happened::Ended {
        owner: owner(1),
        how: Ending::Killed,
    });
    scene.passes(6_000);
    claims(&mut scene, 2, 2);
    let event = event(scene.now());
    let mut event = scene.next(stream, event);
    event.epoch = Epoch(2);
    scene.stores(event);
    scene
}

#[test]
fn an_outage_that_is_not_given_back_or_too_much_is_noticed() {
    let extended = |by| move |at| Event::Extended { at, by };
    assert_eq!(
        taken_over(extended(Span(6_000))).check(Invariant::Time),
        Ok(())
    );
    is_noticed(&taken_over(extended(Span(60_000))), "nothing can be missed");
    let said = |at| Event::Said {
        at,
        player: player(1),
        text: "hello".to_owned(),
    };
    is_noticed(&taken_over(said), "is not given back");
}
