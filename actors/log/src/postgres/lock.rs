//! One process a log: an advisory lock on a connection that does nothing else.
//!
//! The lock keeps a second process out with a clear answer. Safety does not rest on it: it may be
//! lost with its connection, and then the epochs decide.

use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

use crate::group::session::StoreError;
use crate::limits::{LOCK_PATIENCE, LOCK_PAUSE};

use super::failure::answered;

/// The lock's number within the database ("arenalog").
const KEY: i64 = 0x6172_656e_616c_6f67;

/// How often the connection is tried, and how long it may take to answer.
const CHECK_EVERY: Duration = Duration::from_millis(250);
const CHECK_TIMEOUT: Duration = Duration::from_secs(5);

#[derive(Debug, thiserror::Error)]
pub(super) enum LockError {
    #[error("held by {holder}")]
    Held { holder: String },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The held lock; let go when this is dropped.
#[derive(Debug)]
pub struct ProcessLock {
    keeper: JoinHandle<()>,
}

impl ProcessLock {
    /// Takes the lock, and keeps it until the value is dropped.
    pub(super) async fn take(connect: PgConnectOptions) -> Result<Self, LockError> {
        let connection = acquire(&connect).await?;
        Ok(Self {
            keeper: tokio::spawn(keep(connect, connection)),
        })
    }
}

impl Drop for ProcessLock {
    fn drop(&mut self) {
        self.keeper.abort();
    }
}

async fn keep(connect: PgConnectOptions, mut connection: PgConnection) {
    loop {
        sleep(CHECK_EVERY).await;
        let Err(error) = answered(CHECK_TIMEOUT, connection.ping()).await else {
            continue;
        };
        tracing::warn!(%error, "lost the event log's lock, taking it again");
        drop(connection);
        connection = loop {
            match acquire(&connect).await {
                Ok(connection) => break connection,
                Err(error @ LockError::Held { .. }) => {
                    tracing::error!(%error, "another process has the event log's lock");
                }
                Err(error @ LockError::Store(_)) => {
                    tracing::warn!(%error, "cannot take the event log's lock yet");
                }
            }
            sleep(CHECK_EVERY).await;
        };
        tracing::info!("has the event log's lock again");
    }
}

/// A connection that holds the lock.
async fn acquire(connect: &PgConnectOptions) -> Result<PgConnection, LockError> {
    let own_name = connect.get_application_name().unwrap_or_default();
    let opening = PgConnection::connect_with(connect);
    let mut connection = answered(CHECK_TIMEOUT, opening).await?;
    let start = Instant::now();
    loop {
        let lock = sqlx::query_scalar::<_, bool>(include_str!("sql/lock.sql"))
            .bind(KEY)
            .fetch_one(&mut connection);
        if answered(CHECK_TIMEOUT, lock).await? {
            return Ok(connection);
        }
        let holder =
            sqlx::query_as::<_, (i32, String, String)>(include_str!("sql/lock_holder.sql"))
                .bind(KEY)
                .fetch_optional(&mut connection);
        let holder = answered(CHECK_TIMEOUT, holder).await?;
        if let Some((pid, name, _)) = &holder
            && name == own_name
        {
            // A connection of our own that broke on the way: the server has not noticed.
            let end = sqlx::query_scalar::<_, bool>(include_str!("sql/terminate.sql"))
                .bind(pid)
                .bind(name)
                .fetch_one(&mut connection);
            answered(CHECK_TIMEOUT, end).await?;
        }
        if start.elapsed() >= LOCK_PATIENCE {
            let holder = holder.map_or_else(
                || "an unknown connection".to_owned(),
                |(pid, name, address)| format!("{name:?} from {address} (server process {pid})"),
            );
            return Err(LockError::Held { holder });
        }
        sleep(LOCK_PAUSE).await;
    }
}
