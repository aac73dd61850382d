//! Which signing keys the arena has: their public halves alone.

use super::{Pool, Store, in_transaction, on_database};
use crate::error::Fault;
use crate::keys::Record;

type Row = (String, String, i64);

impl Store {
    /// Whether several processes on several machines may have this database.
    pub(crate) fn is_shared(&self) -> bool {
        match &self.pool {
            Pool::Sqlite(_) => false,
            Pool::Postgres(_) => true,
        }
    }

    /// In the order in which they sign.
    pub(crate) async fn signing_keys(&self) -> Result<Vec<Record>, sqlx::Error> {
        let rows: Vec<Row> = on_database!(self, |db| {
            sqlx::query_as(include_str!("sql/signing_keys.sql"))
                .fetch_all(db)
                .await?
        });
        Ok(rows.into_iter().map(Record::from).collect())
    }

    /// Adds the keys that `change` answers to those that it is shown, and answers all of them. Nobody else changes
    /// keys meanwhile, in whatever process.
    pub(crate) async fn change_signing_keys(
        &self,
        now_ms: i64,
        change: impl FnOnce(&[Record]) -> Result<Vec<Record>, Fault>,
    ) -> Result<Vec<Record>, Fault> {
        Ok(in_transaction!(self, |tx| {
            sqlx::query(include_str!("sql/lock_key_ring.sql"))
                .bind(now_ms)
                .execute(&mut *tx)
                .await?;
            let rows: Vec<Row> = sqlx::query_as(include_str!("sql/signing_keys.sql"))
                .fetch_all(&mut *tx)
                .await?;
            let mut records: Vec<Record> = rows.into_iter().map(Record::from).collect();
            for added in change(&records)? {
                sqlx::query(include_str!("sql/insert_signing_key.sql"))
                    .bind(&added.kid)
                    .bind(&added.x)
                    .bind(added.signs_from_ms)
                    .execute(&mut *tx)
                    .await?;
                records.push(added);
            }
            records
        }))
    }
}

impl From<Row> for Record {
    fn from((kid, x, signs_from_ms): Row) -> Self {
        Self {
            kid,
            x,
            signs_from_ms,
        }
    }
}
