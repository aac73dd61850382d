//! What processes say to each other: events in their stored form, the news that they were committed, commands for the owner of
//! a shard, and work for the judges.
//!
//! It knows the log's envelope and the rules' events. It knows no actor and no socket, and it is never the truth: whoever
//! misses a publication reads the log, and who owns a shard is written there alone.

mod bus;
#[cfg(feature = "testing")]
pub mod carried;
pub mod codec;
mod commands;
#[cfg(feature = "testing")]
pub mod conformance;
mod heads;
pub mod judges;
mod local;
mod nats;
pub mod placement;
pub mod streams;
#[cfg(feature = "testing")]
pub mod testing;
pub mod wire;
pub mod work;

pub use bus::{Bus, Committed, Following, Link, Serving};
pub use codec::ArenaEvent;
pub use commands::{Asked, Outcome, Reply, Request, RequestError, Responder, SERVE_QUEUE};
pub use heads::{Head, MAX_MOVED};
pub use local::FOLLOWER_LAG;
pub use nats::{ConnectError, NatsOptions, Offers, OptionsError, RunResponder, Runs};
pub use placement::placement;
