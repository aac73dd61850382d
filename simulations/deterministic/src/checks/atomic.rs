//! Invariant 3: An append is atomic: all of its events or none. One that loses is rejected alone.

use std::collections::{BTreeMap, BTreeSet};

use arena_log::{Append, AppendError, EventId, Recorded, ShardId, StreamId, Version};

use super::truth::Truth;
use super::{Check, Checked, ensure};
use crate::history::{Entry, FinalLog, Happened};

#[derive(Debug, Default)]
pub(super) struct Atomic {
    /// Of each shard the event whose append's further ones must follow.
    open: BTreeMap<ShardId, Recorded>,
    /// The events of appends that were refused, at the versions that they asked for.
    refused: BTreeSet<(StreamId, Version, EventId)>,
}

impl Atomic {
    fn stored(&mut self, event: &Recorded) -> Checked {
        let Recorded {
            stream,
            version,
            shard,
            part,
            parts,
            id,
            ..
        } = *event;
        let follows = match self.open.remove(&shard) {
            Some(open) => {
                (open.stream, open.command, open.parts, open.part + 1)
                    == (stream, event.command, parts, part)
            }
            None => part == 0,
        };
        ensure(follows && part < parts, || {
            format!("stream {stream}/{version}: part {part} of {parts} stands alone")
        })?;
        if part + 1 < parts {
            self.open.insert(shard, event.clone());
        }
        ensure(!self.refused.contains(&(stream, version, id)), || {
            format!("stream {stream}/{version}: stored after it was refused")
        })
    }

    fn refused(&mut self, append: &Append, error: &AppendError, truth: &Truth) -> Checked {
        let stream = append.stream;
        match error {
            // It may be stored.
            AppendError::Abandoned => return Ok(()),
            AppendError::Conflict { .. } => {
                let expected = append.expected;
                ensure(truth.version(stream) != expected, || {
                    format!(
                        "stream {stream}: an append after {expected} was refused for its version, which is right"
                    )
                })?;
            }
            AppendError::Fenced { .. }
            | AppendError::TooLarge(_)
            | AppendError::Overloaded { .. }
            | AppendError::Unavailable { .. }
            | AppendError::ShuttingDown => {}
        }
        let mut version = append.expected;
        for event in &append.events {
            version = version.next();
            let stored = truth.at(stream, version).map(|stored| stored.id);
            ensure(stored != Some(event.id), || {
                format!("stream {stream}/{version}: refused ({error}), and stored")
            })?;
            self.refused.insert((stream, version, event.id));
        }
        Ok(())
    }
}

impl Check for Atomic {
    fn note(&mut self, entry: &Entry, truth: &Truth) -> Checked {
        match &entry.what {
            Happened::Stored(event) => self.stored(event),
            Happened::Told {
                append,
                answer: Err(error),
                ..
            } => self.refused(append, error, truth),
            _ => Ok(()),
        }
    }

    fn end(&mut self, log: &FinalLog, _: &Truth) -> Checked {
        if let Some((shard, open)) = self.open.first_key_value() {
            let (stream, version) = (open.stream, open.version);
            return Err(format!(
                "shard {shard}: the append of {stream}/{version} is not whole"
            ));
        }
        let mut again = Self::default();
        log.events.iter().try_for_each(|event| again.stored(event))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::super::Invariant;
    use super::super::scene::Scene;
    use super::*;

    fn scene() -> (Scene, StreamId, Recorded) {
        let mut scene = Scene::default();
        let stream = scene.started_battle();
        let event = scene.next(stream, scene.hello());
        (scene, stream, event)
    }

    #[test]
    fn half_an_append_is_noticed() {
        let (mut scene, _, mut event) = scene();
        event.parts = 2;
        scene.stores(event.clone());
        assert!(scene.check(Invariant::Atomic).is_err());
        let mut second = event;
        (second.part, second.version, second.position) =
            (1, second.version.next(), second.position.next());
        scene.stores(second);
        assert_eq!(scene.check(Invariant::Atomic), Ok(()));
    }

    #[test]
    fn a_part_without_its_first_is_noticed() {
        let (mut scene, _, mut event) = scene();
        (event.part, event.parts) = (1, 2);
        scene.stores(event);
        assert!(scene.check(Invariant::Atomic).is_err());
    }

    #[test]
    fn what_is_refused_and_stored_is_noticed() {
        let (mut scene, stream, event) = scene();
        scene.refuses(&event, AppendError::ShuttingDown);
        assert_eq!(scene.check(Invariant::Atomic), Ok(()));
        scene.stores(event.clone());
        assert!(scene.check(Invariant::Atomic).is_err());
        let (mut scene, ..) = self::scene();
        scene.stores(event.clone());
        scene.refuses(
            &event,
            AppendError::Fenced {
                shard: ShardId::of(stream),
                epoch: event.epoch,
            },
        );
        assert!(scene.check(Invariant::Atomic).is_err());
    }

    #[test]
    fn an_append_that_is_refused_for_anothers_sake_is_noticed() {
        let (mut scene, stream, event) = scene();
        let conflict = AppendError::Conflict {
            stream,
            expected: Version(4),
            actual: Version(4),
        };
        scene.refuses(&event, conflict);
        let violation = scene.check(Invariant::Atomic).unwrap_err();
        assert!(violation.what.contains("which is right"), "{violation}");
    }
}
