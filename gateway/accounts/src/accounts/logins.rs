//! What becomes of a login: its tokens are verified and refreshed, it is listed, it ends.

use tokio::sync::broadcast;

use super::Accounts;
use crate::error::{Error, Fault, Rejection};
use crate::ids::{LoginId, PlayerId};
use crate::model::{Client, Identity, IssuedToken, LoginInfo, Session};
use crate::refresh::{hash_of, new_token};
use crate::store::Refreshed;

impl Accounts {
    /// Trades a refresh token for a new pair of tokens. See [`crate::refresh`] for what happens when one is used twice.
    ///
    /// # Errors
    /// [`Rejection::RefreshInvalid`], [`Rejection::RefreshReused`] (the login has been ended), [`Rejection::RefreshRaced`]
    /// (use the newest token), [`Rejection::LoginRevoked`], [`Rejection::LoginExpired`].
    pub async fn refresh(
        &self,
        refresh_token: &str,
        client: &Client,
        now_ms: i64,
    ) -> Result<Session, Error> {
        let shown = hash_of(refresh_token).ok_or(Rejection::RefreshInvalid)?;
        let (token, new) = new_token()?;
        match self
            .store
            .refresh(&shown, &new, &client.into(), now_ms)
            .await?
        {
            Refreshed::Done {
                login_id,
                expires_ms,
                player,
            } => {
                let refresh = IssuedToken { token, expires_ms };
                Ok(self.session(&player, login_id, refresh, now_ms)?)
            }
            Refreshed::Reused(login) => {
                self.revocations.add([(login, now_ms)]);
                tracing::warn!(%login, "a refresh token was used again: its login has been revoked");
                Err(Rejection::RefreshReused.into())
            }
            Refreshed::Refused(refusal) => Err(Rejection::from(refusal).into()),
            Refreshed::Unknown => Err(Rejection::RefreshInvalid.into()),
        }
    }

    /// Verifies an access token, in memory only: signature, algorithm, issuer, audience, times, and that its login has
    /// not been revoked.
    ///
    /// # Errors
    /// [`Rejection::TokenInvalid`], [`Rejection::TokenExpired`], [`Rejection::LoginRevoked`].
    pub fn authenticate(&self, access_token: &str, now_ms: i64) -> Result<Identity, Rejection> {
        let identity = self.tokens.verify(&self.keys, access_token, now_ms)?;
        if self.is_login_active(identity.login_id) {
            Ok(identity)
        } else {
            Err(Rejection::LoginRevoked)
        }
    }

    /// Whether a login that had a valid access token has not been revoked since. In memory only; a revocation is
    /// remembered for [`crate::revocations::REVOCATION_MEMORY_MS`], longer than any access token is valid.
    #[must_use]
    pub fn is_login_active(&self, login: LoginId) -> bool {
        !self.revocations.contains(login)
    }

    /// Logins as they are revoked: at once by this process, after the next [`Accounts::maintain`] by another. Close
    /// their sockets. A receiver that lags asks [`Accounts::is_login_active`] for each of its sockets.
    #[must_use]
    pub fn revocations(&self) -> broadcast::Receiver<LoginId> {
        self.revocations.subscribe()
    }

    /// Ends the login that the refresh token belongs to, also by a token that has been refreshed. An unknown token is
    /// no error: whoever has it is logged out.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn log_out(&self, refresh_token: &str, now_ms: i64) -> Result<(), Fault> {
        if let Some(token) = hash_of(refresh_token) {
            let ended = self.store.revoke_login_of(&token, now_ms).await?;
            self.revocations.add(ended.map(|login| (login, now_ms)));
        }
        Ok(())
    }

    /// The player's live logins, the last used first; at most [`crate::refresh::MAX_LOGINS`].
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn logins(&self, player: PlayerId, now_ms: i64) -> Result<Vec<LoginInfo>, Fault> {
        Ok(self.store.live_logins(player, now_ms).await?)
    }

    /// Ends one login of the player's.
    ///
    /// # Errors
    /// [`Rejection::LoginUnknown`] for somebody else's, and for one that has ended.
    pub async fn revoke_login(
        &self,
        player: PlayerId,
        login: LoginId,
        now_ms: i64,
    ) -> Result<(), Error> {
        let ended = self.store.revoke_login(player, login, now_ms).await?;
        let ended = ended.ok_or(Rejection::LoginUnknown)?;
        self.revocations.add([(ended, now_ms)]);
        Ok(())
    }

    /// Ends all of the player's logins but `keep`; says how many.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn revoke_all(
        &self,
        player: PlayerId,
        keep: Option<LoginId>,
        now_ms: i64,
    ) -> Result<usize, Fault> {
        let ended = self.store.revoke_logins(player, keep, now_ms).await?;
        let count = ended.len();
        self.revocations
            .add(ended.into_iter().map(|login| (login, now_ms)));
        Ok(count)
    }
}
