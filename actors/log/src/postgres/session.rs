//! One writing connection and its statements. Each statement is a transaction of its own.

use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection, SqlStr};
use uuid::Uuid;

use crate::event::Snapshot;
use crate::group::plan::{Checked, Trial, int};
use crate::group::session::{ClaimRow, Connector, Session, ShardRow, StoreError, Verdict};
use crate::ids::{Epoch, EventId, OwnerId, Position, ShardId, StreamId, Version};
use crate::row::{StoredVerdict, number};

use super::failure::answered;
use super::options::PostgresOptions;

const OPTIMISTIC: SqlStr = SqlStr::from_static(include_str!("sql/optimistic.sql"));
const VERDICT: SqlStr = SqlStr::from_static(include_str!("sql/verdict.sql"));
const RAISE: SqlStr = SqlStr::from_static(include_str!("sql/raise.sql"));
const CLAIM: &str = include_str!("sql/claim.sql");
const CLAIM_FREE: SqlStr = SqlStr::from_static(include_str!("sql/claim_free.sql"));
const SETTLE: &str = include_str!("sql/settle.sql");
const RELEASE: SqlStr = SqlStr::from_static(include_str!("sql/release.sql"));
const HEARTBEAT: &str = include_str!("sql/heartbeat.sql");
const SAVE_SNAPSHOT: &str = include_str!("sql/save_snapshot.sql");
const FIND: &str = include_str!("sql/find.sql");
const WRITABLE: &str = include_str!("sql/writable.sql");

/// The statements that mutants break.
#[derive(Debug, Clone)]
struct Statements {
    optimistic: SqlStr,
    verdict: SqlStr,
    raise: SqlStr,
    claim_free: SqlStr,
    release: SqlStr,
}

#[derive(Debug)]
pub(super) struct PostgresConnector {
    connect: PgConnectOptions,
    timeout: Duration,
    statements: Statements,
}

impl PostgresConnector {
    pub(super) fn new(options: &PostgresOptions) -> Self {
        let statements = Statements {
            optimistic: OPTIMISTIC,
            verdict: VERDICT,
            raise: RAISE,
            claim_free: CLAIM_FREE,
            release: RELEASE,
        };
        #[cfg(feature = "testing")]
        let statements = mutants::apply(statements, options.writer.mutant);
        Self {
            connect: options.connect.clone(),
            timeout: options.statement_timeout,
            statements,
        }
    }
}

impl Connector for PostgresConnector {
    type Session = PostgresSession;

    async fn connect(&self) -> Result<PostgresSession, StoreError> {
        let connect = PgConnection::connect_with(&self.connect);
        let mut connection = answered(self.timeout, connect).await?;
        // A demoted primary still answers: only one that can write is a connection.
        let writable = sqlx::query_scalar::<_, bool>(WRITABLE).fetch_one(&mut connection);
        if !answered(self.timeout, writable).await? {
            return Err(StoreError::Lost {
                reason: "the server is read-only".to_owned(),
            });
        }
        let statements = self.statements.clone();
        Ok(PostgresSession {
            connection,
            timeout: self.timeout,
            statements,
        })
    }
}

#[derive(Debug)]
pub(super) struct PostgresSession {
    connection: PgConnection,
    timeout: Duration,
    statements: Statements,
}

type RaisedRow = (i16, i64, i64);
type ClaimedRow = (i16, i64, i64, Option<i64>);

impl Session for PostgresSession {
    async fn optimistic(&mut self, plan: &Checked<'_>) -> Result<bool, StoreError> {
        let events = &plan.events;
        let insert = sqlx::query(self.statements.optimistic.clone())
            .bind(&plan.shards.shard)
            .bind(&plan.shards.epoch)
            .bind(&plan.shards.head)
            .bind(&plan.shards.count)
            .bind(&plan.unknown_stream)
            .bind(&plan.unknown_expected)
            .bind(&plan.shard)
            .bind(&plan.position)
            .bind(&plan.stream)
            .bind(&plan.version)
            .bind(&plan.epoch)
            .bind(&plan.command)
            .bind(&events.part)
            .bind(&plan.parts)
            .bind(&events.kind)
            .bind(&events.schema)
            .bind(&events.id)
            .bind(&plan.recorded_at_ms)
            .bind(&plan.meta)
            .bind(&events.data)
            .execute(&mut self.connection);
        let stored = answered(self.timeout, insert).await?.rows_affected();
        let planned = plan.len() as u64;
        if stored != planned && stored != 0 {
            return Err(StoreError::Lost {
                reason: format!("{stored} of {planned} stored"),
            });
        }
        Ok(stored == planned)
    }

    async fn verdict(&mut self, trial: &Trial<'_>) -> Result<Vec<Verdict>, StoreError> {
        let events = &trial.events;
        let judge = sqlx::query_as::<_, StoredVerdict>(self.statements.verdict.clone())
            .bind(&trial.shard)
            .bind(&trial.stream)
            .bind(&trial.expected)
            .bind(&trial.command)
            .bind(&trial.count)
            .bind(&trial.recorded_at_ms)
            .bind(&trial.meta)
            .bind(&trial.shards.shard)
            .bind(&trial.shards.epoch)
            .bind(&events.order)
            .bind(&events.part)
            .bind(&events.kind)
            .bind(&events.schema)
            .bind(&events.id)
            .bind(&events.data)
            .fetch_all(&mut self.connection);
        let rows = answered(self.timeout, judge).await?;
        rows.into_iter()
            .map(|row| verdict(row).ok_or_else(|| unreadable("verdict")))
            .collect()
    }

    async fn find(
        &mut self,
        stream: StreamId,
        version: Version,
    ) -> Result<Option<(EventId, Position)>, StoreError> {
        let find = sqlx::query_as::<_, (Uuid, i64)>(FIND)
            .bind(stream.0)
            .bind(int(version.0))
            .fetch_optional(&mut self.connection);
        let Some((id, position)) = answered(self.timeout, find).await? else {
            return Ok(None);
        };
        let position = number(position).ok_or_else(|| unreadable("position"))?;
        Ok(Some((EventId(id), Position(position))))
    }

    async fn raise(
        &mut self,
        owners: &[OwnerId],
        shards: &[ShardId],
    ) -> Result<Vec<ShardRow>, StoreError> {
        let owners: Vec<Uuid> = owners.iter().map(|owner| owner.0).collect();
        let raise = sqlx::query_as::<_, RaisedRow>(self.statements.raise.clone())
            .bind(owners)
            .bind(numbers(shards))
            .fetch_all(&mut self.connection);
        let rows = answered(self.timeout, raise).await?;
        rows.into_iter()
            .map(|(shard, epoch, head)| {
                shard_row(shard, epoch, head).ok_or_else(|| unreadable("shard"))
            })
            .collect()
    }

    async fn claim(
        &mut self,
        owner: OwnerId,
        shards: &[ShardId],
    ) -> Result<Vec<ClaimRow>, StoreError> {
        self.take(SqlStr::from_static(CLAIM), owner, shards).await
    }

    async fn claim_free(
        &mut self,
        owner: OwnerId,
        shards: &[ShardId],
    ) -> Result<Vec<ClaimRow>, StoreError> {
        self.take(self.statements.claim_free.clone(), owner, shards)
            .await
    }

    async fn settle(&mut self, owner: OwnerId, shards: &[ShardId]) -> Result<(), StoreError> {
        let settle = sqlx::query(SETTLE)
            .bind(owner.0)
            .bind(numbers(shards))
            .execute(&mut self.connection);
        answered(self.timeout, settle).await.map(drop)
    }

    async fn release(
        &mut self,
        owner: OwnerId,
        claims: &[(ShardId, Epoch)],
        seen_at_ms: i64,
    ) -> Result<(), StoreError> {
        let (shards, epochs): (Vec<ShardId>, Vec<Epoch>) = claims.iter().copied().unzip();
        let release = sqlx::query(self.statements.release.clone())
            .bind(owner.0)
            .bind(numbers(&shards))
            .bind(
                epochs
                    .iter()
                    .map(|epoch| int(epoch.0))
                    .collect::<Vec<i64>>(),
            )
            .bind(seen_at_ms)
            .execute(&mut self.connection);
        answered(self.timeout, release).await.map(drop)
    }

    async fn heartbeat(&mut self, owner: OwnerId, seen_at_ms: i64) -> Result<(), StoreError> {
        let heartbeat = sqlx::query(HEARTBEAT)
            .bind(owner.0)
            .bind(seen_at_ms)
            .execute(&mut self.connection);
        answered(self.timeout, heartbeat).await.map(drop)
    }

    async fn save_snapshot(
        &mut self,
        stream: StreamId,
        snapshot: &Snapshot,
    ) -> Result<(), StoreError> {
        let save = sqlx::query(SAVE_SNAPSHOT)
            .bind(stream.0)
            .bind(int(snapshot.version.0))
            .bind(i32::from(snapshot.schema))
            .bind(&snapshot.data)
            .execute(&mut self.connection);
        answered(self.timeout, save).await.map(drop)
    }

    async fn close(self) {
        if let Err(error) = answered(self.timeout, self.connection.close()).await {
            tracing::debug!(%error, "closing a connection");
        }
    }
}

impl PostgresSession {
    async fn take(
        &mut self,
        claim: SqlStr,
        owner: OwnerId,
        shards: &[ShardId],
    ) -> Result<Vec<ClaimRow>, StoreError> {
        let claim = sqlx::query_as::<_, ClaimedRow>(claim)
            .bind(owner.0)
            .bind(numbers(shards))
            .fetch_all(&mut self.connection);
        let rows = answered(self.timeout, claim).await?;
        rows.into_iter()
            .map(|(shard, epoch, head, previous_seen_at_ms)| {
                let row = shard_row(shard, epoch, head).ok_or_else(|| unreadable("shard"))?;
                Ok(ClaimRow {
                    row,
                    previous_seen_at_ms,
                })
            })
            .collect()
    }
}

fn numbers(shards: &[ShardId]) -> Vec<i16> {
    shards.iter().map(|shard| i16::from(shard.0)).collect()
}

fn shard_row(shard: i16, epoch: i64, head: i64) -> Option<ShardRow> {
    let shard = ShardId(u8::try_from(shard).ok()?);
    Some(ShardRow {
        shard,
        epoch: Epoch(number(epoch)?),
        head: Position(number(head)?),
    })
}

fn verdict(row: StoredVerdict) -> Option<Verdict> {
    let (code, version, position, parts, id) = row;
    let (version, position) = (Version(number(version)?), Position(number(position)?));
    match code {
        0 => Some(Verdict::Stored {
            first_version: version,
            first_position: position,
        }),
        1 => Some(Verdict::Fenced),
        2 => Some(Verdict::Duplicate {
            first_version: version,
            first_position: position,
            parts: u16::try_from(parts).ok()?,
            first_id: EventId(id?),
        }),
        3 => Some(Verdict::Conflict { actual: version }),
        _ => None,
    }
}

fn unreadable(what: &str) -> StoreError {
    StoreError::Lost {
        reason: format!("unreadable {what}"),
    }
}

#[cfg(feature = "testing")]
pub(super) mod mutants {
    //! The statements with one promise taken out.

    use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};

    use super::Statements;
    use crate::mutant::Mutant;

    pub(super) fn apply(mut statements: Statements, mutant: Option<Mutant>) -> Statements {
        let Some(mutant) = mutant else {
            return statements;
        };
        let Statements {
            optimistic,
            verdict,
            raise,
            claim_free,
            release,
        } = &mut statements;
        match mutant {
            Mutant::NoEpochBump => without(raise, "epoch + 1", "epoch"),
            Mutant::NoFence => {
                without(optimistic, "and h.epoch = f.epoch ", "");
                without(verdict, " and h.epoch = f.epoch", "");
            }
            Mutant::NoVersionCheck => {
                without(optimistic, "c.expected <> coalesce", "0 > coalesce");
                without(verdict, "and actual = expected", "");
                without(verdict, "when v.actual <> v.expected then 3", "");
            }
            Mutant::NoDeduplication => {
                without(verdict, "limit 1) d on true", "limit 1) d on false");
            }
            Mutant::NoLease => {
                without(claim_free, "x.lease_until > clock_timestamp()", "false");
                without(claim_free, "x.lease_until <= clock_timestamp()", "true");
            }
            Mutant::NoClaimEpoch => without(claim_free, "h.epoch + 1", "h.epoch"),
            Mutant::NoReleaseEpoch => without(release, " and h.epoch = c.epoch", ""),
            // In the beat, and in the log that is simulated.
            Mutant::ProcessClock | Mutant::AnswersEarly | Mutant::Tears | Mutant::OneVersion => {}
        }
        statements
    }

    pub(in crate::postgres) fn beat(mut beat: SqlStr, mutant: Option<Mutant>) -> SqlStr {
        if mutant == Some(Mutant::ProcessClock) {
            let clock = "to_timestamp($5::bigint / 1000.0) + $6";
            without(&mut beat, "clock_timestamp() + $6", clock);
        }
        beat
    }

    fn without(sql: &mut SqlStr, promise: &str, instead: &str) {
        assert!(
            sql.as_str().contains(promise),
            "the statement has no {promise:?}"
        );
        *sql = AssertSqlSafe(sql.as_str().replace(promise, instead)).into_sql_str();
    }
}
