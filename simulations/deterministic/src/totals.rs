//! The sums of what was simulated.

use std::collections::BTreeMap;
use std::fmt;

use crate::run::Outcome;

#[derive(Debug, Default)]
pub struct Totals {
    pub seeds: u64,
    faults: BTreeMap<&'static str, u64>,
    counts: BTreeMap<&'static str, u64>,
}

impl Totals {
    pub(crate) fn add(&mut self, outcome: &Outcome) {
        self.seeds += 1;
        for (what, many) in outcome.history.faults() {
            *self.faults.entry(*what).or_default() += many;
        }
        for (what, many) in &outcome.counts {
            *self.counts.entry(*what).or_default() += many;
        }
    }

    /// How often something has happened.
    #[must_use]
    pub fn of(&self, what: &str) -> u64 {
        let faults = self.faults.get(what).copied().unwrap_or_default();
        faults + self.counts.get(what).copied().unwrap_or_default()
    }

    #[must_use]
    pub fn faults(&self) -> u64 {
        self.faults.values().sum()
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} seeds, {} faults:", self.seeds, self.faults())?;
        for (what, many) in &self.faults {
            writeln!(f, "  {many:>9} {what}")?;
        }
        writeln!(f, "what happened:")?;
        for (what, many) in &self.counts {
            writeln!(f, "  {many:>9} {what}")?;
        }
        Ok(())
    }
}
