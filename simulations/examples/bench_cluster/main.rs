//! What an arena of several processes does: how soon another takes over, what players notice of a rolling restart, how long a
//! command takes to an event at another gateway, and what each hop costs.
//!
//! `cargo xtask bench cluster` builds what it needs. Arguments: `failover`, `rolling`, `delivery`, `rates`, `hops`; all of
//! them unless some are named.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a benchmark that cannot run must fail"
)]

#[path = "../../tests/support/cluster.rs"]
mod cluster;
mod crowd;
mod delivery;
mod failover;
mod hops;
mod processors;
mod rates;
mod rolling;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::time::Duration;

/// Live battles while something happens.
pub(crate) const BATTLES: usize = 200;

#[tokio::main]
async fn main() {
    let named: Vec<String> = std::env::args().skip(1).collect();
    let wanted = |name: &str| named.is_empty() || named.iter().any(|named| named == name);
    if wanted("failover") {
        failover::measure().await;
    }
    if wanted("rolling") {
        rolling::measure().await;
    }
    if wanted("delivery") {
        delivery::measure().await;
    }
    if wanted("rates") {
        rates::measure().await;
    }
    if wanted("hops") {
        hops::measure().await;
    }
}

/// The value that so many of the sorted do not exceed, in milliseconds.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an index below the length"
)]
pub(crate) fn quantile_ms(times: &mut [Duration], quantile: f64) -> f64 {
    times.sort_unstable();
    let index = ((times.len() - 1) as f64 * quantile).ceil() as usize;
    times[index].as_secs_f64() * 1000.0
}
