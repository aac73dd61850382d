//! The rows as they are while a batch is folded, and the words that the tables use.

use arena_rules::battle::{AbortReason, FinishReason};
use arena_rules::ids::PlayerId;
use arena_rules::play::Stakes;

/// A row of `battle`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BattleRow {
    pub(super) mode: String,
    pub(super) goal: String,
    pub(super) difficulty: String,
    pub(super) stakes: String,
    pub(super) problem: String,
    pub(super) state: State,
    pub(super) created_at_ms: i64,
    pub(super) started_at_ms: Option<i64>,
    pub(super) ended_at_ms: Option<i64>,
    pub(super) reason: Option<String>,
    pub(super) winner: Option<PlayerId>,
    pub(super) language: Option<String>,
}

/// Where a battle stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Created, not started.
    Waiting,
    Running,
    Judging,
    Finished,
    Aborted,
}

impl State {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Judging => "judging",
            Self::Finished => "finished",
            Self::Aborted => "aborted",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        [
            Self::Waiting,
            Self::Running,
            Self::Judging,
            Self::Finished,
            Self::Aborted,
        ]
        .into_iter()
        .find(|state| state.name() == name)
    }

    pub(super) const fn is_over(self) -> bool {
        matches!(self, Self::Finished | Self::Aborted)
    }
}

/// What a batch adds to a row of `battle_player`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct SeatChange {
    /// Known from the creation or the end; a row that exists keeps its own.
    pub(super) seat: i64,
    pub(super) attempts: i64,
    pub(super) accepted: i64,
    pub(super) ended: Option<(Result, i64)>,
}

/// A player's side of an ended battle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Result {
    Won,
    Lost,
    Draw,
    Aborted,
}

impl Result {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Won => "won",
            Self::Lost => "lost",
            Self::Draw => "draw",
            Self::Aborted => "aborted",
        }
    }
}

/// What a batch adds to a row of `player`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Record {
    pub(super) wins: i64,
    pub(super) losses: i64,
    pub(super) draws: i64,
}

/// What a batch adds to a row of `player_language`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct LanguageWins {
    pub(super) wins: i64,
    pub(super) rated_wins: i64,
}

/// What a batch adds to a row of `problem`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct ProblemChange {
    pub(super) attempts: i64,
    pub(super) accepted: i64,
    pub(super) battles: i64,
    pub(super) solved: i64,
}

pub(super) const fn stakes(stakes: Stakes) -> &'static str {
    match stakes {
        Stakes::Rated => "rated",
        Stakes::Casual => "casual",
    }
}

pub(super) const fn finished(reason: FinishReason) -> &'static str {
    match reason {
        FinishReason::Solved => "solved",
        FinishReason::TimeUp => "time-up",
        FinishReason::GaveUp => "gave-up",
        FinishReason::Disconnected => "disconnected",
        FinishReason::DrawAgreed => "draw-agreed",
        FinishReason::Unsolved => "unsolved",
    }
}

pub(super) const fn aborted(reason: &AbortReason) -> &'static str {
    match reason {
        AbortReason::NotAccepted { .. } => "not-accepted",
        AbortReason::Declined { .. } => "declined",
        AbortReason::NobodySubmitted => "nobody-submitted",
    }
}
