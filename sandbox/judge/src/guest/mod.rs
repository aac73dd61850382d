//! One guest: an interpreter in a store of its own, and all that it can reach.
//!
//! The host functions are written here, against the wasm interfaces, so that a guest can do
//! nothing but burn fuel, grow its memory up to the limit, write to two capped buffers, read a
//! virtual clock and a seeded random source, and exit.

mod command;
mod component;
mod exchange;
pub(crate) mod files;
mod imports;
mod module;
mod snapshot;
mod state;
pub(crate) mod tool;
mod wasi;

pub(crate) use command::{Command, CommandInstance, CommandShape};
pub(crate) use component::{ComponentGuest, ComponentInstance};
pub(crate) use exchange::{Called, Finish, Reply};
pub(crate) use module::{ModuleGuest, ModuleInstance};
pub(crate) use snapshot::snapshot;
pub(crate) use state::{GuestLimits, GuestState};
