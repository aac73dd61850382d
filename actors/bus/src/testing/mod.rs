//! What tests of this and other crates need: private NATS servers, and commits to publish.
//!
//! Everything here panics with a sentence when the machine cannot run the test.

mod certificates;
mod nats;
mod news;

pub use certificates::Certificates;
pub use nats::{NatsServer, NatsSettings};
pub use news::committed;
