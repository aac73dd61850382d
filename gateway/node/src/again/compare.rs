//! One submission, judged then and now.

use arena_rules::battle::Judgement;
use arena_rules::ids::{BattleId, PlayerId, SubmissionId};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// What judging a submission again has shown.
pub(crate) struct Finding {
    pub(crate) battle: BattleId,
    pub(crate) submission: SubmissionId,
    pub(crate) player: PlayerId,
    pub(crate) problem: String,
    pub(crate) language: String,
    /// None while it waits for its verdict, or if the battle was over before.
    pub(crate) recorded: Option<&'static str>,
    pub(crate) outcome: Outcome,
}

pub(crate) struct Outcome {
    pub(crate) compared: Compared,
    /// Where the problem, the runtime or the limits are others than those that judged it.
    pub(crate) now: Option<Now>,
}

/// With the very tests, runtime and limits of the recorded verdict.
pub(crate) enum Compared {
    Same,
    /// There must be none.
    Differs(Vec<Field>),
    /// They are not here any more.
    NotHere(String),
    /// There is no verdict to compare with.
    NoVerdict(&'static str),
    /// The judge could not judge it.
    Failed(String),
}

/// With the tests, the runtime and the limits of today.
pub(crate) enum Now {
    Judged {
        why: Vec<String>,
        fields: Vec<Field>,
        found: Judgement,
    },
    Unknown(String),
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Field {
    pub(crate) field: String,
    pub(crate) recorded: Value,
    pub(crate) found: Value,
}

impl Outcome {
    /// Nothing can be judged.
    pub(crate) fn nowhere(reason: String) -> Self {
        Self {
            compared: Compared::NotHere(reason.clone()),
            now: Some(Now::Unknown(reason)),
        }
    }

    pub(crate) fn unjudged(reason: &'static str) -> Self {
        Self {
            compared: Compared::NoVerdict(reason),
            now: None,
        }
    }
}

impl Compared {
    pub(crate) fn of(recorded: &Judgement, found: &Judgement) -> Self {
        let fields = differences(recorded, found);
        if fields.is_empty() {
            Self::Same
        } else {
            Self::Differs(fields)
        }
    }
}

/// Field by field, what was judged with apart. Of the explanation, what was recorded of it.
pub(crate) fn differences(recorded: &Judgement, found: &Judgement) -> Vec<Field> {
    let (before, after) = (flat(recorded), flat(found));
    let differs = |(field, recorded): (String, Value)| {
        let found = after.get(&field).cloned().unwrap_or(Value::Null);
        (recorded != found).then_some(Field {
            field,
            recorded,
            found,
        })
    };
    let mut fields: Vec<Field> = before.into_iter().filter_map(differs).collect();
    if recorded.explanation.is_none() && found.explanation.is_some() {
        fields.push(Field {
            field: "explanation".to_owned(),
            recorded: Value::Null,
            found: explained(found).into(),
        });
    }
    fields
}

fn flat(judgement: &Judgement) -> Map<String, Value> {
    let numbers = json!({
        "verdict": judgement.verdict.code(),
        "testsPassed": judgement.tests_passed,
        "testsTotal": judgement.tests_total,
        "fuelUsed": judgement.fuel_used,
        "fuelLimit": judgement.fuel_limit,
        "memoryPeakBytes": judgement.memory_peak_bytes,
    });
    let mut fields = explained(judgement);
    if let Value::Object(numbers) = numbers {
        fields.extend(numbers);
    }
    fields
}

fn explained(judgement: &Judgement) -> Map<String, Value> {
    let explanation = judgement.explanation.as_deref();
    explanation
        .and_then(|json| serde_json::from_str(json).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use arena_rules::battle::Verdict;

    use super::*;

    fn judgement(explanation: Option<&str>) -> Judgement {
        Judgement {
            verdict: Verdict::RuntimeError,
            tests_passed: 3,
            tests_total: 9,
            fuel_used: 70,
            fuel_limit: 100,
            memory_peak_bytes: 65_536,
            explanation: explanation.map(str::to_owned),
            runtime_hash: "a".to_owned(),
            tests_hash: "b".to_owned(),
            limits_hash: "c".to_owned(),
        }
    }

    #[test]
    fn every_field_that_a_verdict_shows_is_compared() {
        let recorded = judgement(Some(r#"{"test":4,"kind":"KeyError"}"#));
        assert_eq!(differences(&recorded, &recorded), []);
        let found = Judgement {
            verdict: Verdict::WrongAnswer,
            tests_passed: 4,
            tests_total: 10,
            fuel_used: 71,
            fuel_limit: 101,
            memory_peak_bytes: 131_072,
            explanation: Some(r#"{"test":5,"kind":"wrong answer","new":1}"#.to_owned()),
            ..recorded.clone()
        };
        let fields = differences(&recorded, &found);
        let names: Vec<&str> = fields.iter().map(|one| one.field.as_str()).collect();
        assert_eq!(
            names,
            [
                "fuelLimit",
                "fuelUsed",
                "kind",
                "memoryPeakBytes",
                "test",
                "testsPassed",
                "testsTotal",
                "verdict"
            ]
        );
    }

    #[test]
    fn an_explanation_that_was_none_or_is_none_is_a_difference() {
        let (with, without) = (judgement(Some(r#"{"test":4}"#)), judgement(None));
        assert_eq!(differences(&with, &without).len(), 1);
        assert_eq!(differences(&without, &with).len(), 1);
    }

    #[test]
    fn what_it_was_judged_with_is_not_what_it_was_judged_as() {
        let recorded = judgement(None);
        let found = Judgement {
            limits_hash: String::new(),
            ..recorded.clone()
        };
        assert_eq!(differences(&recorded, &found), []);
    }
}
