//! Refresh tokens: 256 random bits, stored as their SHA-256, good for one use.
//!
//! # Rotation and reuse
//!
//! A login counts its refreshes in a *generation*. A refresh retires all tokens of the login and issues one of the next
//! generation. Whoever shows a retired token has an old copy: its owner or a thief, and nobody can tell which, so the
//! whole login is revoked and both must prove themselves again.
//!
//! There is one honest way to show a retired token: two tabs share a cookie and refresh at the same moment, or an answer
//! was lost on the way and the browser asks again. So for [`REUSE_GRACE_MS`] after its retirement, and only as long as
//! no token of the next generation has been used, a retired token gets a *sibling*: another token of the current
//! generation. The first one of the siblings that is refreshed retires the others.
//!
//! A thief gains little from the grace: he must be within seconds of the owner, and he holds one of two siblings. When
//! the first of the two refreshes, the other's is retired, and its use, the owner's or the thief's, revokes the login.
//! At most [`MAX_SIBLINGS`] are issued in a generation, then the answer is [`Rejection::RefreshRaced`], which revokes
//! nothing: the browser has a newer cookie by then.
//!
//! A retired token is remembered until it would have expired; after that it is unknown, and as useless.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::error::{Fault, Rejection};
use crate::random;

const DAY_MS: i64 = 86_400_000;

/// A login that is not refreshed for this long ends, in milliseconds.
pub const LOGIN_IDLE_MS: i64 = 30 * DAY_MS;
/// A login ends this long after it began, in milliseconds.
pub const LOGIN_LONGEST_MS: i64 = 180 * DAY_MS;
/// A guest ends this long after it began, in milliseconds.
pub const GUEST_MS: i64 = DAY_MS;
/// How long after its retirement a token may be shown again, in milliseconds.
pub const REUSE_GRACE_MS: i64 = 10_000;
/// Most tokens of one generation.
pub const MAX_SIBLINGS: i64 = 8;
/// Most live logins of a player; one more ends the one that was not used for longest.
pub const MAX_LOGINS: i64 = 50;

/// Bytes of randomness in a token.
const TOKEN_BYTES: usize = 32;
/// Characters of a token.
const TOKEN_CHARS: usize = 43;

/// What the database knows of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TokenHash(pub(crate) Vec<u8>);

pub(crate) fn new_token() -> Result<(String, TokenHash), Fault> {
    let token = URL_SAFE_NO_PAD.encode(random::bytes::<TOKEN_BYTES>()?);
    let hash = TokenHash(Sha256::digest(token.as_bytes()).to_vec());
    Ok((token, hash))
}

/// `None` for text that cannot be a token.
pub(crate) fn hash_of(token: &str) -> Option<TokenHash> {
    let plausible = token.len() == TOKEN_CHARS && URL_SAFE_NO_PAD.decode(token).is_ok();
    plausible.then(|| TokenHash(Sha256::digest(token.as_bytes()).to_vec()))
}

/// A login as a refresh finds it, locked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LoginState {
    pub(crate) generation: i64,
    pub(crate) expires_ms: i64,
    pub(crate) revoked_ms: Option<i64>,
}

/// The token that was shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TokenState {
    pub(crate) generation: i64,
    pub(crate) expires_ms: i64,
    pub(crate) retired_ms: Option<i64>,
    /// Tokens of the next generation.
    pub(crate) successors: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// Retire all tokens, issue one of the next generation.
    Rotate,
    /// Issue another token of the current generation.
    Sibling,
    /// Revoke the login.
    Revoke,
    /// Change nothing.
    Refuse(Refusal),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    Revoked,
    Expired,
    Raced,
}

impl From<Refusal> for Rejection {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Revoked => Self::LoginRevoked,
            Refusal::Expired => Self::LoginExpired,
            Refusal::Raced => Self::RefreshRaced,
        }
    }
}

/// What a refresh does.
pub(crate) fn decide(login: LoginState, token: TokenState, now_ms: i64) -> Decision {
    if login.revoked_ms.is_some() {
        return Decision::Refuse(Refusal::Revoked);
    }
    if now_ms >= login.expires_ms || now_ms >= token.expires_ms {
        return Decision::Refuse(Refusal::Expired);
    }
    let Some(retired_ms) = token.retired_ms else {
        return Decision::Rotate;
    };
    let just_retired = token.generation.saturating_add(1) == login.generation
        && now_ms.saturating_sub(retired_ms) < REUSE_GRACE_MS;
    if !just_retired {
        Decision::Revoke
    } else if token.successors < MAX_SIBLINGS {
        Decision::Sibling
    } else {
        Decision::Refuse(Refusal::Raced)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    const NOW: i64 = 1_000_000_000;

    fn login(generation: i64) -> LoginState {
        LoginState {
            generation,
            expires_ms: NOW + 1_000_000,
            revoked_ms: None,
        }
    }

    fn token(generation: i64) -> TokenState {
        TokenState {
            generation,
            expires_ms: NOW + 1_000_000,
            retired_ms: None,
            successors: 0,
        }
    }

    fn retired(generation: i64, ago_ms: i64, successors: i64) -> TokenState {
        TokenState {
            retired_ms: Some(NOW - ago_ms),
            successors,
            ..token(generation)
        }
    }

    #[test]
    fn every_state_has_its_decision() {
        use Decision::{Refuse, Revoke, Rotate, Sibling};
        let revoked = LoginState {
            revoked_ms: Some(NOW - 1),
            ..login(3)
        };
        let ended = LoginState {
            expires_ms: NOW,
            ..login(3)
        };
        let ending = LoginState {
            expires_ms: NOW + 1,
            ..login(3)
        };
        let table = [
            (login(3), token(3), Rotate),
            (ending, token(3), Rotate),
            (ended, token(3), Refuse(Refusal::Expired)),
            (
                login(3),
                TokenState {
                    expires_ms: NOW,
                    ..token(3)
                },
                Refuse(Refusal::Expired),
            ),
            (revoked, token(3), Refuse(Refusal::Revoked)),
            (
                revoked,
                retired(2, REUSE_GRACE_MS, 1),
                Refuse(Refusal::Revoked),
            ),
            (login(3), retired(2, 0, 1), Sibling),
            (login(3), retired(2, REUSE_GRACE_MS - 1, 1), Sibling),
            (login(3), retired(2, REUSE_GRACE_MS, 1), Revoke),
            (login(3), retired(2, 0, MAX_SIBLINGS - 1), Sibling),
            (
                login(3),
                retired(2, 0, MAX_SIBLINGS),
                Refuse(Refusal::Raced),
            ),
            (login(3), retired(2, REUSE_GRACE_MS, MAX_SIBLINGS), Revoke),
            // The next generation has been used: the owner has it.
            (login(4), retired(2, 0, 1), Revoke),
            (login(3), retired(1, 0, 1), Revoke),
            // A clock that stepped back is no reuse.
            (login(3), retired(2, -60_000, 1), Sibling),
            // An expired copy is no danger, and no reason to end the login.
            (
                login(3),
                TokenState {
                    expires_ms: NOW,
                    ..retired(2, 20_000, 1)
                },
                Refuse(Refusal::Expired),
            ),
        ];
        for (login, token, expected) in table {
            assert_eq!(decide(login, token, NOW), expected, "{login:?} {token:?}");
        }
    }

    #[test]
    fn tokens_are_long_random_and_known_by_their_hash_alone() {
        let (token, hash) = new_token().unwrap();
        let (another, _) = new_token().unwrap();
        assert_ne!(token, another);
        assert_eq!(token.len(), TOKEN_CHARS);
        assert_eq!(hash_of(&token), Some(hash.clone()));
        assert_eq!(hash.0.len(), 32);
        for garbage in [
            "",
            "x",
            &token[1..],
            &format!("{token}x"),
            &"é".repeat(22),
            &"=".repeat(43),
        ] {
            assert_eq!(hash_of(garbage), None, "{garbage}");
        }
    }
}
