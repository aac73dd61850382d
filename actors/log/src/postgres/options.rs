//! How to reach PostgreSQL, and how long to wait for it.

use std::str::FromStr;
use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;
use uuid::Uuid;

use crate::group::WriterOptions;
use crate::limits::{BEAT_TIMEOUT, LEASE};
use crate::membership::Mode;
#[cfg(feature = "testing")]
use crate::mutant::Mutant;

/// Connections that read at the same time, at most.
const READERS: u32 = 8;

/// Connections that write, each for its own part of the shards: while one waits for the disk the other works. Measured by
/// `bench_append` at 1.2 times the rate of one.
const WRITERS: usize = 2;

/// Where the log is and how it is used.
#[derive(Debug, Clone)]
pub struct PostgresOptions {
    pub(crate) connect: PgConnectOptions,
    pub(super) writer: WriterOptions,
    pub(super) writers: usize,
    pub(super) readers: u32,
    pub(super) statement_timeout: Duration,
    pub(super) mode: Mode,
    pub(super) locked: bool,
    pub(super) lease: Duration,
    pub(super) beat_timeout: Duration,
    pub(super) read_only: bool,
}

impl PostgresOptions {
    /// The log in the database that `url` names (`postgres://…`).
    ///
    /// # Errors
    /// Not such a URL.
    pub fn new(url: &str) -> Result<Self, sqlx::Error> {
        // The name tells this incarnation's connections from every other's.
        let name = format!("arena-log {}", Uuid::now_v7());
        let connect = PgConnectOptions::from_str(url)?
            .application_name(&name)
            // The statements are written for index look-ups, and their plans outlive the table's
            // first, empty days.
            .options([
                ("plan_cache_mode", "force_generic_plan"),
                ("enable_seqscan", "off"),
                ("enable_mergejoin", "off"),
                ("jit", "off"),
            ])
            .disable_statement_logging();
        Ok(Self {
            connect,
            writer: WriterOptions::default(),
            writers: WRITERS,
            readers: READERS,
            statement_timeout: Duration::from_secs(10),
            mode: Mode::Alone,
            locked: true,
            lease: LEASE,
            beat_timeout: BEAT_TIMEOUT,
            read_only: false,
        })
    }

    /// Only reads, also while another process writes: takes no lock, makes no tables, and refuses
    /// everything but reads.
    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// As one of several processes that share the log ([`Membership`](crate::Membership)), instead of
    /// alone. They keep everyone out who wants the log alone.
    #[must_use]
    pub fn member(mut self) -> Self {
        self.mode = Mode::Member;
        self
    }

    /// How many connections write, each for a part of the shards (2 unless told otherwise).
    #[must_use]
    pub fn writers(mut self, writers: usize) -> Self {
        self.writers = writers.max(1);
        self
    }

    /// How long a statement may take before its connection is taken for lost.
    #[must_use]
    pub fn statement_timeout(mut self, timeout: Duration) -> Self {
        self.statement_timeout = timeout;
        self
    }

    /// How long appends wait for a server that has gone away before they are refused.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.writer.patience = patience;
        self
    }

    /// Does without the lock that keeps a second process out, so that tests can have two owners.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn shared(mut self) -> Self {
        self.locked = false;
        self
    }

    /// Another lease, and a beat that may take a fifth of it.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self.beat_timeout = lease / 5;
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
