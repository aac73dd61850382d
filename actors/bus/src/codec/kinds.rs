use arena_rules::battle::Event as Battle;
use arena_rules::matchmaking::Event as Queue;
use arena_rules::rating::Event as Book;
use arena_rules::session::Event as Session;

use super::ArenaEvent;

/// Which kind of stream an event belongs to; a hundred numbers each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    Battle,
    Session,
    Queue,
    Book,
}

impl Family {
    /// The family of a kind, if the kind is one that this build knows.
    #[must_use]
    pub fn of(kind: u16) -> Option<Self> {
        name(kind)?;
        match kind / 100 {
            1 => Some(Self::Battle),
            2 => Some(Self::Session),
            3 => Some(Self::Queue),
            4 => Some(Self::Book),
            _ => None,
        }
    }
}

/// Numbers are given once and never reused.
pub(super) fn kind(event: &ArenaEvent) -> u16 {
    match event {
        ArenaEvent::Battle(event) => match event {
            Battle::Created { .. } => 101,
            Battle::Accepted { .. } => 102,
            Battle::CountdownStarted { .. } => 103,
            Battle::Started { .. } => 104,
            Battle::Edited { .. } => 105,
            Battle::Submitted { .. } => 106,
            Battle::Judged { .. } => 107,
            Battle::DrawOffered { .. } => 108,
            Battle::GaveUp { .. } => 109,
            Battle::Forfeited { .. } => 110,
            Battle::JudgingStarted { .. } => 111,
            Battle::Extended { .. } => 112,
            Battle::Finished { .. } => 113,
            Battle::Aborted { .. } => 114,
            Battle::Said { .. } => 115,
            Battle::RematchOffered { .. } => 116,
            Battle::RematchAgreed { .. } => 117,
            Battle::VerdictCorrected { .. } => 118,
            Battle::OutcomeCorrected { .. } => 119,
        },
        ArenaEvent::Session(event) => match event {
            Session::Connected { .. } => 201,
            Session::Disconnected { .. } => 202,
            Session::QueueEntered { .. } => 203,
            Session::LeaveAsked { .. } => 204,
            Session::QueueLeft { .. } => 205,
            Session::BattleEntered { .. } => 206,
            Session::BattleLeft { .. } => 207,
            Session::GraceExpired { .. } => 208,
            Session::Rated { .. } => 209,
            Session::GraceExtended { .. } => 210,
            Session::RatingCorrected { .. } => 211,
        },
        ArenaEvent::Queue(event) => match event {
            Queue::Joined { .. } => 301,
            Queue::Left { .. } => 302,
            Queue::Paired { .. } => 303,
        },
        ArenaEvent::Book(event) => match event {
            Book::RatingChanged { .. } => 401,
            Book::RatingCorrected { .. } => 402,
        },
    }
}

/// The name of a kind, as operators read it.
#[must_use]
pub fn name(kind: u16) -> Option<&'static str> {
    Some(match kind {
        101 => "battle.created",
        102 => "battle.accepted",
        103 => "battle.countdown-started",
        104 => "battle.started",
        105 => "battle.edited",
        106 => "battle.submitted",
        107 => "battle.judged",
        108 => "battle.draw-offered",
        109 => "battle.gave-up",
        110 => "battle.forfeited",
        111 => "battle.judging-started",
        112 => "battle.extended",
        113 => "battle.finished",
        114 => "battle.aborted",
        115 => "battle.said",
        116 => "battle.rematch-offered",
        117 => "battle.rematch-agreed",
        118 => "battle.verdict-corrected",
        119 => "battle.outcome-corrected",
        201 => "session.connected",
        202 => "session.disconnected",
        203 => "session.queue-entered",
        204 => "session.leave-asked",
        205 => "session.queue-left",
        206 => "session.battle-entered",
        207 => "session.battle-left",
        208 => "session.grace-expired",
        209 => "session.rated",
        210 => "session.grace-extended",
        211 => "session.rating-corrected",
        301 => "queue.joined",
        302 => "queue.left",
        303 => "queue.paired",
        401 => "book.rating-changed",
        402 => "book.rating-corrected",
        _ => return None,
    })
}
