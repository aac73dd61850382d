//! The form of a problem: a function to define, or a program that reads and writes text.

use arena_runtimes::{Language, Naming};
use serde::{Deserialize, Serialize};

use crate::starter::type_name;
use crate::types::Type;

/// Most parameters of a function.
pub const MAX_PARAMETERS: usize = 8;

/// Longest name of a function or a parameter, in characters.
pub const MAX_NAME_LENGTH: usize = 40;

/// What a solution is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// A function that the judge calls once a test with JSON arguments.
    Function(Signature),
    /// A program that reads standard input and writes standard output.
    Stdin,
    /// Either: what defines the function is called, anything else is run with the arguments as
    /// text, see [`crate::text_form`].
    Either(Signature),
}

impl Form {
    /// The name in `problem.toml`.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Function(_) => "function",
            Self::Stdin => "stdin",
            Self::Either(_) => "either",
        }
    }

    /// The signature of what offers the function form.
    pub const fn signature(&self) -> Option<&Signature> {
        match self {
            Self::Function(signature) | Self::Either(signature) => Some(signature),
            Self::Stdin => None,
        }
    }
}

/// The function that a solution defines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// In `snake_case`.
    pub function: String,
    /// In the order in which they are passed.
    pub parameters: Vec<Parameter>,
    /// The type of the result.
    pub returns: Type,
}

/// One parameter of a [`Signature`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// In `snake_case`.
    pub name: String,
    /// The type of its argument.
    #[serde(rename = "type")]
    pub ty: Type,
}

impl Signature {
    /// The function's name in a way of naming.
    pub fn name_in(&self, naming: Naming) -> String {
        in_naming(&self.function, naming)
    }
}

impl Parameter {
    /// The parameter's name in starters; calls are positional.
    pub fn name_in(&self, naming: Naming) -> String {
        in_naming(&self.name, naming)
    }
}

impl Signature {
    /// Whether a program in this language defines the function: a line of it begins in one of the
    /// ways that the language states.
    pub fn is_defined_by(&self, code: &str, language: Language) -> bool {
        let facts = language.facts();
        let name = self.name_in(facts.names);
        let returns = type_name(&facts.types, &self.returns);
        let fill = |start: &String| {
            let start = start.replace("{returns}", &returns);
            start.replace("{function}", &name)
        };
        let starts: Vec<String> = facts.solutions.define.iter().map(fill).collect();
        let defines = |line: &str| starts.iter().any(|start| line.starts_with(start));
        code.lines().any(defines)
    }
}

fn in_naming(snake: &str, naming: Naming) -> String {
    match naming {
        Naming::Snake => snake.to_owned(),
        Naming::Camel => camel_case(snake),
    }
}

/// Says why a text cannot name a function or a parameter in every language.
pub(crate) fn check_name(name: &str) -> Result<(), String> {
    if name.is_empty() || name.len() > MAX_NAME_LENGTH {
        return Err(format!("a name has 1 to {MAX_NAME_LENGTH} characters"));
    }
    let words_are_plain = name.split('_').all(|word| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    });
    if !words_are_plain || !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Err(format!(
            "{name:?} is not snake_case (a-z, 0-9, single underscores)"
        ));
    }
    for language in Language::all() {
        let facts = language.facts();
        let written = in_naming(name, facts.names);
        if facts.reserved.contains(&written) {
            return Err(format!("{written:?} is a reserved word of {}", facts.title));
        }
    }
    Ok(())
}

fn camel_case(snake: &str) -> String {
    let mut words = snake.split('_');
    let mut name = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::*;

    #[test]
    fn javascript_names_are_the_camel_case_of_snake_case() {
        for (snake, camel) in [("two_sum", "twoSum"), ("f", "f"), ("a_1_bc", "a1Bc")] {
            assert_eq!(camel_case(snake), camel);
        }
    }

    #[test]
    fn names_must_work_in_every_language() {
        let longest = "a".repeat(MAX_NAME_LENGTH);
        for good in ["two_sum", "a", "x1", longest.as_str()] {
            assert_eq!(check_name(good), Ok(()));
        }
        let too_long = "a".repeat(MAX_NAME_LENGTH + 1);
        for bad in [
            "",
            "_a",
            "a_",
            "a__b",
            "A",
            "1a",
            "a-b",
            "lambda",
            "function",
            too_long.as_str(),
        ] {
            assert!(check_name(bad).is_err(), "{bad:?}");
        }
    }
}
