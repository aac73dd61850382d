//! The canonical encoding that hashes are taken over, and that unordered comparison sorts.
//!
//! Every item is a tag byte followed by its content; whatever has no fixed size is preceded by its
//! length as eight little-endian bytes, so that no two different sequences of items have the same
//! encoding. The tags: `T` text (UTF-8), `N` number without sign (eight bytes), `n` null, `t` true,
//! `f` false, `i` a JSON integer (decimal text), `d` a JSON float (IEEE bits, eight bytes),
//! `s` a JSON string, `l` a list (the count, then the elements), `o` an object (the count, then
//! names and values by ascending name).

use serde_json::{Number, Value};

use crate::checker::MAX_VALUE_DEPTH;
use crate::hash::Hash32;

/// A value nested deeper than [`MAX_VALUE_DEPTH`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooDeep;

/// Which numbers have the same encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Numbers {
    /// `1` and `1.0` differ: a program can tell them apart.
    AsWritten,
    /// `1` and `1.0` are one number, and so are `0.0` and `-0.0`.
    ByValue,
}

/// Collects the canonical encoding of a sequence of items.
#[derive(Debug, Default)]
pub(crate) struct Encoder {
    bytes: Vec<u8>,
}

impl Encoder {
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        self.tagged(b'T', text.as_bytes())
    }

    pub(crate) fn number(&mut self, number: u64) -> &mut Self {
        self.bytes.push(b'N');
        self.bytes.extend(number.to_le_bytes());
        self
    }

    pub(crate) fn value(&mut self, value: &Value, numbers: Numbers) -> Result<(), TooDeep> {
        self.nested(value, numbers, MAX_VALUE_DEPTH)
    }

    /// A value that stands in a list already.
    pub(crate) fn element(&mut self, value: &Value, numbers: Numbers) -> Result<(), TooDeep> {
        self.nested(value, numbers, MAX_VALUE_DEPTH - 1)
    }

    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
    }

    /// The BLAKE3 hash of what was collected.
    pub(crate) fn plain_hash(&self) -> Hash32 {
        Hash32(*blake3::hash(&self.bytes).as_bytes())
    }

    /// The BLAKE3 hash of what was collected, in derive-key mode with `context`.
    pub(crate) fn hash(&self, context: &str) -> Hash32 {
        Hash32(blake3::derive_key(context, &self.bytes))
    }

    fn nested(&mut self, value: &Value, numbers: Numbers, levels: usize) -> Result<(), TooDeep> {
        match value {
            Value::Null => self.bytes.push(b'n'),
            Value::Bool(true) => self.bytes.push(b't'),
            Value::Bool(false) => self.bytes.push(b'f'),
            Value::Number(number) => self.json_number(number, numbers),
            Value::String(text) => {
                self.tagged(b's', text.as_bytes());
            }
            Value::Array(values) => {
                let levels = levels.checked_sub(1).ok_or(TooDeep)?;
                self.bytes.push(b'l');
                self.length(values.len());
                for value in values {
                    self.nested(value, numbers, levels)?;
                }
            }
            Value::Object(fields) => {
                let levels = levels.checked_sub(1).ok_or(TooDeep)?;
                self.bytes.push(b'o');
                self.length(fields.len());
                let mut sorted: Vec<_> = fields.iter().collect();
                sorted.sort_by_key(|(name, _)| name.as_str());
                for (name, value) in sorted {
                    self.tagged(b's', name.as_bytes());
                    self.nested(value, numbers, levels)?;
                }
            }
        }
        Ok(())
    }

    fn json_number(&mut self, number: &Number, numbers: Numbers) {
        if !number.is_f64() {
            self.tagged(b'i', number.to_string().as_bytes());
            return;
        }
        let float = number.as_f64().unwrap_or_default();
        match numbers {
            // `{:.0}` writes every digit of an integral float.
            Numbers::ByValue if float == 0.0 => self.tagged(b'i', b"0"),
            Numbers::ByValue if float.fract() == 0.0 => {
                self.tagged(b'i', format!("{float:.0}").as_bytes())
            }
            Numbers::ByValue | Numbers::AsWritten => {
                self.bytes.push(b'd');
                self.bytes.extend(float.to_bits().to_le_bytes());
                self
            }
        };
    }

    fn tagged(&mut self, tag: u8, content: &[u8]) -> &mut Self {
        self.bytes.push(tag);
        self.length(content.len());
        self.bytes.extend(content);
        self
    }

    fn length(&mut self, length: usize) {
        self.bytes
            .extend(u64::try_from(length).unwrap_or(u64::MAX).to_le_bytes());
    }
}
