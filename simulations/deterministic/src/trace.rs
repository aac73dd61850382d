//! A history as text: a line an entry, the same for the same history, byte for byte.

use std::fmt::{self, Display};

use arena_bus::ArenaEvent;
use arena_bus::codec::ArenaCodec;
use arena_log::{EventCodec, Recorded};

use crate::history::{Entry, Happened, Kind, Seen};

/// The line of an entry.
pub(crate) struct Line<'a>(pub(crate) &'a Entry);

impl Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>7} ", self.0.at.as_millis())?;
        match &self.0.what {
            Happened::Stored(event) => stored(f, event),
            Happened::Told {
                owner,
                append,
                answer,
            } => write!(
                f,
                "{owner} is told of {} after {}, epoch {}, command {}: {answer:?}",
                append.stream, append.expected, append.epoch, append.command
            ),
            Happened::Kept {
                owner,
                stream,
                snapshot,
            } => write!(
                f,
                "{owner} keeps {stream} at {}: {}",
                snapshot.version,
                blake3::hash(&snapshot.data).to_hex()
            ),
            Happened::Asked(asked) => {
                let (player, id, node) = (asked.player, asked.id, asked.node);
                match &asked.kind {
                    Kind::Submit { .. } => write!(f, "{player} asks n{node} {id}: submit"),
                    Kind::Other(what) => write!(f, "{player} asks n{node} {id}: {what}"),
                }
            }
            Happened::Saw {
                player,
                stream,
                version,
                seen,
                ..
            } => {
                let much = match seen {
                    Seen::Session(_) => "session",
                    Seen::Hidden => "hidden",
                    Seen::Outline(_) => "outline",
                    Seen::Whole(_) => "whole",
                };
                write!(f, "{player} sees {stream}/{version}: {much}")
            }
            Happened::Projected {
                checkpoint,
                standings,
            } => write!(f, "projected up to {}: {standings:?}", checkpoint.total()),
            other @ (Happened::Started { .. }
            | Happened::Ended { .. }
            | Happened::Frozen { .. }
            | Happened::Thawed { .. }
            | Happened::ClockSet { .. }
            | Happened::Beat { .. }
            | Happened::Claimed { .. }
            | Happened::Released { .. }
            | Happened::Replied { .. }
            | Happened::Answered { .. }
            | Happened::Followed { .. }
            | Happened::Judged { .. }
            | Happened::Fault { .. }
            | Happened::Healed
            | Happened::Holds { .. }
            | Happened::Battle { .. }
            | Happened::Session { .. }) => write!(f, "{other:?}"),
        }
    }
}

fn stored(f: &mut fmt::Formatter<'_>, event: &Recorded) -> fmt::Result {
    let Recorded {
        stream,
        version,
        shard,
        position,
        epoch,
        command,
        id,
        ..
    } = event;
    write!(
        f,
        "stored {stream}/{version} as {shard}/{position}, epoch {epoch}, command {command}, id {id}: "
    )?;
    match ArenaCodec::decode(event.kind, event.schema, &event.data) {
        Ok(
            event @ (ArenaEvent::Battle(_)
            | ArenaEvent::Session(_)
            | ArenaEvent::Queue(_)
            | ArenaEvent::Book(_)),
        ) => write!(f, "{event:?}"),
        Err(error) => write!(f, "{error}"),
    }
}
