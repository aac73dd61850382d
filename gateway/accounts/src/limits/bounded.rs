//! A table that never grows beyond its bound.

use std::collections::BTreeMap;

/// How many neighbours are looked at for one to forget.
const CANDIDATES: usize = 16;

/// What a table counts.
pub(super) trait Weight {
    /// How much would be lost by forgetting this, 0 for nothing.
    fn weight(&self, now_ms: i64) -> i64;
}

/// Entries by hashed key. When full, a new one displaces the lightest of the entries after it, which is a random few,
/// for the keys are hashes: an attacker who fills the table mostly displaces himself.
pub(super) struct Bounded<V> {
    entries: BTreeMap<u64, V>,
    most: usize,
}

impl<V: Weight> Bounded<V> {
    pub(super) fn new(most: usize) -> Self {
        Self {
            entries: BTreeMap::new(),
            most: most.max(1),
        }
    }

    pub(super) fn get(&self, key: u64) -> Option<&V> {
        self.entries.get(&key)
    }

    pub(super) fn get_mut(&mut self, key: u64) -> Option<&mut V> {
        self.entries.get_mut(&key)
    }

    pub(super) fn insert(&mut self, key: u64, value: V, now_ms: i64) {
        if self.entries.len() >= self.most && !self.entries.contains_key(&key) {
            let after = self
                .entries
                .range(key..)
                .chain(self.entries.range(..key))
                .take(CANDIDATES);
            let lightest = after
                .min_by_key(|(_, value)| value.weight(now_ms))
                .map(|(key, _)| *key);
            if let Some(lightest) = lightest {
                self.entries.remove(&lightest);
            }
        }
        self.entries.insert(key, value);
    }

    pub(super) fn remove(&mut self, key: u64) {
        self.entries.remove(&key);
    }

    /// Forgets what weighs nothing any more.
    pub(super) fn prune(&mut self, now_ms: i64) {
        self.entries.retain(|_, value| value.weight(now_ms) > 0);
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Weight for i64 {
        fn weight(&self, _now_ms: i64) -> i64 {
            *self
        }
    }

    #[test]
    fn a_full_table_forgets_the_lightest_and_never_grows() {
        let mut table = Bounded::new(4);
        for (key, weight) in [(1, 5), (2, 1), (3, 7), (4, 3)] {
            table.insert(key, weight, 0);
        }
        table.insert(9, 2, 0);
        assert_eq!(
            (table.len(), table.get(2), table.get(9)),
            (4, None, Some(&2))
        );
        table.insert(9, 8, 0);
        assert_eq!(
            (table.len(), table.get(4)),
            (4, Some(&3)),
            "an entry that is there displaces none"
        );
    }

    #[test]
    fn pruning_forgets_what_weighs_nothing() {
        let mut table = Bounded::new(4);
        table.insert(1, 0, 0);
        table.insert(2, 1, 0);
        table.prune(0);
        assert_eq!((table.len(), table.get(2)), (1, Some(&1)));
    }
}
