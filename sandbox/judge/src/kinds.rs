//! The kinds of error that may be named of a secret test. A name that a program can choose would
//! carry a secret out, so only the languages' own are shown.

use arena_problems::Language;

/// The name, if it is one of the language's own.
pub(crate) fn shown(language: Language, kind: &str) -> String {
    let own = language.facts().errors.shown.iter().any(|own| own == kind);
    if own {
        kind.to_owned()
    } else {
        "another exception".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_a_program_made_up_is_not_shown() {
        assert_eq!(shown(Language::PYTHON, "KeyError"), "KeyError");
        assert_eq!(shown(Language::PYTHON, "Secret42"), "another exception");
        assert_eq!(shown(Language::JAVASCRIPT, "KeyError"), "another exception");
    }
}
