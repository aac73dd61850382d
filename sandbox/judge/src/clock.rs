//! The one module that reads the machine's clock. No verdict depends on it.

use std::time::{Duration, Instant};

/// Now, for deadlines and metrics.
#[allow(
    clippy::disallowed_methods,
    reason = "this module owns the clock of the crate"
)]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// The time since `start`.
pub(crate) fn since(start: Instant) -> Duration {
    now().saturating_duration_since(start)
}
