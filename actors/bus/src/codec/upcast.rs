//! Old schemas of stored events and what they become.

use arena_log::{DecodeError, upcast as lift};
use arena_rules::battle::{Event, Judgement, Verdict};
use arena_rules::ids::{PlayerId, SubmissionId};
use arena_rules::time::Time;
use serde::{Deserialize, Serialize};

use super::ArenaEvent;

const JUDGED: u16 = 107;

/// The schema in which events of `kind` are written.
pub(super) fn newest(kind: u16) -> u16 {
    if kind == JUDGED { 3 } else { 1 }
}

/// Reads an event that was written in an older schema.
pub(super) fn upcast(kind: u16, schema: u16, data: &[u8]) -> Result<ArenaEvent, DecodeError> {
    match (kind, schema) {
        (JUDGED, 1) => lift::<EnvelopeV1, Event>(kind, schema, data).map(ArenaEvent::Battle),
        (JUDGED, 2) => lift::<EnvelopeV2, Event>(kind, schema, data).map(ArenaEvent::Battle),
        _ => Err(DecodeError::UnknownSchema { kind, schema }),
    }
}

/// `battle.judged`, schema 1: before verdicts recorded what they were reached with.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum EnvelopeV1 {
    Judged {
        at: Time,
        player: PlayerId,
        submission: SubmissionId,
        judgement: JudgementV1,
    },
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct JudgementV1 {
    pub(super) verdict: Verdict,
    pub(super) tests_passed: u32,
    pub(super) tests_total: u32,
    pub(super) fuel_used: u64,
    pub(super) fuel_limit: u64,
}

impl From<EnvelopeV1> for Event {
    /// Unknown hashes are empty: such a verdict cannot be repeated exactly, and says so.
    fn from(
        EnvelopeV1::Judged {
            at,
            player,
            submission,
            judgement: old,
        }: EnvelopeV1,
    ) -> Self {
        let judgement = JudgementV2 {
            verdict: old.verdict,
            tests_passed: old.tests_passed,
            tests_total: old.tests_total,
            fuel_used: old.fuel_used,
            fuel_limit: old.fuel_limit,
            memory_peak_bytes: 0,
            explanation: None,
            runtime_hash: String::new(),
            tests_hash: String::new(),
        };
        EnvelopeV2::Judged {
            at,
            player,
            submission,
            judgement,
        }
        .into()
    }
}

/// `battle.judged`, schema 2: before verdicts recorded the judge's limits.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum EnvelopeV2 {
    Judged {
        at: Time,
        player: PlayerId,
        submission: SubmissionId,
        judgement: JudgementV2,
    },
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct JudgementV2 {
    pub(super) verdict: Verdict,
    pub(super) tests_passed: u32,
    pub(super) tests_total: u32,
    pub(super) fuel_used: u64,
    pub(super) fuel_limit: u64,
    pub(super) memory_peak_bytes: u64,
    pub(super) explanation: Option<String>,
    pub(super) runtime_hash: String,
    pub(super) tests_hash: String,
}

impl From<EnvelopeV2> for Event {
    /// An unknown hash is empty.
    fn from(
        EnvelopeV2::Judged {
            at,
            player,
            submission,
            judgement: old,
        }: EnvelopeV2,
    ) -> Self {
        let judgement = Judgement {
            verdict: old.verdict,
            tests_passed: old.tests_passed,
            tests_total: old.tests_total,
            fuel_used: old.fuel_used,
            fuel_limit: old.fuel_limit,
            memory_peak_bytes: old.memory_peak_bytes,
            explanation: old.explanation,
            runtime_hash: old.runtime_hash,
            tests_hash: old.tests_hash,
            limits_hash: String::new(),
        };
        Self::Judged {
            at,
            player,
            submission,
            judgement,
        }
    }
}
