//! Writing events: many rows a statement, one statement text for each number of rows.

use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use uuid::Uuid;

/// Rows of one statement, at most; each number of rows is a prepared statement of its own.
const ROWS: usize = 32;

/// An event as it is written.
pub(super) struct EventRow<'a> {
    pub(super) shard: i64,
    pub(super) position: i64,
    pub(super) stream: Uuid,
    pub(super) version: i64,
    pub(super) epoch: i64,
    pub(super) command: Uuid,
    pub(super) part: i64,
    pub(super) parts: i64,
    pub(super) kind: i64,
    pub(super) schema: i64,
    pub(super) id: Uuid,
    pub(super) recorded_at_ms: i64,
    pub(super) meta: &'a [u8],
    pub(super) data: &'a [u8],
}

pub(super) async fn insert(
    connection: &mut SqliteConnection,
    rows: &[EventRow<'_>],
) -> Result<(), sqlx::Error> {
    for rows in rows.chunks(ROWS) {
        let mut query = QueryBuilder::<Sqlite>::new(include_str!("sql/insert.sql"));
        query.push_values(rows, |mut values, row| {
            values
                .push_bind(row.shard)
                .push_bind(row.position)
                .push_bind(row.stream)
                .push_bind(row.version)
                .push_bind(row.epoch)
                .push_bind(row.command)
                .push_bind(row.part)
                .push_bind(row.parts)
                .push_bind(row.kind)
                .push_bind(row.schema)
                .push_bind(row.id)
                .push_bind(row.recorded_at_ms)
                .push_bind(row.meta.to_vec())
                .push_bind(row.data.to_vec());
        });
        query.build().execute(&mut *connection).await?;
    }
    Ok(())
}
