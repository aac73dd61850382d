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
        id: Uuid,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        #[ts(optional)]
        data: Option<AckData>,
    },
    #[serde(rename = "reject")]
    Reject {
        /// None only when the frame was too broken to find an id in it.
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
    pub retry_after_ms: Option<u64>,
}

/// The result of a run on the samples: judged, but not counted and not recorded.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunResult {
    pub verdict: String,
    pub tests_passed: u32,
    pub tests_total: u32,
    pub fuel_used: u64,
    pub fuel_limit: u64,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample: Option<bool>,
    /// Such as `wrong answer`, `TypeError`, `syntax error`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stdout: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stderr: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TopicFrame {
    pub topic: String,
    pub v: u64,
    pub at_ms: i64,
    #[serde(flatten)]
    pub event: ServerEvent,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HiddenFrame {
    pub topic: String,
    pub v: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct WelcomeFrame {
    /// Always `session:welcome`.
    #[ts(type = "\"session:welcome\"")]
    pub event: String,
    pub data: Welcome,
}

/// `resume` names the topics that concern the player now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Welcome {
    pub player_id: Uuid,
    pub name: String,
    pub guest: bool,
    pub server_time_ms: i64,
    pub ping_interval_ms: u64,
    pub resume: Vec<String>,
}

/// The events of `session/<player>`, `battle/<id>` and `queue/<pool>` by their names on the wire.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(tag = "event", content = "data")]
pub enum ServerEvent {
    #[serde(rename = "matchmaking:queued", rename_all = "camelCase")]
    Queued {
        ticket_id: Uuid,
        difficulty: String,
        mode: String,
        goal: String,
        /// The lowest and the highest rating that is accepted at first; it widens with waiting.
        rating_range: (f64, f64),
        /// None while nobody has been paired yet.
        expected_wait_ms: Option<u64>,
    },
    #[serde(rename = "matchmaking:left", rename_all = "camelCase")]
    Left { ticket_id: Uuid, reason: String },
    #[serde(rename = "matchmaking:match-found", rename_all = "camelCase")]
    MatchFound {
        battle_id: Uuid,
        difficulty: String,
        rated: bool,
        players: Vec<PlayerCard>,
    },
    #[serde(rename = "battle:created", rename_all = "camelCase")]
    Created {
        battle_id: Uuid,
        difficulty: String,
        mode: String,
        goal: String,
        rated: bool,
        players: Vec<PlayerCard>,
        accept_by_ms: i64,
    },
    #[serde(rename = "battle:accepted", rename_all = "camelCase")]
    Accepted { battle_id: Uuid, player_id: Uuid },
    #[serde(rename = "battle:countdown", rename_all = "camelCase")]
    Countdown { battle_id: Uuid, starts_at_ms: i64 },
    #[serde(rename = "battle:started", rename_all = "camelCase")]
    Started {
        battle_id: Uuid,
        problem: Arc<ProblemCard>,
        starts_at_ms: i64,
        deadline_ms: i64,
    },
    #[serde(rename = "battle:edited", rename_all = "camelCase")]
    Edited {
        battle_id: Uuid,
        player_id: Uuid,
        seq: u64,
        language: String,
        edits: Vec<OneEdit>,
    },
    /// `code` only for its author, and for everybody once the battle is over.
    #[serde(rename = "battle:submitted", rename_all = "camelCase")]
    Submitted {
        battle_id: Uuid,
        player_id: Uuid,
        submission_id: Uuid,
        language: String,
        code: Option<String>,
    },
    #[serde(rename = "battle:judged", rename_all = "camelCase")]
    Judged {
        battle_id: Uuid,
        player_id: Uuid,
        submission_id: Uuid,
        #[serde(flatten)]
        result: RunResult,
    },
    #[serde(rename = "battle:progress", rename_all = "camelCase")]
    Progress {
        battle_id: Uuid,
        player_id: Uuid,
        tests_passed: u32,
        tests_total: u32,
    },
    #[serde(rename = "battle:draw-offered", rename_all = "camelCase")]
    DrawOffered { battle_id: Uuid, player_id: Uuid },
    /// `reason` is `gave-up` or `disconnected`.
    #[serde(rename = "battle:player-left", rename_all = "camelCase")]
    PlayerLeft {
        battle_id: Uuid,
        player_id: Uuid,
        reason: String,
    },
    /// No submission is taken any more, the pending ones are still judged.
    #[serde(rename = "battle:judging", rename_all = "camelCase")]
    Judging { battle_id: Uuid, reason: String },
    /// Every due time of the present phase has moved: nobody could play for `byMs`.
    #[serde(rename = "battle:extended", rename_all = "camelCase")]
    Extended { battle_id: Uuid, by_ms: i64 },
    #[serde(rename = "battle:finished", rename_all = "camelCase")]
    Finished {
        battle_id: Uuid,
        /// `won` or `draw`.
        outcome: String,
        winner_id: Option<Uuid>,
        submission_id: Option<Uuid>,
        language: Option<String>,
        reason: String,
    },
    #[serde(rename = "battle:aborted", rename_all = "camelCase")]
    Aborted {
        battle_id: Uuid,
        reason: String,
        /// Who did not accept, or declined.
        player_ids: Vec<Uuid>,
    },
    #[serde(rename = "battle:rematch-offered", rename_all = "camelCase")]
    RematchOffered { battle_id: Uuid, player_id: Uuid },
    #[serde(rename = "battle:rematch-agreed", rename_all = "camelCase")]
    RematchAgreed {
        battle_id: Uuid,
        next_battle_id: Uuid,
    },
    /// After the end: the submission counts with this verdict from now on. `before` is none for one that had none.
    #[serde(rename = "battle:verdict-corrected", rename_all = "camelCase")]
    VerdictCorrected {
        battle_id: Uuid,
        player_id: Uuid,
        submission_id: Uuid,
        before: Option<String>,
        #[serde(flatten)]
        result: Box<RunResult>,
    },
    /// The battle has ended so instead, as in `battle:finished`; it is no later for it.
    #[serde(rename = "battle:outcome-corrected", rename_all = "camelCase")]
    OutcomeCorrected {
        battle_id: Uuid,
        outcome: String,
        winner_id: Option<Uuid>,
        submission_id: Option<Uuid>,
        language: Option<String>,
        reason: String,
    },
    #[serde(rename = "chat:said", rename_all = "camelCase")]
    Said {
        battle_id: Uuid,
        player_id: Uuid,
        text: String,
    },
    /// One player's change; a battle of two gives two.
    #[serde(rename = "rating:changed", rename_all = "camelCase")]
    RatingChanged {
        battle_id: Uuid,
        changes: Vec<RatingStep>,
    },
    /// The player's rating, after an earlier battle turned out otherwise.
    #[serde(rename = "rating:corrected", rename_all = "camelCase")]
    RatingCorrected { change: RatingStep },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlayerCard {
    pub player_id: Uuid,
    pub name: String,
    pub guest: bool,
}

/// Ratings are Glicko-2 points, deviations likewise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RatingStep {
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
    /// `function`, `stdin`, or `either`: what defines the function is called, anything else is run
    /// with the samples' `stdin`.
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
    /// What a program reads, where a problem offers both forms.
    pub stdin: Option<String>,
    /// What a program writes, where a problem offers both forms.
    pub stdout: Option<String>,
    pub note: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LimitsCard {
    pub memory_bytes: u64,
    pub output_bytes: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LanguageCard {
    pub language: String,
    /// Its name for people.
    pub title: String,
    pub version: String,
    /// The mode that an editor colours it with.
    pub editor: String,
    pub starter: String,
    pub fuel_limit: u64,
}
