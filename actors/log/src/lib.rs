//! The event log: streams of events in 256 shards, appended by their owners, read by everyone.
//!
//! It knows bytes, versions, positions and epochs. It knows nothing of battles, players or any
//! event, nothing of actors, and nothing of the network between processes. Time comes in with its
//! callers, except for leases, which live on the store's clock.
//!
//! In reading order: what is stored ([`Append`], [`Recorded`]), what the log promises
//! ([`EventLog`]), how several processes share it ([`Membership`]), the three stores that keep it,
//! and how a log is checked.

mod about;
mod codec;
#[cfg(feature = "testing")]
pub mod conformance;
mod contract;
mod event;
mod group;
mod ids;
pub mod limits;
mod membership;
mod memory;
mod meta;
mod migrate;
#[cfg(feature = "testing")]
pub mod mutant;
mod positions;
pub mod postgres;
mod row;
pub mod sqlite;
#[cfg(feature = "testing")]
pub mod testing;
pub mod verify;

pub use about::About;
pub use codec::{DecodeError, EncodeError, Encoded, EventCodec, pack, unpack, upcast};
pub use contract::{
    AppendError, Appended, Claim, Claimed, EventLog, OwnerError, ReadError, SnapshotError,
};
pub use event::{Append, NewEvent, Recorded, Snapshot};
pub use ids::{CommandId, Epoch, EventId, OwnerId, Position, SHARDS, ShardId, StreamId, Version};
pub use limits::LimitError;
pub use membership::{Known, Losses, Member, Membership, Pulse, Roster, ShardState};
pub use memory::MemoryLog;
#[cfg(feature = "testing")]
pub use memory::{DistantLog, Fate, Lost, Sent, Way};
pub use meta::Meta;
pub use positions::{Positions, WrongShardCount};
pub use postgres::{PostgresLog, PostgresOptions};
pub use sqlite::{SqliteLog, SqliteOptions};
