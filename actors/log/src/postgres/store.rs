//! The store: one group of writers, one reader, one lock.

use sqlx::postgres::PgPoolOptions;
use sqlx::{Connection, PgConnection};

use crate::contract::ReadError;
use crate::group::session::StoreError;
use crate::group::{Group, Grouped, Reader};
use crate::migrate;

use super::failure::answered;
use super::lock::{LockError, ProcessLock};
use super::options::PostgresOptions;
use super::read::PostgresReader;
use super::session::PostgresConnector;

/// The event log in PostgreSQL 14 or later.
///
/// Survives the server: after a lost connection it reconnects by itself, settles what was in
/// doubt, and goes on. Owners keep their shards and epochs.
pub type PostgresLog = Grouped<PostgresReader, ProcessLock>;

/// A log that could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another live process has it.
    #[error(
        "the event log is in use by another process, {holder}: stop that process, or use another \
         database"
    )]
    Held {
        /// What the server knows of it.
        holder: String,
    },
    /// The server could not be reached, or does not take writes.
    #[error("event log unavailable: {reason}")]
    Unavailable {
        /// What it said.
        reason: String,
    },
    /// The tables are not of this build.
    #[error("migrate the event log: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

impl From<LockError> for OpenError {
    fn from(error: LockError) -> Self {
        match error {
            LockError::Held { holder } => Self::Held { holder },
            LockError::Store(error) => error.into(),
        }
    }
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        Self::Unavailable {
            reason: error.to_string(),
        }
    }
}

impl PostgresLog {
    /// Opens the log, and makes or migrates its tables. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// Another process has it, the server is away, or its tables are of a later build.
    pub async fn open(options: PostgresOptions) -> Result<Self, OpenError> {
        let timeout = options.statement_timeout;
        let pool = PgPoolOptions::new()
            .max_connections(options.readers)
            .acquire_timeout(timeout)
            .connect_lazy_with(options.connect.clone());
        let reader = PostgresReader { pool, timeout };
        if options.read_only {
            let unavailable = |error: ReadError| OpenError::Unavailable {
                reason: error.to_string(),
            };
            reader.heads().await.map_err(unavailable)?;
            return Ok(Self::new(Group::read_only(), reader, None));
        }
        let lock = match options.exclusive {
            true => Some(ProcessLock::take(options.connect.clone()).await?),
            false => None,
        };
        let opening = PgConnection::connect_with(&options.connect);
        let mut connection = answered(timeout, opening).await?;
        migrate::migrator(migrate::POSTGRES)
            .run_direct(None, &mut connection, false)
            .await?;
        drop(connection.close().await);

        let connectors = (0..options.writers)
            .map(|_| PostgresConnector::new(&options))
            .collect();
        let group = Group::start(connectors, &options.writer);
        Ok(Self::new(group, reader, lock))
    }
}
