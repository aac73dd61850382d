//! Reads, over a pool of connections.

use std::time::Duration;

use futures_util::TryStreamExt;
use futures_util::stream::BoxStream;
use sqlx::PgPool;

use crate::contract::ReadError;
use crate::event::{Recorded, Snapshot};
use crate::group::Reader;
use crate::group::plan::int;
use crate::ids::{Position, ShardId, StreamId, Version};
use crate::limits::{MAX_READ_EVENTS, fits};
use crate::membership::{Known, Roster};
use crate::positions::Positions;
use crate::row::{ShardsRow, StreamRow, number, of_shards, of_stream};

use super::failure::{of_read, read_within};
use super::pulse::{NODES, NodeRow, ROSTER, RosterRow, known, roster};

#[derive(Debug)]
pub struct PostgresReader {
    pub(super) pool: PgPool,
    pub(super) timeout: Duration,
}

impl PostgresReader {
    pub(super) async fn roster(&self) -> Result<Roster, ReadError> {
        let read = async {
            let rows = sqlx::query_as::<_, RosterRow>(ROSTER)
                .fetch_all(&self.pool)
                .await
                .map_err(|error| of_read(&error))?;
            roster(rows)
        };
        read_within(self.timeout, read).await
    }

    pub(super) async fn nodes(&self) -> Result<Vec<Known>, ReadError> {
        let read = async {
            let rows = sqlx::query_as::<_, NodeRow>(NODES)
                .fetch_all(&self.pool)
                .await
                .map_err(|error| of_read(&error))?;
            rows.into_iter().map(known).collect()
        };
        read_within(self.timeout, read).await
    }
}

impl Reader for PostgresReader {
    async fn stream(
        &self,
        stream: StreamId,
        after: Version,
        limit: usize,
    ) -> Result<Vec<Recorded>, ReadError> {
        let rows = sqlx::query_as::<_, StreamRow>(include_str!("sql/read_stream.sql"))
            .bind(stream.0)
            .bind(int(after.0))
            .bind(rows(limit))
            .fetch(&self.pool);
        read_within(self.timeout, collect(rows, |row| of_stream(stream, row))).await
    }

    async fn shards(
        &self,
        after: &Positions,
        limit_per_shard: usize,
    ) -> Result<Vec<Recorded>, ReadError> {
        let wanted = || {
            after
                .iter()
                .filter(|(_, position)| *position < Position(u64::MAX))
        };
        let shards: Vec<i16> = wanted().map(|(shard, _)| i16::from(shard.0)).collect();
        let positions: Vec<i64> = wanted().map(|(_, position)| int(position.0)).collect();
        let rows = sqlx::query_as::<_, ShardsRow>(include_str!("sql/read_shards.sql"))
            .bind(shards)
            .bind(positions)
            .bind(rows(limit_per_shard))
            .bind(rows(MAX_READ_EVENTS))
            .fetch(&self.pool);
        read_within(self.timeout, collect(rows, of_shards)).await
    }

    async fn heads(&self) -> Result<Positions, ReadError> {
        let read = async {
            let rows = sqlx::query_as::<_, (i16, i64)>(include_str!("sql/heads.sql"))
                .fetch_all(&self.pool)
                .await
                .map_err(|error| of_read(&error))?;
            let mut heads = Positions::start();
            for (shard, head) in rows {
                let corrupt = || ReadError::Corrupt {
                    reason: format!("shard {shard}"),
                };
                let id = ShardId(u8::try_from(shard).map_err(|_| corrupt())?);
                heads.set(id, Position(number(head).ok_or_else(corrupt)?));
            }
            Ok(heads)
        };
        read_within(self.timeout, read).await
    }

    async fn snapshot(&self, stream: StreamId) -> Result<Option<Snapshot>, ReadError> {
        let read = async {
            let row =
                sqlx::query_as::<_, (i64, i32, Vec<u8>)>(include_str!("sql/load_snapshot.sql"))
                    .bind(stream.0)
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(|error| of_read(&error))?;
            let Some((version, schema, data)) = row else {
                return Ok(None);
            };
            let corrupt = || ReadError::Corrupt {
                reason: format!("snapshot of {stream}"),
            };
            Ok(Some(Snapshot {
                version: Version(number(version).ok_or_else(corrupt)?),
                schema: u16::try_from(schema).map_err(|_| corrupt())?,
                data,
            }))
        };
        read_within(self.timeout, read).await
    }

    async fn close(&self) {
        self.pool.close().await;
    }
}

/// Takes rows until they are enough bytes.
async fn collect<Row>(
    mut rows: BoxStream<'_, Result<Row, sqlx::Error>>,
    recorded: impl Fn(Row) -> Result<Recorded, ReadError>,
) -> Result<Vec<Recorded>, ReadError> {
    let (mut events, mut bytes) = (Vec::new(), 0);
    while let Some(row) = rows.try_next().await.map_err(|error| of_read(&error))? {
        let event = recorded(row)?;
        if !fits(&mut bytes, event.data.len()) {
            break;
        }
        events.push(event);
    }
    Ok(events)
}

fn rows(limit: usize) -> i64 {
    int(limit.min(MAX_READ_EVENTS) as u64)
}
