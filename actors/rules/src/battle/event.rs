use serde::{Deserialize, Serialize};

use super::command::{Judgement, Keystroke, Setup, Verdict};
use crate::ids::{BattleId, CorrectionId, PlayerId, SubmissionId, TicketId};
use crate::play::{Difficulty, Goal, Language, Mode, ProblemId, ProblemRef, Stakes, Standing};
use crate::time::{Span, Time};

/// What has happened in a battle. Every event carries its own time: [`Event::at`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    Created {
        at: Time,
        battle: BattleId,
        mode: Mode,
        goal: Goal,
        difficulty: Difficulty,
        stakes: Stakes,
        problem: ProblemRef,
        parties: Vec<Party>,
        origin: Origin,
        accept_by: Time,
    },
    Accepted {
        at: Time,
        player: PlayerId,
    },
    CountdownStarted {
        at: Time,
        starts_at: Time,
    },
    /// The problem is revealed.
    Started {
        at: Time,
        deadline: Time,
    },
    Edited {
        at: Time,
        player: PlayerId,
        first_seq: u64,
        language: Language,
        edits: Vec<Keystroke>,
    },
    Submitted {
        at: Time,
        player: PlayerId,
        submission: SubmissionId,
        language: Language,
        code: String,
    },
    Judged {
        at: Time,
        player: PlayerId,
        submission: SubmissionId,
        judgement: Judgement,
    },
    DrawOffered {
        at: Time,
        player: PlayerId,
    },
    GaveUp {
        at: Time,
        player: PlayerId,
    },
    Forfeited {
        at: Time,
        player: PlayerId,
    },
    /// No submission is taken any more; the pending ones are still judged.
    JudgingStarted {
        at: Time,
        reason: JudgingReason,
    },
    /// Every due time of the present phase moves by the outage.
    Extended {
        at: Time,
        by: Span,
    },
    Finished {
        at: Time,
        outcome: Outcome,
        reason: FinishReason,
        summary: Summary,
    },
    Aborted {
        at: Time,
        reason: AbortReason,
        summary: Summary,
    },
    Said {
        at: Time,
        player: PlayerId,
        text: String,
    },
    RematchOffered {
        at: Time,
        player: PlayerId,
    },
    RematchAgreed {
        at: Time,
        next: Setup,
    },
    /// The submission counts with this verdict from now on; `before` is none for one that had none yet.
    VerdictCorrected {
        at: Time,
        correction: CorrectionId,
        player: PlayerId,
        submission: SubmissionId,
        before: Option<Verdict>,
        judgement: Judgement,
    },
    /// The battle has ended so, by the corrected verdicts; when it finished stays.
    OutcomeCorrected {
        at: Time,
        correction: CorrectionId,
        before: End,
        after: End,
        finished_at: Time,
        summary: Summary,
    },
}

impl Event {
    /// When it happened; never before the event that precedes it.
    #[must_use]
    pub fn at(&self) -> Time {
        match self {
            Self::Created { at, .. }
            | Self::Accepted { at, .. }
            | Self::CountdownStarted { at, .. }
            | Self::Started { at, .. }
            | Self::Edited { at, .. }
            | Self::Submitted { at, .. }
            | Self::Judged { at, .. }
            | Self::DrawOffered { at, .. }
            | Self::GaveUp { at, .. }
            | Self::Forfeited { at, .. }
            | Self::JudgingStarted { at, .. }
            | Self::Extended { at, .. }
            | Self::Finished { at, .. }
            | Self::Aborted { at, .. }
            | Self::Said { at, .. }
            | Self::RematchOffered { at, .. }
            | Self::RematchAgreed { at, .. }
            | Self::VerdictCorrected { at, .. }
            | Self::OutcomeCorrected { at, .. } => *at,
        }
    }
}

/// What those who hear of a battle's end need to know of it, so that the event says it alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub battle: BattleId,
    pub mode: Mode,
    pub goal: Goal,
    pub difficulty: Difficulty,
    pub stakes: Stakes,
    pub problem: ProblemRef,
    pub players: Vec<PlayerId>,
    /// None if the battle never started: its problem was not revealed.
    pub started_at: Option<Time>,
}

/// A player as a battle is created with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub player: PlayerId,
    pub standing: Standing,
    /// The problems that the player has met, latest first.
    pub seen: Vec<ProblemId>,
}

/// Where a battle comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    Paired { tickets: Vec<TicketId> },
    Rematch { of: BattleId },
}

/// Why submissions are no longer taken while some are still judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum JudgingReason {
    /// The deadline has passed.
    TimeUp,
    /// A submission was accepted while an earlier one is still pending.
    Solved,
    /// All but one player gave up or stayed away.
    LastOneStanding,
    /// A draw was agreed.
    DrawAgreed,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Won {
        winner: PlayerId,
        /// The accepted submission and its language; none when the others gave up.
        submission: Option<SubmissionId>,
        language: Option<Language>,
    },
    Draw,
}

/// How a battle ended, and why so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    pub outcome: Outcome,
    pub reason: FinishReason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FinishReason {
    Solved,
    TimeUp,
    GaveUp,
    Disconnected,
    DrawAgreed,
    /// By correction alone: it was stopped for a solution that was none, and nobody knows how it would have gone on.
    Unsolved,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AbortReason {
    /// These players did not accept in time.
    NotAccepted { players: Vec<PlayerId> },
    /// A player declined, or was gone before the start.
    Declined { player: PlayerId },
    /// The time ran out and nobody had submitted anything.
    NobodySubmitted,
}
