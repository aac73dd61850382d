//! How a battle ends: one question asked after every change, answered from the state alone.

use super::event::{AbortReason, End, Event, FinishReason, JudgingReason, Outcome};
use super::rejection::Rejection;
use super::state::{Battle, Card, Phase, Place, Submission, SubmissionState};
use crate::mutant::{self, Mutant};
use crate::time::Time;

/// A battle at the instant at which it may end.
pub(super) struct Ending<'a> {
    battle: &'a Battle,
    card: &'a Card,
    at: Time,
}

impl<'a> Ending<'a> {
    /// None for a battle that was never created.
    pub(super) fn new(battle: &'a Battle, now: Time) -> Option<Self> {
        let card = battle.card.as_ref()?;
        Some(Self {
            battle,
            card,
            at: battle.stamp(now),
        })
    }

    /// The event that ends the battle, or its taking of submissions, if it has come to that.
    pub(super) fn settle(&self) -> Option<Event> {
        match &self.battle.phase {
            Phase::Running { deadline, .. } => {
                if let Some(first) = self.first_accepted() {
                    return Some(self.solved_or_wait(first));
                }
                if self.battle.in_play().count() <= 1 {
                    return Some(self.close(JudgingReason::LastOneStanding));
                }
                (self.at >= *deadline).then(|| self.close(JudgingReason::TimeUp))
            }
            Phase::Judging { reason, .. } => {
                if let Some(first) = self.first_accepted() {
                    return (!self.pending_before(first)).then(|| self.solved(first));
                }
                self.battle
                    .pending()
                    .next()
                    .is_none()
                    .then(|| self.unsolved(*reason))
            }
            Phase::Absent
            | Phase::Waiting { .. }
            | Phase::Countdown { .. }
            | Phase::Finished { .. }
            | Phase::Aborted { .. } => None,
        }
    }

    /// Stops the battle for `reason`: at once, or after the verdicts that are still pending.
    pub(super) fn close(&self, reason: JudgingReason) -> Event {
        if self.battle.pending().next().is_some() {
            Event::JudgingStarted {
                at: self.at,
                reason,
            }
        } else {
            self.unsolved(reason)
        }
    }

    /// The end before anything counted.
    pub(super) fn abort(&self, reason: AbortReason) -> Event {
        Event::Aborted {
            at: self.at,
            reason,
            summary: self.battle.summary(self.card),
        }
    }

    /// How a finished battle ends by its verdicts as they are now.
    ///
    /// # Errors
    /// A verdict is missing that may decide it.
    pub(super) fn corrected(&self) -> Result<End, Rejection> {
        let first = self.first_accepted();
        let missing = self
            .battle
            .submissions
            .iter()
            .take_while(|known| first.is_none_or(|first| known.id != first.id))
            .find(|known| known.state == SubmissionState::Pending);
        if let Some(Submission { id, .. }) = missing {
            return Err(Rejection::VerdictMissing { submission: *id });
        }
        let end = match first {
            Some(first) => Some(solved_by(first)),
            None => self
                .battle
                .stopped
                .and_then(|reason| self.unsolved_end(reason)),
        };
        // It was stopped for nothing; and what has finished is not aborted any more.
        Ok(end.unwrap_or(End {
            outcome: Outcome::Draw,
            reason: FinishReason::Unsolved,
        }))
    }

    fn first_accepted(&self) -> Option<&'a Submission> {
        self.battle
            .submissions
            .iter()
            .find(|known| known.state == SubmissionState::Accepted)
    }

    fn pending_before(&self, accepted: &Submission) -> bool {
        if mutant::is(Mutant::FirstVerdictWins) {
            return false;
        }
        let earlier = self
            .battle
            .submissions
            .iter()
            .take_while(|known| known.id != accepted.id);
        earlier
            .into_iter()
            .any(|known| known.state == SubmissionState::Pending)
    }

    fn solved_or_wait(&self, first: &Submission) -> Event {
        if self.pending_before(first) {
            Event::JudgingStarted {
                at: self.at,
                reason: JudgingReason::Solved,
            }
        } else {
            self.solved(first)
        }
    }

    fn solved(&self, first: &Submission) -> Event {
        self.finish(solved_by(first))
    }

    /// The end when nobody solved the problem.
    fn unsolved(&self, reason: JudgingReason) -> Event {
        match self.unsolved_end(reason) {
            Some(end) => self.finish(end),
            None => self.abort(AbortReason::NobodySubmitted),
        }
    }

    /// None if nobody submitted either.
    fn unsolved_end(&self, reason: JudgingReason) -> Option<End> {
        match reason {
            JudgingReason::DrawAgreed => Some(End {
                outcome: Outcome::Draw,
                reason: FinishReason::DrawAgreed,
            }),
            JudgingReason::LastOneStanding => Some(self.last_one_standing()),
            JudgingReason::TimeUp | JudgingReason::Solved => self.time_up(),
        }
    }

    fn last_one_standing(&self) -> End {
        let mut left = self.battle.seats.iter();
        let reason = if left.any(|seat| seat.place == Place::Disconnected) {
            FinishReason::Disconnected
        } else {
            FinishReason::GaveUp
        };
        let outcome = match self.battle.in_play().next() {
            Some(seat) => Outcome::Won {
                winner: seat.player,
                submission: None,
                language: None,
            },
            None => Outcome::Draw,
        };
        End { outcome, reason }
    }

    fn time_up(&self) -> Option<End> {
        let counted = |known: &Submission| known.state != SubmissionState::Uncounted;
        let drawn = End {
            outcome: Outcome::Draw,
            reason: FinishReason::TimeUp,
        };
        self.battle.submissions.iter().any(counted).then_some(drawn)
    }

    fn finish(&self, end: End) -> Event {
        Event::Finished {
            at: self.at,
            outcome: end.outcome,
            reason: end.reason,
            summary: self.battle.summary(self.card),
        }
    }
}

fn solved_by(first: &Submission) -> End {
    End {
        outcome: Outcome::Won {
            winner: first.player,
            submission: Some(first.id),
            language: Some(first.language.clone()),
        },
        reason: FinishReason::Solved,
    }
}
