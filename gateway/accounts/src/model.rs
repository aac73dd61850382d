//! What accounts hand out. Times are milliseconds since the Unix epoch.

use std::fmt;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::ids::{LoginId, PlayerId};

/// Longest user agent kept for the list of logins, in characters; the rest is cut off.
pub const MAX_USER_AGENT_CHARS: usize = 200;

/// Who is asking: the address is the client's own (see [`crate::client_address`]), already resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    pub address: IpAddr,
    /// What the client says it is; shown to its owner in the list of logins, believed for nothing.
    pub user_agent: String,
}

/// What a player may do beyond playing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Player,
    /// Runs the arena: sees operators' pages, corrects ratings.
    Operator,
}

/// What everybody may know of a player.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    pub player_id: PlayerId,
    /// For display, exactly as registered; a guest's is generated.
    pub name: String,
    pub guest: bool,
    pub role: Role,
    pub created_ms: i64,
}

/// A secret and when it ends.
#[derive(Clone, PartialEq, Eq)]
pub struct IssuedToken {
    pub token: String,
    pub expires_ms: i64,
}

impl fmt::Debug for IssuedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IssuedToken")
            .field("token", &"[secret]")
            .field("expires_ms", &self.expires_ms)
            .finish()
    }
}

/// The answer to registering, logging in, playing as a guest, upgrading and refreshing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub profile: Profile,
    pub login_id: LoginId,
    /// A JWT, for the `Authorization` header or `session:authenticate`.
    pub access: IssuedToken,
    /// Opaque, for one refresh; belongs into an HttpOnly cookie. Its end is the login's idle end.
    pub refresh: IssuedToken,
}

/// What a valid access token says. It says so of the moment when it was issued: a socket takes a new one when its
/// player refreshes, becomes an account, or is given a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    pub player_id: PlayerId,
    pub login_id: LoginId,
    pub guest: bool,
    pub role: Role,
    /// When the token ends.
    pub expires_ms: i64,
    /// When the login ends unless it is refreshed before: a socket must not outlive it.
    pub login_expires_ms: i64,
}

/// One line of a player's list of logins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoginInfo {
    pub login_id: LoginId,
    pub created_ms: i64,
    /// The last sign-in or refresh.
    pub last_used_ms: i64,
    pub expires_ms: i64,
    /// Where it was last used from.
    pub address: String,
    pub user_agent: String,
}
