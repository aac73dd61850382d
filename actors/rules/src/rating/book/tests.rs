#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::ids::SubmissionId;
use crate::play::{Difficulty, Goal, Mode, ProblemId, ProblemRef};
use crate::rating::Ledger;

fn player(number: u8) -> PlayerId {
    PlayerId(Uuid::from_u128(u128::from(number)))
}

fn summary(battle: u64, players: &[PlayerId], stakes: Stakes) -> Summary {
    Summary {
        battle: BattleId(Uuid::from_u128(u128::from(battle))),
        mode: Mode::OneOnOne,
        goal: Goal::Fastest,
        difficulty: Difficulty::Easy,
        stakes,
        problem: ProblemRef {
            id: ProblemId("two-sum".to_owned()),
            hash: "0".repeat(64),
        },
        players: players.to_vec(),
        started_at: Some(Time(1)),
    }
}

fn won(winner: PlayerId) -> Outcome {
    Outcome::Won {
        winner,
        submission: Some(SubmissionId(Uuid::nil())),
        language: None,
    }
}

fn enter(shard: u8, position: u64, at: i64, outcome: Outcome, summary: Summary) -> Command {
    Command::Enter {
        source: Source { shard, position },
        at: Time(at),
        outcome,
        summary,
    }
}

fn changes(events: &[Event]) -> &[RatingChange] {
    let [Event::RatingChanged { changes, .. }] = events else {
        unreachable!("one entry")
    };
    changes
}

#[test]
fn a_win_raises_the_winner_and_lowers_the_loser() {
    let (a, b) = (player(1), player(2));
    let command = enter(3, 9, 50, won(b), summary(7, &[a, b], Stakes::Rated));
    let events = decide(&Book::default(), command, Time(60)).unwrap();
    let [
        Event::RatingChanged {
            at, source, battle, ..
        },
    ] = &events[..]
    else {
        unreachable!("one entry")
    };
    assert_eq!(*at, Time(50));
    assert_eq!(
        *source,
        Source {
            shard: 3,
            position: 9
        }
    );
    assert_eq!(battle.0, Uuid::from_u128(7));
    let [first, second] = changes(&events) else {
        unreachable!("two players")
    };
    assert_eq!((first.player, second.player), (a, b));
    assert_eq!(first.before, Rating::new_player(Time(50)));
    assert!(first.after.rating < 1500.0 && second.after.rating > 1500.0);
    let book = evolve(Book::default(), &events[0]);
    assert_eq!(book.ratings[&a], first.after);
    assert_eq!(book.ratings[&b], second.after);
}

#[test]
fn a_draw_of_newcomers_leaves_them_equal() {
    let (a, b) = (player(1), player(2));
    let command = enter(3, 9, 50, Outcome::Draw, summary(7, &[a, b], Stakes::Rated));
    let events = decide(&Book::default(), command, Time(60)).unwrap();
    let [first, second] = changes(&events) else {
        unreachable!("two players")
    };
    assert_eq!(first.after, second.after);
    assert!((first.after.rating - 1500.0).abs() < 1e-9);
}

#[test]
fn casual_battles_and_those_of_other_sizes_are_not_entered() {
    let players = [player(1), player(2), player(3)];
    for (count, stakes) in [
        (2, Stakes::Casual),
        (3, Stakes::Rated),
        (1, Stakes::Rated),
        (0, Stakes::Rated),
    ] {
        let command = enter(
            0,
            1,
            1,
            Outcome::Draw,
            summary(1, &players[..count], stakes),
        );
        let refused = decide(&Book::default(), command, Time(1)).unwrap_err();
        assert_eq!(refused, Rejection::NotRated);
    }
}

#[test]
fn a_source_is_entered_once_and_in_its_shards_order() {
    let rated = || summary(1, &[player(1), player(2)], Stakes::Rated);
    let at = |shard, position| enter(shard, position, 1, Outcome::Draw, rated());
    let events = decide(&Book::default(), at(5, 10), Time(1)).unwrap();
    let book = evolve(Book::default(), &events[0]);
    for position in [0, 9, 10] {
        let refused = decide(&book, at(5, position), Time(1)).unwrap_err();
        let source = Source { shard: 5, position };
        assert_eq!(refused, Rejection::AlreadyEntered(source));
    }
    assert!(decide(&book, at(5, 11), Time(1)).is_ok());
    // Another shard's positions are its own.
    assert!(decide(&book, at(6, 1), Time(1)).is_ok());
}

/// A battle as it comes to the book: its shard, who plays and how it ends.
type Battle = (u8, u8, u8, u8);

fn any_battles() -> impl Strategy<Value = Vec<Battle>> {
    prop::collection::vec((0..4_u8, 0..6_u8, 0..5_u8, 0..3_u8), 1..60)
}

/// The commands of `battles`, the positions of each shard in order.
fn commands(battles: &[Battle]) -> Vec<Command> {
    let mut heads = [0; 8];
    (1..)
        .zip(battles)
        .map(|(number, (shard, first, offset, end))| {
            heads[usize::from(*shard)] += 1;
            // Never oneself.
            let (a, b) = (player(*first), player((first + 1 + offset) % 6));
            let outcome = match end {
                0 => Outcome::Draw,
                1 => won(a),
                _ => won(b),
            };
            let position = heads[usize::from(*shard)];
            let at = i64::try_from(number).unwrap() * 1000;
            enter(
                *shard,
                position,
                at,
                outcome,
                summary(number, &[a, b], Stakes::Rated),
            )
        })
        .collect()
}

/// The book and its ledger after `battles`.
fn played(battles: &[Battle]) -> (Book, Ledger, Vec<(BattleId, [PlayerId; 2])>) {
    let (mut book, mut ledger, mut known) = (Book::default(), Ledger::default(), Vec::new());
    for command in commands(battles) {
        let Command::Enter {
            at,
            outcome,
            summary,
            ..
        } = &command
        else {
            unreachable!("battles are entered")
        };
        let players = [summary.players[0], summary.players[1]];
        ledger.enter(*at, summary.battle, players, outcome);
        known.push((summary.battle, players));
        let events = decide(&book, command, Time(0)).unwrap();
        book = events.iter().fold(book, evolve);
    }
    (book, ledger, known)
}

fn correct(ratings: BTreeMap<PlayerId, Rating>) -> Command {
    Command::Correct {
        correction: CorrectionId(Uuid::from_u128(5)),
        sources: vec![Source {
            shard: 1,
            position: 2,
        }],
        ratings,
    }
}

#[test]
fn a_corrected_battle_changes_its_players_and_whoever_met_them_later() {
    // 1 beats 2, then 2 meets 3; 4 and 5 keep to themselves.
    let (book, mut ledger, known) = played(&[(0, 1, 0, 1), (0, 2, 0, 0), (1, 4, 0, 1)]);
    assert_eq!(known[0].1, [player(1), player(2)]);
    let refused = decide(&book, correct(ledger.ratings()), Time(9));
    assert_eq!(refused, Err(Rejection::NothingToCorrect));

    ledger.correct(known[0].0, &won(player(2)));
    let events = decide(&book, correct(ledger.ratings()), Time(9)).unwrap();
    let [
        Event::RatingCorrected {
            at,
            sources,
            changes,
            ..
        },
    ] = &events[..]
    else {
        unreachable!("few changes are one event: {events:?}")
    };
    assert_eq!((*at, sources.len()), (Time(9), 1));
    let players: Vec<PlayerId> = changes.iter().map(|change| change.player).collect();
    assert_eq!(players, [player(1), player(2), player(3)]);
    assert!(changes[0].after.rating < changes[0].before.rating);
    assert!(changes[1].after.rating > changes[1].before.rating);
    for change in changes {
        assert_eq!(change.before, book.ratings[&change.player]);
        // When the player last played, the deviation grows from then on.
        assert_eq!(change.after.at, change.before.at);
    }
    let corrected = evolve(book.clone(), &events[0]);
    assert_eq!(corrected.ratings, ledger.ratings());
    assert_eq!(corrected.entered, book.entered);
    let refused = decide(&corrected, correct(ledger.ratings()), Time(9));
    assert_eq!(refused, Err(Rejection::NothingToCorrect));
}

#[test]
fn nobody_comes_into_the_book_by_a_correction() {
    let (book, ledger, _) = played(&[(0, 1, 0, 1)]);
    let mut ratings = ledger.ratings();
    ratings.insert(player(9), Rating::new_player(Time(1)));
    let refused = decide(&book, correct(ratings), Time(9));
    assert_eq!(refused, Err(Rejection::NoSuchPlayer(player(9))));
}

#[test]
fn many_changes_are_several_events_and_one_of_each_player() {
    let many = u128::try_from(CHANGES_PER_EVENT).unwrap() + 1;
    let rating = Rating::new_player(Time(1));
    let all = (0..many).map(|number| (PlayerId(Uuid::from_u128(number)), rating));
    let book = Book {
        ratings: all.collect(),
        entered: BTreeMap::new(),
    };
    let better = |(player, rating): (&PlayerId, &Rating)| {
        let rating = Rating {
            rating: rating.rating + 1.0,
            ..*rating
        };
        (*player, rating)
    };
    let events = decide(
        &book,
        correct(book.ratings.iter().map(better).collect()),
        Time(9),
    );
    let events = events.unwrap();
    let size = |event: &Event| match event {
        Event::RatingCorrected { changes, .. } | Event::RatingChanged { changes, .. } => {
            changes.len()
        }
    };
    let sizes: Vec<usize> = events.iter().map(size).collect();
    assert_eq!(sizes, [CHANGES_PER_EVENT, 1]);
}

proptest! {
    #[test]
    fn a_ledger_gives_the_book_and_a_correction_the_book_of_other_outcomes(
        battles in any_battles(),
        turned in any::<prop::sample::Index>(),
        end in 0..3_u8,
        more in any_battles(),
    ) {
        let (book, mut ledger, known) = played(&battles);
        prop_assert_eq!(&ledger.ratings(), &book.ratings);
        let turned = turned.index(battles.len());
        let (battle, [first, second]) = known[turned];
        let outcome = match end {
            0 => Outcome::Draw,
            1 => won(first),
            _ => won(second),
        };
        ledger.correct(battle, &outcome);
        let mut otherwise = battles.clone();
        otherwise[turned].3 = end;
        let (expected, _, _) = played(&otherwise);
        prop_assert_eq!(&ledger.ratings(), &expected.ratings);
        let log = decide(&book, correct(ledger.ratings()), Time(0)).unwrap_or_default();
        let corrected = log.iter().fold(book, evolve);
        for (player, rating) in &expected.ratings {
            prop_assert!(corrected.ratings[player].is_close_to(rating));
        }
        // From there on the book goes on as if it had never been otherwise.
        let at = |battles: &[Battle]| battles.iter().map(|(shard, a, b, end)| (shard + 4, *a, *b, *end)).collect::<Vec<_>>();
        let (mut book, mut expected) = (corrected, expected);
        for command in commands(&at(&more)) {
            let events = decide(&book, command.clone(), Time(0)).unwrap();
            book = events.iter().fold(book, evolve);
            let events = decide(&expected, command, Time(0)).unwrap();
            expected = events.iter().fold(expected, evolve);
        }
        for (player, rating) in &expected.ratings {
            let close = |a: f64, b: f64| (a - b).abs() < 1e-4;
            let found = book.ratings[player];
            prop_assert!(close(found.rating, rating.rating) && close(found.deviation, rating.deviation));
        }
    }

    #[test]
    fn a_replay_of_the_book_is_the_book_bit_for_bit(battles in any_battles()) {
        let mut book = Book::default();
        let mut log = Vec::new();
        for command in commands(&battles) {
            for event in decide(&book, command, Time(0)).unwrap() {
                book = evolve(book, &event);
                log.push(event);
            }
        }
        let replayed = log.iter().fold(Book::default(), evolve);
        prop_assert_eq!(&replayed, &book);
        for (player, rating) in &book.ratings {
            let again = &replayed.ratings[player];
            prop_assert_eq!(rating.rating.to_bits(), again.rating.to_bits());
            prop_assert_eq!(rating.deviation.to_bits(), again.deviation.to_bits());
            prop_assert_eq!(rating.volatility.to_bits(), again.volatility.to_bits());
        }
    }

    #[test]
    fn sending_everything_again_changes_nothing(battles in any_battles()) {
        let mut book = Book::default();
        for command in commands(&battles) {
            let events = decide(&book, command.clone(), Time(0)).unwrap();
            book = events.iter().fold(book, evolve);
            // At once, as after a lost answer.
            prop_assert!(decide(&book, command, Time(0)).is_err());
        }
        for command in commands(&battles) {
            prop_assert!(matches!(decide(&book, command, Time(0)), Err(Rejection::AlreadyEntered(_))));
        }
    }

    #[test]
    fn each_change_starts_where_the_players_last_one_ended(battles in any_battles()) {
        let mut book = Book::default();
        for command in commands(&battles) {
            let events = decide(&book, command, Time(0)).unwrap();
            for change in changes(&events) {
                let before = book.ratings.get(&change.player).copied();
                prop_assert_eq!(change.before, before.unwrap_or(change.before));
                prop_assert!(before.is_some() || change.before.rating.to_bits() == 1500.0_f64.to_bits());
            }
            book = events.iter().fold(book, evolve);
        }
    }
}
