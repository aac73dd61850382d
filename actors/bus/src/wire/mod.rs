//! What goes over NATS: subjects, headers and MessagePack envelopes. This is the one place that names them; the bytes are
//! fixed by `golden.txt`. An envelope that must change gets a new version, which is part of every subject.
//!
//! | subject | who publishes | who subscribes |
//! |---|---|---|
//! | `arena.v1.cmd.{shard}` | gateways, owners | the shard's owner, no queue group |
//! | `arena.v1.evt.{stream}` | the owner, after the commit | whoever follows the stream |
//! | `arena.v1.heads` | owners, every second | everybody |
//! | `arena.v1.clock.{process}` | owners, about a process that sends them commands | that process |
//! | `arena.v1.sync.{process}` | the process itself, to learn that the server has its subscriptions | nobody |
//! | `arena.v1.judge.work` | owners without a judge; judges that pass work on | JetStream, the stream `ARENA_JUDGE` |
//! | `arena.v1.judge.dead` | judges | JetStream, the stream `ARENA_JUDGE_DEAD` |
//! | `arena.v1.judge.run` | gateways without a judge | judges, the queue group `judges` |
//! | `arena.v1.judge.offers` | judges, every second | processes without a judge |
//!
//! Replies go to inboxes. The permissions of a process are those of its roles, beside its inbox:
//!
//! | role | publishes | subscribes |
//! |---|---|---|
//! | every one | `arena.v1.sync.*`, `arena.v1.clock.*`, `arena.v1.cmd.*`, answers to inboxes | `arena.v1.clock.*`, `arena.v1.heads`, `arena.v1.evt.*` |
//! | battles | `arena.v1.evt.*`, `arena.v1.heads` | `arena.v1.cmd.*` |
//! | battles or gateway, without judge | `arena.v1.judge.work`, `arena.v1.judge.run`, `$JS.API.STREAM.MSG.GET.ARENA_JUDGE` | `arena.v1.judge.offers` |
//! | judge | `arena.v1.judge.>`, `$JS.ACK.ARENA_JUDGE.>`, `$JS.API.STREAM.*.ARENA_JUDGE`, `$JS.API.STREAM.*.ARENA_JUDGE_DEAD`, `$JS.API.STREAM.MSG.GET.*`, `$JS.API.CONSUMER.*.ARENA_JUDGE.>`, `$JS.API.CONSUMER.*.*.ARENA_JUDGE.>` | `arena.v1.judge.run` |

mod envelope;
#[cfg(test)]
mod golden;
mod judging;

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use arena_log::{CommandId, OwnerId, ShardId, StreamId};
use async_nats::HeaderMap;
use uuid::Uuid;

pub(crate) use envelope::{
    CommandBody, News, decode_answer, decode_clock, decode_command, decode_heads, decode_news,
    encode_answer, encode_clock, encode_command, encode_heads, encode_hint, encode_news,
};
pub(crate) use judging::{
    decode_offer, decode_ran, decode_run, decode_work, encode_offer, encode_ran, encode_run,
    encode_work,
};

/// Bytes of one message, headers and all, at most; the server's `max_payload` must allow them. It is NATS's default.
pub const MAX_MESSAGE_BYTES: usize = 1024 * 1024;
/// Bytes of all headers of one message, at most.
pub const MAX_HEADER_BYTES: usize = 1024;
/// Bytes of one envelope, at most.
pub const MAX_PAYLOAD_BYTES: usize = MAX_MESSAGE_BYTES - MAX_HEADER_BYTES;
/// The longest deadline that a command may carry; a longer one is cut.
pub const MAX_DEADLINE: Duration = Duration::from_secs(60);
/// Bytes of a trace context in a header, at most; a longer one travels in the metadata alone.
const MAX_TRACEPARENT_BYTES: usize = 128;

const PREFIX: &str = "arena.v1.";

const COMMAND: &str = "Arena-Command";
const LEFT: &str = "Arena-Left-Ms";
const FROM: &str = "Arena-From";
const SENT: &str = "Arena-Sent-Ms";
const TRACEPARENT: &str = "traceparent";
/// Why a submission was given up.
pub(crate) const REASON: &str = "Arena-Reason";

/// What a message is about: its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// Commands for streams of a shard.
    Commands(ShardId),
    /// Commits of a stream.
    Events(StreamId),
    /// The heads' beacon.
    Heads,
    /// What a process's clock says.
    Clock(OwnerId),
    /// Nobody listens: the server's answer shows that it has read everything before.
    Sync(OwnerId),
    /// Submissions to be judged.
    Work,
    /// Submissions that were tried too often.
    Dead,
    /// Code to be run on the samples.
    Run,
    /// What judges can judge.
    Offers,
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(PREFIX)?;
        match self {
            Self::Commands(shard) => write!(f, "cmd.{shard}"),
            Self::Events(stream) => write!(f, "evt.{stream}"),
            Self::Heads => f.write_str("heads"),
            Self::Clock(process) => write!(f, "clock.{process}"),
            Self::Sync(process) => write!(f, "sync.{process}"),
            Self::Work => f.write_str("judge.work"),
            Self::Dead => f.write_str("judge.dead"),
            Self::Run => f.write_str("judge.run"),
            Self::Offers => f.write_str("judge.offers"),
        }
    }
}

impl FromStr for Topic {
    type Err = WireError;

    fn from_str(subject: &str) -> Result<Self, WireError> {
        let unknown = || WireError::Subject {
            subject: subject.chars().take(100).collect(),
        };
        let rest = subject.strip_prefix(PREFIX).ok_or_else(unknown)?;
        match rest.split_once('.').unwrap_or((rest, "")) {
            ("cmd", shard) => number(shard).map(|shard| Self::Commands(ShardId(shard))),
            ("evt", stream) => id(stream).map(|stream| Self::Events(StreamId(stream))),
            ("clock", process) => id(process).map(|process| Self::Clock(OwnerId(process))),
            ("sync", process) => id(process).map(|process| Self::Sync(OwnerId(process))),
            ("judge", "work") => Some(Self::Work),
            ("judge", "dead") => Some(Self::Dead),
            ("judge", "run") => Some(Self::Run),
            ("judge", "offers") => Some(Self::Offers),
            ("heads", "") => Some(Self::Heads),
            _ => None,
        }
        .filter(|topic| topic.to_string() == subject)
        .ok_or_else(unknown)
    }
}

/// A message that cannot be sent, or that no version of this file wrote.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    #[error("subject {subject:?} is not one of arena.v1; do processes of different versions run?")]
    Subject { subject: String },
    #[error("header {name} is missing or no {expected}")]
    Header {
        name: &'static str,
        expected: &'static str,
    },
    #[error("an envelope of {bytes} bytes; at most {MAX_PAYLOAD_BYTES} are allowed")]
    Size { bytes: usize },
    #[error("an envelope that is not of this version: {reason}")]
    Envelope { reason: String },
}

/// The headers of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CommandHead {
    pub(crate) command: CommandId,
    /// What was left until the deadline when it was sent. Clocks of machines differ: no date travels.
    pub(crate) left: Duration,
    /// Who sent it.
    pub(crate) from: OwnerId,
    /// Milliseconds on the sender's own clock, which only the sender can compare: see [`Topic::Clock`].
    pub(crate) sent_ms: u64,
    /// W3C trace context, so that the way can be followed without opening the envelope.
    pub(crate) traceparent: Option<String>,
}

impl CommandHead {
    pub(crate) fn to_headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let left = self.left.min(MAX_DEADLINE).as_millis();
        headers.insert(COMMAND, self.command.to_string());
        headers.insert(LEFT, left.to_string());
        headers.insert(FROM, self.from.to_string());
        headers.insert(SENT, self.sent_ms.to_string());
        if let Some(trace) = self.traceparent.as_ref().filter(|trace| is_plain(trace)) {
            headers.insert(TRACEPARENT, trace.as_str());
        }
        headers
    }

    pub(crate) fn from_headers(headers: &HeaderMap) -> Result<Self, WireError> {
        let get = |name: &'static str| headers.get(name).map(|value| value.as_str());
        let wrong = |name, expected| WireError::Header { name, expected };
        let command = get(COMMAND).and_then(id);
        let left: Option<u64> = get(LEFT).and_then(number);
        let from = get(FROM).and_then(id);
        let sent_ms = get(SENT).and_then(number);
        let trace = get(TRACEPARENT).filter(|trace| is_plain(trace));
        Ok(Self {
            command: CommandId(command.ok_or_else(|| wrong(COMMAND, "UUID"))?),
            left: Duration::from_millis(left.ok_or_else(|| wrong(LEFT, "number"))?)
                .min(MAX_DEADLINE),
            from: OwnerId(from.ok_or_else(|| wrong(FROM, "UUID"))?),
            sent_ms: sent_ms.ok_or_else(|| wrong(SENT, "number"))?,
            traceparent: trace.map(str::to_owned),
        })
    }
}

/// A header must not bring line breaks of its own.
fn is_plain(value: &str) -> bool {
    value.len() <= MAX_TRACEPARENT_BYTES && value.bytes().all(|byte| byte.is_ascii_graphic())
}

fn id(text: &str) -> Option<Uuid> {
    Uuid::try_parse(text).ok()
}

fn number<N: FromStr>(text: &str) -> Option<N> {
    text.parse().ok()
}
