//! Values that the package's texts refer to as `{{name}}`.

use std::collections::BTreeMap;

use crate::PackageError;
use crate::yaml::At;

/// Every `name.variant` with its text; `name` alone is `name.value`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Constants(BTreeMap<String, String>);

impl Constants {
    pub(super) fn read(at: &At<'_>) -> Result<Self, PackageError> {
        let mut all = BTreeMap::new();
        for (name, at) in at.entries()? {
            if !is_name(name) {
                return Err(at.error("is not a name of letters, digits and underscores"));
            }
            if !at.is_map() {
                let value = value(&at)?;
                all.insert(format!("{name}.value"), value.clone());
                all.insert(name.to_owned(), value);
                continue;
            }
            for (variant, at) in at.entries()? {
                if !is_name(variant) {
                    return Err(at.error("is not a name of letters, digits and underscores"));
                }
                all.insert(format!("{name}.{variant}"), value(&at)?);
            }
            match all.get(&format!("{name}.value")).cloned() {
                Some(value) => all.insert(name.to_owned(), value),
                None => return Err(at.error("has no \"value\"")),
            };
        }
        Ok(Self(all))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text of `name` or `name.variant`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The text with every `{{name}}` of a known name replaced, once; other braces stay.
    pub fn substitute(&self, text: &str) -> String {
        let mut result = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find("{{") {
            let after = &rest[start + 2..];
            let known = after
                .find("}}")
                .and_then(|end| Some((end, self.get(&after[..end])?)));
            match known {
                Some((end, value)) => {
                    result.push_str(&rest[..start]);
                    result.push_str(value);
                    rest = &after[end + 2..];
                }
                None => {
                    // One brace further: `{{{name}}}` holds a constant too.
                    result.push_str(&rest[..=start]);
                    rest = &rest[start + 1..];
                }
            }
        }
        result.push_str(rest);
        result
    }
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// A whole number, a number or text, as it is written.
fn value(at: &At<'_>) -> Result<String, PackageError> {
    match at.scalar() {
        Some(text) if !at.is_null() && at.boolean().is_err() => Ok(text.to_owned()),
        _ => Err(at.error("must be a number or text")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_names_are_replaced_once_and_others_stay() {
        let constants = Constants(BTreeMap::from([
            ("n".into(), "{{m}}".into()),
            ("n.tex".into(), "10^5".into()),
            ("m".into(), "7".into()),
        ]));
        for (text, expected) in [
            ("{{n}} {{n.tex}} {{m}}", "{{m}} 10^5 7"),
            ("{{{m}}} {{ m }} {{x}} {{m", "{7} {{ m }} {{x}} {{m"),
            ("", ""),
        ] {
            assert_eq!(constants.substitute(text), expected);
        }
    }
}
