//! What is taken as a submission, and until when.

use super::*;

#[test]
fn a_submission_counts_until_one_millisecond_before_the_deadline() {
    let game = Game::running();
    let deadline = game.deadline();
    let last = Time(deadline.0 - 1);
    assert!(decide(&game.battle, submit(ada(), 1, "x"), last).is_ok());
    assert!(may_run(&game.battle, ada(), "x", last).is_ok());
    let late = Rejection::TimeUp { deadline };
    for (name, command) in played(ada()) {
        if ["edit", "submit", "give up", "forfeit", "offer", "accept"].contains(&name) {
            assert_eq!(game.no(command, deadline), late, "{name}");
        }
    }
    assert_eq!(may_run(&game.battle, ada(), "x", deadline), Err(late));
    assert_eq!(game.no(Command::Wake, last), Rejection::NothingDue);
}

#[test]
fn a_clock_that_goes_back_reopens_nothing() {
    let mut game = Game::running();
    game.ok(say(ada(), "late"), game.deadline());
    assert!(
        game.battle.is_over(),
        "whatever is done at the deadline ends the battle"
    );
    assert_eq!(game.no(submit(ada(), 1, "x"), START), Rejection::Over);
    let mut game = Game::running();
    let now = game.now();
    let events = game.ok(submit(ada(), 1, "x"), Time(0));
    assert_eq!(events[0].at(), now);
}

#[test]
fn code_has_its_bounds() {
    let game = Game::running();
    let now = game.now();
    let largest = "x".repeat(limits::CODE_BYTES);
    let bytes = limits::CODE_BYTES + 1;
    let too_large = "x".repeat(bytes);
    let table = [
        ("", Some(Rejection::EmptyCode)),
        ("x", None),
        ("x\0", Some(Rejection::NulInCode)),
        (largest.as_str(), None),
        (too_large.as_str(), Some(Rejection::CodeTooLarge { bytes })),
    ];
    for (code, expected) in table {
        let found = decide(&game.battle, submit(ada(), 1, code), now).err();
        assert_eq!(found, expected, "{} bytes", code.len());
        assert_eq!(may_run(&game.battle, ada(), code, now).err(), expected);
    }
}

#[test]
fn one_submission_is_pending_a_player_and_a_hundred_are_taken() {
    let mut game = Game::running();
    let now = game.now();
    for number in 0..limits::SUBMISSIONS_PER_PLAYER as u128 {
        game.submit(ada(), number);
        let second = submit(ada(), 500, "x");
        assert_eq!(game.no(second, now), Rejection::SubmissionPending);
        game.judge(number, Verdict::WrongAnswer);
    }
    assert_eq!(
        game.no(submit(ada(), 500, "x"), now),
        Rejection::TooManySubmissions
    );
    game.submit(bob(), 501);
    assert_eq!(
        game.no(judge(0, Verdict::Accepted), now),
        Rejection::AlreadyJudged
    );
}
