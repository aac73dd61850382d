//! Recomputing every rating from the battles agrees with the book, and finds what does not.

use std::sync::Arc;

use arena_log::{Recorded, Version};
use arena_projections::{Difference, Fact, RatingReport, TOLERANCE, VerifyError, verify_ratings};
use arena_rules::rating::{Event, RatingChange, Source};
use arena_rules::time::Time;

use crate::support::shuffled::Shuffled;
use crate::support::world::{World, book_stream};
use crate::support::{codec, decode};

async fn verify(events: &[Recorded]) -> Result<RatingReport, VerifyError> {
    verify_ratings(Arc::new(Shuffled::seeded(events, 1)), decode()).await
}

#[tokio::test]
async fn an_honest_book_is_confirmed() {
    let mut world = World::played(11, 20, 200);
    world.settle();
    let report = verify(&world.events).await.unwrap();
    assert_eq!(report.waiting, 0);
    assert_eq!(report.changes, 2 * report.entries);
    assert!(report.entries > 50 && report.players > 10, "{report:?}");
    assert!(report.largest_difference <= TOLERANCE);

    // Before the book had entered the last ones.
    let kept = report.entries - 7;
    let earlier = |event: &Recorded| event.stream != book_stream() || event.version.0 <= kept;
    let events: Vec<Recorded> = world.events.into_iter().filter(earlier).collect();
    let earlier = verify(&events).await.unwrap();
    assert_eq!((earlier.entries, earlier.waiting), (kept, 7));
}

/// The world's log with one change of the book's `version` altered.
fn altered(
    world: &World,
    version: u64,
    alter: impl Fn(&mut Source, &mut Vec<RatingChange>),
) -> Vec<Recorded> {
    let mut events = world.events.clone();
    let stored = events
        .iter_mut()
        .find(|event| event.stream == book_stream() && event.version == Version(version))
        .unwrap();
    let Ok(Some(Fact::Rating(mut event))) = codec::decode(stored) else {
        panic!("no entry of the book")
    };
    let Event::RatingChanged {
        source, changes, ..
    } = &mut event;
    alter(source, changes);
    stored.data = codec::rating(&event).data;
    events
}

async fn difference(events: &[Recorded]) -> (u64, Difference) {
    match verify(events).await {
        Err(VerifyError::Differs {
            version,
            difference,
            ..
        }) => (version.0, difference),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_number_off_by_more_than_the_tolerance_is_named() {
    let mut world = World::played(11, 20, 100);
    world.settle();
    let off = |by: f64| altered(&world, 20, move |_, changes| changes[1].after.rating += by);
    assert!(verify(&off(0.5e-6)).await.is_ok());
    for by in [2e-6, -2e-6, f64::NAN] {
        let (version, difference) = difference(&off(by)).await;
        assert_eq!(version, 20);
        assert!(
            matches!(
                difference,
                Difference::Number {
                    what: "rating after",
                    ..
                }
            ),
            "{difference}"
        );
    }
    let time = altered(&world, 20, |_, changes| changes[0].after.at = Time(1));
    let (_, found) = difference(&time).await;
    assert!(
        matches!(
            found,
            Difference::Number {
                what: "time after (ms)",
                ..
            }
        ),
        "{found}"
    );
    let before = altered(&world, 33, |_, changes| changes[0].before.deviation += 1.0);
    let (version, found) = difference(&before).await;
    assert_eq!(version, 33);
    assert!(
        matches!(
            found,
            Difference::Number {
                what: "deviation before",
                ..
            }
        ),
        "{found}"
    );
}

#[tokio::test]
async fn the_first_difference_is_the_one_that_is_named() {
    let mut world = World::played(12, 20, 200);
    world.settle();
    let mut twice = altered(&world, 31, |_, changes| changes[0].after.volatility = 0.01);
    world.events = twice.clone();
    twice = altered(&world, 7, |_, changes| changes.swap(0, 1));
    let (version, found) = difference(&twice).await;
    assert_eq!(version, 7);
    assert!(matches!(found, Difference::OtherPlayers { .. }), "{found}");
}

#[tokio::test]
async fn an_entry_without_its_battle_is_refused() {
    let mut world = World::played(13, 20, 100);
    world.settle();
    let nowhere = altered(&world, 10, |source, _| source.position += 1_000_000);
    let (version, found) = difference(&nowhere).await;
    assert_eq!(version, 10);
    assert!(matches!(found, Difference::NoSource(_)), "{found}");

    // An entry that names the source of an earlier one.
    let mut first = None;
    for event in &world.events {
        if event.stream == book_stream()
            && let Ok(Some(Fact::Rating(Event::RatingChanged { source, .. }))) =
                codec::decode(event)
        {
            first = Some(source);
            break;
        }
    }
    let again = altered(&world, 10, |source, _| *source = first.unwrap());
    let (version, found) = difference(&again).await;
    assert_eq!(version, 10);
    assert!(matches!(found, Difference::Refused(_)), "{found}");
}
