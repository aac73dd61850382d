//! The beat: one statement over a connection that does nothing else, so that neither a full queue
//! nor a large append delays it.

use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection, SqlStr};
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::about::About;
use crate::contract::{OwnerError, ReadError};
use crate::ids::{Epoch, OwnerId, Position, ShardId};
use crate::membership::{Known, Member, Pulse, Roster, ShardState};
use crate::row::number;

use super::failure::answered;
use super::options::PostgresOptions;

const BEAT: SqlStr = SqlStr::from_static(concat!(
    include_str!("sql/beat.sql"),
    include_str!("sql/roster_rows.sql")
));

pub(super) const ROSTER: &str = concat!(
    include_str!("sql/roster.sql"),
    include_str!("sql/roster_rows.sql")
);

/// Kind, owner, name, roles, draining, what is left of the lease, shard, epoch, head.
pub(super) type RosterRow = (
    i16,
    Option<Uuid>,
    Option<String>,
    Option<Vec<String>>,
    Option<bool>,
    Option<i64>,
    i16,
    i64,
    i64,
);

pub(super) const NODES: &str = include_str!("sql/nodes.sql");

/// Owner, name, roles, draining, what it says of itself, its clock, since its last beat, what is left of its lease.
pub(super) type NodeRow = (
    Uuid,
    String,
    Vec<String>,
    bool,
    String,
    i64,
    Option<i64>,
    Option<i64>,
);

/// Where beats go.
#[derive(Debug)]
pub(super) struct PulseLine {
    connect: PgConnectOptions,
    timeout: Duration,
    lease_ms: i64,
    statement: SqlStr,
    line: Mutex<Line>,
}

#[derive(Debug)]
enum Line {
    /// Without a connection before the first beat, and after a beat that failed or was dropped.
    Open(Option<PgConnection>),
    Closed,
}

impl PulseLine {
    pub(super) fn new(options: &PostgresOptions) -> Self {
        let timeout = options.beat_timeout;
        // Whoever hangs in the server lets go of its locks when nobody waits for it any more.
        let limit = [("statement_timeout", timeout.as_millis())];
        #[cfg(feature = "testing")]
        let statement = super::session::mutants::beat(BEAT, options.writer.mutant);
        #[cfg(not(feature = "testing"))]
        let statement = BEAT;
        Self {
            connect: options.connect.clone().options(limit),
            timeout,
            lease_ms: i64::try_from(options.lease.as_millis()).unwrap_or(i64::MAX),
            statement,
            line: Mutex::new(Line::Open(None)),
        }
    }

    pub(super) async fn beat(&self, pulse: &Pulse) -> Result<Roster, OwnerError> {
        let beat = async {
            let mut line = self.line.lock().await;
            let Line::Open(connection) = &mut *line else {
                return Ok(None);
            };
            // Out of its place while it is used: a beat that fails, is late or is dropped takes the
            // connection with it.
            let mut connection = match connection.take() {
                Some(connection) => connection,
                None => PgConnection::connect_with(&self.connect).await?,
            };
            let rows = sqlx::query_as::<_, RosterRow>(self.statement.clone())
                .bind(pulse.owner.0)
                .bind(&pulse.name)
                .bind(&pulse.roles)
                .bind(pulse.draining)
                .bind(pulse.seen_at_ms)
                .bind(self.lease_ms)
                .bind(pulse.about.as_str())
                .fetch_all(&mut connection)
                .await?;
            *line = Line::Open(Some(connection));
            Ok(Some(rows))
        };
        let unavailable = |reason: String| OwnerError::Unavailable { reason };
        let rows = answered(self.timeout, beat)
            .await
            .map_err(|error| unavailable(error.to_string()))?
            .ok_or(OwnerError::ShuttingDown)?;
        roster(rows).map_err(|error| unavailable(error.to_string()))
    }

    pub(super) async fn close(&self) {
        let before = std::mem::replace(&mut *self.line.lock().await, Line::Closed);
        if let Line::Open(Some(connection)) = before
            && let Err(error) = answered(self.timeout, connection.close()).await
        {
            tracing::debug!(%error, "closing a connection");
        }
    }
}

pub(super) fn roster(rows: Vec<RosterRow>) -> Result<Roster, ReadError> {
    let mut roster = Roster::default();
    for row in rows {
        let told = format!("{row:?}");
        add(&mut roster, row).ok_or_else(|| ReadError::Corrupt {
            reason: format!("roster's row {told}"),
        })?;
    }
    Ok(roster)
}

fn add(roster: &mut Roster, row: RosterRow) -> Option<()> {
    let (kind, owner, name, roles, draining, left_ms, shard, epoch, head) = row;
    let owner = owner.map(OwnerId);
    let left_ms = match left_ms {
        Some(left_ms) => Some(number(left_ms)?),
        None => None,
    };
    match kind {
        0 => {
            let owner = owner?;
            let member = Member {
                owner,
                name: name?,
                roles: roles?,
                draining: draining?,
                lease_left_ms: left_ms?,
            };
            roster.members.insert(owner, member);
        }
        1 => {
            let state = ShardState {
                owner,
                epoch: Epoch(number(epoch)?),
                head: Position(number(head)?),
                lease_left_ms: left_ms,
            };
            roster
                .shards
                .insert(ShardId(u8::try_from(shard).ok()?), state);
        }
        _ => return None,
    }
    Some(())
}

pub(super) fn known(row: NodeRow) -> Result<Known, ReadError> {
    let (owner, name, roles, draining, about, seen_at_ms, silent_ms, left_ms) = row;
    let corrupt = || ReadError::Corrupt {
        reason: format!("node {owner}"),
    };
    let whole = |ms: Option<i64>| match ms {
        Some(ms) => number(ms).map(Some).ok_or_else(corrupt),
        None => Ok(None),
    };
    Ok(Known {
        owner: OwnerId(owner),
        name,
        roles,
        draining,
        about: About::new(about).map_err(|_| corrupt())?,
        seen_at_ms,
        silent_ms: whole(silent_ms)?,
        lease_left_ms: whole(left_ms)?,
    })
}
