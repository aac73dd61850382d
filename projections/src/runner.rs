use std::sync::Arc;
use std::time::Duration;

use arena_log::EventLog;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::fact::Decode;
use crate::lane::{Lane, Step, StepError};
use crate::projection::Projection;
use crate::reader::Reader;
use crate::status::{Condition, Status};
use crate::store::Store;

/// How a runner goes about it.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How long after the last look it looks again without news.
    pub poll: Duration,
    /// Events of a batch, about: a batch ends with the read that reaches this number.
    pub batch_events: usize,
    /// How long it waits before it tries again when the log or the database is away.
    pub retry: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            poll: Duration::from_millis(250),
            batch_events: 40_000,
            retry: Duration::from_millis(500),
        }
    }
}

/// Keeps every projection at the log's end.
///
/// Each projection has a task, a checkpoint and a fate of its own: one that meets an event it
/// cannot fold halts with an error in the log, its [`Condition`] and the gauge
/// `arena_projection_halted`; the others go on.
pub struct Runner {
    lanes: Vec<Lane>,
    options: Options,
}

impl Runner {
    /// A runner of all projections; nothing happens before [`Runner::run`].
    #[must_use]
    pub fn new(log: Arc<dyn EventLog>, decode: Decode, store: &Store, options: Options) -> Self {
        let reader = Reader {
            log,
            decode,
            batch_events: options.batch_events,
        };
        let lanes = Projection::ALL
            .into_iter()
            .map(|projection| Lane::new(projection, store.clone(), reader.clone()))
            .collect();
        Self { lanes, options }
    }

    /// How each projection stands, in the order of [`Projection::ALL`].
    #[must_use]
    pub fn statuses(&self) -> Vec<watch::Receiver<Status>> {
        self.lanes
            .iter()
            .map(|lane| lane.reporter.subscribe())
            .collect()
    }

    /// Follows the log until `stop`. A batch that is under way then is given up: it is folded
    /// again by the next run. Dropping this future stops it as well.
    pub async fn run(self, stop: CancellationToken) {
        let mut tasks = JoinSet::new();
        for lane in self.lanes {
            tasks.spawn(follow(lane, self.options, stop.clone()));
        }
        while let Some(ended) = tasks.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "projection task died");
            }
        }
    }
}

/// Folds what the log holds now, up to the heads that it has when each projection gets there.
///
/// # Errors
/// The first projection that is halted or cannot reach the log or the database; the others are
/// where they were or further.
pub async fn catch_up(
    log: Arc<dyn EventLog>,
    decode: Decode,
    store: &Store,
    options: Options,
) -> Result<(), CatchUpError> {
    for mut lane in Runner::new(log, decode, store, options).lanes {
        finish(&mut lane).await?;
    }
    Ok(())
}

/// Forgets the tables of `projection` and folds the log anew. A runner at work goes on from there.
///
/// # Errors
/// As [`catch_up`].
pub async fn rebuild(
    log: Arc<dyn EventLog>,
    decode: Decode,
    store: &Store,
    projection: Projection,
    options: Options,
) -> Result<(), CatchUpError> {
    let lanes = Runner::new(log, decode, store, options).lanes;
    for mut lane in lanes {
        if lane.projection == projection {
            let cleared = lane.clear().await;
            cleared.map_err(|error| CatchUpError::new(&lane, &error))?;
            finish(&mut lane).await?;
        }
    }
    Ok(())
}

/// A projection that did not reach the log's end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("projection {}: {reason}", projection.name())]
pub struct CatchUpError {
    /// The projection.
    pub projection: Projection,
    /// Whether trying again may help.
    pub retryable: bool,
    /// What went wrong.
    pub reason: String,
}

impl CatchUpError {
    fn new(lane: &Lane, error: &StepError) -> Self {
        Self {
            projection: lane.projection,
            retryable: matches!(error, StepError::Away(_)),
            reason: error.to_string(),
        }
    }
}

async fn finish(lane: &mut Lane) -> Result<(), CatchUpError> {
    loop {
        match lane.step().await {
            Ok(Step::Folded) => {}
            Ok(Step::Idle) => return Ok(()),
            Err(error) => return Err(CatchUpError::new(lane, &error)),
        }
    }
}

async fn follow(mut lane: Lane, options: Options, stop: CancellationToken) {
    let mut news = lane.reader.log.news();
    loop {
        news.borrow_and_update();
        let step = tokio::select! {
            biased;
            () = stop.cancelled() => break,
            step = lane.step() => step,
        };
        match step {
            Ok(Step::Folded) => {}
            Ok(Step::Idle) => {
                lane.reporter.follows();
                tokio::select! {
                    biased;
                    () = stop.cancelled() => break,
                    // A log that is closed has no news; the poll goes on.
                    Ok(()) = news.changed() => {}
                    () = tokio::time::sleep(options.poll) => {}
                }
            }
            Err(error) => {
                lane.fails(&error);
                if matches!(error, StepError::Halt(_)) {
                    return;
                }
                tokio::select! {
                    biased;
                    () = stop.cancelled() => break,
                    () = tokio::time::sleep(options.retry) => {}
                }
            }
        }
    }
    lane.reporter.is(Condition::Stopped);
}
