use sqlx::{Postgres, Sqlite, Transaction};

use super::statement::{self, CHUNKS};
use super::{Columns, Row, StoreError, Value};

/// A transaction; dropped without [`Tx::commit`], nothing of it remains.
pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    pub(crate) const fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Runs one statement.
    pub(crate) async fn execute(
        &mut self,
        sql: &'static str,
        arguments: Vec<Value>,
    ) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => {
                let query = statement::sqlite(sql, arguments);
                query.execute(&mut **tx).await?;
            }
            Self::Postgres(tx) => {
                let query = statement::postgres(sql, arguments);
                query.execute(&mut **tx).await?;
            }
        }
        Ok(())
    }

    /// The rows of one statement.
    pub(crate) async fn fetch(
        &mut self,
        sql: &'static str,
        arguments: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        match self {
            Self::Sqlite(tx) => {
                let query = statement::sqlite(sql, arguments);
                let rows = query.fetch_all(&mut **tx).await?;
                Ok(rows.into_iter().map(Row::Sqlite).collect())
            }
            Self::Postgres(tx) => {
                let query = statement::postgres(sql, arguments);
                let rows = query.fetch_all(&mut **tx).await?;
                Ok(rows.into_iter().map(Row::Postgres).collect())
            }
        }
    }

    /// Runs `sql` with `rows` as the table `v`. A statement may see only a part of the rows: each
    /// row must mean the same alone.
    pub(crate) async fn execute_bulk(
        &mut self,
        columns: Columns,
        rows: &[Vec<Value>],
        sql: &'static str,
    ) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => {
                for chunk in chunks(rows) {
                    let query = statement::sqlite_bulk(columns, chunk, sql);
                    query.execute(&mut **tx).await?;
                }
            }
            Self::Postgres(tx) if !rows.is_empty() => {
                let query = statement::postgres_bulk(columns, rows, sql);
                query.execute(&mut **tx).await?;
            }
            Self::Postgres(_) => {}
        }
        Ok(())
    }

    /// The rows of `sql` with `rows` as the table `v`; as [`Tx::execute_bulk`], part by part.
    pub(crate) async fn fetch_bulk(
        &mut self,
        columns: Columns,
        rows: &[Vec<Value>],
        sql: &'static str,
    ) -> Result<Vec<Row>, StoreError> {
        let mut found = Vec::new();
        match self {
            Self::Sqlite(tx) => {
                for chunk in chunks(rows) {
                    let query = statement::sqlite_bulk(columns, chunk, sql);
                    let part = query.fetch_all(&mut **tx).await?;
                    found.extend(part.into_iter().map(Row::Sqlite));
                }
            }
            Self::Postgres(tx) if !rows.is_empty() => {
                let query = statement::postgres_bulk(columns, rows, sql);
                let part = query.fetch_all(&mut **tx).await?;
                found.extend(part.into_iter().map(Row::Postgres));
            }
            Self::Postgres(_) => {}
        }
        Ok(found)
    }
}

/// `rows` in parts of the sizes that have a prepared statement, the largest first.
fn chunks(rows: &[Vec<Value>]) -> impl Iterator<Item = &[Vec<Value>]> {
    let mut rest = rows;
    std::iter::from_fn(move || {
        let size = CHUNKS.into_iter().find(|size| *size <= rest.len())?;
        let (chunk, after) = rest.split_at(size);
        rest = after;
        Some(chunk)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_have_prepared_sizes_and_lose_no_row() {
        let rows: Vec<Vec<Value>> = (0..(256 + 2 * 16 + 4 + 3))
            .map(|row| vec![Value::Int(row)])
            .collect();
        let sizes: Vec<usize> = chunks(&rows).map(<[_]>::len).collect();
        assert_eq!(sizes, [256, 16, 16, 4, 1, 1, 1]);
        assert_eq!(chunks(&rows).flatten().cloned().collect::<Vec<_>>(), rows);
        assert_eq!(chunks(&[]).count(), 0);
    }
}
