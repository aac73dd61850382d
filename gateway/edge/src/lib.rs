//! The gateway: HTTP and WebSocket doors to the arena.
//!
//! It knows the actors' interface, accounts, the read models and axum. It knows no database, no wasmtime and no rule of a
//! battle: what a player may see is asked of the rules, event by event.
//!
//! Reading order: [`protocol`] (what is said), [`topics`], `core` (one connection's logic, without a socket), `ws` (its
//! driver), `feed` and `trail` (following topics), `orders` (commands), `pulse` (what the process tells its connections), `rate`,
//! `presence` and `ranks` (with [`redis`], or without it), `render` (events as clients see them), `roles` (whether the
//! process does its work), [`http`], [`typescript`] (the web client's copy of the types).

pub mod close;
mod core;
mod edge;
mod feed;
pub mod http;
pub mod limits;
mod names;
mod orders;
mod outbox;
mod presence;
pub mod protocol;
mod pulse;
mod ranks;
mod rate;
pub mod redis;
mod render;
mod roles;
#[cfg(feature = "testing")]
pub mod testing;
pub mod topics;
mod trail;
pub mod typescript;
mod waits;
mod ws;

pub use edge::{Edge, EdgeConfig, EdgeParts, LanguageEntry, ProblemEntry};
pub use feed::ProblemCards;
pub use redis::{Redis, RedisOptions};
pub use roles::RoleReport;
