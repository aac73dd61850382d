//! The gateway's doors in one process: a real router, real accounts and actors, a log in memory and a judge that reads its
//! verdict from the code.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod accounts;
mod addresses;
mod client;
mod cluster;
mod headers;
mod nodes;
mod problems;
mod roles;
mod shared;
mod sockets;
mod spectators;
mod submissions;
mod world;
