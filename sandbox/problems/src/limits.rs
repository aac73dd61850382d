//! What one test of a problem may use.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use arena_runtimes::Language;

/// Fuel units in one unit of `fuel_millions`.
pub const FUEL_PER_MILLION: u64 = 1_000_000;

/// Largest `fuel_millions`: a minute or so of a guest's time.
pub const MAX_FUEL_MILLIONS: u64 = 200_000;

/// Smallest `memory_mib`: the Python runtime itself needs most of this.
pub const MIN_MEMORY_MIB: u64 = 64;

/// Largest `memory_mib`.
pub const MAX_MEMORY_MIB: u64 = 1024;

/// Largest `output_kib`.
pub const MAX_OUTPUT_KIB: u64 = 4096;

/// What one test may use. A submission that needs more gets TLE, MLE or OLE.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// wasm fuel units a test, by language, for those that the problem names; Python is one of
    /// them.
    pub fuel: BTreeMap<Language, u64>,
    /// Linear memory of the guest, in bytes, the runtime's own included.
    pub memory_bytes: u64,
    /// Standard output and standard error together, or the encoded result, in bytes a test.
    pub output_bytes: u64,
}

impl Limits {
    /// The fuel limit of a language, in wasm fuel units a test: the problem's own, else its own for
    /// the language whose runtime it uses, else the share of Python's that the language states,
    /// rounded up.
    pub fn fuel_of(&self, language: Language) -> u64 {
        let named = |language| self.fuel.get(&language).copied();
        let own = named(language).or_else(|| named(language.runtime()));
        own.unwrap_or_else(|| {
            let share = language.facts().fuel_percent;
            let python = named(Language::PYTHON).unwrap_or(0);
            python.saturating_mul(share).div_ceil(100)
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_language_has_the_limit_of_the_runtime_that_it_uses() {
        let typescript: Language = "typescript".parse().unwrap();
        let mut limits = Limits {
            fuel: BTreeMap::from([(Language::PYTHON, 100), (Language::JAVASCRIPT, 700)]),
            memory_bytes: 0,
            output_bytes: 0,
        };
        assert_eq!(limits.fuel_of(typescript), 700);
        limits.fuel.insert(typescript, 900);
        assert_eq!(limits.fuel_of(typescript), 900);
        limits.fuel = BTreeMap::from([(Language::PYTHON, 100)]);
        assert_eq!(limits.fuel_of(typescript), typescript.facts().fuel_percent);
    }
}
