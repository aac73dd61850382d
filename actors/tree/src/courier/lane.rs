//! Which effects of a shard may be sent now: pure.
//!
//! What goes to one target goes in the order of its events; what goes to different targets does not wait for each other,
//! so that a target which does not answer holds up nobody but itself.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use arena_log::{Position, StreamId};
use uuid::Uuid;

use crate::effects::{Effect, Stage};

/// The events of a shard whose effects are not all answered.
#[derive(Debug, Default)]
pub(super) struct Lane {
    parcels: BTreeMap<Position, Parcel>,
    /// For each target the events that have something for it.
    queues: BTreeMap<StreamId, VecDeque<Position>>,
}

/// The effects of one event, stage by stage; no target twice in a stage.
#[derive(Debug)]
struct Parcel {
    origin: Origin,
    stages: VecDeque<BTreeMap<StreamId, Effect>>,
    under_way: BTreeSet<StreamId>,
}

/// The event that effects come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    pub(super) event: Uuid,
    pub(super) correlation: Uuid,
}

impl Lane {
    /// How many events wait.
    pub(super) fn len(&self) -> usize {
        self.parcels.len()
    }

    /// Takes the effects of the event at `position`, which comes after all that were taken before.
    pub(super) fn take(&mut self, position: Position, origin: Origin, effects: Vec<Stage>) {
        let mut stages: VecDeque<BTreeMap<StreamId, Effect>> = VecDeque::new();
        for stage in effects {
            let mut open = BTreeMap::new();
            for effect in stage {
                let target = effect.target();
                self.queues.entry(target).or_default().push_back(position);
                if open.contains_key(&target) {
                    stages.push_back(std::mem::take(&mut open));
                }
                open.insert(target, effect);
            }
            if !open.is_empty() {
                stages.push_back(open);
            }
        }
        if !stages.is_empty() {
            let parcel = Parcel {
                origin,
                stages,
                under_way: BTreeSet::new(),
            };
            self.parcels.insert(position, parcel);
        }
    }

    /// The effects of the event at `position` whose turn it is; they are under way from now on.
    pub(super) fn ready(&mut self, position: Position) -> Vec<(Origin, Effect)> {
        let Some(parcel) = self.parcels.get_mut(&position) else {
            return Vec::new();
        };
        let Some(stage) = parcel.stages.front() else {
            return Vec::new();
        };
        let mut ready = Vec::new();
        for (target, effect) in stage {
            let first = self.queues.get(target).and_then(VecDeque::front);
            if first == Some(&position) && parcel.under_way.insert(*target) {
                ready.push((parcel.origin, effect.clone()));
            }
        }
        ready
    }

    /// Notes that `target` has answered the event at `position`. Gives the events for which it may be their turn.
    pub(super) fn answered(&mut self, position: Position, target: StreamId) -> Vec<Position> {
        let Some(parcel) = self.parcels.get_mut(&position) else {
            return Vec::new();
        };
        if !parcel.under_way.remove(&target) {
            return Vec::new();
        }
        if let Some(stage) = parcel.stages.front_mut() {
            stage.remove(&target);
            if stage.is_empty() {
                parcel.stages.pop_front();
            }
        }
        let mut turns = vec![position];
        if parcel.stages.is_empty() {
            self.parcels.remove(&position);
            turns.clear();
        }
        if let Some(queue) = self.queues.get_mut(&target) {
            queue.pop_front();
            match queue.front() {
                Some(next) if !turns.contains(next) => turns.push(*next),
                Some(_) => {}
                None => {
                    self.queues.remove(&target);
                }
            }
        }
        turns
    }

    /// How far everything is answered, when the shard has been read up to `read`.
    pub(super) fn delivered(&self, read: Position) -> Position {
        let first = self.parcels.keys().next();
        first.map_or(read, |first| Position(first.0.saturating_sub(1)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use arena_rules::ids::PlayerId;
    use arena_rules::session::Command;
    use proptest::prelude::*;

    use super::*;

    fn effect(target: u128) -> Effect {
        Effect::Session(PlayerId(Uuid::from_u128(target)), Command::Leave)
    }

    fn origin(position: u64) -> Origin {
        Origin {
            event: Uuid::from_u128(u128::from(position)),
            correlation: Uuid::nil(),
        }
    }

    /// Takes and sends as the courier does.
    #[derive(Default)]
    struct Courier {
        lane: Lane,
        read: Position,
        under_way: Vec<(Position, StreamId)>,
        /// Each target's events in the order in which they were sent.
        sent: BTreeMap<StreamId, Vec<Position>>,
    }

    impl Courier {
        fn take(&mut self, effects: Vec<Stage>) {
            self.read = self.read.next();
            self.lane.take(self.read, origin(self.read.0), effects);
            self.send(self.read);
        }

        fn send(&mut self, position: Position) {
            for (from, effect) in self.lane.ready(position) {
                assert_eq!(from, origin(position.0));
                self.under_way.push((position, effect.target()));
                self.sent.entry(effect.target()).or_default().push(position);
            }
        }

        fn answer(&mut self, index: usize) {
            let (position, target) = self.under_way.swap_remove(index);
            for turn in self.lane.answered(position, target) {
                self.send(turn);
            }
        }
    }

    #[test]
    fn a_stage_begins_when_the_one_before_it_is_answered() {
        let mut courier = Courier::default();
        courier.take(vec![vec![effect(1)], vec![effect(2), effect(3)]]);
        assert_eq!(courier.under_way.len(), 1);
        courier.answer(0);
        assert_eq!(courier.under_way.len(), 2);
        assert_eq!(courier.lane.delivered(courier.read), Position(0));
        courier.answer(0);
        courier.answer(0);
        assert_eq!(courier.lane.delivered(courier.read), Position(1));
    }

    #[test]
    fn a_target_that_does_not_answer_holds_up_nobody_else() {
        let mut courier = Courier::default();
        courier.take(vec![vec![effect(9), effect(1)]]);
        courier.take(vec![vec![effect(2)]]);
        courier.take(vec![vec![effect(1), effect(9)]]);
        let stuck = effect(9).target();
        while let Some(index) = courier.under_way.iter().position(|(_, to)| *to != stuck) {
            courier.answer(index);
        }
        assert_eq!(courier.sent[&effect(1).target()].len(), 2);
        assert_eq!(courier.sent[&effect(2).target()].len(), 1);
        assert_eq!(courier.sent[&stuck], [Position(1)]);
        assert_eq!(courier.lane.delivered(courier.read), Position(0));
        courier.answer(0);
        assert_eq!(courier.lane.delivered(courier.read), Position(2));
    }

    fn stages() -> impl Strategy<Value = Vec<Vec<u128>>> {
        prop::collection::vec(prop::collection::vec(0..5_u128, 0..4), 0..4)
    }

    proptest! {
        #[test]
        fn everything_is_sent_once_in_the_order_of_each_target_whatever_is_answered_first(
            program in prop::collection::vec((stages(), prop::collection::vec(any::<prop::sample::Index>(), 0..6)), 1..20)
        ) {
            let (mut courier, mut expected) = (Courier::default(), BTreeMap::new());
            for (stages, answers) in program {
                let position = courier.read.next();
                for target in stages.iter().flatten() {
                    let to: &mut Vec<Position> = expected.entry(effect(*target).target()).or_default();
                    to.push(position);
                }
                let stages = stages.into_iter().map(|stage| stage.into_iter().map(effect).collect());
                courier.take(stages.collect());
                for answer in answers {
                    if !courier.under_way.is_empty() {
                        courier.answer(answer.index(courier.under_way.len()));
                    }
                }
                let delivered = courier.lane.delivered(courier.read);
                let open = courier.under_way.iter().map(|(position, _)| *position).min();
                prop_assert!(open.is_none_or(|open| delivered < open));
            }
            while !courier.under_way.is_empty() {
                courier.answer(0);
            }
            prop_assert_eq!(courier.sent, expected);
            prop_assert_eq!(courier.lane.len(), 0);
            prop_assert!(courier.lane.queues.is_empty());
            prop_assert_eq!(courier.lane.delivered(courier.read), courier.read);
        }
    }
}
