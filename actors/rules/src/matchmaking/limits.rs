//! The numbers of matchmaking. Ratings are Glicko-2 points.

use crate::time::Span;

/// The most tickets that wait in one queue.
pub const TICKETS: usize = 10_000;
/// The most pairs that one round makes.
pub const PAIRS_PER_ROUND: usize = 64;
/// The distance in rating that everybody accepts at once.
pub const FIRST_RANGE: f64 = 150.0;
/// What each second of waiting adds to it.
pub const RANGE_PER_SECOND: f64 = 30.0;
/// The least range that a player may limit himself to.
pub const LEAST_OWN_RANGE: f64 = 50.0;
/// How long a registered player waits for another before a guest will do (and the battle is casual).
pub const PATIENCE_FOR_REGISTERED: Span = Span::seconds(10);
