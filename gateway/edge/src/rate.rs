//! Rates of HTTP requests, by address and by player, and of new guests and accounts, by address: counted by Redis for all
//! gateways, and by each for itself.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use arena_accounts::options::Limits;
use arena_accounts::{AddressKey, Rejection};
use arena_rules::ids::PlayerId;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::redis::{KEYS, Redis, Script};

/// A burst is this many seconds' worth of requests.
const BURST_SECONDS: u32 = 3;
const HOUR_US: u64 = 3_600_000_000;
/// Keys are forgotten once they have their full burst again; looked for after this many requests.
const SWEEP_EVERY: usize = 4_096;

/// Those who are new, of whom an address may make so many an hour. The accounts of each gateway count them too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Newcomer {
    Guest,
    Account,
}

impl Newcomer {
    pub(crate) fn rejection(self, wait: Duration) -> Rejection {
        let retry_after_ms = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX).max(1);
        match self {
            Self::Guest => Rejection::GuestsThrottled { retry_after_ms },
            Self::Account => Rejection::RegistrationsThrottled { retry_after_ms },
        }
    }
}

/// A newcomer whom Redis has counted.
#[derive(Debug)]
pub(crate) struct Counted {
    key: String,
    every_us: u64,
}

pub(crate) struct Rates {
    here: Here,
    limits: Limits,
    redis: Option<Redis>,
    /// Microseconds between two requests, and requests at once.
    every_us: u32,
    burst: NonZeroU32,
}

impl Rates {
    pub(crate) fn new(per_second: u32, limits: Limits, redis: Option<Redis>) -> Self {
        let one = NonZeroU32::MIN;
        let rate = NonZeroU32::new(per_second).unwrap_or(one);
        let burst = NonZeroU32::new(per_second.saturating_mul(BURST_SECONDS)).unwrap_or(one);
        let every_us = (1_000_000 / rate).max(1);
        Self {
            here: Here::new(Quota::per_second(rate).allow_burst(burst)),
            limits,
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
        let mut keys = vec![KEYS.address_rate(address)];
        keys.extend(player.map(|player| KEYS.player_rate(player)));
        self.ask(&keys, self.every_us.into(), self.burst.get())
            .await
    }

    /// Counts a newcomer of an address at all gateways: a whole hour's at once, then evenly. The error is how long to wait;
    /// nothing is counted while Redis is away.
    pub(crate) async fn newcomer(
        &self,
        newcomer: Newcomer,
        address: AddressKey,
    ) -> Result<Option<Counted>, Duration> {
        let an_hour = match newcomer {
            Newcomer::Guest => self.limits.guests_per_address_hour,
            Newcomer::Account => self.limits.registrations_per_address_hour,
        };
        let an_hour = an_hour.max(1);
        let key = KEYS.newcomer_rate(newcomer, address);
        let every_us = HOUR_US / u64::from(an_hour);
        match self.ask(&[&key], every_us, an_hour).await {
            Some(Ok(())) => Ok(Some(Counted { key, every_us })),
            Some(Err(wait)) => Err(wait),
            None => Ok(None),
        }
    }

    /// Takes a newcomer back who did not come to be.
    pub(crate) async fn take_back(&self, Counted { key, every_us }: Counted) {
        let Some(redis) = &self.redis else {
            return;
        };
        let mut call = Script::RateBack.call(&[key]);
        call.arg(every_us);
        // An address that one is counted for in vain waits a little longer at worst.
        redis.soon::<u64>(&call).await;
    }

    /// None while Redis is away.
    async fn ask<K: AsRef<str>>(
        &self,
        keys: &[K],
        every_us: u64,
        burst: u32,
    ) -> Option<Result<(), Duration>> {
        let mut call = Script::Rate.call(keys);
        call.arg(every_us).arg(burst);
        let wait_us: u64 = self.redis.as_ref()?.soon(&call).await?;
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
