//! Payloads: MessagePack with field names, one number a kind of event and one a schema of it.
//!
//! The log stores bytes and knows no event. A crate that has events implements [`EventCodec`] in
//! one file, with golden bytes for every stored schema; a stored schema is never edited: a new one
//! is written, and the old one is upcast when it is read.

use serde::{Serialize, de::DeserializeOwned};

/// An event ready to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    /// The kind of event; never reused for another meaning.
    pub kind: u16,
    /// The schema in which the payload is written, from 1.
    pub schema: u16,
    /// The payload.
    pub data: Vec<u8>,
}

/// The stored form of one crate's events.
pub trait EventCodec {
    /// The event type, always in its newest schema.
    type Event;

    /// Writes an event in the newest schema of its kind.
    ///
    /// # Errors
    /// A value that MessagePack cannot hold.
    fn encode(event: &Self::Event) -> Result<Encoded, EncodeError>;

    /// Reads an event of any stored schema and upcasts it to the newest.
    ///
    /// # Errors
    /// A kind or schema that this build does not know, or a payload that is not of its schema.
    fn decode(kind: u16, schema: u16, data: &[u8]) -> Result<Self::Event, DecodeError>;
}

/// A value that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("encode event of kind {kind}: {source}")]
pub struct EncodeError {
    kind: u16,
    source: rmp_serde::encode::Error,
}

/// A stored payload that could not be read.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// Written by a later build, or the number of nothing.
    #[error("event of unknown kind {kind}")]
    UnknownKind {
        /// The stored kind.
        kind: u16,
    },
    /// Written by a later build.
    #[error("event of kind {kind} with unknown schema {schema}")]
    UnknownSchema {
        /// The stored kind.
        kind: u16,
        /// The stored schema.
        schema: u16,
    },
    /// Not a payload of this kind and schema.
    #[error("event of kind {kind}, schema {schema}: {source}")]
    Payload {
        /// The stored kind.
        kind: u16,
        /// The stored schema.
        schema: u16,
        /// What MessagePack says.
        source: rmp_serde::decode::Error,
    },
}

/// Writes `value` as the payload of `kind` in `schema`.
///
/// # Errors
/// A value that MessagePack cannot hold.
pub fn pack<T: Serialize>(kind: u16, schema: u16, value: &T) -> Result<Encoded, EncodeError> {
    let data = rmp_serde::to_vec_named(value).map_err(|source| EncodeError { kind, source })?;
    Ok(Encoded { kind, schema, data })
}

/// Reads a payload that is stored in the newest schema.
///
/// # Errors
/// A payload that is not of its schema.
pub fn unpack<T: DeserializeOwned>(kind: u16, schema: u16, data: &[u8]) -> Result<T, DecodeError> {
    rmp_serde::from_slice(data).map_err(|source| DecodeError::Payload {
        kind,
        schema,
        source,
    })
}

/// Reads a payload that is stored in an old schema and lifts it to a newer one. Longer chains
/// compose `From`: the old type knows only its successor.
///
/// # Errors
/// A payload that is not of the old schema.
pub fn upcast<Old, New>(kind: u16, schema: u16, data: &[u8]) -> Result<New, DecodeError>
where
    Old: DeserializeOwned,
    New: From<Old>,
{
    unpack::<Old>(kind, schema, data).map(New::from)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct SaidV1 {
        text: String,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Said {
        text: String,
        language: String,
    }

    impl From<SaidV1> for Said {
        fn from(old: SaidV1) -> Self {
            Self {
                text: old.text,
                language: "en".to_owned(),
            }
        }
    }

    struct Codec;

    impl EventCodec for Codec {
        type Event = Said;

        fn encode(event: &Said) -> Result<Encoded, EncodeError> {
            pack(7, 2, event)
        }

        fn decode(kind: u16, schema: u16, data: &[u8]) -> Result<Said, DecodeError> {
            match (kind, schema) {
                (7, 1) => upcast::<SaidV1, _>(kind, schema, data),
                (7, 2) => unpack(kind, schema, data),
                (7, _) => Err(DecodeError::UnknownSchema { kind, schema }),
                _ => Err(DecodeError::UnknownKind { kind }),
            }
        }
    }

    #[test]
    fn an_old_schema_is_upcast_and_the_newest_is_identity() {
        let old = pack(
            7,
            1,
            &SaidV1 {
                text: "hi".to_owned(),
            },
        )
        .unwrap();
        assert_eq!(old.data, b"\x81\xa4text\xa2hi");
        let said = Codec::decode(7, 1, &old.data).unwrap();
        assert_eq!(
            said,
            Said {
                text: "hi".to_owned(),
                language: "en".to_owned()
            }
        );

        let new = Codec::encode(&said).unwrap();
        assert_eq!(new.data, b"\x82\xa4text\xa2hi\xa8language\xa2en");
        assert_eq!(
            Codec::decode(new.kind, new.schema, &new.data).unwrap(),
            said
        );
    }

    #[test]
    fn what_this_build_does_not_know_is_an_error_with_its_numbers() {
        let unknown = Codec::decode(8, 1, b"").unwrap_err();
        assert_eq!(unknown.to_string(), "event of unknown kind 8");
        let later = Codec::decode(7, 3, b"").unwrap_err();
        assert_eq!(later.to_string(), "event of kind 7 with unknown schema 3");
        assert!(matches!(
            Codec::decode(7, 2, b"\xff"),
            Err(DecodeError::Payload { .. })
        ));
    }
}
