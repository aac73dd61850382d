//! The read models against a log of battles that the real rules have played.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod answers;
mod days;
mod halts;
mod kill;
mod laws;
mod leading;
mod paging;
mod prefix;
mod running;
mod support;
mod verified;
