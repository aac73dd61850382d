#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::BTreeSet;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::ids::{PlayerId, TicketId};
use crate::play::{Difficulty, ProblemId, ProblemRef, Stakes, Standing, Wish};
use crate::time::{Span, Time};

const START: Time = Time(1_000_000);
const POOL: Pool = Pool {
    mode: Mode::OneOnOne,
    goal: Goal::Fastest,
};

fn problem(name: &str) -> ProblemRef {
    ProblemRef {
        id: ProblemId(name.to_owned()),
        hash: "0".repeat(64),
    }
}

fn candidates() -> Candidates {
    Candidates {
        easy: vec![problem("easy-a"), problem("easy-b")],
        medium: vec![problem("medium")],
        hard: vec![problem("hard")],
    }
}

fn ticket(number: u128, rating: f64) -> Ticket {
    Ticket {
        id: TicketId(Uuid::from_u128(number)),
        player: PlayerId(Uuid::from_u128(1_000 + number)),
        standing: Standing::Registered,
        rating,
        deviation: 100.0,
        wish: Wish::Any,
        own_range: None,
        seen: Vec::new(),
    }
}

fn join(ticket: Ticket) -> Command {
    Command::Join { pool: POOL, ticket }
}

fn pair() -> Command {
    Command::Pair {
        pool: POOL,
        candidates: candidates(),
    }
}

fn after(queue: Queue, command: Command, now: Time) -> Queue {
    let events = decide(&queue, command, now).unwrap();
    events.iter().fold(queue, evolve)
}

/// A queue that these tickets have joined at the start.
fn queue(tickets: impl IntoIterator<Item = Ticket>) -> Queue {
    let joined = |queue, ticket| after(queue, join(ticket), START);
    tickets.into_iter().fold(Queue::default(), joined)
}

/// The numbers of the tickets that are paired, pair by pair.
fn pairs(queue: &Queue, now: Time) -> Vec<Vec<u128>> {
    let Ok(events) = decide(queue, pair(), now) else {
        return Vec::new();
    };
    let numbers = |event| match event {
        Event::Paired { tickets, .. } => tickets.iter().map(|id| id.0.as_u128()).collect(),
        other => panic!("{other:?}"),
    };
    events.into_iter().map(numbers).collect()
}

#[test]
fn a_ticket_and_a_player_wait_once() {
    let waiting = queue([ticket(1, 1500.0)]);
    let same_ticket = Ticket {
        player: PlayerId(Uuid::from_u128(7)),
        ..ticket(1, 1500.0)
    };
    let same_player = Ticket {
        id: TicketId(Uuid::from_u128(7)),
        ..ticket(1, 1500.0)
    };
    let refused = decide(&waiting, join(same_ticket), START);
    assert_eq!(refused, Err(Rejection::AlreadyQueued));
    let given_back = decide(&waiting, join(same_player), START).unwrap();
    assert!(matches!(
        given_back[..],
        [Event::Left { ticket: TicketId(id), reason: LeaveReason::Lapsed, .. }]
            if id == Uuid::from_u128(7)
    ));
}

#[test]
fn a_ticket_is_given_back_once() {
    let waiting = queue([ticket(1, 1500.0)]);
    let leave = Command::Leave {
        ticket: TicketId(Uuid::from_u128(1)),
        reason: LeaveReason::Asked,
    };
    let empty = after(waiting, leave.clone(), START);
    assert!(empty.waiting.is_empty());
    assert_eq!(decide(&empty, leave, START), Err(Rejection::NotQueued));
}

#[test]
fn a_range_is_a_number_of_at_least_fifty() {
    let least = limits::LEAST_OWN_RANGE;
    for (range, taken) in [
        (least, true),
        (least - 0.1, false),
        (f64::NAN, false),
        (f64::INFINITY, false),
        (-100.0, false),
    ] {
        let own_range = Some(range);
        let asked = join(Ticket {
            own_range,
            ..ticket(1, 1500.0)
        });
        let waiting = after(Queue::default(), asked, START).waiting;
        assert_eq!(waiting.len(), usize::from(taken), "{range}");
    }
    let unsound = decide(&Queue::default(), join(ticket(1, f64::NAN)), START);
    assert_eq!(unsound, Ok(vec![lapsed(1)]));
}

/// A ticket that the queue could not take, given back.
fn lapsed(number: u128) -> Event {
    let Ticket { id, player, .. } = ticket(number, 1500.0);
    Event::Left {
        at: START,
        ticket: id,
        player,
        reason: LeaveReason::Lapsed,
    }
}

#[test]
fn a_full_queue_gives_the_ticket_back() {
    let mut full = queue([ticket(0, 1500.0)]);
    let one = full.waiting[0].clone();
    for number in 1..limits::TICKETS as u128 - 1 {
        full.waiting.push(state::Waiting {
            ticket: ticket(number, 1500.0),
            ..one.clone()
        });
    }
    let full = after(full, join(ticket(20_000, 1500.0)), START);
    assert_eq!(full.waiting.len(), limits::TICKETS);
    let refused = decide(&full, join(ticket(20_001, 1500.0)), START);
    assert_eq!(refused, Ok(vec![lapsed(20_001)]));
    assert_eq!(pairs(&full, START).len(), limits::PAIRS_PER_ROUND);
}

#[test]
fn the_range_grows_with_the_wait() {
    let far = queue([
        ticket(1, 1500.0),
        ticket(2, 1500.0 + limits::FIRST_RANGE + 60.0),
    ]);
    let refused = decide(&far, pair(), START + Span(1_999));
    assert_eq!(refused, Err(Rejection::NobodyToPair));
    assert_eq!(pairs(&far, START + Span::seconds(2)), [[1, 2]]);
    let near = queue([ticket(1, 1500.0), ticket(2, 1500.0 + limits::FIRST_RANGE)]);
    assert_eq!(
        pairs(&near, Time(0)),
        [[1, 2]],
        "the clock went back: nothing shrinks"
    );
}

#[test]
fn a_players_own_range_is_never_exceeded() {
    let own_range = Some(100.0);
    let strict = Ticket {
        own_range,
        ..ticket(1, 1500.0)
    };
    let waiting = queue([strict.clone(), ticket(2, 1600.1)]);
    assert!(pairs(&waiting, START + Span::minutes(60)).is_empty());
    let waiting = queue([strict, ticket(2, 1600.0)]);
    assert_eq!(pairs(&waiting, START), [[1, 2]]);
}

#[test]
fn the_nearest_is_taken_and_the_longest_wait_is_served_first() {
    let waiting = queue([
        ticket(1, 1500.0),
        ticket(2, 1600.0),
        ticket(3, 1450.0),
        ticket(4, 1610.0),
    ]);
    assert_eq!(pairs(&waiting, START), [[1, 3], [2, 4]]);
}

#[test]
fn wishes_are_respected() {
    use Wish::{Any, Easy, Hard, Medium};
    let table = [
        (Easy, Easy, Some(Difficulty::Easy)),
        (Easy, Any, Some(Difficulty::Easy)),
        (Any, Hard, Some(Difficulty::Hard)),
        (Medium, Medium, Some(Difficulty::Medium)),
        (Easy, Hard, None),
        (Medium, Easy, None),
    ];
    for (first, second, expected) in table {
        let wishing = |number, wish| Ticket {
            wish,
            ..ticket(number, 1500.0)
        };
        let waiting = queue([wishing(1, first), wishing(2, second)]);
        let found = decide(&waiting, pair(), START)
            .ok()
            .map(|mut events| match events.remove(0) {
                Event::Paired { battle, .. } => battle.difficulty,
                other => panic!("{other:?}"),
            });
        assert_eq!(found, expected, "{first} and {second}");
    }
    let nothing_easy = Command::Pair {
        pool: POOL,
        candidates: Candidates {
            easy: Vec::new(),
            ..candidates()
        },
    };
    let wishing = |number| Ticket {
        wish: Easy,
        ..ticket(number, 1500.0)
    };
    let waiting = queue([wishing(1), wishing(2)]);
    let refused = decide(&waiting, nothing_easy, START);
    assert_eq!(refused, Err(Rejection::NobodyToPair));
}

#[test]
fn a_registered_player_waits_ten_seconds_before_a_guest_will_do() {
    let guest = |number| Ticket {
        standing: Standing::Guest,
        ..ticket(number, 1500.0)
    };
    let stakes = |queue: &Queue, now| {
        decide(queue, pair(), now)
            .ok()
            .map(|mut events| match events.remove(0) {
                Event::Paired { battle, .. } => battle.stakes,
                other => panic!("{other:?}"),
            })
    };
    let patience = limits::PATIENCE_FOR_REGISTERED;
    let mixed = queue([guest(1), ticket(2, 1500.0)]);
    assert_eq!(stakes(&mixed, START + Span(patience.0 - 1)), None);
    assert_eq!(stakes(&mixed, START + patience), Some(Stakes::Casual));
    assert_eq!(
        stakes(&queue([guest(1), guest(2)]), START),
        Some(Stakes::Casual)
    );
    let registered = queue([ticket(1, 1500.0), ticket(2, 1500.0)]);
    assert_eq!(stakes(&registered, START), Some(Stakes::Rated));
}

#[test]
fn the_problem_is_one_that_neither_has_met_or_met_longest_ago() {
    let (a, b) = (problem("a"), problem("b"));
    let all = [a.clone(), b.clone()];
    let (id_a, id_b) = (a.id.clone(), b.id.clone());
    let table: [(&[ProblemId], &[ProblemId], &ProblemRef); 4] = [
        (std::slice::from_ref(&id_a), &[], &b),
        (&[], std::slice::from_ref(&id_b), &a),
        (&[id_a.clone(), id_b.clone()], &[], &b),
        (
            &[id_a.clone(), id_b.clone()],
            &[id_b.clone(), id_a.clone()],
            &a,
        ),
    ];
    for (first, second, expected) in &table[..3] {
        for salt in 0..20 {
            let salt = Uuid::from_u128(salt);
            let found = least_recently_seen(&all, &[first, second], salt);
            assert_eq!(found, Some(*expected));
        }
    }
    // Each was met last by one of them: the salt decides, always alike.
    let (first, second, _) = table[3];
    let spread: BTreeSet<String> = (0..20)
        .filter_map(|salt| {
            let salt = Uuid::from_u128(salt);
            let found = least_recently_seen(&all, &[first, second], salt);
            assert_eq!(found, least_recently_seen(&all, &[first, second], salt));
            found.map(|found| found.id.0.clone())
        })
        .collect();
    assert_eq!(spread.len(), 2);
    assert_eq!(least_recently_seen(&[], &[], Uuid::nil()), None);
}

#[test]
fn a_history_is_bounded_and_names_each_problem_once() {
    use crate::battle::limits::SEEN_PROBLEMS;
    let mut history = Vec::new();
    for number in 0..=SEEN_PROBLEMS {
        history = remember(&history, &ProblemId(number.to_string()));
    }
    assert_eq!(history.len(), SEEN_PROBLEMS);
    assert_eq!(history.last().unwrap().0, "1");
    let again = remember(&history, &ProblemId("5".to_owned()));
    assert_eq!((again.len(), again[0].0.as_str()), (SEEN_PROBLEMS, "5"));
}

fn any_ticket() -> impl Strategy<Value = Ticket> {
    let wish = prop::sample::select(vec![Wish::Easy, Wish::Medium, Wish::Hard, Wish::Any]);
    let standing = prop::sample::select(vec![Standing::Registered, Standing::Guest]);
    let own_range = prop::option::of(50.0..400.0_f64);
    (
        0..30_u128,
        0..12_u128,
        1000.0..2000.0_f64,
        wish,
        standing,
        own_range,
    )
        .prop_map(|(id, player, rating, wish, standing, own_range)| Ticket {
            id: TicketId(Uuid::from_u128(id)),
            player: PlayerId(Uuid::from_u128(player)),
            wish,
            standing,
            own_range,
            ..ticket(id, rating)
        })
}

fn any_command() -> impl Strategy<Value = Command> {
    prop_oneof![
        6 => any_ticket().prop_map(join),
        1 => (0..30_u128).prop_map(|id| Command::Leave {
            ticket: TicketId(Uuid::from_u128(id)),
            reason: LeaveReason::Asked,
        }),
        3 => Just(pair()),
    ]
}

proptest! {
    #[test]
    fn every_pair_suits_both(
        program in prop::collection::vec((any_command(), -5_000..15_000_i64), 1..60)
    ) {
        let (mut queue, mut now, mut log) = (Queue::default(), START, Vec::new());
        for (command, step) in program {
            now = Time(now.0 + step);
            let Ok(events) = decide(&queue, command, now) else { continue };
            let before = queue.clone();
            let mut used = BTreeSet::new();
            for event in &events {
                prop_assert!(event.at() >= queue.latest, "time runs backwards");
                if let Event::Paired { tickets, battle, reasons, at } = event {
                    let pair: Vec<_> = tickets.iter().filter_map(|id| before.find(*id)).collect();
                    prop_assert_eq!(pair.len(), 2, "both waited");
                    prop_assert!(tickets.iter().all(|id| used.insert(*id)), "used once");
                    prop_assert_ne!(pair[0].ticket.player, pair[1].ticket.player);
                    let distance = (pair[0].ticket.rating - pair[1].ticket.rating).abs();
                    prop_assert_eq!(reasons.distance, distance);
                    for waiting in &pair {
                        prop_assert!(distance <= waiting.range(*at));
                        prop_assert!(waiting.ticket.own_range.is_none_or(|own| distance <= own));
                        prop_assert!(waiting.ticket.wish.accepts(battle.difficulty));
                    }
                    let registered = pair
                        .iter()
                        .all(|waiting| waiting.ticket.standing == Standing::Registered);
                    prop_assert_eq!(battle.stakes == Stakes::Rated, registered);
                    let problems = candidates();
                    prop_assert!(problems.of(battle.difficulty).contains(&battle.problem));
                }
                queue = evolve(queue, event);
            }
            let players: BTreeSet<_> = queue.waiting.iter().map(|w| w.ticket.player).collect();
            prop_assert_eq!(players.len(), queue.waiting.len(), "nobody waits twice");
            log.extend(events);
        }
        let replayed = log.iter().fold(Queue::default(), evolve);
        prop_assert_eq!(&replayed, &queue);
        log.reverse();
        // Total: whatever the order, it folds.
        let turned = log.iter().fold(Queue::default(), evolve);
        prop_assert_eq!(turned.latest, queue.latest);
    }
}
