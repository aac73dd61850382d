//! The heads' beacon: how a follower notices that the last message of a stream was lost, even when its sender has died.
//!
//! An owner says every second how far each of its shards has come and which streams moved since it last said so. Whoever has
//! heard every beacon knows exactly which streams to look at; whoever has missed one looks at all that it follows of the shard.

use std::collections::{BTreeMap, BTreeSet};

use arena_log::{Epoch, Position, ShardId, StreamId, Version};

use crate::Committed;

/// Streams that one beacon names for a shard, at most; beyond that everybody looks.
pub const MAX_MOVED: usize = 512;
/// Commits of a shard that are remembered until the next beacon, at most.
const MAX_REMEMBERED: usize = 8192;

/// How far a shard has come, as its owner knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    pub shard: ShardId,
    pub epoch: Epoch,
    /// The position of the shard's newest event.
    pub head: Position,
}

/// A shard's part of a beacon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Moved {
    pub(crate) shard: ShardId,
    pub(crate) epoch: Epoch,
    /// The head that the beacon before this one told of.
    pub(crate) since: Position,
    pub(crate) head: Position,
    /// The streams that moved between the two, with their newest versions; none if the sender does not know them all.
    pub(crate) streams: Option<Vec<(StreamId, Version)>>,
}

/// The owner's side: what was published since the last beacon.
#[derive(Debug, Default)]
pub(crate) struct Announcer {
    shards: BTreeMap<ShardId, Announced>,
}

#[derive(Debug)]
struct Announced {
    /// None until the first beacon.
    told: Option<(Epoch, Position)>,
    /// Commits above `told`, by their first position.
    commits: BTreeMap<Position, (Position, StreamId, Version)>,
    /// A head that the last beacon has seen but held back, since its events had not all been published.
    owed: Option<Position>,
    forgot: bool,
}

impl Announcer {
    pub(crate) fn published(&mut self, committed: &Committed) {
        let (Some(first), Some(last)) = (committed.events.first(), committed.events.last()) else {
            return;
        };
        let shard = self.shards.entry(first.shard).or_insert(Announced {
            told: None,
            commits: BTreeMap::new(),
            owed: None,
            forgot: false,
        });
        if shard.commits.len() >= MAX_REMEMBERED {
            shard.commits.clear();
            shard.forgot = true;
        }
        shard.commits.insert(
            first.position,
            (last.position, committed.stream, last.version),
        );
    }

    /// What to tell of the shards that are held now; others are forgotten.
    pub(crate) fn announce(&mut self, heads: &[Head]) -> Vec<Moved> {
        let held: BTreeSet<ShardId> = heads.iter().map(|head| head.shard).collect();
        self.shards.retain(|shard, _| held.contains(shard));
        heads
            .iter()
            .map(|head| {
                let shard = self.shards.entry(head.shard).or_insert(Announced {
                    told: None,
                    commits: BTreeMap::new(),
                    owed: None,
                    forgot: false,
                });
                shard.announce(*head)
            })
            .collect()
    }
}

impl Announced {
    fn announce(&mut self, Head { shard, epoch, head }: Head) -> Moved {
        let Some((_, since)) = self.told.filter(|(told, _)| *told == epoch) else {
            // A new owner knows the head, not what its predecessor may have failed to publish.
            return self.tell(shard, epoch, head, head, Some(Vec::new()));
        };
        let mut reached = since;
        let mut streams: BTreeMap<StreamId, Version> = BTreeMap::new();
        for (first, (last, stream, version)) in &self.commits {
            if *last <= reached {
                continue;
            }
            if *first > reached.next() {
                break;
            }
            reached = *last;
            let newest = streams.entry(*stream).or_default();
            *newest = (*newest).max(*version);
        }
        let is_gone = self.owed.is_some_and(|owed| reached < owed) || self.forgot;
        if is_gone && reached < head {
            // The events between were never published here.
            return self.tell(shard, epoch, since, head, None);
        }
        let streams = (streams.len() <= MAX_MOVED).then(|| streams.into_iter().collect());
        // Publishing follows the commit at once: what is missing now is there the next time, or was lost.
        let owed = (reached < head).then_some(head);
        let moved = self.tell(shard, epoch, since, reached, streams);
        self.owed = owed;
        moved
    }

    fn tell(
        &mut self,
        shard: ShardId,
        epoch: Epoch,
        since: Position,
        head: Position,
        streams: Option<Vec<(StreamId, Version)>>,
    ) -> Moved {
        self.told = Some((epoch, head));
        self.owed = None;
        self.forgot = false;
        self.commits.retain(|_, (last, ..)| *last > head);
        Moved {
            shard,
            epoch,
            since,
            head,
            streams,
        }
    }
}

/// What a beacon gives a follower to look at.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Suspects {
    Nothing,
    /// These streams have at least these versions.
    Streams(Vec<(StreamId, Version)>),
    /// Any stream of the shard may have moved.
    Shard,
}

/// The followers' side: how far the beacons that were heard reach.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    shards: BTreeMap<ShardId, (Epoch, Position)>,
}

impl Watch {
    pub(crate) fn hear(&mut self, moved: Moved) -> Suspects {
        let known = self.shards.get(&moved.shard).copied();
        if known.is_some_and(|(epoch, _)| moved.epoch < epoch) {
            return Suspects::Nothing;
        }
        let covered = known.map(|(_, covered)| covered);
        let reaches = covered.unwrap_or_default().max(moved.head);
        self.shards.insert(moved.shard, (moved.epoch, reaches));
        if covered.is_some_and(|covered| moved.head <= covered) {
            return Suspects::Nothing;
        }
        match moved.streams {
            Some(streams) if covered.is_some_and(|covered| moved.since <= covered) => {
                Suspects::Streams(streams)
            }
            Some(_) | None => Suspects::Shard,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::testing::committed;
    use uuid::Uuid;

    const SHARD: ShardId = ShardId(229);

    /// A stream of the shard, and one of its commits.
    fn commit(version: u64, position: u64) -> Committed {
        committed(StreamId(Uuid::nil()), version, position, 1)
    }

    fn head(epoch: u64, head: u64) -> Head {
        Head {
            shard: SHARD,
            epoch: Epoch(epoch),
            head: Position(head),
        }
    }

    fn beacon(announcer: &mut Announcer, epoch: u64, at: u64) -> Moved {
        announcer.announce(&[head(epoch, at)]).remove(0)
    }

    fn stream(version: u64) -> Suspects {
        Suspects::Streams(vec![(StreamId(Uuid::nil()), Version(version))])
    }

    #[test]
    fn who_has_heard_every_beacon_looks_at_what_moved_alone() {
        let (mut announcer, mut watch) = (Announcer::default(), Watch::default());
        assert_eq!(watch.hear(beacon(&mut announcer, 1, 7)), Suspects::Shard);
        assert_eq!(watch.hear(beacon(&mut announcer, 1, 7)), Suspects::Nothing);
        announcer.published(&commit(3, 8));
        announcer.published(&commit(4, 9));
        assert_eq!(watch.hear(beacon(&mut announcer, 1, 9)), stream(4));
        assert_eq!(watch.hear(beacon(&mut announcer, 1, 9)), Suspects::Nothing);
    }

    #[test]
    fn a_missed_beacon_makes_everybody_look() {
        let (mut announcer, mut watch) = (Announcer::default(), Watch::default());
        watch.hear(beacon(&mut announcer, 1, 0));
        announcer.published(&commit(1, 1));
        drop(beacon(&mut announcer, 1, 1));
        announcer.published(&commit(2, 2));
        assert_eq!(watch.hear(beacon(&mut announcer, 1, 2)), Suspects::Shard);
    }

    #[test]
    fn a_commit_that_was_never_published_makes_everybody_look_at_the_second_beacon() {
        let (mut announcer, mut watch) = (Announcer::default(), Watch::default());
        watch.hear(beacon(&mut announcer, 1, 0));
        announcer.published(&commit(2, 2));
        assert_eq!(watch.hear(beacon(&mut announcer, 1, 2)), Suspects::Nothing);
        assert_eq!(watch.hear(beacon(&mut announcer, 1, 2)), Suspects::Shard);
        announcer.published(&commit(3, 3));
        assert_eq!(watch.hear(beacon(&mut announcer, 1, 3)), stream(3));
    }

    #[test]
    fn a_commit_that_was_still_on_its_way_is_told_the_next_time() {
        let (mut announcer, mut watch) = (Announcer::default(), Watch::default());
        watch.hear(beacon(&mut announcer, 1, 0));
        assert_eq!(watch.hear(beacon(&mut announcer, 1, 1)), Suspects::Nothing);
        announcer.published(&commit(1, 1));
        assert_eq!(watch.hear(beacon(&mut announcer, 1, 1)), stream(1));
    }

    #[test]
    fn a_new_owner_that_knows_a_higher_head_makes_everybody_look() {
        let (mut old, mut new, mut watch) =
            (Announcer::default(), Announcer::default(), Watch::default());
        watch.hear(beacon(&mut old, 1, 5));
        assert_eq!(watch.hear(beacon(&mut new, 2, 6)), Suspects::Shard);
        assert_eq!(
            watch.hear(beacon(&mut old, 1, 9)),
            Suspects::Nothing,
            "a former owner is not believed"
        );
        assert_eq!(watch.hear(beacon(&mut new, 2, 6)), Suspects::Nothing);
    }

    #[test]
    fn commits_that_nobody_announces_are_forgotten_and_that_is_told() {
        let (mut announcer, mut watch) = (Announcer::default(), Watch::default());
        watch.hear(beacon(&mut announcer, 1, 0));
        let many = u64::try_from(MAX_REMEMBERED).unwrap() + 10;
        for at in 1..=many {
            announcer.published(&commit(at, at));
        }
        assert!(announcer.shards[&SHARD].commits.len() <= MAX_REMEMBERED);
        assert_eq!(watch.hear(beacon(&mut announcer, 1, many)), Suspects::Shard);
    }
}
