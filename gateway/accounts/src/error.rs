//! What can go wrong: a [`Rejection`] is the caller's and is shown to him, a [`Fault`] is ours and is logged.

use std::path::PathBuf;

use crate::names::{MAX_NAME_CHARS, MIN_NAME_CHARS};
use crate::passwords::{MAX_PASSWORD_CHARS, MIN_PASSWORD_CHARS};

/// The outcome of an operation that was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Rejected(#[from] Rejection),
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// What the caller did wrong, or must wait for. The `Display` is a sentence for people that says what to do, the
/// [`code`](Rejection::code) is for programs and never changes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    #[error("Choose a name of at least {MIN_NAME_CHARS} characters.")]
    NameTooShort,
    #[error("Choose a name of at most {MAX_NAME_CHARS} characters.")]
    NameTooLong,
    #[error(
        "A name is made of letters, digits, '_' and '-' and begins with a letter or digit; remove {found:?}."
    )]
    NameCharacter { found: char },
    #[error("Put a letter into the name.")]
    NameWithoutLetter,
    #[error("Use letters of one script in a name: letters of several look too much alike.")]
    NameMixedScript,
    #[error("That name is kept for the arena's staff, or looks like one that is. Choose another.")]
    NameReserved,
    #[error(
        "That name is taken, or looks like one that is. Choose another, or log in if it is yours."
    )]
    NameTaken,
    #[error("Choose a password of at least {MIN_PASSWORD_CHARS} characters.")]
    PasswordTooShort,
    #[error("Choose a password of at most {MAX_PASSWORD_CHARS} characters.")]
    PasswordTooLong,
    #[error(
        "A password may not contain control characters such as tabs or line breaks. Remove them."
    )]
    PasswordCharacter,
    #[error(
        "That password is among the first that an attacker tries. Choose a longer or less usual one."
    )]
    PasswordTooCommon,
    #[error("That password is made from the name. Choose one that cannot be guessed from it.")]
    PasswordLikeName,
    #[error("The name or the password is wrong. Check both and try again.")]
    CredentialsInvalid,
    #[error("Too many failed logins. Try again in {}.", seconds(*retry_after_ms))]
    LoginThrottled { retry_after_ms: i64 },
    #[error("Too many new guests from this address. Try again in {}, or register.", seconds(*retry_after_ms))]
    GuestsThrottled { retry_after_ms: i64 },
    #[error("Too many new accounts from this address. Try again in {}.", seconds(*retry_after_ms))]
    RegistrationsThrottled { retry_after_ms: i64 },
    #[error("The arena is busy with other logins. Try again in {}.", seconds(*retry_after_ms))]
    Busy { retry_after_ms: i64 },
    #[error("The access token is not valid here. Log in again.")]
    TokenInvalid,
    #[error("The access token has expired. Refresh it.")]
    TokenExpired,
    #[error("This login has been ended. Log in again.")]
    LoginRevoked,
    #[error("This login has expired. Log in again.")]
    LoginExpired,
    #[error("The refresh token is not known. Log in again.")]
    RefreshInvalid,
    #[error(
        "The refresh token has been used before, so somebody else may have it: this login has been ended. Log in again."
    )]
    RefreshReused,
    #[error("The refresh token was used too often at the same moment. Use the newest one.")]
    RefreshRaced,
    #[error("Only a guest can be made an account, and this player is one already.")]
    NotAGuest,
    #[error("There is no such login. Look at the list of logins again.")]
    LoginUnknown,
    #[error("There is no such player.")]
    PlayerUnknown,
    #[error("Ask for at most {max} players at once.")]
    TooManyPlayers { max: usize },
}

/// What rejections have in common, for the layer that turns them into HTTP answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RejectionKind {
    /// What was sent can never be accepted: 422.
    Invalid,
    /// Somebody else has it, or it is already so: 409.
    Conflict,
    /// Who is asking could not be established: 401.
    Unauthenticated,
    /// Later, after [`Rejection::retry_after_ms`]: 429.
    Throttled,
    /// Later, for no fault of the caller: 503.
    Unavailable,
    /// 404.
    NotFound,
}

impl Rejection {
    /// The stable code, in kebab case.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NameTooShort => "name-too-short",
            Self::NameTooLong => "name-too-long",
            Self::NameCharacter { .. } => "name-character",
            Self::NameWithoutLetter => "name-without-letter",
            Self::NameMixedScript => "name-mixed-script",
            Self::NameReserved => "name-reserved",
            Self::NameTaken => "name-taken",
            Self::PasswordTooShort => "password-too-short",
            Self::PasswordTooLong => "password-too-long",
            Self::PasswordCharacter => "password-character",
            Self::PasswordTooCommon => "password-too-common",
            Self::PasswordLikeName => "password-like-name",
            Self::CredentialsInvalid => "credentials-invalid",
            Self::LoginThrottled { .. } => "login-throttled",
            Self::GuestsThrottled { .. } => "guests-throttled",
            Self::RegistrationsThrottled { .. } => "registrations-throttled",
            Self::Busy { .. } => "busy",
            Self::TokenInvalid => "token-invalid",
            Self::TokenExpired => "token-expired",
            Self::LoginRevoked => "login-revoked",
            Self::LoginExpired => "login-expired",
            Self::RefreshInvalid => "refresh-invalid",
            Self::RefreshReused => "refresh-reused",
            Self::RefreshRaced => "refresh-raced",
            Self::NotAGuest => "not-a-guest",
            Self::LoginUnknown => "login-unknown",
            Self::PlayerUnknown => "player-unknown",
            Self::TooManyPlayers { .. } => "too-many-players",
        }
    }

    #[must_use]
    pub fn kind(&self) -> RejectionKind {
        match self {
            Self::NameTooShort
            | Self::NameTooLong
            | Self::NameCharacter { .. }
            | Self::NameWithoutLetter
            | Self::NameMixedScript
            | Self::NameReserved
            | Self::PasswordTooShort
            | Self::PasswordTooLong
            | Self::PasswordCharacter
            | Self::PasswordTooCommon
            | Self::PasswordLikeName
            | Self::TooManyPlayers { .. } => RejectionKind::Invalid,
            Self::NameTaken | Self::NotAGuest | Self::RefreshRaced => RejectionKind::Conflict,
            Self::CredentialsInvalid
            | Self::TokenInvalid
            | Self::TokenExpired
            | Self::LoginRevoked
            | Self::LoginExpired
            | Self::RefreshInvalid
            | Self::RefreshReused => RejectionKind::Unauthenticated,
            Self::LoginThrottled { .. }
            | Self::GuestsThrottled { .. }
            | Self::RegistrationsThrottled { .. } => RejectionKind::Throttled,
            Self::Busy { .. } => RejectionKind::Unavailable,
            Self::LoginUnknown | Self::PlayerUnknown => RejectionKind::NotFound,
        }
    }

    /// How long to wait before the same request can succeed, in milliseconds; rounded up it is `Retry-After`.
    #[must_use]
    pub fn retry_after_ms(&self) -> Option<i64> {
        match self {
            Self::LoginThrottled { retry_after_ms }
            | Self::GuestsThrottled { retry_after_ms }
            | Self::RegistrationsThrottled { retry_after_ms }
            | Self::Busy { retry_after_ms } => Some(*retry_after_ms),
            Self::NameTooShort
            | Self::NameTooLong
            | Self::NameCharacter { .. }
            | Self::NameWithoutLetter
            | Self::NameMixedScript
            | Self::NameReserved
            | Self::NameTaken
            | Self::PasswordTooShort
            | Self::PasswordTooLong
            | Self::PasswordCharacter
            | Self::PasswordTooCommon
            | Self::PasswordLikeName
            | Self::CredentialsInvalid
            | Self::TokenInvalid
            | Self::TokenExpired
            | Self::LoginRevoked
            | Self::LoginExpired
            | Self::RefreshInvalid
            | Self::RefreshReused
            | Self::RefreshRaced
            | Self::NotAGuest
            | Self::LoginUnknown
            | Self::PlayerUnknown
            | Self::TooManyPlayers { .. } => None,
        }
    }
}

/// What went wrong with us. None of these carries a name, a password or a token.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("accounts database")]
    Database(#[from] sqlx::Error),
    #[error("accounts database: make {}", path.display())]
    DatabaseFile {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("accounts migrations")]
    Migrations(#[from] sqlx::migrate::MigrateError),
    #[error("hash a password: {0}")]
    Hashing(String),
    #[error("operating system's randomness: {0}")]
    Randomness(String),
    #[error("sign an access token: {0}")]
    Signing(String),
    #[error("signing keys: {action} {}", path.display())]
    KeyFile {
        action: &'static str,
        path: PathBuf,
        source: std::io::Error,
    },
    #[error(
        "{} has mode {mode:04o}, so others on this machine may read the signing keys: run `chmod {wanted:04o}` on it, \
         and rotate the keys if somebody may have read them",
        path.display()
    )]
    KeyModeTooOpen {
        path: PathBuf,
        mode: u32,
        wanted: u32,
    },
    #[error("{} is not a signing key: {reason}", path.display())]
    KeyMalformed { path: PathBuf, reason: String },
    #[error(
        "the arena signs with the key {kid}, which is not in {}: give every process of one arena the same keys (the same \
         --data-dir, or the same folder mounted there); if that key is lost for good, stop the arena and empty the table \
         accounts_signing_keys, and the next start makes a new one",
        dir.display()
    )]
    KeysElsewhere { dir: PathBuf, kid: String },
    #[error(
        "the recorded signing key {kid} cannot be read: remove its row from accounts_signing_keys"
    )]
    KeyRecord { kid: String },
    #[error("several generated guest names in a row were taken")]
    GuestNames,
    #[error("stored {what} of {id} cannot be read")]
    Stored { what: &'static str, id: uuid::Uuid },
}

impl Fault {
    /// Whether the database is away or overloaded, so that the same request may succeed in a moment.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Database(error) => match error {
                sqlx::Error::Io(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed => true,
                sqlx::Error::Database(error) => {
                    error.code().is_some_and(|code| is_temporary_code(&code))
                }
                _ => false,
            },
            Self::DatabaseFile { .. }
            | Self::Migrations(_)
            | Self::Hashing(_)
            | Self::Randomness(_)
            | Self::Signing(_)
            | Self::KeyFile { .. }
            | Self::KeyModeTooOpen { .. }
            | Self::KeyMalformed { .. }
            | Self::KeysElsewhere { .. }
            | Self::KeyRecord { .. }
            | Self::GuestNames
            | Self::Stored { .. } => false,
        }
    }
}

/// PostgreSQL's codes have five characters, SQLite's are numbers whose low byte says what it is.
fn is_temporary_code(code: &str) -> bool {
    const SQLSTATE_CHARS: usize = 5;
    const SQLITE_BUSY: u32 = 5;
    const SQLITE_LOCKED: u32 = 6;
    if code.len() == SQLSTATE_CHARS {
        // The connection failed; the server starts, stops or takes no writes; it has nothing left; deadlock; a lock or a
        // statement took too long.
        return ["08", "57P", "57014", "53", "40", "25006", "55P03"]
            .iter()
            .any(|class| code.starts_with(class));
    }
    code.parse::<u32>()
        .is_ok_and(|code| [SQLITE_BUSY, SQLITE_LOCKED].contains(&(code & 0xff)))
}

fn seconds(ms: i64) -> String {
    match ms.max(0).saturating_add(999) / 1000 {
        0 | 1 => "1 second".to_owned(),
        n if n <= 120 => format!("{n} seconds"),
        n => format!("{} minutes", n.saturating_add(59) / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_stable_and_sentences_say_what_to_do() {
        let all = [
            (Rejection::NameTooShort, "name-too-short"),
            (Rejection::NameTooLong, "name-too-long"),
            (
                Rejection::NameCharacter { found: '\u{202e}' },
                "name-character",
            ),
            (Rejection::NameWithoutLetter, "name-without-letter"),
            (Rejection::NameMixedScript, "name-mixed-script"),
            (Rejection::NameReserved, "name-reserved"),
            (Rejection::NameTaken, "name-taken"),
            (Rejection::PasswordTooShort, "password-too-short"),
            (Rejection::PasswordTooLong, "password-too-long"),
            (Rejection::PasswordCharacter, "password-character"),
            (Rejection::PasswordTooCommon, "password-too-common"),
            (Rejection::PasswordLikeName, "password-like-name"),
            (Rejection::CredentialsInvalid, "credentials-invalid"),
            (
                Rejection::LoginThrottled { retry_after_ms: 1 },
                "login-throttled",
            ),
            (
                Rejection::GuestsThrottled { retry_after_ms: 1 },
                "guests-throttled",
            ),
            (
                Rejection::RegistrationsThrottled { retry_after_ms: 1 },
                "registrations-throttled",
            ),
            (Rejection::Busy { retry_after_ms: 1 }, "busy"),
            (Rejection::TokenInvalid, "token-invalid"),
            (Rejection::TokenExpired, "token-expired"),
            (Rejection::LoginRevoked, "login-revoked"),
            (Rejection::LoginExpired, "login-expired"),
            (Rejection::RefreshInvalid, "refresh-invalid"),
            (Rejection::RefreshReused, "refresh-reused"),
            (Rejection::RefreshRaced, "refresh-raced"),
            (Rejection::NotAGuest, "not-a-guest"),
            (Rejection::LoginUnknown, "login-unknown"),
            (Rejection::PlayerUnknown, "player-unknown"),
            (Rejection::TooManyPlayers { max: 7 }, "too-many-players"),
        ];
        for (rejection, code) in all {
            assert_eq!(rejection.code(), code);
            let sentence = rejection.to_string();
            assert!(
                sentence.ends_with('.') && !sentence.contains(char::is_control),
                "{sentence}"
            );
            let waits = matches!(
                rejection.kind(),
                RejectionKind::Throttled | RejectionKind::Unavailable
            );
            assert_eq!(rejection.retry_after_ms().is_some(), waits, "{code}");
        }
    }

    #[test]
    fn what_passes_by_itself_is_told_from_what_does_not() {
        for code in [
            "08006", "57P01", "57P03", "57014", "53300", "40001", "40P01", "25006", "55P03", "5",
            "6", "261", "517", "773",
        ] {
            assert!(is_temporary_code(code), "{code}");
        }
        for code in [
            "23505", "42P01", "22001", "1", "11", "13", "2067", "5386", "",
        ] {
            assert!(!is_temporary_code(code), "{code}");
        }
    }

    #[test]
    fn waits_are_said_in_words_and_rounded_up() {
        for (retry_after_ms, words) in [
            (0, "1 second."),
            (1_000, "1 second."),
            (1_001, "2 seconds."),
            (120_000, "120 seconds."),
            (120_001, "3 minutes."),
            (900_000, "15 minutes."),
        ] {
            let sentence = Rejection::LoginThrottled { retry_after_ms }.to_string();
            assert!(sentence.ends_with(words), "{sentence}");
        }
    }
}
