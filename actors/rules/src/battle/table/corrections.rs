//! What corrected verdicts make of a battle that has finished.

use super::*;
use crate::ids::CorrectionId;

fn correction(number: u128) -> CorrectionId {
    CorrectionId(Uuid::from_u128(9000 + number))
}

fn correct(verdicts: &[(u128, Verdict)]) -> Command {
    let corrected = |(number, verdict): &(u128, Verdict)| Corrected {
        submission: submission(*number),
        judgement: judgement(*verdict),
    };
    Command::Correct {
        correction: correction(1),
        verdicts: verdicts.iter().map(corrected).collect(),
    }
}

fn won(winner: PlayerId, number: u128) -> End {
    End {
        outcome: Outcome::Won {
            winner,
            submission: Some(submission(number)),
            language: Some(python()),
        },
        reason: FinishReason::Solved,
    }
}

fn drawn(reason: FinishReason) -> End {
    End {
        outcome: Outcome::Draw,
        reason,
    }
}

impl Game {
    fn end(&self) -> End {
        let (outcome, reason) = self.ended();
        End { outcome, reason }
    }
}

const AC: Verdict = Verdict::Accepted;
const WA: Verdict = Verdict::WrongAnswer;

/// What was submitted and judged in this order, then what stopped the battle if nobody had solved it.
fn game(played: &[(PlayerId, u128, Option<Verdict>)], stop: Option<Command>) -> Game {
    let mut game = Game::running();
    let verdict = |id| {
        let known = played
            .iter()
            .find(|(_, number, _)| submission(*number) == id);
        known.and_then(|(_, _, verdict)| *verdict)
    };
    for (player, number, _) in played {
        let open = |known: &&Submission| known.player == *player;
        let open = game.battle.pending().find(open).map(|known| known.id);
        if let Some(id) = open {
            let judgement = judgement(verdict(id).unwrap());
            let submission = id;
            let judge = Command::Judge {
                submission,
                judgement,
            };
            game.ok(judge, game.now());
        }
        game.submit(*player, *number);
    }
    for (_, number, verdict) in played {
        let state = game.battle.submission(submission(*number)).unwrap().state;
        if let (Some(verdict), SubmissionState::Pending) = (verdict, state) {
            game.judge(*number, *verdict);
        }
    }
    if let Some(stop) = stop {
        let at = match stop {
            Command::Wake => game.deadline(),
            _ => game.now(),
        };
        game.ok(stop, at);
    }
    game
}

type Row = (
    &'static str,
    Game,
    Vec<(u128, Verdict)>,
    // None: the end stays.
    Option<End>,
);

#[test]
fn the_end_follows_the_corrected_verdicts_by_the_order_of_reception() {
    let give_up = |player| Some(Command::GiveUp { player });
    let rows: Vec<Row> = vec![
        (
            "the winning solution is none, a later one of the other was right",
            game(&[(ada(), 1, Some(AC)), (bob(), 2, None)], None),
            vec![(1, WA), (2, AC)],
            Some(won(bob(), 2)),
        ),
        (
            "the winning solution is none, and nobody had another",
            game(&[(ada(), 1, Some(AC))], None),
            vec![(1, WA)],
            Some(drawn(FinishReason::Unsolved)),
        ),
        (
            "both are none",
            game(&[(ada(), 1, Some(AC)), (bob(), 2, None)], None),
            vec![(1, Verdict::RuntimeError), (2, WA)],
            Some(drawn(FinishReason::Unsolved)),
        ),
        (
            "an earlier one of the other was right",
            game(&[(bob(), 1, Some(WA)), (ada(), 2, Some(AC))], None),
            vec![(1, AC)],
            Some(won(bob(), 1)),
        ),
        (
            "an earlier one of the winner's own was right",
            game(
                &[
                    (ada(), 1, Some(WA)),
                    (bob(), 2, Some(WA)),
                    (ada(), 3, Some(AC)),
                ],
                None,
            ),
            vec![(1, AC)],
            Some(won(ada(), 1)),
        ),
        (
            "a wrong one is wrong otherwise",
            game(&[(bob(), 1, Some(WA)), (ada(), 2, Some(AC))], None),
            vec![(1, Verdict::TimeLimitExceeded)],
            None,
        ),
        (
            "one that came after the winning one was right too",
            game(&[(ada(), 1, Some(AC)), (bob(), 2, None)], None),
            vec![(2, AC)],
            None,
        ),
        (
            "a draw by time was solved",
            game(&[(bob(), 1, Some(WA))], Some(Command::Wake)),
            vec![(1, AC)],
            Some(won(bob(), 1)),
        ),
        (
            "whoever gave up had solved it",
            game(&[(bob(), 1, Some(WA))], give_up(bob())),
            vec![(1, AC)],
            Some(won(bob(), 1)),
        ),
        (
            "the other gave up, and what the winner had submitted does not matter",
            game(&[(bob(), 1, Some(WA))], give_up(bob())),
            vec![(1, Verdict::CompileError)],
            None,
        ),
    ];
    for (name, mut game, verdicts, expected) in rows {
        let before = game.end();
        let at = game.now() + MS;
        let events = game.ok(correct(&verdicts), at);
        assert_eq!(
            game.end(),
            expected.clone().unwrap_or(before.clone()),
            "{name}"
        );
        let corrected = events
            .iter()
            .filter(|event| matches!(event, Event::VerdictCorrected { .. }));
        assert_eq!(corrected.count(), verdicts.len(), "{name}");
        let Some(after) = expected else {
            assert_eq!(events.len(), verdicts.len(), "{name}");
            continue;
        };
        let Some(Event::OutcomeCorrected {
            before: told,
            after: now,
            finished_at,
            summary,
            ..
        }) = events.last()
        else {
            panic!("{name}: {events:?}")
        };
        assert_eq!((told, now), (&before, &after), "{name}");
        let Phase::Finished { at: finished, .. } = game.battle.phase else {
            panic!("{name}")
        };
        assert_eq!(*finished_at, finished, "{name}: it is no later for it");
        assert_eq!(summary.players, [ada(), bob()], "{name}");
    }
}

#[test]
fn what_stopped_a_battle_decides_when_its_solution_is_none() {
    let stops: [(Command, End); 4] = [
        (Command::Wake, drawn(FinishReason::TimeUp)),
        (
            Command::AcceptDraw { player: bob() },
            drawn(FinishReason::DrawAgreed),
        ),
        (
            Command::GiveUp { player: ada() },
            End {
                outcome: Outcome::Won {
                    winner: bob(),
                    submission: None,
                    language: None,
                },
                reason: FinishReason::GaveUp,
            },
        ),
        (
            Command::Forfeit { player: ada() },
            End {
                outcome: Outcome::Won {
                    winner: bob(),
                    submission: None,
                    language: None,
                },
                reason: FinishReason::Disconnected,
            },
        ),
    ];
    for (stop, expected) in stops {
        let mut game = Game::running();
        game.submit(ada(), 1);
        game.ok(Command::OfferDraw { player: ada() }, game.now());
        let at = match stop {
            Command::Wake => game.deadline(),
            _ => game.now(),
        };
        game.ok(stop.clone(), at);
        game.judge(1, AC);
        assert_eq!(game.end(), won(ada(), 1), "{stop:?}");
        game.ok(correct(&[(1, WA)]), game.now());
        assert_eq!(game.end(), expected, "{stop:?}");
    }
}

#[test]
fn corrections_follow_one_another_and_can_be_taken_back() {
    let mut game = game(&[(ada(), 1, Some(AC)), (bob(), 2, None)], None);
    game.ok(correct(&[(1, WA), (2, WA)]), game.now());
    assert_eq!(game.end(), drawn(FinishReason::Unsolved));
    game.ok(correct(&[(2, AC)]), game.now());
    assert_eq!(game.end(), won(bob(), 2));
    game.ok(correct(&[(1, AC)]), game.now());
    assert_eq!(game.end(), won(ada(), 1));
}

#[test]
fn what_is_so_already_is_not_corrected_again() {
    let mut game = game(&[(ada(), 1, Some(AC)), (bob(), 2, None)], None);
    assert_eq!(
        game.no(correct(&[(1, AC)]), game.now()),
        Rejection::NothingToCorrect
    );
    assert_eq!(
        game.no(correct(&[]), game.now()),
        Rejection::NothingToCorrect
    );
    let verdicts = [(1, WA), (2, AC)];
    game.ok(correct(&verdicts), game.now());
    assert_eq!(
        game.no(correct(&verdicts), game.now()),
        Rejection::NothingToCorrect
    );
    // The one that is new is taken, the others are passed over.
    let events = game.ok(
        correct(&[(1, WA), (2, Verdict::TimeLimitExceeded)]),
        game.now(),
    );
    assert_eq!(events.len(), 2, "{events:?}");
}

#[test]
fn an_end_that_hangs_on_a_verdict_that_nobody_gave_waits_for_it() {
    let game = game(&[(ada(), 1, Some(AC)), (bob(), 2, None)], None);
    let refused = game.no(correct(&[(1, WA)]), game.now());
    assert_eq!(
        refused,
        Rejection::VerdictMissing {
            submission: submission(2)
        }
    );
}

#[test]
fn only_a_finished_battle_is_corrected() {
    let games = [
        Game::absent(),
        Game::waiting(),
        Game::countdown(),
        Game::running(),
        Game::judging(),
        Game::aborted(),
    ];
    for game in games {
        let expected = match game.battle.phase {
            Phase::Absent => Rejection::NoSuchBattle,
            _ => Rejection::NotFinished,
        };
        let refused = game.no(correct(&[(1, WA)]), game.now());
        assert_eq!(refused, expected, "{:?}", game.battle.phase);
    }
}

#[test]
fn what_the_judge_failed_on_is_not_corrected_and_no_verdict_is_replaced_by_its_failure() {
    let mut game = game(
        &[(bob(), 1, Some(Verdict::JudgeError)), (ada(), 2, Some(AC))],
        None,
    );
    let none = |number| Rejection::NoVerdict {
        submission: submission(number),
    };
    assert_eq!(game.no(correct(&[(1, AC)]), game.now()), none(1));
    assert_eq!(
        game.no(correct(&[(2, Verdict::JudgeError)]), game.now()),
        none(2)
    );
    assert_eq!(
        game.no(correct(&[(7, WA)]), game.now()),
        Rejection::NoSuchSubmission
    );
    // As if it had never been made, it does not decide either.
    game.ok(correct(&[(2, WA)]), game.now());
    assert_eq!(game.end(), drawn(FinishReason::Unsolved));
}

#[test]
fn everybody_sees_a_correction() {
    let mut game = game(&[(ada(), 1, Some(AC)), (bob(), 2, None)], None);
    for event in game.ok(correct(&[(1, WA), (2, AC)]), game.now()) {
        for audience in [Audience::Player(bob()), Audience::Spectator] {
            assert_eq!(
                view(&event, audience, &game.battle),
                Sight::Whole,
                "{event:?}"
            );
        }
    }
}

#[test]
fn the_last_word_and_the_rematch_are_as_they_were() {
    let mut game = Game::finished();
    game.ok(correct(&[(1, WA)]), game.now());
    game.ok(say(bob(), "so it was a draw"), game.now());
    game.ok(rematch(ada()), game.now());
    game.ok(rematch(bob()), game.now());
    assert!(game.battle.rematch.is_some());
}
