//! The default output validator of the ICPC and Kattis package format, by the text of its version
//! 2025-09: tokens, with the format's own idea of a number.

use serde::{Deserialize, Serialize};

use super::{Mismatch, text::quoted};

/// What the validator is told by its arguments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct IcpcFlags {
    /// Upper and lower case of ASCII letters differ.
    pub case_sensitive: bool,
    /// White space must be the same, at the beginning and the end too.
    pub space_change_sensitive: bool,
    /// Largest difference of two numbers.
    pub float_absolute: Option<f64>,
    /// Largest difference of two numbers as a part of the expected one.
    pub float_relative: Option<f64>,
}

impl IcpcFlags {
    /// Reads the arguments.
    ///
    /// # Errors
    /// A sentence that names the argument.
    pub fn parse<T: AsRef<str>>(arguments: &[T]) -> Result<Self, String> {
        let mut flags = Self::default();
        let mut rest = arguments.iter().map(AsRef::as_ref);
        while let Some(argument) = rest.next() {
            let mut tolerance = || {
                let text = rest
                    .next()
                    .ok_or_else(|| format!("flag {argument} needs a number after it"))?;
                number(text)
                    .filter(|number| *number >= 0.0 && number.is_finite())
                    .ok_or_else(|| format!("{text:?} after {argument} is no tolerance"))
            };
            let once = |taken: bool| {
                if taken {
                    Err(format!(
                        "flag {argument} sets a tolerance that is already set"
                    ))
                } else {
                    Ok(())
                }
            };
            match argument {
                "case_sensitive" => flags.case_sensitive = true,
                "space_change_sensitive" => flags.space_change_sensitive = true,
                "float_absolute_tolerance" => {
                    once(flags.float_absolute.is_some())?;
                    flags.float_absolute = Some(tolerance()?);
                }
                "float_relative_tolerance" => {
                    once(flags.float_relative.is_some())?;
                    flags.float_relative = Some(tolerance()?);
                }
                "float_tolerance" => {
                    let taken = flags.float_absolute.or(flags.float_relative).is_some();
                    once(taken)?;
                    let epsilon = tolerance()?;
                    (flags.float_absolute, flags.float_relative) = (Some(epsilon), Some(epsilon));
                }
                other => {
                    return Err(format!(
                        "unknown flag {other:?} of the default output validator (case_sensitive, \
                         space_change_sensitive, float_absolute_tolerance, \
                         float_relative_tolerance, float_tolerance)"
                    ));
                }
            }
        }
        Ok(flags)
    }

    /// The arguments that say the same.
    pub fn arguments(&self) -> Vec<String> {
        let mut arguments = Vec::new();
        if self.case_sensitive {
            arguments.push("case_sensitive".to_owned());
        }
        if self.space_change_sensitive {
            arguments.push("space_change_sensitive".to_owned());
        }
        for (name, tolerance) in [
            ("float_absolute_tolerance", self.float_absolute),
            ("float_relative_tolerance", self.float_relative),
        ] {
            if let Some(tolerance) = tolerance {
                arguments.extend([name.to_owned(), tolerance.to_string()]);
            }
        }
        arguments
    }

    /// Compares an output with the answer.
    pub(super) fn check(&self, expected: &str, actual: &str) -> Result<(), Mismatch> {
        let (mut expected, mut actual) = (expected, actual);
        let mut index: usize = 1;
        loop {
            let (wanted_space, wanted) = next_token(&mut expected);
            let (found_space, found) = next_token(&mut actual);
            if self.space_change_sensitive && wanted_space != found_space {
                return Err(Mismatch::different(
                    format!("the space before token {index}"),
                    format!("{wanted_space:?}"),
                    shown_space(found_space),
                ));
            }
            let at = format!("token {index}");
            match (wanted, found) {
                ("", "") => return Ok(()),
                ("", found) => return Err(Mismatch::surplus(at, quoted(found))),
                (wanted, "") => return Err(Mismatch::missing(at, quoted(wanted))),
                (wanted, found) if self.same(wanted, found) => index += 1,
                (wanted, found) => {
                    return Err(Mismatch::different(at, quoted(wanted), quoted(found)));
                }
            }
        }
    }

    fn same(&self, wanted: &str, found: &str) -> bool {
        let tolerant = self.float_absolute.or(self.float_relative).is_some();
        if tolerant && let Some(wanted) = number(wanted) {
            let Some(found) = number(found) else {
                return false;
            };
            let difference = (found - wanted).abs();
            let within = |tolerance: Option<f64>, size: f64| {
                tolerance.is_some_and(|tolerance| difference <= tolerance * size)
            };
            return within(self.float_absolute, 1.0) || within(self.float_relative, wanted.abs());
        }
        if self.case_sensitive {
            wanted == found
        } else {
            wanted.eq_ignore_ascii_case(found)
        }
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\x0c' | '\n' | '\r' | '\t' | '\x0b')
}

/// Takes white space and the token after it.
fn next_token<'a>(rest: &mut &'a str) -> (&'a str, &'a str) {
    let start = rest.find(|c| !is_space(c)).unwrap_or(rest.len());
    let (space, after) = rest.split_at(start);
    let (token, after) = after.split_at(after.find(is_space).unwrap_or(after.len()));
    *rest = after;
    (space, token)
}

fn shown_space(space: &str) -> String {
    format!("{:?}", super::excerpt(space))
}

/// A number as the format writes one: decimal, perhaps with an exponent; no `inf`, `nan` or hex.
fn number(token: &str) -> Option<f64> {
    let digits =
        |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = token.strip_prefix(['+', '-']).unwrap_or(token);
    let whole = digits(rest);
    let mut rest = &rest[whole..];
    let mut part = 0;
    if let Some(after) = rest.strip_prefix('.') {
        part = digits(after);
        rest = &after[part..];
    }
    if whole + part == 0 {
        return None;
    }
    if let Some(after) = rest.strip_prefix(['e', 'E']) {
        let after = after.strip_prefix(['+', '-']).unwrap_or(after);
        let exponent = digits(after);
        if exponent == 0 {
            return None;
        }
        rest = &after[exponent..];
    }
    if rest.is_empty() {
        token.parse().ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn accepts(arguments: &str, expected: &str, actual: &str) -> bool {
        let arguments: Vec<&str> = arguments.split_whitespace().collect();
        IcpcFlags::parse(&arguments)
            .unwrap()
            .check(expected, actual)
            .is_ok()
    }

    #[test]
    fn the_default_validator_says_what_the_format_says() {
        for (arguments, expected, actual, accepted) in [
            // Tokens, whatever space is between them.
            ("", "1 2\n", "1 2\n", true),
            ("", "1 2\n", "1 2", true),
            ("", "1 2\n", "\n 1\t\x0b\x0c2\r\n\n", true),
            ("", "1 2", "12", false),
            ("", "1 2", "1", false),
            ("", "1", "1 2", false),
            ("", "", "", true),
            ("", "", " \n", true),
            ("", "", "x", false),
            ("", "a\u{a0}b", "a b", false),
            // Case.
            ("", "Yes", "yES", true),
            ("", "Ä", "ä", false),
            ("case_sensitive", "Yes", "yes", false),
            ("case_sensitive", "Yes", "Yes", true),
            // Space.
            ("space_change_sensitive", "a b\n", "a b\n", true),
            ("space_change_sensitive", "a b\n", "A b\n", true),
            ("space_change_sensitive", "a b\n", "a b", false),
            ("space_change_sensitive", "a b\n", "a  b\n", false),
            ("space_change_sensitive", "a b\n", "a\tb\n", false),
            ("space_change_sensitive", "a b\n", " a b\n", false),
            ("space_change_sensitive", "a b\n", "a b\n\n", false),
            ("space_change_sensitive", "a b\n", "a b\r\n", false),
            // Without a tolerance numbers are text.
            ("", "1.0", "1", false),
            ("", "0", "-0", false),
            ("", "1e3", "1E3", true),
            // With one they are numbers.
            ("float_tolerance 1e-6", "1.0", "1", true),
            ("float_tolerance 1e-6", "0", "-0", true),
            ("float_tolerance 1e-6", "0.0314", "3.14000000e-2", true),
            ("float_tolerance 1e-6", "1000", "1e3", true),
            ("float_tolerance 1e-6", "1000", "+1.E+3", true),
            ("float_tolerance 1e-6", ".5", "0.5", true),
            ("float_tolerance 0", "5", "5.0", true),
            ("float_tolerance 0", "5", "5.0000001", false),
            ("float_tolerance 1e-6", "1", "one", false),
            ("float_tolerance 1e-6", "one", "1", false),
            ("float_tolerance 1e-6", "one", "ONE", true),
            ("float_tolerance 1e-6 case_sensitive", "one", "ONE", false),
            ("float_tolerance 1e-6", "1", "nan", false),
            ("float_tolerance 1e-6", "nan", "NaN", true),
            ("float_tolerance 1e-6", "nan", "0", false),
            ("float_tolerance 1e-6", "1", "inf", false),
            ("float_tolerance 1e-6", "16", "0x10", false),
            ("float_tolerance 1e-6", "0x10", "0X10", true),
            ("float_tolerance 1e-6", "0x10", "16", false),
            ("float_tolerance 1e-6", "1", "1.", true),
            ("float_tolerance 1e-6", "1", ".", false),
            ("float_tolerance 1e-6", "1", "1e", false),
            ("float_tolerance 1e-6", "1", "1f", false),
            ("float_tolerance 1e-6", "1", "1,0", false),
            // Either tolerance is enough; the relative one is of the answer.
            ("float_absolute_tolerance 0.5", "10", "10.5", true),
            ("float_absolute_tolerance 0.5", "10", "10.51", false),
            ("float_absolute_tolerance 0.5", "1000", "1001", false),
            ("float_relative_tolerance 0.1", "100", "110", true),
            ("float_relative_tolerance 0.1", "100", "111", false),
            ("float_relative_tolerance 0.1", "110", "100", true),
            ("float_relative_tolerance 0.1", "0", "0.0", true),
            ("float_relative_tolerance 0.1", "0", "1e-9", false),
            ("float_relative_tolerance 0.1", "-100", "-91", true),
            (
                "float_relative_tolerance 0.1 float_absolute_tolerance 1",
                "1",
                "2",
                true,
            ),
            (
                "float_relative_tolerance 0.1 float_absolute_tolerance 1",
                "100",
                "110",
                true,
            ),
            // More digits than a double has.
            (
                "float_tolerance 1e-9",
                "0.123456789012345678901234567890",
                "0.1234567890",
                true,
            ),
            ("float_tolerance 1e-9", "1e999", "1e999", false),
        ] {
            let found = accepts(arguments, expected, actual);
            assert_eq!(found, accepted, "{arguments:?} {expected:?} {actual:?}");
        }
    }

    #[test]
    fn other_arguments_are_refused_with_a_sentence() {
        for (arguments, sentence) in [
            (
                vec!["float_tolerance"],
                "flag float_tolerance needs a number after it",
            ),
            (
                vec!["float_tolerance", "x"],
                "\"x\" after float_tolerance is no tolerance",
            ),
            (
                vec!["float_tolerance", "-1"],
                "\"-1\" after float_tolerance is no tolerance",
            ),
            (
                vec!["float_tolerance", "nan"],
                "\"nan\" after float_tolerance is no tolerance",
            ),
            (
                vec!["float_tolerance", "1", "float_absolute_tolerance", "1"],
                "flag float_absolute_tolerance sets a tolerance that is already set",
            ),
            (
                vec![
                    "float_relative_tolerance",
                    "1",
                    "float_relative_tolerance",
                    "1",
                ],
                "flag float_relative_tolerance sets a tolerance that is already set",
            ),
            (
                vec!["float_absolute_tolerance", "1", "float_tolerance", "1"],
                "flag float_tolerance sets a tolerance that is already set",
            ),
        ] {
            assert_eq!(IcpcFlags::parse(&arguments).unwrap_err(), sentence);
        }
        let unknown = IcpcFlags::parse(&["case_insensitive"]).unwrap_err();
        assert!(
            unknown.starts_with("unknown flag \"case_insensitive\""),
            "{unknown}"
        );
    }

    #[test]
    fn arguments_are_written_as_they_are_read() {
        let arguments = ["case_sensitive", "float_absolute_tolerance", "0.000001"];
        let flags = IcpcFlags::parse(&arguments).unwrap();
        assert_eq!(flags.arguments(), arguments);
        assert_eq!(IcpcFlags::parse(&flags.arguments()), Ok(flags));
    }
}
