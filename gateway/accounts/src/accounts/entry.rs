//! Coming in: register, log in, play as a guest, make the guest an account.

use uuid::Uuid;

use super::Accounts;
use crate::address::AddressKey;
use crate::error::{Error, Fault, Rejection};
use crate::hashing::Verdict;
use crate::ids::LoginId;
use crate::limits::Familiarity;
use crate::model::{Client, Identity, IssuedToken, Session};
use crate::names::{GUEST_PREFIX, Name, NameKey};
use crate::passwords::Password;
use crate::random;
use crate::refresh::{GUEST_MS, LOGIN_IDLE_MS, LOGIN_LONGEST_MS, TokenHash, new_token};
use crate::store::{
    Credentials, NewLogin, NewPlayer, NotStored, Origin, PlayerRow, Upgrade, Upgraded,
};

/// Random letters of a guest's name, of 32 each.
const GUEST_LETTERS: usize = 6;
/// Names tried for one guest. A collision is one in a billion for each guest that there is.
const GUEST_ATTEMPTS: usize = 3;

/// A login's first refresh token and its ends.
struct Opening {
    id: Uuid,
    token: String,
    hash: TokenHash,
    now_ms: i64,
    expires_ms: i64,
    ends_ms: i64,
}

impl Accounts {
    /// Makes an account and logs it in.
    ///
    /// # Errors
    /// The `Name…` and `Password…` rejections, [`Rejection::RegistrationsThrottled`], [`Rejection::Busy`].
    pub async fn register(
        &self,
        name: &str,
        password: &str,
        client: &Client,
        now_ms: i64,
    ) -> Result<Session, Error> {
        let name = Name::parse(name)?;
        let password = Password::choose(password, &name)?;
        if self.store.name_exists(name.key()).await? {
            return Err(Rejection::NameTaken.into());
        }
        let address = AddressKey::from(client.address);
        self.registrations
            .take(address, now_ms)
            .map_err(|retry_after_ms| Rejection::RegistrationsThrottled { retry_after_ms })?;
        let registered = self.register_new(&name, password, client, now_ms).await;
        if registered.is_err() {
            self.registrations.give_back(address);
        }
        registered
    }

    async fn register_new(
        &self,
        name: &Name,
        password: Password,
        client: &Client,
        now_ms: i64,
    ) -> Result<Session, Error> {
        let hash = self.hasher.hash(password).await?;
        let id = random::uuid_v7(now_ms)?;
        let player = NewPlayer {
            id,
            name: name.as_str(),
            key: name.key(),
            password_hash: Some(&hash),
            created_ms: now_ms,
            expires_ms: None,
        };
        let opening = Opening::new(now_ms, now_ms.saturating_add(LOGIN_LONGEST_MS))?;
        self.store
            .add_player(&player, &opening.login(id, &client.into()))
            .await?;
        self.opened(&player.row(), opening)
    }

    /// Logs an account in. A name that is not there and a wrong password are the same rejection, after the same time.
    ///
    /// # Errors
    /// [`Rejection::CredentialsInvalid`], [`Rejection::LoginThrottled`], [`Rejection::Busy`].
    pub async fn log_in(
        &self,
        name: &str,
        password: &str,
        client: &Client,
        now_ms: i64,
    ) -> Result<Session, Error> {
        let password = Password::typed(password);
        let address = AddressKey::from(client.address);
        let origin = Origin::from(client);
        let key = NameKey::lookup(name);
        let found = match &key {
            Some(key) => {
                self.store
                    .find_credentials(key, &origin.address_key)
                    .await?
            }
            None => None,
        };
        let familiarity = match &found {
            Some(Credentials { familiar: true, .. }) => Familiarity::Known,
            Some(Credentials {
                familiar: false, ..
            })
            | None => Familiarity::Stranger,
        };
        let account = key.as_ref().map_or("", NameKey::as_str);
        let attempt = self
            .logins
            .begin(account, address, familiarity, now_ms)
            .map_err(|retry_after_ms| Rejection::LoginThrottled { retry_after_ms })?;

        let stored = found
            .as_ref()
            .and_then(|found| found.player.password_hash.clone());
        let verdict = match self.hasher.verify(password, stored).await {
            Ok(verdict) => verdict,
            Err(error) => {
                self.logins.undecided(&attempt);
                return Err(error);
            }
        };
        let Some(player) = found
            .map(|found| found.player)
            .filter(|_| verdict != Verdict::Wrong)
        else {
            return Err(Rejection::CredentialsInvalid.into());
        };
        self.logins.succeeded(&attempt);
        if let (Verdict::RightButRehash(new), Some(old)) = (&verdict, &player.password_hash) {
            self.store.replace_hash(player.id, old, new).await?;
        }
        let opening = Opening::new(now_ms, now_ms.saturating_add(LOGIN_LONGEST_MS))?;
        let ended = self
            .store
            .add_login(&opening.login(player.id, &origin))
            .await?;
        self.revocations
            .add(ended.into_iter().map(|login| (login, now_ms)));
        self.opened(&player, opening)
    }

    /// Makes a guest with a generated name, gone after [`GUEST_MS`].
    ///
    /// # Errors
    /// [`Rejection::GuestsThrottled`].
    pub async fn guest(&self, client: &Client, now_ms: i64) -> Result<Session, Error> {
        let address = AddressKey::from(client.address);
        self.guests
            .take(address, now_ms)
            .map_err(|retry_after_ms| Rejection::GuestsThrottled { retry_after_ms })?;
        let made = self.new_guest(client, now_ms).await;
        if made.is_err() {
            self.guests.give_back(address);
        }
        made
    }

    async fn new_guest(&self, client: &Client, now_ms: i64) -> Result<Session, Error> {
        let ends_ms = now_ms.saturating_add(GUEST_MS);
        let origin = Origin::from(client);
        for _ in 0..GUEST_ATTEMPTS {
            let id = random::uuid_v7(now_ms)?;
            let name = format!("{GUEST_PREFIX}{}", random::letters(GUEST_LETTERS)?);
            let player = NewPlayer {
                id,
                name: &name,
                key: &NameKey::of(&name),
                password_hash: None,
                created_ms: now_ms,
                expires_ms: Some(ends_ms),
            };
            let opening = Opening::new(now_ms, ends_ms)?;
            match self
                .store
                .add_player(&player, &opening.login(id, &origin))
                .await
            {
                Ok(()) => return self.opened(&player.row(), opening),
                Err(NotStored::NameTaken) => {}
                Err(NotStored::Database(error)) => return Err(error.into()),
            }
        }
        Err(Fault::GuestNames.into())
    }

    /// Makes the guest an account. Player id and login stay (sockets stay open); both tokens are new, and the access
    /// token in use says `guest` until it ends.
    ///
    /// # Errors
    /// As [`Accounts::register`], and [`Rejection::NotAGuest`], [`Rejection::LoginRevoked`],
    /// [`Rejection::PlayerUnknown`] for a guest whose time is over.
    pub async fn upgrade_guest(
        &self,
        guest: &Identity,
        name: &str,
        password: &str,
        client: &Client,
        now_ms: i64,
    ) -> Result<Session, Error> {
        let name = Name::parse(name)?;
        let password = Password::choose(password, &name)?;
        let before = self.profile(guest.player_id).await?;
        if !before.guest {
            return Err(Rejection::NotAGuest.into());
        }
        if self.store.name_exists(name.key()).await? {
            return Err(Rejection::NameTaken.into());
        }
        let address = AddressKey::from(client.address);
        self.registrations
            .take(address, now_ms)
            .map_err(|retry_after_ms| Rejection::RegistrationsThrottled { retry_after_ms })?;
        let upgraded = self.upgrade(guest, &name, password, client, now_ms).await;
        if upgraded.is_err() {
            self.registrations.give_back(address);
        }
        upgraded
    }

    async fn upgrade(
        &self,
        guest: &Identity,
        name: &Name,
        password: Password,
        client: &Client,
        now_ms: i64,
    ) -> Result<Session, Error> {
        let hash = self.hasher.hash(password).await?;
        let mut opening = Opening::new(now_ms, now_ms.saturating_add(LOGIN_LONGEST_MS))?;
        opening.id = guest.login_id.0;
        let upgrade = Upgrade {
            player_id: guest.player_id,
            login_id: guest.login_id,
            name: name.as_str(),
            key: name.key(),
            password_hash: &hash,
            now_ms,
            expires_ms: opening.expires_ms,
            ends_ms: opening.ends_ms,
            origin: &client.into(),
            token: &opening.hash,
        };
        match self.store.upgrade(&upgrade).await? {
            Upgraded::Done(player) => self.opened(&player, opening),
            Upgraded::NotAGuest => Err(Rejection::NotAGuest.into()),
            Upgraded::LoginRevoked => Err(Rejection::LoginRevoked.into()),
        }
    }

    fn opened(&self, player: &PlayerRow, opening: Opening) -> Result<Session, Error> {
        let refresh = IssuedToken {
            token: opening.token,
            expires_ms: opening.expires_ms,
        };
        Ok(self.session(player, LoginId(opening.id), refresh, opening.now_ms)?)
    }
}

impl Opening {
    fn new(now_ms: i64, ends_ms: i64) -> Result<Self, Fault> {
        let (token, hash) = new_token()?;
        let expires_ms = now_ms.saturating_add(LOGIN_IDLE_MS).min(ends_ms);
        Ok(Self {
            id: random::uuid_v7(now_ms)?,
            token,
            hash,
            now_ms,
            expires_ms,
            ends_ms,
        })
    }

    fn login<'a>(&'a self, player: Uuid, origin: &'a Origin) -> NewLogin<'a> {
        NewLogin {
            id: self.id,
            player_id: player,
            created_ms: self.now_ms,
            expires_ms: self.expires_ms,
            ends_ms: self.ends_ms,
            origin,
            token: &self.hash,
        }
    }
}
