//! Who is who.

use std::collections::BTreeMap;

use super::Accounts;
use crate::error::{Error, Rejection};
use crate::ids::PlayerId;
use crate::model::{Profile, Role};
use crate::names::NameKey;

/// Most players asked for at once: a page of a leaderboard, several times over.
pub const MAX_PROFILES: usize = 1_000;

impl Accounts {
    /// # Errors
    /// [`Rejection::PlayerUnknown`], also for a guest whose time is over.
    pub async fn profile(&self, player: PlayerId) -> Result<Profile, Error> {
        let found = self
            .store
            .find_player(player)
            .await?
            .ok_or(Rejection::PlayerUnknown)?;
        Ok(found.profile()?)
    }

    /// Finds a player by name, in any case and any spelling that looks alike.
    ///
    /// # Errors
    /// [`Rejection::PlayerUnknown`].
    pub async fn profile_by_name(&self, name: &str) -> Result<Profile, Error> {
        let key = NameKey::lookup(name).ok_or(Rejection::PlayerUnknown)?;
        let found = self
            .store
            .find_player_by_key(&key)
            .await?
            .ok_or(Rejection::PlayerUnknown)?;
        Ok(found.profile()?)
    }

    /// The profiles of many players, for leaderboards and battles; those who are gone are absent.
    ///
    /// # Errors
    /// [`Rejection::TooManyPlayers`] beyond [`MAX_PROFILES`].
    pub async fn profiles(
        &self,
        players: &[PlayerId],
    ) -> Result<BTreeMap<PlayerId, Profile>, Error> {
        if players.len() > MAX_PROFILES {
            return Err(Rejection::TooManyPlayers { max: MAX_PROFILES }.into());
        }
        let mut profiles = BTreeMap::new();
        for found in self.store.find_players(players).await? {
            profiles.insert(PlayerId(found.id), found.profile()?);
        }
        Ok(profiles)
    }

    /// Gives an account a role. Its access tokens say so from its next refresh on; to take a role away at once, revoke
    /// its logins too.
    ///
    /// # Errors
    /// [`Rejection::PlayerUnknown`], also for a guest.
    pub async fn set_role(&self, name: &str, role: Role) -> Result<Profile, Error> {
        let key = NameKey::lookup(name).ok_or(Rejection::PlayerUnknown)?;
        let changed = self
            .store
            .set_role(&key, role)
            .await?
            .ok_or(Rejection::PlayerUnknown)?;
        Ok(changed.profile()?)
    }
}
