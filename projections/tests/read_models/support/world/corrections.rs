//! Verdicts that turn out otherwise, long after a battle or right away, and what the book makes of it.

use arena_log::StreamId;
use arena_projections::Fact;
use arena_rules::battle::{self, Battle, Command, Corrected, Event, Phase, Rejection, Verdict};
use arena_rules::ids::{BattleId, CorrectionId, SubmissionId};
use arena_rules::{rating, session};
use rand::prelude::*;
use uuid::Uuid;

use super::World;
use super::steps::judgement;
use crate::support::codec;
use crate::support::world::book_stream;

const KEPT: usize = 30;

impl World {
    pub(super) fn keep_for_correction(&mut self, ended: (BattleId, Battle)) {
        if matches!(ended.1.phase, Phase::Finished { .. }) {
            self.finished.push(ended);
            if self.finished.len() > KEPT {
                let index = self.rng.random_range(0..self.finished.len());
                self.finished.swap_remove(index);
            }
        }
    }

    /// Some of a finished battle's verdicts are corrected.
    pub(super) fn correct(&mut self) {
        if self.finished.is_empty() {
            return;
        }
        let index = self.rng.random_range(0..self.finished.len());
        let (id, mut state) = self.finished[index].clone();
        let ids: Vec<SubmissionId> = state.submissions.iter().map(|known| known.id).collect();
        let mut verdicts = Vec::new();
        for submission in ids {
            let unjudged =
                state.submission(submission).unwrap().verdict == Some(Verdict::JudgeError);
            if !unjudged && self.rng.random_bool(0.6) {
                verdicts.push(self.corrected(submission));
            }
        }
        let correction = CorrectionId(Uuid::from_u128(self.rng.random()));
        let events = loop {
            let command = Command::Correct {
                correction,
                verdicts: verdicts.clone(),
            };
            match battle::decide(&state, command, self.now) {
                Ok(events) => break events,
                Err(Rejection::VerdictMissing { submission }) => {
                    verdicts.push(self.corrected(submission));
                }
                Err(_) => return,
            }
        };
        for event in events {
            state = battle::evolve(state, &event);
            let encoded = codec::battle(&event);
            let source = self.record(StreamId(id.0), encoded, Fact::Battle(id, event.clone()));
            if let Event::OutcomeCorrected { after, .. } = event {
                self.corrected.push((source, id, after.outcome));
            }
        }
        self.finished[index].1 = state;
    }

    fn corrected(&mut self, submission: SubmissionId) -> Corrected {
        let verdicts = [
            Verdict::Accepted,
            Verdict::WrongAnswer,
            Verdict::RuntimeError,
        ];
        Corrected {
            submission,
            judgement: judgement(*verdicts.choose(&mut self.rng).unwrap()),
        }
    }

    /// The book takes the corrections of the battles that it has entered.
    pub(super) fn correct_book(&mut self) {
        let ledger = &mut self.ledger;
        let (taken, early): (Vec<_>, Vec<_>) = std::mem::take(&mut self.corrected)
            .into_iter()
            .partition(|(_, battle, _)| ledger.has_entered(*battle));
        self.corrected = early;
        for (source, battle, outcome) in &taken {
            ledger.note(*source);
            ledger.correct(*battle, outcome);
        }
        let command = rating::Command::Correct {
            correction: CorrectionId(Uuid::from_u128(self.rng.random())),
            sources: taken.into_iter().map(|(source, _, _)| source).collect(),
            ratings: self.ledger.ratings(),
        };
        for event in rating::decide(&self.book, command, self.now).unwrap_or_default() {
            self.rated(event);
        }
    }

    /// An event of the book, and its effects.
    pub(super) fn rated(&mut self, event: rating::Event) {
        self.book = rating::evolve(std::mem::take(&mut self.book), &event);
        match &event {
            rating::Event::RatingChanged {
                battle, changes, ..
            } => {
                for change in changes {
                    let rate = session::Command::Rate {
                        battle: *battle,
                        changes: changes.clone(),
                    };
                    self.session(change.player, rate);
                }
            }
            rating::Event::RatingCorrected {
                correction,
                changes,
                ..
            } => {
                for change in changes {
                    let correct = session::Command::CorrectRating {
                        correction: *correction,
                        change: *change,
                    };
                    self.session(change.player, correct);
                }
            }
        }
        let encoded = codec::rating(&event);
        self.record(book_stream(), encoded, Fact::Rating(event));
    }
}
