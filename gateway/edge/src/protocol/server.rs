//! What the server sends.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::client::OneEdit;

/// One frame: an answer to a command by its `id`, an event of a topic with its version `v`, or a word to the session.
///
/// A topic's events come in the order of `v`, without gaps; an event that the client may not see comes as its topic and
/// `v` alone.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(untagged)]
#[allow(
    clippy::large_enum_variant,
    reason = "a frame is encoded and dropped at once"
)]
pub enum ServerFrame {
    Answer(Answer),
    Topic(TopicFrame),
    Hidden(HiddenFrame),
    Welcome(WelcomeFrame),
}

/// `ack` (with what the command gave, if it gives anything) or `reject`.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(tag = "event")]
pub enum Answer {
    #[serde(rename = "ack")]
    Ack {
        #[ts(type = "string")]
        id: Uuid,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        #[ts(optional)]
        data: Option<AckData>,
    },
    #[serde(rename = "reject")]
    Reject {
        /// None only when the frame was too broken to find an id in it.
        #[ts(type = "string | null")]
        id: Option<Uuid>,
        data: Refusal,
    },
}

/// What an `ack` carries: the stream's version after the command, or the result of a run.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(untagged)]
pub enum AckData {
    Ran(Box<RunResult>),
    #[serde(rename_all = "camelCase")]
    Stored {
        topic: String,
        #[ts(type = "number")]
        v: u64,
    },
}

/// A stable `code` and a sentence for the player.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    pub code: String,
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(type = "number")]
    pub retry_after_ms: Option<u64>,
}

/// The result of a run on the samples: judged, but not counted and not recorded.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunResult {
    pub verdict: String,
    pub tests_passed: u32,
    pub tests_total: u32,
    #[ts(type = "number")]
    pub fuel_used: u64,
    #[ts(type = "number")]
    pub fuel_limit: u64,
    #[ts(type = "number")]
    pub memory_peak_bytes: u64,
    pub explanation: Option<Explanation>,
}

/// What a player is told about the first test that failed. Texts are cut to the judge's caps; of a secret test only
/// `test`, `sample: false` and `kind` are told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
#[serde(rename_all = "camelCase", default)]
pub struct Explanation {
    /// Counted from 1, samples first.
    pub test: Option<u32>,
    pub sample: Option<bool>,
    /// Such as `wrong answer`, `TypeError`, `syntax error`.
    pub kind: Option<String>,
    pub message: Option<String>,
    pub input: Option<String>,
    pub expected: Option<String>,
    pub actual: Option<String>,
    pub stdout: Option<String>,
    pub stderr: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TopicFrame {
    pub topic: String,
    #[ts(type = "number")]
    pub v: u64,
    #[ts(type = "number")]
    pub at_ms: i64,
    #[serde(flatten)]
    pub event: ServerEvent,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HiddenFrame {
    pub topic: String,
    #[ts(type = "number")]
    pub v: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct WelcomeFrame {
    /// Always `session:welcome`.
    #[ts(type = "\"session:welcome\"")]
    pub event: String,
    pub data: Welcome,
}

/// `resume` names the topics that concern the player now, with the versions at which they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Welcome {
    #[ts(type = "string")]
    pub player_id: Uuid,
    pub name: String,
    pub guest: bool,
    #[ts(type = "number")]
    pub server_time_ms: i64,
    #[ts(type = "number")]
    pub ping_interval_ms: u64,
    pub resume: Vec<String>,
}

/// The events of `session/<player>`, `battle/<id>` and `queue/<pool>` by their names on the wire.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(tag = "event", content = "data")]
pub enum ServerEvent {
    #[serde(rename = "matchmaking:queued", rename_all = "camelCase")]
    Queued {
        #[ts(type = "string")]
        ticket_id: Uuid,
        difficulty: String,
        mode: String,
        goal: String,
        /// The lowest and the highest rating that is accepted at first; it widens with waiting.
        rating_range: (f64, f64),
        /// None while nobody has been paired yet.
        #[ts(type = "number | null")]
        expected_wait_ms: Option<u64>,
    },
    #[serde(rename = "matchmaking:left", rename_all = "camelCase")]
    Left {
        #[ts(type = "string")]
        ticket_id: Uuid,
        reason: String,
    },
    #[serde(rename = "matchmaking:match-found", rename_all = "camelCase")]
    MatchFound {
        #[ts(type = "string")]
        battle_id: Uuid,
        difficulty: String,
        rated: bool,
        players: Vec<PlayerCard>,
    },
    #[serde(rename = "battle:created", rename_all = "camelCase")]
    Created {
        #[ts(type = "string")]
        battle_id: Uuid,
        difficulty: String,
        mode: String,
        goal: String,
        rated: bool,
        players: Vec<PlayerCard>,
        #[ts(type = "number")]
        accept_by_ms: i64,
    },
    #[serde(rename = "battle:accepted", rename_all = "camelCase")]
    Accepted {
        #[ts(type = "string")]
        battle_id: Uuid,
        #[ts(type = "string")]
        player_id: Uuid,
    },
    #[serde(rename = "battle:countdown", rename_all = "camelCase")]
    Countdown {
        #[ts(type = "string")]
        battle_id: Uuid,
        #[ts(type = "number")]
        starts_at_ms: i64,
    },
    #[serde(rename = "battle:started", rename_all = "camelCase")]
    Started {
        #[ts(type = "string")]
        battle_id: Uuid,
        problem: Arc<ProblemCard>,
        #[ts(type = "number")]
        starts_at_ms: i64,
        #[ts(type = "number")]
        deadline_ms: i64,
    },
    #[serde(rename = "battle:edited", rename_all = "camelCase")]
    Edited {
        #[ts(type = "string")]
        battle_id: Uuid,
        #[ts(type = "string")]
        player_id: Uuid,
        #[ts(type = "number")]
        seq: u64,
        language: String,
        edits: Vec<OneEdit>,
    },
    /// `code` only for its author, and for everybody once the battle is over.
    #[serde(rename = "battle:submitted", rename_all = "camelCase")]
    Submitted {
        #[ts(type = "string")]
        battle_id: Uuid,
        #[ts(type = "string")]
        player_id: Uuid,
        #[ts(type = "string")]
        submission_id: Uuid,
        language: String,
        code: Option<String>,
    },
    #[serde(rename = "battle:judged", rename_all = "camelCase")]
    Judged {
        #[ts(type = "string")]
        battle_id: Uuid,
        #[ts(type = "string")]
        player_id: Uuid,
        #[ts(type = "string")]
        submission_id: Uuid,
        #[serde(flatten)]
        result: RunResult,
    },
    #[serde(rename = "battle:progress", rename_all = "camelCase")]
    Progress {
        #[ts(type = "string")]
        battle_id: Uuid,
        #[ts(type = "string")]
        player_id: Uuid,
        tests_passed: u32,
        tests_total: u32,
    },
    #[serde(rename = "battle:draw-offered", rename_all = "camelCase")]
    DrawOffered {
        #[ts(type = "string")]
        battle_id: Uuid,
        #[ts(type = "string")]
        player_id: Uuid,
    },
    /// `reason` is `gave-up` or `disconnected`.
    #[serde(rename = "battle:player-left", rename_all = "camelCase")]
    PlayerLeft {
        #[ts(type = "string")]
        battle_id: Uuid,
        #[ts(type = "string")]
        player_id: Uuid,
        reason: String,
    },
    /// No submission is taken any more, the pending ones are still judged.
    #[serde(rename = "battle:judging", rename_all = "camelCase")]
    Judging {
        #[ts(type = "string")]
        battle_id: Uuid,
        reason: String,
    },
    /// Every due time of the present phase has moved: nobody could play for `byMs`.
    #[serde(rename = "battle:extended", rename_all = "camelCase")]
    Extended {
        #[ts(type = "string")]
        battle_id: Uuid,
        #[ts(type = "number")]
        by_ms: i64,
    },
    #[serde(rename = "battle:finished", rename_all = "camelCase")]
    Finished {
        #[ts(type = "string")]
        battle_id: Uuid,
        /// `won` or `draw`.
        outcome: String,
        #[ts(type = "string | null")]
        winner_id: Option<Uuid>,
        #[ts(type = "string | null")]
        submission_id: Option<Uuid>,
        language: Option<String>,
        reason: String,
    },
    #[serde(rename = "battle:aborted", rename_all = "camelCase")]
    Aborted {
        #[ts(type = "string")]
        battle_id: Uuid,
        reason: String,
        /// Who did not accept, or declined.
        #[ts(type = "string[]")]
        player_ids: Vec<Uuid>,
    },
    #[serde(rename = "battle:rematch-offered", rename_all = "camelCase")]
    RematchOffered {
        #[ts(type = "string")]
        battle_id: Uuid,
        #[ts(type = "string")]
        player_id: Uuid,
    },
    #[serde(rename = "battle:rematch-agreed", rename_all = "camelCase")]
    RematchAgreed {
        #[ts(type = "string")]
        battle_id: Uuid,
        #[ts(type = "string")]
        next_battle_id: Uuid,
    },
    #[serde(rename = "chat:said", rename_all = "camelCase")]
    Said {
        #[ts(type = "string")]
        battle_id: Uuid,
        #[ts(type = "string")]
        player_id: Uuid,
        text: String,
    },
    /// One player's change; a battle of two gives two.
    #[serde(rename = "rating:changed", rename_all = "camelCase")]
    RatingChanged {
        #[ts(type = "string")]
        battle_id: Uuid,
        changes: Vec<RatingStep>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlayerCard {
    #[ts(type = "string")]
    pub player_id: Uuid,
    pub name: String,
    pub guest: bool,
}

/// Ratings are Glicko-2 points, deviations likewise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RatingStep {
    #[ts(type = "string")]
    pub player_id: Uuid,
    pub before: f64,
    pub after: f64,
    pub deviation: f64,
    pub provisional: bool,
}

/// A problem as players see it. `statement` is Markdown and is not to be trusted as HTML.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProblemCard {
    pub id: String,
    pub title: String,
    pub difficulty: String,
    pub techniques: Vec<String>,
    pub statement: String,
    /// `function` or `stdin`.
    pub form: String,
    /// Such as `two_sum(numbers: list<int>, target: int) -> list<int>`; none for stdin problems.
    pub signature: Option<String>,
    pub samples: Vec<SampleCard>,
    pub limits: LimitsCard,
    /// The languages that can be judged now, each with its starter code.
    pub languages: Vec<LanguageCard>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SampleCard {
    pub input: String,
    pub output: String,
    pub note: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LimitsCard {
    #[ts(type = "number")]
    pub memory_bytes: u64,
    #[ts(type = "number")]
    pub output_bytes: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LanguageCard {
    pub language: String,
    pub version: String,
    pub starter: String,
    #[ts(type = "number")]
    pub fuel_limit: u64,
}
