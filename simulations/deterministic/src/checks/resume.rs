//! Invariant 9: A client that resumes after version v sees v+1, v+2, … once each, in order, and nothing that was not committed.

use std::collections::BTreeMap;

use arena_bus::ArenaEvent;
use arena_log::{StreamId, Version};
use arena_rules::battle;
use arena_rules::ids::{ConnectionId, PlayerId};

use super::truth::{Truth, event};
use super::{Check, Checked, ensure};
use crate::history::{Entry, Happened, Seen};

#[derive(Debug, Default)]
pub(super) struct Resume {
    /// The newest version that was shown of a topic on a connection.
    shown: BTreeMap<(ConnectionId, StreamId), Version>,
    /// And to a player, on whichever connection.
    known: BTreeMap<(PlayerId, StreamId), Version>,
}

impl Resume {
    fn followed(
        &mut self,
        connection: ConnectionId,
        player: PlayerId,
        stream: StreamId,
        after: Version,
    ) -> Checked {
        self.shown.insert((connection, stream), after);
        let known = self
            .known
            .get(&(player, stream))
            .copied()
            .unwrap_or_default();
        ensure(after <= known, || {
            format!("player {player} follows {stream} after {after}, and has seen {known}")
        })
    }

    fn saw(
        &mut self,
        connection: ConnectionId,
        player: PlayerId,
        (stream, version): (StreamId, Version),
        seen: &Seen,
        truth: &Truth,
    ) -> Checked {
        let Some(shown) = self.shown.get_mut(&(connection, stream)) else {
            return Err(format!(
                "player {player} is shown {stream}/{version} and does not follow it"
            ));
        };
        let before = std::mem::replace(shown, version);
        ensure(version == before.next(), || {
            format!("player {player} is shown {stream}/{version} after {before}")
        })?;
        let known = self.known.entry((player, stream)).or_default();
        *known = version.max(*known);
        let Some(committed) = truth.at(stream, version) else {
            return Err(format!(
                "player {player} is shown {stream}/{version}, which is not committed"
            ));
        };
        let committed = event(committed);
        ensure(
            committed
                .as_ref()
                .is_some_and(|committed| is_of(seen, committed)),
            || {
                format!(
                    "player {player} is shown {stream}/{version} as {seen:?}, it is {committed:?}"
                )
            },
        )
    }
}

/// Whether what was shown is of this event.
fn is_of(seen: &Seen, committed: &ArenaEvent) -> bool {
    match (seen, committed) {
        (Seen::Session(seen), ArenaEvent::Session(event)) => seen == event,
        (Seen::Hidden, ArenaEvent::Battle(_)) => true,
        (Seen::Outline(seen), ArenaEvent::Battle(event)) => same_kind(seen, event),
        (Seen::Whole(seen), ArenaEvent::Battle(event)) => seen == event,
        (
            Seen::Session(_) | Seen::Hidden | Seen::Outline(_) | Seen::Whole(_),
            ArenaEvent::Battle(_)
            | ArenaEvent::Session(_)
            | ArenaEvent::Queue(_)
            | ArenaEvent::Book(_),
        ) => false,
    }
}

/// An outline lacks what is secret, no more.
fn same_kind(seen: &battle::Event, event: &battle::Event) -> bool {
    std::mem::discriminant(seen) == std::mem::discriminant(event) && seen.at() == event.at()
}

impl Check for Resume {
    fn note(&mut self, entry: &Entry, truth: &Truth) -> Checked {
        match &entry.what {
            Happened::Followed {
                connection,
                player,
                stream,
                after,
            } => self.followed(*connection, *player, *stream, *after),
            Happened::Saw {
                connection,
                player,
                stream,
                version,
                seen,
            } => self.saw(*connection, *player, (*stream, *version), seen, truth),
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

    fn scene(after: u64) -> (Scene, StreamId) {
        let mut scene = Scene::default();
        let stream = scene.started_battle();
        for after in [0, after] {
            scene.follows(player(1), stream, after);
            for version in after + 1..=4 {
                let seen = Seen::Whole(scene.event(stream, version));
                scene.shows(player(1), stream, version, seen);
            }
        }
        (scene, stream)
    }

    #[test]
    fn each_later_version_once_is_sound() {
        for after in 0..=4 {
            assert_eq!(scene(after).0.check(Invariant::Resume), Ok(()));
        }
    }

    #[test]
    fn a_version_again_or_ahead_or_not_committed_is_noticed() {
        for (version, expected) in [
            (4, "/4 after 4"),
            (6, "/6 after 4"),
            (5, "which is not committed"),
        ] {
            let (mut scene, stream) = scene(2);
            scene.shows(player(1), stream, version, Seen::Hidden);
            let violation = scene.check(Invariant::Resume).unwrap_err();
            assert!(violation.what.contains(expected), "{violation}");
        }
    }

    #[test]
    fn another_event_than_the_committed_is_noticed() {
        let (mut scene, stream) = scene(4);
        scene.follows(player(1), stream, 0);
        let other = Seen::Whole(scene.event(stream, 2));
        scene.shows(player(1), stream, 1, other);
        let violation = scene.check(Invariant::Resume).unwrap_err();
        assert!(violation.what.contains("is shown"), "{violation}");
    }
}
