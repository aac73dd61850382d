//! The stores against the contract, and against what breaks under them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod agreement;
mod crash;
mod distant;
mod failover;
mod members;
mod memory;
mod mutants;
mod postgres;
mod postgres_faults;
mod siege;
mod sqlite;
