//! Invariant 7: A projection equals the fold of the log prefix at its checkpoint; read model and checkpoint commit together.

use arena_log::Positions;

use super::truth::Truth;
use super::{Check, Checked, ensure};
use crate::history::{Entry, Happened};
use crate::standings::Standings;

/// The fold that is compared with, as far as it has come.
#[derive(Debug, Default)]
pub(super) struct Projection {
    checkpoint: Positions,
    standings: Standings,
}

impl Projection {
    fn fold_to(&mut self, checkpoint: &Positions, truth: &Truth) -> Checked {
        if !checkpoint.covers(&self.checkpoint) {
            *self = Self::default();
        }
        for (shard, position) in checkpoint.iter() {
            let mut next = self.checkpoint.get(shard);
            while next < position {
                next = next.next();
                let event = truth.there(shard, next).ok_or_else(|| {
                    format!("a checkpoint says {shard}/{position}, nothing is at {next}")
                })?;
                self.standings.fold(event);
            }
        }
        self.checkpoint = checkpoint.clone();
        Ok(())
    }
}

impl Check for Projection {
    fn note(&mut self, entry: &Entry, truth: &Truth) -> Checked {
        let Happened::Projected {
            checkpoint,
            standings,
        } = &entry.what
        else {
            return Ok(());
        };
        self.fold_to(checkpoint, truth)?;
        ensure(*standings == self.standings, || {
            let (folded, total) = (&self.standings, checkpoint.total());
            format!("a read model at {total} events is {standings:?}, the fold is {folded:?}")
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::super::Invariant;
    use super::super::scene::Scene;
    use super::*;
    use arena_log::{Position, ShardId};

    fn scene(events: u64) -> (Scene, Standings, Positions) {
        let mut scene = Scene::default();
        let stream = scene.started_battle();
        let mut standings = Standings::default();
        scene
            .log
            .events
            .iter()
            .for_each(|event| standings.fold(event));
        let mut checkpoint = Positions::start();
        checkpoint.set(ShardId::of(stream), Position(events));
        (scene, standings, checkpoint)
    }

    #[test]
    fn the_fold_at_its_checkpoint_is_sound_and_any_other_is_noticed() {
        for (checkpoint, expected) in [(4, true), (3, false), (5, false)] {
            let (mut scene, standings, checkpoint) = scene(checkpoint);
            scene.happens(Happened::Projected {
                checkpoint,
                standings,
            });
            assert_eq!(scene.check(Invariant::Projection).is_ok(), expected);
        }
    }

    #[test]
    fn an_event_that_was_folded_twice_is_noticed() {
        let (mut scene, mut standings, checkpoint) = scene(4);
        standings.fold(&scene.log.events[0].clone());
        scene.happens(Happened::Projected {
            checkpoint,
            standings,
        });
        assert!(scene.check(Invariant::Projection).is_err());
    }
}
