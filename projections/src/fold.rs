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

impl Batch {
    /// Whether it brings the checkpoint forward.
    pub(crate) fn advances(&self) -> bool {
        self.from != self.to
    }

    /// The part before the entry at `index`, and that entry as the poison it is.
    pub(crate) fn before(&self, index: usize, reason: String) -> Option<(Self, Poison)> {
        let entries: Vec<Entry> = self.entries.iter().take(index).cloned().collect();
        let mut to = self.from.clone();
        for entry in &entries {
            to.set(entry.shard, entry.position);
        }
        let entry = self.entries.get(index)?;
        let poison = Poison {
            stream: entry.stream,
            version: entry.version,
            shard: entry.shard,
            position: entry.position,
            reason,
        };
        let part = Self {
            from: self.from.clone(),
            to,
            entries,
            more: true,
            poison: None,
        };
        Some((part, poison))
    }
}
