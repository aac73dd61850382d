//! Every transition and every rejection of a battle.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use uuid::Uuid;

use super::*;
use crate::ids::{BattleId, PlayerId, SubmissionId, TicketId};
use crate::play::{Difficulty, Goal, Language, Mode, ProblemId, ProblemRef, Stakes, Standing};
use crate::time::{Span, Time};

pub(super) const START: Time = Time(1_000_000);
const MS: Span = Span(1);

pub(super) fn player(number: u128) -> PlayerId {
    PlayerId(Uuid::from_u128(number))
}

fn ada() -> PlayerId {
    player(1)
}

fn bob() -> PlayerId {
    player(2)
}

fn stranger() -> PlayerId {
    player(99)
}

pub(super) fn submission(number: u128) -> SubmissionId {
    SubmissionId(Uuid::from_u128(1000 + number))
}

pub(super) fn problem(name: &str) -> ProblemRef {
    ProblemRef {
        id: ProblemId(name.to_owned()),
        hash: "0".repeat(64),
    }
}

pub(super) fn python() -> Language {
    Language("python".to_owned())
}

pub(super) fn setup(players: u128) -> Setup {
    Setup {
        battle: BattleId(Uuid::from_u128(77)),
        mode: Mode::OneOnOne,
        goal: Goal::Fastest,
        difficulty: Difficulty::Easy,
        stakes: Stakes::Rated,
        problem: problem("two-sum"),
        parties: (1..=players)
            .map(|number| Party {
                player: player(number),
                standing: Standing::Registered,
                seen: Vec::new(),
            })
            .collect(),
        origin: Origin::Paired {
            tickets: vec![TicketId(Uuid::from_u128(5)), TicketId(Uuid::from_u128(6))],
        },
    }
}

pub(super) fn judgement(verdict: Verdict) -> Judgement {
    Judgement {
        verdict,
        tests_passed: 1,
        tests_total: 2,
        fuel_used: 1,
        fuel_limit: 2,
        memory_peak_bytes: 3,
        explanation: None,
        runtime_hash: String::new(),
        tests_hash: String::new(),
    }
}

/// A battle with everything that has happened in it.
struct Game {
    battle: Battle,
    log: Vec<Event>,
}

impl Game {
    fn absent() -> Self {
        Self {
            battle: Battle::default(),
            log: Vec::new(),
        }
    }

    fn waiting_with(setup: Setup) -> Self {
        let mut game = Self::absent();
        game.ok(Command::Create(setup), START);
        game
    }

    fn waiting() -> Self {
        Self::waiting_with(setup(2))
    }

    fn countdown() -> Self {
        let mut game = Self::waiting();
        game.ok(Command::Ready { player: ada() }, START);
        game.ok(Command::Ready { player: bob() }, START);
        game
    }

    fn running() -> Self {
        let mut game = Self::countdown();
        game.ok(Command::Wake, START + limits::COUNTDOWN);
        game
    }

    /// Bob's submission is pending, the time is up.
    fn judging() -> Self {
        let mut game = Self::running();
        game.submit(bob(), 1);
        game.ok(Command::Wake, game.deadline());
        game
    }

    /// Ada has won.
    fn finished() -> Self {
        let mut game = Self::running();
        game.submit(ada(), 1);
        game.judge(1, Verdict::Accepted);
        game
    }

    fn aborted() -> Self {
        let mut game = Self::waiting();
        game.ok(Command::Wake, START + limits::ACCEPT_WITHIN);
        game
    }

    fn now(&self) -> Time {
        self.battle.latest
    }

    fn deadline(&self) -> Time {
        match self.battle.phase {
            Phase::Running { deadline, .. } => deadline,
            ref other => panic!("not running: {other:?}"),
        }
    }

    fn ok(&mut self, command: Command, at: Time) -> Vec<Event> {
        let events = decide(&self.battle, command, at).unwrap();
        for event in &events {
            self.battle = evolve(std::mem::take(&mut self.battle), event);
        }
        self.log.extend(events.clone());
        events
    }

    fn no(&self, command: Command, at: Time) -> Rejection {
        decide(&self.battle, command, at).unwrap_err()
    }

    fn submit(&mut self, player: PlayerId, number: u128) {
        let now = self.now();
        self.ok(submit(player, number, "code"), now);
    }

    fn judge(&mut self, number: u128, verdict: Verdict) -> Vec<Event> {
        let now = self.now();
        self.ok(judge(number, verdict), now)
    }

    fn ended(&self) -> (Outcome, FinishReason) {
        match &self.battle.phase {
            Phase::Finished {
                outcome, reason, ..
            } => (outcome.clone(), *reason),
            other => panic!("not finished: {other:?}"),
        }
    }

    fn winner(&self) -> PlayerId {
        match self.ended().0 {
            Outcome::Won { winner, .. } => winner,
            Outcome::Draw => panic!("a draw"),
        }
    }
}

fn submit(player: PlayerId, number: u128, code: &str) -> Command {
    Command::Submit {
        player,
        submission: submission(number),
        language: python(),
        code: code.to_owned(),
    }
}

fn judge(number: u128, verdict: Verdict) -> Command {
    Command::Judge {
        submission: submission(number),
        judgement: judgement(verdict),
    }
}

pub(super) fn keystroke(insert: &str) -> Keystroke {
    Keystroke {
        at_ms: 0,
        from: 0,
        to: 0,
        insert: insert.to_owned(),
    }
}

fn edit(player: PlayerId, first_seq: u64, inserts: &[&str]) -> Command {
    Command::Edit {
        player,
        first_seq,
        language: python(),
        edits: inserts.iter().map(|insert| keystroke(insert)).collect(),
    }
}

fn say(player: PlayerId, text: &str) -> Command {
    Command::Say {
        player,
        text: text.to_owned(),
    }
}

fn rematch(player: PlayerId) -> Command {
    Command::Rematch {
        player,
        candidates: vec![problem("two-sum"), problem("other")],
    }
}

/// Every command that a player gives, by name.
fn played(player: PlayerId) -> Vec<(&'static str, Command)> {
    vec![
        ("ready", Command::Ready { player }),
        ("edit", edit(player, 1, &["x"])),
        ("submit", submit(player, 9, "code")),
        ("give up", Command::GiveUp { player }),
        ("forfeit", Command::Forfeit { player }),
        ("offer", Command::OfferDraw { player }),
        ("accept", Command::AcceptDraw { player }),
        ("rematch", rematch(player)),
        ("say", say(player, "hello")),
    ]
}

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

#[test]
fn chat_has_its_bounds() {
    let mut game = Game::running();
    let now = game.now();
    let longest = "ä".repeat(limits::CHAT_CHARACTERS);
    for bad in ["", "  \n", "\u{7}", &format!("{longest}ä")] {
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
