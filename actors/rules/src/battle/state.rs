use super::command::Verdict;
use super::event::{AbortReason, FinishReason, JudgingReason, Origin, Outcome, Summary};
use super::limits;
use crate::ids::{BattleId, PlayerId, SubmissionId};
use crate::play::{Difficulty, Goal, Language, Mode, ProblemId, ProblemRef, Stakes, Standing};
use crate::time::Time;

/// A battle as the fold of its events; the default is a battle that does not exist yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Battle {
    pub card: Option<Card>,
    pub phase: Phase,
    pub seats: Vec<Seat>,
    /// In the order in which they were received.
    pub submissions: Vec<Submission>,
    pub draw_offered_by: Option<PlayerId>,
    /// What stopped the battle other than a solution: it decides whenever nobody has solved the problem.
    pub stopped: Option<JudgingReason>,
    /// The battle that follows, once all have agreed to it.
    pub rematch: Option<BattleId>,
    /// The time of the last event: time never runs backwards in a battle.
    pub latest: Time,
}

/// What a battle was created as; it never changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub battle: BattleId,
    pub mode: Mode,
    pub goal: Goal,
    pub difficulty: Difficulty,
    pub stakes: Stakes,
    pub problem: ProblemRef,
    pub origin: Origin,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub enum Phase {
    #[default]
    Absent,
    Waiting {
        accept_by: Time,
    },
    Countdown {
        starts_at: Time,
    },
    Running {
        started_at: Time,
        deadline: Time,
    },
    Judging {
        started_at: Time,
        reason: JudgingReason,
    },
    Finished {
        started_at: Time,
        at: Time,
        outcome: Outcome,
        reason: FinishReason,
    },
    Aborted {
        started_at: Option<Time>,
        at: Time,
        reason: AbortReason,
    },
}

/// A player's place in a battle.
#[derive(Clone, Debug, PartialEq)]
pub struct Seat {
    pub player: PlayerId,
    pub standing: Standing,
    pub seen: Vec<ProblemId>,
    pub ready: bool,
    pub place: Place,
    /// The next edit's sequence number, from 1.
    pub next_edit: u64,
    pub edit_events: u32,
    /// Edit events that came before the interval was over; each submission allows one more.
    pub early_edits: u32,
    pub edit_bytes: usize,
    pub last_edit: Option<Time>,
    pub draw_offers: u32,
    pub chat_lines: u32,
    pub wants_rematch: bool,
}

/// Whether a player still plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    InPlay,
    GaveUp,
    Disconnected,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    pub id: SubmissionId,
    pub player: PlayerId,
    pub language: Language,
    pub code: String,
    pub received_at: Time,
    pub state: SubmissionState,
    /// None while it is pending.
    pub verdict: Option<Verdict>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubmissionState {
    Pending,
    Accepted,
    Refused,
    /// Closed after a fault of the judge: as if it had never been made.
    Uncounted,
}

impl Battle {
    #[must_use]
    pub fn seat(&self, player: PlayerId) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.player == player)
    }

    #[must_use]
    pub fn submission(&self, id: SubmissionId) -> Option<&Submission> {
        self.submissions
            .iter()
            .find(|submission| submission.id == id)
    }

    /// The submissions that wait for their verdict, in the order in which they were received.
    pub fn pending(&self) -> impl Iterator<Item = &Submission> {
        self.submissions
            .iter()
            .filter(|submission| submission.state == SubmissionState::Pending)
    }

    /// Whether the battle has ended: finished or aborted.
    #[must_use]
    pub fn is_over(&self) -> bool {
        match self.phase {
            Phase::Finished { .. } | Phase::Aborted { .. } => true,
            Phase::Absent
            | Phase::Waiting { .. }
            | Phase::Countdown { .. }
            | Phase::Running { .. }
            | Phase::Judging { .. } => false,
        }
    }

    /// When [`super::Command::Wake`] has something to do, if it ever has.
    #[must_use]
    pub fn due(&self) -> Option<Time> {
        match self.phase {
            Phase::Waiting { accept_by } => Some(accept_by),
            Phase::Countdown { starts_at } => Some(starts_at),
            Phase::Running { deadline, .. } => Some(deadline),
            Phase::Absent
            | Phase::Judging { .. }
            | Phase::Finished { .. }
            | Phase::Aborted { .. } => None,
        }
    }

    /// The time of an event that is decided at `now`: never before the last one.
    #[must_use]
    pub fn stamp(&self, now: Time) -> Time {
        now.max(self.latest)
    }

    pub(super) fn in_play(&self) -> impl Iterator<Item = &Seat> {
        self.seats.iter().filter(|seat| seat.place == Place::InPlay)
    }

    /// When the battle started, if it has.
    #[must_use]
    pub fn started_at(&self) -> Option<Time> {
        match self.phase {
            Phase::Running { started_at, .. }
            | Phase::Judging { started_at, .. }
            | Phase::Finished { started_at, .. } => Some(started_at),
            Phase::Aborted { started_at, .. } => started_at,
            Phase::Absent | Phase::Waiting { .. } | Phase::Countdown { .. } => None,
        }
    }

    /// What the end of this battle says of it.
    pub(super) fn summary(&self, card: &Card) -> Summary {
        Summary {
            battle: card.battle,
            mode: card.mode,
            goal: card.goal,
            difficulty: card.difficulty,
            stakes: card.stakes,
            problem: card.problem.clone(),
            players: self.seats.iter().map(|seat| seat.player).collect(),
            started_at: self.started_at(),
        }
    }

    /// The end, while a rematch and chat are still possible.
    pub(super) fn aftermath(&self, now: Time) -> bool {
        match self.phase {
            Phase::Finished { at, .. } => now < at + limits::AFTERMATH,
            Phase::Aborted { .. }
            | Phase::Absent
            | Phase::Waiting { .. }
            | Phase::Countdown { .. }
            | Phase::Running { .. }
            | Phase::Judging { .. } => false,
        }
    }
}
