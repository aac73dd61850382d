//! What other processes have revoked, and what has expired.

use uuid::Uuid;

use super::{Store, on_database};
use crate::ids::LoginId;

/// Most rows that one statement removes, so that nobody waits long for it.
pub(crate) const PRUNED_A_STATEMENT: i64 = 500;
/// How often one call does so: it has a moment, and goes on in the next.
const PRUNE_ROUNDS: usize = 4;
/// How long a revoked login is kept, in milliseconds: its tokens are recognised so long.
pub(crate) const REVOKED_KEPT_MS: i64 = 30 * 86_400_000;

impl Store {
    /// Logins that have been revoked after a time, with that time.
    pub(crate) async fn revoked_since(
        &self,
        since_ms: i64,
    ) -> Result<Vec<(LoginId, i64)>, sqlx::Error> {
        let rows: Vec<(Uuid, i64)> = on_database!(self, |db| {
            sqlx::query_as(include_str!("sql/revoked_since.sql"))
                .bind(since_ms)
                .fetch_all(db)
                .await?
        });
        Ok(rows
            .into_iter()
            .map(|(id, revoked_ms)| (LoginId(id), revoked_ms))
            .collect())
    }

    /// Removes expired guests, ended logins and expired tokens; says whether that were all.
    pub(crate) async fn prune(&self, now_ms: i64) -> Result<bool, sqlx::Error> {
        let revoked_before = now_ms.saturating_sub(REVOKED_KEPT_MS);
        on_database!(self, |db| {
            for _ in 0..PRUNE_ROUNDS {
                let guests = sqlx::query(include_str!("sql/prune_guests.sql"))
                    .bind(now_ms)
                    .bind(PRUNED_A_STATEMENT)
                    .execute(db)
                    .await?;
                let logins = sqlx::query(include_str!("sql/prune_logins.sql"))
                    .bind(now_ms)
                    .bind(revoked_before)
                    .bind(PRUNED_A_STATEMENT)
                    .execute(db)
                    .await?;
                let tokens = sqlx::query(include_str!("sql/prune_tokens.sql"))
                    .bind(now_ms)
                    .bind(PRUNED_A_STATEMENT)
                    .execute(db)
                    .await?;
                let removed = [
                    guests.rows_affected(),
                    logins.rows_affected(),
                    tokens.rows_affected(),
                ];
                if removed == [0, 0, 0] {
                    return Ok(true);
                }
            }
            Ok(false)
        })
    }
}
