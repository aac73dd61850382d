//! So many an hour from one address: a burst of that many at once, then evenly spaced (GCRA).

use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};

use super::MAX_COUNTED;
use super::bounded::{Bounded, Weight};
use crate::address::AddressKey;

const HOUR_MS: i64 = 3_600_000;

pub(crate) struct HourlyRate {
    /// Between two, when the burst is used up.
    interval_ms: i64,
    counted: Mutex<Bounded<FullAt>>,
    hasher: RandomState,
}

/// When the address has its whole burst again.
struct FullAt(i64);

impl Weight for FullAt {
    fn weight(&self, now_ms: i64) -> i64 {
        self.0.saturating_sub(now_ms).max(0)
    }
}

impl HourlyRate {
    pub(crate) fn new(an_hour: u32) -> Self {
        Self {
            interval_ms: HOUR_MS / i64::from(an_hour.max(1)),
            counted: Mutex::new(Bounded::new(MAX_COUNTED)),
            hasher: RandomState::new(),
        }
    }

    /// Takes one, or says in how many milliseconds there will be one.
    pub(crate) fn take(&self, address: AddressKey, now_ms: i64) -> Result<(), i64> {
        let key = self.hasher.hash_one(address);
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let full_at = counted.get(key).map_or(now_ms, |entry| entry.0.max(now_ms));
        let next = full_at.saturating_add(self.interval_ms);
        let wait = next.saturating_sub(now_ms.saturating_add(HOUR_MS));
        if wait > 0 {
            return Err(wait);
        }
        counted.insert(key, FullAt(next), now_ms);
        Ok(())
    }

    /// Gives one back that was taken for something that we failed to do.
    pub(crate) fn give_back(&self, address: AddressKey) {
        let key = self.hasher.hash_one(address);
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = counted.get_mut(key) {
            entry.0 = entry.0.saturating_sub(self.interval_ms);
        }
    }

    pub(crate) fn prune(&self, now_ms: i64) {
        self.counted
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .prune(now_ms);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::net::IpAddr;

    use super::*;

    const NOW: i64 = 1_000_000_000;

    fn address(text: &str) -> AddressKey {
        AddressKey::from(text.parse::<IpAddr>().unwrap())
    }

    #[test]
    fn a_burst_is_allowed_then_one_an_interval() {
        let rate = HourlyRate::new(4);
        let here = address("192.0.2.1");
        for _ in 0..4 {
            assert_eq!(rate.take(here, NOW), Ok(()));
        }
        let interval = HOUR_MS / 4;
        assert_eq!(rate.take(here, NOW), Err(interval));
        assert_eq!(rate.take(here, NOW + interval - 1), Err(1));
        assert_eq!(rate.take(here, NOW + interval), Ok(()));
        assert_eq!(rate.take(here, NOW + interval), Err(interval));
        assert_eq!(
            rate.take(address("192.0.2.2"), NOW),
            Ok(()),
            "another address has its own"
        );
    }

    #[test]
    fn the_whole_burst_is_back_after_an_hour_and_forgotten() {
        let rate = HourlyRate::new(4);
        let here = address("2001:db8::1");
        for _ in 0..4 {
            rate.take(here, NOW).unwrap();
        }
        rate.prune(NOW + HOUR_MS - 1);
        assert_eq!(rate.counted.lock().unwrap().len(), 1);
        rate.prune(NOW + HOUR_MS);
        assert_eq!(rate.counted.lock().unwrap().len(), 0);
        for _ in 0..4 {
            assert_eq!(rate.take(address("2001:db8::ffff"), NOW + HOUR_MS), Ok(()));
        }
        assert!(
            rate.take(address("2001:db8::2"), NOW + HOUR_MS).is_err(),
            "a /64 is one address"
        );
    }

    #[test]
    fn what_is_given_back_can_be_taken_again() {
        let rate = HourlyRate::new(1);
        let here = address("192.0.2.1");
        rate.take(here, NOW).unwrap();
        assert!(rate.take(here, NOW).is_err());
        rate.give_back(here);
        assert_eq!(rate.take(here, NOW), Ok(()));
    }
}
