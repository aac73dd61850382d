//! What tests of this and other crates need: private servers, PostgreSQL's among them, a proxy that breaks
//! connections on order, events to append, and what benchmarks measure with.
//!
//! Everything here panics with a sentence when the machine cannot run the test.

mod events;
mod measure;
mod pair;
mod postgres;
mod private;
mod programs;
mod proxy;

pub use events::{append, claim_all, event};
pub use measure::{PlainReader, fsync_ms, median_ms, processor_ms, spread};
pub use pair::PostgresPair;
pub use postgres::{PostgresServer, TestDatabase, postgres};
pub use private::{Premises, PrivateServer, free_ports, is_alive};
pub use proxy::{Break, Proxy};
