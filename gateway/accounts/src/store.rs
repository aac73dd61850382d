//! The database: one text for each statement, run on SQLite and PostgreSQL alike.
//!
//! Both read `$1`, `RETURNING` and `ON CONFLICT`. Where PostgreSQL needs a row locked, an `UPDATE` comes first, which
//! locks there; on SQLite a transaction that writes begins `IMMEDIATE`, so that it never has to be tried again.

mod logins;
mod players;
mod signing_keys;
mod upkeep;

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use crate::error::Fault;
use crate::options::Database;

pub(crate) use logins::{NewLogin, Origin, Refreshed, Upgrade, Upgraded};
pub(crate) use players::{Credentials, NewPlayer, PlayerRow};

/// Connections to PostgreSQL; accounts need few, for what takes long is hashing.
pub(crate) const POSTGRES_CONNECTIONS: u32 = 8;
/// Connections to SQLite, of which one writes at a time.
pub(crate) const SQLITE_CONNECTIONS: u32 = 4;
/// How long one waits for a connection or for SQLite's writer before it is a fault.
pub(crate) const DATABASE_WAIT: Duration = Duration::from_secs(5);

/// The migrations' own table, so that others may migrate in the same database.
const MIGRATIONS_TABLE: &str = "accounts_migrations";
/// Mode of the SQLite file; its companions inherit it.
const SQLITE_FILE_MODE: u32 = 0o600;

pub(crate) struct Store {
    pool: Pool,
}

enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// Runs the same statements on whichever database it is: `$db` is its pool.
macro_rules! on_database {
    ($store:expr, |$db:ident| $body:expr) => {
        match &$store.pool {
            $crate::store::Pool::Sqlite($db) => $body,
            $crate::store::Pool::Postgres($db) => $body,
        }
    };
}

/// Runs the same statements in one transaction that writes. Leaving early, with `?` or because the caller went away,
/// rolls it back.
macro_rules! in_transaction {
    ($store:expr, |$tx:ident| $body:block) => {
        match &$store.pool {
            $crate::store::Pool::Sqlite(pool) => {
                let mut $tx = pool.begin_with("BEGIN IMMEDIATE").await?;
                let outcome = $body;
                $tx.commit().await?;
                outcome
            }
            $crate::store::Pool::Postgres(pool) => {
                let mut $tx = pool.begin_with("BEGIN").await?;
                let outcome = $body;
                $tx.commit().await?;
                outcome
            }
        }
    };
}

pub(crate) use {in_transaction, on_database};

impl Store {
    pub(crate) async fn open(database: &Database) -> Result<Self, Fault> {
        let pool = match database {
            Database::Sqlite(path) => Pool::Sqlite(open_sqlite(path).await?),
            Database::Postgres(url) => Pool::Postgres(open_postgres(url).await?),
        };
        Ok(Self { pool })
    }

    pub(crate) async fn close(&self) {
        on_database!(self, |db| db.close().await);
    }
}

async fn open_sqlite(path: &Path) -> Result<SqlitePool, Fault> {
    make_private_file(path)?;
    let options = SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(DATABASE_WAIT);
    let pool = SqlitePoolOptions::new()
        .max_connections(SQLITE_CONNECTIONS)
        .acquire_timeout(DATABASE_WAIT)
        .connect_with(options)
        .await?;
    named(sqlx::migrate!("./migrations/sqlite"))
        .run(&pool)
        .await?;
    Ok(pool)
}

async fn open_postgres(url: &str) -> Result<PgPool, Fault> {
    let options: PgConnectOptions = url.parse()?;
    let pool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(DATABASE_WAIT)
        // In the place of the pool's own ping, which a primary that has been demoted still answers.
        .test_before_acquire(false)
        .before_acquire(|connection, _| Box::pin(is_writable(connection)))
        .connect_with(options.application_name("arena-accounts"))
        .await?;
    named(sqlx::migrate!("./migrations/postgres"))
        .run(&pool)
        .await?;
    Ok(pool)
}

/// Whether a connection is to a server that takes writes; one that is not is closed and replaced.
async fn is_writable(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let read_only: String = sqlx::query_scalar("SHOW transaction_read_only")
        .fetch_one(connection)
        .await?;
    Ok(read_only == "off")
}

fn named(mut migrations: Migrator) -> Migrator {
    migrations.dangerous_set_table_name(MIGRATIONS_TABLE);
    migrations
}

fn make_private_file(path: &Path) -> Result<(), Fault> {
    OpenOptions::new()
        .create(true)
        .append(true)
        .mode(SQLITE_FILE_MODE)
        .open(path)
        .map(drop)
        .map_err(|source| Fault::DatabaseFile {
            path: path.to_owned(),
            source,
        })
}

/// What an operation of the store was not done for.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotStored {
    /// Another player has the name.
    #[error("name taken")]
    NameTaken,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl NotStored {
    /// Reads a unique violation as a taken name, where names are the only thing that can collide.
    fn name_taken(error: sqlx::Error) -> Self {
        match error.as_database_error() {
            Some(database) if database.is_unique_violation() => Self::NameTaken,
            Some(_) | None => Self::Database(error),
        }
    }
}
