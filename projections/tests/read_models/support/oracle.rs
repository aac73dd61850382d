//! The read models once more, computed plainly from all facts at once: slow, and without a
//! database, a batch or an increment.

use std::collections::{BTreeMap, BTreeSet};

use arena_projections::{Fact, ProblemStats};
use arena_rules::battle::{Event, FinishReason, Judgement, Outcome, Summary, Verdict};
use arena_rules::ids::{BattleId, PlayerId, SubmissionId};
use arena_rules::play::{ProblemId, Stakes};
use arena_rules::rating::{self, Rating, RatingChange};
use arena_rules::time::Time;

use super::world::World;

#[derive(Debug, Default)]
pub struct Oracle {
    pub players: BTreeMap<PlayerId, Record>,
    pub problems: BTreeMap<ProblemId, ProblemStats>,
    /// With the battle; none for a correction.
    pub ratings: BTreeMap<PlayerId, Vec<(Option<BattleId>, Rating)>>,
    pub live: BTreeSet<BattleId>,
    verdicts: BTreeMap<SubmissionId, (ProblemId, Judgement)>,
    ends: BTreeMap<BattleId, (Time, (Outcome, FinishReason), Summary)>,
}

#[derive(Debug, Default)]
pub struct Record {
    /// By (end, battle): `won`, `lost`, `draw`, `aborted`.
    pub history: BTreeMap<(i64, BattleId), &'static str>,
    pub languages: BTreeMap<String, (u64, u64)>,
}

impl Record {
    pub fn count(&self, outcome: &str) -> u64 {
        self.history
            .values()
            .filter(|known| **known == outcome)
            .count() as u64
    }

    /// Current and best.
    pub fn streaks(&self) -> (u64, u64) {
        let (mut current, mut best) = (0, 0);
        for outcome in self.history.values().filter(|known| **known != "aborted") {
            current = if *outcome == "won" { current + 1 } else { 0 };
            best = best.max(current);
        }
        (current, best)
    }
}

impl Oracle {
    pub fn of(world: &World) -> Self {
        let mut oracle = Self::default();
        let mut problem_of = BTreeMap::new();
        for (_, _, fact) in &world.facts {
            match fact {
                Fact::Battle(battle, event) => oracle.battle(*battle, event, &mut problem_of),
                Fact::Rating(rating::Event::RatingChanged {
                    battle, changes, ..
                }) => oracle.rated(Some(*battle), changes),
                Fact::Rating(rating::Event::RatingCorrected { changes, .. }) => {
                    oracle.rated(None, changes);
                }
                Fact::Queue(_) => {}
            }
        }
        oracle.count();
        oracle
    }

    fn rated(&mut self, battle: Option<BattleId>, changes: &[RatingChange]) {
        for change in changes {
            let ratings = self.ratings.entry(change.player).or_default();
            ratings.push((battle, change.after));
        }
    }

    /// Counts verdicts and ends as they are in the end.
    fn count(&mut self) {
        for (problem, judgement) in self.verdicts.values() {
            if judgement.verdict != Verdict::JudgeError {
                let stats = self.problems.entry(problem.clone()).or_default();
                stats.attempts += 1;
                stats.accepted += u64::from(judgement.verdict == Verdict::Accepted);
            }
        }
        for (battle, (at, (outcome, reason), summary)) in &self.ends {
            let stats = self.problems.entry(summary.problem.id.clone()).or_default();
            stats.battles += 1;
            stats.solved += u64::from(*reason == FinishReason::Solved);
            for player in &summary.players {
                let record = self.players.entry(*player).or_default();
                let side = match outcome {
                    Outcome::Draw => "draw",
                    Outcome::Won { winner, .. } if winner == player => "won",
                    Outcome::Won { .. } => "lost",
                };
                record.history.insert((at.0, *battle), side);
            }
            if let Outcome::Won {
                winner,
                language: Some(language),
                ..
            } = outcome
            {
                let record = self.players.entry(*winner).or_default();
                let wins = record.languages.entry(language.0.clone()).or_default();
                wins.0 += 1;
                wins.1 += u64::from(summary.stakes == Stakes::Rated);
            }
        }
    }

    fn battle(
        &mut self,
        battle: BattleId,
        event: &Event,
        problem_of: &mut BTreeMap<BattleId, ProblemId>,
    ) {
        match event {
            Event::Created { problem, .. } => {
                problem_of.insert(battle, problem.id.clone());
            }
            Event::Started { .. } => {
                self.live.insert(battle);
            }
            Event::Judged {
                submission,
                judgement,
                ..
            }
            | Event::VerdictCorrected {
                submission,
                judgement,
                ..
            } => {
                let problem = problem_of[&battle].clone();
                self.verdicts
                    .insert(*submission, (problem, judgement.clone()));
            }
            Event::Finished {
                at,
                outcome,
                reason,
                summary,
            } => {
                self.live.remove(&battle);
                let end = (outcome.clone(), *reason);
                self.ends.insert(battle, (*at, end, summary.clone()));
            }
            Event::OutcomeCorrected { after, .. } => {
                let end = (after.outcome.clone(), after.reason);
                self.ends.get_mut(&battle).unwrap().1 = end;
            }
            Event::Aborted { at, summary, .. } => {
                self.live.remove(&battle);
                if summary.started_at.is_some() {
                    let stats = self.problems.entry(summary.problem.id.clone());
                    stats.or_default().battles += 1;
                }
                for player in &summary.players {
                    let record = self.players.entry(*player).or_default();
                    record.history.insert((at.0, battle), "aborted");
                }
            }
            _ => {}
        }
    }
}
