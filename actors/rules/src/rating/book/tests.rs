#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::ids::SubmissionId;
use crate::play::{Difficulty, Goal, Mode, ProblemId, ProblemRef};

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
    let mut heads = [0; 4];
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

proptest! {
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
