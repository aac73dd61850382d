//! One projection on its way along the log: its tables, its checkpoint, its fate.

use arena_log::{Positions, ReadError};

use crate::checkpoint::{self, Checkpoint};
use crate::fold::{Batch, FoldError, Poison};
use crate::projection::Projection;
use crate::reader::lag;
use crate::status::{Condition, Reporter};
use crate::store::{Store, StoreError};

/// A projection that is folded by somebody.
pub(crate) struct Lane {
    pub(crate) projection: Projection,
    pub(crate) reporter: Reporter,
    store: Store,
    /// What is committed, as far as it is known: none at first and after a failure.
    at: Option<Positions>,
    /// Whether this process folds it.
    leads: bool,
    /// Why the last attempt failed.
    failure: Option<LaneError>,
}

/// A batch that was not folded; the tables are as before it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LaneError {
    /// Try again later.
    #[error("{0}")]
    Away(String),
    /// Trying again cannot help.
    #[error("{0}")]
    Halt(String),
}

impl From<StoreError> for LaneError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable { .. } => Self::Away(error.to_string()),
            StoreError::Damaged { .. } | StoreError::Migration { .. } => {
                Self::Halt(error.to_string())
            }
        }
    }
}

impl From<ReadError> for LaneError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Unavailable { .. } => Self::Away(error.to_string()),
            ReadError::Corrupt { .. } => Self::Halt(error.to_string()),
        }
    }
}

impl From<Poison> for LaneError {
    fn from(poison: Poison) -> Self {
        Self::Halt(poison.to_string())
    }
}

impl Lane {
    pub(crate) fn new(projection: Projection, store: Store) -> Self {
        Self {
            projection,
            reporter: Reporter::new(projection),
            store,
            at: None,
            leads: true,
            failure: None,
        }
    }

    pub(crate) fn is_halted(&self) -> bool {
        matches!(self.failure, Some(LaneError::Halt(_)))
    }

    /// Folds it from now on, or leaves it to another process. What is known of the checkpoint is forgotten: somebody
    /// else may have moved it.
    pub(crate) fn lead(&mut self, leads: bool) {
        if self.leads != leads && !self.is_halted() {
            self.leads = leads;
            self.at = None;
            self.failure = None;
            self.reporter.leads(leads);
        }
    }

    pub(crate) fn failure(&self) -> Option<&LaneError> {
        self.failure.as_ref()
    }

    /// Where it stands: the known checkpoint, else the stored one. None when it cannot go on now.
    pub(crate) async fn at(&mut self) -> Option<Positions> {
        if self.is_halted() || !self.leads {
            return None;
        }
        if self.at.is_none() {
            match self.resume().await {
                Ok(at) => {
                    self.failure = None;
                    self.reporter.resumes(&at);
                    self.at = Some(at);
                }
                Err(error) => self.fail(error),
            }
        }
        self.at.clone()
    }

    /// Folds `batch`, which follows its checkpoint. Cancel-safe: the batch is committed with its
    /// checkpoint, or neither is.
    pub(crate) async fn take(&mut self, batch: &Batch) {
        match self.write(batch).await {
            Ok(committed) => self.moved(committed, batch),
            Err(FoldError::Store(error)) => self.fail(error.into()),
            Err(FoldError::Poison { index, reason }) => {
                // Everything before the poison is folded, so that the checkpoint points at it.
                let Some((part, poison)) = batch.before(index, reason) else {
                    return;
                };
                match self.write(&part).await {
                    Ok(true) => {
                        self.moved(true, &part);
                        self.fail(poison.into());
                    }
                    Ok(false) => self.at = None,
                    Err(FoldError::Store(error)) => self.fail(error.into()),
                    Err(FoldError::Poison { .. }) => self.fail(poison.into()),
                }
            }
        }
    }

    pub(crate) fn fail(&mut self, error: LaneError) {
        let projection = self.projection.name();
        match &error {
            LaneError::Away(reason) => {
                tracing::warn!(projection, %reason, "projection waits");
                self.reporter.is(Condition::Waiting {
                    reason: reason.clone(),
                });
            }
            LaneError::Halt(reason) => {
                tracing::error!(projection, %reason, "projection halted");
                self.reporter.is(Condition::Halted {
                    reason: reason.clone(),
                });
            }
        }
        self.at = None;
        self.failure = Some(error);
    }

    /// Forgets the tables and the checkpoint.
    pub(crate) async fn clear(&mut self) -> Result<(), LaneError> {
        self.at = None;
        let mut tx = self.store.begin().await?;
        // First of all, since its lock keeps out a fold by somebody else: the rows of one that was
        // under way would come after the deletes and stay.
        checkpoint::save(&mut tx, self.projection, &Positions::start()).await?;
        for table in self.projection.tables() {
            tx.execute(table.clear, Vec::new()).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// The log ends before what is folded: it is another log, or an earlier copy of this one. The
    /// log is the truth, so the tables go and are folded anew.
    pub(crate) async fn start_over(&mut self) {
        let projection = self.projection.name();
        tracing::warn!(
            projection,
            "the log ends before the checkpoint: projection is rebuilt"
        );
        match self.clear().await {
            Ok(()) => self.at = Some(Positions::start()),
            Err(error) => self.fail(error),
        }
    }

    fn moved(&mut self, committed: bool, batch: &Batch) {
        // Otherwise somebody else has moved the checkpoint: go on from there.
        self.at = committed.then(|| batch.to.clone());
        if committed {
            let folded = lag(&batch.from, &batch.to);
            self.reporter.reached(&batch.to, folded);
        }
    }

    /// The stored checkpoint, after a rebuild from empty if an older fold wrote it.
    async fn resume(&mut self) -> Result<Positions, LaneError> {
        let mut tx = self.store.begin().await?;
        let stored = checkpoint::lock(&mut tx, self.projection).await?;
        drop(tx);
        let ours = self.projection.version();
        match stored {
            Some(Checkpoint { version, positions }) if version == ours => Ok(positions),
            Some(Checkpoint { version, .. }) if version > ours => Err(LaneError::Halt(format!(
                "the tables are of version {version} and this build has version {ours}: \
                 start the newer build"
            ))),
            Some(Checkpoint { version, .. }) => {
                let projection = self.projection.name();
                tracing::info!(
                    projection,
                    from = version,
                    to = ours,
                    "projection is rebuilt"
                );
                self.clear().await?;
                Ok(Positions::start())
            }
            None => {
                self.clear().await?;
                Ok(Positions::start())
            }
        }
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
