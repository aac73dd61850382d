//! Where the read models are kept: SQLite in a file of its own, or PostgreSQL in a schema of its
//! own. Statements are written once, for both.

mod error;
mod open;
mod row;
mod statement;
mod tx;
mod value;

use std::path::Path;

use sqlx::postgres::PgConnectOptions;
use sqlx::{PgPool, SqlitePool};

pub use error::StoreError;
pub(crate) use row::Row;
pub(crate) use tx::Tx;
pub(crate) use value::{Columns, Kind, Value};

/// The database of the read models; clones share its connections.
#[derive(Clone, Debug)]
pub struct Store {
    pools: Pools,
}

#[derive(Clone, Debug)]
enum Pools {
    /// One connection writes, others read beside it.
    Sqlite {
        write: SqlitePool,
        read: SqlitePool,
    },
    Postgres(PgPool),
}

impl Store {
    /// Opens or creates a SQLite file and migrates it.
    ///
    /// # Errors
    /// The file cannot be opened, or its tables not brought to this build's form.
    pub async fn sqlite(file: &Path) -> Result<Self, StoreError> {
        let pools = open::sqlite(file).await?;
        Ok(Self { pools })
    }

    /// Connects to a PostgreSQL database and migrates its schema `projections`, which is made if
    /// it is missing.
    ///
    /// # Errors
    /// The server is away, or the tables cannot be brought to this build's form.
    pub async fn postgres(url: &str) -> Result<Self, StoreError> {
        let pools = open::postgres(url).await?;
        Ok(Self { pools })
    }

    /// Closes every connection, after the statements that are under way.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }

    /// How to open a session beside the pool; none on SQLite, whose file one process has.
    pub(crate) fn session(&self) -> Option<PgConnectOptions> {
        match &self.pools {
            Pools::Sqlite { .. } => None,
            Pools::Postgres(pool) => Some((*pool.connect_options()).clone()),
        }
    }

    /// Begins a transaction that writes; on SQLite they follow one another.
    pub(crate) async fn begin(&self) -> Result<Tx, StoreError> {
        match &self.pools {
            Pools::Sqlite { write, .. } => {
                Ok(Tx::Sqlite(write.begin_with("begin immediate").await?))
            }
            Pools::Postgres(pool) => Ok(Tx::Postgres(pool.begin().await?)),
        }
    }

    /// Begins a transaction that only reads, all of it from one moment.
    pub(crate) async fn snapshot(&self) -> Result<Tx, StoreError> {
        match &self.pools {
            Pools::Sqlite { read, .. } => Ok(Tx::Sqlite(read.begin().await?)),
            Pools::Postgres(pool) => Ok(Tx::Postgres(
                pool.begin_with("begin isolation level repeatable read read only")
                    .await?,
            )),
        }
    }

    /// The rows of one read.
    pub(crate) async fn fetch(
        &self,
        sql: &'static str,
        arguments: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        match &self.pools {
            Pools::Sqlite { read, .. } => {
                let rows = statement::sqlite(sql, arguments).fetch_all(read).await?;
                Ok(rows.into_iter().map(Row::Sqlite).collect())
            }
            Pools::Postgres(pool) => {
                let rows = statement::postgres(sql, arguments).fetch_all(pool).await?;
                Ok(rows.into_iter().map(Row::Postgres).collect())
            }
        }
    }

    /// The rows of one read that joins `rows` as the table `v`.
    pub(crate) async fn fetch_bulk(
        &self,
        columns: Columns,
        rows: &[Vec<Value>],
        sql: &'static str,
    ) -> Result<Vec<Row>, StoreError> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        match &self.pools {
            Pools::Sqlite { read, .. } => {
                let query = statement::sqlite_bulk(columns, rows, sql);
                let found = query.fetch_all(read).await?;
                Ok(found.into_iter().map(Row::Sqlite).collect())
            }
            Pools::Postgres(pool) => {
                let query = statement::postgres_bulk(columns, rows, sql);
                let found = query.fetch_all(pool).await?;
                Ok(found.into_iter().map(Row::Postgres).collect())
            }
        }
    }
}
