//! Invariant 10: What a player may not see never leaves the server; the hidden event still advances `v` (which [9](super::resume) checks).
//!
//! The rule is written here a second time, from what it is for, and not asked of `view`.

use arena_bus::streams;
use arena_log::StreamId;
use arena_rules::battle::{Battle, Event};
use arena_rules::ids::PlayerId;

use super::truth::Truth;
use super::{Check, Checked, ensure};
use crate::history::{Entry, Happened, Seen};

#[derive(Debug, Default)]
pub(super) struct Secrets;

/// Whether `player` may have all of an event while the battle is so.
fn may_have(player: PlayerId, event: &Event, battle: &Battle) -> bool {
    match event {
        // What a player has written, and what became of it.
        Event::Edited { player: author, .. }
        | Event::Submitted { player: author, .. }
        | Event::Judged { player: author, .. }
        | Event::VerdictCorrected { player: author, .. } => *author == player || battle.is_over(),
        // The problem.
        Event::Created { .. } => battle.started_at().is_some(),
        // The next problem.
        Event::RematchAgreed { .. } => false,
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
        | Event::OutcomeCorrected { .. } => true,
    }
}

/// Whether `player` may have even the outline of an event.
fn may_know(player: PlayerId, event: &Event, battle: &Battle) -> bool {
    match event {
        Event::Edited { .. } => may_have(player, event, battle),
        _ => true,
    }
}

impl Secrets {
    fn saw(player: PlayerId, stream: StreamId, seen: &Seen, truth: &Truth) -> Checked {
        let nobody = Battle::default();
        let battle = truth.battle(stream).unwrap_or(&nobody);
        let may = match seen {
            Seen::Hidden => true,
            Seen::Outline(event) => may_know(player, event, battle),
            Seen::Whole(event) => may_have(player, event, battle),
            Seen::Session(_) => stream == streams::session(player),
        };
        ensure(may, || {
            format!("player {player} is shown {seen:?} of {stream}")
        })
    }
}

impl Check for Secrets {
    fn note(&mut self, entry: &Entry, truth: &Truth) -> Checked {
        match &entry.what {
            Happened::Saw {
                player,
                stream,
                seen,
                ..
            } => Self::saw(*player, *stream, seen, truth),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::super::Invariant;
    use super::super::scene::{Scene, player};
    use super::*;

    #[test]
    fn code_is_its_authors_alone_until_the_battle_is_over() {
        for (over, reader, whole, sound) in [
            (false, 1, true, true),
            (false, 2, true, false),
            (false, 2, false, true),
            (false, 3, true, false),
            (true, 2, true, true),
            (true, 3, true, true),
        ] {
            let mut scene = Scene::default();
            let stream = scene.started_battle();
            let submitted = scene.submits(stream, 1, "right");
            if over {
                scene.finished(stream, player(2));
            }
            scene.follows(player(reader), stream, 4);
            let seen = match whole {
                true => Seen::Whole(submitted),
                false => Seen::Outline(submitted),
            };
            scene.shows(player(reader), stream, 5, seen);
            assert_eq!(scene.check(Invariant::Secrets).is_ok(), sound);
        }
    }

    #[test]
    fn the_problem_before_the_start_is_noticed() {
        let mut scene = Scene::default();
        let stream = scene.created_battle();
        scene.follows(player(1), stream, 0);
        let created = scene.event(stream, 1);
        scene.shows(player(1), stream, 1, Seen::Outline(created.clone()));
        assert_eq!(scene.check(Invariant::Secrets), Ok(()));
        scene.shows(player(1), stream, 1, Seen::Whole(created));
        assert!(scene.check(Invariant::Secrets).is_err());
    }

    #[test]
    fn anothers_session_is_noticed() {
        let mut scene = Scene::default();
        let event = arena_rules::session::Event::Disconnected {
            at: scene.now(),
            connection: arena_rules::ids::ConnectionId(uuid::Uuid::from_u128(1)),
        };
        let stream = streams::session(player(2));
        scene.shows(player(1), stream, 1, Seen::Session(event));
        assert!(scene.check(Invariant::Secrets).is_err());
    }
}
