//! All chance comes from the seed, in streams of their own: what one part of the simulation draws shifts nobody else's.

use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, RngCore, SeedableRng};
use uuid::{Builder, Uuid};

/// A stream of chance. Clones draw from the same one.
#[derive(Clone, Debug)]
pub(crate) struct Dice(Arc<Mutex<StdRng>>);

impl Dice {
    pub(crate) fn of(seed: u64, stream: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&seed.to_le_bytes());
        hasher.update(stream.as_bytes());
        let rng = StdRng::from_seed(*hasher.finalize().as_bytes());
        Self(Arc::new(Mutex::new(rng)))
    }

    fn with<T>(&self, draw: impl FnOnce(&mut StdRng) -> T) -> T {
        draw(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// True in so many of a hundred cases.
    pub(crate) fn chance(&self, percent: u32) -> bool {
        self.with(|rng| rng.random_range(0..100) < percent)
    }

    pub(crate) fn number(&self, range: RangeInclusive<u64>) -> u64 {
        self.with(|rng| rng.random_range(range))
    }

    /// One of `0..count`.
    pub(crate) fn below(&self, count: usize) -> usize {
        self.with(|rng| rng.random_range(0..count.max(1)))
    }

    pub(crate) fn millis(&self, range: RangeInclusive<u64>) -> Duration {
        Duration::from_millis(self.number(range))
    }

    pub(crate) fn pick<'a, T>(&self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }

    pub(crate) fn uuid(&self) -> Uuid {
        let mut bytes = [0; 16];
        self.with(|rng| rng.fill_bytes(&mut bytes));
        Builder::from_random_bytes(bytes).into_uuid()
    }
}
