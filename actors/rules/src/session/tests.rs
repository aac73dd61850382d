#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod laws;
mod outages;

use std::collections::BTreeSet;

use uuid::Uuid;

use super::state::{Grace, Leaving};
use super::*;
use crate::ids::{BattleId, ConnectionId, CorrectionId, GatewayId, PlayerId, TicketId};
use crate::matchmaking::{LeaveReason, Pool};
use crate::play::{Difficulty, Goal, Mode, ProblemId, Stakes, Standing, Wish};
use crate::rating::{Rating, RatingChange};
use crate::time::{Outage, Span, Time};

const START: Time = Time(1_000_000);
const POOL: Pool = Pool {
    mode: Mode::OneOnOne,
    goal: Goal::Fastest,
};

fn me() -> PlayerId {
    PlayerId(Uuid::from_u128(1))
}

fn connection(number: u128) -> ConnectionId {
    ConnectionId(Uuid::from_u128(number))
}

fn gateway(number: u128) -> GatewayId {
    GatewayId(Uuid::from_u128(number))
}

fn ticket(number: u128) -> TicketId {
    TicketId(Uuid::from_u128(number))
}

fn battle(number: u128) -> BattleId {
    BattleId(Uuid::from_u128(number))
}

fn problem(name: &str) -> ProblemId {
    ProblemId(name.to_owned())
}

fn connect(number: u128) -> Command {
    Command::Connect {
        player: me(),
        standing: Standing::Registered,
        connection: connection(number),
        gateway: gateway(number % 2),
    }
}

fn disconnect(number: u128) -> Command {
    Command::Disconnect {
        connection: connection(number),
    }
}

fn join(number: u128) -> Command {
    Command::Join {
        pool: POOL,
        ticket: ticket(number),
        wish: Wish::Any,
        own_range: None,
    }
}

fn returned(number: u128) -> Command {
    Command::TicketReturned {
        ticket: ticket(number),
        reason: LeaveReason::Asked,
    }
}

fn enter(number: u128, paired: Option<u128>) -> Command {
    Command::Enter(Invitation {
        battle: battle(number),
        difficulty: Difficulty::Easy,
        stakes: Stakes::Rated,
        players: vec![me()],
        ticket: paired.map(ticket),
    })
}

fn leave_battle(number: u128, met: Option<&str>) -> Command {
    Command::LeaveBattle {
        battle: battle(number),
        problem: met.map(problem),
    }
}

fn rate(number: u128, rating: f64) -> Command {
    let before = Rating::new_player(START);
    let change = |player| RatingChange {
        player,
        before,
        after: Rating { rating, ..before },
    };
    Command::Rate {
        battle: battle(number),
        changes: vec![change(PlayerId(Uuid::from_u128(2))), change(me())],
    }
}

fn correct_rating(number: u128, rating: f64) -> Command {
    let before = Rating::new_player(START);
    Command::CorrectRating {
        correction: CorrectionId(Uuid::from_u128(number)),
        change: RatingChange {
            player: me(),
            before,
            after: Rating { rating, ..before },
        },
    }
}

fn after(session: Session, command: Command, now: Time) -> Session {
    let events = decide(&session, command, now).unwrap();
    events.iter().fold(session, evolve)
}

fn done(commands: impl IntoIterator<Item = Command>) -> Session {
    let step = |session, command| after(session, command, START);
    commands.into_iter().fold(Session::default(), step)
}

fn no(session: &Session, command: Command, now: Time) -> Rejection {
    decide(session, command, now).unwrap_err()
}

fn lobby() -> Session {
    done([connect(1)])
}

fn queued() -> Session {
    done([connect(1), join(1)])
}

fn fighting() -> Session {
    done([connect(1), join(1), enter(1, Some(1))])
}

#[test]
fn a_player_is_in_one_place_at_a_time() {
    use Rejection as R;
    type Answers = Vec<(Command, Option<R>)>;
    let table: Vec<(&str, Session, Answers)> = vec![
        (
            "never here",
            Session::default(),
            vec![
                (join(1), Some(R::NotConnected)),
                (Command::Leave, Some(R::NotQueued)),
            ],
        ),
        (
            "lobby",
            lobby(),
            vec![
                (join(1), None),
                (Command::Leave, Some(R::NotQueued)),
                (returned(1), Some(R::NotQueued)),
                (enter(1, None), None),
                (leave_battle(1, None), None),
                (Command::Wake, Some(R::NothingDue)),
            ],
        ),
        (
            "queue",
            queued(),
            vec![
                (join(2), Some(R::AlreadyQueued)),
                (Command::Leave, None),
                (returned(1), None),
                (returned(2), Some(R::NotQueued)),
                (enter(1, Some(1)), None),
                (enter(1, Some(2)), Some(R::Elsewhere)),
                (enter(1, None), Some(R::Elsewhere)),
                (leave_battle(1, None), None),
                (Command::Wake, Some(R::NothingDue)),
            ],
        ),
        (
            "battle",
            fighting(),
            vec![
                (join(2), Some(R::InBattle)),
                (Command::Leave, Some(R::NotQueued)),
                (returned(1), Some(R::NotQueued)),
                (enter(1, Some(1)), Some(R::AlreadyThere)),
                (enter(2, None), Some(R::Elsewhere)),
                (leave_battle(1, None), None),
                (leave_battle(2, None), None),
                (Command::Wake, Some(R::NothingDue)),
            ],
        ),
    ];
    for (place, session, row) in table {
        for (command, expected) in row {
            let found = decide(&session, command.clone(), START).err();
            assert_eq!(found, expected, "{command:?} in {place}");
        }
    }
}

#[test]
fn leaving_the_queue_is_asked_once_and_a_pairing_may_still_win() {
    let asked = after(queued(), Command::Leave, START);
    assert_eq!(no(&asked, Command::Leave, START), Rejection::NotQueued);
    let back = after(asked.clone(), returned(1), START);
    assert_eq!(back.place, Place::Lobby);
    let paired = after(asked, enter(1, Some(1)), START);
    assert!(matches!(paired.place, Place::Battle { .. }));
}

#[test]
fn connections_are_bounded_and_known() {
    let mut session = Session::default();
    for number in 0..limits::CONNECTIONS as u128 {
        session = after(session, connect(number), START);
    }
    assert_eq!(no(&session, connect(0), START), Rejection::AlreadyConnected);
    assert_eq!(
        no(&session, connect(99), START),
        Rejection::TooManyConnections
    );
    assert_eq!(no(&session, disconnect(99), START), Rejection::NotConnected);
    let session = after(session, disconnect(0), START);
    after(session, connect(99), START);
}

#[test]
fn dead_gateways_leave_no_ghosts() {
    let sweep = |alive| Command::Sweep {
        alive: BTreeSet::from([gateway(alive)]),
        outage: None,
    };
    let session = done([connect(1), connect(2), connect(3)]);
    let swept = after(session, sweep(0), START + Span(5));
    assert_eq!(swept.connections.len(), 1);
    assert_eq!(swept.away_since, None, "one gateway lives");
    assert_eq!(no(&swept, sweep(0), START), Rejection::NothingDue);
    let gone = after(swept, sweep(7), START + Span(9));
    assert_eq!(gone.away_since, Some(START + Span(9)));
}

#[test]
fn the_queue_waits_ten_seconds_for_a_player_and_a_battle_sixty() {
    for (session, grace) in [
        (queued(), limits::QUEUE_GRACE),
        (fighting(), limits::BATTLE_GRACE),
    ] {
        assert_eq!(session.due(), None);
        let left = START + Span::seconds(100);
        let away = after(session, disconnect(1), left);
        let due = left + grace;
        assert_eq!(away.due(), Some(due));
        assert_eq!(
            no(&away, Command::Wake, Time(due.0 - 1)),
            Rejection::NothingDue
        );
        let back = after(away.clone(), connect(2), Time(due.0 - 1));
        assert_eq!(back.due(), None);
        assert_eq!(no(&back, Command::Wake, due), Rejection::NothingDue);
        let expired = after(away, Command::Wake, due);
        assert_eq!(expired.due(), None);
        assert_eq!(
            no(&expired, Command::Wake, due),
            Rejection::NothingDue,
            "once"
        );
        match expired.place {
            Place::Queue { leaving, .. } => assert_eq!(leaving, Leaving::Asked),
            Place::Battle { grace, .. } => assert_eq!(grace, Grace::Expired),
            Place::Lobby => panic!("in the lobby"),
        }
    }
}

#[test]
fn the_grace_begins_with_the_battle_for_whoever_was_away_before() {
    let away = after(queued(), disconnect(1), START);
    let entered = START + Span::seconds(9);
    let session = after(away, enter(1, Some(1)), entered);
    assert_eq!(session.due(), Some(entered + limits::BATTLE_GRACE));
}

#[test]
fn two_connections_are_both_gone_before_the_grace_begins() {
    let session = after(fighting(), connect(2), START);
    let session = after(session, disconnect(1), START);
    assert_eq!(session.due(), None);
    let session = after(session, disconnect(2), START);
    assert!(session.due().is_some());
}

#[test]
fn an_own_range_is_a_number_of_at_least_fifty() {
    use crate::matchmaking::limits::LEAST_OWN_RANGE;
    for (range, taken) in [
        (LEAST_OWN_RANGE, true),
        (LEAST_OWN_RANGE - 0.1, false),
        (f64::NAN, false),
        (f64::INFINITY, false),
    ] {
        let asked = Command::Join {
            pool: POOL,
            ticket: ticket(1),
            wish: Wish::Any,
            own_range: Some(range),
        };
        assert_eq!(decide(&lobby(), asked, START).is_ok(), taken, "{range}");
    }
}

#[test]
fn a_ticket_carries_the_rating_and_what_was_seen() {
    let session = after(fighting(), leave_battle(1, Some("two-sum")), START);
    assert_eq!(session.place, Place::Lobby);
    let session = after(session, rate(1, 1612.5), START);
    let events = decide(&session, join(2), START).unwrap();
    let [Event::QueueEntered { ticket, .. }] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!((ticket.player, ticket.rating), (me(), 1612.5));
    assert_eq!(ticket.seen, [problem("two-sum")]);
}

#[test]
fn a_change_of_rating_is_taken_once() {
    let session = after(lobby(), rate(1, 1600.0), START);
    assert_eq!(
        no(&session, rate(1, 1600.0), START),
        Rejection::AlreadyRated
    );
    let session = after(session, rate(2, 1700.0), START);
    assert_eq!(session.rating.unwrap().rating, 1700.0);
}

#[test]
fn a_corrected_rating_is_taken_once_and_is_the_next_tickets() {
    let session = after(lobby(), rate(1, 1600.0), START);
    let session = after(session, correct_rating(1, 1480.0), START);
    assert_eq!(
        no(&session, correct_rating(1, 1480.0), START),
        Rejection::AlreadyRated
    );
    let events = decide(&session, join(2), START).unwrap();
    let [Event::QueueEntered { ticket, .. }] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!(ticket.rating, 1480.0);
    let session = after(session, correct_rating(2, 1500.0), START);
    assert_eq!(session.rating.unwrap().rating, 1500.0);
}

#[test]
fn a_problem_that_was_met_is_remembered_even_from_elsewhere() {
    let session = after(lobby(), leave_battle(9, Some("two-sum")), START);
    assert_eq!(session.seen, [problem("two-sum")]);
    let again = leave_battle(9, Some("two-sum"));
    assert_eq!(no(&session, again, START), Rejection::Over);
}

#[test]
fn an_invitation_to_a_battle_that_is_over_comes_to_nothing() {
    // The end was told before the invitation.
    let told = after(queued(), leave_battle(1, None), START);
    assert!(matches!(told.place, Place::Queue { .. }));
    let events = decide(&told, enter(1, Some(1)), START).unwrap();
    let lapsed = Event::QueueLeft {
        at: START,
        ticket: ticket(1),
        reason: LeaveReason::Lapsed,
    };
    assert_eq!(events, [lapsed]);
    let back = after(told, enter(1, Some(1)), START);
    assert_eq!(back.place, Place::Lobby);
    assert_eq!(no(&back, enter(1, None), START), Rejection::Over);
    assert_eq!(no(&back, leave_battle(1, None), START), Rejection::Over);
    after(after(back, join(2), START), enter(2, Some(2)), START);
}

#[test]
fn of_the_battles_that_were_left_so_many_are_remembered() {
    let many = limits::LEFT_BATTLES as u128;
    let session = (0..=many).fold(lobby(), |session, number| {
        after(session, leave_battle(number, None), START)
    });
    assert_eq!(session.left.len(), limits::LEFT_BATTLES);
    assert_eq!(no(&session, enter(1, None), START), Rejection::Over);
    after(session, enter(0, None), START);
}
