//! Times, and how they are printed.

use std::time::{Duration, Instant};

#[allow(clippy::disallowed_methods, reason = "a benchmark measures time")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

pub(crate) fn time<R>(work: impl FnOnce() -> R) -> (Duration, R) {
    let start = now();
    let result = work();
    (start.elapsed(), result)
}

pub(crate) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The value below which this share of the sorted values lies.
pub(crate) fn quantile(sorted: &[f64], thousandths: usize) -> f64 {
    let index = (sorted.len() * thousandths / 1000).min(sorted.len().saturating_sub(1));
    sorted.get(index).copied().unwrap_or(f64::NAN)
}

/// Prints the median of one value a round, and the spread.
pub(crate) fn spread(name: &str, target: &str, mut values: Vec<f64>) {
    values.sort_by(f64::total_cmp);
    println!(
        "{name}: {:.3} (from {:.3} to {:.3} over {} rounds; target {target})",
        quantile(&values, 500),
        quantile(&values, 0),
        quantile(&values, 1000),
        values.len()
    );
}
