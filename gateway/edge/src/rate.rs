//! Rates of HTTP requests, by address and by player: counted by Redis for all gateways, and here for this one.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use arena_accounts::AddressKey;
use arena_rules::ids::PlayerId;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::redis::{KEYS, Redis, Script};

/// A burst is this many seconds' worth of requests.
const BURST_SECONDS: u32 = 3;
/// Keys are forgotten once they have their full burst again; looked for after this many requests.
const SWEEP_EVERY: usize = 4_096;

pub(crate) struct Rates {
    here: Here,
    redis: Option<Redis>,
    /// Microseconds between two requests, and requests at once.
    every_us: u32,
    burst: NonZeroU32,
}

impl Rates {
    pub(crate) fn new(per_second: u32, redis: Option<Redis>) -> Self {
        let one = NonZeroU32::MIN;
        let rate = NonZeroU32::new(per_second).unwrap_or(one);
        let burst = NonZeroU32::new(per_second.saturating_mul(BURST_SECONDS)).unwrap_or(one);
        let every_us = (1_000_000 / rate).max(1);
        Self {
            here: Here::new(Quota::per_second(rate).allow_burst(burst)),
            redis,
            every_us,
            burst,
        }
    }

    /// Counts a request of an address, and of a player who is known to make it; the error is how long to wait. Redis has
    /// the say while it answers; what it lets through is counted here too, so that nobody begins anew when it goes away.
    pub(crate) async fn count(
        &self,
        address: AddressKey,
        player: Option<PlayerId>,
    ) -> Result<(), Duration> {
        match self.everywhere(address, player).await {
            Some(Ok(())) => {
                self.here.count(address, player).ok();
                Ok(())
            }
            Some(Err(wait)) => Err(wait),
            None => self.here.count(address, player),
        }
    }

    /// None while Redis is away.
    async fn everywhere(
        &self,
        address: AddressKey,
        player: Option<PlayerId>,
    ) -> Option<Result<(), Duration>> {
        let redis = self.redis.as_ref()?;
        let mut keys = vec![KEYS.address_rate(address)];
        keys.extend(player.map(|player| KEYS.player_rate(player)));
        let mut call = Script::Rate.call(&keys);
        call.arg(self.every_us).arg(self.burst.get());
        let wait_us: u64 = redis.soon(&call).await?;
        Some(match wait_us {
            0 => Ok(()),
            wait => Err(Duration::from_micros(wait)),
        })
    }
}

/// What this process has counted itself.
struct Here {
    addresses: DefaultKeyedRateLimiter<AddressKey>,
    players: DefaultKeyedRateLimiter<PlayerId>,
    clock: DefaultClock,
    seen: AtomicUsize,
}

impl Here {
    fn new(quota: Quota) -> Self {
        Self {
            addresses: RateLimiter::keyed(quota),
            players: RateLimiter::keyed(quota),
            clock: DefaultClock::default(),
            seen: AtomicUsize::new(0),
        }
    }

    fn count(&self, address: AddressKey, player: Option<PlayerId>) -> Result<(), Duration> {
        self.sweep();
        let now = self.clock.now();
        self.addresses
            .check_key(&address)
            .map_err(|not_until| not_until.wait_time_from(now))?;
        if let Some(player) = player {
            self.players
                .check_key(&player)
                .map_err(|not_until| not_until.wait_time_from(now))?;
        }
        Ok(())
    }

    fn sweep(&self) {
        let seen = self.seen.fetch_add(1, Ordering::Relaxed);
        if seen.is_multiple_of(SWEEP_EVERY) {
            self.addresses.retain_recent();
            self.players.retain_recent();
        }
    }
}
