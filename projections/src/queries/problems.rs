use std::collections::BTreeMap;

use arena_rules::play::ProblemId;

use super::{Queries, QueryError};
use crate::store::{Columns, Kind, Value};

/// The most problems that are asked for at once.
pub const MAX_BULK: usize = 1000;

/// How a problem has fared.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ProblemStats {
    /// Submissions that were judged; faults of the judge are not counted.
    pub attempts: u64,
    /// Those that were accepted.
    pub accepted: u64,
    /// Battles that revealed it and have ended.
    pub battles: u64,
    /// Those that ended because it was solved.
    pub solved: u64,
}

impl ProblemStats {
    /// The part of its battles that ended because it was solved, from 0 to 1; none before the
    /// first one.
    #[must_use]
    pub fn solve_rate(&self) -> Option<f64> {
        #[allow(clippy::cast_precision_loss, reason = "exact below 2^53 battles")]
        let rate = || self.solved as f64 / self.battles as f64;
        (self.battles > 0).then(rate)
    }
}

impl Queries {
    /// The statistics of some problems; all zeros for those that have met nobody yet.
    ///
    /// # Errors
    /// More than [`MAX_BULK`] problems, or the database is away.
    pub async fn problems(
        &self,
        problems: &[ProblemId],
    ) -> Result<BTreeMap<ProblemId, ProblemStats>, QueryError> {
        const COLUMNS: Columns = &[("problem", Kind::Text)];
        const SQL: &str = "select p.problem, p.attempts, p.accepted, p.battles, p.solved \
             from v join problem p on p.problem = v.problem";
        if problems.len() > MAX_BULK {
            return Err(QueryError::TooMany {
                found: problems.len(),
            });
        }
        let mut stats: BTreeMap<ProblemId, ProblemStats> = problems
            .iter()
            .map(|problem| (problem.clone(), ProblemStats::default()))
            .collect();
        let wanted: Vec<Vec<Value>> = stats
            .keys()
            .map(|problem| vec![problem.0.as_str().into()])
            .collect();
        for row in self.store.fetch_bulk(COLUMNS, &wanted, SQL).await? {
            let found = ProblemStats {
                attempts: row.count(1)?,
                accepted: row.count(2)?,
                battles: row.count(3)?,
                solved: row.count(4)?,
            };
            stats.insert(ProblemId(row.get(0)?), found);
        }
        Ok(stats)
    }
}
