//! The MessagePack envelopes: maps with short names, to which fields may be added with a default.

use std::sync::Arc;

use arena_log::{
    CommandId, Epoch, EventId, Meta, OwnerId, Position, Recorded, ShardId, StreamId, Version,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{MAX_PAYLOAD_BYTES, WireError};
use crate::Committed;
use crate::commands::{Answer, Outcome, Reply};
use crate::heads::Moved;

#[derive(Serialize, Deserialize)]
struct CommandV1 {
    #[serde(rename = "m")]
    machine: u8,
    #[serde(rename = "s")]
    stream: StreamId,
    meta: Meta,
    #[serde(rename = "b", with = "serde_bytes")]
    body: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
enum AnswerV1 {
    #[serde(rename = "ok")]
    Answered {
        #[serde(rename = "e")]
        epoch: Epoch,
        #[serde(rename = "b", with = "serde_bytes")]
        body: Vec<u8>,
    },
    #[serde(rename = "not-owner")]
    NotOwner {
        #[serde(rename = "e")]
        epoch: Epoch,
    },
    #[serde(rename = "busy")]
    Busy,
    #[serde(rename = "unanswered")]
    Unanswered,
}

/// The commit of one append, or without it the news that there was one which is too large for a message.
#[derive(Serialize, Deserialize)]
struct NewsV1 {
    #[serde(rename = "s")]
    stream: StreamId,
    #[serde(rename = "v")]
    newest: Version,
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    append: Option<AppendV1>,
}

#[derive(Serialize, Deserialize)]
struct AppendV1 {
    #[serde(rename = "e")]
    epoch: Epoch,
    #[serde(rename = "c")]
    command: CommandId,
    #[serde(rename = "at")]
    recorded_at_ms: i64,
    meta: Meta,
    #[serde(rename = "n")]
    parts: u16,
    #[serde(rename = "ev")]
    events: Vec<EventV1>,
}

#[derive(Serialize, Deserialize)]
struct EventV1 {
    #[serde(rename = "v")]
    version: Version,
    #[serde(rename = "p")]
    position: Position,
    #[serde(rename = "i")]
    part: u16,
    #[serde(rename = "k")]
    kind: u16,
    #[serde(rename = "sc")]
    schema: u16,
    id: EventId,
    #[serde(rename = "d", with = "serde_bytes")]
    data: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct HeadsV1 {
    #[serde(rename = "h")]
    heads: Vec<HeadV1>,
}

#[derive(Serialize, Deserialize)]
struct HeadV1 {
    #[serde(rename = "s")]
    shard: ShardId,
    #[serde(rename = "e")]
    epoch: Epoch,
    #[serde(rename = "a")]
    since: Position,
    #[serde(rename = "h")]
    head: Position,
    #[serde(rename = "m", default, skip_serializing_if = "Option::is_none")]
    streams: Option<Vec<(StreamId, Version)>>,
}

#[derive(Serialize, Deserialize)]
struct ClockV1 {
    #[serde(rename = "f")]
    from: OwnerId,
    #[serde(rename = "t")]
    now_ms: u64,
}

/// A command's envelope without its headers.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct CommandBody {
    pub(crate) machine: u8,
    pub(crate) stream: StreamId,
    pub(crate) meta: Meta,
    pub(crate) body: Vec<u8>,
}

pub(crate) fn encode_command(command: CommandBody) -> Result<Vec<u8>, WireError> {
    let CommandBody {
        machine,
        stream,
        meta,
        body,
    } = command;
    pack(&CommandV1 {
        machine,
        stream,
        meta,
        body,
    })
}

pub(crate) fn decode_command(bytes: &[u8]) -> Result<CommandBody, WireError> {
    let CommandV1 {
        machine,
        stream,
        meta,
        body,
    } = unpack(bytes)?;
    Ok(CommandBody {
        machine,
        stream,
        meta,
        body,
    })
}

pub(crate) fn encode_answer(answer: Answer) -> Result<Vec<u8>, WireError> {
    pack(&match answer {
        Answer::Reply(Reply {
            epoch,
            result: Outcome::Answered(body),
        }) => AnswerV1::Answered { epoch, body },
        Answer::Reply(Reply {
            epoch,
            result: Outcome::NotOwner,
        }) => AnswerV1::NotOwner { epoch },
        Answer::Busy => AnswerV1::Busy,
        Answer::Unanswered => AnswerV1::Unanswered,
    })
}

pub(crate) fn decode_answer(bytes: &[u8]) -> Result<Answer, WireError> {
    Ok(match unpack(bytes)? {
        AnswerV1::Answered { epoch, body } => Answer::Reply(Reply {
            epoch,
            result: Outcome::Answered(body),
        }),
        AnswerV1::NotOwner { epoch } => Answer::Reply(Reply {
            epoch,
            result: Outcome::NotOwner,
        }),
        AnswerV1::Busy => Answer::Busy,
        AnswerV1::Unanswered => Answer::Unanswered,
    })
}

/// The commit of one append: all of its events share what the append says.
pub(crate) fn encode_news(committed: &Committed) -> Result<Vec<u8>, WireError> {
    let (Some(first), Some(last)) = (committed.events.first(), committed.events.last()) else {
        return Err(envelope("a commit without events"));
    };
    let is_one_append = committed.events.iter().all(|event| {
        (event.epoch, event.command, event.parts) == (first.epoch, first.command, first.parts)
            && event.stream == committed.stream
    });
    if !is_one_append {
        return Err(envelope("events of more than one append"));
    }
    let bytes: usize = committed.events.iter().map(|event| event.data.len()).sum();
    if bytes > MAX_PAYLOAD_BYTES {
        return Err(WireError::Size { bytes });
    }
    let events = committed.events.iter().map(|event| EventV1 {
        version: event.version,
        position: event.position,
        part: event.part,
        kind: event.kind,
        schema: event.schema,
        id: event.id,
        data: event.data.clone(),
    });
    pack(&NewsV1 {
        stream: committed.stream,
        newest: last.version,
        append: Some(AppendV1 {
            epoch: first.epoch,
            command: first.command,
            recorded_at_ms: first.recorded_at_ms,
            meta: first.meta.clone(),
            parts: first.parts,
            events: events.collect(),
        }),
    })
}

/// In place of a commit that is too large for one message: the log has it.
pub(crate) fn encode_hint(stream: StreamId, newest: Version) -> Result<Vec<u8>, WireError> {
    pack(&NewsV1 {
        stream,
        newest,
        append: None,
    })
}

/// News of a stream: a commit, or the version up to which to read the log.
#[derive(Debug)]
pub(crate) enum News {
    Committed(Committed),
    ReadTheLog(Version),
}

pub(crate) fn decode_news(stream: StreamId, bytes: &[u8]) -> Result<News, WireError> {
    let news: NewsV1 = unpack(bytes)?;
    if news.stream != stream {
        return Err(envelope("the subject names another stream"));
    }
    let Some(append) = news.append else {
        return Ok(News::ReadTheLog(news.newest));
    };
    if append.events.last().map(|last| last.version) != Some(news.newest) {
        return Err(envelope(
            "the events do not end at the version that is told",
        ));
    }
    let shard = ShardId::of(stream);
    let events: Arc<[Recorded]> = append
        .events
        .into_iter()
        .map(|event| Recorded {
            stream,
            version: event.version,
            shard,
            position: event.position,
            epoch: append.epoch,
            command: append.command,
            part: event.part,
            parts: append.parts,
            kind: event.kind,
            schema: event.schema,
            data: event.data,
            id: event.id,
            recorded_at_ms: append.recorded_at_ms,
            meta: append.meta.clone(),
        })
        .collect();
    Ok(News::Committed(Committed { stream, events }))
}

/// Beacons for all of these shards; as many messages as their sizes need.
pub(crate) fn encode_heads(moved: Vec<Moved>) -> Result<Vec<Vec<u8>>, WireError> {
    /// A stream's id and version are at most 17 + 9 + 1 bytes, the rest of a shard's part less than 64.
    const STREAM_BYTES: usize = 27;
    const SHARD_BYTES: usize = 64;
    let mut messages = vec![HeadsV1 { heads: Vec::new() }];
    let mut size = 0;
    for part in moved {
        let streams = part.streams.as_ref().map_or(0, Vec::len);
        let bytes = SHARD_BYTES + streams * STREAM_BYTES;
        if size + bytes > MAX_PAYLOAD_BYTES / 2 {
            messages.push(HeadsV1 { heads: Vec::new() });
            size = 0;
        }
        size += bytes;
        if let Some(last) = messages.last_mut() {
            last.heads.push(HeadV1 {
                shard: part.shard,
                epoch: part.epoch,
                since: part.since,
                head: part.head,
                streams: part.streams,
            });
        }
    }
    messages.iter().map(pack).collect()
}

pub(crate) fn decode_heads(bytes: &[u8]) -> Result<Vec<Moved>, WireError> {
    let HeadsV1 { heads } = unpack(bytes)?;
    let heads = heads.into_iter().map(|head| Moved {
        shard: head.shard,
        epoch: head.epoch,
        since: head.since,
        head: head.head,
        streams: head.streams,
    });
    Ok(heads.collect())
}

pub(crate) fn encode_clock(from: OwnerId, now_ms: u64) -> Result<Vec<u8>, WireError> {
    pack(&ClockV1 { from, now_ms })
}

/// What the process's clock said as it answered.
pub(crate) fn decode_clock(from: OwnerId, bytes: &[u8]) -> Result<u64, WireError> {
    let clock: ClockV1 = unpack(bytes)?;
    if clock.from != from {
        return Err(envelope("another process answered for this one"));
    }
    Ok(clock.now_ms)
}

pub(super) fn pack(value: &impl Serialize) -> Result<Vec<u8>, WireError> {
    let bytes = rmp_serde::to_vec_named(value).map_err(|error| envelope(&error.to_string()))?;
    within(&bytes)?;
    Ok(bytes)
}

pub(super) fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, WireError> {
    within(bytes)?;
    let mut reader = bytes;
    let value = rmp_serde::from_read(&mut reader).map_err(|error| envelope(&error.to_string()))?;
    if reader.is_empty() {
        Ok(value)
    } else {
        Err(envelope("bytes after its end"))
    }
}

fn within(bytes: &[u8]) -> Result<(), WireError> {
    if bytes.len() > MAX_PAYLOAD_BYTES {
        return Err(WireError::Size { bytes: bytes.len() });
    }
    Ok(())
}

pub(super) fn envelope(reason: &str) -> WireError {
    WireError::Envelope {
        reason: reason.to_owned(),
    }
}
