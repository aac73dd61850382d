//! Packages of all three versions are read, understood and written again.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "claims/archives.rs"]
mod archives;
#[path = "claims/refusals.rs"]
mod refusals;
#[path = "claims/robust.rs"]
mod robust;
#[path = "claims/sound.rs"]
mod sound;
mod support;
