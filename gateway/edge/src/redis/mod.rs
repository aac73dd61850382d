//! Redis: what gateways share that the arena could do without. Rates of requests, who is connected, and the places of players.
//!
//! Everything here may be lost at any moment. Whoever asks gets an answer soon or none, and then helps himself with what his
//! own process or the database knows. No other module names a key.

mod link;
mod options;
mod scripts;

pub use link::Redis;
pub use options::{OptionsError, RedisOptions};

pub(crate) use scripts::{KEYS, PLAYERS_OF, Script};
