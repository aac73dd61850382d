//! The result of a run: a table, and every violation.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use uuid::Uuid;

use crate::chains::{self, Finish};
use crate::judgement::Whole;
use crate::sight::{BattleSeen, Witness};

/// What a run gave.
#[derive(Debug, Default)]
pub struct Report {
    /// Battles by their outcome.
    pub outcomes: BTreeMap<String, u64>,
    /// Own submissions by their verdict.
    pub verdicts: BTreeMap<String, u64>,
    /// Rejections by their code.
    pub rejects: BTreeMap<String, u64>,
    /// Acknowledgements that carry a version.
    pub acknowledged: u64,
    /// Connections that broke and came back.
    pub reconnects: u64,
    /// Changes of ratings that were computed again, one a battle.
    pub rated: u64,
    /// Sentences; a run without any found nothing wrong.
    pub violations: Vec<String>,
    pub(crate) ratings: BTreeMap<Uuid, f64>,
    played: Duration,
    latencies: Vec<(&'static str, Vec<u64>)>,
}

impl Report {
    pub(crate) fn of(witnesses: &[Witness], played: Duration) -> Self {
        let mut report = Self {
            played,
            ..Self::default()
        };
        let mut battles: BTreeMap<Uuid, Vec<&BattleSeen>> = BTreeMap::new();
        for witness in witnesses {
            for (battle, seen) in &witness.battles {
                battles.entry(*battle).or_default().push(seen);
            }
            report.violations.extend(witness.violations.iter().cloned());
            add(&mut report.verdicts, &witness.verdicts);
            add(&mut report.rejects, &witness.rejects);
            report.reconnects += witness.reconnects;
        }
        let mut finishes = BTreeMap::new();
        for (battle, seen) in battles {
            let whole = Whole::of(battle, seen.into_iter()).judge(battle);
            *report.outcomes.entry(whole.outcome()).or_default() += 1;
            for seen in whole.events.values() {
                if let Some(finish) = Finish::of(seen.at_ms, &seen.sight) {
                    finishes.insert(battle, finish);
                }
            }
            report.violations.extend(whole.violations);
        }
        let folded = chains::fold(witnesses, &finishes);
        report.violations.extend(folded.violations);
        report.rated = folded.entered;
        let ratings = folded.ratings.iter();
        report.ratings = ratings
            .map(|(player, rating)| (*player, rating.rating))
            .collect();
        report.latencies = vec![
            (
                "match",
                all(witnesses, |witness| &witness.latencies.matched),
            ),
            ("ack", all(witnesses, |witness| &witness.latencies.ack)),
            (
                "submit to verdict",
                all(witnesses, |witness| &witness.latencies.verdict),
            ),
            (
                "event delivery",
                all(witnesses, |witness| &witness.latencies.delivery),
            ),
            (
                "lost to resumed",
                all(witnesses, |witness| &witness.latencies.resumed),
            ),
        ];
        report
    }

    /// Battles that ended in any way.
    #[must_use]
    pub fn battles(&self) -> u64 {
        self.outcomes.values().sum()
    }
}

fn add(sum: &mut BTreeMap<String, u64>, more: &BTreeMap<String, u64>) {
    for (name, count) in more {
        *sum.entry(name.clone()).or_default() += count;
    }
}

fn all(witnesses: &[Witness], of: impl Fn(&Witness) -> &Vec<u64>) -> Vec<u64> {
    let mut all: Vec<u64> = witnesses
        .iter()
        .flat_map(|witness| of(witness).clone())
        .collect();
    all.sort_unstable();
    all
}

/// The value that `percent` of `sorted` do not exceed.
fn percentile(sorted: &[u64], percent: usize) -> u64 {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or(0)
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.played.as_secs_f64();
        writeln!(f, "{} battles in {seconds:.1} s", self.battles())?;
        for (title, counts) in [
            ("battles", &self.outcomes),
            ("submissions", &self.verdicts),
            ("rejections", &self.rejects),
        ] {
            for (name, count) in counts {
                writeln!(f, "  {title:<18} {name:<24} {count:>8}")?;
            }
        }
        writeln!(
            f,
            "  {:<18} {:<24} {:>8}",
            "acknowledged", "", self.acknowledged
        )?;
        writeln!(
            f,
            "  {:<18} {:<24} {:>8}",
            "reconnected", "", self.reconnects
        )?;
        writeln!(
            f,
            "  {:<18} {:<24} {:>8}",
            "rated battles", "computed again", self.rated
        )?;
        writeln!(
            f,
            "  {:<18} {:>8} {:>8} {:>8} {:>8} {:>8}",
            "ms", "p50", "p95", "p99", "longest", "count"
        )?;
        for (name, sorted) in &self.latencies {
            let [p50, p95, p99, longest] =
                [50, 95, 99, 100].map(|percent| percentile(sorted, percent));
            writeln!(
                f,
                "  {name:<18} {p50:>8} {p95:>8} {p99:>8} {longest:>8} {:>8}",
                sorted.len()
            )?;
        }
        for violation in &self.violations {
            writeln!(f, "VIOLATION {violation}")?;
        }
        write!(f, "{} violations", self.violations.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_nearest_rank() {
        let sorted: Vec<u64> = (1..=200).collect();
        assert_eq!(percentile(&sorted, 50), 100);
        assert_eq!(percentile(&sorted, 99), 198);
        assert_eq!(percentile(&[7], 99), 7);
        assert_eq!(percentile(&[], 50), 0);
    }
}
