//! Invariant 2: An acknowledged append is present, byte-identical, after any crash, restart, failover or retry.

use arena_log::{Appended, Recorded, StreamId, Version};
use arena_rules::ids::command_id;

use super::truth::Truth;
use super::{Check, Checked, ensure};
use crate::history::{Answer, Entry, FinalLog, Happened};

#[derive(Debug, Default)]
pub(super) struct Durable {
    /// What was acknowledged, to an actor or to a player.
    acknowledged: Vec<(StreamId, Version)>,
}

impl Durable {
    fn appended(&mut self, told: &Told<'_>, truth: &Truth) -> Checked {
        let Told { append, appended } = told;
        let stream = append.stream;
        match appended {
            Appended::Stored {
                first_version,
                first_position,
            } => {
                for acked in (*append).clone().recorded(*first_version, *first_position) {
                    let version = acked.version;
                    let stored = truth.at(stream, version);
                    ensure(stored.is_some_and(|stored| same(stored, &acked)), || {
                        format!(
                            "stream {stream}/{version} was acknowledged, the store has {stored:?}"
                        )
                    })?;
                    self.acknowledged.push((stream, version));
                }
            }
            Appended::Duplicate {
                first_version,
                parts,
                ..
            } => {
                let (version, command) = (*first_version, append.command);
                let stored = truth.at(stream, version);
                let known = |stored: &Recorded| {
                    (stored.command, stored.part, stored.parts) == (command, 0, *parts)
                };
                ensure(stored.is_some_and(known), || {
                    format!("stream {stream}/{version} was said to be of command {command}")
                })?;
                self.acknowledged.push((stream, version));
            }
        }
        Ok(())
    }
}

struct Told<'a> {
    append: &'a arena_log::Append,
    appended: &'a Appended,
}

/// Byte for byte; the store may have raised the epoch to settle what was in doubt.
fn same(stored: &Recorded, acked: &Recorded) -> bool {
    let epoch = stored.epoch;
    stored.epoch >= acked.epoch
        && *stored
            == Recorded {
                epoch,
                ..acked.clone()
            }
}

impl Check for Durable {
    fn note(&mut self, entry: &Entry, truth: &Truth) -> Checked {
        match &entry.what {
            Happened::Told {
                append,
                answer: Ok(appended),
                ..
            } => self.appended(&Told { append, appended }, truth),
            Happened::Answered {
                player,
                id,
                stream,
                answer: Answer::Accepted { first, last },
            } => {
                let command = command_id(*player, *id);
                for version in first.0..=last.0 {
                    let version = Version(version);
                    let stored = truth.at(*stream, version);
                    ensure(
                        stored.is_some_and(|stored| stored.command.0 == command),
                        || {
                            format!(
                                "player {player} was told that {id} is {stream}/{version}, the store has {stored:?}"
                            )
                        },
                    )?;
                    self.acknowledged.push((*stream, version));
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn end(&mut self, log: &FinalLog, truth: &Truth) -> Checked {
        let events = log.events.iter();
        let found: std::collections::BTreeMap<_, _> = events
            .map(|event| ((event.stream, event.version), event))
            .collect();
        for (stream, version) in &self.acknowledged {
            let found = found.get(&(*stream, *version)).copied();
            ensure(found == truth.at(*stream, *version), || {
                format!("stream {stream}/{version} was acknowledged, in the end there is {found:?}")
            })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::super::Invariant;
    use super::super::scene::{Scene, player};
    use super::*;
    use uuid::Uuid;

    fn scene() -> (Scene, StreamId) {
        let mut scene = Scene::default();
        let stream = scene.started_battle();
        (scene, stream)
    }

    #[test]
    fn what_was_acknowledged_and_stored_is_sound() {
        let (mut scene, stream) = scene();
        let event = scene.next(stream, scene.hello());
        scene.stores(event.clone());
        scene.acknowledges(&event);
        assert_eq!(scene.check(Invariant::Durable), Ok(()));
    }

    #[test]
    fn a_player_who_is_told_of_anothers_event_is_noticed() {
        let (mut scene, stream) = scene();
        let event = scene.next(stream, scene.hello());
        scene.stores(event);
        scene.accepts(player(1), Uuid::from_u128(77), stream, 5);
        let violation = scene.check(Invariant::Durable).unwrap_err();
        assert!(violation.what.contains("was told that"), "{violation}");
    }

    #[test]
    fn an_acknowledgement_ahead_of_the_commit_is_noticed() {
        let (mut scene, stream) = scene();
        let event = scene.next(stream, scene.hello());
        scene.acknowledges(&event);
        let violation = scene.check(Invariant::Durable).unwrap_err();
        assert!(
            violation
                .what
                .contains("was acknowledged, the store has None")
        );
        scene.stores(event);
        assert!(scene.check(Invariant::Durable).is_err());
    }

    #[test]
    fn another_byte_than_the_acknowledged_is_noticed() {
        let (mut scene, stream) = scene();
        let event = scene.next(stream, scene.hello());
        let mut other = event.clone();
        other.data.push(0);
        scene.stores(other);
        scene.acknowledges(&event);
        assert!(scene.check(Invariant::Durable).is_err());
    }

    #[test]
    fn what_is_lost_after_it_was_acknowledged_is_noticed() {
        let (mut scene, stream) = scene();
        let event = scene.next(stream, scene.hello());
        scene.stores(event.clone());
        scene.acknowledges(&event);
        assert_eq!(scene.check(Invariant::Durable), Ok(()));
        scene.log.events.pop();
        let violation = scene.check(Invariant::Durable).unwrap_err();
        assert!(violation.what.contains("in the end there is None"));
    }
}
