//! The one place of this crate that asks for the time.

use arena_rules::time::Time;

/// The server's clock.
pub trait Clock: Send + Sync + 'static {
    fn now(&self) -> Time;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Time {
        #[allow(clippy::disallowed_methods, reason = "this module owns the clock")]
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Time(since.map_or(0, |since| {
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
        }))
    }
}

/// A clock that follows tokio's: in a paused runtime it stands still until the runtime advances.
#[derive(Clone, Copy, Debug)]
pub struct TokioClock {
    start: Time,
    began: tokio::time::Instant,
}

impl TokioClock {
    #[must_use]
    pub fn starting_at(start: Time) -> Self {
        Self {
            start,
            began: tokio::time::Instant::now(),
        }
    }
}

impl Clock for TokioClock {
    fn now(&self) -> Time {
        let elapsed = i64::try_from(self.began.elapsed().as_millis()).unwrap_or(i64::MAX);
        Time(self.start.0.saturating_add(elapsed))
    }
}
