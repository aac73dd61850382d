//! What processes say to each other: events in their stored form, and the news that they were committed.
//!
//! It knows the log's envelope and the rules' events. It knows no actor and no socket, and it is never the truth: whoever
//! misses a publication reads the log.

pub mod codec;
pub mod local;
pub mod streams;

pub use codec::ArenaEvent;
pub use local::{Bus, Committed, Following};
