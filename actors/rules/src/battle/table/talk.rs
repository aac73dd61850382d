//! Draws, chat and rematches.

use super::*;

#[test]
fn draws_are_offered_accepted_and_lapse() {
    let mut game = Game::running();
    let now = game.now();
    let offer = |player| Command::OfferDraw { player };
    let accept = |player| Command::AcceptDraw { player };
    assert_eq!(game.no(accept(bob()), now), Rejection::NoDrawOffered);
    for number in 0..u128::from(limits::DRAW_OFFERS_PER_PLAYER) {
        game.ok(offer(ada()), now);
        assert_eq!(game.no(offer(bob()), now), Rejection::DrawOfferedAlready);
        assert_eq!(game.no(accept(ada()), now), Rejection::OwnOffer);
        game.submit(ada(), 100 + number);
        game.judge(100 + number, Verdict::WrongAnswer);
        assert_eq!(
            game.battle.draw_offered_by,
            Some(ada()),
            "one's own play keeps it"
        );
        game.submit(bob(), 200 + number);
        game.judge(200 + number, Verdict::WrongAnswer);
        assert_eq!(
            game.no(accept(bob()), now),
            Rejection::NoDrawOffered,
            "it lapsed"
        );
    }
    assert_eq!(game.no(offer(ada()), now), Rejection::TooManyOffers);
    game.ok(offer(bob()), now);
    game.ok(accept(ada()), now);
    assert_eq!(game.ended(), (Outcome::Draw, FinishReason::DrawAgreed));
}

#[test]
fn chat_has_its_bounds() {
    let mut game = Game::running();
    let now = game.now();
    let longest = "ä".repeat(limits::CHAT_CHARACTERS);
    for bad in [
        "",
        "  ",
        "two\nlines",
        "nul\0",
        "\u{1b}[2J",
        &format!("{longest}ä"),
    ] {
        assert_eq!(game.no(say(ada(), bad), now), Rejection::BadText);
    }
    for _ in 0..limits::CHAT_LINES_PER_PLAYER {
        game.ok(say(ada(), &longest), now);
    }
    assert_eq!(game.no(say(ada(), "x"), now), Rejection::TooTalkative);
    game.ok(say(bob(), "x"), now);
}

#[test]
fn a_rematch_needs_all_players_and_a_problem_that_they_have_not_seen() {
    let mut game = Game::finished();
    let now = game.now();
    let edge = now + limits::AFTERMATH;
    assert_eq!(game.no(rematch(ada()), edge), Rejection::NoRematchNow);
    assert_eq!(game.no(say(ada(), "bye"), edge), Rejection::Over);
    game.ok(say(ada(), "bye"), Time(edge.0 - 1));
    let mut game = Game::finished();
    let events = game.ok(rematch(ada()), now);
    assert_eq!(
        events,
        vec![Event::RematchOffered {
            at: now,
            player: ada()
        }]
    );
    assert_eq!(
        game.no(rematch(ada()), now),
        Rejection::RematchOfferedAlready
    );
    let nothing = Command::Rematch {
        player: bob(),
        candidates: Vec::new(),
    };
    assert_eq!(game.no(nothing, now), Rejection::NoProblem);
    let events = game.ok(rematch(bob()), Time(edge.0 - 1));
    let [Event::RematchAgreed { next, .. }] = &events[..] else {
        panic!("{events:?}")
    };
    let first = setup(2);
    assert_eq!(next.problem, problem("other"));
    assert_eq!(next.origin, Origin::Rematch { of: first.battle });
    assert_ne!(next.battle, first.battle);
    let seen = [&next.parties[0].seen, &next.parties[1].seen];
    assert_eq!(
        seen,
        [
            std::slice::from_ref(&first.problem.id),
            std::slice::from_ref(&first.problem.id)
        ]
    );
    assert_eq!(
        game.no(rematch(ada()), now),
        Rejection::RematchAgreedAlready
    );
}
