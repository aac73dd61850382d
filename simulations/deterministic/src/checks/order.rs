//! Invariant 1: A stream's versions are exactly 1..n. A shard's positions are exactly 1..head, and once a position is visible all below it
//! are.

use std::collections::BTreeMap;

use arena_log::{Position, Recorded, ShardId, StreamId, Version};

use super::truth::Truth;
use super::{Check, Checked, ensure};
use crate::history::{Entry, FinalLog, Happened};

#[derive(Debug, Default)]
pub(super) struct Order {
    walked: Walk,
}

#[derive(Debug, Default)]
struct Walk {
    versions: BTreeMap<StreamId, Version>,
    heads: BTreeMap<ShardId, Position>,
}

impl Walk {
    fn next(&mut self, event: &Recorded) -> Checked {
        let Recorded {
            stream,
            version,
            shard,
            position,
            ..
        } = *event;
        ensure(shard == ShardId::of(stream), || {
            format!("stream {stream} is in shard {shard}")
        })?;
        let before = self.versions.insert(stream, version).unwrap_or_default();
        ensure(version == before.next(), || {
            format!("stream {stream}: version {version} follows {before}")
        })?;
        let before = self.heads.insert(shard, position).unwrap_or_default();
        ensure(position == before.next(), || {
            format!("shard {shard}: position {position} follows {before}")
        })
    }
}

impl Check for Order {
    fn note(&mut self, entry: &Entry, _: &Truth) -> Checked {
        match &entry.what {
            Happened::Stored(event) => self.walked.next(event),
            _ => Ok(()),
        }
    }

    fn end(&mut self, log: &FinalLog, _: &Truth) -> Checked {
        let mut walk = Walk::default();
        log.events.iter().try_for_each(|event| walk.next(event))?;
        for (shard, head) in log.heads.iter() {
            let found = walk.heads.get(&shard).copied().unwrap_or_default();
            ensure(found == head, || {
                format!("shard {shard}: its head is {head}, its newest event is at {found}")
            })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::super::Invariant;
    use super::super::scene::Scene;
    use super::*;

    fn scene() -> (Scene, StreamId) {
        let mut scene = Scene::default();
        let stream = scene.started_battle();
        (scene, stream)
    }

    fn said(scene: &mut Scene, stream: StreamId, change: impl FnOnce(&mut Recorded)) {
        let mut event = scene.next(stream, scene.hello());
        change(&mut event);
        scene.stores(event);
    }

    #[test]
    fn a_log_without_gaps_is_sound() {
        let (mut scene, stream) = scene();
        said(&mut scene, stream, |_| {});
        assert_eq!(scene.check(Invariant::Order), Ok(()));
    }

    #[test]
    fn a_gap_in_versions_or_positions_is_noticed() {
        type Change = fn(&mut Recorded);
        let cases: [(Change, &str); 4] = [
            (
                |event| event.version = event.version.next(),
                "version 6 follows 4",
            ),
            (|event| event.version = Version(4), "version 4 follows 4"),
            (
                |event| event.position = event.position.next(),
                "position 6 follows 4",
            ),
            (|event| event.shard.0 ^= 1, "is in shard"),
        ];
        for (change, expected) in cases {
            let (mut scene, stream) = scene();
            said(&mut scene, stream, change);
            let violation = scene.check(Invariant::Order).unwrap_err();
            assert!(violation.what.contains(expected), "{violation}");
        }
    }

    #[test]
    fn what_is_not_there_in_the_end_is_noticed() {
        let (mut scene, _) = scene();
        scene.log.events.pop();
        let violation = scene.check(Invariant::Order).unwrap_err();
        assert!(violation.what.contains("its head is 4"), "{violation}");
    }
}
