use serde::{Deserialize, Serialize};

use super::limits;
use crate::ids::SubmissionId;
use crate::time::Time;

/// Why a command was not accepted: the player's to know, and never a fault of ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Rejection {
    #[error("there is no such battle")]
    NoSuchBattle,
    #[error("the battle exists already")]
    AlreadyCreated,
    #[error("a battle needs {} to {} different players", limits::PLAYERS.start(), limits::PLAYERS.end())]
    WrongPlayers,
    #[error("you do not play in this battle")]
    NotAPlayer,
    #[error("you have accepted already")]
    AlreadyReady,
    #[error("the battle has not started yet")]
    NotStarted,
    #[error("the battle no longer waits for players")]
    TooLateToAccept,
    #[error("the battle is over")]
    Over,
    #[error("time was up at {}", deadline.0)]
    TimeUp { deadline: Time },
    #[error("no more submissions are taken: the last ones are being judged")]
    Judging,
    #[error("you have left this battle")]
    OutOfPlay,
    #[error("your last submission is still being judged")]
    SubmissionPending,
    #[error("that is the {}th submission: no more are taken from you in this battle", limits::SUBMISSIONS_PER_PLAYER + 1)]
    TooManySubmissions,
    #[error("the code is empty")]
    EmptyCode,
    #[error("the code has {bytes} bytes, {} are allowed", limits::CODE_BYTES)]
    CodeTooLarge { bytes: usize },
    #[error("the code contains a NUL character")]
    NulInCode,
    #[error(
        "an edit packet holds 1 to {} edits that insert at most {} bytes",
        limits::EDITS_PER_COMMAND,
        limits::EDIT_BYTES
    )]
    BadEdits,
    #[error("edit {expected} is expected next, {found} came")]
    EditGap { expected: u64, found: u64 },
    #[error("edits come too often: wait {wait_ms} ms and send them in one packet")]
    EditsTooOften { wait_ms: i64 },
    #[error("no more edits are recorded in this battle")]
    TooManyEdits,
    #[error("no draw is on offer")]
    NoDrawOffered,
    #[error("a draw is on offer already")]
    DrawOfferedAlready,
    #[error("you cannot accept your own offer")]
    OwnOffer,
    #[error("you have offered a draw {} times", limits::DRAW_OFFERS_PER_PLAYER)]
    TooManyOffers,
    #[error("a rematch can be asked for only after a battle has finished, and for five minutes")]
    NoRematchNow,
    #[error("you have asked for a rematch already")]
    RematchOfferedAlready,
    #[error("the rematch is agreed already")]
    RematchAgreedAlready,
    #[error("there is no problem to play")]
    NoProblem,
    #[error(
        "a message is one line of 1 to {} characters, none of them a control character",
        limits::CHAT_CHARACTERS
    )]
    BadText,
    #[error(
        "you have said {} things in this battle: no more are taken",
        limits::CHAT_LINES_PER_PLAYER
    )]
    TooTalkative,
    #[error("there is no such submission")]
    NoSuchSubmission,
    #[error("the submission was judged already")]
    AlreadyJudged,
    #[error("nothing is due yet")]
    NothingDue,
    #[error("only a battle that has finished is corrected")]
    NotFinished,
    #[error(
        "submission {submission}: what the judge failed on has no verdict, and none that it fails on now is put in its place"
    )]
    NoVerdict { submission: SubmissionId },
    #[error("the end depends on submission {submission}, which has no verdict yet: judge it too")]
    VerdictMissing { submission: SubmissionId },
    #[error("the verdicts are these already")]
    NothingToCorrect,
}

impl Rejection {
    /// The stable code that clients see in `reject`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchBattle => "no-such-battle",
            Self::AlreadyCreated => "already-created",
            Self::WrongPlayers => "wrong-players",
            Self::NotAPlayer => "not-a-player",
            Self::AlreadyReady => "already-ready",
            Self::NotStarted => "not-started",
            Self::TooLateToAccept => "too-late-to-accept",
            Self::Over => "battle-over",
            Self::TimeUp { .. } => "time-up",
            Self::Judging => "judging",
            Self::OutOfPlay => "out-of-play",
            Self::SubmissionPending => "submission-pending",
            Self::TooManySubmissions => "too-many-submissions",
            Self::EmptyCode => "code-empty",
            Self::CodeTooLarge { .. } => "code-too-large",
            Self::NulInCode => "code-has-nul",
            Self::BadEdits => "bad-edits",
            Self::EditGap { .. } => "edit-gap",
            Self::EditsTooOften { .. } => "edits-too-often",
            Self::TooManyEdits => "too-many-edits",
            Self::NoDrawOffered => "no-draw-offered",
            Self::DrawOfferedAlready => "draw-offered-already",
            Self::OwnOffer => "own-offer",
            Self::TooManyOffers => "too-many-offers",
            Self::NoRematchNow => "no-rematch-now",
            Self::RematchOfferedAlready => "rematch-offered-already",
            Self::RematchAgreedAlready => "rematch-agreed-already",
            Self::NoProblem => "no-problem",
            Self::BadText => "bad-text",
            Self::TooTalkative => "too-talkative",
            Self::NoSuchSubmission => "no-such-submission",
            Self::AlreadyJudged => "already-judged",
            Self::NothingDue => "nothing-due",
            Self::NotFinished => "not-finished",
            Self::NoVerdict { .. } => "no-verdict",
            Self::VerdictMissing { .. } => "verdict-missing",
            Self::NothingToCorrect => "nothing-to-correct",
        }
    }
}
