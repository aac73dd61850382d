//! The record of what players type.

use super::*;

#[test]
fn edits_are_gapless_and_what_is_known_is_skipped() {
    let mut game = Game::running();
    let mut at = game.now();
    let gap = |expected, found| Rejection::EditGap { expected, found };
    assert_eq!(game.no(edit(ada(), 2, &["a"]), at), gap(1, 2));
    game.ok(edit(ada(), 1, &["a", "b"]), at);
    at = at + limits::EDIT_INTERVAL;
    assert_eq!(game.no(edit(ada(), 1, &["a", "b"]), at), gap(3, 1));
    let events = game.ok(edit(ada(), 2, &["b", "c"]), at);
    let [
        Event::Edited {
            first_seq, edits, ..
        },
    ] = &events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!((*first_seq, edits.as_slice()), (3, &[keystroke("c")][..]));
    game.ok(edit(bob(), 1, &["his own count"]), at);
}

#[test]
fn edit_packets_have_their_bounds() {
    let game = Game::running();
    let now = game.now();
    let most = vec!["x"; limits::EDITS_PER_COMMAND];
    let too_many = vec!["x"; limits::EDITS_PER_COMMAND + 1];
    let largest = "x".repeat(limits::EDIT_BYTES);
    let too_large = "x".repeat(limits::EDIT_BYTES + 1);
    assert!(decide(&game.battle, edit(ada(), 1, &most), now).is_ok());
    assert!(decide(&game.battle, edit(ada(), 1, &[&largest]), now).is_ok());
    let backwards = Command::Edit {
        player: ada(),
        first_seq: 1,
        language: python(),
        edits: vec![Keystroke {
            from: 2,
            to: 1,
            ..keystroke("x")
        }],
    };
    for bad in [
        edit(ada(), 1, &[]),
        edit(ada(), 0, &["x"]),
        edit(ada(), 1, &too_many),
        edit(ada(), 1, &[&too_large]),
        backwards,
    ] {
        assert_eq!(game.no(bad, now), Rejection::BadEdits);
    }
}

#[test]
fn edits_keep_their_pace_but_for_one_before_each_submission() {
    let mut game = Game::running();
    let start = game.now();
    game.ok(edit(ada(), 1, &["a"]), start);
    game.ok(edit(ada(), 2, &["b"]), start + MS);
    let next = start + MS + limits::EDIT_INTERVAL;
    let refused = game.no(edit(ada(), 3, &["c"]), Time(next.0 - 1));
    assert_eq!(refused, Rejection::EditsTooOften { wait_ms: 1 });
    game.ok(submit(ada(), 1, "ab"), start + MS);
    game.ok(edit(ada(), 3, &["c"]), start + MS + MS);
    let refused = game.no(edit(ada(), 4, &["d"]), start + MS + MS);
    assert!(matches!(refused, Rejection::EditsTooOften { .. }));
    game.ok(
        edit(ada(), 4, &["d"]),
        start + MS + MS + limits::EDIT_INTERVAL,
    );
}

#[test]
fn all_edits_of_a_player_have_their_bounds() {
    let mut game = Game::running();
    let largest = "x".repeat(limits::EDIT_BYTES);
    let mut at = game.now();
    for number in 1..4 {
        game.ok(edit(ada(), number, &[&largest]), at);
        at = at + limits::EDIT_INTERVAL;
    }
    let almost = &largest[1..];
    game.ok(edit(ada(), 4, &[almost]), at);
    at = at + limits::EDIT_INTERVAL;
    let refused = game.no(edit(ada(), 5, &["xy"]), at);
    assert_eq!(refused, Rejection::TooManyEdits);
    // What is known already is not counted a second time.
    game.ok(edit(ada(), 4, &[almost, "y"]), at);

    let mut game = Game::running();
    game.battle.seats[0].edit_events = limits::EDIT_EVENTS_PER_PLAYER - 1;
    let now = game.now();
    game.ok(edit(ada(), 1, &["x"]), now);
    let later = now + limits::EDIT_INTERVAL;
    assert_eq!(
        game.no(edit(ada(), 2, &["x"]), later),
        Rejection::TooManyEdits
    );
}
