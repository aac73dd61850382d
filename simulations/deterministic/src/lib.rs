//! One arena of several nodes in one thread, on a clock of its own: what a seed decides happens, and nothing else.
#![cfg(feature = "testing")]

pub mod history;
pub mod standings;
