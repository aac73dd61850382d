//! Which passwords are accepted.
//!
//! A password is prepared as RFC 8265 (`OpaqueString`) prepares one: other spaces become the ASCII space, then NFC, so
//! that the same keys pressed on another keyboard or system give the same bytes; compatibility forms stay apart, case
//! counts. It has 8 to 128 characters, counted as Unicode scalar values after that; control characters are refused.
//! Nothing else is demanded of its composition; what attackers try first is refused (NIST SP 800-63B, 5.1.1.2).

use std::collections::BTreeSet;
use std::fmt;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::error::Rejection;
use crate::names::{MIN_NAME_CHARS, Name};

/// Fewest characters (Unicode scalar values after NFC) of a password.
pub const MIN_PASSWORD_CHARS: usize = 8;
/// Most characters of a password.
pub const MAX_PASSWORD_CHARS: usize = 128;
/// Most bytes that are looked at: 128 characters of 4 bytes, twice for what NFC composes.
pub const MAX_PASSWORD_BYTES: usize = 1024;

/// A word with this many digits and signs around it is still that word: `summer2024!`.
pub const AFFIX_CHARS: usize = 6;
/// A password that contains the name needs this many more characters.
pub const CHARS_BESIDE_NAME: usize = 6;
/// A password of this many different characters is a rhythm, not a secret.
const FEW_DIFFERENT: usize = 2;
/// `abcdabcd` repeats a unit of at most this length.
const LONGEST_REPEATED_UNIT: usize = 4;

/// Rows of keyboards, twice over for those who begin again; read in both directions.
const KEYBOARD_ROWS: &[&str] = &[
    "12345678901234567890",
    "qwertyuiopqwertyuiop",
    "asdfghjklasdfghjkl",
    "zxcvbnmzxcvbnm",
    "qwertzuiopqwertzuiop",
    "azertyuiopazertyuiop",
    "abcdefghijklmnopqrstuvwxyz",
];

static COMMON: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    include_str!("../data/common-passwords.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .collect()
});

/// A prepared password: right for hashing, not yet judged. It is never printed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Password(String);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password([secret])")
    }
}

impl Password {
    /// Prepares a password that somebody typed to log in. `None` when it cannot be anybody's.
    pub(crate) fn typed(text: &str) -> Option<Self> {
        prepare(text).ok()
    }

    /// Prepares and judges a password that somebody chose.
    ///
    /// # Errors
    /// One of the `Password…` rejections.
    pub(crate) fn choose(text: &str, name: &Name) -> Result<Self, Rejection> {
        let password = prepare(text)?;
        let chosen = password.0.to_lowercase();
        let read = read_signs(&chosen);
        let name = name.as_str().to_lowercase();
        let forms = [(chosen.clone(), name.clone()), (read.clone(), name.clone())];
        let joined = [
            (joined(&chosen), joined(&name)),
            (joined(&read), joined(&name)),
        ];
        let mut pairs = forms.iter().chain(joined.iter());
        if pairs
            .any(|(text, name)| name.chars().count() >= MIN_NAME_CHARS && is_like_name(text, name))
        {
            return Err(Rejection::PasswordLikeName);
        }
        if is_common(&chosen) || is_common(&read) || is_pattern(&chosen) {
            return Err(Rejection::PasswordTooCommon);
        }
        Ok(password)
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

fn prepare(text: &str) -> Result<Password, Rejection> {
    if text.len() > MAX_PASSWORD_BYTES {
        return Err(Rejection::PasswordTooLong);
    }
    let prepared: String = text
        .chars()
        .map(|c| {
            if c.is_whitespace() && !c.is_control() {
                ' '
            } else {
                c
            }
        })
        .nfc()
        .collect();
    if prepared.chars().any(char::is_control) {
        return Err(Rejection::PasswordCharacter);
    }
    match prepared.chars().count() {
        0..MIN_PASSWORD_CHARS => Err(Rejection::PasswordTooShort),
        MIN_PASSWORD_CHARS..=MAX_PASSWORD_CHARS => Ok(Password(prepared)),
        _ => Err(Rejection::PasswordTooLong),
    }
}

/// Digits and signs read as the letters that they stand for.
fn read_signs(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            c => c,
        })
        .collect()
}

/// Without what stands between words.
fn joined(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'))
        .collect()
}

fn is_common(text: &str) -> bool {
    if COMMON.contains(text) {
        return true;
    }
    let joined = joined(text);
    if COMMON.contains(joined.as_str()) {
        return true;
    }
    // Every way to take a few characters that are no letters off the ends: `dragon2024`, but `p4ssword!` as well.
    let chars: Vec<char> = joined.chars().collect();
    let affix = |c: &&char| !c.is_alphabetic();
    let front = chars.iter().take_while(affix).count();
    let back = chars.iter().rev().take_while(affix).count();
    if front + back >= chars.len() {
        return false;
    }
    let signs = |start: usize, end: usize| -> String { chars[start..end].iter().collect() };
    (0..=front).any(|start| {
        (0..=back).any(|cut| {
            let word = signs(start, chars.len() - cut);
            start + cut <= AFFIX_CHARS
                && (COMMON.contains(word.as_str()) || COMMON.contains(read_signs(&word).as_str()))
        })
    })
}

fn is_pattern(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let different: BTreeSet<&char> = chars.iter().collect();
    let repeats = |unit: usize| {
        chars
            .iter()
            .zip(chars.iter().skip(unit))
            .all(|(a, b)| a == b)
    };
    let backwards: String = chars.iter().rev().collect();
    different.len() <= FEW_DIFFERENT
        || (1..=LONGEST_REPEATED_UNIT).any(repeats)
        || KEYBOARD_ROWS
            .iter()
            .any(|row| row.contains(text) || row.contains(&backwards))
}

fn is_like_name(text: &str, name: &str) -> bool {
    let backwards: String = name.chars().rev().collect();
    let beside = text.chars().count().saturating_sub(name.chars().count());
    beside < CHARS_BESIDE_NAME && (text.contains(name) || text.contains(&backwards))
        || text.replace(name, "").chars().all(|c| !c.is_alphabetic()) && text.contains(name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use proptest::prelude::*;

    use super::*;

    fn choose(text: &str) -> Result<(), Rejection> {
        Password::choose(text, &Name::parse("Brigitte").unwrap()).map(|_| ())
    }

    #[test]
    fn lengths_are_counted_in_characters_at_their_edges() {
        let mixed = |count: usize| "kq7vz".chars().cycle().take(count).collect::<String>();
        for (text, expected) in [
            (
                mixed(MIN_PASSWORD_CHARS - 1),
                Err(Rejection::PasswordTooShort),
            ),
            (mixed(MIN_PASSWORD_CHARS), Ok(())),
            (mixed(MAX_PASSWORD_CHARS), Ok(())),
            (
                mixed(MAX_PASSWORD_CHARS + 1),
                Err(Rejection::PasswordTooLong),
            ),
            (
                mixed(MAX_PASSWORD_BYTES + 1),
                Err(Rejection::PasswordTooLong),
            ),
            (String::new(), Err(Rejection::PasswordTooShort)),
            // Seven letters, typed with a combining accent each: fourteen scalars before NFC.
            (
                "a\u{301}e\u{301}i\u{301}o\u{301}u\u{301}c\u{301}n\u{301}".to_owned(),
                Err(Rejection::PasswordTooShort),
            ),
            ("😀🎲🧩🛶🪁🧭🪀🎯".to_owned(), Ok(())),
        ] {
            assert_eq!(choose(&text), expected, "{text}");
        }
        let wide: String = "🎲🧩🛶🪁🧭"
            .chars()
            .cycle()
            .take(MAX_PASSWORD_CHARS)
            .collect();
        assert_eq!(choose(&wide), Ok(()), "four bytes a character");
    }

    #[test]
    fn the_same_keys_give_the_same_password_in_either_normal_form() {
        assert_eq!(
            Password::typed("pâtisserie crème"),
            Password::typed("pa\u{302}tisserie cre\u{300}me")
        );
        assert_eq!(
            Password::typed("under the\u{a0}bridge"),
            Password::typed("under the bridge")
        );
        assert_ne!(
            Password::typed("Ｆullwidth8"),
            Password::typed("Fullwidth8")
        );
        assert_ne!(Password::typed("Mixed Case"), Password::typed("mixed case"));
    }

    #[test]
    fn control_characters_are_refused() {
        for text in [
            "tab\tulator9",
            "null\0byte99",
            "line\nbreak99",
            "escape\u{1b}[0m",
        ] {
            assert_eq!(choose(text), Err(Rejection::PasswordCharacter), "{text:?}");
        }
    }

    #[test]
    fn what_attackers_try_first_is_refused() {
        for text in [
            "password",
            "Password1",
            "P@ssw0rd123!",
            "p4ssw0rd",
            "passw0rd!!",
            "12345678",
            "123456789012",
            "87654321",
            "qwertyuiop",
            "poiuytrewq",
            "aaaaaaaa",
            "abababab",
            "abcabcabc",
            "12341234",
            "abcdefgh",
            "iloveyou",
            "i love you",
            "dragon2024",
            "2024dragon",
            "Summer2024!",
            "letmein1!",
            "letmein!!",
            "1q2w3e4r",
            "trustno1",
            "monkey12",
            "zaq12wsx",
            "codebattle",
            "asdfghjkl",
        ] {
            assert_eq!(choose(text), Err(Rejection::PasswordTooCommon), "{text}");
        }
    }

    #[test]
    fn what_is_made_from_the_name_is_refused() {
        for text in [
            "brigitte",
            "Brigitte1",
            "xxBrigittexx",
            "ettigirb",
            "br1gitt3!",
            "brigittebrigitte",
            "brigitte12345678901234",
        ] {
            assert_eq!(choose(text), Err(Rejection::PasswordLikeName), "{text}");
        }
        assert_eq!(choose("brigitte sings well"), Ok(()));
        let hopper = Name::parse("Grace_Hopper").unwrap();
        for text in [
            "gracehopper",
            "grace hopper1",
            "GRACE-HOPPER",
            "r3pp0h3carg",
        ] {
            let refused = Password::choose(text, &hopper);
            assert_eq!(refused, Err(Rejection::PasswordLikeName), "{text}");
        }
    }

    #[test]
    fn uncommon_passwords_are_accepted() {
        for text in [
            "correct horse battery",
            "Tr0ub4dor&3",
            "dragons eat 12 knights",
            "kx7-Qm2p",
            "пароль-не-скажу",
            "dragon83750291",
            "monkey wrench 9",
            "        a b c d",
        ] {
            assert_eq!(choose(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn a_common_word_needs_more_than_the_affix_limit_around_it() {
        let around = |count: usize| format!("dragon{}", &"9264817"[..count]);
        assert_eq!(
            choose(&around(AFFIX_CHARS)),
            Err(Rejection::PasswordTooCommon)
        );
        assert_eq!(choose(&around(AFFIX_CHARS + 1)), Ok(()));
    }

    #[test]
    fn the_list_is_lower_case_and_has_hundreds_of_words() {
        assert!(COMMON.len() > 500, "{}", COMMON.len());
        assert!(COMMON.iter().all(|word| *word == word.to_lowercase()));
    }

    proptest! {
        #[test]
        fn a_chosen_password_can_always_be_typed_again(text in "\\PC{0,140}") {
            let name = Name::parse("Brigitte").unwrap();
            if let Ok(chosen) = Password::choose(&text, &name) {
                prop_assert_eq!(Some(chosen), Password::typed(&text));
            }
        }
    }
}
