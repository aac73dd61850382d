//! The numbers of a session.

use crate::time::Span;

/// How long a player may be away from a battle before it is lost.
pub const BATTLE_GRACE: Span = Span::seconds(60);
/// How long a player may be away from a queue before the ticket is taken back.
pub const QUEUE_GRACE: Span = Span::seconds(10);
/// The most connections of one player at a time.
pub const CONNECTIONS: usize = 8;
/// The most battles that a session remembers to have left.
pub const LEFT_BATTLES: usize = 16;
