//! Where the file is, and how it is opened.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

use crate::group::WriterOptions;
#[cfg(feature = "testing")]
use crate::mutant::Mutant;

#[cfg(feature = "testing")]
use super::fault::Faults;

/// Connections that read at the same time, at most.
const READERS: u32 = 4;

/// Rows that a reading connection hands over ahead of its reader: each hand-over wakes a thread.
const ROWS_AHEAD: usize = 1024;

/// The writer's page cache, in SQLite's unit (negative: KiB): the indexes of a long log.
const WRITER_CACHE: &str = "-65536";

/// Pages in the write-ahead log before they are moved to the database; a crowd's batch has many.
const CHECKPOINT_PAGES: &str = "8000";

/// How long a connection waits for another one's transaction.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Where the log is and how it is used.
#[derive(Debug, Clone)]
pub struct SqliteOptions {
    pub(super) path: PathBuf,
    pub(super) writer: WriterOptions,
    pub(super) readers: u32,
    pub(super) exclusive: bool,
    pub(super) read_only: bool,
    #[cfg(feature = "testing")]
    pub(super) faults: Faults,
}

impl SqliteOptions {
    /// The log in the file `path`, which is made if it is not there; its folder must be.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            writer: WriterOptions::default(),
            readers: READERS,
            exclusive: true,
            read_only: false,
            #[cfg(feature = "testing")]
            faults: Faults::default(),
        }
    }

    /// Only reads, also while another process writes: takes no lock, makes no tables, and refuses
    /// everything but reads.
    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    pub(super) fn writing(&self) -> SqliteConnectOptions {
        SqliteConnectOptions::new()
            .filename(&self.path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .pragma("cache_size", WRITER_CACHE)
            .pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
            .busy_timeout(BUSY_TIMEOUT)
            .disable_statement_logging()
    }

    pub(crate) fn reading(&self) -> SqliteConnectOptions {
        SqliteConnectOptions::new()
            .filename(&self.path)
            .read_only(true)
            .row_buffer_size(ROWS_AHEAD)
            .busy_timeout(BUSY_TIMEOUT)
            .disable_statement_logging()
    }

    /// Does without the lock that keeps a second process out, so that tests can have two owners.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn shared(mut self) -> Self {
        self.exclusive = false;
        self
    }

    /// Lets a test lose connections.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// Breaks one of the log's promises.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn mutant(mut self, mutant: Mutant) -> Self {
        self.writer.mutant = Some(mutant);
        self
    }
}
