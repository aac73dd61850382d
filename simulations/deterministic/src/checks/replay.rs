//! Invariant 6: State is a pure fold of the events: replay equals live; snapshot plus tail equals a full fold.

use std::collections::BTreeMap;
use std::fmt::Debug;

use arena_bus::{ArenaEvent, streams};
use arena_log::{Recorded, Snapshot, StreamId, Version};
use arena_rules::battle::{self, Battle, Event};
use arena_rules::session;
use arena_tree::testing::snapshot_of;

use super::truth::{Truth, event};
use super::{Check, Checked, ensure};
use crate::history::{Entry, Happened};

#[derive(Debug, Default)]
pub(super) struct Replay {
    battles: BTreeMap<StreamId, Battle>,
}

impl Replay {
    fn kept(stream: StreamId, snapshot: &Snapshot, truth: &Truth) -> Checked {
        let version = snapshot.version;
        // A checkpoint is no state, and its stream has no events.
        if truth.version(stream) == Version::ZERO {
            return Ok(());
        }
        ensure(version <= truth.version(stream), || {
            format!("stream {stream}: a snapshot at {version}, which nobody has written")
        })?;
        let events = truth
            .stream(stream)
            .filter(|event| event.version <= version);
        let events: Vec<_> = events.cloned().collect();
        let Some(folded) = snapshot_of(stream, &events) else {
            return Ok(());
        };
        ensure(folded == *snapshot, || {
            format!("stream {stream}: the snapshot at {version} is not the fold of the events")
        })
    }

    /// What an actor has is what it would have, had it just read its stream.
    fn live<S: Debug + Default + PartialEq>(
        stream: StreamId,
        live: &S,
        truth: &Truth,
        evolve: impl Fn(S, &Recorded) -> S,
    ) -> Checked {
        let mut state = S::default();
        let mut found = state == *live;
        for recorded in truth.stream(stream) {
            state = evolve(state, recorded);
            // It may not have folded yet what was stored just now.
            found |= state == *live;
        }
        ensure(found, || {
            format!("stream {stream}: an actor has {live:?}, the events give {state:?}")
        })
    }

    /// Whoever decides by another state than the fold's decides what does not follow.
    fn follows(&mut self, recorded: &Recorded) -> Checked {
        let Some(ArenaEvent::Battle(now)) = event(recorded) else {
            return Ok(());
        };
        let battle = self.battles.entry(recorded.stream).or_default();
        ensure(can_follow(battle, &now), || {
            let (stream, version) = (recorded.stream, recorded.version);
            format!("stream {stream}/{version}: {now:?} does not follow from {battle:?}")
        })?;
        *battle = battle::evolve(std::mem::take(battle), &now);
        Ok(())
    }
}

fn evolve_battle(state: Battle, recorded: &Recorded) -> Battle {
    match event(recorded) {
        Some(ArenaEvent::Battle(event)) => battle::evolve(state, &event),
        Some(ArenaEvent::Session(_) | ArenaEvent::Queue(_) | ArenaEvent::Book(_)) | None => state,
    }
}

fn evolve_session(state: session::Session, recorded: &Recorded) -> session::Session {
    match event(recorded) {
        Some(ArenaEvent::Session(event)) => session::evolve(state, &event),
        Some(ArenaEvent::Battle(_) | ArenaEvent::Queue(_) | ArenaEvent::Book(_)) | None => state,
    }
}

fn can_follow(battle: &Battle, event: &Event) -> bool {
    let seat = |player| battle.seat(player);
    match event {
        Event::Created { .. } => battle.card.is_none(),
        Event::Accepted { player, .. } => seat(*player).is_some_and(|seat| !seat.ready),
        Event::CountdownStarted { .. } => {
            !battle.is_over() && battle.seats.iter().all(|seat| seat.ready)
        }
        Event::Started { .. } => !battle.is_over() && battle.started_at().is_none(),
        Event::Edited {
            player, first_seq, ..
        } => seat(*player).is_some_and(|seat| seat.next_edit == *first_seq),
        Event::Submitted { submission, .. } => battle.submission(*submission).is_none(),
        Event::Judged { submission, .. } => battle.pending().any(|known| known.id == *submission),
        Event::JudgingStarted { .. } => battle.started_at().is_some() && !battle.is_over(),
        Event::Finished { .. } => battle.started_at().is_some() && !battle.is_over(),
        Event::Aborted { .. }
        | Event::Extended { .. }
        | Event::GaveUp { .. }
        | Event::Forfeited { .. } => battle.card.is_some() && !battle.is_over(),
        Event::RematchOffered { player, .. } => {
            battle.is_over() && seat(*player).is_some_and(|seat| !seat.wants_rematch)
        }
        Event::RematchAgreed { .. } => battle.is_over() && battle.rematch.is_none(),
        Event::DrawOffered { .. } | Event::Said { .. } => battle.card.is_some(),
        Event::VerdictCorrected { .. } | Event::OutcomeCorrected { .. } => battle.is_over(),
    }
}

impl Check for Replay {
    fn note(&mut self, entry: &Entry, truth: &Truth) -> Checked {
        match &entry.what {
            Happened::Stored(recorded) => self.follows(recorded),
            Happened::Kept {
                stream, snapshot, ..
            } => Self::kept(*stream, snapshot, truth),
            Happened::Battle {
                battle,
                state: Some(state),
            } => Self::live(streams::battle(*battle), state, truth, evolve_battle),
            Happened::Session {
                player,
                state: Some(state),
            } => Self::live(streams::session(*player), state, truth, evolve_session),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::super::Invariant;
    use super::super::scene::{Scene, owner, player, the_battle};
    use super::*;
    use arena_rules::ids::{ConnectionId, GatewayId};
    use arena_rules::play::Standing;
    use uuid::Uuid;

    #[test]
    fn the_fold_of_the_events_is_sound() {
        let mut scene = Scene::default();
        let stream = scene.started_battle();
        let state = scene.fold(stream);
        scene.happens(Happened::Battle {
            battle: the_battle(),
            state: Some(state),
        });
        assert_eq!(scene.check(Invariant::Replay), Ok(()));
    }

    #[test]
    fn an_actor_that_has_not_folded_an_event_as_it_is_is_noticed() {
        let mut scene = Scene::default();
        let stream = scene.started_battle();
        let mut state = scene.fold(stream);
        state.seats[0].chat_lines = 9;
        scene.happens(Happened::Battle {
            battle: the_battle(),
            state: Some(state),
        });
        assert!(scene.check(Invariant::Replay).is_err());
    }

    #[test]
    fn a_decision_on_another_state_is_noticed() {
        let mut scene = Scene::default();
        let stream = scene.started_battle();
        let again = scene.next(
            stream,
            Event::Accepted {
                at: scene.now(),
                player: player(1),
            },
        );
        scene.stores(again);
        let violation = scene.check(Invariant::Replay).unwrap_err();
        assert!(violation.what.contains("does not follow"), "{violation}");
    }

    #[test]
    fn a_snapshot_that_is_not_the_fold_is_noticed() {
        let stream = streams::session(player(1));
        let connected = |scene: &mut Scene, number: u128| {
            let event = ArenaEvent::Session(session::Event::Connected {
                at: scene.now(),
                player: player(1),
                standing: Standing::Registered,
                connection: ConnectionId(Uuid::from_u128(number)),
                gateway: GatewayId(Uuid::from_u128(1)),
            });
            let event = scene.next_of(stream, event);
            scene.stores(event);
        };
        let mut scene = Scene::default();
        connected(&mut scene, 1);
        connected(&mut scene, 2);
        let events: Vec<_> = scene.log.stream(stream).cloned().collect();
        let keeps = |scene: &mut Scene, snapshot| {
            scene.happens(Happened::Kept {
                owner: owner(1),
                stream,
                snapshot,
            });
        };
        keeps(&mut scene, snapshot_of(stream, &events).unwrap());
        assert_eq!(scene.check(Invariant::Replay), Ok(()));
        let mut earlier = snapshot_of(stream, &events[..1]).unwrap();
        earlier.version = Version(2);
        keeps(&mut scene, earlier);
        assert!(scene.check(Invariant::Replay).is_err());
    }
}
