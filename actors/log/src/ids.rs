//! Ids and numbers of the log, one type each, so that a version is never taken for a position.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How many shards there are, for ever: a shard is one byte of a hash.
pub const SHARDS: usize = 256;

macro_rules! uuid_newtype {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    };
}

uuid_newtype! {
    /// A stream: the events of one battle, session, queue or book, versioned 1..n.
    StreamId
}
uuid_newtype! {
    /// A command; it changes a stream at most once.
    CommandId
}
uuid_newtype! {
    /// One recorded event (UUIDv7).
    EventId
}
uuid_newtype! {
    /// One incarnation of a process that may own shards: made anew at every process start.
    OwnerId
}

macro_rules! number_newtype {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub u64);

        impl $name {
            /// Before the first one.
            pub const ZERO: Self = Self(0);

            /// The number `count` further on; saturates at the end of the range.
            #[must_use]
            pub const fn plus(self, count: u64) -> Self {
                Self(self.0.saturating_add(count))
            }

            /// The number that follows this one.
            #[must_use]
            pub const fn next(self) -> Self {
                self.plus(1)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number_newtype! {
    /// An event's place in its stream, from 1; as an expectation, the newest one (0 = no events yet).
    Version
}
number_newtype! {
    /// An event's place in its shard, from 1; as a checkpoint, the last one seen.
    Position
}
number_newtype! {
    /// The number of a shard's ownership: a higher one fences every lower one.
    Epoch
}

/// One of the 256 groups of streams that have one owner and one order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ShardId(pub u8);

impl ShardId {
    /// The shard of a stream: the first byte of BLAKE3 over the sixteen bytes of its id.
    #[must_use]
    pub fn of(stream: StreamId) -> Self {
        let hash = blake3::hash(stream.0.as_bytes());
        let [first, ..] = hash.as_bytes();
        Self(*first)
    }

    /// All shards in order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=u8::MAX).map(Self)
    }

    /// The shard's place in a table of [`SHARDS`] entries.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Display for ShardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_of_known_streams_never_change() {
        let shards: Vec<u8> = [
            Uuid::nil(),
            Uuid::max(),
            Uuid::from_u128(1),
            Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001),
        ]
        .map(|id| ShardId::of(StreamId(id)).0)
        .to_vec();
        assert_eq!(shards, GOLDEN);
    }

    /// Computed once with another implementation of BLAKE3; a change here loses every stored stream.
    const GOLDEN: [u8; 4] = [229, 195, 7, 245];
}
