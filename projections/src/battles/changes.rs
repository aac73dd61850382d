//! What a batch changes, folded in memory; pure.

use std::collections::BTreeMap;

use arena_rules::battle::{Event, FinishReason, Outcome, Summary, Verdict};
use arena_rules::ids::{BattleId, PlayerId};
use arena_rules::play::Stakes;
use arena_rules::time::Time;

use super::days::{self, Outcomes};
use super::model::{
    BattleRow, LanguageWins, ProblemChange, Record, Result as Side, SeatChange, State, aborted,
    finished, stakes,
};

/// Battles as they are now, everything else as what is added to it.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) battles: BTreeMap<BattleId, BattleRow>,
    pub(super) seats: BTreeMap<(BattleId, PlayerId), SeatChange>,
    pub(super) players: BTreeMap<PlayerId, Record>,
    pub(super) languages: BTreeMap<(PlayerId, String), LanguageWins>,
    /// The finished battles that are added to each day of a player.
    pub(super) days: BTreeMap<(PlayerId, i64), Outcomes>,
    pub(super) problems: BTreeMap<String, ProblemChange>,
}

impl Changes {
    /// `earlier` are the battles of the batch that began before it.
    pub(super) fn new(earlier: BTreeMap<BattleId, BattleRow>) -> Self {
        Self {
            battles: earlier,
            ..Self::default()
        }
    }

    /// # Errors
    /// The event cannot follow what the battle is.
    pub(super) fn fold(&mut self, battle: BattleId, event: &Event) -> Result<(), String> {
        match event {
            Event::Created {
                at,
                mode,
                goal,
                difficulty,
                stakes: at_stake,
                problem,
                parties,
                ..
            } => {
                let row = BattleRow {
                    mode: mode.to_string(),
                    goal: goal.to_string(),
                    difficulty: difficulty.to_string(),
                    stakes: stakes(*at_stake).to_owned(),
                    problem: problem.id.0.clone(),
                    state: State::Waiting,
                    created_at_ms: at.0,
                    started_at_ms: None,
                    ended_at_ms: None,
                    reason: None,
                    winner: None,
                    language: None,
                };
                if self.battles.insert(battle, row).is_some() {
                    return Err("the battle is created a second time".to_owned());
                }
                for (seat, party) in (0..).zip(parties) {
                    let change = self.seats.entry((battle, party.player)).or_default();
                    change.seat = seat;
                }
            }
            Event::Started { at, .. } => {
                let row = self.live(battle)?;
                row.state = State::Running;
                row.started_at_ms = Some(at.0);
            }
            Event::JudgingStarted { .. } => self.live(battle)?.state = State::Judging,
            Event::Judged {
                player, judgement, ..
            } => self.judged(battle, *player, judgement.verdict)?,
            Event::Finished {
                at,
                outcome,
                reason,
                summary,
            } => self.finished(battle, *at, outcome, *reason, summary)?,
            Event::Aborted {
                at,
                reason,
                summary,
            } => {
                self.end(battle, *at, State::Aborted, aborted(reason), summary)?;
                for (seat, player) in (0..).zip(&summary.players) {
                    self.ended(battle, seat, *player, Side::Aborted, *at);
                }
            }
            Event::Accepted { .. }
            | Event::CountdownStarted { .. }
            | Event::Edited { .. }
            | Event::Submitted { .. }
            | Event::DrawOffered { .. }
            | Event::GaveUp { .. }
            | Event::Forfeited { .. }
            | Event::Extended { .. }
            | Event::Said { .. }
            | Event::RematchOffered { .. }
            | Event::RematchAgreed { .. } => {}
        }
        Ok(())
    }

    fn live(&mut self, battle: BattleId) -> Result<&mut BattleRow, String> {
        match self.battles.get_mut(&battle) {
            None => Err("the battle was never created".to_owned()),
            Some(row) if row.state.is_over() => Err("the battle is over".to_owned()),
            Some(row) => Ok(row),
        }
    }

    fn judged(
        &mut self,
        battle: BattleId,
        player: PlayerId,
        verdict: Verdict,
    ) -> Result<(), String> {
        let problem = self.live(battle)?.problem.clone();
        let accepted = match verdict {
            // Our fault, not an attempt.
            Verdict::JudgeError => return Ok(()),
            Verdict::Accepted => 1,
            Verdict::WrongAnswer
            | Verdict::TimeLimitExceeded
            | Verdict::MemoryLimitExceeded
            | Verdict::OutputLimitExceeded
            | Verdict::RuntimeError
            | Verdict::CompileError => 0,
        };
        let seat = self.seats.entry((battle, player)).or_default();
        seat.attempts += 1;
        seat.accepted += accepted;
        let problem = self.problems.entry(problem).or_default();
        problem.attempts += 1;
        problem.accepted += accepted;
        Ok(())
    }

    fn finished(
        &mut self,
        battle: BattleId,
        at: Time,
        outcome: &Outcome,
        reason: FinishReason,
        summary: &Summary,
    ) -> Result<(), String> {
        self.end(battle, at, State::Finished, finished(reason), summary)?;
        let won = match outcome {
            Outcome::Won {
                winner, language, ..
            } => Some((*winner, language)),
            Outcome::Draw => None,
        };
        for (seat, player) in (0..).zip(&summary.players) {
            let side = match won {
                None => Side::Draw,
                Some((winner, _)) if winner == *player => Side::Won,
                Some(_) => Side::Lost,
            };
            self.ended(battle, seat, *player, side, at);
            let day = self.days.entry((*player, days::day(at))).or_default();
            day.insert((at.0, battle), side);
            let record = self.players.entry(*player).or_default();
            match side {
                Side::Won => record.wins += 1,
                Side::Lost => record.losses += 1,
                Side::Draw => record.draws += 1,
                Side::Aborted => {}
            }
        }
        if let Some((winner, language)) = won {
            let row = self.battles.get_mut(&battle);
            if let Some(row) = row {
                row.winner = Some(winner);
                row.language = language.as_ref().map(|language| language.0.clone());
            }
            if let Some(language) = language {
                let wins = self.languages.entry((winner, language.0.clone()));
                let wins = wins.or_default();
                wins.wins += 1;
                wins.rated_wins += i64::from(summary.stakes == Stakes::Rated);
            }
        }
        if reason == FinishReason::Solved {
            let problem = self.problems.entry(summary.problem.id.0.clone());
            problem.or_default().solved += 1;
        }
        Ok(())
    }

    fn end(
        &mut self,
        battle: BattleId,
        at: Time,
        state: State,
        reason: &'static str,
        summary: &Summary,
    ) -> Result<(), String> {
        let row = self.live(battle)?;
        row.state = state;
        row.ended_at_ms = Some(at.0);
        row.reason = Some(reason);
        if summary.started_at.is_some() {
            let problem = self.problems.entry(summary.problem.id.0.clone());
            problem.or_default().battles += 1;
        }
        Ok(())
    }

    fn ended(&mut self, battle: BattleId, seat: i64, player: PlayerId, side: Side, at: Time) {
        let change = self.seats.entry((battle, player)).or_default();
        change.seat = seat;
        change.ended = Some((side, at.0));
    }
}
