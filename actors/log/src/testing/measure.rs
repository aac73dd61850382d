//! What the benchmarks of the log have in common.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run must fail")]

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use sqlx::{Connection, PgConnection, SqliteConnection};
use tokio::time::Instant;

use crate::ids::StreamId;
use crate::postgres::PostgresOptions;
use crate::sqlite::SqliteOptions;

/// Milliseconds to make 8 KiB durable in a folder: the median of fifty times.
///
/// # Panics
/// When the folder cannot be written.
#[must_use]
pub fn fsync_ms(folder: &Path) -> f64 {
    let mut file = File::create(folder.join("fsync")).unwrap();
    let mut times = Vec::new();
    for _ in 0..50 {
        let start = Instant::now();
        file.write_all(&[0; 8192]).unwrap();
        file.sync_data().unwrap();
        times.push(start.elapsed());
    }
    median_ms(times)
}

/// Milliseconds of processor time that this process's threads have had, of those that still run;
/// neighbours on the machine disturb it less than the clock.
///
/// # Panics
/// When the system does not say.
#[must_use]
pub fn processor_ms() -> f64 {
    let of = |thread: std::io::Result<std::fs::DirEntry>| {
        let stat = std::fs::read_to_string(thread.unwrap().path().join("schedstat"));
        // A thread may end while it is asked.
        stat.ok()?.split_whitespace().next()?.parse::<f64>().ok()
    };
    let threads = std::fs::read_dir("/proc/self/task").unwrap();
    threads.filter_map(of).sum::<f64>() / 1e6
}

/// The median in milliseconds.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn median_ms(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

/// `median [lowest–highest]`.
///
/// # Panics
/// When there are no values.
#[must_use]
pub fn spread(values: &[f64], digits: usize) -> String {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (lowest, highest) = (sorted[0], sorted[sorted.len() - 1]);
    let median = sorted[sorted.len() / 2];
    format!("{median:.digits$} [{lowest:.digits$}–{highest:.digits$}]")
}

/// Reads rows by the driver alone, without looking into them: what every reader pays at least.
#[derive(Debug)]
pub enum PlainReader {
    /// One connection to a file.
    Sqlite(SqliteConnection),
    /// One connection to a server.
    Postgres(PgConnection),
}

impl PlainReader {
    /// Beside a log in SQLite, as the log itself reads.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn sqlite(options: &SqliteOptions) -> Self {
        let connect = options.reading();
        let connection = SqliteConnection::connect_with(&connect).await;
        Self::Sqlite(connection.unwrap())
    }

    /// Beside a log in PostgreSQL, as the log itself reads.
    ///
    /// # Panics
    /// When it cannot be reached.
    pub async fn postgres(options: &PostgresOptions) -> Self {
        let connection = PgConnection::connect_with(&options.connect).await;
        Self::Postgres(connection.unwrap())
    }

    /// How many rows a stream has.
    ///
    /// # Panics
    /// When they cannot be read.
    pub async fn rows(&mut self, stream: StreamId) -> usize {
        let (after, most) = (0_i64, i64::MAX);
        match self {
            Self::Sqlite(connection) => {
                let rows = sqlx::query(include_str!("../sqlite/sql/read_stream.sql"))
                    .bind(stream.0)
                    .bind(after)
                    .bind(most)
                    .fetch_all(connection);
                rows.await.unwrap().len()
            }
            Self::Postgres(connection) => {
                let rows = sqlx::query(include_str!("../postgres/sql/read_stream.sql"))
                    .bind(stream.0)
                    .bind(after)
                    .bind(most)
                    .fetch_all(connection);
                rows.await.unwrap().len()
            }
        }
    }
}
