//! Players: guests and accounts.

use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

use super::logins::insert_login;
use super::{NewLogin, NotStored, Store, in_transaction, on_database};
use crate::error::Fault;
use crate::ids::PlayerId;
use crate::model::{Profile, Role};
use crate::names::NameKey;

/// Most players looked up in one statement.
pub(crate) const PLAYERS_A_STATEMENT: usize = 256;

#[derive(Clone, Debug, FromRow)]
pub(crate) struct PlayerRow {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    role: String,
    pub(crate) password_hash: Option<String>,
    pub(crate) created_ms: i64,
}

/// What a login by name needs.
#[derive(Clone, Debug, FromRow)]
pub(crate) struct Credentials {
    #[sqlx(flatten)]
    pub(crate) player: PlayerRow,
    /// Whether there has been a login from the address.
    pub(crate) familiar: bool,
}

pub(crate) struct NewPlayer<'a> {
    pub(crate) id: Uuid,
    pub(crate) name: &'a str,
    pub(crate) key: &'a NameKey,
    /// `None` for a guest.
    pub(crate) password_hash: Option<&'a str>,
    pub(crate) created_ms: i64,
    /// `None` for an account.
    pub(crate) expires_ms: Option<i64>,
}

impl NewPlayer<'_> {
    /// As it is read again.
    pub(crate) fn row(&self) -> PlayerRow {
        PlayerRow {
            id: self.id,
            name: self.name.to_owned(),
            role: role_text(Role::Player).to_owned(),
            password_hash: self.password_hash.map(str::to_owned),
            created_ms: self.created_ms,
        }
    }
}

impl PlayerRow {
    pub(crate) fn profile(&self) -> Result<Profile, Fault> {
        Ok(Profile {
            player_id: PlayerId(self.id),
            name: self.name.clone(),
            guest: self.password_hash.is_none(),
            role: read_role(&self.role).ok_or(Fault::Stored {
                what: "role",
                id: self.id,
            })?,
            created_ms: self.created_ms,
        })
    }
}

/// The stored form of a role.
fn role_text(role: Role) -> &'static str {
    match role {
        Role::Player => "player",
        Role::Operator => "operator",
    }
}

fn read_role(text: &str) -> Option<Role> {
    [Role::Player, Role::Operator]
        .into_iter()
        .find(|role| role_text(*role) == text)
}

impl Store {
    /// Adds a player with a first login, or neither.
    pub(crate) async fn add_player(
        &self,
        player: &NewPlayer<'_>,
        login: &NewLogin<'_>,
    ) -> Result<(), NotStored> {
        in_transaction!(self, |tx| {
            sqlx::query(include_str!("sql/insert_player.sql"))
                .bind(player.id)
                .bind(player.name)
                .bind(player.key.as_str())
                .bind(player.password_hash)
                .bind(role_text(Role::Player))
                .bind(player.created_ms)
                .bind(player.expires_ms)
                .execute(&mut *tx)
                .await
                .map_err(NotStored::name_taken)?;
            insert_login!(tx, login);
        });
        Ok(())
    }

    /// Whether an account or a guest has the name.
    pub(crate) async fn name_exists(&self, key: &NameKey) -> Result<bool, sqlx::Error> {
        on_database!(self, |db| {
            sqlx::query_scalar(include_str!("sql/name_exists.sql"))
                .bind(key.as_str())
                .fetch_one(db)
                .await
        })
    }

    pub(crate) async fn find_credentials(
        &self,
        key: &NameKey,
        address_key: &str,
    ) -> Result<Option<Credentials>, sqlx::Error> {
        on_database!(self, |db| {
            sqlx::query_as(include_str!("sql/find_credentials.sql"))
                .bind(key.as_str())
                .bind(address_key)
                .fetch_optional(db)
                .await
        })
    }

    /// Replaces a hash by one with today's parameters, unless the password has been changed meanwhile.
    pub(crate) async fn replace_hash(
        &self,
        player: Uuid,
        old: &str,
        new: &str,
    ) -> Result<(), sqlx::Error> {
        on_database!(self, |db| {
            sqlx::query(include_str!("sql/replace_hash.sql"))
                .bind(player)
                .bind(old)
                .bind(new)
                .execute(db)
                .await
                .map(drop)
        })
    }

    pub(crate) async fn find_player(
        &self,
        player: PlayerId,
    ) -> Result<Option<PlayerRow>, sqlx::Error> {
        on_database!(self, |db| {
            sqlx::query_as(include_str!("sql/find_player.sql"))
                .bind(player.0)
                .fetch_optional(db)
                .await
        })
    }

    pub(crate) async fn find_player_by_key(
        &self,
        key: &NameKey,
    ) -> Result<Option<PlayerRow>, sqlx::Error> {
        on_database!(self, |db| {
            sqlx::query_as(include_str!("sql/find_player_by_key.sql"))
                .bind(key.as_str())
                .fetch_optional(db)
                .await
        })
    }

    /// The players that there are among many, in no order.
    pub(crate) async fn find_players(
        &self,
        players: &[PlayerId],
    ) -> Result<Vec<PlayerRow>, sqlx::Error> {
        let mut found = Vec::with_capacity(players.len());
        for chunk in players.chunks(PLAYERS_A_STATEMENT) {
            found.extend(self.find_some_players(chunk).await?);
        }
        Ok(found)
    }

    async fn find_some_players(&self, players: &[PlayerId]) -> Result<Vec<PlayerRow>, sqlx::Error> {
        let Some(last) = players.last() else {
            return Ok(Vec::new());
        };
        // Rounded up, so that there are few different statements to prepare.
        let count = players.len().next_power_of_two();
        let ids = players.iter().chain(std::iter::repeat(last)).take(count);
        let places: Vec<String> = (1..=count).map(|n| format!("${n}")).collect();
        let statement = format!(
            "SELECT id, name, role, password_hash, created_ms FROM accounts_players WHERE id IN ({})",
            places.join(", ")
        );
        on_database!(self, |db| {
            let mut query = sqlx::query_as(AssertSqlSafe(statement));
            for id in ids {
                query = query.bind(id.0);
            }
            query.fetch_all(db).await
        })
    }

    /// Gives an account a role.
    pub(crate) async fn set_role(
        &self,
        key: &NameKey,
        role: Role,
    ) -> Result<Option<PlayerRow>, sqlx::Error> {
        on_database!(self, |db| {
            sqlx::query_as(include_str!("sql/set_role.sql"))
                .bind(key.as_str())
                .bind(role_text(role))
                .fetch_optional(db)
                .await
        })
    }
}
