//! Who may see what: one rule, asked for every event that leaves the server.

use super::event::Event;
use super::state::Battle;
use crate::ids::PlayerId;
use crate::mutant::{self, Mutant};

/// Whoever follows a battle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// One of the battle's players; anybody else is a spectator, whatever their id.
    Player(PlayerId),
    Spectator,
}

/// How much of an event an audience sees. The event's version is always told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// Only that something happened.
    Hidden,
    /// The event without its secret part: a creation or a rematch without its problem, a submission without its code, a
    /// verdict as a count of passed tests.
    Outline,
    /// Everything but the players' histories of problems, which nobody is shown.
    Whole,
}

/// What `audience` may see of `event`, given the battle as it is now.
///
/// Code and edits go to their author alone while the battle is on; once it is over they are everybody's. The problem is
/// nobody's before the start.
#[must_use]
pub fn view(event: &Event, audience: Audience, battle: &Battle) -> Sight {
    match event {
        Event::Created { .. } if revealed(battle) => Sight::Whole,
        Event::Created { .. } | Event::RematchAgreed { .. } => Sight::Outline,
        Event::Edited { player, .. } => own(*player, audience, battle, Sight::Hidden),
        Event::Submitted { player, .. }
        | Event::Judged { player, .. }
        | Event::VerdictCorrected { player, .. } => own(*player, audience, battle, Sight::Outline),
        Event::Accepted { .. }
        | Event::CountdownStarted { .. }
        | Event::Started { .. }
        | Event::DrawOffered { .. }
        | Event::GaveUp { .. }
        | Event::Forfeited { .. }
        | Event::JudgingStarted { .. }
        | Event::Extended { .. }
        | Event::Finished { .. }
        | Event::Aborted { .. }
        | Event::Said { .. }
        | Event::RematchOffered { .. }
        | Event::OutcomeCorrected { .. } => Sight::Whole,
    }
}

fn own(author: PlayerId, audience: Audience, battle: &Battle, others: Sight) -> Sight {
    let everybodys = battle.is_over() || mutant::is(Mutant::ShowsEverything);
    if audience == Audience::Player(author) || everybodys {
        Sight::Whole
    } else {
        others
    }
}

fn revealed(battle: &Battle) -> bool {
    battle.started_at().is_some()
}
