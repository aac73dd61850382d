//! Names that read like the arena's staff, or like nobody.
//!
//! A name is reserved when one of its words is: words end at `_`, `-`, a digit and where capitals begin (`TheAdmin`).
//! The whole name without separators is reserved, too, when it is made of nothing but reserved words and fillers
//! (`arenasupportteam`). Words are compared as look-alikes, without marks and with the usual digits for letters
//! (`4dm1n`, `Аdmin` with a Cyrillic А, `admín`), so that "badminton" and "ecosystem" remain free.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::NameKey;

/// Staff and the machine itself; nobody; and what programs print when there is no name.
const RESERVED: &[&str] = &[
    "admin",
    "admins",
    "administrator",
    "administrators",
    "arena",
    "codebattle",
    "developer",
    "gamemaster",
    "helpdesk",
    "host",
    "judge",
    "mod",
    "moderator",
    "moderators",
    "mods",
    "official",
    "operator",
    "operators",
    "owner",
    "root",
    "security",
    "server",
    "staff",
    "superuser",
    "support",
    "sysadmin",
    "system",
    "sysop",
    "webmaster",
    "anonymous",
    "deleted",
    "everyone",
    "guest",
    "guests",
    "nobody",
    "null",
    "undefined",
    "unknown",
];

/// Words that say nothing by themselves, but go with the ones above.
const FILLERS: &[&str] = &[
    "account", "battle", "code", "crew", "help", "real", "team", "the", "user", "verified",
];

static RESERVED_FORMS: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| RESERVED.iter().map(|word| plain_form(word)).collect());

static FILLER_FORMS: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| FILLERS.iter().map(|word| plain_form(word)).collect());

/// Whether a normalised name may not be registered.
pub(crate) fn is_reserved(name: &str) -> bool {
    let parts = || name.split(['_', '-']);
    let whole: String = parts().collect();
    parts().any(is_reserved_word)
        || capitalised_words(name)
            .iter()
            .any(|word| is_reserved_word(word))
        || is_reserved_word(&whole)
        || is_made_of_reserved_words(&plain_form(&whole))
        || is_made_of_reserved_words(&plain_form(without_outer_digits(&whole)))
}

fn is_reserved_word(word: &str) -> bool {
    [word, without_outer_digits(word)]
        .iter()
        .any(|word| RESERVED_FORMS.contains(&plain_form(word)))
}

fn without_outer_digits(word: &str) -> &str {
    word.trim_matches(|c: char| c.is_ascii_digit())
}

/// What a reader takes a word for: no marks, digits read as letters, look-alikes made one.
fn plain_form(word: &str) -> String {
    let bare: String = word.nfd().filter(|c| !is_combining_mark(*c)).collect();
    let read: String = bare
        .chars()
        .map(|c| match c {
            '3' => 'e',
            '4' => 'a',
            '5' => 's',
            '7' => 't',
            '8' => 'b',
            c => c,
        })
        .collect();
    NameKey::of(&read)
        .as_str()
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .collect()
}

/// The words of `TheAdmin2`, `arenaHQ`: cut before a capital that follows a small letter, and around digits.
fn capitalised_words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut previous = None;
    for c in name.chars() {
        let separates = !c.is_alphabetic() && !is_combining_mark(c);
        let begins = c.is_uppercase() && previous.is_some_and(char::is_lowercase);
        if begins || separates {
            words.push(String::new());
        }
        if !separates && let Some(word) = words.last_mut() {
            word.push(c);
        }
        previous = Some(c);
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a form is a row of reserved words and fillers with a reserved word among them.
fn is_made_of_reserved_words(form: &str) -> bool {
    /// What the text up to an offset can be cut into.
    #[derive(Clone, Copy, PartialEq, PartialOrd)]
    enum Cut {
        Not,
        Fillers,
        Reserved,
    }
    let mut cuts = vec![Cut::Not; form.len() + 1];
    cuts[0] = Cut::Fillers;
    let ends: Vec<usize> = form
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .collect();
    for &end in &ends {
        for start in std::iter::once(0)
            .chain(ends.iter().copied())
            .take_while(|start| *start < end)
        {
            let before = cuts[start];
            if before == Cut::Not {
                continue;
            }
            let word = &form[start..end];
            let now = if RESERVED_FORMS.contains(word) {
                Cut::Reserved
            } else if FILLER_FORMS.contains(word) {
                before
            } else {
                Cut::Not
            };
            if now > cuts[end] {
                cuts[end] = now;
            }
        }
    }
    cuts[form.len()] == Cut::Reserved
}
