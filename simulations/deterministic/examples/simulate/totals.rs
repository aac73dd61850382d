//! The sums of what was simulated.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use arena_deterministic::Outcome;

#[derive(Debug, Default)]
pub(crate) struct Totals {
    seeds: u64,
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

    pub(crate) fn report(&self, took: Duration) -> String {
        let (seeds, seconds) = (self.seeds, took.as_secs_f64());
        let rate = self.seeds as f64 / seconds.max(0.001);
        let mut text = format!("{seeds} seeds in {seconds:.1} s: {rate:.1} seeds a second\n");
        let faults: u64 = self.faults.values().sum();
        let tables = [
            (format!("{faults} faults"), &self.faults),
            ("what happened".to_owned(), &self.counts),
        ];
        for (title, table) in tables {
            // Writing into a string does not fail.
            writeln!(text, "{title}").ok();
            for (what, many) in table {
                writeln!(text, "  {many:>9} {what}").ok();
            }
        }
        text
    }
}
