//! A writing transaction, and what its failures mean.

use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::group::session::StoreError;

#[cfg(feature = "testing")]
use super::fault::{Fault, Faults};

/// Starts a transaction that has the write lock at once.
pub(super) async fn begin(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    run(connection, "begin immediate")
        .await
        .map_err(|error| refused(&error))
}

/// Ends a transaction: commits what was done, or takes it back after an error. A commit that
/// fails is in doubt until the file is opened again.
pub(super) async fn end<T>(
    connection: &mut SqliteConnection,
    done: Result<T, sqlx::Error>,
    #[cfg(feature = "testing")] faults: &Faults,
) -> Result<T, StoreError> {
    match done {
        Ok(value) => {
            #[cfg(feature = "testing")]
            if faults.meets(Fault::BeforeCommit) {
                return Err(StoreError::Lost {
                    reason: "lost on order".to_owned(),
                });
            }
            run(connection, "commit")
                .await
                .map_err(|error| lost(&error))?;
            #[cfg(feature = "testing")]
            if faults.meets(Fault::AfterCommit) {
                return Err(StoreError::Lost {
                    reason: "lost on order".to_owned(),
                });
            }
            Ok(value)
        }
        Err(error) => match run(connection, "rollback").await {
            Ok(()) => Err(refused(&error)),
            Err(_) => Err(lost(&error)),
        },
    }
}

/// Takes back a transaction that has found that it must not store anything.
pub(super) async fn abandon(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    run(connection, "rollback")
        .await
        .map_err(|error| lost(&error))
}

async fn run(connection: &mut SqliteConnection, sql: &'static str) -> Result<(), sqlx::Error> {
    sqlx::query(AssertSqlSafe(sql))
        .execute(connection)
        .await
        .map(drop)
}

pub(super) fn refused(error: &sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::Database(_) => StoreError::Refused {
            reason: error.to_string(),
        },
        _ => lost(error),
    }
}

pub(super) fn lost(error: &sqlx::Error) -> StoreError {
    StoreError::Lost {
        reason: error.to_string(),
    }
}

/// A list of numbers as SQLite's table functions take it.
pub(super) fn json(numbers: impl Iterator<Item = i64>) -> String {
    let list: Vec<String> = numbers.map(|number| number.to_string()).collect();
    format!("[{}]", list.join(","))
}

/// Ids one behind another, for `substr`.
pub(super) fn packed(ids: &[uuid::Uuid]) -> Vec<u8> {
    ids.iter().flat_map(|id| *id.as_bytes()).collect()
}
