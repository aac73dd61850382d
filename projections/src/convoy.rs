//! Projections that travel together: those with the same checkpoint share what is read of the log.

use arena_log::Positions;
use futures_util::future::join_all;
use tokio_util::task::AbortOnDropHandle;

use crate::fold::Batch;
use crate::lane::{Lane, LaneError};
use crate::projection::Projection;
use crate::reader::{Reader, lag};
use crate::store::Store;

/// Some projections on their way along one log.
pub(crate) struct Convoy {
    pub(crate) lanes: Vec<Lane>,
    reader: Reader,
    /// What was read while the batch before it was written.
    ahead: Vec<Batch>,
}

/// What a step has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// Every projection that is not halted is at the log's end.
    Idle,
    /// There may be more.
    Folded,
    /// The log or the database is away for some of them.
    Away,
}

impl Convoy {
    pub(crate) fn new(projections: &[Projection], store: &Store, reader: Reader) -> Self {
        let lanes = projections
            .iter()
            .map(|projection| Lane::new(*projection, store.clone()))
            .collect();
        Self {
            lanes,
            reader,
            ahead: Vec::new(),
        }
    }

    pub(crate) fn is_halted(&self) -> bool {
        self.lanes.iter().all(Lane::is_halted)
    }

    /// Folds one batch into each projection that is not halted. Cancel-safe: each has committed
    /// its batch with its checkpoint, or neither.
    pub(crate) async fn step(&mut self) -> Step {
        let mut ahead = std::mem::take(&mut self.ahead);
        let mut groups: Vec<Group<'_>> = Vec::new();
        for lane in &mut self.lanes {
            let Some(at) = lane.at().await else {
                continue;
            };
            match groups.iter_mut().find(|group| group.at == at) {
                Some(group) => group.lanes.push(lane),
                None => {
                    let read = ahead.iter().position(|batch| batch.from == at);
                    groups.push(Group {
                        ahead: read.map(|index| ahead.swap_remove(index)),
                        lanes: vec![lane],
                        at,
                    });
                }
            }
        }
        if groups.is_empty() {
            return self.rest();
        }
        let heads = match self.reader.log.heads().await {
            Ok(heads) => heads,
            Err(error) => {
                for group in &mut groups {
                    group.fail(&LaneError::from(error.clone()));
                }
                return Step::Away;
            }
        };
        let mut most = Step::Idle;
        let (known, gone): (Vec<_>, Vec<_>) = groups
            .into_iter()
            .partition(|group| heads.covers(&group.at));
        for lane in gone.into_iter().flat_map(|group| group.lanes) {
            lane.start_over().await;
            most = Step::Folded;
        }
        let reader = &self.reader;
        let steps = known.into_iter().map(|group| group.step(reader, &heads));
        for (step, ahead) in join_all(steps).await {
            most = most.max(step);
            self.ahead.extend(ahead);
        }
        most.max(self.rest())
    }

    /// Whether some of them wait for a database that is away.
    fn rest(&self) -> Step {
        let away = |lane: &Lane| matches!(lane.failure(), Some(LaneError::Away(_)));
        if self.lanes.iter().any(away) {
            Step::Away
        } else {
            Step::Idle
        }
    }
}

/// The projections with one checkpoint.
struct Group<'a> {
    at: Positions,
    lanes: Vec<&'a mut Lane>,
    ahead: Option<Batch>,
}

impl Group<'_> {
    async fn step(mut self, reader: &Reader, heads: &Positions) -> (Step, Option<Batch>) {
        for lane in &mut self.lanes {
            lane.reporter.lags(lag(&self.at, heads));
        }
        let read = match self.ahead.take() {
            Some(batch) => Ok(batch),
            None => reader.read(&self.at, heads).await,
        };
        let batch = match read {
            Ok(batch) => batch,
            Err(error) => {
                self.fail(&LaneError::from(error));
                return (Step::Away, None);
            }
        };
        if !batch.advances() {
            match batch.poison {
                Some(poison) => self.fail(&LaneError::from(poison)),
                None => self.lanes.iter().for_each(|lane| lane.reporter.follows()),
            }
            return (Step::Idle, None);
        }
        // On a task of its own: decoding takes a core while the writes take another.
        let follows = batch.more && batch.poison.is_none();
        let reading = follows.then(|| {
            let (reader, from, heads) = (reader.clone(), batch.to.clone(), heads.clone());
            AbortOnDropHandle::new(tokio::spawn(
                async move { reader.read(&from, &heads).await },
            ))
        });
        join_all(self.lanes.iter_mut().map(|lane| lane.take(&batch))).await;
        let ahead = match reading {
            // What could not be read is read again, and fails, in its turn.
            Some(reading) => reading.await.ok().and_then(Result::ok),
            None => None,
        };
        for lane in &mut self.lanes {
            lane.reporter.lags(lag(&batch.to, heads));
        }
        (Step::Folded, ahead)
    }

    fn fail(&mut self, error: &LaneError) {
        for lane in &mut self.lanes {
            lane.fail(error.clone());
        }
    }
}
