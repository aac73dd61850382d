//! The store: one writer, one pool of readers, one lock.

use sqlx::sqlite::SqlitePoolOptions;
use sqlx::{Connection, SqliteConnection};
use tokio::sync::Mutex;

use crate::contract::ReadError;
use crate::group::{Group, Grouped, Hold, Reader};
use crate::membership::{Known, Mode, Roster};
use crate::migrate;

use super::lock::{LockError, ProcessLock};
use super::options::SqliteOptions;
use super::read::SqliteReader;
use super::session::SqliteConnector;

/// The event log in one SQLite file. One process has it alone, so it knows no
/// [`Membership`](crate::Membership).
pub type SqliteLog = Grouped<SqliteReader, SqliteHold>;

/// The lock that keeps a second process out.
#[derive(Debug)]
pub struct SqliteHold(Mutex<Option<ProcessLock>>);

impl Hold for SqliteHold {
    fn mode(&self) -> Mode {
        Mode::Alone
    }

    async fn let_go(&self) {
        drop(self.0.lock().await.take());
    }
}

/// A log that could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another live process has it.
    #[error(
        "the event log {path} is in use by another process, {holder}: stop that process, or use \
         another data folder"
    )]
    Held {
        /// The database.
        path: String,
        /// What is known of the process.
        holder: String,
    },
    /// The file could not be opened or locked.
    #[error("open the event log {path}: {reason}")]
    Open {
        /// The database.
        path: String,
        /// What went wrong.
        reason: String,
    },
    /// The tables are not of this build.
    #[error("migrate the event log: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

impl SqliteLog {
    /// The processes that have had the log, as [`Membership::nodes`](crate::Membership::nodes) tells them: without leases.
    ///
    /// # Errors
    /// The file cannot be read, or holds what is not the log's.
    pub async fn nodes(&self) -> Result<Vec<Known>, ReadError> {
        self.reader.nodes().await
    }

    /// Who owns what, as [`Membership::roster`](crate::Membership::roster) tells it: nobody has a lease.
    ///
    /// # Errors
    /// The file cannot be read, or holds what is not the log's.
    pub async fn roster(&self) -> Result<Roster, ReadError> {
        self.reader.roster().await
    }

    /// Opens the log, and makes or migrates its tables. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// Another process has it, the file cannot be opened, or its tables are of a later build.
    pub async fn open(options: SqliteOptions) -> Result<Self, OpenError> {
        let path = options.path.display().to_string();
        let failed = |reason: String| OpenError::Open {
            path: path.clone(),
            reason,
        };
        let pool = SqlitePoolOptions::new()
            .max_connections(options.readers)
            // A file does not go away as a server does.
            .test_before_acquire(false)
            .connect_lazy_with(options.reading());
        let reader = SqliteReader { pool };
        if options.read_only {
            reader
                .heads()
                .await
                .map_err(|error| failed(error.to_string()))?;
            return Ok(Self {
                group: Group::read_only(),
                reader,
                hold: SqliteHold(Mutex::default()),
            });
        }
        let lock =
            match options.exclusive {
                true => Some(ProcessLock::take(&options.path).await.map_err(
                    |error| match error {
                        LockError::Held { holder } => OpenError::Held {
                            path: path.clone(),
                            holder,
                        },
                        LockError::Io { .. } => failed(error.to_string()),
                    },
                )?),
                false => None,
            };
        let mut connection = SqliteConnection::connect_with(&options.writing())
            .await
            .map_err(|error| failed(error.to_string()))?;
        migrate::migrator(migrate::SQLITE)
            .run_direct(None, &mut connection, false)
            .await?;
        connection
            .close()
            .await
            .map_err(|error| failed(error.to_string()))?;

        let group = Group::start(vec![SqliteConnector::new(&options)], &options.writer);
        Ok(Self {
            group,
            reader,
            hold: SqliteHold(Mutex::new(lock)),
        })
    }
}
