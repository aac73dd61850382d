//! The log in one SQLite file: WAL, `synchronous=FULL`, one writing connection.
//!
//! A process has it for itself: [`lock`] holds a lock on a file beside the database.

#[cfg(feature = "testing")]
pub mod fault;
mod insert;
mod lock;
mod options;
mod read;
mod session;
mod store;
mod transaction;

pub use options::SqliteOptions;
pub use store::{OpenError, SqliteLog};
