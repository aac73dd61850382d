//! Logins and their refresh tokens.

use sqlx::FromRow;
use uuid::Uuid;

use super::{NotStored, PlayerRow, Store, in_transaction, on_database};
use crate::ids::{LoginId, PlayerId};
use crate::model::LoginInfo;
use crate::names::NameKey;
use crate::refresh::{
    Decision, LOGIN_IDLE_MS, LoginState, MAX_LOGINS, Refusal, TokenHash, TokenState, decide,
};

/// Where a login is used from, ready to be stored.
pub(crate) struct Origin {
    pub(crate) address: String,
    pub(crate) address_key: String,
    pub(crate) user_agent: String,
}

pub(crate) struct NewLogin<'a> {
    pub(crate) id: Uuid,
    pub(crate) player_id: Uuid,
    pub(crate) created_ms: i64,
    pub(crate) expires_ms: i64,
    pub(crate) ends_ms: i64,
    pub(crate) origin: &'a Origin,
    pub(crate) token: &'a TokenHash,
}

/// Inserts a login with its first token.
macro_rules! insert_login {
    ($tx:ident, $login:expr) => {
        sqlx::query(include_str!("sql/insert_login.sql"))
            .bind($login.id)
            .bind($login.player_id)
            .bind($login.created_ms)
            .bind($login.expires_ms)
            .bind($login.ends_ms)
            .bind(&$login.origin.address)
            .bind(&$login.origin.address_key)
            .bind(&$login.origin.user_agent)
            .execute(&mut *$tx)
            .await?;
        $crate::store::logins::insert_token!(
            $tx,
            $login.token,
            $login.id,
            1_i64,
            $login.expires_ms
        );
    };
}

macro_rules! insert_token {
    ($tx:ident, $token:expr, $login:expr, $generation:expr, $expires_ms:expr) => {
        sqlx::query(include_str!("sql/insert_token.sql"))
            .bind(&$token.0)
            .bind($login)
            .bind($generation)
            .bind($expires_ms)
            .execute(&mut *$tx)
            .await?
    };
}

macro_rules! retire_tokens {
    ($tx:ident, $login:expr, $now_ms:expr) => {
        sqlx::query(include_str!("sql/retire_tokens.sql"))
            .bind($login)
            .bind($now_ms)
            .execute(&mut *$tx)
            .await?
    };
}

pub(super) use {insert_login, insert_token};

#[derive(FromRow)]
struct LockedLogin {
    id: Uuid,
    player_id: Uuid,
    generation: i64,
    expires_ms: i64,
    ends_ms: i64,
    revoked_ms: Option<i64>,
}

#[derive(FromRow)]
struct TokenRow {
    generation: i64,
    expires_ms: i64,
    retired_ms: Option<i64>,
    successors: i64,
}

#[derive(FromRow)]
struct LoginRow {
    id: Uuid,
    created_ms: i64,
    used_ms: i64,
    expires_ms: i64,
    address: String,
    user_agent: String,
}

/// What a refresh did.
pub(crate) enum Refreshed {
    Done {
        login_id: LoginId,
        expires_ms: i64,
        player: PlayerRow,
    },
    /// The token was used before: the login has been revoked just now.
    Reused(LoginId),
    Refused(Refusal),
    Unknown,
}

/// What becomes of a guest who gets a name and a password.
pub(crate) struct Upgrade<'a> {
    pub(crate) player_id: PlayerId,
    pub(crate) login_id: LoginId,
    pub(crate) name: &'a str,
    pub(crate) key: &'a NameKey,
    pub(crate) password_hash: &'a str,
    pub(crate) now_ms: i64,
    pub(crate) expires_ms: i64,
    pub(crate) ends_ms: i64,
    pub(crate) origin: &'a Origin,
    pub(crate) token: &'a TokenHash,
}

pub(crate) enum Upgraded {
    Done(PlayerRow),
    /// The player is an account already, or gone.
    NotAGuest,
    /// The login has been revoked.
    LoginRevoked,
}

impl Store {
    /// Adds a login and ends those that are too many, which it answers.
    pub(crate) async fn add_login(
        &self,
        login: &NewLogin<'_>,
    ) -> Result<Vec<LoginId>, sqlx::Error> {
        let ended: Vec<Uuid> = in_transaction!(self, |tx| {
            insert_login!(tx, login);
            sqlx::query_scalar(include_str!("sql/end_surplus_logins.sql"))
                .bind(login.player_id)
                .bind(login.created_ms)
                .bind(login.id)
                .bind(MAX_LOGINS - 1)
                .fetch_all(&mut *tx)
                .await?
        });
        Ok(ended.into_iter().map(LoginId).collect())
    }

    /// Makes a guest an account and renews its login, or neither.
    pub(crate) async fn upgrade(&self, upgrade: &Upgrade<'_>) -> Result<Upgraded, NotStored> {
        let outcome = in_transaction!(self, |tx| {
            let player: Option<PlayerRow> = sqlx::query_as(include_str!("sql/upgrade_player.sql"))
                .bind(upgrade.player_id.0)
                .bind(upgrade.name)
                .bind(upgrade.key.as_str())
                .bind(upgrade.password_hash)
                .bind(upgrade.now_ms)
                .fetch_optional(&mut *tx)
                .await
                .map_err(NotStored::name_taken)?;
            let Some(player) = player else {
                return Ok(Upgraded::NotAGuest);
            };
            let generation: Option<i64> = sqlx::query_scalar(include_str!("sql/upgrade_login.sql"))
                .bind(upgrade.login_id.0)
                .bind(upgrade.player_id.0)
                .bind(upgrade.now_ms)
                .bind(upgrade.expires_ms)
                .bind(upgrade.ends_ms)
                .bind(&upgrade.origin.address)
                .bind(&upgrade.origin.address_key)
                .bind(&upgrade.origin.user_agent)
                .fetch_optional(&mut *tx)
                .await?;
            let Some(generation) = generation else {
                return Ok(Upgraded::LoginRevoked);
            };
            retire_tokens!(tx, upgrade.login_id.0, upgrade.now_ms);
            insert_token!(
                tx,
                upgrade.token,
                upgrade.login_id.0,
                generation,
                upgrade.expires_ms
            );
            Upgraded::Done(player)
        });
        Ok(outcome)
    }

    /// Trades a token for the new one, as [`decide`] says.
    pub(crate) async fn refresh(
        &self,
        shown: &TokenHash,
        new: &TokenHash,
        origin: &Origin,
        now_ms: i64,
    ) -> Result<Refreshed, sqlx::Error> {
        let outcome = in_transaction!(self, |tx| {
            let login: Option<LockedLogin> =
                sqlx::query_as(include_str!("sql/lock_login_of_token.sql"))
                    .bind(&shown.0)
                    .fetch_optional(&mut *tx)
                    .await?;
            let Some(login) = login else {
                return Ok(Refreshed::Unknown);
            };
            let token: TokenRow = sqlx::query_as(include_str!("sql/find_token.sql"))
                .bind(&shown.0)
                .fetch_one(&mut *tx)
                .await?;
            let generation = match decide(login.state(), token.state(), now_ms) {
                Decision::Rotate => {
                    retire_tokens!(tx, login.id, now_ms);
                    Ok(login.generation.saturating_add(1))
                }
                Decision::Sibling => Ok(login.generation),
                Decision::Revoke => {
                    sqlx::query(include_str!("sql/revoke_login.sql"))
                        .bind(login.id)
                        .bind(login.player_id)
                        .bind(now_ms)
                        .execute(&mut *tx)
                        .await?;
                    Err(Refreshed::Reused(LoginId(login.id)))
                }
                Decision::Refuse(refusal) => Err(Refreshed::Refused(refusal)),
            };
            match generation {
                Ok(generation) => {
                    let expires_ms = now_ms.saturating_add(LOGIN_IDLE_MS).min(login.ends_ms);
                    sqlx::query(include_str!("sql/use_login.sql"))
                        .bind(login.id)
                        .bind(generation)
                        .bind(now_ms)
                        .bind(expires_ms)
                        .bind(&origin.address)
                        .bind(&origin.address_key)
                        .bind(&origin.user_agent)
                        .execute(&mut *tx)
                        .await?;
                    insert_token!(tx, new, login.id, generation, expires_ms);
                    let player = sqlx::query_as(include_str!("sql/find_player.sql"))
                        .bind(login.player_id)
                        .fetch_one(&mut *tx)
                        .await?;
                    Refreshed::Done {
                        login_id: LoginId(login.id),
                        expires_ms,
                        player,
                    }
                }
                Err(refused) => refused,
            }
        });
        Ok(outcome)
    }

    /// Ends the login of a token; `None` when there is none, or it had ended.
    pub(crate) async fn revoke_login_of(
        &self,
        token: &TokenHash,
        now_ms: i64,
    ) -> Result<Option<LoginId>, sqlx::Error> {
        let ended: Option<Uuid> = on_database!(self, |db| {
            sqlx::query_scalar(include_str!("sql/revoke_login_of_token.sql"))
                .bind(&token.0)
                .bind(now_ms)
                .fetch_optional(db)
                .await?
        });
        Ok(ended.map(LoginId))
    }

    /// Ends one login of the player's; `None` when there is no such live login.
    pub(crate) async fn revoke_login(
        &self,
        player: PlayerId,
        login: LoginId,
        now_ms: i64,
    ) -> Result<Option<LoginId>, sqlx::Error> {
        let ended: Option<Uuid> = on_database!(self, |db| {
            sqlx::query_scalar(include_str!("sql/revoke_login.sql"))
                .bind(login.0)
                .bind(player.0)
                .bind(now_ms)
                .fetch_optional(db)
                .await?
        });
        Ok(ended.map(LoginId))
    }

    /// Ends the player's logins but one.
    pub(crate) async fn revoke_logins(
        &self,
        player: PlayerId,
        keep: Option<LoginId>,
        now_ms: i64,
    ) -> Result<Vec<LoginId>, sqlx::Error> {
        let ended: Vec<Uuid> = on_database!(self, |db| {
            sqlx::query_scalar(include_str!("sql/revoke_logins.sql"))
                .bind(player.0)
                .bind(keep.map_or(Uuid::nil(), |login| login.0))
                .bind(now_ms)
                .fetch_all(db)
                .await?
        });
        Ok(ended.into_iter().map(LoginId).collect())
    }

    pub(crate) async fn live_logins(
        &self,
        player: PlayerId,
        now_ms: i64,
    ) -> Result<Vec<LoginInfo>, sqlx::Error> {
        let rows: Vec<LoginRow> = on_database!(self, |db| {
            sqlx::query_as(include_str!("sql/live_logins.sql"))
                .bind(player.0)
                .bind(now_ms)
                .fetch_all(db)
                .await?
        });
        Ok(rows.into_iter().map(LoginInfo::from).collect())
    }
}

impl LockedLogin {
    fn state(&self) -> LoginState {
        LoginState {
            generation: self.generation,
            expires_ms: self.expires_ms,
            revoked_ms: self.revoked_ms,
        }
    }
}

impl TokenRow {
    fn state(&self) -> TokenState {
        TokenState {
            generation: self.generation,
            expires_ms: self.expires_ms,
            retired_ms: self.retired_ms,
            successors: self.successors,
        }
    }
}

impl From<LoginRow> for LoginInfo {
    fn from(row: LoginRow) -> Self {
        Self {
            login_id: LoginId(row.id),
            created_ms: row.created_ms,
            last_used_ms: row.used_ms,
            expires_ms: row.expires_ms,
            address: row.address,
            user_agent: row.user_agent,
        }
    }
}
