//! The kinds of error that may be named of a secret test. A name that a program can choose would
//! carry a secret out, so only the languages' own are shown.

use arena_problems::Language;

const PYTHON: &[&str] = &[
    "ArithmeticError",
    "AssertionError",
    "AttributeError",
    "EOFError",
    "Exception",
    "FileNotFoundError",
    "FloatingPointError",
    "ImportError",
    "IndexError",
    "InvalidOperation",
    "JSONDecodeError",
    "KeyError",
    "KeyboardInterrupt",
    "LookupError",
    "MemoryError",
    "ModuleNotFoundError",
    "NameError",
    "NotImplementedError",
    "OSError",
    "OverflowError",
    "PermissionError",
    "RecursionError",
    "RuntimeError",
    "StopIteration",
    "SyntaxError",
    "SystemError",
    "TimeoutError",
    "TypeError",
    "UnboundLocalError",
    "UnicodeDecodeError",
    "UnicodeEncodeError",
    "UnicodeError",
    "ValueError",
    "ZeroDivisionError",
];

const JAVASCRIPT: &[&str] = &[
    "AggregateError",
    "Error",
    "EvalError",
    "InternalError",
    "RangeError",
    "ReferenceError",
    "SyntaxError",
    "TypeError",
    "URIError",
];

/// The name, if it is one of the language's own.
pub(crate) fn shown(language: Language, kind: &str) -> String {
    let known = match language {
        Language::Python => PYTHON,
        Language::JavaScript => JAVASCRIPT,
    };
    let own = known.binary_search(&kind).is_ok();
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
        assert!(PYTHON.is_sorted() && JAVASCRIPT.is_sorted());
        assert_eq!(shown(Language::Python, "KeyError"), "KeyError");
        assert_eq!(shown(Language::Python, "Secret42"), "another exception");
        assert_eq!(shown(Language::JavaScript, "KeyError"), "another exception");
    }
}
