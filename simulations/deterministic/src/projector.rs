//! Read models: every process folds what the log has beyond the checkpoint, and commits it with the new checkpoint if nobody
//! else was faster. The projections of the arena keep theirs in databases, which run in threads of their own; what holds for
//! them is shown where they are.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arena_log::Positions;
use tokio::time::sleep;

use crate::bug::{self, Bug};
use crate::history::Happened;
use crate::life::Life;
use crate::standings::Standings;

/// Events of each shard that are folded at a time.
const PAGE: usize = 8;

/// The read models and their checkpoint, as a database has them.
#[derive(Debug, Default)]
pub(crate) struct ReadModels(Mutex<(Positions, Standings)>);

impl ReadModels {
    fn lock(&self) -> MutexGuard<'_, (Positions, Standings)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Folds for as long as the process lives.
pub(crate) async fn project(life: Arc<Life>, models: Arc<ReadModels>) {
    let dice = life.sky.dice(&format!("projector of {}", life.owner));
    loop {
        sleep(dice.millis(300..=1_500)).await;
        life.gate.pass().await;
        let (from, mut standings) = models.lock().clone();
        let Ok(page) = life.log.read_shards(&from, PAGE).await else {
            continue;
        };
        if page.is_empty() {
            continue;
        }
        let mut checkpoint = from.clone();
        for recorded in &page {
            standings.fold(recorded);
            checkpoint.set(recorded.shard, recorded.position);
        }
        if bug::is(Bug::CheckpointApart) {
            models.lock().1 = standings.clone();
        }
        sleep(dice.millis(0..=5)).await;
        life.gate.pass().await;
        let mut models = models.lock();
        if models.0 == from {
            *models = (checkpoint.clone(), standings.clone());
            life.sky.note(Happened::Projected {
                checkpoint,
                standings,
            });
        }
    }
}
