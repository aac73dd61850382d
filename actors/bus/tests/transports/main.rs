//! The transports against their conformance suite, and NATS against what happens to servers and networks.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod cluster;
mod faults;
mod heads;
mod security;
mod suite;
mod work;
