//! One projection on its way along the log.

use arena_log::{Positions, ReadError};

use crate::checkpoint::{self, Checkpoint};
use crate::fold::{Batch, FoldError, Poison};
use crate::projection::Projection;
use crate::reader::{Read, Reader, lag};
use crate::status::{Condition, Reporter};
use crate::store::{Store, StoreError};

/// One projection, its checkpoint and what was read ahead of it.
pub(crate) struct Lane {
    pub(crate) projection: Projection,
    pub(crate) store: Store,
    pub(crate) reader: Reader,
    pub(crate) reporter: Reporter,
    /// None until it has been read.
    at: Option<Positions>,
    ahead: Option<Read>,
}

/// What a step has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// There may be more.
    Folded,
    /// The log's end.
    Idle,
}

/// A step that was not done; the tables are as before it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StepError {
    /// Try again later.
    #[error("{0}")]
    Away(String),
    /// Trying again cannot help.
    #[error("{0}")]
    Halt(String),
}

impl From<StoreError> for StepError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable { .. } => Self::Away(error.to_string()),
            StoreError::Damaged { .. } | StoreError::Migration { .. } => {
                Self::Halt(error.to_string())
            }
        }
    }
}

impl From<ReadError> for StepError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Unavailable { .. } => Self::Away(error.to_string()),
            ReadError::Corrupt { .. } => Self::Halt(error.to_string()),
        }
    }
}

impl From<Poison> for StepError {
    fn from(poison: Poison) -> Self {
        Self::Halt(poison.to_string())
    }
}

impl Lane {
    pub(crate) fn new(projection: Projection, store: Store, reader: Reader) -> Self {
        Self {
            projection,
            store,
            reader,
            reporter: Reporter::new(projection),
            at: None,
            ahead: None,
        }
    }

    /// Folds the next batch, reading the one after it meanwhile. Cancel-safe: a dropped step has
    /// committed its batch with its checkpoint, or neither.
    pub(crate) async fn step(&mut self) -> Result<Step, StepError> {
        let ahead = self.ahead.take();
        let at = match self.at.take() {
            Some(at) => at,
            None => self.resume().await?,
        };
        let Read { batch, heads } = match ahead {
            Some(read) => read,
            None => self.reader.read(&at).await?,
        };
        self.reporter.lags(lag(&at, &heads));
        if !batch.advances() {
            self.at = Some(at);
            return batch
                .poison
                .map_or(Ok(Step::Idle), |poison| Err(poison.into()));
        }
        let (written, ahead) = tokio::join!(self.write(&batch), async {
            let follow = batch.more && batch.poison.is_none();
            if follow {
                self.reader.read(&batch.to).await.ok()
            } else {
                None
            }
        });
        match written {
            Ok(true) => {
                let folded = lag(&at, &batch.to);
                self.reporter.reached(&batch.to, folded);
                self.reporter.lags(lag(&batch.to, &heads));
                self.at = Some(batch.to);
                self.ahead = ahead;
                Ok(Step::Folded)
            }
            // Somebody else has moved the checkpoint: go on from there.
            Ok(false) => Ok(Step::Folded),
            Err(FoldError::Store(error)) => Err(error.into()),
            Err(FoldError::Poison { index: 0, reason }) => {
                self.at = Some(at);
                let poison = batch.before(0, reason).poison;
                poison.map_or(Ok(Step::Idle), |poison| Err(poison.into()))
            }
            Err(FoldError::Poison { index, reason }) => {
                // Everything before the poison is folded, so that the checkpoint points at it.
                self.ahead = Some(Read {
                    batch: batch.before(index, reason),
                    heads,
                });
                self.at = Some(at);
                Ok(Step::Folded)
            }
        }
    }

    /// Forgets the tables and the checkpoint; the next step folds from the log's start.
    pub(crate) async fn clear(&mut self) -> Result<(), StepError> {
        self.ahead = None;
        self.at = None;
        let mut tx = self.store.begin().await?;
        for table in self.projection.tables() {
            tx.execute(table.clear, Vec::new()).await?;
        }
        checkpoint::save(&mut tx, self.projection, &Positions::start()).await?;
        tx.commit().await?;
        Ok(())
    }

    pub(crate) fn fails(&self, error: &StepError) {
        let projection = self.projection.name();
        match error {
            StepError::Away(reason) => {
                tracing::warn!(projection, %reason, "projection waits");
                self.reporter.is(Condition::Waiting {
                    reason: reason.clone(),
                });
            }
            StepError::Halt(reason) => {
                tracing::error!(projection, %reason, "projection halted");
                self.reporter.is(Condition::Halted {
                    reason: reason.clone(),
                });
            }
        }
    }

    /// The stored checkpoint, after a rebuild from empty if an older fold wrote it.
    async fn resume(&mut self) -> Result<Positions, StepError> {
        let mut tx = self.store.begin().await?;
        let stored = checkpoint::lock(&mut tx, self.projection).await?;
        drop(tx);
        let ours = self.projection.version();
        let at = match stored {
            Some(Checkpoint { version, positions }) if version == ours => positions,
            Some(Checkpoint { version, .. }) if version > ours => {
                return Err(StepError::Halt(format!(
                    "the tables are of version {version} and this build has version {ours}: start the newer build"
                )));
            }
            Some(Checkpoint { version, .. }) => {
                let projection = self.projection.name();
                tracing::info!(
                    projection,
                    from = version,
                    to = ours,
                    "projection is rebuilt"
                );
                self.clear().await?;
                Positions::start()
            }
            None => {
                self.clear().await?;
                Positions::start()
            }
        };
        self.reporter.reached(&at, 0);
        Ok(at)
    }

    /// Commits the batch with its checkpoint; false if the stored checkpoint is not the batch's.
    async fn write(&self, batch: &Batch) -> Result<bool, FoldError> {
        let mut tx = self.store.begin().await?;
        let stored = checkpoint::lock(&mut tx, self.projection).await?;
        let version = self.projection.version();
        if !stored.is_some_and(|row| row.version == version && row.positions == batch.from) {
            return Ok(false);
        }
        self.projection.fold(&mut tx, &batch.entries).await?;
        checkpoint::save(&mut tx, self.projection, &batch.to).await?;
        tx.commit().await?;
        Ok(true)
    }
}
