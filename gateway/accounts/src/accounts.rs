//! Everything that can be done with accounts. Coming in is in `entry`, what becomes of a login in `logins`, who is who
//! in `profiles`, keys and cleaning up in `upkeep`.

mod entry;
mod logins;
mod profiles;
mod upkeep;

use std::sync::atomic::AtomicI64;

use crate::address::AddressKey;
use crate::error::{Fault, Rejection};
use crate::hashing::Hasher;
use crate::ids::{LoginId, PlayerId};
use crate::keys::{KeyRing, Missing};
use crate::limits::{HourlyRate, LoginThrottle};
use crate::model::{Client, IssuedToken, MAX_USER_AGENT_CHARS, Session};
use crate::options::{Database, Limits, Options};
use crate::revocations::Revocations;
use crate::store::{NotStored, Origin, PlayerRow, Store};
use crate::tokens::{AccessTokens, Subject};

pub use profiles::MAX_PROFILES;
pub use upkeep::{PRUNE_EVERY_MS, RotatedKey};

/// The accounts of one arena. Share it in an `Arc`; every method may be called at the same time as any other. Dropping
/// the future of a method leaves all of its change in the database or nothing.
pub struct Accounts {
    store: Store,
    keys: KeyRing,
    tokens: AccessTokens,
    hasher: Hasher,
    logins: LoginThrottle,
    guests: HourlyRate,
    registrations: HourlyRate,
    limits: Limits,
    revocations: Revocations,
    pruned_ms: AtomicI64,
}

impl Accounts {
    /// Opens the database (with migrations) and the signing keys, making both when they are missing: of several first
    /// starts at the same moment, one makes the key. Takes as long as hashing one password.
    ///
    /// # Errors
    /// A database that cannot be reached or migrated; key files that others may read ([`Fault::KeyModeTooOpen`]) or
    /// that are not this arena's ([`Fault::KeysElsewhere`]).
    pub async fn open(database: Database, options: Options, now_ms: i64) -> Result<Self, Fault> {
        let Options {
            keys_dir,
            issuer,
            audience,
            hash_threads,
            limits,
        } = options;
        let keys = KeyRing::open(keys_dir)?;
        let hasher = Hasher::new(hash_threads, limits.hash_queue)?;
        let accounts = Self {
            store: Store::open(&database).await?,
            keys,
            tokens: AccessTokens::new(issuer, audience),
            hasher,
            logins: LoginThrottle::new(),
            guests: HourlyRate::new(limits.guests_per_address_hour),
            registrations: HourlyRate::new(limits.registrations_per_address_hour),
            limits,
            revocations: Revocations::new(),
            pruned_ms: AtomicI64::new(i64::MIN),
        };
        let missing = match accounts.store.is_shared() {
            true => Missing::Refuse,
            false => Missing::Replace,
        };
        let admit = |records: &[_]| accounts.keys.admit(records, missing, now_ms);
        let records = accounts.store.change_signing_keys(now_ms, admit).await?;
        accounts.keys.learn(&records)?;
        // A token of a login that was revoked just before a restart stays refused after it.
        accounts.learn_revocations(now_ms).await?;
        Ok(accounts)
    }

    /// What an address may do, counted by this process for itself.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Closes the connections to the database.
    pub async fn close(&self) {
        self.store.close().await;
    }

    fn session(
        &self,
        player: &PlayerRow,
        login_id: LoginId,
        refresh: IssuedToken,
        now_ms: i64,
    ) -> Result<Session, Fault> {
        let profile = player.profile()?;
        let subject = Subject {
            player_id: PlayerId(player.id),
            login_id,
            guest: profile.guest,
            role: profile.role,
            login_expires_ms: refresh.expires_ms,
        };
        let access = self.tokens.issue(&self.keys, &subject, now_ms)?;
        Ok(Session {
            profile,
            login_id,
            access,
            refresh,
        })
    }
}

impl From<&Client> for Origin {
    fn from(client: &Client) -> Self {
        let printable = client.user_agent.chars().filter(|c| !c.is_control());
        Self {
            address: client.address.to_canonical().to_string(),
            address_key: AddressKey::from(client.address).to_string(),
            user_agent: printable.take(MAX_USER_AGENT_CHARS).collect(),
        }
    }
}

impl From<NotStored> for crate::error::Error {
    fn from(error: NotStored) -> Self {
        match error {
            NotStored::NameTaken => Rejection::NameTaken.into(),
            NotStored::Database(error) => error.into(),
        }
    }
}

impl From<sqlx::Error> for crate::error::Error {
    fn from(error: sqlx::Error) -> Self {
        Fault::from(error).into()
    }
}
