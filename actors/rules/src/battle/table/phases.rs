//! From the creation to the start, and what each phase refuses.

use super::*;
use crate::time::Outage;

#[test]
fn each_phase_refuses_what_does_not_belong_to_it() {
    use Rejection as R;
    // In the order of `played`; none is a command that the phase takes.
    let table: Vec<(&str, Game, [Option<R>; 9])> = vec![
        (
            "absent",
            Game::absent(),
            std::array::from_fn(|_| Some(R::NoSuchBattle)),
        ),
        (
            "waiting",
            Game::waiting(),
            [
                None,
                Some(R::NotStarted),
                Some(R::NotStarted),
                None,
                None,
                Some(R::NotStarted),
                Some(R::NotStarted),
                Some(R::NoRematchNow),
                None,
            ],
        ),
        (
            "countdown",
            Game::countdown(),
            [
                Some(R::AlreadyReady),
                Some(R::NotStarted),
                Some(R::NotStarted),
                None,
                None,
                Some(R::NotStarted),
                Some(R::NotStarted),
                Some(R::NoRematchNow),
                None,
            ],
        ),
        (
            "running",
            Game::running(),
            [
                Some(R::AlreadyReady),
                None,
                None,
                None,
                None,
                None,
                Some(R::NoDrawOffered),
                Some(R::NoRematchNow),
                None,
            ],
        ),
        (
            "judging",
            Game::judging(),
            [
                Some(R::AlreadyReady),
                Some(R::Judging),
                Some(R::Judging),
                Some(R::Judging),
                Some(R::Judging),
                Some(R::Judging),
                Some(R::Judging),
                Some(R::NoRematchNow),
                None,
            ],
        ),
        (
            "finished",
            Game::finished(),
            [
                Some(R::Over),
                Some(R::Over),
                Some(R::Over),
                Some(R::Over),
                Some(R::Over),
                Some(R::Over),
                Some(R::Over),
                None,
                None,
            ],
        ),
        (
            "aborted",
            Game::aborted(),
            [
                Some(R::Over),
                Some(R::Over),
                Some(R::Over),
                Some(R::Over),
                Some(R::Over),
                Some(R::Over),
                Some(R::Over),
                Some(R::NoRematchNow),
                Some(R::Over),
            ],
        ),
    ];
    for (phase, game, expected) in table {
        for ((name, command), expected) in played(ada()).into_iter().zip(expected) {
            let found = decide(&game.battle, command, game.now()).err();
            assert_eq!(found, expected, "{name} while {phase}");
        }
        if game.battle.card.is_some() {
            for (name, command) in played(stranger()) {
                let found = decide(&game.battle, command, game.now()).unwrap_err();
                assert_eq!(found, R::NotAPlayer, "{name} of a stranger while {phase}");
            }
            assert_eq!(game.no(Command::Create(setup(2)), START), R::AlreadyCreated);
            assert_eq!(
                game.no(judge(50, Verdict::Accepted), START),
                R::NoSuchSubmission
            );
        }
    }
}

#[test]
fn the_arenas_own_commands_are_refused_where_nothing_is_due() {
    let outage = take_over(Time(0));
    let absent = Game::absent();
    for command in [Command::Wake, outage.clone(), judge(1, Verdict::Accepted)] {
        assert_eq!(absent.no(command, START), Rejection::NoSuchBattle);
    }
    assert_eq!(
        Game::waiting().no(Command::Wake, START),
        Rejection::NothingDue
    );
    assert_eq!(
        Game::countdown().no(Command::Wake, START),
        Rejection::NothingDue
    );
    for game in [Game::finished(), Game::aborted()] {
        assert_eq!(game.no(Command::Wake, game.now()), Rejection::Over);
        let later = game.now() + Span::seconds(5);
        assert_eq!(game.no(outage.clone(), later), Rejection::NothingDue);
    }
    let judging = Game::judging();
    assert_eq!(
        judging.no(Command::Wake, judging.now()),
        Rejection::NothingDue
    );
    let later = judging.now() + Span::seconds(5);
    assert_eq!(judging.no(outage, later), Rejection::NothingDue);
}

#[test]
fn a_battle_has_two_to_eight_different_players() {
    for players in [0, 1, 9] {
        let refused = Game::absent().no(Command::Create(setup(players)), START);
        assert_eq!(refused, Rejection::WrongPlayers, "{players}");
    }
    for players in [2, 8] {
        Game::absent().ok(Command::Create(setup(players)), START);
    }
    let mut twice = setup(2);
    twice.parties[1].player = ada();
    let refused = Game::absent().no(Command::Create(twice), START);
    assert_eq!(refused, Rejection::WrongPlayers);
}

#[test]
fn acceptance_ends_at_its_edge() {
    let edge = START + limits::ACCEPT_WITHIN;
    let mut game = Game::waiting();
    let ready = Command::Ready { player: ada() };
    assert_eq!(game.no(ready.clone(), edge), Rejection::TooLateToAccept);
    assert_eq!(
        game.no(Command::Wake, Time(edge.0 - 1)),
        Rejection::NothingDue
    );
    game.ok(ready.clone(), Time(edge.0 - 1));
    assert_eq!(game.no(ready, Time(edge.0 - 1)), Rejection::AlreadyReady);
    game.ok(Command::Wake, edge);
    let Phase::Aborted { reason, .. } = game.battle.phase else {
        panic!("{:?}", game.battle.phase)
    };
    let players = vec![bob()];
    assert_eq!(reason, AbortReason::NotAccepted { players });
}

#[test]
fn the_last_acceptance_starts_the_countdown_and_its_end_the_battle() {
    let mut game = Game::waiting();
    assert_eq!(game.ok(Command::Ready { player: bob() }, START).len(), 1);
    let at = START + Span::seconds(2);
    let starts_at = at + limits::COUNTDOWN;
    let events = game.ok(Command::Ready { player: ada() }, at);
    assert_eq!(
        events,
        vec![
            Event::Accepted { at, player: ada() },
            Event::CountdownStarted { at, starts_at },
        ]
    );
    assert_eq!(
        game.no(Command::Wake, Time(starts_at.0 - 1)),
        Rejection::NothingDue
    );
    let late = starts_at + Span(40);
    let deadline = late + Difficulty::Easy.duration();
    let events = game.ok(Command::Wake, late);
    assert_eq!(events, vec![Event::Started { at: late, deadline }]);
}

#[test]
fn whoever_leaves_before_the_start_declines() {
    for mut game in [Game::waiting(), Game::countdown()] {
        game.ok(Command::Forfeit { player: bob() }, START);
        let Phase::Aborted { reason, .. } = game.battle.phase else {
            panic!("{:?}", game.battle.phase)
        };
        assert_eq!(reason, AbortReason::Declined { player: bob() });
    }
}

fn take_over(unseen_since: Time) -> Command {
    let outage = Outage {
        since: unseen_since,
        until: None,
    };
    Command::TakeOver { outage }
}

/// Each phase in which something is due, quiet for a second since its last event.
fn quiet() -> [(&'static str, Game, Time); 3] {
    [
        ("waiting", Game::waiting()),
        ("countdown", Game::countdown()),
        ("running", Game::running()),
    ]
    .map(|(name, game)| {
        let unseen_since = game.now() + Span::seconds(1);
        (name, game, unseen_since)
    })
}

#[test]
fn a_new_owner_gives_the_outage_back() {
    for (name, mut game, unseen_since) in quiet() {
        let due = game.battle.due().unwrap();
        let take_over = take_over(unseen_since);
        for fresh in [Time(unseen_since.0 - 1), unseen_since] {
            assert_eq!(game.no(take_over.clone(), fresh), Rejection::NothingDue);
        }
        let (at, by) = (unseen_since + Span::seconds(3600), Span::seconds(3600));
        let events = game.ok(take_over, at);
        assert_eq!(events, vec![Event::Extended { at, by }]);
        assert_eq!(game.battle.due(), Some(due + by), "{name}");
    }
    let mut game = Game::running();
    let (unseen_since, late) = (game.now(), game.deadline() + MS);
    game.ok(take_over(unseen_since), late);
    game.ok(submit(ada(), 1, "x"), Time(game.deadline().0 - 1));
}

#[test]
fn what_was_due_before_the_outage_stays_due() {
    for (name, mut game, _) in quiet() {
        let due = game.battle.due().unwrap();
        let long_after = due + Span::seconds(3600);
        for unseen_since in [due, due + MS] {
            let take_over = take_over(unseen_since);
            assert_eq!(
                game.no(take_over, long_after),
                Rejection::NothingDue,
                "{name}"
            );
        }
        let unseen_since = Time(due.0 - 1);
        game.ok(take_over(unseen_since), long_after);
        assert_eq!(game.battle.due(), Some(long_after + MS), "{name}");
    }
}

#[test]
fn a_battle_that_was_seen_after_its_owners_heartbeat_was_alive_then() {
    for (name, mut game, _) in quiet() {
        let due = game.battle.due().unwrap();
        let said = game.now() + Span::seconds(2);
        game.ok(say(ada(), "still here"), said);
        let unseen_since = Time(said.0 - 900);
        let events = game.ok(take_over(unseen_since), said + Span::seconds(30));
        let by = Span::seconds(30);
        assert!(matches!(events[..], [Event::Extended { by: found, .. }] if found == by));
        assert_eq!(game.battle.due(), Some(due + by), "{name}");
    }
}

#[test]
fn an_owner_that_fails_before_its_first_heartbeat_costs_nothing_twice() {
    for (name, mut game, unseen_since) in quiet() {
        let due = game.battle.due().unwrap();
        let take_over = take_over(unseen_since);
        // The first new owner comes after 30 s and fails, the second after 10 s more, the third at once.
        let mut at = unseen_since;
        for (wait, given) in [(30, 30), (10, 40), (0, 40)] {
            at = at + Span::seconds(wait);
            let repeated = decide(&game.battle, take_over.clone(), at);
            if wait > 0 {
                game.ok(take_over.clone(), at);
            } else {
                assert_eq!(repeated, Err(Rejection::NothingDue));
            }
            let expected = due + Span::seconds(given);
            assert_eq!(game.battle.due(), Some(expected), "{name}");
        }
    }
    // The same battle, had the first owner failed before it came to it.
    let (_, mut game, unseen_since) = quiet().into_iter().next_back().unwrap();
    let due = game.battle.due().unwrap();
    let at = unseen_since + Span::seconds(40);
    game.ok(take_over(unseen_since), at);
    assert_eq!(game.battle.due(), Some(due + Span::seconds(40)));
}
