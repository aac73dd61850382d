//! Every number that a player can run into during a battle.

use crate::time::Span;

/// How long the players have to accept a battle.
pub const ACCEPT_WITHIN: Span = Span::seconds(20);
/// From the last acceptance to the start.
pub const COUNTDOWN: Span = Span::seconds(3);
/// The most bytes of UTF-8 in one submission or run: 256 KiB. The least is 1.
pub const CODE_BYTES: usize = 256 * 1024;
/// The most submissions of one player in one battle.
pub const SUBMISSIONS_PER_PLAYER: usize = 100;
/// The most keystrokes in one `battle:edit`.
pub const EDITS_PER_COMMAND: usize = 512;
/// The most bytes that the edits of one command insert: a pasted program fits.
pub const EDIT_BYTES: usize = CODE_BYTES;
/// The most bytes that all edits of one player may insert in one battle, so that a log stays readable.
pub const EDIT_BYTES_PER_PLAYER: usize = 4 * CODE_BYTES;
/// The most edit events of one player in one battle: one in 3 seconds for 30 minutes, and one before each submission.
pub const EDIT_EVENTS_PER_PLAYER: u32 = 30 * 20 + 100;
/// The least time between two edit events of one player, unless a submission follows.
pub const EDIT_INTERVAL: Span = Span::seconds(3);
/// The most characters of one chat line.
pub const CHAT_CHARACTERS: usize = 500;
/// The most chat lines of one player in one battle.
pub const CHAT_LINES_PER_PLAYER: u32 = 100;
/// The most offers of a draw by one player in one battle.
pub const DRAW_OFFERS_PER_PLAYER: u32 = 5;
/// How long after the end a rematch can be agreed and a last word said.
pub const AFTERMATH: Span = Span::minutes(5);
/// The least and the most players of a battle.
pub const PLAYERS: std::ops::RangeInclusive<usize> = 2..=8;
/// The most problems that a player's history of problems keeps.
pub const SEEN_PROBLEMS: usize = 64;
