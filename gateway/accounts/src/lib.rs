//! Accounts: names, credentials, logins and keys, on SQLite or PostgreSQL.
//!
//! This crate knows who somebody is and proves it. It knows nothing of HTTP, of sockets, of battles or of the event
//! log: none of what it stores ever enters an event, where a player is only an id. It reads no clock (`now_ms` comes in
//! as milliseconds since the Unix epoch) and no environment (see [`Options`]); its randomness is the operating system's.
//!
//! Reading order: [`Accounts`] (what can be done), [`model`] (what comes out), [`error`] (what can go wrong), then
//! [`names`] and [`passwords`] (what is accepted), [`address`] (who is asking).

pub mod address;
pub mod error;
pub mod ids;
pub mod model;
pub mod names;
pub mod options;
pub mod passwords;

mod accounts;

pub use accounts::Accounts;
pub use address::{AddressKey, ForwardedHeader, TrustedProxies, client_address};
pub use error::{Error, Fault, Rejection};
pub use ids::{LoginId, PlayerId};
pub use model::{Client, Identity, IssuedToken, LoginInfo, Profile, Role, Session};
pub use options::{Database, Limits, Options};
