//! Keys, and what must be done again and again.

use std::sync::atomic::Ordering;

use super::Accounts;
use crate::error::Fault;
use crate::revocations::REVOCATION_MEMORY_MS;

/// How often what has expired is removed, in milliseconds.
pub const PRUNE_EVERY_MS: i64 = 60_000;

impl Accounts {
    /// The public keys as a JSON Web Key Set (RFC 7517), for `/.well-known/jwks.json`.
    #[must_use]
    pub fn jwks(&self, now_ms: i64) -> serde_json::Value {
        self.keys.jwks(now_ms)
    }

    /// Makes a new signing key and signs with it from now on; tokens of the old one are valid until they expire.
    /// Answers the new key's id. Writes a small file, blocking.
    ///
    /// # Errors
    /// Faults of the key files.
    pub fn rotate_keys(&self, now_ms: i64) -> Result<String, Fault> {
        self.keys.rotate(now_ms)
    }

    /// To be called every two seconds: learns of revocations and keys that another process has made, and every
    /// [`PRUNE_EVERY_MS`] removes what has expired. All of it is tried again by the next call.
    ///
    /// # Errors
    /// Faults of the database or the key files; what is in memory goes on being used.
    pub async fn maintain(&self, now_ms: i64) -> Result<(), Fault> {
        self.learn_revocations(now_ms).await?;
        self.revocations.prune(now_ms);
        self.keys.maintain(now_ms)?;
        let last = self.pruned_ms.load(Ordering::Relaxed);
        if now_ms.saturating_sub(last) >= PRUNE_EVERY_MS {
            self.store.prune(now_ms).await?;
            self.logins.prune(now_ms);
            self.guests.prune(now_ms);
            self.registrations.prune(now_ms);
            self.pruned_ms.store(now_ms, Ordering::Relaxed);
        }
        Ok(())
    }

    pub(super) async fn learn_revocations(&self, now_ms: i64) -> Result<(), Fault> {
        let since = now_ms.saturating_sub(REVOCATION_MEMORY_MS);
        self.revocations.add(self.store.revoked_since(since).await?);
        Ok(())
    }
}
