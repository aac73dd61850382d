//! What a batch changes, folded in memory; pure.

use std::collections::BTreeMap;

use arena_rules::battle::{End, Event, FinishReason, Outcome, Summary, Verdict};
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
            } => {
                let end = End {
                    outcome: outcome.clone(),
                    reason: *reason,
                };
                self.finished(battle, *at, &end, summary)?;
            }
            Event::VerdictCorrected {
                player,
                before,
                judgement,
                ..
            } => {
                let problem = self.finished_row(battle)?.problem.clone();
                self.attempt(battle, *player, problem.clone(), *before, -1);
                self.attempt(battle, *player, problem, Some(judgement.verdict), 1);
            }
            Event::OutcomeCorrected {
                before,
                after,
                finished_at,
                summary,
                ..
            } => self.corrected(battle, *finished_at, before, after, summary)?,
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

    fn finished_row(&mut self, battle: BattleId) -> Result<&mut BattleRow, String> {
        match self.battles.get_mut(&battle) {
            Some(row) if row.state == State::Finished => Ok(row),
            Some(_) | None => Err("the battle has not finished".to_owned()),
        }
    }

    fn judged(
        &mut self,
        battle: BattleId,
        player: PlayerId,
        verdict: Verdict,
    ) -> Result<(), String> {
        let problem = self.live(battle)?.problem.clone();
        self.attempt(battle, player, problem, Some(verdict), 1);
        Ok(())
    }

    /// Counts a judged submission, or with `times` of -1 takes it back.
    fn attempt(
        &mut self,
        battle: BattleId,
        player: PlayerId,
        problem: String,
        verdict: Option<Verdict>,
        times: i64,
    ) {
        let accepted = match verdict {
            // Our fault, or not judged: no attempt.
            None | Some(Verdict::JudgeError) => return,
            Some(Verdict::Accepted) => times,
            Some(
                Verdict::WrongAnswer
                | Verdict::TimeLimitExceeded
                | Verdict::MemoryLimitExceeded
                | Verdict::OutputLimitExceeded
                | Verdict::RuntimeError
                | Verdict::CompileError,
            ) => 0,
        };
        let seat = self.seats.entry((battle, player)).or_default();
        seat.attempts += times;
        seat.accepted += accepted;
        let problem = self.problems.entry(problem).or_default();
        problem.attempts += times;
        problem.accepted += accepted;
    }

    fn finished(
        &mut self,
        battle: BattleId,
        at: Time,
        end: &End,
        summary: &Summary,
    ) -> Result<(), String> {
        self.end(battle, at, State::Finished, finished(end.reason), summary)?;
        let row = self.finished_row(battle)?;
        (row.winner, row.language) = won(&end.outcome);
        for (seat, player) in (0..).zip(&summary.players) {
            let side = side(&end.outcome, *player);
            self.ended(battle, seat, *player, side, at);
            let day = self.days.entry((*player, days::day(at))).or_default();
            day.insert((at.0, battle), side);
        }
        self.count(end, summary, 1);
        Ok(())
    }

    /// The battle counts as it ended by correction, in the place where it finished.
    fn corrected(
        &mut self,
        battle: BattleId,
        finished_at: Time,
        before: &End,
        after: &End,
        summary: &Summary,
    ) -> Result<(), String> {
        let row = self.finished_row(battle)?;
        row.reason = Some(finished(after.reason).to_owned());
        (row.winner, row.language) = won(&after.outcome);
        for (seat, player) in (0..).zip(&summary.players) {
            let side = side(&after.outcome, *player);
            self.ended(battle, seat, *player, side, finished_at);
            let day = self.days.entry((*player, days::day(finished_at)));
            day.or_default().insert((finished_at.0, battle), side);
        }
        self.count(before, summary, -1);
        self.count(after, summary, 1);
        Ok(())
    }

    /// Adds an end to what counts over all battles, or with `times` of -1 takes it back.
    fn count(&mut self, end: &End, summary: &Summary, times: i64) {
        for player in &summary.players {
            let record = self.players.entry(*player).or_default();
            match side(&end.outcome, *player) {
                Side::Won => record.wins += times,
                Side::Lost => record.losses += times,
                Side::Draw => record.draws += times,
                Side::Aborted => {}
            }
        }
        if let (Some(winner), Some(language)) = won(&end.outcome) {
            let wins = self.languages.entry((winner, language)).or_default();
            wins.wins += times;
            if summary.stakes == Stakes::Rated {
                wins.rated_wins += times;
            }
        }
        if end.reason == FinishReason::Solved {
            let problem = self.problems.entry(summary.problem.id.0.clone());
            problem.or_default().solved += times;
        }
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
        row.reason = Some(reason.to_owned());
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

fn side(outcome: &Outcome, player: PlayerId) -> Side {
    match outcome {
        Outcome::Draw => Side::Draw,
        Outcome::Won { winner, .. } if *winner == player => Side::Won,
        Outcome::Won { .. } => Side::Lost,
    }
}

/// The winner, and the language of the submission that decided.
fn won(outcome: &Outcome) -> (Option<PlayerId>, Option<String>) {
    match outcome {
        Outcome::Won {
            winner, language, ..
        } => {
            let language = language.as_ref().map(|language| language.0.clone());
            (Some(*winner), language)
        }
        Outcome::Draw => (None, None),
    }
}
