use std::time::Duration;

use arena_rules::matchmaking::Pool;
use arena_rules::play::{Difficulty, Wish};

use super::{Queries, QueryError};
use crate::store::Value;

impl Queries {
    /// How long players with this wish have lately waited to be paired, on average; none before
    /// the first pair. `any` is as fast as the fastest difficulty.
    ///
    /// # Errors
    /// The database is away.
    pub async fn expected_wait(
        &self,
        pool: Pool,
        wish: Wish,
    ) -> Result<Option<Duration>, QueryError> {
        const SQL: &str =
            "select difficulty, mean_ms from queue_wait where mode = $1 and goal = $2";
        let arguments: Vec<Value> = vec![
            pool.mode.to_string().as_str().into(),
            pool.goal.to_string().as_str().into(),
        ];
        let mut least: Option<Duration> = None;
        for row in self.store.fetch(SQL, arguments).await? {
            let name: String = row.get(0)?;
            let suits = name.parse::<Difficulty>().is_ok_and(|d| wish.accepts(d));
            if suits {
                let mean_ms: f64 = row.get(1)?;
                let mean = Duration::try_from_secs_f64(mean_ms / 1000.0).unwrap_or_default();
                least = Some(least.map_or(mean, |known| known.min(mean)));
            }
        }
        Ok(least)
    }
}
