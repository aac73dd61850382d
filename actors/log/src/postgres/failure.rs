//! Which errors leave a statement in doubt.

use std::future::Future;
use std::time::Duration;

use sqlx::postgres::{PgDatabaseError, PgSeverity};
use tokio::time::timeout;

use crate::contract::ReadError;
use crate::group::session::StoreError;

/// The server became a standby: what it refuses now it may take elsewhere.
const READ_ONLY: &str = "25006";

/// An error of a statement that is its own transaction. The server's plain errors roll it back for
/// sure; everything else (a fatal error, a broken or silent connection) may have come after the
/// commit.
pub(super) fn of_statement(error: &sqlx::Error) -> StoreError {
    let reason = error.to_string();
    let rolled_back = match error {
        sqlx::Error::Database(database) => database
            .try_downcast_ref::<PgDatabaseError>()
            .is_some_and(|error| {
                error.severity() == PgSeverity::Error && error.code() != READ_ONLY
            }),
        _ => false,
    };
    if rolled_back {
        StoreError::Refused { reason }
    } else {
        StoreError::Lost { reason }
    }
}

pub(super) fn of_read(error: &sqlx::Error) -> ReadError {
    match error {
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => ReadError::Corrupt {
            reason: error.to_string(),
        },
        _ => ReadError::Unavailable {
            reason: error.to_string(),
        },
    }
}

/// Runs a statement; one that is not answered in time is in doubt.
pub(super) async fn answered<T>(
    within: Duration,
    statement: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, StoreError> {
    match timeout(within, statement).await {
        Ok(done) => done.map_err(|error| of_statement(&error)),
        Err(_) => Err(StoreError::Lost {
            reason: silent(within),
        }),
    }
}

/// Runs a read, for so long and no longer.
pub(super) async fn read_within<T>(
    within: Duration,
    read: impl Future<Output = Result<T, ReadError>>,
) -> Result<T, ReadError> {
    match timeout(within, read).await {
        Ok(done) => done,
        Err(_) => Err(ReadError::Unavailable {
            reason: silent(within),
        }),
    }
}

fn silent(within: Duration) -> String {
    format!("no answer from PostgreSQL within {} ms", within.as_millis())
}
