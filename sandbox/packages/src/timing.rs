//! From what submissions need to the time limit, in fuel.
//!
//! A reference millisecond is a million units of fuel. Languages differ in how much fuel the same
//! work takes: all is counted in the fuel of Python, by the share that each language states.

use arena_problems::{FUEL_PER_MILLION, Language};

use crate::metadata::Timing;

/// Fuel of a reference second.
pub const FUEL_PER_SECOND: u64 = 1_000 * FUEL_PER_MILLION;

/// The largest limit that a test may have, in fuel.
pub const MAX_FUEL: u64 = arena_problems::bounds::MAX_FUEL_MILLIONS * FUEL_PER_MILLION;

/// The fuel of a language as Python's fuel.
pub fn as_python(language: Language, fuel: u64) -> u64 {
    let share = language.facts().fuel_percent.max(1);
    let scaled = u128::from(fuel) * 100 / u128::from(share);
    u64::try_from(scaled).unwrap_or(u64::MAX)
}

/// The limit in fuel of Python, from what the slowest of the submissions that bound it from below
/// needed (in fuel of Python).
///
/// # Errors
/// A fragment that says why there is none.
pub fn limit(timing: &Timing, slowest: Option<u64>) -> Result<u64, String> {
    let step = seconds_as_fuel(timing.resolution);
    if let Some(seconds) = timing.time_limit {
        let limit = seconds_as_fuel(seconds);
        if limit > MAX_FUEL {
            return Err(format!(
                "time_limit is {seconds} s, at most {} s can be given",
                MAX_FUEL / FUEL_PER_SECOND
            ));
        }
        let needed = slowest.map(|fuel| times(fuel, timing.ac_to_time_limit));
        return match needed {
            Some(needed) if needed > limit => Err(format!(
                "time_limit is {seconds} s, but {} times the slowest submission that must be in \
                 time are {} s",
                timing.ac_to_time_limit,
                shown_seconds(needed)
            )),
            _ => Ok(limit),
        };
    }
    let slowest = slowest.ok_or("no submission that must be in time can be run here")?;
    let needed = times(slowest, timing.ac_to_time_limit).max(1);
    let limit = needed.div_ceil(step.max(1)).saturating_mul(step.max(1));
    if limit > MAX_FUEL {
        return Err(format!(
            "the submissions need a limit of {} s, at most {} s can be given",
            shown_seconds(limit),
            MAX_FUEL / FUEL_PER_SECOND
        ));
    }
    Ok(limit)
}

/// What a submission that must be too slow has to need, in the unit of the limit.
pub fn too_slow(timing: &Timing, limit: u64) -> u64 {
    times(limit, timing.time_limit_to_tle)
}

/// Fuel as seconds for people: `1.25`.
pub fn shown_seconds(fuel: u64) -> String {
    let hundredths = fuel.div_ceil(FUEL_PER_SECOND / 100);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn seconds_as_fuel(seconds: f64) -> u64 {
    #[expect(clippy::cast_precision_loss, reason = "a power of ten")]
    let fuel = (seconds * FUEL_PER_SECOND as f64).round();
    whole(fuel)
}

fn times(fuel: u64, factor: f64) -> u64 {
    #[expect(clippy::cast_precision_loss, reason = "fuel is below 2^53")]
    let product = (fuel as f64 * factor).ceil();
    whole(product)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the conversion saturates, which is what is wanted"
)]
fn whole(number: f64) -> u64 {
    number as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timing(multiplier: f64, time_limit: Option<f64>, resolution: f64) -> Timing {
        Timing {
            ac_to_time_limit: multiplier,
            time_limit_to_tle: 1.5,
            time_limit,
            resolution,
        }
    }

    #[test]
    fn the_limit_is_the_multiple_rounded_up_to_the_resolution() {
        for (multiplier, resolution, slowest, expected) in [
            (2.0, 1.0, 400_000_000, 1_000_000_000),
            (2.0, 1.0, 500_000_000, 1_000_000_000),
            (2.0, 1.0, 500_000_001, 2_000_000_000),
            (5.0, 1.0, 1, 1_000_000_000),
            (2.0, 0.1, 420_000_000, 900_000_000),
        ] {
            let found = limit(&timing(multiplier, None, resolution), Some(slowest));
            assert_eq!(found, Ok(expected), "{multiplier} {resolution} {slowest}");
        }
        assert!(limit(&timing(2.0, None, 1.0), None).is_err());
        assert!(limit(&timing(2.0, None, 1.0), Some(MAX_FUEL)).is_err());
    }

    #[test]
    fn a_limit_that_is_set_holds_where_it_leaves_time_enough() {
        let timing = timing(2.0, Some(1.5), 0.5);
        assert_eq!(limit(&timing, None), Ok(1_500_000_000));
        assert_eq!(limit(&timing, Some(750_000_000)), Ok(1_500_000_000));
        assert_eq!(
            limit(&timing, Some(750_000_001)),
            Err(
                "time_limit is 1.5 s, but 2 times the slowest submission that must be in time are \
                 1.51 s"
                    .into()
            )
        );
        assert_eq!(too_slow(&timing, 1_500_000_000), 2_250_000_000);
    }

    #[test]
    fn fuel_of_python_is_itself() {
        assert_eq!(as_python(Language::PYTHON, 7), 7);
    }
}
