//! The signing keys: Ed25519. The private half of each is a file, `<created_ms>-<kid>.pem` (PKCS#8) with mode 0600 in a
//! folder with mode 0700 that every process of the arena has; the public half is recorded in the database, where every
//! process finds it. Who reads the database can forge nothing, and a process with other files than the arena's is
//! refused. A mounted Kubernetes Secret will do as well: its files may be read by the process's group if they are root's
//! (`fsGroup`, `defaultMode: 0440`), and its folder may have any mode, since it is mounted to be read.
//!
//! A key is recorded [`SIGNS_AFTER_MS`] before it signs: until then every process has learnt to verify with it. The
//! last recorded one signs. An older one verifies until the last token that it may have signed has expired, and its
//! file is then removed. The id of a key is its RFC 7638 thumbprint, so that a file cannot claim another's.

mod files;

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use jsonwebtoken::{DecodingKey, EncodingKey};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::error::Fault;
use crate::random;
use crate::tokens::{ACCESS_TOKEN_MS, CLOCK_LEEWAY_MS};

/// How long after it was recorded a key signs, in milliseconds: longer than any process takes to learn of it
/// ([`crate::Accounts::maintain`] every two seconds), with clocks that differ.
pub const SIGNS_AFTER_MS: i64 = 15_000;
/// How long a process may go on signing with the key before, in milliseconds: its copy of the folder may be late.
pub const LATE_SIGNER_MS: i64 = 5 * 60_000;

/// What the database knows of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) kid: String,
    /// The public key as in a JWK.
    pub(crate) x: String,
    pub(crate) signs_from_ms: i64,
}

/// What happens when the folder does not have the key that signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    /// Other processes may have it.
    Refuse,
    /// Nobody has it: another is made.
    Replace,
}

pub(crate) struct KeyRing {
    dir: PathBuf,
    /// Replaced as a whole; the guard is never held while working.
    keys: RwLock<Arc<Vec<Arc<Key>>>>,
}

pub(crate) struct Key {
    pub(crate) kid: String,
    x: String,
    signs_from_ms: i64,
    pub(crate) decoding: DecodingKey,
    /// The private half, when the folder has it.
    pub(crate) encoding: Option<EncodingKey>,
}

/// A private half as a file has it.
pub(crate) struct Held {
    kid: String,
    x: String,
    created_ms: i64,
    encoding: EncodingKey,
}

impl KeyRing {
    /// Makes the folder when it is missing. It has no key before [`KeyRing::learn`].
    pub(crate) fn open(dir: PathBuf) -> Result<Self, Fault> {
        files::make_folder(&dir)?;
        Ok(Self {
            dir,
            keys: RwLock::default(),
        })
    }

    /// What has to be recorded before this process may serve: its first key, or files that nobody has recorded. To be
    /// called while nobody else changes keys.
    ///
    /// # Errors
    /// [`Fault::KeysElsewhere`] when the arena signs with a key that is not in the folder.
    pub(crate) fn admit(
        &self,
        records: &[Record],
        missing: Missing,
        now_ms: i64,
    ) -> Result<Vec<Record>, Fault> {
        let held = files::read(&self.dir)?;
        if let Some(newest) = records.last() {
            if held.iter().any(|key| key.kid == newest.kid) {
                return Ok(unrecorded(&held, records, now_ms));
            }
            if missing == Missing::Refuse {
                return Err(self.elsewhere(&newest.kid));
            }
        }
        if records.is_empty() && !held.is_empty() {
            // Files from before keys were recorded.
            let mut found: Vec<Record> = held
                .iter()
                .map(|key| key.record(key.created_ms.min(now_ms)))
                .collect();
            found.sort_by(|a, b| (a.signs_from_ms, &a.kid).cmp(&(b.signs_from_ms, &b.kid)));
            return Ok(found);
        }
        files::write(&self.dir, &new_secret()?, now_ms)?;
        let held = files::read(&self.dir)?;
        let mut first = unrecorded(&held, records, now_ms);
        if let (true, [first]) = (records.is_empty(), first.as_mut_slice()) {
            // There is nobody who would have to learn of it.
            first.signs_from_ms = now_ms;
        }
        Ok(first)
    }

    /// Makes a key; answers what has to be recorded, the new key last. To be called while nobody else changes keys.
    pub(crate) fn rotate(&self, records: &[Record], now_ms: i64) -> Result<Vec<Record>, Fault> {
        let created_ms = newest(&files::read(&self.dir)?).max(now_ms);
        files::write(&self.dir, &new_secret()?, created_ms)?;
        Ok(unrecorded(&files::read(&self.dir)?, records, now_ms))
    }

    /// Uses the keys that are recorded from now on. Says whether the folder has one that is not.
    pub(crate) fn learn(&self, records: &[Record]) -> Result<bool, Fault> {
        let mut held = files::read(&self.dir)?;
        let mut keys = Vec::new();
        for record in records {
            let own = held.iter().position(|key| key.kid == record.kid);
            let own = own.map(|index| held.swap_remove(index).encoding);
            keys.push(Arc::new(Key::of(record, own)?));
        }
        keys.sort_by(|a, b| (a.signs_from_ms, &a.kid).cmp(&(b.signs_from_ms, &b.kid)));
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
        Ok(!held.is_empty())
    }

    /// The key that signs now.
    ///
    /// # Errors
    /// [`Fault::KeysElsewhere`] when the folder does not have it, and has not had it for [`LATE_SIGNER_MS`].
    pub(crate) fn signing(&self, now_ms: i64) -> Result<Arc<Key>, Fault> {
        let keys = self.current();
        let own = |key: &&Arc<Key>| key.encoding.is_some();
        let signs = keys
            .iter()
            .filter(own)
            .rfind(|key| key.signs_from_ms <= now_ms)
            .or_else(|| keys.iter().find(own));
        let due = keys
            .iter()
            .rfind(|key| key.signs_from_ms.saturating_add(LATE_SIGNER_MS) <= now_ms);
        match (signs, due) {
            (Some(signs), Some(due)) if signs.signs_from_ms < due.signs_from_ms => {
                Err(self.elsewhere(&due.kid))
            }
            (Some(signs), _) => Ok(Arc::clone(signs)),
            (None, due) => Err(self.elsewhere(due.map_or("none", |due| &due.kid))),
        }
    }

    /// The key that a token names, if it may still verify.
    pub(crate) fn verifying(&self, kid: &str, now_ms: i64) -> Option<Arc<Key>> {
        let keys = self.current();
        verifying(&keys, now_ms).find(|key| key.kid == kid).cloned()
    }

    /// RFC 7517: every key that may still verify, the newest last.
    pub(crate) fn jwks(&self, now_ms: i64) -> serde_json::Value {
        let keys = self.current();
        let keys: Vec<_> = verifying(&keys, now_ms).map(|key| key.jwk()).collect();
        json!({ "keys": keys })
    }

    /// Removes the files of those that verify nothing any more.
    pub(crate) fn prune(&self, now_ms: i64) -> Result<(), Fault> {
        let keys = self.current();
        let ended = |kid: &str| {
            keys.iter().any(|key| key.kid == kid)
                && !verifying(&keys, now_ms).any(|key| key.kid == kid)
        };
        for key in files::read(&self.dir)? {
            if ended(&key.kid) {
                files::remove(&self.dir, key.created_ms, &key.kid)?;
            }
        }
        Ok(())
    }

    fn elsewhere(&self, kid: &str) -> Fault {
        Fault::KeysElsewhere {
            dir: self.dir.clone(),
            kid: kid.to_owned(),
        }
    }

    fn current(&self) -> Arc<Vec<Arc<Key>>> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Records for the files without one. They sign in the order of their making, after every other.
fn unrecorded(held: &[Held], records: &[Record], now_ms: i64) -> Vec<Record> {
    let known = |kid: &str| records.iter().any(|record| record.kid == kid);
    let mut new: Vec<&Held> = held.iter().filter(|key| !known(&key.kid)).collect();
    new.sort_by(|a, b| (a.created_ms, &a.kid).cmp(&(b.created_ms, &b.kid)));
    // Later than every other, even if the clock stepped back.
    let last = records.iter().map(|record| record.signs_from_ms).max();
    let mut signs_from_ms = now_ms.saturating_add(SIGNS_AFTER_MS);
    if let Some(last) = last {
        signs_from_ms = signs_from_ms.max(last.saturating_add(1));
    }
    (signs_from_ms..)
        .zip(new)
        .map(|(signs_from_ms, key)| key.record(signs_from_ms))
        .collect()
}

/// The first moment after the making of all of them.
fn newest(held: &[Held]) -> i64 {
    let newest = held.iter().map(|key| key.created_ms).max();
    newest.map_or(i64::MIN, |newest| newest.saturating_add(1))
}

fn verifying(keys: &[Arc<Key>], now_ms: i64) -> impl Iterator<Item = &Arc<Key>> {
    let successors = keys.iter().skip(1).map(Some).chain([None]);
    keys.iter()
        .zip(successors)
        .filter_map(move |(key, successor)| {
            let ends_ms = successor.map(|successor| key_ends_ms(successor.signs_from_ms));
            ends_ms
                .is_none_or(|ends_ms| now_ms < ends_ms)
                .then_some(key)
        })
}

/// When a key verifies nothing any more whose successor signs from the given time.
fn key_ends_ms(successor_signs_from_ms: i64) -> i64 {
    successor_signs_from_ms
        .saturating_add(LATE_SIGNER_MS)
        .saturating_add(ACCESS_TOKEN_MS)
        .saturating_add(CLOCK_LEEWAY_MS)
}

impl Held {
    fn of(secret: &SigningKey, created_ms: i64) -> Result<Self, Fault> {
        let x = URL_SAFE_NO_PAD.encode(secret.verifying_key().as_bytes());
        let der = secret
            .to_pkcs8_der()
            .map_err(|error| Fault::Signing(error.to_string()))?;
        Ok(Self {
            kid: thumbprint(&x),
            x,
            created_ms,
            encoding: EncodingKey::from_ed_der(der.as_bytes()),
        })
    }

    fn record(&self, signs_from_ms: i64) -> Record {
        Record {
            kid: self.kid.clone(),
            x: self.x.clone(),
            signs_from_ms,
        }
    }
}

impl Key {
    fn of(record: &Record, encoding: Option<EncodingKey>) -> Result<Self, Fault> {
        let public = URL_SAFE_NO_PAD.decode(&record.x).ok();
        let public = public.filter(|_| thumbprint(&record.x) == record.kid);
        let public = public.ok_or_else(|| Fault::KeyRecord {
            kid: record.kid.clone(),
        })?;
        Ok(Self {
            kid: record.kid.clone(),
            x: record.x.clone(),
            signs_from_ms: record.signs_from_ms,
            decoding: DecodingKey::from_ed_der(&public),
            encoding,
        })
    }

    fn jwk(&self) -> serde_json::Value {
        json!({
            "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": self.kid, "x": self.x,
        })
    }
}

/// RFC 7638, with the members of RFC 8037.
fn thumbprint(x: &str) -> String {
    let members = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
    URL_SAFE_NO_PAD.encode(Sha256::digest(members))
}

fn new_secret() -> Result<SigningKey, Fault> {
    Ok(SigningKey::from_bytes(&random::bytes()?))
}

#[cfg(test)]
mod tests;
