//! Who may see what.

use super::*;

/// The audiences, in the order of the columns of the next test.
fn audiences() -> [Audience; 4] {
    [
        Audience::Player(ada()),
        Audience::Player(bob()),
        Audience::Player(stranger()),
        Audience::Spectator,
    ]
}

#[test]
fn nobody_but_the_author_sees_code_while_the_battle_is_on() {
    use Sight::{Hidden, Outline, Whole};
    let at = START;
    let edited = Event::Edited {
        at,
        player: ada(),
        first_seq: 1,
        language: python(),
        edits: vec![keystroke("x")],
    };
    let submitted = Event::Submitted {
        at,
        player: ada(),
        submission: submission(1),
        language: python(),
        code: "x".to_owned(),
    };
    let judged = Event::Judged {
        at,
        player: ada(),
        submission: submission(1),
        judgement: judgement(Verdict::Accepted),
    };
    for (name, game) in [("running", Game::running()), ("judging", Game::judging())] {
        for (event, others) in [(&edited, Hidden), (&submitted, Outline), (&judged, Outline)] {
            let found = audiences().map(|audience| view(event, audience, &game.battle));
            assert_eq!(found, [Whole, others, others, others], "{name}: {event:?}");
        }
    }
    for game in [Game::finished(), Game::aborted()] {
        for event in [&edited, &submitted, &judged] {
            let found = audiences().map(|audience| view(event, audience, &game.battle));
            assert_eq!(found, [Whole; 4], "{event:?}");
        }
    }
}

#[test]
fn the_problem_is_nobodys_before_the_start() {
    use Sight::{Outline, Whole};
    let created = Game::waiting().log[0].clone();
    let table = [
        (Game::waiting(), Outline),
        (Game::countdown(), Outline),
        (Game::running(), Whole),
        (Game::judging(), Whole),
        (Game::finished(), Whole),
        (Game::aborted(), Outline),
    ];
    for (game, expected) in table {
        let found = audiences().map(|audience| view(&created, audience, &game.battle));
        assert_eq!(found, [expected; 4], "{:?}", game.battle.phase);
    }
    let mut game = Game::finished();
    game.ok(rematch(ada()), game.now());
    let agreed = game.ok(rematch(bob()), game.now()).remove(0);
    let found = audiences().map(|audience| view(&agreed, audience, &game.battle));
    assert_eq!(found, [Outline; 4], "the next battle's problem");
}

#[test]
fn whatever_is_no_secret_is_seen_by_all() {
    let mut game = Game::running();
    game.ok(Command::OfferDraw { player: ada() }, game.now());
    game.ok(say(bob(), "no"), game.now());
    game.ok(Command::GiveUp { player: ada() }, game.now());
    for event in game.log.iter().skip(1) {
        let found = audiences().map(|audience| view(event, audience, &game.battle));
        assert_eq!(found, [Sight::Whole; 4], "{event:?}");
    }
}
