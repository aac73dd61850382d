//! The signing keys: Ed25519, one file each, `<created_ms>-<kid>.pem` (PKCS#8) with mode 0600 in a folder with mode 0700.
//!
//! The newest key signs. An older one verifies until the last token that it may have signed has expired, and its file
//! is then removed. The id of a key is its RFC 7638 thumbprint, so that a file cannot claim another's.

mod files;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

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

pub(crate) struct KeyRing {
    dir: PathBuf,
    /// Replaced as a whole; the guard is never held while working.
    keys: RwLock<Arc<Keys>>,
    /// Held while the folder is read or changed: a reading that began before a rotation must not undo it.
    changing: Mutex<()>,
}

/// Keys in the order of their making; never empty.
struct Keys {
    older: Vec<Arc<Key>>,
    newest: Arc<Key>,
}

pub(crate) struct Key {
    pub(crate) kid: String,
    created_ms: i64,
    /// The public key as in a JWK.
    x: String,
    pub(crate) encoding: EncodingKey,
    pub(crate) decoding: DecodingKey,
}

impl KeyRing {
    /// Reads the folder, making it and a first key when missing.
    pub(crate) fn open(dir: PathBuf, now_ms: i64) -> Result<Self, Fault> {
        files::make_folder(&dir)?;
        let mut keys = files::read(&dir)?;
        if keys.is_empty() {
            files::write(&dir, &new_secret()?, now_ms)?;
            keys = files::read(&dir)?;
        }
        let keys = RwLock::new(Arc::new(Keys::of(&dir, keys)?));
        Ok(Self {
            dir,
            keys,
            changing: Mutex::new(()),
        })
    }

    pub(crate) fn signing(&self) -> Arc<Key> {
        Arc::clone(&self.current().newest)
    }

    /// The key that a token names, if it may still verify.
    pub(crate) fn verifying(&self, kid: &str, now_ms: i64) -> Option<Arc<Key>> {
        self.current()
            .verifying(now_ms)
            .find(|key| key.kid == kid)
            .cloned()
    }

    /// RFC 7517: every key that may still verify, the newest last.
    pub(crate) fn jwks(&self, now_ms: i64) -> serde_json::Value {
        let keys: Vec<_> = self
            .current()
            .verifying(now_ms)
            .map(|key| key.jwk())
            .collect();
        json!({ "keys": keys })
    }

    /// Makes a key that signs from now on.
    pub(crate) fn rotate(&self, now_ms: i64) -> Result<String, Fault> {
        let changing = self.changing();
        // Later than every other, even if the clock stepped back: the newest file signs after a restart, too.
        let created_ms = now_ms.max(self.signing().created_ms.saturating_add(1));
        files::write(&self.dir, &new_secret()?, created_ms)?;
        self.reload(&changing)?;
        Ok(self.signing().kid.clone())
    }

    /// Learns of keys that another process has made, and removes the files of those that verify nothing any more.
    pub(crate) fn maintain(&self, now_ms: i64) -> Result<(), Fault> {
        let changing = self.changing();
        self.reload(&changing)?;
        let keys = self.current();
        let live: Vec<&str> = keys.verifying(now_ms).map(|key| key.kid.as_str()).collect();
        for key in keys
            .older
            .iter()
            .filter(|key| !live.contains(&key.kid.as_str()))
        {
            files::remove(&self.dir, key.created_ms, &key.kid)?;
        }
        Ok(())
    }

    fn changing(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reload(&self, _changing: &MutexGuard<'_, ()>) -> Result<(), Fault> {
        let keys = Arc::new(Keys::of(&self.dir, files::read(&self.dir)?)?);
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
        Ok(())
    }

    fn current(&self) -> Arc<Keys> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Keys {
    fn of(dir: &std::path::Path, mut keys: Vec<Key>) -> Result<Self, Fault> {
        keys.sort_by(|a, b| (a.created_ms, &a.kid).cmp(&(b.created_ms, &b.kid)));
        let Some(newest) = keys.pop() else {
            let reason = "there was a signing key in it before, and now there is none".to_owned();
            return Err(Fault::KeyMalformed {
                path: dir.to_owned(),
                reason,
            });
        };
        Ok(Self {
            older: keys.into_iter().map(Arc::new).collect(),
            newest: Arc::new(newest),
        })
    }

    fn verifying(&self, now_ms: i64) -> impl Iterator<Item = &Arc<Key>> {
        let all = || self.older.iter().chain([&self.newest]);
        let successors = all().skip(1).map(Some).chain([None]);
        all().zip(successors).filter_map(move |(key, successor)| {
            let may_verify =
                successor.is_none_or(|successor| now_ms < key_ends_ms(successor.created_ms));
            may_verify.then_some(key)
        })
    }
}

/// When a key verifies nothing any more whose successor was made at the given time. Another process may sign with the
/// old key until it learns of the new one, which the leeway covers.
fn key_ends_ms(successor_created_ms: i64) -> i64 {
    successor_created_ms
        .saturating_add(ACCESS_TOKEN_MS)
        .saturating_add(CLOCK_LEEWAY_MS)
}

impl Key {
    fn of(secret: &SigningKey, created_ms: i64) -> Result<Self, Fault> {
        let public = secret.verifying_key();
        let x = URL_SAFE_NO_PAD.encode(public.as_bytes());
        let der = secret
            .to_pkcs8_der()
            .map_err(|error| Fault::Signing(error.to_string()))?;
        Ok(Self {
            kid: thumbprint(&x),
            created_ms,
            encoding: EncodingKey::from_ed_der(der.as_bytes()),
            decoding: DecodingKey::from_ed_der(public.as_bytes()),
            x,
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
