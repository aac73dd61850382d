//! The gateway's doors in one process: a real router, real accounts and actors, a log in memory and a judge that reads its
//! verdict from the code.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod accounts;
mod addresses;
mod client;
mod headers;
mod problems;
mod sockets;
mod submissions;
mod world;
