//! Recomputing every rating from the battles agrees with the book, and finds what does not.

use std::collections::BTreeMap;
use std::sync::Arc;

use arena_log::{Recorded, Version};
use arena_projections::{
    Difference, Fact, RatingCorrections, RatingReport, TOLERANCE, VerifyError, rating_corrections,
    verify_ratings,
};
use arena_rules::battle::Outcome;
use arena_rules::ids::BattleId;
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
    let mut world = World::uncorrected(11, 20, 200);
    world.settle();
    let report = verify(&world.events).await.unwrap();
    assert_eq!((report.waiting, report.corrections), (0, 0));
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

#[tokio::test]
async fn a_corrected_book_is_confirmed_and_has_nothing_left_to_correct() {
    let mut world = World::played(11, 20, 300);
    world.settle();
    let report = verify(&world.events).await.unwrap();
    assert_eq!((report.waiting, report.corrections_waiting), (0, 0));
    assert!(report.corrections > 3, "{report:?}");
    assert!(report.changes > 2 * report.entries, "{report:?}");
    let found = corrections(&world.events, &BTreeMap::new()).await;
    assert_eq!((found.changes, found.early), (vec![], vec![]));

    // Before the book had heard of the last corrections.
    let last = book(&world)
        .into_iter()
        .rev()
        .find_map(|(version, event)| match event {
            Event::RatingCorrected {
                changes, sources, ..
            } => Some((version, changes, sources)),
            Event::RatingChanged { .. } => None,
        });
    let (version, changes, sources) = last.unwrap();
    let earlier = |event: &Recorded| event.stream != book_stream() || event.version < version;
    let events: Vec<Recorded> = world
        .events
        .iter()
        .filter(|one| earlier(one))
        .cloned()
        .collect();
    let report = verify(&events).await.unwrap();
    assert!(report.corrections_waiting > 0, "{report:?}");
    let found = corrections(&events, &BTreeMap::new()).await;
    let waiting: Vec<_> = sources
        .iter()
        .filter(|source| !found.sources.contains(source))
        .collect();
    assert_eq!(waiting, Vec::<&Source>::new());
    assert!(!changes.is_empty() && !found.changes.is_empty());
}

#[tokio::test]
async fn what_a_battle_that_ended_otherwise_would_change_is_known_before() {
    let mut world = World::uncorrected(21, 12, 100);
    world.settle();
    let (_, event) = book(&world).swap_remove(20);
    let Event::RatingChanged {
        battle, changes, ..
    } = event
    else {
        panic!("nothing is corrected")
    };
    let turned = |score: f64| match score {
        s if s > 0.0 => changes[1].player,
        _ => changes[0].player,
    };
    let winner = turned(changes[0].after.rating - changes[0].before.rating);
    let outcome = Outcome::Won {
        winner,
        submission: None,
        language: None,
    };
    let found = corrections(&world.events, &BTreeMap::from([(battle, outcome)])).await;
    let mut changed = found.changes.iter().map(|change| change.player);
    assert!(changed.any(|player| player == winner));
    assert_eq!(found.sources, []);
    // Nothing was changed by asking.
    assert!(verify(&world.events).await.is_ok());
}

#[tokio::test]
async fn a_correction_that_the_battles_do_not_give_is_named() {
    let mut world = World::played(11, 20, 300);
    world.settle();
    let corrected = book(&world)
        .into_iter()
        .find_map(|(version, event)| match event {
            Event::RatingCorrected { changes, .. } if changes.len() > 2 => Some(version),
            Event::RatingCorrected { .. } | Event::RatingChanged { .. } => None,
        });
    let version = corrected.unwrap().0;
    type Alter = fn(&mut Vec<Source>, &mut Vec<RatingChange>);
    type Expected = fn(&Difference) -> bool;
    let rows: [(Alter, Expected); 5] = [
        (
            |_, changes| changes[1].after.rating += 1.0,
            |found| {
                matches!(
                    found,
                    Difference::Number {
                        what: "rating after",
                        ..
                    }
                )
            },
        ),
        (
            |_, changes| changes[0].before.deviation += 1.0,
            |found| {
                matches!(
                    found,
                    Difference::Number {
                        what: "deviation before",
                        ..
                    }
                )
            },
        ),
        (
            |_, changes| changes.truncate(changes.len() - 1),
            |found| matches!(found, Difference::NotCorrected(_)),
        ),
        (
            |_, changes| changes.push(changes[0]),
            |found| matches!(found, Difference::Unexpected(_)),
        ),
        (
            |sources, _| sources[0].position += 1_000_000,
            |found| matches!(found, Difference::NoCorrection(_)),
        ),
    ];
    for (index, (alter, expected)) in rows.into_iter().enumerate() {
        let events = rewritten(&world, version, |event| {
            let Event::RatingCorrected {
                sources, changes, ..
            } = event
            else {
                panic!("no correction")
            };
            alter(sources, changes);
        });
        let (at, found) = difference(&events).await;
        assert_eq!(at, version, "row {index}");
        assert!(expected(&found), "row {index}: {found}");
    }
}

async fn corrections(events: &[Recorded], also: &BTreeMap<BattleId, Outcome>) -> RatingCorrections {
    let log = Arc::new(Shuffled::seeded(events, 1));
    rating_corrections(log, decode(), also).await.unwrap()
}

/// The book's events with their versions.
fn book(world: &World) -> Vec<(Version, Event)> {
    let facts = world.facts.iter();
    let entries = facts.filter_map(|(_, version, fact)| match fact {
        Fact::Rating(event) => Some((*version, event.clone())),
        Fact::Battle(..) | Fact::Queue(_) => None,
    });
    entries.collect()
}

/// The world's log with one entry of the book altered.
fn altered(
    world: &World,
    version: u64,
    alter: impl Fn(&mut Source, &mut Vec<RatingChange>),
) -> Vec<Recorded> {
    rewritten(world, version, |event| {
        let Event::RatingChanged {
            source, changes, ..
        } = event
        else {
            panic!("no battle's entry")
        };
        alter(source, changes);
    })
}

fn rewritten(world: &World, version: u64, alter: impl Fn(&mut Event)) -> Vec<Recorded> {
    let mut events = world.events.clone();
    let stored = events
        .iter_mut()
        .find(|event| event.stream == book_stream() && event.version == Version(version))
        .unwrap();
    let Ok(Some(Fact::Rating(mut event))) = codec::decode(stored) else {
        panic!("no entry of the book")
    };
    alter(&mut event);
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
    let mut world = World::uncorrected(11, 20, 100);
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
    let mut world = World::uncorrected(12, 20, 200);
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
    let mut world = World::uncorrected(13, 20, 100);
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
