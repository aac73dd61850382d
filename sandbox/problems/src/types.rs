//! The types of parameters and results, written `int`, `list<string>`, `list<list<int>>`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The largest integer that every language holds exactly (2^53 - 1); `int` is at most this, either sign.
pub const MAX_SAFE_INTEGER: i64 = (1 << 53) - 1;

/// Deepest nesting of lists in a type.
pub const MAX_TYPE_DEPTH: usize = 4;

/// The type of a parameter or a result.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Type {
    /// An integer of at most [`MAX_SAFE_INTEGER`] in absolute value.
    Int,
    /// A finite number.
    Float,
    /// `true` or `false`.
    Bool,
    /// Unicode text.
    String,
    /// A list of one type, at most [`MAX_TYPE_DEPTH`] deep.
    List(Box<Type>),
}

/// Why a text is not a [`Type`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TypeParseError {
    /// Not a type's name.
    #[error("unknown type {0:?}, expected int, float, bool, string or list<…>")]
    Unknown(String),
    /// More nested lists than [`MAX_TYPE_DEPTH`].
    #[error("lists are nested at most {MAX_TYPE_DEPTH} deep")]
    TooDeep,
}

impl Type {
    /// Whether a JSON value is of this type; the error says where it is not (`[2][0]: …`).
    ///
    /// # Errors
    /// A sentence for the author of the value, with excerpts of bounded length.
    pub fn accepts(&self, value: &Value) -> Result<(), String> {
        match (self, value) {
            (Self::Int, Value::Number(number)) => match number.as_i64() {
                Some(n) if (-MAX_SAFE_INTEGER..=MAX_SAFE_INTEGER).contains(&n) => Ok(()),
                _ if number.is_f64() => Err(format!("expected int, found float {number}")),
                _ => Err(format!(
                    "{number} is beyond the largest int, {MAX_SAFE_INTEGER}"
                )),
            },
            (Self::Float, Value::Number(number)) => match number.as_f64() {
                Some(x) if x.is_finite() => Ok(()),
                _ => Err(format!("{number} is not a finite number")),
            },
            (Self::Bool, Value::Bool(_)) | (Self::String, Value::String(_)) => Ok(()),
            (Self::List(element), Value::Array(values)) => {
                values.iter().enumerate().try_for_each(|(index, value)| {
                    element.accepts(value).map_err(|inner| {
                        let separator = if inner.starts_with('[') { "" } else { ": " };
                        format!("[{index}]{separator}{inner}")
                    })
                })
            }
            (Self::Int | Self::Float | Self::Bool | Self::String | Self::List(_), _) => {
                Err(format!("expected {self}, found {}", kind(value)))
            }
        }
    }
}

/// The kind of a JSON value, in the words of [`Type`].
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "int",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int => f.write_str("int"),
            Self::Float => f.write_str("float"),
            Self::Bool => f.write_str("bool"),
            Self::String => f.write_str("string"),
            Self::List(element) => write!(f, "list<{element}>"),
        }
    }
}

impl FromStr for Type {
    type Err = TypeParseError;

    fn from_str(text: &str) -> Result<Self, TypeParseError> {
        let mut rest = text;
        let mut depth = 0;
        while let Some(inner) = rest.strip_prefix("list<").and_then(|r| r.strip_suffix('>')) {
            depth += 1;
            rest = inner;
            if depth > MAX_TYPE_DEPTH {
                return Err(TypeParseError::TooDeep);
            }
        }
        let scalar = match rest {
            "int" => Self::Int,
            "float" => Self::Float,
            "bool" => Self::Bool,
            "string" => Self::String,
            _ => return Err(TypeParseError::Unknown(text.chars().take(80).collect())),
        };
        Ok((0..depth).fold(scalar, |inner, _| Self::List(Box::new(inner))))
    }
}

impl TryFrom<String> for Type {
    type Error = TypeParseError;

    fn try_from(text: String) -> Result<Self, TypeParseError> {
        text.parse()
    }
}

impl From<Type> for String {
    fn from(ty: Type) -> Self {
        ty.to_string()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::*;
    use serde_json::json;

    fn ty(text: &str) -> Type {
        text.parse().unwrap()
    }

    #[test]
    fn types_read_back_as_written() {
        for text in [
            "int",
            "float",
            "bool",
            "string",
            "list<int>",
            "list<list<string>>",
        ] {
            assert_eq!(ty(text).to_string(), text);
        }
    }

    #[test]
    fn type_depth_is_bounded_at_its_edge() {
        let nested = |n: usize| format!("{}int{}", "list<".repeat(n), ">".repeat(n));
        assert!(nested(MAX_TYPE_DEPTH).parse::<Type>().is_ok());
        assert_eq!(
            nested(MAX_TYPE_DEPTH + 1).parse::<Type>(),
            Err(TypeParseError::TooDeep)
        );
        assert_eq!(
            nested(100_000).parse::<Type>(),
            Err(TypeParseError::TooDeep)
        );
        for bad in [
            "",
            "Int",
            "list<>",
            "list<int",
            "list <int>",
            "int ",
            "map<int>",
        ] {
            assert!(
                matches!(bad.parse::<Type>(), Err(TypeParseError::Unknown(_))),
                "{bad:?}"
            );
        }
    }

    #[test]
    fn integers_are_exact_in_every_language() {
        assert!(ty("int").accepts(&json!(MAX_SAFE_INTEGER)).is_ok());
        assert!(ty("int").accepts(&json!(-MAX_SAFE_INTEGER)).is_ok());
        assert!(ty("int").accepts(&json!(MAX_SAFE_INTEGER + 1)).is_err());
        assert!(ty("int").accepts(&json!(-MAX_SAFE_INTEGER - 1)).is_err());
        assert!(ty("int").accepts(&json!(u64::MAX)).is_err());
        assert_eq!(
            ty("int").accepts(&json!(1.0)).unwrap_err(),
            "expected int, found float 1.0"
        );
    }

    #[test]
    fn values_of_another_type_are_refused_with_their_place() {
        assert!(ty("float").accepts(&json!(3)).is_ok());
        assert!(ty("bool").accepts(&json!(1)).is_err());
        assert!(ty("int").accepts(&json!(true)).is_err());
        assert_eq!(
            ty("string").accepts(&json!(null)).unwrap_err(),
            "expected string, found null"
        );
        assert_eq!(
            ty("list<list<int>>")
                .accepts(&json!([[1], [2, "x"]]))
                .unwrap_err(),
            "[1][1]: expected int, found string"
        );
        assert!(ty("list<list<int>>").accepts(&json!([])).is_ok());
    }
}
