//! What connections cost: memory of idle sessions, and one event to many spectators against node's `ws` doing the same.
//!
//! `cargo xtask bench gateway` builds what it needs. Arguments: how many idle sockets, how many spectators.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a benchmark that cannot run must fail"
)]

mod idle;
mod peer;
mod sockets;
mod spectators;
#[path = "../../tests/support/mod.rs"]
mod support;

const IDLE: usize = 10_000;
const SPECTATORS: usize = 1_000;

#[tokio::main]
async fn main() {
    let number = |index: usize, default| {
        let given = std::env::args().nth(index);
        given.map_or(default, |number| number.parse().unwrap())
    };
    let (idle, spectators) = (number(1, IDLE), number(2, SPECTATORS));
    if idle > 0 {
        idle::measure(idle).await;
    }
    if spectators > 0 {
        spectators::measure(spectators).await;
    }
}
