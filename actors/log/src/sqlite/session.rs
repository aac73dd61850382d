//! The writing connection: each batch is one transaction, checked here and written in one go.

use std::collections::BTreeMap;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use uuid::Uuid;

use crate::event::Snapshot;
use crate::group::plan::{Checked, Trial, int};
use crate::group::session::{ClaimRow, Connector, Session, ShardRow, StoreError, Verdict};
use crate::ids::{Epoch, EventId, OwnerId, Position, ShardId, StreamId, Version};
#[cfg(feature = "testing")]
use crate::mutant::Mutant;
use crate::row::number;

#[cfg(feature = "testing")]
use super::fault::Faults;
use super::insert::{EventRow, insert};
use super::options::SqliteOptions;
use super::transaction::{abandon, begin, end, json, lost, packed, refused};

#[derive(Debug)]
pub(super) struct SqliteConnector {
    connect: SqliteConnectOptions,
    #[cfg(feature = "testing")]
    faults: Faults,
    #[cfg(feature = "testing")]
    mutant: Option<Mutant>,
}

impl SqliteConnector {
    pub(super) fn new(options: &SqliteOptions) -> Self {
        Self {
            connect: options.writing(),
            #[cfg(feature = "testing")]
            faults: options.faults.clone(),
            #[cfg(feature = "testing")]
            mutant: options.writer.mutant,
        }
    }
}

impl Connector for SqliteConnector {
    type Session = SqliteSession;

    async fn connect(&self) -> Result<SqliteSession, StoreError> {
        let connection = SqliteConnection::connect_with(&self.connect).await;
        Ok(SqliteSession {
            connection: connection.map_err(|error| lost(&error))?,
            #[cfg(feature = "testing")]
            faults: self.faults.clone(),
            #[cfg(feature = "testing")]
            mutant: self.mutant,
        })
    }
}

#[derive(Debug)]
pub(super) struct SqliteSession {
    connection: SqliteConnection,
    #[cfg(feature = "testing")]
    faults: Faults,
    #[cfg(feature = "testing")]
    mutant: Option<Mutant>,
}

/// A shard within a transaction: its epoch and its head, which moves as appends are planned.
type Shards = BTreeMap<i64, (i64, i64)>;

impl SqliteSession {
    async fn end<T>(&mut self, done: Result<T, sqlx::Error>) -> Result<T, StoreError> {
        #[cfg(feature = "testing")]
        return end(&mut self.connection, done, &self.faults).await;
        #[cfg(not(feature = "testing"))]
        end(&mut self.connection, done).await
    }

    async fn shards(&mut self, shards: &[i16]) -> Result<Shards, sqlx::Error> {
        let rows = sqlx::query_as::<_, (i64, i64, i64)>(include_str!("sql/shards.sql"))
            .bind(json(shards.iter().map(|shard| i64::from(*shard))))
            .fetch_all(&mut self.connection)
            .await?;
        Ok(rows
            .into_iter()
            .map(|(shard, epoch, head)| (shard, (epoch, head)))
            .collect())
    }

    async fn versions(&mut self, streams: &[Uuid]) -> Result<Vec<i64>, sqlx::Error> {
        if streams.is_empty() {
            return Ok(Vec::new());
        }
        sqlx::query_scalar::<_, i64>(include_str!("sql/versions.sql"))
            .bind(packed(streams))
            .bind(json(streams.iter().map(|_| 0)))
            .fetch_all(&mut self.connection)
            .await
    }

    async fn advance(&mut self, shards: &Shards) -> Result<(), sqlx::Error> {
        sqlx::query(include_str!("sql/advance.sql"))
            .bind(json(shards.keys().copied()))
            .bind(json(shards.values().map(|(_, head)| *head)))
            .execute(&mut self.connection)
            .await
            .map(drop)
    }

    /// Whether everything is as the plan has it; if so, stores it.
    async fn store_plan(&mut self, plan: &Checked<'_>) -> Result<bool, sqlx::Error> {
        let mut shards = self.shards(&plan.shards.shard).await?;
        let touched = &plan.shards;
        for (index, shard) in touched.shard.iter().enumerate() {
            let Some((epoch, head)) = shards.get_mut(&i64::from(*shard)) else {
                return Ok(false);
            };
            if self.is_fenced(*epoch, touched.epoch[index]) || *head != touched.head[index] {
                return Ok(false);
            }
            *head += touched.count[index];
        }
        let versions = self.versions(&plan.unknown_stream).await?;
        if self.checks_versions() && versions != plan.unknown_expected {
            return Ok(false);
        }
        let events = &plan.events;
        let rows: Vec<EventRow<'_>> = (0..plan.len())
            .map(|index| EventRow {
                shard: i64::from(plan.shard[index]),
                position: plan.position[index],
                stream: plan.stream[index],
                version: plan.version[index],
                epoch: plan.epoch[index],
                command: plan.command[index],
                part: i64::from(events.part[index]),
                parts: i64::from(plan.parts[index]),
                kind: i64::from(events.kind[index]),
                schema: i64::from(events.schema[index]),
                id: events.id[index],
                recorded_at_ms: plan.recorded_at_ms[index],
                meta: plan.meta[index],
                data: events.data[index],
            })
            .collect();
        insert(&mut self.connection, &rows).await?;
        self.advance(&shards).await?;
        Ok(true)
    }

    /// Judges each append and stores those that may be.
    async fn judge(&mut self, trial: &Trial<'_>) -> Result<Vec<Verdict>, sqlx::Error> {
        let mut shards = self.shards(&trial.shards.shard).await?;
        let planned: BTreeMap<i16, i64> = trial
            .shards
            .shard
            .iter()
            .copied()
            .zip(trial.shards.epoch.iter().copied())
            .collect();
        let actuals = self.versions(&trial.stream).await?;
        let mut verdicts = Vec::with_capacity(trial.stream.len());
        let mut rows = Vec::new();
        let mut next_event = 0;
        for (order, actual) in actuals.into_iter().enumerate() {
            let first_event = next_event;
            next_event += usize::try_from(trial.count[order]).unwrap_or_default();
            let shard = trial.shard[order];
            let epoch = planned.get(&shard).copied().unwrap_or_default();
            let row = shards.get_mut(&i64::from(shard));
            let Some((stored_epoch, head)) =
                row.filter(|(stored, _)| !self.is_fenced(*stored, epoch))
            else {
                verdicts.push(Verdict::Fenced);
                continue;
            };
            let expected = trial.expected[order];
            if actual > expected && self.deduplicates() {
                let earlier =
                    sqlx::query_as::<_, (i64, i64, i64, Uuid)>(include_str!("sql/duplicate.sql"))
                        .bind(trial.stream[order])
                        .bind(expected)
                        .bind(trial.command[order])
                        .fetch_optional(&mut self.connection)
                        .await?;
                if let Some((version, position, parts, id)) = earlier {
                    verdicts.push(Verdict::Duplicate {
                        first_version: Version(positive(version)),
                        first_position: Position(positive(position)),
                        parts: u16::try_from(parts).unwrap_or_default(),
                        first_id: EventId(id),
                    });
                    continue;
                }
            }
            if actual != expected && self.checks_versions() {
                verdicts.push(Verdict::Conflict {
                    actual: Version(positive(actual)),
                });
                continue;
            }
            verdicts.push(Verdict::Stored {
                first_version: Version(positive(expected + 1)),
                first_position: Position(positive(*head + 1)),
            });
            let events = &trial.events;
            for index in first_event..next_event {
                let part = i64::from(events.part[index]);
                *head += 1;
                rows.push(EventRow {
                    shard: i64::from(shard),
                    position: *head,
                    stream: trial.stream[order],
                    version: expected + 1 + part,
                    epoch: *stored_epoch,
                    command: trial.command[order],
                    part,
                    parts: i64::from(trial.count[order]),
                    kind: i64::from(events.kind[index]),
                    schema: i64::from(events.schema[index]),
                    id: events.id[index],
                    recorded_at_ms: trial.recorded_at_ms[order],
                    meta: trial.meta[order],
                    data: events.data[index],
                });
            }
        }
        if !rows.is_empty() {
            insert(&mut self.connection, &rows).await?;
            self.advance(&shards).await?;
        }
        Ok(verdicts)
    }

    async fn claim_all(
        &mut self,
        owner: OwnerId,
        shards: &[ShardId],
    ) -> Result<Vec<ClaimRow>, sqlx::Error> {
        let list = json(shards.iter().map(|shard| i64::from(shard.0)));
        sqlx::query(include_str!("sql/claim.sql"))
            .bind(owner.0)
            .bind(&list)
            .execute(&mut self.connection)
            .await?;
        let rows =
            sqlx::query_as::<_, (i64, i64, i64, Option<i64>)>(include_str!("sql/claimed.sql"))
                .bind(owner.0)
                .bind(&list)
                .fetch_all(&mut self.connection)
                .await?;
        let rows = rows
            .into_iter()
            .filter_map(|(shard, epoch, head, previous_seen_at_ms)| {
                let row = shard_row(shard, epoch, head)?;
                Some(ClaimRow {
                    row,
                    previous_seen_at_ms,
                })
            });
        Ok(rows.collect())
    }

    async fn beat(&mut self, owner: OwnerId, seen_at_ms: i64) -> Result<(), sqlx::Error> {
        sqlx::query(include_str!("sql/heartbeat.sql"))
            .bind(owner.0)
            .bind(seen_at_ms)
            .execute(&mut self.connection)
            .await
            .map(drop)
    }
}

/// The promises, and in tests the switches that break them.
impl SqliteSession {
    fn is_fenced(&self, stored: i64, planned: i64) -> bool {
        #[cfg(feature = "testing")]
        if self.mutant == Some(Mutant::NoFence) {
            return false;
        }
        stored != planned
    }

    fn checks_versions(&self) -> bool {
        #[cfg(feature = "testing")]
        if self.mutant == Some(Mutant::NoVersionCheck) {
            return false;
        }
        true
    }

    fn release_sql(&self) -> &'static str {
        #[cfg(feature = "testing")]
        if self.mutant == Some(Mutant::NoReleaseEpoch) {
            return "update shard set epoch = epoch + 1, owner = null, former_owner = ?1 \
                    where owner = ?1 and shard in (select value from json_each(?2))";
        }
        include_str!("sql/release.sql")
    }

    fn deduplicates(&self) -> bool {
        #[cfg(feature = "testing")]
        if self.mutant == Some(Mutant::NoDeduplication) {
            return false;
        }
        true
    }
}

impl Session for SqliteSession {
    async fn optimistic(&mut self, plan: &Checked<'_>) -> Result<bool, StoreError> {
        begin(&mut self.connection).await?;
        match self.store_plan(plan).await {
            Ok(false) => abandon(&mut self.connection).await.map(|()| false),
            done => self.end(done).await,
        }
    }

    async fn verdict(&mut self, trial: &Trial<'_>) -> Result<Vec<Verdict>, StoreError> {
        begin(&mut self.connection).await?;
        let done = self.judge(trial).await;
        self.end(done).await
    }

    async fn find(
        &mut self,
        stream: StreamId,
        version: Version,
    ) -> Result<Option<(EventId, Position)>, StoreError> {
        let row = sqlx::query_as::<_, (Uuid, i64)>(include_str!("sql/find.sql"))
            .bind(stream.0)
            .bind(int(version.0))
            .fetch_optional(&mut self.connection)
            .await
            .map_err(|error| refused(&error))?;
        Ok(row.map(|(id, position)| (EventId(id), Position(positive(position)))))
    }

    async fn raise(
        &mut self,
        owners: &[OwnerId],
        shards: &[ShardId],
    ) -> Result<Vec<ShardRow>, StoreError> {
        let sql = include_str!("sql/raise.sql");
        #[cfg(feature = "testing")]
        let sql = match self.mutant {
            Some(Mutant::NoEpochBump) => {
                "select shard, epoch, head from shard where owner = ?1 \
                 and shard in (select value from json_each(?2))"
            }
            _ => sql,
        };
        let list = json(shards.iter().map(|shard| i64::from(shard.0)));
        let mut raised = Vec::new();
        for owner in owners {
            let rows = sqlx::query_as::<_, (i64, i64, i64)>(sql)
                .bind(owner.0)
                .bind(&list)
                .fetch_all(&mut self.connection)
                .await
                .map_err(|error| lost(&error))?;
            let rows = rows.into_iter();
            raised.extend(rows.filter_map(|(shard, epoch, head)| shard_row(shard, epoch, head)));
        }
        Ok(raised)
    }

    async fn claim(
        &mut self,
        owner: OwnerId,
        shards: &[ShardId],
    ) -> Result<Vec<ClaimRow>, StoreError> {
        begin(&mut self.connection).await?;
        let done = self.claim_all(owner, shards).await;
        self.end(done).await
    }

    async fn claim_free(&mut self, _: OwnerId, _: &[ShardId]) -> Result<Vec<ClaimRow>, StoreError> {
        Err(no_members())
    }

    async fn settle(&mut self, _: OwnerId, _: &[ShardId]) -> Result<(), StoreError> {
        Err(no_members())
    }

    async fn release(
        &mut self,
        owner: OwnerId,
        claims: &[(ShardId, Epoch)],
        seen_at_ms: i64,
    ) -> Result<(), StoreError> {
        begin(&mut self.connection).await?;
        let released = sqlx::query(self.release_sql())
            .bind(owner.0)
            .bind(json(claims.iter().map(|(shard, _)| i64::from(shard.0))))
            .bind(json(claims.iter().map(|(_, epoch)| int(epoch.0))))
            .execute(&mut self.connection)
            .await;
        let done = match released {
            Ok(_) => self.beat(owner, seen_at_ms).await,
            Err(error) => Err(error),
        };
        self.end(done).await
    }

    async fn heartbeat(&mut self, owner: OwnerId, seen_at_ms: i64) -> Result<(), StoreError> {
        self.beat(owner, seen_at_ms)
            .await
            .map_err(|error| refused(&error))
    }

    async fn save_snapshot(
        &mut self,
        stream: StreamId,
        snapshot: &Snapshot,
    ) -> Result<(), StoreError> {
        sqlx::query(include_str!("sql/save_snapshot.sql"))
            .bind(stream.0)
            .bind(int(snapshot.version.0))
            .bind(i64::from(snapshot.schema))
            .bind(&snapshot.data)
            .execute(&mut self.connection)
            .await
            .map(drop)
            .map_err(|error| refused(&error))
    }

    async fn close(self) {
        if let Err(error) = self.connection.close().await {
            tracing::debug!(%error, "closing a connection");
        }
    }
}

/// A file has one process, so nobody gets here.
fn no_members() -> StoreError {
    StoreError::Refused {
        reason: "SQLite has no members".to_owned(),
    }
}

fn shard_row(shard: i64, epoch: i64, head: i64) -> Option<ShardRow> {
    let shard = ShardId(u8::try_from(shard).ok()?);
    Some(ShardRow {
        shard,
        epoch: Epoch(number(epoch)?),
        head: Position(number(head)?),
    })
}

/// Stored numbers are never negative; the tables' writer sees to it.
fn positive(stored: i64) -> u64 {
    number(stored).unwrap_or_default()
}
