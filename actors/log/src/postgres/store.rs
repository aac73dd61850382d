//! The store: one group of writers, one reader, one lock.

use sqlx::postgres::PgPoolOptions;
use sqlx::{Connection, PgConnection};

use crate::contract::ReadError;
use crate::group::session::StoreError;
use crate::group::{Group, Grouped, Reader};
use crate::membership::Mode;
use crate::migrate;

use super::failure::answered;
use super::hold::PostgresHold;
use super::lock::{LockError, ProcessLock};
use super::options::PostgresOptions;
use super::pulse::PulseLine;
use super::read::PostgresReader;
use super::session::PostgresConnector;

/// The event log in PostgreSQL 14 or later.
///
/// Survives the server: after a lost connection it reconnects by itself, settles what was in
/// doubt, and goes on. Owners keep their shards and epochs.
pub type PostgresLog = Grouped<PostgresReader, PostgresHold>;

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
    /// A cluster's members are alive, and this process wants the log alone.
    #[error(
        "the event log is in use by the members of a cluster, {members}: stop all of them, join \
         them as a member, or use another database"
    )]
    HeldByMembers {
        /// What the server knows of them.
        members: String,
    },
    /// Another live process has the log alone, and this one wants to be a member.
    #[error(
        "the event log is in use by a process that has it alone, {holder}: stop that process, or \
         start it as a member of the cluster too"
    )]
    HeldAlone {
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

impl OpenError {
    /// Why a process that wants the log as `wanted` cannot have the lock.
    fn of_lock(error: LockError, wanted: Mode) -> Self {
        match error {
            LockError::Held { holder, mode } => match (wanted, mode) {
                (Mode::Alone, Mode::Alone) => Self::Held { holder },
                (Mode::Alone, Mode::Member) => Self::HeldByMembers { members: holder },
                (Mode::Member, _) => Self::HeldAlone { holder },
            },
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
    /// Another process has it in a way that leaves no room for this one, the server is away, or its tables are of a later build.
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
            let hold = PostgresHold::new(Mode::Alone, None, PulseLine::new(&options));
            let group = Group::read_only();
            return Ok(Self {
                group,
                reader,
                hold,
            });
        }
        let lock = match options.locked {
            true => {
                let taking = ProcessLock::take(options.connect.clone(), options.mode);
                let refused = |error| OpenError::of_lock(error, options.mode);
                Some(taking.await.map_err(refused)?)
            }
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
        let hold = PostgresHold::new(options.mode, lock, PulseLine::new(&options));
        Ok(Self {
            group,
            reader,
            hold,
        })
    }
}
