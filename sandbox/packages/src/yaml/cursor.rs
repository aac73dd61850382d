//! A place in the tree, and what may stand there.

use std::collections::BTreeMap;

use super::tree::{Node, Value};
use crate::PackageError;

/// A value with its file and key, for errors that name both.
#[derive(Debug, Clone)]
pub(crate) struct At<'a> {
    file: &'a str,
    key: String,
    line: usize,
    node: &'a Node,
}

/// The fields of a map, all of them known.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    file: &'a str,
    line: usize,
    fields: BTreeMap<&'a str, At<'a>>,
}

impl<'a> At<'a> {
    pub(super) fn root(file: &'a str, node: &'a Node) -> Self {
        let key = String::new();
        let line = node.line;
        Self {
            file,
            key,
            line,
            node,
        }
    }

    /// An error about this value: `limits.memory must be …`.
    pub(crate) fn error(&self, message: impl AsRef<str>) -> PackageError {
        let message = message.as_ref();
        let whole = if self.key.is_empty() {
            message.to_owned()
        } else {
            format!("{} {message}", self.key)
        };
        PackageError::on_line(self.file, self.line, whole)
    }

    /// The key with those above it: `limits.memory`.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// The line, counted from 1.
    pub(crate) fn line(&self) -> usize {
        self.line
    }

    fn must_be<T>(&self, what: &str) -> Result<T, PackageError> {
        let found = match &self.node.value {
            Value::Scalar { text, .. } => format!("{text:?}"),
            Value::List(_) => "a list".into(),
            Value::Map(_) => "a map".into(),
        };
        Err(self.error(format!("must be {what}, found {found}")))
    }

    /// Whether nothing, `null` or `~` stands here.
    pub(crate) fn is_null(&self) -> bool {
        matches!(&self.node.value, Value::Scalar { text, plain: true }
            if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// Text; a plain number or boolean is none, since other tools would read it as such.
    pub(crate) fn text(&self) -> Result<&'a str, PackageError> {
        match &self.node.value {
            Value::Scalar { text, plain: false } => Ok(text),
            Value::Scalar { text, plain: true } if is_other_type(text) => {
                Err(self.error(format!("must be text: put quotes around {text}")))
            }
            Value::Scalar { text, .. } => Ok(text),
            Value::List(_) | Value::Map(_) => self.must_be("text"),
        }
    }

    /// The characters of a scalar of any type.
    pub(crate) fn scalar(&self) -> Option<&'a str> {
        match &self.node.value {
            Value::Scalar { text, .. } => Some(text),
            Value::List(_) | Value::Map(_) => None,
        }
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&self) -> Result<bool, PackageError> {
        match &self.node.value {
            Value::Scalar { text, plain: true } => match text.as_str() {
                "true" | "True" | "TRUE" => Ok(true),
                "false" | "False" | "FALSE" => Ok(false),
                _ => self.must_be("true or false"),
            },
            _ => self.must_be("true or false"),
        }
    }

    /// A whole number from `least` on.
    pub(crate) fn whole(&self, least: u64) -> Result<u64, PackageError> {
        let number = match &self.node.value {
            Value::Scalar { text, plain: true } => text.parse().ok(),
            _ => None,
        };
        match number {
            Some(number) if number >= least => Ok(number),
            _ => self.must_be(&format!("a whole number of at least {least}")),
        }
    }

    /// A finite decimal number.
    pub(crate) fn number(&self) -> Result<f64, PackageError> {
        let number = match &self.node.value {
            Value::Scalar { text, plain: true } => text.parse::<f64>().ok(),
            _ => None,
        };
        match number {
            Some(number) if number.is_finite() => Ok(number),
            _ => self.must_be("a number"),
        }
    }

    /// A list's items.
    pub(crate) fn list(&self) -> Result<Vec<At<'a>>, PackageError> {
        match &self.node.value {
            Value::List(items) => Ok(self.items(items)),
            _ => self.must_be("a list"),
        }
    }

    /// A list's items, or the value itself where one may stand without a list.
    pub(crate) fn one_or_more(&self) -> Result<Vec<At<'a>>, PackageError> {
        match &self.node.value {
            Value::List(items) if items.is_empty() => Err(self.error("must not be an empty list")),
            Value::List(items) => Ok(self.items(items)),
            Value::Scalar { .. } | Value::Map(_) => Ok(vec![self.clone()]),
        }
    }

    fn items(&self, items: &'a [Node]) -> Vec<At<'a>> {
        let item = |node: &'a Node| At {
            file: self.file,
            key: self.key.clone(),
            line: node.line,
            node,
        };
        items.iter().map(item).collect()
    }

    /// Whether a map stands here.
    pub(crate) fn is_map(&self) -> bool {
        matches!(self.node.value, Value::Map(_))
    }

    /// Whether a list stands here.
    pub(crate) fn is_list(&self) -> bool {
        matches!(self.node.value, Value::List(_))
    }

    /// A map with keys of the author's choice, in order.
    pub(crate) fn entries(&self) -> Result<Vec<(&'a str, At<'a>)>, PackageError> {
        let Value::Map(entries) = &self.node.value else {
            return self.must_be("a map");
        };
        let entry = |entry: &'a super::tree::Entry| {
            let key = if self.key.is_empty() {
                entry.key.clone()
            } else {
                format!("{}.{}", self.key, entry.key)
            };
            let at = At {
                file: self.file,
                key,
                line: entry.line,
                node: &entry.value,
            };
            (entry.key.as_str(), at)
        };
        Ok(entries.iter().map(entry).collect())
    }

    /// A map with only these keys.
    pub(crate) fn fields(&self, known: &[&str]) -> Result<Fields<'a>, PackageError> {
        let mut fields = BTreeMap::new();
        for (key, at) in self.entries()? {
            if !known.contains(&key) {
                return Err(self.unknown(key, &at, known));
            }
            if !at.is_null() {
                fields.insert(key, at);
            }
        }
        Ok(Fields {
            file: self.file,
            line: self.line,
            fields,
        })
    }

    fn unknown(&self, key: &str, at: &At<'_>, known: &[&str]) -> PackageError {
        let place = if self.key.is_empty() {
            String::new()
        } else {
            format!(" of {}", self.key)
        };
        let nearest = known
            .iter()
            .map(|known| (distance(key, known), known))
            .min()
            .filter(|(distance, known)| *distance <= 2.min(known.len() / 2));
        let hint = nearest.map_or(String::new(), |(_, known)| {
            format!("; did you mean {known:?}?")
        });
        let message = format!("unknown key {key:?}{place}{hint}");
        PackageError::on_line(self.file, at.line, message)
    }
}

impl<'a> Fields<'a> {
    /// The value of a key that is there and not null.
    pub(crate) fn get(&self, key: &str) -> Option<&At<'a>> {
        self.fields.get(key)
    }

    /// The value of a key that must be there.
    pub(crate) fn require(&self, key: &str) -> Result<&At<'a>, PackageError> {
        self.get(key).ok_or_else(|| {
            PackageError::on_line(self.file, self.line, format!("{key:?} is missing"))
        })
    }

    /// Reads a value if it is there.
    pub(crate) fn read<T>(
        &self,
        key: &str,
        read: impl FnOnce(&At<'a>) -> Result<T, PackageError>,
    ) -> Result<Option<T>, PackageError> {
        self.get(key).map(read).transpose()
    }

    /// Owned text if it is there.
    pub(crate) fn text(&self, key: &str) -> Result<Option<String>, PackageError> {
        self.read(key, |at| at.text().map(str::to_owned))
    }
}

/// Whether a plain scalar is a boolean, a number or nothing by YAML's core schema.
fn is_other_type(text: &str) -> bool {
    let boolean = matches!(
        text,
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" | "null" | "Null" | "NULL" | "~"
    );
    let starts_like_number =
        text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'));
    boolean || starts_like_number && text.parse::<f64>().is_ok()
}

/// How many letters must be added, taken away or changed.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, c) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, d) in b.iter().enumerate() {
            let change = corner + usize::from(c != *d);
            corner = row[j + 1];
            row[j + 1] = change.min(corner + 1).min(row[j] + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}
