//! Reads, over a pool of connections that cannot write.

use std::time::Duration;

use futures_util::stream::BoxStream;
use futures_util::{FutureExt, TryStreamExt};
use sqlx::SqlitePool;
use tokio::time::sleep;
use uuid::Uuid;

use crate::about::About;
use crate::contract::ReadError;
use crate::event::{Recorded, Snapshot};
use crate::group::Reader;
use crate::group::plan::int;
use crate::ids::{Epoch, OwnerId, Position, ShardId, StreamId, Version};
use crate::limits::{MAX_READ_EVENTS, fits};
use crate::membership::{Known, Roster, ShardState};
use crate::positions::Positions;
use crate::row::{ShardsRow, StreamRow, number, of_shards, of_stream};

/// After so many rows a reader that has to wait waits longer.
const GATHER_AFTER: usize = 32;
const GATHER: Duration = Duration::from_millis(1);

/// Shard, owner, epoch, head.
type OwnerRow = (i16, Option<Uuid>, i64, i64);

#[derive(Debug)]
pub struct SqliteReader {
    pub(super) pool: SqlitePool,
}

impl SqliteReader {
    pub(super) async fn nodes(&self) -> Result<Vec<Known>, ReadError> {
        let rows = sqlx::query_as::<_, (Uuid, i64)>(include_str!("sql/nodes.sql"))
            .fetch_all(&self.pool)
            .await
            .map_err(|error| failed(&error))?;
        let known = |(owner, seen_at_ms)| Known {
            owner: OwnerId(owner),
            name: String::new(),
            roles: Vec::new(),
            draining: false,
            about: About::default(),
            seen_at_ms,
            silent_ms: None,
            lease_left_ms: None,
        };
        Ok(rows.into_iter().map(known).collect())
    }

    pub(super) async fn roster(&self) -> Result<Roster, ReadError> {
        let rows = sqlx::query_as::<_, OwnerRow>(include_str!("sql/owners.sql"))
            .fetch_all(&self.pool)
            .await
            .map_err(|error| failed(&error))?;
        let mut roster = Roster::default();
        for (shard, owner, epoch, head) in rows {
            let corrupt = || ReadError::Corrupt {
                reason: format!("shard {shard}"),
            };
            let state = ShardState {
                owner: owner.map(OwnerId),
                epoch: Epoch(number(epoch).ok_or_else(corrupt)?),
                head: Position(number(head).ok_or_else(corrupt)?),
                lease_left_ms: None,
            };
            let id = ShardId(u8::try_from(shard).map_err(|_| corrupt())?);
            roster.shards.insert(id, state);
        }
        Ok(roster)
    }
}

impl Reader for SqliteReader {
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
        let mut events = Vec::new();
        collect(rows, |row| of_stream(stream, row), &mut events, &mut 0).await?;
        Ok(events)
    }

    async fn shards(
        &self,
        after: &Positions,
        limit_per_shard: usize,
    ) -> Result<Vec<Recorded>, ReadError> {
        let heads = self.heads().await?;
        let mut connection = self.pool.acquire().await.map_err(|error| failed(&error))?;
        let (mut events, mut bytes) = (Vec::new(), 0);
        for (shard, position) in after.iter() {
            if position >= heads.get(shard) {
                continue;
            }
            let left = MAX_READ_EVENTS - events.len();
            if left == 0 || bytes >= crate::limits::MAX_READ_BYTES {
                break;
            }
            let rows = sqlx::query_as::<_, ShardsRow>(include_str!("sql/read_shard.sql"))
                .bind(i64::from(shard.0))
                .bind(int(position.0))
                .bind(rows(limit_per_shard.min(left)))
                .fetch(&mut *connection);
            collect(rows, of_shards, &mut events, &mut bytes).await?;
        }
        Ok(events)
    }

    async fn heads(&self) -> Result<Positions, ReadError> {
        let rows = sqlx::query_as::<_, (i16, i64)>(include_str!("sql/heads.sql"))
            .fetch_all(&self.pool)
            .await
            .map_err(|error| failed(&error))?;
        let mut heads = Positions::start();
        for (shard, head) in rows {
            let corrupt = || ReadError::Corrupt {
                reason: format!("shard {shard}"),
            };
            let id = ShardId(u8::try_from(shard).map_err(|_| corrupt())?);
            heads.set(id, Position(number(head).ok_or_else(corrupt)?));
        }
        Ok(heads)
    }

    async fn snapshot(&self, stream: StreamId) -> Result<Option<Snapshot>, ReadError> {
        let row = sqlx::query_as::<_, (i64, i32, Vec<u8>)>(include_str!("sql/load_snapshot.sql"))
            .bind(stream.0)
            .fetch_optional(&self.pool)
            .await
            .map_err(|error| failed(&error))?;
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
    }

    async fn close(&self) {
        self.pool.close().await;
    }
}

/// Takes rows until they are enough bytes. They come from a thread of the connection's own, and to
/// wait for each is to switch threads for each: where many come, they are let gather.
async fn collect<Row>(
    mut rows: BoxStream<'_, Result<Row, sqlx::Error>>,
    recorded: impl Fn(Row) -> Result<Recorded, ReadError>,
    events: &mut Vec<Recorded>,
    bytes: &mut usize,
) -> Result<(), ReadError> {
    let mut taken = 0;
    loop {
        let row = match rows.try_next().now_or_never() {
            Some(row) => row,
            None => {
                if taken >= GATHER_AFTER {
                    sleep(GATHER).await;
                }
                rows.try_next().await
            }
        };
        let Some(row) = row.map_err(|error| failed(&error))? else {
            break;
        };
        taken += 1;
        let event = recorded(row)?;
        if !fits(bytes, event.data.len()) {
            break;
        }
        events.push(event);
    }
    Ok(())
}

fn rows(limit: usize) -> i64 {
    int(limit.min(MAX_READ_EVENTS) as u64)
}

fn failed(error: &sqlx::Error) -> ReadError {
    match error {
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => ReadError::Corrupt {
            reason: error.to_string(),
        },
        _ => ReadError::Unavailable {
            reason: error.to_string(),
        },
    }
}
