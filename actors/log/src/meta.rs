//! The stored form of an append's metadata: MessagePack with field names. A stored form is never
//! edited: fields are only added, with a default.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What led to an append, for tracing and audit; equal for all events of the append.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// The conversation: copied along every chain of causes.
    #[serde(rename = "cor")]
    pub correlation: Uuid,
    /// The event or command that directly caused this one.
    #[serde(rename = "cau", default, skip_serializing_if = "Option::is_none")]
    pub causation: Option<Uuid>,
    /// The player on whose behalf it happened; none for the arena itself.
    #[serde(rename = "act", default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Uuid>,
    /// W3C trace context of the command.
    #[serde(rename = "trc", default, skip_serializing_if = "Option::is_none")]
    pub traceparent: Option<String>,
    /// A hash of the command's content, so that the same id with other content is told apart.
    #[serde(rename = "fpr", default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<u64>,
}

impl Meta {
    /// Metadata of a chain's first link.
    #[must_use]
    pub fn new(correlation: Uuid) -> Self {
        Self {
            correlation,
            causation: None,
            actor: None,
            traceparent: None,
            fingerprint: None,
        }
    }

    /// The stored form.
    ///
    /// # Errors
    /// Never for the fields above; the encoder's signature allows it.
    pub fn encode(&self) -> Result<Vec<u8>, rmp_serde::encode::Error> {
        rmp_serde::to_vec_named(self)
    }

    /// Reads a stored form.
    ///
    /// # Errors
    /// Bytes that no version of [`Meta::encode`] wrote.
    pub fn decode(bytes: &[u8]) -> Result<Self, rmp_serde::decode::Error> {
        rmp_serde::from_slice(bytes)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn stored_form_is_stable() {
        let full = Meta {
            correlation: Uuid::from_u128(1),
            causation: Some(Uuid::from_u128(2)),
            actor: Some(Uuid::from_u128(3)),
            traceparent: Some("00-ab-cd-01".to_owned()),
            fingerprint: Some(4),
        };
        let golden = "85a3636f72c41000000000000000000000000000000001\
                      a3636175c41000000000000000000000000000000002\
                      a3616374c41000000000000000000000000000000003\
                      a3747263ab30302d61622d63642d3031a366707204";
        assert_eq!(hex(&full.encode().unwrap()), golden);
        assert_eq!(Meta::decode(&full.encode().unwrap()).unwrap(), full);

        let least = Meta::new(Uuid::from_u128(1));
        let golden = "81a3636f72c41000000000000000000000000000000001";
        assert_eq!(hex(&least.encode().unwrap()), golden);
        assert_eq!(Meta::decode(&least.encode().unwrap()).unwrap(), least);
    }

    #[test]
    fn a_field_of_a_later_version_is_ignored() {
        let later = b"\x82\xa3cor\xc4\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\xa3new\x05";
        assert_eq!(Meta::decode(later).unwrap(), Meta::new(Uuid::from_u128(1)));
    }
}
