//! What clients send.

use arena_rules::battle::Keystroke;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// One command. `id` is the client's own; sending the same command again with the same id is safe, on any connection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ClientFrame {
    pub id: Uuid,
    #[serde(flatten)]
    pub command: ClientCommand,
}

/// The commands by their names on the wire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "event", content = "data")]
pub enum ClientCommand {
    #[serde(rename = "session:authenticate")]
    Authenticate { token: String },
    #[serde(rename = "matchmaking:join")]
    Join(Join),
    #[serde(rename = "matchmaking:leave")]
    Leave {},
    #[serde(rename = "battle:ready")]
    Ready(OfBattle),
    #[serde(rename = "battle:edit")]
    Edit(Edit),
    #[serde(rename = "battle:run")]
    Run(Code),
    #[serde(rename = "battle:submit")]
    Submit(Code),
    #[serde(rename = "battle:give-up")]
    GiveUp(OfBattle),
    #[serde(rename = "battle:offer-draw")]
    OfferDraw(OfBattle),
    #[serde(rename = "battle:accept-draw")]
    AcceptDraw(OfBattle),
    #[serde(rename = "battle:rematch")]
    Rematch(OfBattle),
    #[serde(rename = "chat:say")]
    Say(Say),
    #[serde(rename = "topic:follow")]
    Follow(Follow),
    #[serde(rename = "topic:unfollow")]
    Unfollow { topic: String },
}

/// `goal` defaults to `fastest`; `language` is only what the player means to write in; `ratingRange` limits the distance to
/// the opponent's rating, in points, at least 50.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct Join {
    pub difficulty: String,
    pub mode: String,
    pub goal: Option<String>,
    pub language: Option<String>,
    pub rating_range: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OfBattle {
    pub battle_id: Uuid,
}

/// `seq` is the number of the first edit of the packet, counted from 1 without gaps for each battle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Edit {
    pub battle_id: Uuid,
    pub seq: u64,
    pub language: String,
    pub edits: Vec<OneEdit>,
}

/// `from..to` in UTF-16 code units is replaced by `insert`, `atMs` milliseconds after the battle's start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OneEdit {
    pub at_ms: u32,
    pub from: u32,
    pub to: u32,
    pub insert: String,
}

impl From<OneEdit> for Keystroke {
    fn from(edit: OneEdit) -> Self {
        Self {
            at_ms: edit.at_ms,
            from: edit.from,
            to: edit.to,
            insert: edit.insert,
        }
    }
}

impl From<&Keystroke> for OneEdit {
    fn from(edit: &Keystroke) -> Self {
        Self {
            at_ms: edit.at_ms,
            from: edit.from,
            to: edit.to,
            insert: edit.insert.clone(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Code {
    pub battle_id: Uuid,
    pub language: String,
    pub code: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Say {
    pub battle_id: Uuid,
    pub text: String,
}

/// Send everything of `topic` after version `after`; 0 means from the beginning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Follow {
    pub topic: String,
    pub after: u64,
}
