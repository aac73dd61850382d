//! JSON with the line of every mistake: `serde_json` knows its own, ours are found by position.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::{line_count, line_of};

/// A mistake in a JSON text and the line of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JsonError {
    pub(crate) line: usize,
    pub(crate) message: String,
}

/// A JSON text that is being taken apart.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Json<'a> {
    whole: &'a str,
    part: &'a str,
}

impl<'a> Json<'a> {
    pub(crate) fn new(whole: &'a str) -> Self {
        Self { whole, part: whole }
    }

    /// The line that this part begins on.
    pub(crate) fn line(&self) -> usize {
        let leading = self.part.len() - self.part.trim_start().len();
        let offset = self.part.as_ptr().addr() - self.whole.as_ptr().addr();
        line_of(self.whole, offset + leading)
    }

    pub(crate) fn error(&self, message: impl Into<String>) -> JsonError {
        JsonError {
            line: self.line(),
            message: message.into(),
        }
    }

    pub(crate) fn list(&self) -> Result<Vec<Json<'a>>, JsonError> {
        let parts: Vec<&'a RawValue> = self.parse()?;
        Ok(parts.into_iter().map(|raw| self.at(raw)).collect())
    }

    /// The fields in the order of the text; a repeated name is an error.
    pub(crate) fn object(&self) -> Result<Vec<(String, Json<'a>)>, JsonError> {
        let Fields(fields) = self.parse()?;
        let mut parts: Vec<(String, Json<'a>)> = Vec::with_capacity(fields.len());
        for (name, raw) in fields {
            let part = self.at(raw);
            if parts.iter().any(|(earlier, _)| *earlier == name) {
                return Err(part.error(format!("{name:?} is given twice")));
            }
            parts.push((name, part));
        }
        Ok(parts)
    }

    pub(crate) fn is_object(&self) -> bool {
        self.part.trim_start().starts_with('{')
    }

    pub(crate) fn value(&self) -> Result<Value, JsonError> {
        // Through a visitor of our own: `Value` alone lets the last of two equal names win.
        let mut deserializer = serde_json::Deserializer::from_str(self.part);
        let value = UniqueNames
            .deserialize(&mut deserializer)
            .and_then(|value| deserializer.end().map(|()| value));
        value.map_err(|e| self.mistake(&e))
    }

    fn parse<T: Deserialize<'a>>(&self) -> Result<T, JsonError> {
        serde_json::from_str(self.part).map_err(|e| self.mistake(&e))
    }

    fn at(&self, raw: &'a RawValue) -> Json<'a> {
        Json {
            whole: self.whole,
            part: raw.get(),
        }
    }

    fn mistake(&self, error: &serde_json::Error) -> JsonError {
        let offset = self.part.as_ptr().addr() - self.whole.as_ptr().addr();
        // The end of the text counts as a line of its own for `serde_json`.
        let line = line_of(self.whole, offset) + error.line().max(1) - 1;
        let line = line.min(line_count(self.whole));
        let text = error.to_string();
        let message = text.split(" at line ").next().unwrap_or(&text).to_owned();
        JsonError { line, message }
    }
}

struct Fields<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldsVisitor;

        impl<'de> Visitor<'de> for FieldsVisitor {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields: Vec<(String, &'de RawValue)> = Vec::new();
                while let Some((name, raw)) = map.next_entry::<String, &'de RawValue>()? {
                    fields.push((name, raw));
                }
                Ok(Fields(fields))
            }
        }

        deserializer.deserialize_map(FieldsVisitor)
    }
}

/// Reads a [`Value`] and refuses objects that name a field twice.
struct UniqueNames;

impl<'de> DeserializeSeed<'de> for UniqueNames {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, d: D) -> Result<Value, D::Error> {
        d.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for UniqueNames {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element_seed(UniqueNames)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = serde_json::Map::new();
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value_seed(UniqueNames)?;
            if fields.contains_key(&name) {
                return Err(A::Error::custom(format!("{name:?} is given twice")));
            }
            fields.insert(name, value);
        }
        Ok(Value::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::*;

    #[test]
    fn parts_know_the_line_that_they_begin_on() {
        let text = "[\n  {\"a\": 1,\n   \"b\":\n [2]},\n\n 3]";
        let parts = Json::new(text).list().unwrap();
        let fields = parts[0].object().unwrap();
        assert_eq!((parts[0].line(), parts[1].line()), (2, 6));
        assert_eq!((fields[0].1.line(), fields[1].1.line()), (2, 4));
        assert_eq!(fields[1].1.value().unwrap(), serde_json::json!([2]));
    }

    #[test]
    fn mistakes_name_their_line() {
        let syntax = Json::new("[\n1,\n}").list().unwrap_err();
        assert_eq!(syntax.line, 3);
        let twice = Json::new("[\n{\"a\":1,\n\"a\":2}]").value().unwrap_err();
        assert_eq!(
            (twice.line, twice.message.as_str()),
            (3, "\"a\" is given twice")
        );
        let kind = Json::new("\n\n7").list().unwrap_err();
        assert_eq!(kind.line, 3);
        let second = Json::new("[\n1,\n\n{\"x\": 1, \"x\": 2}]").list().unwrap()[1].object();
        assert_eq!(second.unwrap_err().line, 4);
    }
}
