//! Failed logins make the next ones wait, ever longer.
//!
//! Three counts decide together. *Pair* (this account from this address) is strict: it stops somebody who guesses.
//! *Address* stops somebody who tries one password on many accounts; it is lenient and its waits are short, because
//! households, schools and offices share an address. *Account* stops somebody who guesses from many addresses; anybody
//! can drive it up, so its waits are short and it does not hold for an address that this account has logged in from
//! before: an attacker cannot lock an owner out of his own home.
//!
//! An attempt is counted before its password is checked and taken back when it was right, so that a thousand attempts
//! at the same moment are no way around. Attempts that are refused here are not counted, so that a wait always ends.

use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::MAX_COUNTED;
use super::bounded::{Bounded, Weight};
use crate::address::AddressKey;

/// How one count makes attempts wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Failures that cost nothing.
    pub free: u32,
    /// The wait after the first failure beyond those, in milliseconds; it doubles with each further one.
    pub first_wait_ms: i64,
    /// The longest wait, in milliseconds.
    pub longest_wait_ms: i64,
    /// One failure is forgotten in each of these times without another, in milliseconds.
    pub forget_one_ms: i64,
}

/// One account from one address.
pub const PAIR_POLICY: Policy = Policy {
    free: 5,
    first_wait_ms: 1_000,
    longest_wait_ms: 15 * 60_000,
    forget_one_ms: 15 * 60_000,
};

/// One account from anywhere.
pub const ACCOUNT_POLICY: Policy = Policy {
    free: 50,
    first_wait_ms: 1_000,
    longest_wait_ms: 60_000,
    forget_one_ms: 60_000,
};

/// One address, whatever the account.
pub const ADDRESS_POLICY: Policy = Policy {
    free: 30,
    first_wait_ms: 1_000,
    longest_wait_ms: 60_000,
    forget_one_ms: 60_000,
};

impl Policy {
    /// The wait after so many failures, in milliseconds.
    fn wait_ms(self, failures: u32) -> i64 {
        let Some(beyond) = failures.checked_sub(self.free).filter(|beyond| *beyond > 0) else {
            return 0;
        };
        1_i64
            .checked_shl(beyond - 1)
            .filter(|factor| *factor > 0)
            .map_or(self.longest_wait_ms, |factor| {
                self.first_wait_ms.saturating_mul(factor)
            })
            .min(self.longest_wait_ms)
    }
}

/// What an entry counts.
#[derive(Clone, Copy, Hash, PartialEq, Eq)]
enum Count {
    Pair,
    Account,
    Address,
}

impl Count {
    fn policy(self) -> Policy {
        match self {
            Self::Pair => PAIR_POLICY,
            Self::Account => ACCOUNT_POLICY,
            Self::Address => ADDRESS_POLICY,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Failures {
    of: Count,
    count: u32,
    last_ms: i64,
}

impl Failures {
    fn remembered(&self, now_ms: i64) -> u32 {
        let since_last = now_ms.saturating_sub(self.last_ms).max(0);
        let forgotten = since_last / self.of.policy().forget_one_ms;
        self.count
            .saturating_sub(u32::try_from(forgotten).unwrap_or(u32::MAX))
    }

    fn remaining_wait_ms(&self, now_ms: i64) -> i64 {
        let policy = self.of.policy();
        let until = self.last_ms.saturating_add(policy.wait_ms(self.count));
        until
            .saturating_sub(now_ms)
            .clamp(0, policy.longest_wait_ms)
    }
}

impl Weight for Failures {
    fn weight(&self, now_ms: i64) -> i64 {
        i64::from(self.remembered(now_ms))
    }
}

/// Whether the account has logged in from the address before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Familiarity {
    Known,
    Stranger,
}

/// A counted attempt, to be told how it ended. One that is dropped stays counted.
#[must_use]
pub(crate) struct Attempt {
    pair: Counted,
    account: Counted,
    address: Counted,
}

/// An entry, before and with the attempt.
struct Counted {
    key: u64,
    before: Option<Failures>,
    with: Failures,
}

pub(crate) struct LoginThrottle {
    counted: Mutex<Bounded<Failures>>,
    hasher: RandomState,
}

impl LoginThrottle {
    pub(crate) fn new() -> Self {
        Self::with_bound(3 * MAX_COUNTED)
    }

    fn with_bound(most: usize) -> Self {
        Self {
            counted: Mutex::new(Bounded::new(most)),
            hasher: RandomState::new(),
        }
    }

    /// Counts an attempt as failed, or says for how many milliseconds there may be none.
    pub(crate) fn begin(
        &self,
        account: &str,
        address: AddressKey,
        familiarity: Familiarity,
        now_ms: i64,
    ) -> Result<Attempt, i64> {
        let mut counted = self.lock();
        let entry = |of: Count, key: u64| {
            let before = counted.get(key).copied();
            let count = before
                .map_or(0, |before| before.remembered(now_ms))
                .saturating_add(1);
            let with = Failures {
                of,
                count,
                last_ms: now_ms,
            };
            Counted { key, before, with }
        };
        let attempt = Attempt {
            pair: entry(
                Count::Pair,
                self.hasher.hash_one((Count::Pair, account, address)),
            ),
            account: entry(
                Count::Account,
                self.hasher.hash_one((Count::Account, account)),
            ),
            address: entry(
                Count::Address,
                self.hasher.hash_one((Count::Address, address)),
            ),
        };
        let wait = |entry: &Counted| {
            entry
                .before
                .map_or(0, |before| before.remaining_wait_ms(now_ms))
        };
        let account_wait = match familiarity {
            Familiarity::Known => 0,
            Familiarity::Stranger => wait(&attempt.account),
        };
        let longest = wait(&attempt.pair)
            .max(wait(&attempt.address))
            .max(account_wait);
        if longest > 0 {
            return Err(longest);
        }
        for entry in [&attempt.pair, &attempt.account, &attempt.address] {
            counted.insert(entry.key, entry.with, now_ms);
        }
        Ok(attempt)
    }

    /// The password was right: the pair begins anew, the other two are as before.
    pub(crate) fn succeeded(&self, attempt: &Attempt) {
        let mut counted = self.lock();
        counted.remove(attempt.pair.key);
        attempt.account.take_back(&mut counted);
        attempt.address.take_back(&mut counted);
    }

    /// The password was not checked.
    pub(crate) fn undecided(&self, attempt: &Attempt) {
        let mut counted = self.lock();
        for entry in [&attempt.pair, &attempt.account, &attempt.address] {
            entry.take_back(&mut counted);
        }
    }

    pub(crate) fn prune(&self, now_ms: i64) {
        self.lock().prune(now_ms);
    }

    fn lock(&self) -> MutexGuard<'_, Bounded<Failures>> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Counted {
    /// As if the attempt had not been, or one less when others have been since.
    fn take_back(&self, counted: &mut Bounded<Failures>) {
        match (counted.get_mut(self.key), self.before) {
            (Some(entry), Some(before)) if *entry == self.with => *entry = before,
            (Some(entry), None) if *entry == self.with => counted.remove(self.key),
            (Some(entry), _) => entry.count = entry.count.saturating_sub(1),
            (None, _) => {}
        }
    }
}

#[cfg(test)]
mod tests;
