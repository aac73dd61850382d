//! Checks a whole log against the invariants of streams, shards and appends, and against the
//! acknowledgements that its clients wrote down.
//!
//! Shard after shard, page after page: memory is bounded by the streams and commands of one shard.

mod acks;
mod shard;

use std::fmt;

use crate::contract::{EventLog, ReadError};
use crate::ids::{CommandId, Epoch, Position, ShardId, StreamId, Version};
use crate::positions::Positions;

pub use acks::{AcksError, AcksReport, verify_acks};
use shard::ShardCheck;

/// Events of one page.
const PAGE: usize = 1000;

/// Violations that are kept word for word; further ones are only counted.
pub const MAX_VIOLATIONS: usize = 100;

/// What was found in a log.
#[derive(Debug, Default)]
pub struct Report {
    /// Events that were checked.
    pub events: u64,
    /// Appends that they came in.
    pub appends: u64,
    /// Streams that they belong to.
    pub streams: u64,
    /// The first [`MAX_VIOLATIONS`] violations.
    pub violations: Vec<Violation>,
    /// All violations.
    pub violation_count: u64,
}

impl Report {
    /// Whether every invariant holds.
    #[must_use]
    pub const fn is_clean(&self) -> bool {
        self.violation_count == 0
    }

    pub(crate) fn violated(&mut self, violation: Violation) {
        self.violation_count += 1;
        if self.violations.len() < MAX_VIOLATIONS {
            self.violations.push(violation);
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            events,
            appends,
            streams,
            violations,
            violation_count,
        } = self;
        writeln!(
            f,
            "{events} events in {appends} appends to {streams} streams"
        )?;
        for violation in violations {
            writeln!(f, "violated: {violation}")?;
        }
        match violation_count {
            0 => write!(f, "no violation"),
            1 => write!(f, "1 violation"),
            count => write!(f, "{count} violations"),
        }
    }
}

/// An invariant that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    /// A shard's positions are exactly 1..head.
    #[error("shard {shard}: position {found} follows {after}")]
    Position {
        /// The shard.
        shard: ShardId,
        /// The position before.
        after: Position,
        /// The position that was found.
        found: Position,
    },
    /// A shard's positions are exactly 1..head.
    #[error("shard {shard}: nothing after position {after}, the head is {head}")]
    Missing {
        /// The shard.
        shard: ShardId,
        /// The last position that is there.
        after: Position,
        /// The head that the shard claims.
        head: Position,
    },
    /// A stream's versions are exactly 1..n, in the order of its shard.
    #[error("stream {stream}: version {found} follows {after} (position {position})")]
    Version {
        /// The stream.
        stream: StreamId,
        /// The version before.
        after: Version,
        /// The version that was found.
        found: Version,
        /// Where.
        position: Position,
    },
    /// Once an epoch has written, no lower one ever does.
    #[error("shard {shard}: epoch {found} follows {after} (position {position})")]
    Epoch {
        /// The shard.
        shard: ShardId,
        /// The epoch before.
        after: Epoch,
        /// The epoch that was found.
        found: Epoch,
        /// Where.
        position: Position,
    },
    /// An append is stored whole, its events one behind another.
    #[error(
        "stream {stream}: part {part} of {parts} of command {command} stands alone (position {position})"
    )]
    Part {
        /// The stream.
        stream: StreamId,
        /// The command.
        command: CommandId,
        /// The part that was found.
        part: u16,
        /// How many there should be.
        parts: u16,
        /// Where.
        position: Position,
    },
    /// A command changes a stream at most once.
    #[error("stream {stream}: command {command} again (position {position})")]
    Command {
        /// The stream.
        stream: StreamId,
        /// The command.
        command: CommandId,
        /// Where it came the second time.
        position: Position,
    },
    /// A stream lives in the shard that its id gives.
    #[error("stream {stream}: found in shard {shard} (position {position})")]
    Shard {
        /// The stream.
        stream: StreamId,
        /// The shard that it was found in.
        shard: ShardId,
        /// Where.
        position: Position,
    },
}

/// Checks everything up to the heads that the log has now; it may go on growing meanwhile.
///
/// # Errors
/// The log cannot be read; what it says wrongly is in the report.
pub async fn verify(log: &dyn EventLog) -> Result<Report, ReadError> {
    let heads = log.heads().await?;
    let mut report = Report::default();
    for (shard, head) in heads.iter() {
        let mut check = ShardCheck::new(shard);
        let mut position = Position::ZERO;
        while position < head {
            let page = log
                .read_shards(&Positions::only(shard, position), PAGE)
                .await?;
            if page.is_empty() {
                report.violated(Violation::Missing {
                    shard,
                    after: position,
                    head,
                });
                break;
            }
            for event in page.iter().take_while(|event| event.position <= head) {
                check.next(event, &mut report);
            }
            // A damaged shard may not lead us in circles.
            let last = page.last().map_or(head, |event| event.position);
            position = if last > position { last } else { head };
        }
        check.end(&mut report);
    }
    Ok(report)
}
