//! The gateways of one arena as one player knows them: at which he is, and when he tries which next.

use std::time::{Duration, Instant};

use anyhow::ensure;
use rand::Rng;
use rand::rngs::StdRng;

use crate::clock;
use crate::door::Door;

/// The longest first wait, in milliseconds; it doubles with each attempt.
const BACKOFF_BASE_MS: u64 = 50;
/// The longest wait between two attempts to connect, in milliseconds.
const BACKOFF_CAP_MS: u64 = 1_000;

/// See the module.
pub struct Gateways {
    /// One client: a login at one of them is one at all.
    doors: Vec<Door>,
    sockets: Vec<String>,
    here: usize,
    /// Since the last connection that was welcomed.
    attempts: u32,
    next_attempt: Instant,
}

impl Gateways {
    /// Begins at the gateway of the number `first`, counted around.
    ///
    /// # Errors
    /// There is none, its URL is none, or the HTTP client cannot be made.
    pub fn new(urls: &[String], first: usize) -> anyhow::Result<Self> {
        ensure!(!urls.is_empty(), "no gateway is known");
        let door = Door::new(&urls[0])?;
        let doors: Vec<Door> = urls.iter().map(|url| door.of(url)).collect();
        let sockets = doors.iter().map(Door::socket_url);
        Ok(Self {
            here: first % urls.len(),
            sockets: sockets.collect::<anyhow::Result<_>>()?,
            doors,
            attempts: 0,
            next_attempt: clock::now(),
        })
    }

    /// Whether a player whose gateway says nothing can go to another.
    pub(crate) fn are_several(&self) -> bool {
        self.doors.len() > 1
    }

    /// Where the player connects.
    pub(crate) fn socket(&self) -> &str {
        &self.sockets[self.here]
    }

    /// Any gateway: requests over HTTP need not go where the connection is.
    pub(crate) fn any(&self, dice: &mut StdRng) -> &Door {
        &self.doors[dice.random_range(0..self.doors.len())]
    }

    /// When to connect to [`socket`](Self::socket).
    pub(crate) fn next_attempt(&self) -> Instant {
        self.next_attempt
    }

    /// The connection is had, and welcomed.
    pub(crate) fn is_in(&mut self) {
        self.attempts = 0;
    }

    /// The connection was given up by the player himself: he comes back at once, wherever.
    pub(crate) fn come_back(&mut self, dice: &mut StdRng) {
        self.here = dice.random_range(0..self.doors.len());
        self.attempts = 0;
        self.next_attempt = clock::now();
    }

    /// The gateway stops and has said so to each at a moment of his own: the next attempt is at another one, at once if
    /// this one was in order before.
    pub(crate) fn is_sent_on(&mut self, dice: &mut StdRng) {
        let in_order = self.attempts == 0;
        self.move_on(dice);
        if in_order {
            self.next_attempt = clock::now();
        }
    }

    /// The connection is lost, or was not to be had: the next attempt is at another gateway, if there is one, after a pause
    /// with full jitter.
    pub(crate) fn move_on(&mut self, dice: &mut StdRng) {
        if self.are_several() {
            let step = dice.random_range(1..self.doors.len());
            self.here = (self.here + step) % self.doors.len();
        }
        let longest = BACKOFF_CAP_MS.min(BACKOFF_BASE_MS << self.attempts.min(16));
        self.attempts += 1;
        let pause = Duration::from_millis(dice.random_range(0..=longest));
        self.next_attempt = clock::now() + pause;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use std::collections::BTreeSet;

    use rand::SeedableRng;

    use super::*;

    fn gateways(count: usize) -> Gateways {
        let urls: Vec<String> = (1..=count).map(|port| format!("http://h:{port}")).collect();
        Gateways::new(&urls, 0).unwrap()
    }

    #[test]
    fn a_lost_gateway_is_left_for_another_one() {
        let (mut gateways, mut dice) = (gateways(3), StdRng::seed_from_u64(1));
        let mut visited = BTreeSet::new();
        for _ in 0..50 {
            let before = gateways.here;
            gateways.move_on(&mut dice);
            assert_ne!(gateways.here, before);
            visited.insert(gateways.here);
        }
        assert_eq!(visited.len(), 3);
    }

    #[test]
    fn the_only_gateway_is_tried_again_and_the_pauses_grow_to_their_cap() {
        let (mut gateways, mut dice) = (gateways(1), StdRng::seed_from_u64(1));
        for attempt in 0..40_u32 {
            let now = clock::now();
            gateways.move_on(&mut dice);
            let longest = BACKOFF_CAP_MS.min(BACKOFF_BASE_MS << attempt.min(16));
            let waits = gateways.next_attempt().saturating_duration_since(now);
            // The clock goes on in between.
            assert!(waits <= Duration::from_millis(longest) + now.elapsed());
            assert_eq!(gateways.here, 0);
        }
    }
}
