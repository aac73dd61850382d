//! Who is next: submissions before runs, players in turn.

use std::collections::{BTreeMap, VecDeque};

use uuid::Uuid;

use super::Priority;

/// A bounded queue that serves players in turn, in two classes.
#[derive(Debug)]
pub(super) struct FairQueue<T> {
    submissions: Turns<T>,
    runs: Turns<T>,
    limit: usize,
    player_limit: usize,
}

/// What may go now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Classes {
    All,
    Submissions,
}

#[derive(Debug)]
struct Turns<T> {
    /// Players with something waiting, the next one first.
    order: VecDeque<Uuid>,
    waiting: BTreeMap<Uuid, VecDeque<(u64, T)>>,
}

impl<T> Default for Turns<T> {
    fn default() -> Self {
        Self {
            order: VecDeque::new(),
            waiting: BTreeMap::new(),
        }
    }
}

impl<T> FairQueue<T> {
    pub(super) fn new(limit: usize, player_limit: usize) -> Self {
        Self {
            submissions: Turns::default(),
            runs: Turns::default(),
            limit,
            player_limit,
        }
    }

    /// Whether one more of this player fits.
    pub(super) fn admits(&self, player: Uuid) -> bool {
        self.len() < self.limit
            && self.submissions.of(player) + self.runs.of(player) < self.player_limit
    }

    /// Queues an item, unless the queue or the player's share of it is full.
    pub(super) fn push(
        &mut self,
        player: Uuid,
        priority: Priority,
        id: u64,
        item: T,
    ) -> Result<(), T> {
        if !self.admits(player) {
            return Err(item);
        }
        let turns = match priority {
            Priority::Submission => &mut self.submissions,
            Priority::Run => &mut self.runs,
        };
        turns.push(player, id, item);
        Ok(())
    }

    /// The next item: of the player of whom the fewest are `running`, in turn.
    pub(super) fn pop(
        &mut self,
        classes: Classes,
        running: impl Fn(Uuid) -> usize,
    ) -> Option<(u64, T)> {
        self.submissions.pop(&running).or_else(|| match classes {
            Classes::All => self.runs.pop(&running),
            Classes::Submissions => None,
        })
    }

    /// Drops all that waits.
    pub(super) fn clear(&mut self) {
        self.submissions = Turns::default();
        self.runs = Turns::default();
    }

    pub(super) fn remove(&mut self, player: Uuid, id: u64) {
        self.submissions.remove(player, id);
        self.runs.remove(player, id);
    }

    pub(super) fn len(&self) -> usize {
        self.submissions.len() + self.runs.len()
    }
}

impl<T> Turns<T> {
    fn of(&self, player: Uuid) -> usize {
        self.waiting.get(&player).map_or(0, VecDeque::len)
    }

    fn len(&self) -> usize {
        self.waiting.values().map(VecDeque::len).sum()
    }

    fn push(&mut self, player: Uuid, id: u64, item: T) {
        let queue = self.waiting.entry(player).or_default();
        if queue.is_empty() {
            self.order.push_back(player);
        }
        queue.push_back((id, item));
    }

    fn pop(&mut self, running: &impl Fn(Uuid) -> usize) -> Option<(u64, T)> {
        let turns = self.order.iter().enumerate();
        let (turn, _) = turns.min_by_key(|(_, player)| running(**player))?;
        let player = self.order.remove(turn)?;
        let queue = self.waiting.get_mut(&player)?;
        let item = queue.pop_front();
        if queue.is_empty() {
            self.waiting.remove(&player);
        } else {
            self.order.push_back(player);
        }
        item
    }

    fn remove(&mut self, player: Uuid, id: u64) {
        let Some(queue) = self.waiting.get_mut(&player) else {
            return;
        };
        queue.retain(|(other, _)| *other != id);
        if queue.is_empty() {
            self.waiting.remove(&player);
            self.order.retain(|other| *other != player);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::*;

    fn player(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn drain(queue: &mut FairQueue<()>) -> Vec<u64> {
        std::iter::from_fn(|| queue.pop(Classes::All, |_| 0).map(|(id, ())| id)).collect()
    }

    #[test]
    fn players_are_served_in_turn_however_much_one_sends() {
        let mut queue = FairQueue::new(100, 100);
        for id in 0..5 {
            queue.push(player(1), Priority::Submission, id, ()).unwrap();
        }
        queue.push(player(2), Priority::Submission, 10, ()).unwrap();
        queue.push(player(3), Priority::Submission, 20, ()).unwrap();
        assert_eq!(drain(&mut queue), [0, 10, 20, 1, 2, 3, 4]);
    }

    #[test]
    fn runs_wait_for_every_submission() {
        let mut queue = FairQueue::new(100, 100);
        queue.push(player(1), Priority::Run, 1, ()).unwrap();
        queue.push(player(2), Priority::Submission, 2, ()).unwrap();
        queue.push(player(1), Priority::Submission, 3, ()).unwrap();
        assert_eq!(drain(&mut queue), [2, 3, 1]);
    }

    #[test]
    fn a_player_of_whom_something_runs_waits_for_those_of_whom_nothing_does() {
        let mut queue = FairQueue::new(100, 100);
        for (owner, id) in [(1, 1), (1, 2), (2, 3), (3, 4)] {
            queue
                .push(player(owner), Priority::Submission, id, ())
                .unwrap();
        }
        let running = |one: Uuid| usize::from(one == player(1));
        let order = std::iter::from_fn(|| queue.pop(Classes::All, running));
        assert_eq!(order.map(|(id, ())| id).collect::<Vec<_>>(), [3, 4, 1, 2]);
    }

    #[test]
    fn runs_stay_when_only_submissions_may_go() {
        let mut queue = FairQueue::new(100, 100);
        queue.push(player(1), Priority::Run, 1, ()).unwrap();
        assert_eq!(queue.pop(Classes::Submissions, |_| 0), None);
        queue.push(player(2), Priority::Submission, 2, ()).unwrap();
        assert_eq!(queue.pop(Classes::Submissions, |_| 0), Some((2, ())));
        assert_eq!(queue.pop(Classes::All, |_| 0), Some((1, ())));
    }

    #[test]
    fn the_queue_and_each_share_of_it_are_bounded() {
        let mut queue = FairQueue::new(3, 2);
        queue.push(player(1), Priority::Submission, 1, ()).unwrap();
        queue.push(player(1), Priority::Run, 2, ()).unwrap();
        assert!(
            queue.push(player(1), Priority::Submission, 3, ()).is_err(),
            "the player's share"
        );
        queue.push(player(2), Priority::Run, 4, ()).unwrap();
        assert!(
            queue.push(player(3), Priority::Submission, 5, ()).is_err(),
            "the whole"
        );
        queue.remove(player(1), 2);
        assert_eq!(queue.len(), 2);
        queue.push(player(3), Priority::Run, 6, ()).unwrap();
        assert_eq!(drain(&mut queue), [1, 4, 6]);
    }
}
