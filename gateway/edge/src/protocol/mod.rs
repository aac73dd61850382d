//! The realtime protocol: one file a direction, one codec for both subprotocols.
//!
//! Field names are camelCase, times are milliseconds with the unit in the name. The TypeScript types of the web client are
//! generated from these types.

pub mod client;
pub mod codec;
pub mod server;

/// Subprotocol names as they are negotiated in `Sec-WebSocket-Protocol`.
pub const JSON: &str = "arena.v1.json";
pub const MSGPACK: &str = "arena.v1.msgpack";
