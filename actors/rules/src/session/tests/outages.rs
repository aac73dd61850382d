//! The grace does not run while no process does.

use proptest::prelude::*;

use super::*;

/// A session in a queue and one in a battle, whose players have been away for two seconds.
fn away() -> [(&'static str, Session, Time); 2] {
    [("queue", queued()), ("battle", fighting())].map(|(name, session)| {
        let left = START + Span::seconds(100);
        (
            name,
            after(session, disconnect(1), left),
            left + Span::seconds(2),
        )
    })
}

fn sweep(unseen_since: Time) -> Command {
    Command::Sweep {
        alive: BTreeSet::from([gateway(9)]),
        outage: Some(Outage {
            since: unseen_since,
            until: None,
        }),
    }
}

#[test]
fn whoever_was_away_gets_the_outage_back() {
    for (name, session, unseen_since) in away() {
        let due = session.due().unwrap();
        for fresh in [Time(unseen_since.0 - 1), unseen_since] {
            let refused = no(&session, sweep(unseen_since), fresh);
            assert_eq!(refused, Rejection::NothingDue, "{name}");
        }
        let (at, by) = (unseen_since + Span::seconds(600), Span::seconds(600));
        let events = decide(&session, sweep(unseen_since), at).unwrap();
        assert_eq!(events, [Event::GraceExtended { at, by }], "{name}");
        let extended = after(session, sweep(unseen_since), at);
        assert_eq!(extended.due(), Some(due + by), "{name}");
        let early = no(&extended, Command::Wake, Time(due.0 + by.0 - 1));
        assert_eq!(early, Rejection::NothingDue, "{name}");
        let expired = after(extended.clone(), Command::Wake, due + by);
        assert_eq!(expired.due(), None, "{name}");
        assert_eq!(after(extended, connect(2), at).due(), None, "{name}");
    }
}

#[test]
fn a_grace_that_was_over_before_the_outage_stays_over() {
    for (name, session, _) in away() {
        let due = session.due().unwrap();
        let long_after = due + Span::seconds(600);
        for unseen_since in [due, due + Span(1)] {
            let refused = no(&session, sweep(unseen_since), long_after);
            assert_eq!(refused, Rejection::NothingDue, "{name}");
        }
        let expired = after(session, Command::Wake, due);
        let refused = no(&expired, sweep(Time(due.0 - 1)), long_after);
        assert_eq!(refused, Rejection::NothingDue, "{name}");
    }
}

#[test]
fn whoever_was_connected_has_the_whole_grace_from_the_new_start() {
    for (name, session, grace) in [
        ("queue", queued(), limits::QUEUE_GRACE),
        ("battle", fighting(), limits::BATTLE_GRACE),
    ] {
        let at = START + Span::seconds(600);
        let swept = after(session, sweep(START + Span::seconds(1)), at);
        assert_eq!(swept.away_since, Some(at), "{name}");
        assert_eq!(swept.due(), Some(at + grace), "{name}");
    }
}

#[test]
fn whoever_comes_back_after_the_others_has_the_whole_grace_too() {
    let (start, late) = (START + Span::seconds(100), START + Span::seconds(700));
    let swept = Command::Sweep {
        alive: BTreeSet::from([gateway(9)]),
        outage: Some(Outage {
            since: START + Span::seconds(1),
            until: Some(start),
        }),
    };
    let connected = after(fighting(), swept.clone(), late);
    assert_eq!(connected.due(), Some(late + limits::BATTLE_GRACE));
    let away = after(fighting(), disconnect(1), START);
    let due = away.due().unwrap();
    let extended = after(away, swept, late);
    assert_eq!(extended.due(), Some(due + Span::seconds(99)));
}

#[test]
fn the_grace_of_a_place_that_was_entered_while_away_is_given_back_too() {
    let away = after(queued(), disconnect(1), START);
    let entered = START + Span::seconds(9);
    let session = after(away, enter(1, Some(1)), entered);
    let at = entered + Span::seconds(300);
    let extended = after(session, sweep(entered), at);
    assert_eq!(extended.due(), Some(at + limits::BATTLE_GRACE));
}

#[test]
fn in_the_lobby_nothing_is_due_and_nothing_is_given_back() {
    let session = after(lobby(), disconnect(1), START);
    let refused = no(&session, sweep(START), START + Span::seconds(600));
    assert_eq!(refused, Rejection::NothingDue);
}

const BEAT: i64 = 1_000;

proptest! {
    #[test]
    fn whatever_processes_fail_in_between_nobody_loses_grace_and_nobody_gains_more_than_a_beat(
        // How long nobody runs; whether the next one comes to the session, and how long it then runs and beats, if it
        // comes to that.
        lives in prop::collection::vec(
            (0..200_000_i64, any::<bool>(), prop::option::of(0..9_000_i64)),
            1..15,
        ),
        battle in any::<bool>(),
    ) {
        let [queue, fight] = away();
        let (_, mut session, mut unseen_since) = if battle { fight } else { queue };
        let mut now = unseen_since;
        let mut left = session.due().unwrap() - now;
        for (down, comes, beating) in lives {
            now = now + Span(down);
            if !comes {
                continue;
            }
            let before = session.due().unwrap();
            let events = decide(&session, sweep(unseen_since), now).unwrap_or_default();
            session = events.iter().fold(session, evolve);
            let due = session.due().unwrap();
            prop_assert!(due >= before, "it is never below what it was");
            let given = due - now;
            prop_assert!(given >= left, "{:?} of {:?} is left", given, left);
            prop_assert!(given.0 - left.0 < BEAT, "{:?} where {:?} was left", given, left);
            left = given;
            if let Some(beating) = beating {
                unseen_since = now + Span(beating - beating % BEAT);
                now = now + Span(beating);
                left = due - now;
                if left <= Span::ZERO {
                    break;
                }
            }
        }
    }
}
