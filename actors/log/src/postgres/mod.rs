//! The log in PostgreSQL.
//!
//! A process has it for itself, or is one of several members: [`lock`] holds an advisory lock, of its
//! own or a shared one, on a connection that does nothing else. Appends go through the group's
//! writer over a [`session`], reads through a pool, a member's beats over the [`pulse`].

mod failure;
mod hold;
mod lock;
mod options;
mod pulse;
mod read;
mod session;
mod store;

pub use options::PostgresOptions;
pub use store::{OpenError, PostgresLog};
