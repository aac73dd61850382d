//! What all parts of one simulation share: the seed, the weather, and the record of what has happened.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::dice::Dice;
use crate::fault::{Condition, Weather};
use crate::history::{Happened, History};

/// Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Sky {
    pub(crate) seed: u64,
    pub(crate) began: Instant,
    weather: Arc<Mutex<Weather>>,
    record: Arc<Mutex<Record>>,
}

#[derive(Debug, Default)]
pub(crate) struct Record {
    pub(crate) history: History,
    pub(crate) counts: BTreeMap<&'static str, u64>,
    /// What went wrong with the simulation itself.
    pub(crate) problems: Vec<String>,
}

impl Sky {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            began: Instant::now(),
            weather: Arc::default(),
            record: Arc::default(),
        }
    }

    pub(crate) fn dice(&self, stream: &str) -> Dice {
        Dice::of(self.seed, stream)
    }

    pub(crate) fn now(&self) -> Duration {
        self.began.elapsed()
    }

    pub(crate) fn is(&self, condition: Condition) -> bool {
        lock(&self.weather).is(condition)
    }

    pub(crate) fn begin(&self, condition: Condition) {
        lock(&self.weather).begin(condition);
    }

    pub(crate) fn end(&self, condition: Condition) {
        lock(&self.weather).end(condition);
    }

    pub(crate) fn note(&self, what: Happened) {
        let at = self.now();
        self.record().history.note(at, what);
    }

    pub(crate) fn count(&self, what: &'static str) {
        *self.record().counts.entry(what).or_default() += 1;
    }

    pub(crate) fn record(&self) -> MutexGuard<'_, Record> {
        lock(&self.record)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
