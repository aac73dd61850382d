use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::{Pools, StoreError};

/// Connections that read from SQLite at once.
const SQLITE_READERS: u32 = 4;
/// Connections to PostgreSQL: one for each projection, the rest for queries.
const POSTGRES_CONNECTIONS: u32 = 8;
/// How long a statement waits for a connection before it is `Unavailable`.
const ACQUIRE: Duration = Duration::from_secs(5);
/// How long a projection waits for its turn to write, while another catches up.
const TURN: Duration = Duration::from_secs(60);
/// How long SQLite waits for a lock of another process.
const BUSY: Duration = Duration::from_secs(5);
/// Pages in SQLite's write-ahead log before they are moved to the database.
const CHECKPOINT_PAGES: &str = "8000";

/// How long a transaction may do nothing before PostgreSQL ends it, in milliseconds.
const FOLD_SILENCE_MS: &str = "5000";

/// The schema that keeps these tables apart from those of the log and the accounts.
const SCHEMA: &str = "projections";
const MIGRATIONS: &str = "applied_migration";

pub(super) async fn sqlite(file: &Path) -> Result<Pools, StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // A lost tail takes model and checkpoint back together, and is folded again.
        .synchronous(SqliteSynchronous::Normal)
        .busy_timeout(BUSY)
        .pragma("cache_size", "-65536")
        // A batch of a rebuild has many pages; each move to the database waits for the disk.
        .pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
        .disable_statement_logging();
    let write = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(TURN)
        .connect_with(options.clone())
        .await?;
    let mut migrator = sqlx::migrate!("migrations/sqlite");
    migrator.dangerous_set_table_name(MIGRATIONS);
    migrate(migrator.run(&write).await)?;
    let read = SqlitePoolOptions::new()
        .max_connections(SQLITE_READERS)
        .acquire_timeout(ACQUIRE)
        .connect_with(options.pragma("query_only", "on"))
        .await?;
    Ok(Pools::Sqlite { write, read })
}

pub(super) async fn postgres(url: &str) -> Result<Pools, StoreError> {
    let options = PgConnectOptions::from_str(url)?
        .options([
            ("search_path", SCHEMA),
            // The statements are written for index look-ups, and their plans outlive the tables'
            // first, empty days.
            ("enable_seqscan", "off"),
            ("enable_mergejoin", "off"),
            ("jit", "off"),
            // A process that was stopped in the middle of a fold lets go of its checkpoint.
            ("idle_in_transaction_session_timeout", FOLD_SILENCE_MS),
        ])
        .disable_statement_logging();
    let pool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(ACQUIRE)
        .connect_with(options)
        .await?;
    let mut migrator: Migrator = sqlx::migrate!("migrations/postgres");
    migrator.create_schema(SCHEMA);
    migrator.dangerous_set_table_name(format!("{SCHEMA}.{MIGRATIONS}"));
    migrate(migrator.run(&pool).await)?;
    Ok(Pools::Postgres(pool))
}

fn migrate(result: Result<(), sqlx::migrate::MigrateError>) -> Result<(), StoreError> {
    result.map_err(|error| StoreError::Migration {
        reason: error.to_string(),
    })
}
