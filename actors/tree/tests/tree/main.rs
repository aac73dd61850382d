//! The tree as a whole, in memory and in a paused runtime: every timer fires at its time, none is waited for.

#![allow(clippy::unwrap_used, clippy::panic, unreachable_pub, reason = "tests")]

mod actors;
mod battles;
mod cluster;
mod judges;
mod log;
mod outages;
mod restarts;
mod world;
