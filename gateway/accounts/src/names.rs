//! Which names are accepted, and when two of them are the same.
//!
//! A name is NFKC, 3 to 24 characters: letters, ASCII digits, `_` and `-`, marks where a script writes its vowels with
//! them; letters of one script (Japanese and Korean mixtures count as one, UTS 39). Beginning with a letter or digit
//! and one letter at least keep it apart from numbers and options.
//!
//! Two names are the same when their [keys](Name::key) are equal. The key is the UTS 39 skeleton of the caseless form,
//! with `i` and `l` made one (`Ian` and `lan` look alike in most fonts, and the skeleton alone keeps them apart). It is
//! stored, so a new Unicode version of the tables needs a migration that computes the keys again.
//!
//! Names of staff are refused in any spelling that reads like one: see [`reserved`](self::reserved).

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::mixed_script::AugmentedScriptSet;
use unicode_security::{GeneralSecurityProfile, skeleton};

use crate::error::Rejection;

pub(crate) mod reserved;

/// Fewest characters (Unicode scalar values after NFKC) of a name.
pub const MIN_NAME_CHARS: usize = 3;
/// Most characters of a name.
pub const MAX_NAME_CHARS: usize = 24;
/// Most bytes that are looked at; more can only be a name that is too long.
pub const MAX_NAME_BYTES: usize = 256;
/// Most marks in a row: vowel and tone signs stack twice, more is decoration that runs over its neighbours.
pub const MAX_MARKS_IN_A_ROW: usize = 2;

/// How a guest's generated name begins; no account may begin so.
pub const GUEST_PREFIX: &str = "guest-";

/// Not letters in any orthography: they lengthen a word without changing it.
const STRETCHERS: [char; 2] = ['\u{0640}', '\u{07fa}'];

/// A name that may be registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    display: String,
    key: NameKey,
}

/// What is unique about a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NameKey(String);

impl Name {
    /// Reads a name as typed. White space around it is dropped.
    ///
    /// # Errors
    /// One of the `Name…` rejections, never [`Rejection::NameTaken`].
    pub fn parse(typed: &str) -> Result<Self, Rejection> {
        let display = normalise(typed).ok_or(Rejection::NameTooLong)?;
        check_characters(&display)?;
        match display.chars().count() {
            0..MIN_NAME_CHARS => return Err(Rejection::NameTooShort),
            MIN_NAME_CHARS..=MAX_NAME_CHARS => {}
            _ => return Err(Rejection::NameTooLong),
        }
        if !display.chars().any(char::is_alphabetic) {
            return Err(Rejection::NameWithoutLetter);
        }
        if AugmentedScriptSet::for_str(&display).is_empty() {
            return Err(Rejection::NameMixedScript);
        }
        if reserved::is_reserved(&display) {
            return Err(Rejection::NameReserved);
        }
        let key = NameKey::of(&display);
        Ok(Self { display, key })
    }

    /// The name as it is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.display
    }

    pub(crate) fn key(&self) -> &NameKey {
        &self.key
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.display.fmt(f)
    }
}

impl NameKey {
    /// The key under which a typed name would be stored. `None` for what can be nobody's name: the database never sees
    /// it (PostgreSQL takes no NUL, for one).
    pub(crate) fn lookup(typed: &str) -> Option<Self> {
        let name = normalise(typed)?;
        let possible = !name.is_empty() && check_characters(&name).is_ok();
        possible.then(|| Self::of(&name))
    }

    pub(crate) fn of(name: &str) -> Self {
        let caseless: String = fold_case(name);
        let lookalike: String = skeleton(&caseless).collect();
        // The skeleton's prototypes have capitals among them (0 becomes O), so fold once more.
        Self(fold_case(&lookalike).replace('i', "l"))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// NFKC without white space around it; `None` when it is far too long.
fn normalise(typed: &str) -> Option<String> {
    if typed.len() > MAX_NAME_BYTES {
        return None;
    }
    let name: String = typed.nfkc().collect();
    Some(name.trim().to_owned())
}

fn check_characters(name: &str) -> Result<(), Rejection> {
    let mut marks = 0;
    for (at, found) in name.chars().enumerate() {
        let inside = at > 0;
        marks = if is_script_mark(found) { marks + 1 } else { 0 };
        let allowed = match found {
            '0'..='9' => true,
            '_' | '-' => inside,
            _ if marks > 0 => inside && marks <= MAX_MARKS_IN_A_ROW,
            _ => is_letter(found),
        };
        if !allowed {
            return Err(Rejection::NameCharacter { found });
        }
    }
    Ok(())
}

fn is_letter(found: char) -> bool {
    found.is_alphabetic() && found.identifier_allowed() && !STRETCHERS.contains(&found)
}

/// A mark that belongs to one script, such as a Devanagari vowel sign. Marks that go on anything are composed by NFKC
/// where a language has the letter; what remains is decoration.
fn is_script_mark(found: char) -> bool {
    is_combining_mark(found)
        && found.identifier_allowed()
        && !AugmentedScriptSet::for_char(found).is_all()
}

/// Caseless: through upper case, so that ß and ss, σ and ς are one.
fn fold_case(text: &str) -> String {
    text.to_uppercase().to_lowercase()
}

#[cfg(test)]
mod tests;
