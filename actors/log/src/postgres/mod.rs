//! The log in PostgreSQL.
//!
//! A process has it for itself: [`lock`] holds an advisory lock on a connection of its own.
//! Appends go through the group's writer over a [`session`], reads through a pool.

mod failure;
mod lock;
mod options;
mod read;
mod session;
mod store;

pub use options::PostgresOptions;
pub use store::{OpenError, PostgresLog};
