//! How a process has the log in PostgreSQL: alone, or as a member of a cluster.

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use tokio::sync::watch;

use crate::contract::{Claim, OwnerError, ReadError};
use crate::group::Hold;
use crate::ids::{OwnerId, ShardId};
use crate::membership::{Known, Losses, Membership, Mode, Pulse, Roster};

use super::lock::ProcessLock;
use super::pulse::PulseLine;
use super::store::PostgresLog;

/// The lock that keeps others out, and a member's line for beats.
#[derive(Debug)]
pub struct PostgresHold {
    mode: Mode,
    lock: Mutex<Option<ProcessLock>>,
    pulse: PulseLine,
}

impl PostgresHold {
    pub(super) fn new(mode: Mode, lock: Option<ProcessLock>, pulse: PulseLine) -> Self {
        Self {
            mode,
            lock: Mutex::new(lock),
            pulse,
        }
    }

    /// Refuses what only a member may do, and everything when another process has taken the log
    /// for itself.
    fn member(&self) -> Result<(), OwnerError> {
        self.mode.member()?;
        let lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        match lock.as_ref().and_then(ProcessLock::taken_by) {
            Some(holder) => Err(OwnerError::Held { holder }),
            None => Ok(()),
        }
    }
}

impl Hold for PostgresHold {
    fn mode(&self) -> Mode {
        self.mode
    }

    async fn let_go(&self) {
        self.pulse.close().await;
        let mut lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        drop(lock.take());
    }
}

#[async_trait]
impl Membership for PostgresLog {
    async fn beat(&self, pulse: &Pulse) -> Result<Roster, OwnerError> {
        self.hold.member()?;
        self.hold.pulse.beat(pulse).await
    }

    async fn roster(&self) -> Result<Roster, ReadError> {
        self.reader.roster().await
    }

    async fn nodes(&self) -> Result<Vec<Known>, ReadError> {
        self.reader.nodes().await
    }

    async fn claim_free(&self, owner: OwnerId, shards: &[ShardId]) -> Result<Claim, OwnerError> {
        self.hold.member()?;
        self.group.claim_free(owner, shards).await
    }

    async fn settle(&self, owner: OwnerId, shards: &[ShardId]) -> Result<(), OwnerError> {
        self.hold.member()?;
        self.group.settle(owner, shards).await
    }

    fn losses(&self) -> watch::Receiver<Losses> {
        self.group.losses()
    }
}
