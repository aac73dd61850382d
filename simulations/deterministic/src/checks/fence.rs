//! Invariant 5: Once an owner with epoch e has written to a shard, no append with an epoch below e is ever accepted there; and a process
//! speaks for a shard only while nobody else can have it.

use std::collections::BTreeMap;
use std::time::Duration;

use arena_log::{Append, Appended, Epoch, OwnerId, Recorded, ShardId};
use arena_tree::limits::ALIVE_FOR;

use super::truth::Truth;
use super::{Check, Checked, ensure};
use crate::history::{Entry, FinalLog, Happened};

#[derive(Debug, Default)]
pub(super) struct Fence {
    written: BTreeMap<ShardId, Epoch>,
    claimed: BTreeMap<(ShardId, Epoch), OwnerId>,
    /// When the last heartbeat of a life was sent that was answered well.
    beats: BTreeMap<OwnerId, Duration>,
}

impl Fence {
    fn stored(&mut self, event: &Recorded, truth: &Truth) -> Checked {
        let Recorded {
            shard,
            position,
            epoch,
            ..
        } = *event;
        let written = self.written.entry(shard).or_default();
        ensure(epoch >= *written, || {
            format!("shard {shard}/{position}: epoch {epoch} writes after {written}")
        })?;
        *written = epoch;
        let claimed = truth.claims(shard).next_back();
        ensure(claimed.is_none_or(|(claimed, _)| claimed <= epoch), || {
            format!(
                "shard {shard}/{position}: epoch {epoch} writes after a claim under {claimed:?}"
            )
        })
    }

    fn claimed(&mut self, owner: OwnerId, shard: ShardId, epoch: Epoch) -> Checked {
        let other = self.claimed.insert((shard, epoch), owner);
        ensure(other.is_none_or(|other| other == owner), || {
            format!("shard {shard}: epoch {epoch} is claimed by {owner} and by {other:?}")
        })
    }

    /// Whoever has written owned the shard then.
    fn wrote(owner: OwnerId, append: &Append, appended: &Appended, truth: &Truth) -> Checked {
        let Appended::Stored { first_version, .. } = appended else {
            return Ok(());
        };
        let (stream, shard) = (append.stream, ShardId::of(append.stream));
        let Some(stored) = truth.at(stream, *first_version) else {
            return Ok(());
        };
        let other = truth.claims(shard).find(|(epoch, other)| {
            (append.epoch.next()..=stored.epoch).contains(epoch) && *other != owner
        });
        ensure(other.is_none(), || {
            let (claimed, epoch) = (append.epoch, stored.epoch);
            format!(
                "stream {stream}: {owner}, who had claimed under {claimed}, wrote under {epoch}, {other:?} had claimed"
            )
        })
    }

    fn replied(
        &self,
        at: Duration,
        owner: OwnerId,
        shard: ShardId,
        epoch: Epoch,
        truth: &Truth,
    ) -> Checked {
        // Under no epoch it is said that nobody speaks.
        if epoch == Epoch::ZERO {
            return Ok(());
        }
        let beat = self.beats.get(&owner).copied();
        let alive = beat.is_some_and(|beat| at < beat + ALIVE_FOR);
        ensure(alive, || {
            format!("{owner} speaks for shard {shard}, its last sign of life was sent at {beat:?}")
        })?;
        let newest = truth.claims(shard).next_back();
        let others = newest.is_some_and(|(newest, other)| newest > epoch && other != owner);
        ensure(!others, || {
            format!(
                "{owner} speaks for shard {shard} under {epoch}, after a claim under {newest:?}"
            )
        })
    }
}

impl Check for Fence {
    fn note(&mut self, entry: &Entry, truth: &Truth) -> Checked {
        match &entry.what {
            Happened::Stored(event) => self.stored(event, truth),
            Happened::Claimed {
                owner,
                shard,
                epoch,
            } => self.claimed(*owner, *shard, *epoch),
            Happened::Beat { owner, sent } => {
                let last = self.beats.entry(*owner).or_default();
                *last = (*last).max(*sent);
                Ok(())
            }
            Happened::Told {
                owner,
                append,
                answer: Ok(appended),
            } => Self::wrote(*owner, append, appended, truth),
            Happened::Replied {
                owner,
                shard,
                epoch,
            } => self.replied(entry.at, *owner, *shard, *epoch, truth),
            _ => Ok(()),
        }
    }

    fn end(&mut self, log: &FinalLog, _: &Truth) -> Checked {
        let mut again = Self::default();
        let nobody = Truth::default();
        log.events
            .iter()
            .try_for_each(|event| again.stored(event, &nobody))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::super::Invariant;
    use super::super::scene::{Scene, owner};
    use super::*;
    use arena_log::StreamId;

    fn scene() -> (Scene, StreamId, Recorded) {
        let mut scene = Scene::default();
        let stream = scene.started_battle();
        let event = scene.next(stream, scene.hello());
        (scene, stream, event)
    }

    fn claims(scene: &mut Scene, number: u128, stream: StreamId, epoch: u64) {
        scene.happens(Happened::Claimed {
            owner: owner(number),
            shard: ShardId::of(stream),
            epoch: Epoch(epoch),
        });
    }

    fn replies(scene: &mut Scene, number: u128, stream: StreamId, epoch: u64) {
        scene.happens(Happened::Replied {
            owner: owner(number),
            shard: ShardId::of(stream),
            epoch: Epoch(epoch),
        });
    }

    #[test]
    fn a_lower_epoch_that_writes_is_noticed() {
        let (mut scene, _, mut event) = scene();
        event.epoch = Epoch(0);
        scene.stores(event);
        assert!(scene.check(Invariant::Fence).is_err());
    }

    #[test]
    fn a_write_from_before_a_claim_is_noticed() {
        let (mut scene, stream, event) = scene();
        claims(&mut scene, 2, stream, 2);
        scene.stores(event);
        let violation = scene.check(Invariant::Fence).unwrap_err();
        assert!(violation.what.contains("after a claim"), "{violation}");
    }

    #[test]
    fn a_write_under_anothers_epoch_is_noticed() {
        let (mut scene, stream, mut event) = scene();
        claims(&mut scene, 2, stream, 2);
        let asked = event.clone();
        event.epoch = Epoch(2);
        scene.stores(event);
        assert_eq!(scene.check(Invariant::Fence), Ok(()));
        scene.acknowledges(&asked);
        assert!(scene.check(Invariant::Fence).is_err());
    }

    #[test]
    fn two_claims_under_one_epoch_are_noticed() {
        let (mut scene, stream, _) = scene();
        claims(&mut scene, 1, stream, 2);
        claims(&mut scene, 2, stream, 2);
        assert!(scene.check(Invariant::Fence).is_err());
    }

    #[test]
    fn a_reply_too_long_after_the_last_sign_of_life_is_noticed() {
        let (mut scene, stream, _) = scene();
        let sent = scene.at();
        scene.happens(Happened::Beat {
            owner: owner(1),
            sent,
        });
        scene.passes(3_499);
        replies(&mut scene, 1, stream, 1);
        assert_eq!(scene.check(Invariant::Fence), Ok(()));
        scene.passes(1);
        replies(&mut scene, 1, stream, 0);
        assert_eq!(scene.check(Invariant::Fence), Ok(()));
        replies(&mut scene, 1, stream, 1);
        assert!(scene.check(Invariant::Fence).is_err());
    }

    #[test]
    fn a_reply_after_anothers_claim_is_noticed() {
        let (mut scene, stream, _) = scene();
        let sent = scene.at();
        scene.happens(Happened::Beat {
            owner: owner(1),
            sent,
        });
        claims(&mut scene, 2, stream, 2);
        replies(&mut scene, 1, stream, 1);
        assert!(scene.check(Invariant::Fence).is_err());
    }
}
