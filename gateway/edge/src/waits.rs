//! How long players wait for an opponent: asked of the read models and kept for a moment, because many ask at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arena_projections::Queries;
use arena_rules::matchmaking::Pool;
use arena_rules::play::Wish;
use tokio::time::Instant;

/// How long an answer is believed.
const BELIEVED_FOR: Duration = Duration::from_secs(5);

/// Cheap to clone; all clones share one memory, which has a place for each pool and wish that there is.
#[derive(Clone)]
pub(crate) struct Waits {
    queries: Queries,
    known: Arc<Mutex<HashMap<(Pool, Wish), Known>>>,
}

#[derive(Clone, Copy)]
struct Known {
    wait_ms: Option<u64>,
    until: Instant,
}

impl Waits {
    pub(crate) fn new(queries: Queries) -> Self {
        Self {
            queries,
            known: Arc::default(),
        }
    }

    /// The mean wait of late; none before the first pair, and while the read models are away.
    pub(crate) async fn expected_ms(&self, pool: Pool, wish: Wish) -> Option<u64> {
        let now = Instant::now();
        if let Some(known) = self
            .known()
            .get(&(pool, wish))
            .filter(|known| known.until > now)
        {
            return known.wait_ms;
        }
        let wait = match self.queries.expected_wait(pool, wish).await {
            Ok(wait) => wait,
            Err(error) => {
                tracing::warn!(%error, "the usual wait cannot be read");
                None
            }
        };
        let wait_ms = wait.and_then(|wait| u64::try_from(wait.as_millis()).ok());
        let until = now + BELIEVED_FOR;
        self.known().insert((pool, wish), Known { wait_ms, until });
        wait_ms
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<(Pool, Wish), Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
