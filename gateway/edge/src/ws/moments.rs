//! When a connection does something because of its process and not because of its client: it goes, or it enters its session
//! again. Each has a moment of its own, so that not all do it at once.

use std::time::Duration;

use arena_rules::ids::ConnectionId;
use tokio::time::Instant;

use crate::close;
use crate::limits;
use crate::pulse::{Signal, Why};

/// Entering again is asked once more after everybody has seen that the process lives.
const SEEN_BY_ALL: Duration = Duration::from_secs(3);
/// Connections enter their sessions again within this time.
const ENTER_WITHIN: Duration = Duration::from_secs(1);
/// How long until a session that could not be entered is asked again.
const ENTER_AGAIN: Duration = Duration::from_secs(1);
/// How long a connection that should go waits for the answer to what it was asked before.
const FINISH_WITHIN: Duration = Duration::from_secs(2);

pub(super) struct Moments {
    /// The connection's place among all, from 0 to 65,535.
    place: u16,
    go: Option<(Instant, Why)>,
    enter: Option<Instant>,
    /// Entering again after the one that is due.
    entries: u8,
}

impl Moments {
    pub(super) fn of(connection: ConnectionId) -> Self {
        let [first, second, ..] = connection.0.into_bytes();
        Self {
            place: u16::from_be_bytes([first, second]),
            go: None,
            enter: None,
            entries: 0,
        }
    }

    /// The connection's own part of a stretch of time.
    pub(super) fn within(&self, time: Duration) -> Duration {
        time * u32::from(self.place) / u32::from(u16::MAX)
    }

    pub(super) fn hear(&mut self, signal: Signal, now: Instant) {
        match signal {
            Signal::Stay { life: 0 } => {}
            Signal::Stay { .. } => {
                self.go = None;
                self.enter = Some(now + self.within(ENTER_WITHIN));
                self.entries = 1;
            }
            Signal::Go { why, until } => {
                let rest = until.saturating_duration_since(now);
                self.go = Some((now + self.within(rest), why));
                self.enter = None;
            }
        }
    }

    /// Whether nothing more is taken from the client.
    pub(super) fn is_going(&self, now: Instant) -> bool {
        self.go.is_some_and(|(at, _)| at <= now)
    }

    /// The code and the reason to close with, once it is time; what the client was promised an answer to is waited for.
    pub(super) fn goodbye(&self, idle: bool, now: Instant) -> Option<(u16, &'static str)> {
        let (at, why) = self.go?;
        let due = if idle { at } else { at + FINISH_WITHIN };
        (due <= now).then_some(match why {
            Why::Stops => (close::GOING_AWAY, "the server stops: reconnect now"),
            Why::CutOff => (
                close::UNAVAILABLE,
                "this server cannot answer, others can: reconnect now",
            ),
        })
    }

    /// Whether it is time to enter the session; said once.
    pub(super) fn enters(&mut self, now: Instant) -> bool {
        let due = self.enter.is_some_and(|at| at <= now);
        if due {
            self.enter = None;
        }
        due
    }

    pub(super) fn entered(&mut self, now: Instant) {
        if self.entries > 0 && self.enter.is_none() {
            self.entries -= 1;
            self.enter = Some(now + SEEN_BY_ALL);
        }
    }

    pub(super) fn not_entered(&mut self, now: Instant) {
        self.enter.get_or_insert(now + ENTER_AGAIN);
    }

    /// When there is something to do at the earliest.
    pub(super) fn next(&self, now: Instant) -> Option<Instant> {
        let go = self
            .go
            .map(|(at, _)| if at <= now { at + FINISH_WITHIN } else { at });
        match (go, self.enter) {
            (Some(go), Some(enter)) => Some(go.min(enter)),
            (go, enter) => go.or(enter),
        }
    }
}

/// Clients are told to come back within this time after a sudden stop, each at a moment of its own.
pub(super) fn reconnect_in_ms(moments: &Moments) -> u128 {
    moments.within(limits::RECONNECT_WITHIN).as_millis()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn moments(place: u16) -> Moments {
        let [first, second] = place.to_be_bytes();
        let mut bytes = [0; 16];
        (bytes[0], bytes[1]) = (first, second);
        Moments::of(ConnectionId(Uuid::from_bytes(bytes)))
    }

    #[test]
    fn connections_go_one_after_another_and_within_the_time() {
        let (now, second) = (Instant::now(), Duration::from_secs(1));
        let signal = Signal::Go {
            why: Why::Stops,
            until: now + 10 * second,
        };
        for (place, at) in [(0, 0), (u16::MAX / 2, 5), (u16::MAX, 10)] {
            let mut one = moments(place);
            one.hear(signal, now);
            let at = now + at * second;
            assert!(place == 0 || one.goodbye(true, at - second).is_none());
            let (code, _) = one.goodbye(true, at).unwrap_or_default();
            assert_eq!(code, close::GOING_AWAY);
            // What was asked is answered first, but not waited for for ever.
            assert!(one.goodbye(false, at + second).is_none());
            assert!(one.is_going(at + second));
            assert!(one.goodbye(false, at + 2 * second).is_some());
        }
    }

    #[test]
    fn a_life_that_came_back_is_entered_twice_and_until_it_succeeds() {
        let (now, second) = (Instant::now(), Duration::from_secs(1));
        let mut one = moments(u16::MAX);
        one.hear(Signal::Stay { life: 0 }, now);
        assert_eq!(one.next(now), None);
        one.hear(Signal::Stay { life: 1 }, now);
        assert!(!one.enters(now));
        assert!(one.enters(now + second) && !one.enters(now + second));
        one.not_entered(now + second);
        assert!(one.enters(now + 2 * second));
        one.entered(now + 2 * second);
        assert!(one.enters(now + 5 * second));
        one.entered(now + 5 * second);
        assert_eq!(one.next(now), None);
    }
}
