//! Everything that can be done with accounts.

use std::collections::BTreeMap;

use tokio::sync::broadcast;

use crate::error::{Error, Fault, Rejection};
use crate::ids::{LoginId, PlayerId};
use crate::model::{Client, Identity, LoginInfo, Profile, Role, Session};
use crate::options::{Database, Options};

/// The accounts of one arena. Share it in an `Arc`; every method may be called at the same time as any other. Dropping
/// the future of a method leaves either all or nothing of its change in the database.
pub struct Accounts {
    revoked: broadcast::Sender<LoginId>,
}

impl Accounts {
    /// Opens the database (with migrations) and the signing keys, making both when they are missing.
    pub async fn open(_database: Database, _options: Options, _now_ms: i64) -> Result<Self, Fault> {
        unfinished()
    }

    /// Makes an account and logs it in.
    pub async fn register(
        &self,
        _name: &str,
        _password: &str,
        _client: &Client,
        _now_ms: i64,
    ) -> Result<Session, Error> {
        Ok(unfinished()?)
    }

    /// Logs an account in. A wrong name and a wrong password are the same rejection after the same time.
    pub async fn log_in(
        &self,
        _name: &str,
        _password: &str,
        _client: &Client,
        _now_ms: i64,
    ) -> Result<Session, Error> {
        Ok(unfinished()?)
    }

    /// Makes a guest with a generated name, gone after 24 hours.
    pub async fn guest(&self, _client: &Client, _now_ms: i64) -> Result<Session, Error> {
        Ok(unfinished()?)
    }

    /// Makes the guest an account. Player id and login stay (sockets stay open); both tokens are new, and the access
    /// token in use says `guest` until it ends.
    pub async fn upgrade_guest(
        &self,
        _guest: &Identity,
        _name: &str,
        _password: &str,
        _client: &Client,
        _now_ms: i64,
    ) -> Result<Session, Error> {
        Ok(unfinished()?)
    }

    /// Trades a refresh token for a new pair of tokens.
    pub async fn refresh(
        &self,
        _refresh_token: &str,
        _client: &Client,
        _now_ms: i64,
    ) -> Result<Session, Error> {
        Ok(unfinished()?)
    }

    /// Ends the login that the refresh token belongs to. An unknown token is no error: the caller is logged out.
    pub async fn log_out(&self, _refresh_token: &str, _now_ms: i64) -> Result<(), Fault> {
        unfinished()
    }

    /// Verifies an access token, in memory only: signature, algorithm, issuer, audience, times, and that its login has
    /// not been revoked.
    pub fn authenticate(&self, _access_token: &str, _now_ms: i64) -> Result<Identity, Rejection> {
        Err(Rejection::TokenInvalid)
    }

    /// Whether a login whose access token was valid has not been revoked since; in memory only.
    pub fn is_login_active(&self, _login: LoginId) -> bool {
        false
    }

    /// Logins as they are revoked. A receiver that lags asks [`Accounts::is_login_active`] for each of its sockets.
    pub fn revocations(&self) -> broadcast::Receiver<LoginId> {
        self.revoked.subscribe()
    }

    /// The player's live logins, the last used first.
    pub async fn logins(&self, _player: PlayerId, _now_ms: i64) -> Result<Vec<LoginInfo>, Fault> {
        unfinished()
    }

    /// Ends one login of the player's.
    pub async fn revoke_login(
        &self,
        _player: PlayerId,
        _login: LoginId,
        _now_ms: i64,
    ) -> Result<(), Error> {
        Ok(unfinished()?)
    }

    /// Ends all of the player's logins but `keep`; says how many.
    pub async fn revoke_all(
        &self,
        _player: PlayerId,
        _keep: Option<LoginId>,
        _now_ms: i64,
    ) -> Result<usize, Fault> {
        unfinished()
    }

    pub async fn profile(&self, _player: PlayerId) -> Result<Profile, Error> {
        Ok(unfinished()?)
    }

    /// Finds an account by its name, in any case and any look-alike spelling.
    pub async fn profile_by_name(&self, _name: &str) -> Result<Profile, Error> {
        Ok(unfinished()?)
    }

    /// The profiles of many players, for leaderboards and battles; those who are gone are absent.
    pub async fn profiles(
        &self,
        _players: &[PlayerId],
    ) -> Result<BTreeMap<PlayerId, Profile>, Error> {
        Ok(unfinished()?)
    }

    /// Gives an account a role, from its next refresh on.
    pub async fn set_role(&self, _name: &str, _role: Role) -> Result<Profile, Error> {
        Ok(unfinished()?)
    }

    /// The public keys as a JSON Web Key Set (RFC 7517), for `/.well-known/jwks.json`.
    pub fn jwks(&self) -> serde_json::Value {
        serde_json::Value::Null
    }

    /// Makes a new signing key and signs with it from now on; tokens of the old one are valid until they expire.
    /// Answers the new key's id.
    pub fn rotate_keys(&self, _now_ms: i64) -> Result<String, Fault> {
        unfinished()
    }

    /// To be called every two seconds: learns of revocations and keys that another process has made, and once a minute
    /// removes what has expired.
    pub async fn maintain(&self, _now_ms: i64) -> Result<(), Fault> {
        unfinished()
    }

    /// Closes the connections to the database.
    pub async fn close(&self) {}
}

fn unfinished<T>() -> Result<T, Fault> {
    Err(Fault::Signing("not yet".to_owned()))
}
