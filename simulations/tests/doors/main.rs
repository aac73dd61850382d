//! Bad input through the real doors: each gets its documented error, and the connection and the battle live on.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod client;
mod frames;
mod submissions;
#[path = "../support/mod.rs"]
mod support;
mod tokens;
