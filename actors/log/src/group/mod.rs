//! Group commit: one writer takes the waiting appends of many actors and stores them together.
//!
//! [`Group`] is the door: it bounds what may wait. [`writer`] is the task behind it: it forms
//! batches, keeps the connection, and settles what a lost one left in doubt. [`plan`] turns a
//! batch into columns. A store brings a [`session`]: its statements on one connection.

mod admission;
mod attempt;
mod batch;
mod cache;
mod control;
mod door;
mod ownership;
mod pending;
pub(crate) mod plan;
pub(crate) mod session;
mod store;
mod writer;

pub(crate) use door::Group;
pub(crate) use store::{Grouped, Hold, Reader};
pub(crate) use writer::WriterOptions;
