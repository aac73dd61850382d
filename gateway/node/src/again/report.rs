//! What is told of it all.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use anyhow::bail;
use arena_log::EventLog;
use arena_rules::battle::{End, Outcome};
use arena_rules::rating::RatingChange;
use serde_json::{Value, json};

use super::compare::{Compared, Field, Finding, Now};
use super::correct::{Applied, Change, Plan};
use crate::operators::Answer;
use crate::storage;

/// Of one value in a line; JSON has it whole.
const SHOWN_CHARACTERS: usize = 80;

pub(crate) struct Report {
    findings: Vec<Finding>,
    plans: Vec<Plan>,
    ratings: Vec<RatingChange>,
    pub(crate) applied: Option<Applied>,
}

impl Report {
    pub(crate) fn of(findings: Vec<Finding>, plans: Vec<Plan>) -> Self {
        Self {
            findings,
            plans,
            ratings: Vec::new(),
            applied: None,
        }
    }

    pub(crate) fn plans(&self) -> &[Plan] {
        &self.plans
    }

    /// Finds whose rating would change.
    pub(crate) async fn preview(&mut self, log: &Arc<dyn EventLog>) -> anyhow::Result<()> {
        let ended = self.plans.iter().filter_map(|plan| match &plan.change {
            Change::End { after, .. } => Some((plan.battle, after.outcome.clone())),
            Change::Verdicts | Change::Refused(_) => None,
        });
        let ended: BTreeMap<_, _> = ended.collect();
        if ended.is_empty() {
            return Ok(());
        }
        let decode = storage::decode();
        let found = arena_projections::rating_corrections(log.clone(), decode, &ended).await?;
        self.ratings = found.changes;
        Ok(())
    }

    /// No: something differs, or would change and was not corrected.
    ///
    /// # Errors
    /// Something could not be found out.
    pub(crate) fn answer(&self) -> anyhow::Result<Answer> {
        let differs = |one: &Finding| matches!(one.outcome.compared, Compared::Differs(_));
        let open = self.applied.is_none() && !self.plans.is_empty();
        if open || self.findings.iter().any(differs) {
            return Ok(Answer::No);
        }
        let refused = |plan: &&Plan| matches!(plan.change, Change::Refused(_));
        let refused = self.plans.iter().filter(refused).count();
        let unknown = self.findings.iter().filter(|one| is_unknown(one)).count();
        if unknown > 0 {
            bail!(
                "{unknown} of {} submissions could not be judged again",
                self.findings.len()
            );
        }
        if refused > 0 {
            bail!("{refused} battles could not be corrected");
        }
        if let Some(Applied { early, .. }) = self.applied
            && early > 0
        {
            bail!(
                "{early} corrected battles are not in the rating book yet: start the arena, stop it, and apply again"
            );
        }
        Ok(Answer::Yes)
    }

    fn count(&self, wanted: impl Fn(&Compared) -> bool) -> usize {
        let compared = self.findings.iter().map(|one| &one.outcome.compared);
        compared.filter(|one| wanted(one)).count()
    }

    pub(crate) fn json(&self) -> Value {
        let findings = self.findings.iter().filter(|one| is_told(one));
        let battles = self.plans.iter().map(|plan| {
            let mut told = json!({ "battleId": plan.battle.0, "verdicts": plan.verdicts.len() });
            match &plan.change {
                Change::Verdicts => {}
                Change::End { before, after } => {
                    told["before"] = end_json(before);
                    told["after"] = end_json(after);
                }
                Change::Refused(reason) => told["refused"] = reason.as_str().into(),
            }
            told
        });
        let ratings = self.ratings.iter().map(|change| {
            json!({
                "playerId": change.player.0,
                "before": change.before.rating,
                "after": change.after.rating,
            })
        });
        json!({
            "submissions": self.findings.len(),
            "same": self.count(|one| matches!(one, Compared::Same)),
            "differ": self.count(|one| matches!(one, Compared::Differs(_))),
            "findings": findings.map(finding_json).collect::<Vec<_>>(),
            "battles": battles.collect::<Vec<_>>(),
            "ratings": ratings.collect::<Vec<_>>(),
            "applied": self.applied.map(|applied| json!({
                "verdicts": applied.verdicts,
                "outcomes": applied.outcomes,
                "ratings": applied.ratings,
            })),
        })
    }
}

/// It was judged neither with what it was judged with nor with what there is now.
fn is_unknown(finding: &Finding) -> bool {
    let judged_now = matches!(finding.outcome.now, Some(Now::Judged { .. }));
    match finding.outcome.compared {
        Compared::Same | Compared::Differs(_) | Compared::NoVerdict(_) => false,
        Compared::NotHere(_) => !judged_now,
        Compared::Failed(_) => true,
    }
}

/// Only what is the same and is judged with the same is not worth a line.
fn is_told(finding: &Finding) -> bool {
    !matches!(finding.outcome.compared, Compared::Same) || finding.outcome.now.is_some()
}

fn finding_json(finding: &Finding) -> Value {
    let mut told = json!({
        "battleId": finding.battle.0,
        "submissionId": finding.submission.0,
        "playerId": finding.player.0,
        "problem": finding.problem,
        "language": finding.language,
        "verdict": finding.recorded,
    });
    let (state, reason): (&str, Option<&str>) = match &finding.outcome.compared {
        Compared::Same => ("same", None),
        Compared::Differs(fields) => {
            told["fields"] = json!(fields);
            ("differs", None)
        }
        Compared::NotHere(reason) => ("not-here", Some(reason)),
        Compared::NoVerdict(reason) => ("no-verdict", Some(*reason)),
        Compared::Failed(reason) => ("failed", Some(reason)),
    };
    told["compared"] = state.into();
    if let Some(reason) = reason {
        told["reason"] = reason.into();
    }
    match &finding.outcome.now {
        Some(Now::Judged { why, fields, found }) => {
            told["now"] = json!({
                "why": why,
                "verdict": found.verdict.code(),
                "fields": fields,
            });
        }
        Some(Now::Unknown(reason)) => told["now"] = json!({ "reason": reason }),
        None => {}
    }
    told
}

fn end_json(end: &End) -> Value {
    match &end.outcome {
        Outcome::Won { winner, .. } => {
            json!({ "outcome": "won", "winnerId": winner.0, "reason": end.reason })
        }
        Outcome::Draw => json!({ "outcome": "draw", "winnerId": null, "reason": end.reason }),
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let same = self.count(|one| matches!(one, Compared::Same));
        let differ = self.count(|one| matches!(one, Compared::Differs(_)));
        let total = self.findings.len();
        writeln!(f, "{total} submissions: {same} the same, {differ} differ")?;
        for finding in self.findings.iter().filter(|one| is_told(one)) {
            write_finding(f, finding)?;
        }
        let details = self.findings.iter().filter(|one| is_detail(one)).count();
        if details > 0 {
            writeln!(
                f,
                "{details} more would keep their verdict and change in detail (see --json)"
            )?;
        }
        for plan in &self.plans {
            match &plan.change {
                Change::Verdicts => {}
                Change::End { before, after } => writeln!(
                    f,
                    "battle {}: {}, would be {}",
                    plan.battle,
                    words(before),
                    words(after)
                )?,
                Change::Refused(reason) => writeln!(f, "battle {}: {reason}", plan.battle)?,
            }
        }
        for change in &self.ratings {
            writeln!(
                f,
                "player {}: rating {:.2}, would be {:.2}",
                change.player, change.before.rating, change.after.rating
            )?;
        }
        match self.applied {
            Some(Applied {
                verdicts,
                outcomes,
                ratings,
                ..
            }) => writeln!(
                f,
                "corrected: {verdicts} verdicts, {outcomes} outcomes, {ratings} ratings"
            ),
            None if self.plans.is_empty() => Ok(()),
            None => writeln!(f, "nothing was changed; `--apply` appends the corrections"),
        }
    }
}

fn write_finding(f: &mut fmt::Formatter<'_>, finding: &Finding) -> fmt::Result {
    let Finding {
        battle,
        submission,
        problem,
        language,
        ..
    } = finding;
    let verdict = finding.recorded.unwrap_or("no verdict");
    let head = format!("{submission} ({language}, {problem}, battle {battle}): {verdict}");
    match &finding.outcome.compared {
        Compared::Same => {}
        Compared::Differs(fields) => writeln!(f, "DIFFERS {head}; {}", listed(fields))?,
        Compared::NotHere(reason) => writeln!(f, "not repeated {head}; {reason}")?,
        Compared::NoVerdict(reason) => writeln!(f, "not compared {head}; {reason}")?,
        Compared::Failed(reason) => writeln!(f, "NOT JUDGED {head}; {reason}")?,
    }
    match &finding.outcome.now {
        Some(Now::Judged { why, found, .. }) if finding.recorded != Some(found.verdict.code()) => {
            let (found, why) = (found.verdict.code(), why.join("; "));
            writeln!(f, "would change {head} -> {found}; {why}")
        }
        Some(Now::Unknown(reason)) if !is_unknown(finding) => {
            writeln!(f, "not judged as of today {head}; {reason}")
        }
        Some(Now::Judged { .. } | Now::Unknown(_)) | None => Ok(()),
    }
}

/// With what there is now it has the same verdict, and another number or text.
fn is_detail(finding: &Finding) -> bool {
    match &finding.outcome.now {
        Some(Now::Judged { fields, found, .. }) => {
            finding.recorded == Some(found.verdict.code()) && !fields.is_empty()
        }
        Some(Now::Unknown(_)) | None => false,
    }
}

fn listed(fields: &[Field]) -> String {
    let cut = |value: &Value| {
        let text = value.to_string();
        match text.char_indices().nth(SHOWN_CHARACTERS) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        }
    };
    let one = |field: &Field| {
        let (recorded, found) = (cut(&field.recorded), cut(&field.found));
        format!("{} {recorded} -> {found}", field.field)
    };
    let all: Vec<String> = fields.iter().map(one).collect();
    all.join(", ")
}

fn words(end: &End) -> String {
    let reason = serde_json::to_value(end.reason).unwrap_or_default();
    let reason = reason.as_str().unwrap_or_default().to_owned();
    match &end.outcome {
        Outcome::Won { winner, .. } => format!("won by {winner} ({reason})"),
        Outcome::Draw => format!("a draw ({reason})"),
    }
}
