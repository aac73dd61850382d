//! The newest versions of the streams that the writer has lately stored to.

use std::collections::HashMap;

use crate::ids::{StreamId, Version};

/// Bounded: when the newer half is full, the older half is forgotten.
#[derive(Debug)]
pub(crate) struct VersionCache {
    newer: HashMap<StreamId, Version>,
    older: HashMap<StreamId, Version>,
    half: usize,
}

impl VersionCache {
    /// A cache of at most `capacity` streams.
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            newer: HashMap::new(),
            older: HashMap::new(),
            half: capacity.div_ceil(2).max(1),
        }
    }

    pub(crate) fn get(&self, stream: StreamId) -> Option<Version> {
        self.newer
            .get(&stream)
            .or_else(|| self.older.get(&stream))
            .copied()
    }

    pub(crate) fn set(&mut self, stream: StreamId, version: Version) {
        if self.newer.len() >= self.half && !self.newer.contains_key(&stream) {
            self.older = std::mem::take(&mut self.newer);
        }
        self.older.remove(&stream);
        self.newer.insert(stream, version);
    }

    pub(crate) fn forget(&mut self, stream: StreamId) {
        self.newer.remove(&stream);
        self.older.remove(&stream);
    }

    /// Forgets everything, as after a change of epochs.
    pub(crate) fn clear(&mut self) {
        self.newer.clear();
        self.older.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn stream(number: u128) -> StreamId {
        StreamId(Uuid::from_u128(number))
    }

    #[test]
    fn the_cache_never_outgrows_its_capacity_and_keeps_the_newest_half() {
        let mut cache = VersionCache::new(8);
        for number in 0..1000 {
            cache.set(stream(number), Version(1));
            cache.set(stream(number), Version(2));
            assert!(cache.newer.len() + cache.older.len() <= 8);
            for recent in number.saturating_sub(3)..=number {
                assert_eq!(cache.get(stream(recent)), Some(Version(2)));
            }
        }
        assert_eq!(cache.get(stream(0)), None);
    }

    #[test]
    fn the_newest_version_counts() {
        let mut cache = VersionCache::new(4);
        cache.set(stream(1), Version(1));
        cache.set(stream(2), Version(1));
        cache.set(stream(3), Version(1));
        cache.set(stream(1), Version(2));
        assert_eq!(cache.get(stream(1)), Some(Version(2)));
        cache.forget(stream(1));
        assert_eq!(cache.get(stream(1)), None);
    }
}
