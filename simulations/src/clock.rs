//! The clock of the players; the only module that asks for the time.

#![allow(
    clippy::disallowed_methods,
    reason = "this is the module that owns the clock"
)]

use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// A monotonic instant.
#[must_use]
pub fn now() -> Instant {
    Instant::now()
}

/// Milliseconds since the Unix epoch.
#[must_use]
pub fn epoch_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    })
}
