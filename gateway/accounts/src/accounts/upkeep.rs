//! Keys, and what must be done again and again.

use std::sync::atomic::Ordering;

use super::Accounts;
use crate::error::Fault;
use crate::keys::Missing;
use crate::revocations::REVOCATION_MEMORY_MS;

/// How often what has expired is removed, in milliseconds.
pub const PRUNE_EVERY_MS: i64 = 60_000;

/// A key that has been made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RotatedKey {
    /// Its id in the header of tokens and in the published set.
    pub kid: String,
    /// From when on every process signs with it, in milliseconds since the Unix epoch.
    pub signs_from_ms: i64,
}

impl Accounts {
    /// The public keys as a JSON Web Key Set (RFC 7517), for `/.well-known/jwks.json`.
    #[must_use]
    pub fn jwks(&self, now_ms: i64) -> serde_json::Value {
        self.keys.jwks(now_ms)
    }

    /// Makes a new signing key. Every process verifies with it within seconds and signs with it from the time that is
    /// answered; tokens of the one before are valid until they expire. Writes a small file, blocking.
    ///
    /// # Errors
    /// Faults of the database or the key files.
    pub async fn rotate_keys(&self, now_ms: i64) -> Result<RotatedKey, Fault> {
        let rotate = |records: &[_]| self.keys.rotate(records, now_ms);
        let records = self.store.change_signing_keys(now_ms, rotate).await?;
        self.keys.learn(&records)?;
        let newest = records.last().map(|record| RotatedKey {
            kid: record.kid.clone(),
            signs_from_ms: record.signs_from_ms,
        });
        newest.ok_or_else(|| Fault::Signing("the new key was not recorded".to_owned()))
    }

    /// To be called every two seconds: learns of revocations and keys that another process has made, and every
    /// [`PRUNE_EVERY_MS`] removes what has expired. All of it is tried again by the next call.
    ///
    /// # Errors
    /// Faults of the database or the key files; what is in memory goes on being used.
    pub async fn maintain(&self, now_ms: i64) -> Result<(), Fault> {
        self.learn_revocations(now_ms).await?;
        self.revocations.prune(now_ms);
        self.learn_keys(now_ms).await?;
        let last = self.pruned_ms.load(Ordering::Relaxed);
        if now_ms.saturating_sub(last) >= PRUNE_EVERY_MS {
            self.keys.prune(now_ms)?;
            self.logins.prune(now_ms);
            self.guests.prune(now_ms);
            self.registrations.prune(now_ms);
            // What is left waits for the next call, so that revocations are not late.
            if self.store.prune(now_ms).await? {
                self.pruned_ms.store(now_ms, Ordering::Relaxed);
            }
        }
        // Last, since all else is in order: it fails where the folder lacks the key.
        self.keys.signing(now_ms).map(drop)
    }

    async fn learn_keys(&self, now_ms: i64) -> Result<(), Fault> {
        if self.keys.learn(&self.store.signing_keys().await?)? {
            // A file was put there by hand.
            let admit = |records: &[_]| self.keys.admit(records, Missing::Refuse, now_ms);
            let records = self.store.change_signing_keys(now_ms, admit).await?;
            self.keys.learn(&records)?;
        }
        Ok(())
    }

    pub(super) async fn learn_revocations(&self, now_ms: i64) -> Result<(), Fault> {
        let since = now_ms.saturating_sub(REVOCATION_MEMORY_MS);
        self.revocations.add(self.store.revoked_since(since).await?);
        Ok(())
    }
}
