//! Frames to bytes and back, in both subprotocols, with the same shapes.

use bytes::Bytes;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::client::ClientFrame;
use super::server::{Answer, Refusal, ServerFrame};
use super::{JSON, MSGPACK};

/// How deep a frame may nest; a real one needs five levels.
pub const MAX_DEPTH: usize = 32;

/// The subprotocol that a connection speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Text frames.
    Json,
    /// Binary frames; ids are strings here too.
    Msgpack,
}

impl Format {
    /// The first of a client's offers that is spoken here.
    #[must_use]
    pub fn of_subprotocol(name: &str) -> Option<Self> {
        match name {
            JSON => Some(Self::Json),
            MSGPACK => Some(Self::Msgpack),
            _ => None,
        }
    }

    /// Bytes of one frame. `None` only if a value cannot be encoded, which no frame of ours is.
    #[must_use]
    pub fn encode(self, frame: &ServerFrame) -> Option<Bytes> {
        match self {
            Self::Json => serde_json::to_vec(frame).ok().map(Bytes::from),
            Self::Msgpack => {
                let mut bytes = Vec::new();
                let mut serializer = rmp_serde::Serializer::new(&mut bytes)
                    .with_struct_map()
                    .with_human_readable();
                frame.serialize(&mut serializer).ok()?;
                Some(Bytes::from(bytes))
            }
        }
    }

    /// Reads a client's frame.
    ///
    /// # Errors
    /// The `reject` that the client is answered with; it carries the command's id if there is one to be found.
    pub fn decode(self, bytes: &[u8]) -> Result<ClientFrame, Answer> {
        let value = self
            .value(bytes)
            .map_err(|message| refuse(None, "malformed-frame", message))?;
        let id = value
            .get("id")
            .and_then(Value::as_str)
            .and_then(|id| Uuid::parse_str(id).ok());
        if id.is_none() {
            let message = "every command carries `id`, a UUID of its own".to_owned();
            return Err(refuse(None, "malformed-frame", message));
        }
        let event = value
            .get("event")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        ClientFrame::deserialize(value).map_err(|error| {
            let message = error.to_string();
            if message.starts_with("unknown variant") {
                let known = "see the protocol's list of commands";
                let event: String = event.chars().take(64).collect();
                refuse(
                    id,
                    "unknown-event",
                    format!("there is no command `{event}`: {known}"),
                )
            } else {
                refuse(id, "malformed-frame", format!("`{event}`: {message}"))
            }
        })
    }

    fn value(self, bytes: &[u8]) -> Result<Value, String> {
        match self {
            Self::Json => {
                serde_json::from_slice(bytes).map_err(|error| format!("not JSON: {error}"))
            }
            Self::Msgpack => {
                let mut reader =
                    rmp_serde::Deserializer::from_read_ref(bytes).with_human_readable();
                reader.set_max_depth(MAX_DEPTH);
                Value::deserialize(&mut reader).map_err(|error| format!("not MessagePack: {error}"))
            }
        }
    }
}

fn refuse(id: Option<Uuid>, code: &str, message: String) -> Answer {
    let message: String = message.chars().take(300).collect();
    Answer::Reject {
        id,
        data: Refusal {
            code: code.to_owned(),
            message,
            retry_after_ms: None,
        },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::super::client::{ClientCommand, OfBattle};
    use super::super::server::{HiddenFrame, ServerFrame};
    use super::*;

    fn msgpack(value: &Value) -> Vec<u8> {
        rmp_serde::to_vec_named(value).unwrap()
    }

    #[test]
    fn both_formats_read_the_same_command() {
        let text = r#"{"id":"01920000-0000-7000-8000-000000000001","event":"battle:ready","data":{"battleId":"01920000-0000-7000-8000-000000000002"}}"#;
        let json = Format::Json.decode(text.as_bytes()).unwrap();
        let value: Value = serde_json::from_str(text).unwrap();
        let packed = Format::Msgpack.decode(&msgpack(&value)).unwrap();
        assert_eq!(json, packed);
        let battle_id = Uuid::parse_str("01920000-0000-7000-8000-000000000002").unwrap();
        assert_eq!(json.command, ClientCommand::Ready(OfBattle { battle_id }));
    }

    #[test]
    fn broken_frames_are_refused_with_what_is_wrong() {
        let id = "01920000-0000-7000-8000-000000000001";
        let table = [
            ("", "malformed-frame", false),
            ("[]", "malformed-frame", false),
            ("{}", "malformed-frame", false),
            (
                r#"{"id":7,"event":"battle:ready","data":{}}"#,
                "malformed-frame",
                false,
            ),
            (
                &format!(r#"{{"id":"{id}","event":"battle:fly","data":{{}}}}"#),
                "unknown-event",
                true,
            ),
            (
                &format!(r#"{{"id":"{id}","event":"battle:ready","data":{{}}}}"#),
                "malformed-frame",
                true,
            ),
            (
                &format!(r#"{{"id":"{id}","event":"battle:ready","data":{{"battleId":"x"}}}}"#),
                "malformed-frame",
                true,
            ),
            (
                &format!(
                    r#"{{"id":"{id}","event":"topic:follow","data":{{"topic":"t","after":-1}}}}"#
                ),
                "malformed-frame",
                true,
            ),
        ];
        for (text, expected, has_id) in table {
            let Answer::Reject { id, data } = Format::Json.decode(text.as_bytes()).unwrap_err()
            else {
                panic!("{text} was not refused")
            };
            assert_eq!(data.code, expected, "{text}");
            assert_eq!(id.is_some(), has_id, "{text}");
        }
    }

    #[test]
    fn deep_nesting_and_bad_text_do_no_harm() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(Format::Json.decode(deep.as_bytes()).is_err());
        assert!(Format::Msgpack.decode(&[0x91; 100_000]).is_err());
        assert!(Format::Json.decode(b"\"\xff\xfe\"").is_err());
        assert!(Format::Msgpack.decode(b"\xa2\xff\xfe").is_err());
    }

    #[test]
    fn frames_on_the_wire_never_change_by_accident() {
        let hidden = ServerFrame::Hidden(HiddenFrame {
            topic: "battle/x".to_owned(),
            v: 13,
        });
        let json = Format::Json.encode(&hidden).unwrap();
        assert_eq!(json, br#"{"topic":"battle/x","v":13}"#.as_slice());
        let packed = Format::Msgpack.encode(&hidden).unwrap();
        assert_eq!(packed, b"\x82\xa5topic\xa8battle/x\xa1v\x0d".as_slice());
        let ack = ServerFrame::Answer(Answer::Ack {
            id: Uuid::nil(),
            data: None,
        });
        let json = Format::Json.encode(&ack).unwrap();
        let expected = br#"{"event":"ack","id":"00000000-0000-0000-0000-000000000000"}"#;
        assert_eq!(json, expected.as_slice());
    }
}
