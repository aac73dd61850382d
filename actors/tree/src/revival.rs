//! Brings back what was live when the process before ended: battles, then sessions.

use std::pin::Pin;

use arena_bus::streams;
use arena_log::StreamId;
use arena_rules::matchmaking::Pool;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::courier::Doors;
use crate::door::Door;
use crate::index::Index;
use crate::limits;
use crate::machine::Machine;

/// Wakes what is live, so many at a time; what an actor does first is its own matter ([`Machine::take_over`]). Returns when
/// all have come back or have had their time, with those that are still on their way.
pub(crate) async fn bring_back(doors: &Doors, index: &Index, pool: Pool) -> JoinSet<()> {
    let mut revival = Revival {
        tried: JoinSet::new(),
        late: JoinSet::new(),
    };
    for battle in index.battles() {
        revival.wake(&doors.battles, streams::battle(battle)).await;
    }
    doors.queues.revive(streams::queue(pool));
    doors.book.revive(streams::book());
    for player in index.sessions() {
        let stream = streams::session(player);
        revival.wake(&doors.sessions, stream).await;
    }
    while revival.one_had_its_time().await {}
    revival.late
}

struct Revival {
    tried: JoinSet<Option<Late>>,
    late: JoinSet<()>,
}

/// A stream that needs more time than others have to wait for.
type Late = Pin<Box<dyn Future<Output = ()> + Send>>;

impl Revival {
    async fn wake<M: Machine>(&mut self, door: &Door<M>, stream: StreamId) {
        if self.tried.len() >= limits::RECOVERIES {
            self.one_had_its_time().await;
        }
        self.tried.spawn(come_back(door.clone(), stream));
    }

    /// Returns whether there was one.
    async fn one_had_its_time(&mut self) -> bool {
        let Some(one) = self.tried.join_next().await else {
            return false;
        };
        if let Ok(Some(late)) = one {
            self.late.spawn(late);
        }
        true
    }
}

async fn come_back<M: Machine>(door: Door<M>, stream: StreamId) -> Option<Late> {
    let mut there: Late = Box::pin(is_there(door, stream));
    match timeout(limits::SLOW_RECOVERY, &mut there).await {
        Ok(()) => None,
        Err(_) => {
            tracing::warn!(machine = M::NAME, %stream, "slow to come back: others do not wait for it");
            Some(there)
        }
    }
}

/// Returns when the actor of `stream` has recovered.
async fn is_there<M: Machine>(door: Door<M>, stream: StreamId) {
    let mut pause = limits::FIRST_RETRY;
    while door.inspect(stream, |_, _| ()).await.is_none() {
        sleep(pause).await;
        pause = (pause * 2).min(limits::LAST_RETRY);
    }
}
