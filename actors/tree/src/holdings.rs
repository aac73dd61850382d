//! The shards that this process holds now, and whether it may speak for them.
//!
//! Only the warden changes them; everybody else looks. A shard that is not held (any more), or is held under another epoch, has
//! no say: its actors can neither append nor answer. Nor can any while the process has given no sign of life for too long.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use arena_log::{Epoch, SHARDS, ShardId};
use arena_rules::time::{Outage, Time};
use tokio::sync::watch;
use tokio::time::Instant;

use crate::mutant::{self, Mutant};

/// A shard's holding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) epoch: Epoch,
    /// The last sign of life of the owner before; none on a new shard.
    pub(crate) unseen_since: Option<Time>,
    /// When everything of the shard that was live before had come back. From then on its actors answer: one that fails
    /// costs its stream a pause, and no outage.
    pub(crate) whole_since: Option<Time>,
    taking: Taking,
}

/// Whether new commands are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taking {
    Open,
    /// What was taken is finished; the shard is let go then.
    Closing,
}

impl Held {
    pub(crate) fn new(epoch: Epoch, unseen_since: Option<Time>) -> Self {
        Self {
            epoch,
            unseen_since,
            whole_since: None,
            taking: Taking::Open,
        }
    }

    /// The time before this holding in which nobody answered for the shard.
    pub(crate) fn outage(&self) -> Option<Outage> {
        self.unseen_since.map(|since| Outage {
            since,
            until: self.whole_since,
        })
    }
}

/// A stretch of time without a gap between signs of life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Term(u64);

/// How long the process may speak.
#[derive(Clone, Copy, Debug)]
enum Life {
    /// Nobody else can have the log while this process runs.
    Alone,
    /// Others take over when this process gives no sign of life.
    Until(Instant),
}

/// The shards that a process holds, changing while it runs.
#[derive(Debug)]
pub struct Holdings {
    state: RwLock<State>,
    changed: watch::Sender<()>,
}

#[derive(Debug)]
struct State {
    life: Life,
    term: Term,
    shards: BTreeMap<ShardId, Held>,
    view: View,
}

/// How shards are spread, as the last sign of life showed it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// How many this process should hold.
    pub meant: usize,
    /// How many some living process has.
    pub owned: usize,
}

impl State {
    fn is_alive(&self) -> bool {
        match self.life {
            Life::Alone => true,
            Life::Until(until) => Instant::now() < until || mutant::is(Mutant::SpeaksTooLong),
        }
    }
}

impl Holdings {
    pub(crate) fn alone() -> Self {
        Self::of(Life::Alone)
    }

    /// Of one process among others: not alive before its first sign of life.
    pub(crate) fn shared() -> Self {
        Self::of(Life::Until(Instant::now()))
    }

    fn of(life: Life) -> Self {
        Self {
            state: RwLock::new(State {
                life,
                term: Term::default(),
                shards: BTreeMap::new(),
                view: View::default(),
            }),
            changed: watch::Sender::new(()),
        }
    }

    /// Moves when shards have come or gone.
    pub(crate) fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    /// The shards that this process may speak for now, with the epochs that it has them under.
    #[must_use]
    pub fn shards(&self) -> BTreeMap<ShardId, Epoch> {
        let state = self.read();
        if !state.is_alive() {
            return BTreeMap::new();
        }
        let epoch = |(shard, held): (&ShardId, &Held)| (*shard, held.epoch);
        state.shards.iter().map(epoch).collect()
    }

    /// How shards are spread; a process that has the log alone should have all of them.
    #[must_use]
    pub fn view(&self) -> View {
        let state = self.read();
        match state.life {
            Life::Alone => View {
                meant: SHARDS,
                owned: state.shards.len(),
            },
            Life::Until(_) => state.view,
        }
    }

    pub(crate) fn views(&self, view: View) {
        self.write().view = view;
    }

    /// Whether the last sign of life is fresh.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.read().is_alive()
    }

    /// The holding of a shard that this process may speak for.
    pub(crate) fn held(&self, shard: ShardId) -> Option<Held> {
        let state = self.read();
        let held = state.shards.get(&shard).copied();
        held.filter(|_| state.is_alive())
    }

    /// The holding of a shard for which new commands are taken.
    pub(crate) fn open(&self, shard: ShardId) -> Option<Held> {
        let held = self.held(shard);
        held.filter(|held| held.taking == Taking::Open)
    }

    /// Whether a holding is still the present one.
    pub(crate) fn speaks(&self, shard: ShardId, epoch: Epoch) -> bool {
        self.held(shard).is_some_and(|held| held.epoch == epoch)
    }

    /// Whether everything that was live has come back, in every shard.
    pub(crate) fn is_whole(&self) -> bool {
        let state = self.read();
        state.shards.values().all(|held| held.whole_since.is_some())
    }

    pub(crate) fn term(&self) -> Term {
        self.read().term
    }

    /// Returns whether it was taken: not if the term in which it was claimed is over.
    pub(crate) fn take(&self, term: Term, shard: ShardId, held: Held) -> bool {
        let mut state = self.write();
        let taken = state.term == term && state.is_alive();
        if taken {
            state.shards.insert(shard, held);
            self.changed.send_replace(());
        }
        taken
    }

    pub(crate) fn close(&self, shard: ShardId, epoch: Epoch) {
        let mut state = self.write();
        if let Some(held) = state.shards.get_mut(&shard)
            && held.epoch == epoch
        {
            held.taking = Taking::Closing;
        }
    }

    /// Forgets a holding; returns whether there was one.
    pub(crate) fn forget(&self, shard: ShardId, epoch: Epoch) -> bool {
        let mut state = self.write();
        let there = state
            .shards
            .get(&shard)
            .is_some_and(|held| held.epoch == epoch);
        if there {
            state.shards.remove(&shard);
            self.changed.send_replace(());
        }
        there
    }

    pub(crate) fn whole(&self, shard: ShardId, epoch: Epoch, at: Time) {
        let mut state = self.write();
        if let Some(held) = state.shards.get_mut(&shard)
            && held.epoch == epoch
        {
            held.whole_since.get_or_insert(at);
        }
    }

    /// A sign of life that is good until then. A life that had ended before takes its holdings with it: they come back.
    pub(crate) fn lives(&self, until: Instant) -> Vec<(ShardId, Held)> {
        let mut state = self.write();
        let ended = self.ended(&mut state);
        if let Life::Until(before) = &mut state.life {
            *before = until.max(*before);
        }
        ended
    }

    /// Forgets everything if the life has ended.
    pub(crate) fn end_if_dead(&self) -> Vec<(ShardId, Held)> {
        self.ended(&mut self.write())
    }

    fn ended(&self, state: &mut State) -> Vec<(ShardId, Held)> {
        let ended = state.end();
        if !ended.is_empty() {
            self.changed.send_replace(());
        }
        ended
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn end(&mut self) -> Vec<(ShardId, Held)> {
        if self.is_alive() {
            return Vec::new();
        }
        self.term.0 += 1;
        std::mem::take(&mut self.shards).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const SHARD: ShardId = ShardId(7);

    #[tokio::test(start_paused = true)]
    async fn a_life_that_ended_takes_its_holdings_with_it() {
        let holdings = Holdings::shared();
        let second = Duration::from_secs(1);
        assert!(holdings.lives(Instant::now() + second).is_empty());
        let term = holdings.term();
        assert!(holdings.take(term, SHARD, Held::new(Epoch(3), None)));
        assert!(holdings.speaks(SHARD, Epoch(3)));
        tokio::time::advance(second).await;
        assert!(!holdings.speaks(SHARD, Epoch(3)));
        // The next sign of life does not bring back what somebody else may have by now.
        let ended = holdings.lives(Instant::now() + second);
        assert_eq!(ended.len(), 1);
        assert!(holdings.is_alive());
        assert!(holdings.held(SHARD).is_none());
        // And what was claimed before is not taken after.
        assert!(!holdings.take(term, SHARD, Held::new(Epoch(3), None)));
    }

    #[test]
    fn what_was_said_of_another_epoch_changes_nothing() {
        let holdings = Holdings::alone();
        holdings.take(holdings.term(), SHARD, Held::new(Epoch(4), None));
        holdings.close(SHARD, Epoch(3));
        holdings.whole(SHARD, Epoch(3), Time(1));
        assert!(!holdings.forget(SHARD, Epoch(3)));
        assert!(!holdings.speaks(SHARD, Epoch(3)));
        assert_eq!(holdings.open(SHARD), Some(Held::new(Epoch(4), None)));
    }
}
