//! What other verdicts would make of a battle, and of everybody's rating.

use std::collections::BTreeMap;
use std::sync::Arc;

use arena_log::EventLog;
use arena_rules::battle::{
    self, Battle, Command, Corrected, End, Event, Judgement, Rejection, SubmissionState,
};
use arena_rules::ids::{BattleId, CorrectionId, SubmissionId};
use arena_rules::rating;
use arena_tree::{Corrector, battle_events};
use uuid::Uuid;

use super::Which;
use super::bench::{Bench, Case};
use super::compare::{Finding, Now, Outcome};
use crate::storage;

/// What judging with today's problem and runtime would correct in one battle.
pub(crate) struct Plan {
    pub(crate) battle: BattleId,
    pub(crate) verdicts: Vec<Corrected>,
    pub(crate) change: Change,
}

pub(crate) enum Change {
    /// The end stays as it is.
    Verdicts,
    End {
        before: End,
        after: End,
    },
    /// It cannot be corrected.
    Refused(String),
}

/// Judges the battle's submissions again, and finds what follows from it.
pub(crate) async fn judge_battle(
    log: &Arc<dyn EventLog>,
    bench: &Bench,
    id: BattleId,
    which: &Which,
) -> anyhow::Result<(Vec<Finding>, Option<Plan>)> {
    let events = battle_events(log.as_ref(), id).await?;
    let mut verdicts: BTreeMap<SubmissionId, &Judgement> = BTreeMap::new();
    for event in &events {
        if let Event::Judged {
            submission,
            judgement,
            ..
        }
        | Event::VerdictCorrected {
            submission,
            judgement,
            ..
        } = event
        {
            verdicts.insert(*submission, judgement);
        }
    }
    let state = events.iter().fold(Battle::default(), battle::evolve);
    let Some(card) = &state.card else {
        return Ok((Vec::new(), None));
    };
    let wanted = |submission: &SubmissionId| match which {
        Which::Submission(wanted) => wanted == submission,
        Which::Battle(_) | Which::Problem(_) | Which::All => true,
    };
    let (mut findings, mut corrected) = (Vec::new(), Vec::new());
    for known in state.submissions.iter().filter(|one| wanted(&one.id)) {
        let case = case_of(&card.problem, known);
        let recorded = verdicts.get(&known.id).copied();
        let outcome = match (known.state, recorded) {
            (SubmissionState::Pending, _) | (_, None) if state.is_over() => {
                Outcome::unjudged("the battle was over before its verdict")
            }
            (SubmissionState::Pending, _) | (_, None) => Outcome::unjudged("it is being judged"),
            (SubmissionState::Uncounted, Some(_)) => {
                Outcome::unjudged("the judge had failed on it (JE)")
            }
            (SubmissionState::Accepted | SubmissionState::Refused, Some(recorded)) => {
                bench.again(&case, recorded).await
            }
        };
        if let (Some(Now::Judged { found, .. }), Some(recorded)) = (&outcome.now, recorded)
            && found.verdict != recorded.verdict
        {
            corrected.push(Corrected {
                submission: known.id,
                judgement: found.clone(),
            });
        }
        findings.push(Finding {
            battle: id,
            submission: known.id,
            player: known.player,
            problem: card.problem.id.0.clone(),
            language: known.language.0.clone(),
            recorded: recorded.map(|judgement| judgement.verdict.code()),
            outcome,
        });
    }
    if corrected.is_empty() {
        return Ok((findings, None));
    }
    let plan = plan(bench, id, &state, corrected).await;
    Ok((findings, Some(plan)))
}

fn case_of<'a>(
    problem: &'a arena_rules::play::ProblemRef,
    known: &'a battle::Submission,
) -> Case<'a> {
    Case {
        submission: known.id,
        problem,
        language: &known.language,
        code: &known.code,
    }
}

/// Asks the rules; what they need a first verdict of is judged.
async fn plan(bench: &Bench, id: BattleId, state: &Battle, verdicts: Vec<Corrected>) -> Plan {
    let mut plan = Plan {
        battle: id,
        verdicts,
        change: Change::Verdicts,
    };
    loop {
        let command = Command::Correct {
            // It decides nothing.
            correction: CorrectionId(Uuid::nil()),
            verdicts: plan.verdicts.clone(),
        };
        match battle::decide(state, command, state.latest) {
            Ok(events) => {
                for event in events {
                    if let Event::OutcomeCorrected { before, after, .. } = event {
                        plan.change = Change::End { before, after };
                    }
                }
                return plan;
            }
            Err(Rejection::VerdictMissing { submission }) => {
                match first_verdict(bench, state, submission).await {
                    Ok(judgement) => plan.verdicts.push(Corrected {
                        submission,
                        judgement,
                    }),
                    Err(reason) => {
                        let reason = format!("submission {submission} cannot be judged: {reason}");
                        plan.change = Change::Refused(reason);
                        return plan;
                    }
                }
            }
            Err(rejection) => {
                plan.change = Change::Refused(rejection.to_string());
                return plan;
            }
        }
    }
}

async fn first_verdict(
    bench: &Bench,
    state: &Battle,
    submission: SubmissionId,
) -> Result<Judgement, String> {
    let known = state.submission(submission).zip(state.card.as_ref());
    let (known, card) = known.ok_or_else(|| "it is not there".to_owned())?;
    bench.first(&case_of(&card.problem, known)).await
}

/// What was appended.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Applied {
    pub(crate) verdicts: usize,
    pub(crate) outcomes: usize,
    pub(crate) ratings: usize,
    /// Corrected battles that the book has yet to enter.
    pub(crate) early: usize,
}

impl Applied {
    /// Appends the corrections to the battles, then to the book what follows from every correction in the log, so that a run
    /// that was cut off is finished by the next one.
    pub(crate) async fn now(
        log: &Arc<dyn EventLog>,
        corrector: &Corrector,
        plans: &[Plan],
    ) -> anyhow::Result<Self> {
        let mut applied = Self::default();
        for plan in plans {
            if let Change::Refused(_) = plan.change {
                continue;
            }
            for event in corrector.battle(plan.battle, plan.verdicts.clone()).await? {
                if let Event::OutcomeCorrected { .. } = event {
                    applied.outcomes += 1;
                } else {
                    applied.verdicts += 1;
                }
            }
        }
        let decode = storage::decode();
        let found =
            arena_projections::rating_corrections(log.clone(), decode, &BTreeMap::new()).await?;
        applied.early = found.early.len();
        for event in corrector.ratings(found.sources, found.ratings).await? {
            if let rating::Event::RatingCorrected { changes, .. } = event {
                applied.ratings += changes.len();
            }
        }
        Ok(applied)
    }
}
