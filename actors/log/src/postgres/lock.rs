//! One process a log, or the members of one cluster: an advisory lock on a connection that does
//! nothing else. Members share it, a process that wants the log alone has it for itself.
//!
//! The lock keeps others out with a clear answer. Safety does not rest on it: it may be lost with
//! its connection, and then the epochs decide.

use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

use crate::group::session::StoreError;
use crate::limits::{LOCK_PATIENCE, LOCK_PAUSE};
use crate::membership::Mode;

use super::failure::answered;

/// The lock's number within the database ("arenalog").
const KEY: i64 = 0x6172_656e_616c_6f67;

/// How often the connection is tried, and how long it may take to answer.
const CHECK_EVERY: Duration = Duration::from_millis(250);
const CHECK_TIMEOUT: Duration = Duration::from_secs(5);

#[derive(Debug, thiserror::Error)]
pub(super) enum LockError {
    #[error("held by {holder}")]
    Held {
        holder: String,
        /// How the holder has it.
        mode: Mode,
    },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The held lock; let go when this is dropped.
#[derive(Debug)]
pub(super) struct ProcessLock {
    keeper: JoinHandle<()>,
    /// Who has it instead, since the connection was lost.
    taken_by: watch::Receiver<Option<String>>,
}

impl ProcessLock {
    /// Takes the lock, and keeps it until the value is dropped.
    pub(super) async fn take(connect: PgConnectOptions, mode: Mode) -> Result<Self, LockError> {
        let connection = acquire(&connect, mode, LOCK_PATIENCE).await?;
        let (taken, taken_by) = watch::channel(None);
        Ok(Self {
            keeper: tokio::spawn(keep(connect, mode, connection, taken)),
            taken_by,
        })
    }

    /// Who has the lock by now, if somebody else took it while its connection was lost.
    pub(super) fn taken_by(&self) -> Option<String> {
        self.taken_by.borrow().clone()
    }
}

impl Drop for ProcessLock {
    fn drop(&mut self) {
        self.keeper.abort();
    }
}

async fn keep(
    connect: PgConnectOptions,
    mode: Mode,
    mut connection: PgConnection,
    taken: watch::Sender<Option<String>>,
) {
    loop {
        sleep(CHECK_EVERY).await;
        let Err(error) = answered(CHECK_TIMEOUT, connection.ping()).await else {
            continue;
        };
        tracing::warn!(%error, "lost the event log's lock, taking it again");
        drop(connection);
        connection = loop {
            match acquire(&connect, mode, Duration::ZERO).await {
                Ok(connection) => break connection,
                Err(LockError::Held { holder, .. }) => {
                    tracing::error!(holder, "another process has the event log's lock");
                    taken.send_replace(Some(holder));
                }
                Err(LockError::Store(error)) => {
                    tracing::warn!(%error, "cannot take the event log's lock yet");
                }
            }
            sleep(CHECK_EVERY).await;
        };
        taken.send_replace(None);
        tracing::info!("has the event log's lock again");
    }
}

type HolderRow = (i32, String, String, bool);

/// A connection that holds the lock; whoever is in the way has so long to end.
async fn acquire(
    connect: &PgConnectOptions,
    mode: Mode,
    patience: Duration,
) -> Result<PgConnection, LockError> {
    let own_name = connect.get_application_name().unwrap_or_default();
    let opening = PgConnection::connect_with(connect);
    let mut connection = answered(CHECK_TIMEOUT, opening).await?;
    let start = Instant::now();
    loop {
        let lock = sqlx::query_scalar::<_, bool>(include_str!("sql/lock.sql"))
            .bind(KEY)
            .bind(mode == Mode::Member)
            .fetch_one(&mut connection);
        if answered(CHECK_TIMEOUT, lock).await? {
            return Ok(connection);
        }
        let holders = sqlx::query_as::<_, HolderRow>(include_str!("sql/lock_holder.sql"))
            .bind(KEY)
            .fetch_all(&mut connection);
        let holders = answered(CHECK_TIMEOUT, holders).await?;
        let (own, others): (Vec<_>, Vec<_>) = holders
            .into_iter()
            .partition(|(_, name, _, _)| name == own_name);
        let patience = match own.is_empty() {
            true => patience,
            false => LOCK_PATIENCE,
        };
        for (pid, name, _, _) in own {
            // A connection of our own that broke on the way: the server has not noticed.
            let end = sqlx::query_scalar::<_, bool>(include_str!("sql/terminate.sql"))
                .bind(pid)
                .bind(name)
                .fetch_one(&mut connection);
            answered(CHECK_TIMEOUT, end).await?;
        }
        if start.elapsed() >= patience {
            return Err(held(&others));
        }
        sleep(LOCK_PAUSE).await;
    }
}

fn held(holders: &[HolderRow]) -> LockError {
    let members = |(_, _, _, alone): &HolderRow| !alone;
    let mode = match !holders.is_empty() && holders.iter().all(members) {
        true => Mode::Member,
        false => Mode::Alone,
    };
    let names = holders
        .iter()
        .map(|(pid, name, address, _)| format!("{name:?} from {address} (server process {pid})"));
    let holder = match holders {
        [] => "an unknown connection".to_owned(),
        _ => names.collect::<Vec<_>>().join(", "),
    };
    LockError::Held { holder, mode }
}
