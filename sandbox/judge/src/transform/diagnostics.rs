//! What is wrong with a program, as compilers say it.

use std::fmt::Write;

use crate::text::shorten;

/// Most findings that are shown.
const MAX_SHOWN: usize = 5;

/// Longest message of one, in bytes.
const MAX_MESSAGE_BYTES: usize = 300;

/// Characters of a line that are shown to the left of a finding, and to its right.
const MARGIN: usize = 50;

/// A finding: where, in bytes of the program, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Diagnostic {
    pub(super) offset: usize,
    pub(super) message: String,
}

/// Findings as text: each with its place, its line and a mark below it.
pub(super) fn render(source: &str, file: &str, found: &[Diagnostic]) -> String {
    let mut text = String::new();
    for diagnostic in found.iter().take(MAX_SHOWN) {
        let place = Place::of(source, diagnostic.offset);
        let message = shorten(&diagnostic.message, MAX_MESSAGE_BYTES);
        let (line, column) = (place.line, place.column);
        let (excerpt, mark) = place.excerpt();
        let spaces = " ".repeat(mark);
        // Writing to a String cannot fail.
        writeln!(text, "{file}:{line}:{column}: {message}").ok();
        writeln!(text, "    {excerpt}\n    {spaces}^").ok();
    }
    if found.len() > MAX_SHOWN {
        writeln!(text, "[… {} more]", found.len() - MAX_SHOWN).ok();
    }
    text.truncate(text.trim_end().len());
    text
}

/// A place in a text, both counted from 1, columns in characters.
struct Place<'a> {
    line: usize,
    column: usize,
    text: &'a str,
}

impl<'a> Place<'a> {
    fn of(source: &'a str, offset: usize) -> Self {
        let offset = source.floor_char_boundary(offset.min(source.len()));
        let before = &source[..offset];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let end = source[offset..].find('\n');
        let text = &source[start..end.map_or(source.len(), |length| offset + length)];
        Self {
            line: before.matches('\n').count() + 1,
            column: source[start..offset].chars().count() + 1,
            text: text.trim_end_matches('\r'),
        }
    }

    /// The part of the line around the place, and how far in it the place is.
    fn excerpt(&self) -> (String, usize) {
        let at = self.column - 1;
        let from = at.saturating_sub(MARGIN);
        let shown = self.text.chars().skip(from).take(at - from + MARGIN);
        // What would move the mark, or the text around it.
        let plain = |character: char| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        };
        (
            shown.map(plain).collect::<String>().trim_end().to_owned(),
            at - from,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(source: &str, offset: usize) -> String {
        let message = "here".to_owned();
        render(source, "a.ts", &[Diagnostic { offset, message }])
    }

    #[test]
    fn a_finding_is_shown_with_its_line_and_a_mark() {
        assert_eq!(
            one("a\n\tbé = c;\r\nd", 7),
            "a.ts:2:5: here\n     bé = c;\n        ^"
        );
        assert_eq!(one("", 9), "a.ts:1:1: here\n    \n    ^");
    }

    #[test]
    fn long_lines_and_many_findings_are_cut() {
        let source = "x".repeat(10_000);
        let found = Diagnostic {
            offset: 5_000,
            message: "m".repeat(10_000),
        };
        let text = render(&source, "a.ts", &vec![found; 9]);
        assert!(text.starts_with("a.ts:1:5001: mmm"));
        assert!(text.ends_with("[… 4 more]"));
        assert!(text.len() < 3_000, "{}", text.len());
    }
}
