//! Limits by account and address, in memory.
//!
//! They need not survive a restart, and each process counts for itself. Keys are hashes with a secret of the process,
//! so that an entry is small whatever was typed and nobody can aim at a neighbour.

mod bounded;
mod login;
mod rate;

pub use login::{ACCOUNT_POLICY, ADDRESS_POLICY, PAIR_POLICY, Policy};
pub(crate) use login::{Familiarity, LoginThrottle};
pub(crate) use rate::HourlyRate;

/// Most accounts, addresses and pairs that one limit counts at a time. A full table forgets the least counted of a few.
pub const MAX_COUNTED: usize = 100_000;
