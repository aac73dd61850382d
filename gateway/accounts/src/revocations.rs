//! Which logins have been revoked, in memory.
//!
//! A revoked login can still have an access token that has not expired, and sockets. The token is refused as long as
//! its login is remembered here, which is longer than any token lives; the sockets are closed by whoever subscribes.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use tokio::sync::broadcast;

use crate::ids::LoginId;
use crate::tokens::{ACCESS_TOKEN_MS, CLOCK_LEEWAY_MS};

/// How long a revocation is remembered, in milliseconds: longer than a token of its login can be valid, with a minute
/// to spare for clocks that differ.
pub const REVOCATION_MEMORY_MS: i64 = ACCESS_TOKEN_MS + CLOCK_LEEWAY_MS + 60_000;

/// Revocations that a slow subscriber may be behind.
const BACKLOG: usize = 1_024;

pub(crate) struct Revocations {
    /// When each was revoked.
    recent: RwLock<BTreeMap<LoginId, i64>>,
    announce: broadcast::Sender<LoginId>,
}

impl Revocations {
    pub(crate) fn new() -> Self {
        Self {
            recent: RwLock::default(),
            announce: broadcast::Sender::new(BACKLOG),
        }
    }

    /// Remembers, and announces what was not known.
    pub(crate) fn add(&self, revoked: impl IntoIterator<Item = (LoginId, i64)>) {
        let mut recent = self.recent.write().unwrap_or_else(PoisonError::into_inner);
        for (login, revoked_ms) in revoked {
            if recent.insert(login, revoked_ms).is_none() && self.announce.receiver_count() > 0 {
                // The last subscriber may leave right now: then there are no sockets to close.
                drop(self.announce.send(login));
            }
        }
    }

    pub(crate) fn contains(&self, login: LoginId) -> bool {
        self.recent
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .contains_key(&login)
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<LoginId> {
        self.announce.subscribe()
    }

    pub(crate) fn prune(&self, now_ms: i64) {
        let oldest = now_ms.saturating_sub(REVOCATION_MEMORY_MS);
        self.recent
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|_, revoked_ms| *revoked_ms > oldest);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn each_revocation_is_announced_once_and_remembered_longer_than_a_token_lives() {
        let revocations = Revocations::new();
        let mut news = revocations.subscribe();
        let login = LoginId(Uuid::from_u128(7));
        revocations.add([(login, 1_000)]);
        revocations.add([(login, 1_000)]);
        assert_eq!(news.try_recv(), Ok(login));
        assert!(news.try_recv().is_err());
        revocations.prune(1_000 + ACCESS_TOKEN_MS + CLOCK_LEEWAY_MS);
        assert!(revocations.contains(login));
        revocations.prune(1_000 + REVOCATION_MEMORY_MS);
        assert!(!revocations.contains(login));
    }
}
