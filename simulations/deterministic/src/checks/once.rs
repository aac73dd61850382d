//! Invariant 4: One command id changes a stream at most once; every retry of an accepted command gets the first answer; the same id with
//! other content is rejected.

use std::collections::{BTreeMap, BTreeSet};

use arena_log::{CommandId, Recorded, StreamId, Version};
use arena_rules::ids::PlayerId;
use uuid::Uuid;

use super::truth::Truth;
use super::{Check, Checked, ensure};
use crate::history::{Answer, Asked, Entry, FinalLog, Happened};

#[derive(Debug, Default)]
pub(super) struct Once {
    stored: BTreeSet<(StreamId, CommandId)>,
    commands: BTreeMap<(PlayerId, Uuid), Command>,
}

/// A player's command.
#[derive(Debug, Default)]
struct Command {
    /// Of each content that was sent under its id.
    contents: BTreeSet<u64>,
    /// What was sent last.
    latest: u64,
    accepted: Option<(Version, Version)>,
}

impl Once {
    fn stored(&mut self, event: &Recorded) -> Checked {
        let (stream, command, version) = (event.stream, event.command, event.version);
        let new = event.part > 0 || self.stored.insert((stream, command));
        ensure(new, || {
            format!("stream {stream}/{version}: command {command} for the second time")
        })
    }

    fn answered(
        &mut self,
        (player, id): (PlayerId, Uuid),
        stream: StreamId,
        answer: &Answer,
        truth: &Truth,
    ) -> Checked {
        let command = self.commands.entry((player, id)).or_default();
        match answer {
            Answer::Accepted { first, last } => {
                let (before, now) = (command.accepted, (*first, *last));
                command.accepted = Some(now);
                ensure(before.is_none_or(|before| before == now), || {
                    format!("player {player}: {id} was accepted as {before:?} and then as {now:?}")
                })?;
                let stored = truth
                    .at(stream, *first)
                    .and_then(|event| event.meta.fingerprint);
                let latest = command.latest;
                ensure(stored.is_none_or(|stored| stored == latest), || {
                    format!(
                        "player {player}: {id} was accepted with another content than {stream}/{first} has"
                    )
                })
            }
            Answer::IdReused => ensure(command.contents.len() > 1, || {
                format!("player {player}: {id} was refused as used, and always had one content")
            }),
            Answer::Rejected(code) => ensure(command.accepted.is_none(), || {
                format!("player {player}: {id} was accepted, and then rejected: {code}")
            }),
            Answer::Busy | Answer::Unavailable => Ok(()),
        }
    }
}

impl Check for Once {
    fn note(&mut self, entry: &Entry, truth: &Truth) -> Checked {
        match &entry.what {
            Happened::Stored(event) => self.stored(event),
            Happened::Asked(Asked {
                player,
                id,
                fingerprint,
                ..
            }) => {
                let command = self.commands.entry((*player, *id)).or_default();
                command.contents.insert(*fingerprint);
                command.latest = *fingerprint;
                Ok(())
            }
            Happened::Answered {
                player,
                id,
                stream,
                answer,
            } => self.answered((*player, *id), *stream, answer, truth),
            _ => Ok(()),
        }
    }

    fn end(&mut self, log: &FinalLog, _: &Truth) -> Checked {
        let mut again = Self::default();
        log.events.iter().try_for_each(|event| again.stored(event))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::super::Invariant;
    use super::super::scene::{Scene, player};
    use super::*;

    const ID: Uuid = Uuid::from_u128(77);

    /// A battle in which somebody has said something by `ID`.
    fn scene() -> (Scene, StreamId) {
        let mut scene = Scene::default();
        let stream = scene.started_battle();
        scene.asks(player(1), ID, stream, 1);
        said(&mut scene, stream);
        scene.accepts(player(1), ID, stream, 5);
        (scene, stream)
    }

    fn said(scene: &mut Scene, stream: StreamId) {
        let mut event = scene.next(stream, scene.hello());
        event.command = CommandId(arena_rules::ids::command_id(player(1), ID));
        event.meta.fingerprint = Some(1);
        scene.stores(event);
    }

    fn answers(scene: &mut Scene, stream: StreamId, answer: Answer) {
        scene.happens(Happened::Answered {
            player: player(1),
            id: ID,
            stream,
            answer,
        });
    }

    #[test]
    fn the_first_answer_again_is_sound() {
        let (mut scene, stream) = scene();
        scene.asks(player(1), ID, stream, 1);
        scene.accepts(player(1), ID, stream, 5);
        scene.asks(player(1), ID, stream, 2);
        answers(&mut scene, stream, Answer::IdReused);
        assert_eq!(scene.check(Invariant::Once), Ok(()));
    }

    #[test]
    fn a_command_that_is_stored_twice_is_noticed() {
        let (mut scene, stream) = scene();
        said(&mut scene, stream);
        let violation = scene.check(Invariant::Once).unwrap_err();
        assert!(violation.what.contains("for the second time"));
    }

    #[test]
    fn another_answer_than_the_first_is_noticed() {
        let (mut scene, stream) = scene();
        scene.asks(player(1), ID, stream, 1);
        scene.accepts(player(1), ID, stream, 6);
        assert!(scene.check(Invariant::Once).is_err());
        let (mut scene, stream) = self::scene();
        answers(&mut scene, stream, Answer::Rejected("battle-over"));
        assert!(scene.check(Invariant::Once).is_err());
    }

    #[test]
    fn another_content_that_is_accepted_is_noticed() {
        let (mut scene, stream) = scene();
        scene.asks(player(1), ID, stream, 2);
        scene.accepts(player(1), ID, stream, 5);
        let violation = scene.check(Invariant::Once).unwrap_err();
        assert!(violation.what.contains("another content"));
    }

    #[test]
    fn the_same_content_that_is_refused_as_another_is_noticed() {
        let (mut scene, stream) = scene();
        answers(&mut scene, stream, Answer::IdReused);
        assert!(scene.check(Invariant::Once).is_err());
    }
}
