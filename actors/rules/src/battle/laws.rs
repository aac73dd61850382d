//! What holds of every battle, whatever is asked of it and whatever the clock does.

#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::table::{START, judgement, keystroke, player, problem, python, setup, submission};
use super::*;
use crate::ids::CorrectionId;
use crate::time::{Outage, Span, Time};

/// Milliseconds around everything that is due in an easy battle, backwards too.
fn step() -> impl Strategy<Value = i64> {
    prop_oneof![
        4 => 0..2_000_i64,
        2 => 0..30_000_i64,
        1 => 0..700_000_i64,
        1 => -700_000..0_i64,
    ]
}

fn verdict() -> impl Strategy<Value = Verdict> {
    prop_oneof![
        3 => Just(Verdict::Accepted),
        2 => prop::sample::select(Verdict::ALL.to_vec()),
    ]
}

fn command() -> impl Strategy<Value = Command> {
    let who = || (1..=4_u128).prop_map(player);
    prop_oneof![
        1 => (1..=4_u128).prop_map(|players| Command::Create(setup(players))),
        4 => who().prop_map(|player| Command::Ready { player }),
        2 => (who(), 0..6_u64, 0..4_usize).prop_map(|(player, first_seq, edits)| Command::Edit {
            player,
            first_seq,
            language: python(),
            edits: vec![keystroke("x"); edits],
        }),
        8 => (who(), 0..40_u128).prop_map(|(player, number)| Command::Submit {
            player,
            submission: submission(number),
            language: python(),
            code: "x".to_owned(),
        }),
        8 => (0..40_u128, verdict()).prop_map(|(number, verdict)| Command::Judge {
            submission: submission(number),
            judgement: judgement(verdict),
        }),
        1 => who().prop_map(|player| Command::GiveUp { player }),
        1 => who().prop_map(|player| Command::Forfeit { player }),
        1 => who().prop_map(|player| Command::OfferDraw { player }),
        1 => who().prop_map(|player| Command::AcceptDraw { player }),
        2 => who().prop_map(|player| Command::Rematch {
            player,
            candidates: vec![problem("other")],
        }),
        1 => who().prop_map(|player| Command::Say { player, text: "hello".to_owned() }),
        3 => prop::collection::vec((0..40_u128, verdict()), 1..4).prop_map(|verdicts| {
            let corrected = |(number, verdict)| Corrected {
                submission: submission(number),
                judgement: judgement(verdict),
            };
            Command::Correct {
                correction: CorrectionId(uuid::Uuid::nil()),
                verdicts: verdicts.into_iter().map(corrected).collect(),
            }
        }),
        5 => Just(Command::Wake),
        1 => (-100..1_000_i64, prop::option::of(-100..1_000_i64)).prop_map(|(since, until)| {
            let time = |seconds| START + Span::seconds(seconds);
            let outage = Outage { since: time(since), until: until.map(time) };
            Command::TakeOver { outage }
        }),
    ]
}

/// Commands with their clock, after the two players have come as far as the start or not.
fn program() -> impl Strategy<Value = Vec<(Command, i64)>> {
    let opening = prop_oneof![
        1 => Just(Vec::new()),
        4 => Just(vec![
            (Command::Create(setup(2)), 0),
            (Command::Ready { player: player(1) }, 10),
            (Command::Ready { player: player(2) }, 10),
            (Command::Wake, 3_000),
        ]),
    ];
    let rest = prop::collection::vec((command(), step()), 1..60);
    (opening, rest).prop_map(|(mut opening, rest)| {
        opening.extend(rest);
        opening
    })
}

/// Each accepted command's events with the battle before them.
fn play(program: Vec<(Command, i64)>) -> Vec<(Battle, Command, Vec<Event>)> {
    let (mut battle, mut now, mut steps) = (Battle::default(), START, Vec::new());
    for (command, step) in program {
        now = Time(now.0 + step);
        // A command id is used once: the actor sees to that.
        if let Command::Submit { submission, .. } = &command
            && battle.submission(*submission).is_some()
        {
            continue;
        }
        if let Ok(events) = decide(&battle, command.clone(), now) {
            let before = battle.clone();
            battle = events.iter().fold(battle, evolve);
            steps.push((before, command, events));
        }
    }
    steps
}

fn all_events(steps: Vec<(Battle, Command, Vec<Event>)>) -> Vec<Event> {
    steps
        .into_iter()
        .flat_map(|(_, _, events)| events)
        .collect()
}

fn is_play(command: &Command) -> bool {
    match command {
        Command::Say { .. } | Command::Rematch { .. } | Command::Correct { .. } => false,
        Command::Create(_)
        | Command::Ready { .. }
        | Command::Edit { .. }
        | Command::Submit { .. }
        | Command::Judge { .. }
        | Command::GiveUp { .. }
        | Command::Forfeit { .. }
        | Command::OfferDraw { .. }
        | Command::AcceptDraw { .. }
        | Command::Wake
        | Command::TakeOver { .. } => true,
    }
}

/// One owner of a battle, from the end of the owner before it.
#[derive(Clone, Debug)]
struct Owner {
    down: Span,
    /// None: it fails before it comes to the battle.
    up: Option<Up>,
}

#[derive(Clone, Debug)]
struct Up {
    /// None: it fails before its first heartbeat.
    beating: Option<Span>,
    /// Somebody says something so long before the end.
    said_before_the_end: Option<Span>,
}

const BEAT: i64 = 1_000;

fn owners() -> impl Strategy<Value = Vec<Owner>> {
    let span = |most| (0..most).prop_map(Span);
    let said = prop::option::of(span(3 * BEAT));
    let up = (prop::option::of(span(60_000)), said).prop_map(|(beating, said)| Up {
        beating,
        said_before_the_end: said,
    });
    let owner = (span(200_000), prop::option::of(up)).prop_map(|(down, up)| Owner { down, up });
    prop::collection::vec(owner, 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn every_accepted_command_says_something_and_every_event_changes_the_state(program in program()) {
        for (before, command, events) in play(program) {
            prop_assert!(!events.is_empty(), "{command:?}");
            let mut state = before;
            for event in &events {
                let mut after = evolve(state.clone(), event);
                after.latest = state.latest;
                prop_assert_ne!(&after, &state, "{:?}", event);
                state = evolve(state, event);
            }
        }
    }

    #[test]
    fn time_never_runs_backwards(program in program()) {
        let events = all_events(play(program));
        prop_assert!(events.windows(2).all(|pair| pair[0].at() <= pair[1].at()));
    }

    #[test]
    fn nothing_is_played_after_the_end(program in program()) {
        for (before, command, _) in play(program) {
            prop_assert!(!before.is_over() || !is_play(&command), "{command:?} after the end");
        }
    }

    #[test]
    fn nothing_is_submitted_at_the_deadline_or_later(program in program()) {
        for (before, _, events) in play(program) {
            if let (Phase::Running { deadline, .. }, Some(Event::Submitted { at, .. })) =
                (&before.phase, events.first())
            {
                prop_assert!(at < deadline);
            }
        }
    }

    #[test]
    fn a_battle_ends_once_and_the_first_accepted_by_order_wins(program in program()) {
        let events = all_events(play(program));
        let ends = events
            .iter()
            .filter(|event| matches!(event, Event::Finished { .. } | Event::Aborted { .. }));
        prop_assert!(ends.count() <= 1);

        let submitted: Vec<_> = events.iter().filter_map(|event| match event {
            Event::Submitted { player, submission, .. } => Some((*submission, *player)),
            _ => None,
        }).collect();
        let verdict_of = |wanted| events.iter().find_map(|event| match event {
            Event::Judged { submission, judgement, .. } if *submission == wanted => Some(judgement.verdict),
            _ => None,
        });
        let first = submitted
            .iter()
            .find(|(submission, _)| verdict_of(*submission) == Some(Verdict::Accepted));
        for event in &events {
            let Event::Finished { outcome, reason, .. } = event else { continue };
            match (outcome, reason) {
                (Outcome::Won { winner, submission: Some(won), .. }, FinishReason::Solved) => {
                    prop_assert_eq!(first, Some(&(*won, *winner)));
                    let earlier = submitted.iter().take_while(|(id, _)| id != won);
                    for (id, _) in earlier {
                        prop_assert!(verdict_of(*id).is_some(), "an earlier one was pending");
                    }
                }
                _ => {
                    prop_assert_eq!(first, None, "{:?} although it was solved", reason);
                    for (id, _) in &submitted {
                        prop_assert!(verdict_of(*id).is_some(), "one was pending");
                    }
                }
            }
        }
    }

    #[test]
    fn a_corrected_battle_was_won_by_the_first_accepted_or_by_nobody_for_a_solution(program in program()) {
        let events = all_events(play(program));
        let battle = events.iter().fold(Battle::default(), evolve);
        let corrected = events.iter().any(|event| matches!(event, Event::VerdictCorrected { .. }));
        if let (true, Phase::Finished { outcome, reason, .. }) = (corrected, &battle.phase) {
            let last = |wanted| events.iter().rev().find_map(|event| match event {
                Event::Judged { submission, judgement, .. }
                | Event::VerdictCorrected { submission, judgement, .. }
                    if *submission == wanted => Some(judgement.verdict),
                _ => None,
            });
            let first = events.iter().find_map(|event| match event {
                Event::Submitted { submission, player, .. }
                    if last(*submission) == Some(Verdict::Accepted) => Some((*submission, *player)),
                _ => None,
            });
            match (first, outcome) {
                (Some((due, who)), Outcome::Won { winner, submission, .. }) => {
                    prop_assert_eq!((*winner, *submission), (who, Some(due)));
                    prop_assert_eq!(*reason, FinishReason::Solved);
                }
                (Some(_), Outcome::Draw) => prop_assert!(false, "solved, and a draw"),
                (None, _) => prop_assert_ne!(*reason, FinishReason::Solved),
            }
            // The second time is no correction.
            let recorded = battle.submissions.iter().filter_map(|known| {
                let verdict = known.verdict.filter(|verdict| *verdict != Verdict::JudgeError)?;
                Some(Corrected { submission: known.id, judgement: judgement(verdict) })
            });
            let again = Command::Correct {
                correction: CorrectionId(uuid::Uuid::nil()),
                verdicts: recorded.collect(),
            };
            let refused = decide(&battle, again, battle.latest);
            prop_assert_eq!(refused, Err(Rejection::NothingToCorrect));
        }
    }

    #[test]
    fn the_timer_that_a_battle_asks_for_has_something_to_do(program in program()) {
        let steps = play(program);
        if let Some((before, _, events)) = steps.last() {
            let battle = events.iter().fold(before.clone(), evolve);
            if let Some(due) = battle.due() {
                prop_assert!(decide(&battle, Command::Wake, due).is_ok());
            }
        }
    }

    #[test]
    fn replay_is_live(program in program()) {
        let steps = play(program);
        if let Some((before, _, last)) = steps.last().cloned() {
            let live = last.iter().fold(before, evolve);
            let replayed = all_events(steps).iter().fold(Battle::default(), evolve);
            prop_assert_eq!(live, replayed);
        }
    }

    #[test]
    fn evolve_is_total_whatever_the_order(program in program(), seed in any::<u64>()) {
        let mut events = all_events(play(program));
        if !events.is_empty() {
            let turn = usize::try_from(seed % 1_000).unwrap() % events.len();
            events.rotate_left(turn);
            if seed % 2 == 0 {
                events.reverse();
            }
        }
        let battle = events.iter().fold(Battle::default(), evolve);
        // Nor does deciding on such a state panic or go on for ever.
        let wake = decide(&battle, Command::Wake, Time(i64::MAX));
        prop_assert!(wake.is_ok() || wake.is_err());
    }

    #[test]
    fn whatever_owners_fail_in_between_nobody_loses_time_and_nobody_gains_more_than_a_beat(
        owners in owners()
    ) {
        let opening = vec![
            (Command::Create(setup(2)), 0),
            (Command::Ready { player: player(1) }, 0),
            (Command::Ready { player: player(2) }, 0),
            (Command::Wake, 3_000),
        ];
        let steps = play(opening);
        let mut battle = all_events(steps).iter().fold(Battle::default(), evolve);
        let (mut now, mut unseen_since) = (battle.latest, battle.latest);
        let mut left = battle.due().unwrap() - now;
        for owner in owners {
            now = now + owner.down;
            let Some(up) = owner.up else { continue };
            let outage = Outage { since: unseen_since, until: None };
            let events = decide(&battle, Command::TakeOver { outage }, now);
            battle = events.unwrap_or_default().iter().fold(battle, evolve);
            let due = battle.due().unwrap();
            // An owner that nobody heard of may have been at work for up to a beat.
            let given = due - now;
            prop_assert!(given >= left, "{:?} of {:?} is left", given, left);
            prop_assert!(given.0 - left.0 < BEAT, "{:?} where {:?} was left", given, left);
            left = given;
            let Some(beating) = up.beating else { continue };
            unseen_since = now + Span(beating.0 - beating.0 % BEAT);
            let said = up.said_before_the_end.map(|before| Time(now.0.max(now.0 + beating.0 - before.0)));
            now = now + beating;
            if let Some(at) = said {
                let say = Command::Say { player: player(1), text: "x".to_owned() };
                let events = decide(&battle, say, at);
                battle = events.unwrap_or_default().iter().fold(battle, evolve);
            }
            left = due - now;
            if left <= Span::ZERO {
                break;
            }
        }
    }
}
