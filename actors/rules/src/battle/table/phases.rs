//! From the creation to the start, and what each phase refuses.

use super::*;

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
    let outage = Command::TakeOver {
        outage: Span::seconds(5),
    };
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
        assert_eq!(game.no(outage.clone(), game.now()), Rejection::NothingDue);
    }
    let judging = Game::judging();
    assert_eq!(
        judging.no(Command::Wake, judging.now()),
        Rejection::NothingDue
    );
    assert_eq!(judging.no(outage, judging.now()), Rejection::NothingDue);
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

#[test]
fn a_new_owner_gives_the_outage_back() {
    let outage = Span::seconds(30);
    let take_over = Command::TakeOver { outage };
    for (name, mut game) in [
        ("waiting", Game::waiting()),
        ("countdown", Game::countdown()),
        ("running", Game::running()),
    ] {
        let due = game.battle.due().unwrap();
        let fresh = Command::TakeOver { outage: Span::ZERO };
        assert_eq!(game.no(fresh, due), Rejection::NothingDue);
        let began_at_due = due + outage;
        assert_eq!(
            game.no(take_over.clone(), began_at_due),
            Rejection::NothingDue,
            "{name}"
        );
        let at = Time(began_at_due.0 - 1);
        let events = game.ok(take_over.clone(), at);
        assert_eq!(events, vec![Event::Extended { at, by: outage }]);
        assert_eq!(game.battle.due(), Some(due + outage), "{name}");
    }
    let mut game = Game::running();
    let deadline = game.deadline();
    game.ok(take_over, deadline + MS);
    game.ok(submit(ada(), 1, "x"), Time(game.deadline().0 - 1));
    let negative = Command::TakeOver {
        outage: Span::seconds(-1),
    };
    assert_eq!(game.no(negative, game.now()), Rejection::NothingDue);
}
