//! What happens in a live battle, and right after its end.

use arena_rules::battle::{Command, Judgement, Keystroke, Phase, Verdict};
use arena_rules::ids::{PlayerId, SubmissionId};
use arena_rules::play::Language;
use arena_rules::time::{Span, Time};
use rand::prelude::*;
use uuid::Uuid;

use super::World;

pub(super) fn judgement(verdict: Verdict) -> Judgement {
    Judgement {
        verdict,
        tests_passed: 3,
        tests_total: 20,
        fuel_used: 1_000_000,
        fuel_limit: 10_000_000,
        memory_peak_bytes: 1 << 24,
        explanation: None,
        runtime_hash: "1".repeat(64),
        tests_hash: "2".repeat(64),
        limits_hash: "3".repeat(64),
    }
}

impl World {
    /// What is said and offered after a battle's end.
    pub(super) fn part(&mut self, index: usize) {
        for seat in self.live[index].1.seats.clone() {
            let player = seat.player;
            if self.rng.random_bool(0.3) {
                let text = "good game".to_owned();
                self.attempt(index, Command::Say { player, text });
            }
            if self.rng.random_bool(0.1) {
                let candidates = Vec::new();
                self.attempt(index, Command::Rematch { player, candidates });
            }
        }
    }

    /// Something happens in a live battle.
    pub(super) fn step(&mut self, index: usize) {
        let state = &self.live[index].1;
        let player = state.seats.choose(&mut self.rng).unwrap().player;
        let late = state.seats.iter().find(|seat| !seat.ready);
        let late = late.map_or(player, |seat| seat.player);
        let chance: f64 = self.rng.random();
        match state.phase {
            Phase::Waiting { accept_by } => match chance {
                c if c < 0.02 => self.wake(index, accept_by),
                c if c < 0.04 => self.attempt(index, Command::GiveUp { player }),
                _ if self.now >= accept_by => self.wake(index, accept_by),
                _ => self.attempt(index, Command::Ready { player: late }),
            },
            Phase::Countdown { starts_at } => self.wake(index, starts_at),
            Phase::Running { deadline, .. } => self.run(index, player, deadline),
            Phase::Judging { .. } => self.judge(index),
            Phase::Absent | Phase::Finished { .. } | Phase::Aborted { .. } => {}
        }
    }

    fn run(&mut self, index: usize, player: PlayerId, deadline: Time) {
        if self.now >= deadline {
            return self.attempt(index, Command::Wake);
        }
        if self.rng.random_range(0..=self.edits) > 0 {
            return self.edit(index, player);
        }
        let chance: f64 = self.rng.random();
        match chance {
            c if c < 0.45 => self.submit(index, player),
            c if c < 0.85 => self.judge(index),
            c if c < 0.87 => self.attempt(index, Command::OfferDraw { player }),
            c if c < 0.88 => self.attempt(index, Command::AcceptDraw { player }),
            c if c < 0.90 => self.attempt(index, Command::GiveUp { player }),
            c if c < 0.91 => self.attempt(index, Command::Forfeit { player }),
            c if c < 0.99 => {
                let text = "hello".to_owned();
                self.attempt(index, Command::Say { player, text });
            }
            _ => self.wake(index, deadline),
        }
    }

    fn wake(&mut self, index: usize, due: Time) {
        self.now = self.now.max(due);
        self.attempt(index, Command::Wake);
    }

    fn submit(&mut self, index: usize, player: PlayerId) {
        let language = *["python", "javascript", "cpp"]
            .choose(&mut self.rng)
            .unwrap();
        let submission = SubmissionId(Uuid::from_u128(self.rng.random()));
        let command = Command::Submit {
            player,
            submission,
            language: Language(language.to_owned()),
            code: "print(sum(map(int, input().split())))\n".repeat(8),
        };
        self.attempt(index, command);
    }

    fn edit(&mut self, index: usize, player: PlayerId) {
        // Time enough that the same player seldom types twice in a packet's time.
        self.now = self.now + Span(300);
        let first_seq = self.live[index].1.seat(player).unwrap().next_edit;
        let edit = Keystroke {
            at_ms: 5,
            from: 0,
            to: 0,
            insert: "for i in range(n):".to_owned(),
        };
        let command = Command::Edit {
            player,
            first_seq,
            language: Language("python".to_owned()),
            edits: vec![edit; 6],
        };
        self.attempt(index, command);
    }

    fn judge(&mut self, index: usize) {
        let pending = self.live[index].1.pending().next();
        let Some(submission) = pending.map(|pending| pending.id) else {
            return;
        };
        let verdict = match self.rng.random_range(0..10) {
            0..4 => Verdict::Accepted,
            4 => Verdict::JudgeError,
            5 => Verdict::TimeLimitExceeded,
            6 => Verdict::CompileError,
            _ => Verdict::WrongAnswer,
        };
        let command = Command::Judge {
            submission,
            judgement: judgement(verdict),
        };
        self.attempt(index, command);
    }

    pub(super) fn attempt(&mut self, index: usize, command: Command) {
        self.decide(index, command);
    }
}
