//! Every transition and every rejection of a battle.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod corrections;
mod edits;
mod endings;
mod phases;
mod submissions;
mod talk;
mod views;

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
        limits_hash: String::new(),
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
