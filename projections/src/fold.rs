//! What a fold is given and how it fails.

use arena_log::{Position, Positions, ShardId, StreamId, Version};

use crate::fact::Fact;
use crate::store::StoreError;

/// A fact with its place in the log.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) shard: ShardId,
    pub(crate) position: Position,
    pub(crate) stream: StreamId,
    pub(crate) version: Version,
    pub(crate) fact: Fact,
}

/// A batch that was not folded; its transaction is given up.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FoldError {
    /// The entry at `index` contradicts what was folded before it: a bug or a damaged log.
    #[error("{reason}")]
    Poison { index: usize, reason: String },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A part of the log that follows a checkpoint without a gap in any shard.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    pub(crate) from: Positions,
    pub(crate) to: Positions,
    pub(crate) entries: Vec<Entry>,
    /// Whether the log goes on after it.
    pub(crate) more: bool,
    /// The event after the batch that cannot be read.
    pub(crate) poison: Option<Poison>,
}

/// An event that halts a projection.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("event {stream}/{version} (shard {shard}, position {position}): {reason}")]
pub(crate) struct Poison {
    pub(crate) stream: StreamId,
    pub(crate) version: Version,
    pub(crate) shard: ShardId,
    pub(crate) position: Position,
    pub(crate) reason: String,
}

impl Poison {
    pub(crate) fn at(entry: &Entry, reason: String) -> Self {
        Self {
            stream: entry.stream,
            version: entry.version,
            shard: entry.shard,
            position: entry.position,
            reason,
        }
    }
}

impl Batch {
    /// Whether it brings the checkpoint forward.
    pub(crate) fn advances(&self) -> bool {
        self.from != self.to
    }

    /// The part before the entry at `index`, which is poison.
    pub(crate) fn before(mut self, index: usize, reason: String) -> Self {
        self.poison = self
            .entries
            .get(index)
            .map(|entry| Poison::at(entry, reason));
        self.entries.truncate(index);
        self.to = self.from.clone();
        for entry in &self.entries {
            self.to.set(entry.shard, entry.position);
        }
        self
    }
}
