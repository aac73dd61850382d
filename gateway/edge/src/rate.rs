//! Rates of HTTP requests, by address and by player.

use std::num::NonZeroU32;
use std::time::Duration;

use arena_accounts::AddressKey;
use arena_rules::ids::PlayerId;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// A burst is this many seconds' worth of requests.
const BURST_SECONDS: u32 = 3;
/// Keys are forgotten once they have their full burst again; looked for after this many requests.
const SWEEP_EVERY: usize = 4_096;

pub(crate) struct Rates {
    addresses: DefaultKeyedRateLimiter<AddressKey>,
    players: DefaultKeyedRateLimiter<PlayerId>,
    clock: DefaultClock,
    seen: std::sync::atomic::AtomicUsize,
}

impl Rates {
    pub(crate) fn new(per_second: u32) -> Self {
        let one = NonZeroU32::MIN;
        let rate = NonZeroU32::new(per_second).unwrap_or(one);
        let burst = NonZeroU32::new(per_second.saturating_mul(BURST_SECONDS)).unwrap_or(one);
        let quota = Quota::per_second(rate).allow_burst(burst);
        Self {
            addresses: RateLimiter::keyed(quota),
            players: RateLimiter::keyed(quota),
            clock: DefaultClock::default(),
            seen: std::sync::atomic::AtomicUsize::new(0),
        }
    }

    /// Counts a request of an address; the error is how long to wait.
    pub(crate) fn address(&self, address: AddressKey) -> Result<(), Duration> {
        self.sweep();
        let now = self.clock.now();
        self.addresses
            .check_key(&address)
            .map_err(|not_until| not_until.wait_time_from(now))
    }

    /// Counts a request of a player; the error is how long to wait.
    pub(crate) fn player(&self, player: PlayerId) -> Result<(), Duration> {
        let now = self.clock.now();
        self.players
            .check_key(&player)
            .map_err(|not_until| not_until.wait_time_from(now))
    }

    fn sweep(&self) {
        let seen = self.seen.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        if seen.is_multiple_of(SWEEP_EVERY) {
            self.addresses.retain_recent();
            self.players.retain_recent();
        }
    }
}
