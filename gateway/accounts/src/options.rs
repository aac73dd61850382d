//! What the composition root decides.

use std::path::PathBuf;

/// Where accounts are stored. On PostgreSQL the event log and the projections may share the database: every table here
/// is called `accounts_…`. On SQLite accounts have a file of their own.
#[derive(Clone, Debug)]
pub enum Database {
    /// The path of the file, such as `<data-dir>/accounts.db`; created with mode 0600 when missing.
    Sqlite(PathBuf),
    /// A `postgres://` URL.
    Postgres(String),
}

/// Issuer and audience of the access tokens when nothing else is said.
pub const DEFAULT_ISSUER: &str = "arena";

/// New guests from one address at once, and in each hour after that.
pub const GUESTS_PER_ADDRESS_HOUR: u32 = 30;

/// New accounts from one address at once, and in each hour after that.
pub const REGISTRATIONS_PER_ADDRESS_HOUR: u32 = 120;

/// Passwords that may wait for a hashing thread; the next one is answered `busy`.
pub const HASH_QUEUE: usize = 64;

/// Limits that an operator may widen, for example for a load test from one machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    pub guests_per_address_hour: u32,
    pub registrations_per_address_hour: u32,
    pub hash_queue: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            guests_per_address_hour: GUESTS_PER_ADDRESS_HOUR,
            registrations_per_address_hour: REGISTRATIONS_PER_ADDRESS_HOUR,
            hash_queue: HASH_QUEUE,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of the signing keys, `<data-dir>/keys`, the same for every process of one arena; created with mode
    /// 0700 when missing, refused when looser.
    pub keys_dir: PathBuf,
    /// `iss` of the access tokens: whoever runs the arena.
    pub issuer: String,
    /// `aud` of the access tokens: the arena that they are for.
    pub audience: String,
    /// Passwords hashed at the same time: the number of cores, at least 1.
    pub hash_threads: usize,
    pub limits: Limits,
}

impl Options {
    /// The defaults, with the keys in `keys_dir`.
    #[must_use]
    pub fn new(keys_dir: PathBuf) -> Self {
        Self {
            keys_dir,
            issuer: DEFAULT_ISSUER.to_owned(),
            audience: DEFAULT_ISSUER.to_owned(),
            hash_threads: std::thread::available_parallelism().map_or(1, usize::from),
            limits: Limits::default(),
        }
    }
}
