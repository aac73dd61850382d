//! Access tokens: JWTs (RFC 7519, RFC 8725) signed with Ed25519 and nothing else, valid for ten minutes.
//!
//! Verification is offline: signature, `alg`, `typ`, `kid`, `iss`, `aud`, the times against the `now_ms` that is handed
//! in. Whether the login has been revoked since is asked of [`crate::Accounts::is_login_active`].

use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::{Fault, Rejection};
use crate::ids::{LoginId, PlayerId};
use crate::keys::KeyRing;
use crate::model::{Identity, IssuedToken, Role};

/// How long an access token is valid, in milliseconds.
pub const ACCESS_TOKEN_MS: i64 = 10 * 60_000;
/// How far another process's clock may be ahead of ours, in milliseconds. An expired token gets no leeway.
pub const CLOCK_LEEWAY_MS: i64 = 5_000;
/// Most bytes of a token that are looked at; ours have about 600.
pub const MAX_TOKEN_BYTES: usize = 2_048;

const TYPE: &str = "JWT";

/// The stored form: changing a name here logs everybody out.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    /// Player id.
    sub: Uuid,
    /// Login id.
    sid: Uuid,
    /// Seconds since the Unix epoch, as are the next three.
    iat: i64,
    nbf: i64,
    exp: i64,
    /// When the login ends.
    sid_exp: i64,
    guest: bool,
    role: Role,
}

pub(crate) struct AccessTokens {
    issuer: String,
    audience: String,
    validation: Validation,
}

/// Whom a token is for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject {
    pub(crate) player_id: PlayerId,
    pub(crate) login_id: LoginId,
    pub(crate) guest: bool,
    pub(crate) role: Role,
    pub(crate) login_expires_ms: i64,
}

impl AccessTokens {
    pub(crate) fn new(issuer: String, audience: String) -> Self {
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[&issuer]);
        validation.set_audience(&[&audience]);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        // The library would read the clock; the times are compared below.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        Self {
            issuer,
            audience,
            validation,
        }
    }

    /// Signs a token that ends with its login at the latest.
    pub(crate) fn issue(
        &self,
        keys: &KeyRing,
        subject: &Subject,
        now_ms: i64,
    ) -> Result<IssuedToken, Fault> {
        let issued = now_ms.div_euclid(1000);
        let ends = now_ms
            .saturating_add(ACCESS_TOKEN_MS)
            .min(subject.login_expires_ms)
            .div_euclid(1000);
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: self.audience.clone(),
            sub: subject.player_id.0,
            sid: subject.login_id.0,
            iat: issued,
            nbf: issued,
            exp: ends,
            sid_exp: subject.login_expires_ms.div_euclid(1000),
            guest: subject.guest,
            role: subject.role,
        };
        let key = keys.signing(now_ms)?;
        let private = key.encoding.as_ref();
        let private = private.ok_or_else(|| Fault::Signing("no private key".to_owned()))?;
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(key.kid.clone());
        let token = jsonwebtoken::encode(&header, &claims, private)
            .map_err(|error| Fault::Signing(error.to_string()))?;
        Ok(IssuedToken {
            token,
            expires_ms: ends.saturating_mul(1000),
        })
    }

    /// # Errors
    /// [`Rejection::TokenExpired`] for a genuine token that is too old, else [`Rejection::TokenInvalid`].
    pub(crate) fn verify(
        &self,
        keys: &KeyRing,
        token: &str,
        now_ms: i64,
    ) -> Result<Identity, Rejection> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(Rejection::TokenInvalid);
        }
        let header = jsonwebtoken::decode_header(token).map_err(|_| Rejection::TokenInvalid)?;
        let ours = header.alg == Algorithm::EdDSA
            && header.typ.as_deref() == Some(TYPE)
            && header.crit.is_none();
        let key = header
            .kid
            .filter(|_| ours)
            .and_then(|kid| keys.verifying(&kid, now_ms));
        let key = key.ok_or(Rejection::TokenInvalid)?;
        let claims = jsonwebtoken::decode::<Claims>(token, &key.decoding, &self.validation)
            .map_err(|_| Rejection::TokenInvalid)?
            .claims;
        let ms = |seconds: i64| seconds.saturating_mul(1000);
        let latest_start = now_ms.saturating_add(CLOCK_LEEWAY_MS);
        if ms(claims.nbf) > latest_start || ms(claims.iat) > latest_start {
            return Err(Rejection::TokenInvalid);
        }
        if ms(claims.exp) <= now_ms {
            return Err(Rejection::TokenExpired);
        }
        Ok(Identity {
            player_id: PlayerId(claims.sub),
            login_id: LoginId(claims.sid),
            guest: claims.guest,
            role: claims.role,
            expires_ms: ms(claims.exp),
            login_expires_ms: ms(claims.sid_exp),
        })
    }
}

#[cfg(test)]
mod tests;
