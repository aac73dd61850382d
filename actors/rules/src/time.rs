//! Time as the rules see it: the server's milliseconds since 1970-01-01 00:00 UTC, handed in, never asked for.

use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// An instant: milliseconds since the Unix epoch, by the server's clock.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Time(pub i64);

/// A length of time in milliseconds.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Span(pub i64);

impl Span {
    pub const ZERO: Span = Span(0);

    #[must_use]
    pub const fn seconds(seconds: i64) -> Self {
        Self(seconds * 1000)
    }

    #[must_use]
    pub const fn minutes(minutes: i64) -> Self {
        Self(minutes * 60_000)
    }
}

impl Add<Span> for Time {
    type Output = Time;

    fn add(self, span: Span) -> Time {
        Time(self.0.saturating_add(span.0))
    }
}

impl Sub for Time {
    type Output = Span;

    fn sub(self, earlier: Time) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

/// A time in which no process answered anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outage {
    /// The last sign of life of the process before.
    pub since: Time,
    /// When the next one had brought everything back; none while it has not.
    pub until: Option<Time>,
}

impl Outage {
    /// How much of it a thing has missed that was last seen at `latest`, is due at `due` and is asked at `now`: what comes
    /// after its own last event, so that no stretch is given back twice, however many processes fail in between. None for
    /// what was due before.
    #[must_use]
    pub fn missed(self, latest: Time, due: Time, now: Time) -> Option<Span> {
        let since = self.since.max(latest);
        let until = self.until.map_or(now, |until| until.min(now));
        (until > since && due > since).then(|| until - since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outage_is_missed_from_the_last_sign_of_life_until_the_answer() {
        let outage = |since, until: Option<i64>| Outage {
            since: Time(since),
            until: until.map(Time),
        };
        for (outage, latest, due, now, missed) in [
            (outage(100, None), 50, 200, 170, Some(70)),
            (outage(100, None), 130, 200, 170, Some(40)),
            (outage(100, None), 50, 101, 170, Some(70)),
            // Due before, at its beginning, or before the last event.
            (outage(100, None), 50, 90, 170, None),
            (outage(100, None), 50, 100, 170, None),
            (outage(100, None), 130, 120, 170, None),
            // None at all, and a clock that went back.
            (outage(100, None), 50, 200, 100, None),
            (outage(100, None), 50, 200, 40, None),
            (outage(100, None), 170, 200, 170, None),
            // Long over when it is asked.
            (outage(100, Some(150)), 50, 200, 170, Some(50)),
            (outage(100, Some(150)), 130, 200, 170, Some(20)),
            (outage(100, Some(150)), 150, 200, 170, None),
            (outage(100, Some(150)), 160, 200, 170, None),
            (outage(100, Some(150)), 50, 200, 120, Some(20)),
        ] {
            let found = outage.missed(Time(latest), Time(due), Time(now));
            let row = (outage, latest, due, now);
            assert_eq!(found, missed.map(Span), "{row:?}");
        }
    }
}
