//! Accounts: names, credentials, logins and keys, on SQLite or PostgreSQL.
//!
//! This crate knows who somebody is and proves it. It knows nothing of HTTP, of sockets, of battles or of the event
//! log: none of what it stores ever enters an event, where a player is only an id. It reads no clock (`now_ms` comes in
//! as milliseconds since the Unix epoch) and no environment (see [`Options`]); its randomness is the operating system's.
//!
//! Reading order: [`Accounts`] (what can be done), [`model`] (what comes out), [`error`] (what can go wrong), then
//! [`names`] and [`passwords`] (what is accepted), [`refresh`] and [`tokens`] (how a login lives), [`limits`] (how often),
//! [`address`] (who is asking).

pub mod address;
pub mod error;
pub mod hashing;
pub mod ids;
pub mod limits;
pub mod model;
pub mod names;
pub mod options;
pub mod passwords;
pub mod refresh;
pub mod revocations;
pub mod tokens;

mod accounts;
mod keys;
mod random;
mod store;

pub use accounts::{Accounts, MAX_PROFILES, PRUNE_EVERY_MS, RotatedKey};
pub use address::{AddressKey, ForwardedHeader, TrustedProxies, client_address};
pub use error::{Error, Fault, Rejection, RejectionKind};
pub use ids::{LoginId, PlayerId};
pub use keys::{LATE_SIGNER_MS, SIGNS_AFTER_MS};
pub use model::{Client, Identity, IssuedToken, LoginInfo, Profile, Role, Session};
pub use options::{Database, Limits, Options};
