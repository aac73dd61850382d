//! What fails and what happens then, each against real processes and real servers: seen by a player at the time, and in the log
//! afterwards. `simulations/README.md` says which row is shown where.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "../support/cluster.rs"]
mod cluster;
mod cut_off;
mod deaths;
mod frozen;
mod judges;
mod nats;
mod player;
mod postgres;
mod redis;
mod rolling;
mod scene;
#[path = "../support/mod.rs"]
mod support;
