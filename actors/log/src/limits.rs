//! What the log accepts. A limit is refused with its name, never by truncation.

use std::time::Duration;

/// Events of one append, at most (at least one).
pub const MAX_EVENTS: usize = 256;

/// Bytes of one event's payload, at most.
pub const MAX_EVENT_BYTES: usize = 1024 * 1024;

/// Bytes of all payloads of one append, at most.
pub const MAX_APPEND_BYTES: usize = 4 * 1024 * 1024;

/// Bytes of an append's encoded [`Meta`](crate::Meta), at most.
pub const MAX_META_BYTES: usize = 1024;

/// Bytes of one snapshot, at most.
pub const MAX_SNAPSHOT_BYTES: usize = 16 * 1024 * 1024;

/// Events that one read returns, at most, whatever limit it was asked for.
pub const MAX_READ_EVENTS: usize = 10_000;

/// A read stops after the event with which its payloads pass this many bytes.
pub const MAX_READ_BYTES: usize = 16 * 1024 * 1024;

/// Appends that a log takes on at once, at most: waiting, under way, or not yet answered.
pub const MAX_QUEUE: usize = 8192;

/// Bytes that a log takes on at once, at most.
pub const MAX_QUEUE_BYTES: usize = 64 * 1024 * 1024;

/// Appends that are stored in one transaction, at most; never two of one stream.
pub const MAX_BATCH_APPENDS: usize = 1024;

/// Events that are stored in one transaction, at most; one append always fits.
pub const MAX_BATCH_EVENTS: usize = 4096;

/// Bytes that are stored in one transaction, at most; one append always fits.
pub const MAX_BATCH_BYTES: usize = 8 * 1024 * 1024;

/// Streams whose newest version a writer remembers, at most.
pub const MAX_CACHED_STREAMS: usize = 65_536;

/// Bytes of what a member says of itself with every beat, at most.
pub const MAX_ABOUT_BYTES: usize = 2048;

/// How long an opening log waits for its lock: a process that was killed lets it go only when its last thread has ended, and
/// a server only when it has seen the connection close. Whoever holds the lock longer is alive.
pub const LOCK_PATIENCE: Duration = Duration::from_secs(3);

/// The pause between two tries of the lock.
pub const LOCK_PAUSE: Duration = Duration::from_millis(50);

/// How long a member of a cluster is taken for alive after a beat, on the store's clock. A member
/// stops by itself well before, counted from the sending of its last good beat.
pub const LEASE: Duration = Duration::from_secs(5);

/// How long one beat may take, its connection included.
pub const BEAT_TIMEOUT: Duration = Duration::from_secs(1);

const _: () = assert!(BEAT_TIMEOUT.as_millis() * 4 < LEASE.as_millis());
const _: () = assert!(MAX_EVENTS <= MAX_BATCH_EVENTS && MAX_EVENTS <= i16::MAX as usize);
const _: () = assert!(MAX_APPEND_BYTES <= MAX_BATCH_BYTES && MAX_EVENT_BYTES <= MAX_APPEND_BYTES);
const _: () = assert!(MAX_APPEND_BYTES + MAX_META_BYTES <= MAX_QUEUE_BYTES);

/// Whether a read goes on with an event of so many bytes: until [`MAX_READ_BYTES`] have passed.
pub(crate) fn fits(read: &mut usize, bytes: usize) -> bool {
    let more = *read < MAX_READ_BYTES;
    *read += bytes;
    more
}

/// An input that is outside the log's limits; trying again cannot help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LimitError {
    /// An append must change its stream.
    #[error("append without events")]
    NoEvents,
    /// More than [`MAX_EVENTS`].
    #[error("{found} events in one append, at most {MAX_EVENTS}")]
    Events {
        /// How many there were.
        found: usize,
    },
    /// A payload above [`MAX_EVENT_BYTES`].
    #[error("event {index} has {found} bytes, at most {MAX_EVENT_BYTES}")]
    EventBytes {
        /// Which event of the append, from 0.
        index: usize,
        /// Its size in bytes.
        found: usize,
    },
    /// All payloads together above [`MAX_APPEND_BYTES`].
    #[error("append of {found} bytes, at most {MAX_APPEND_BYTES}")]
    AppendBytes {
        /// Their size in bytes.
        found: usize,
    },
    /// Metadata above [`MAX_META_BYTES`].
    #[error("metadata of {found} bytes, at most {MAX_META_BYTES}")]
    MetaBytes {
        /// Its encoded size in bytes.
        found: usize,
    },
    /// A snapshot above [`MAX_SNAPSHOT_BYTES`].
    #[error("snapshot of {found} bytes, at most {MAX_SNAPSHOT_BYTES}")]
    SnapshotBytes {
        /// Its size in bytes.
        found: usize,
    },
    /// What a member says of itself is above [`MAX_ABOUT_BYTES`], or has a zero in it.
    #[error("{found} bytes about a member, at most {MAX_ABOUT_BYTES}, none of them 0")]
    AboutBytes {
        /// Its size in bytes.
        found: usize,
    },
    /// A number beyond what the stores can hold (2^63 - 1).
    #[error("{what} {found} is out of range")]
    Number {
        /// What the number is.
        what: &'static str,
        /// The number.
        found: u64,
    },
}
