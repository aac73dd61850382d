//! How a battle ends, and who wins.

use super::*;

#[test]
fn the_first_to_submit_wins_whichever_verdict_comes_first() {
    let mut game = Game::running();
    game.submit(bob(), 1);
    game.submit(ada(), 2);
    let events = game.judge(2, Verdict::Accepted);
    assert!(
        matches!(
            events[1],
            Event::JudgingStarted {
                reason: JudgingReason::Solved,
                ..
            }
        ),
        "the earlier one is awaited"
    );
    game.judge(1, Verdict::Accepted);
    assert_eq!(game.winner(), bob());

    for earlier in [Verdict::WrongAnswer, Verdict::JudgeError] {
        let mut game = Game::running();
        game.submit(bob(), 1);
        game.submit(ada(), 2);
        game.judge(2, Verdict::Accepted);
        game.judge(1, earlier);
        assert_eq!(game.winner(), ada());
    }
}

#[test]
fn a_later_pending_submission_is_not_awaited() {
    let mut game = Game::running();
    game.submit(bob(), 1);
    game.submit(ada(), 2);
    game.judge(1, Verdict::Accepted);
    assert_eq!(game.winner(), bob());
    assert_eq!(
        game.no(judge(2, Verdict::Accepted), game.now()),
        Rejection::Over
    );
}

#[test]
fn pending_submissions_are_judged_after_whatever_stops_the_battle() {
    let stops: [(&str, Command, JudgingReason); 4] = [
        ("the deadline", Command::Wake, JudgingReason::TimeUp),
        (
            "giving up",
            Command::GiveUp { player: bob() },
            JudgingReason::LastOneStanding,
        ),
        (
            "a forfeit",
            Command::Forfeit { player: bob() },
            JudgingReason::LastOneStanding,
        ),
        (
            "a draw",
            Command::AcceptDraw { player: bob() },
            JudgingReason::DrawAgreed,
        ),
    ];
    for (name, stop, expected) in stops {
        for verdict in Verdict::ALL {
            let mut game = Game::running();
            let before = Time(game.deadline().0 - 1);
            game.submit(bob(), 1);
            game.ok(Command::OfferDraw { player: ada() }, before);
            let at = if name == "the deadline" {
                game.deadline()
            } else {
                before
            };
            let events = game.ok(stop.clone(), at);
            let Some(Event::JudgingStarted { reason, .. }) = events.last() else {
                panic!("{name}: {events:?}")
            };
            assert_eq!(*reason, expected, "{name}");
            game.judge(1, verdict);
            if verdict == Verdict::Accepted {
                assert_eq!(game.winner(), bob(), "{name}: it was received in time");
                assert_eq!(game.ended().1, FinishReason::Solved);
                continue;
            }
            match name {
                "the deadline" if verdict == Verdict::JudgeError => {
                    let nobody = AbortReason::NobodySubmitted;
                    assert!(
                        matches!(&game.battle.phase, Phase::Aborted { reason, .. } if *reason == nobody)
                    );
                }
                "the deadline" => assert_eq!(game.ended(), (Outcome::Draw, FinishReason::TimeUp)),
                "a draw" => assert_eq!(game.ended(), (Outcome::Draw, FinishReason::DrawAgreed)),
                "giving up" => {
                    assert_eq!(
                        (game.winner(), game.ended().1),
                        (ada(), FinishReason::GaveUp)
                    );
                }
                _ => {
                    let ended = (game.winner(), game.ended().1);
                    assert_eq!(ended, (ada(), FinishReason::Disconnected));
                }
            }
        }
    }
}

#[test]
fn with_nothing_pending_the_battle_ends_at_once() {
    let mut game = Game::running();
    game.ok(Command::GiveUp { player: ada() }, game.now());
    assert_eq!(
        (game.winner(), game.ended().1),
        (bob(), FinishReason::GaveUp)
    );

    let mut game = Game::running();
    game.ok(Command::Wake, game.deadline());
    assert!(matches!(
        game.battle.phase,
        Phase::Aborted {
            reason: AbortReason::NobodySubmitted,
            started_at: Some(_),
            ..
        }
    ));

    let mut game = Game::running();
    game.submit(ada(), 1);
    game.judge(1, Verdict::WrongAnswer);
    game.ok(Command::Wake, game.deadline());
    assert_eq!(game.ended(), (Outcome::Draw, FinishReason::TimeUp));
}

#[test]
fn a_verdict_that_comes_after_the_deadline_ends_the_battle_even_before_the_timer() {
    let mut game = Game::running();
    game.submit(ada(), 1);
    let deadline = game.deadline();
    game.ok(judge(1, Verdict::WrongAnswer), deadline);
    assert_eq!(game.ended(), (Outcome::Draw, FinishReason::TimeUp));
}

#[test]
fn of_three_players_two_play_on() {
    let mut game = Game::waiting_with(setup(3));
    for number in 1..=3 {
        game.ok(
            Command::Ready {
                player: player(number),
            },
            START,
        );
    }
    game.ok(Command::Wake, START + limits::COUNTDOWN);
    let now = game.now();
    game.ok(Command::GiveUp { player: ada() }, now);
    assert!(matches!(game.battle.phase, Phase::Running { .. }));
    for (name, command) in played(ada()) {
        if ["edit", "submit", "give up", "forfeit", "offer", "accept"].contains(&name) {
            assert_eq!(game.no(command, now), Rejection::OutOfPlay, "{name}");
        }
    }
    game.ok(Command::Forfeit { player: bob() }, now);
    assert_eq!(game.winner(), player(3));
}
