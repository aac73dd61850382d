use std::sync::Arc;
use std::time::Duration;

use arena_log::EventLog;
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::convoy::{Convoy, Step};
use crate::fact::Decode;
use crate::lane::{Lane, LaneError};
use crate::leadership::{Lanes, Leadership};
use crate::projection::Projection;
use crate::reader::Reader;
use crate::status::{Condition, Status};
use crate::store::Store;

/// How a runner goes about it.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How long after the last look it looks again without news.
    pub poll: Duration,
    /// A batch that took less than this is followed by the next one only then: what many players add one by one is folded
    /// together, at a fraction of the cost.
    pub rest: Duration,
    /// Events of a batch, about: a batch ends with the read that reaches this number.
    pub batch_events: usize,
    /// Bytes of payloads of a batch, about, likewise.
    pub batch_bytes: usize,
    /// How long it waits before it tries again when the log or the database is away.
    pub retry: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            poll: Duration::from_millis(250),
            rest: Duration::from_millis(100),
            batch_events: 40_000,
            batch_bytes: 64 * 1024 * 1024,
            retry: Duration::from_millis(500),
        }
    }
}

/// Keeps every projection at the log's end.
///
/// Several processes may run one on the same PostgreSQL database: one folds each projection, the others stand by and
/// take over a quarter of a second after it ended, or 2 s after it was stopped or cut off. Events that other processes
/// append are found by the poll.
///
/// Projections with the same checkpoint share what is read of the log, but each commits by itself
/// and has a fate of its own: one that meets an event it cannot fold halts with an error in the
/// log, its [`Condition`] and the gauge `arena_projection_halted`; the others go on.
pub struct Runner {
    convoy: Convoy,
    log: Arc<dyn EventLog>,
    store: Store,
    options: Options,
}

impl Runner {
    /// A runner of all projections; nothing happens before [`Runner::run`].
    #[must_use]
    pub fn new(log: Arc<dyn EventLog>, decode: Decode, store: &Store, options: Options) -> Self {
        Self {
            convoy: convoy(&Projection::ALL, log.clone(), decode, store, options),
            log,
            store: store.clone(),
            options,
        }
    }

    /// How each projection stands, in the order of [`Projection::ALL`].
    #[must_use]
    pub fn statuses(&self) -> Vec<watch::Receiver<Status>> {
        let lanes = self.convoy.lanes.iter();
        lanes.map(|lane| lane.reporter.subscribe()).collect()
    }

    /// Follows the log until `stop`. A batch that is under way then is given up: it is folded
    /// again by the next run. Dropping this future stops it as well.
    pub async fn run(mut self, stop: CancellationToken) {
        let mut news = self.log.news();
        let mut leadership = Leadership::of(&self.store);
        for lane in &mut self.convoy.lanes {
            lane.lead(false);
        }
        while !self.convoy.is_halted() {
            news.borrow_and_update();
            leadership.wants(self.wants());
            let leads = *leadership.leads.borrow_and_update();
            for (lane, leads) in self.convoy.lanes.iter_mut().zip(leads) {
                lane.lead(leads);
            }
            let began = Instant::now();
            let step = tokio::select! {
                biased;
                () = stop.cancelled() => break,
                step = self.convoy.step() => step,
            };
            match step {
                Step::Folded => tokio::select! {
                    biased;
                    () = stop.cancelled() => break,
                    () = tokio::time::sleep_until(began + self.options.rest) => {}
                },
                Step::Idle => tokio::select! {
                    biased;
                    () = stop.cancelled() => break,
                    // A log that is closed has no news; the poll goes on.
                    Ok(()) = news.changed() => {}
                    Ok(()) = leadership.leads.changed() => {}
                    () = tokio::time::sleep(self.options.poll) => {}
                },
                Step::Away => tokio::select! {
                    biased;
                    () = stop.cancelled() => break,
                    () = tokio::time::sleep(self.options.retry) => {}
                },
            }
        }
        for lane in self.convoy.lanes.iter().filter(|lane| !lane.is_halted()) {
            lane.reporter.is(Condition::Stopped);
        }
    }

    fn wants(&self) -> Lanes {
        let mut wants = [true; Projection::ALL.len()];
        for (wants, lane) in wants.iter_mut().zip(&self.convoy.lanes) {
            *wants = !lane.is_halted();
        }
        wants
    }
}

/// Folds what the log holds now.
///
/// # Errors
/// The first projection that is halted, after the others have come to the end; or the log or the
/// database is away, and every projection is where it was or further.
pub async fn catch_up(
    log: Arc<dyn EventLog>,
    decode: Decode,
    store: &Store,
    options: Options,
) -> Result<(), CatchUpError> {
    finish(convoy(&Projection::ALL, log, decode, store, options)).await
}

/// Forgets the tables of `projections` and folds the log anew. A runner at work goes on from
/// there.
///
/// # Errors
/// As [`catch_up`].
pub async fn rebuild(
    log: Arc<dyn EventLog>,
    decode: Decode,
    store: &Store,
    projections: &[Projection],
    options: Options,
) -> Result<(), CatchUpError> {
    let mut convoy = convoy(projections, log, decode, store, options);
    for lane in &mut convoy.lanes {
        let cleared = lane.clear().await;
        cleared.map_err(|error| CatchUpError::new(lane, &error))?;
    }
    finish(convoy).await
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
    fn new(lane: &Lane, error: &LaneError) -> Self {
        Self {
            projection: lane.projection,
            retryable: matches!(error, LaneError::Away(_)),
            reason: error.to_string(),
        }
    }
}

async fn finish(mut convoy: Convoy) -> Result<(), CatchUpError> {
    while convoy.step().await == Step::Folded {}
    for lane in &convoy.lanes {
        if let Some(error) = lane.failure() {
            return Err(CatchUpError::new(lane, error));
        }
    }
    Ok(())
}

fn convoy(
    projections: &[Projection],
    log: Arc<dyn EventLog>,
    decode: Decode,
    store: &Store,
    options: Options,
) -> Convoy {
    let reader = Reader {
        log,
        decode,
        batch_events: options.batch_events,
        batch_bytes: options.batch_bytes,
    };
    Convoy::new(projections, store, reader)
}
