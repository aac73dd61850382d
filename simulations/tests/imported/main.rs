//! Imported packages are played as the catalogue's problems are: matched, judged, explained, rated, judged again.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod played;
mod player;
mod sources;
mod stored;
#[path = "../support/mod.rs"]
mod support;
