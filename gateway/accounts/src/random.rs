//! Randomness, from the operating system alone.

use rand::TryRngCore;
use rand::rngs::OsRng;
use uuid::{Builder, Uuid};

use crate::error::Fault;

/// Bytes that nobody can guess.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    OsRng
        .try_fill_bytes(&mut bytes)
        .map_err(|error| Fault::Randomness(error.to_string()))?;
    Ok(bytes)
}

/// A UUID of version 7 at the given time.
pub(crate) fn uuid_v7(now_ms: i64) -> Result<Uuid, Fault> {
    let millis = u64::try_from(now_ms).unwrap_or(0);
    Ok(Builder::from_unix_timestamp_millis(millis, &bytes()?).into_uuid())
}

/// Text of an alphabet of 32 letters that are not taken for one another.
pub(crate) fn letters(count: usize) -> Result<String, Fault> {
    const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789x";
    let mut text = String::with_capacity(count);
    for _ in 0..count {
        let [byte] = bytes()?;
        text.push(char::from(ALPHABET[usize::from(byte % 32)]));
    }
    Ok(text)
}
