//! Text, groups, environments, lists.

use crate::PackageError;
use crate::metadata::Constants;

/// Most groups and environments within each other.
const MAX_NESTING: usize = 32;

/// Where a part of the text ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stop {
    /// At the end of the file.
    End,
    /// At the closing brace, which is taken.
    Group,
    /// At `\end{…}`, which is taken.
    Environment(String),
    /// At `\item` or `\end{…}`, which stay.
    Item(String),
    /// At `&`, `\\` or `\end{…}`, which stay.
    Cell(String),
}

/// Reads a statement from its beginning to its end.
pub(super) struct Reader<'a> {
    path: &'a str,
    text: &'a str,
    at: usize,
    nesting: usize,
    /// Text is for a code span or a title: nothing is escaped or made typographic.
    pub(super) verbatim: bool,
    pub(super) constants: &'a Constants,
    pub(super) title: Option<String>,
    pub(super) illustrations: Vec<String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(path: &'a str, text: &'a str, constants: &'a Constants) -> Self {
        Self {
            path,
            text,
            at: 0,
            nesting: 0,
            verbatim: false,
            constants,
            title: None,
            illustrations: Vec::new(),
        }
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn skip(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.text.len());
    }

    /// Takes a text if it is next.
    pub(super) fn take(&mut self, text: &str) -> bool {
        let next = self.rest().starts_with(text);
        if next {
            self.skip(text.len());
        }
        next
    }

    /// Everything up to a text, which is taken too.
    pub(super) fn until(&mut self, end: &str, what: &str) -> Result<&'a str, PackageError> {
        match self.rest().split_once(end) {
            Some((inner, _)) => {
                self.skip(inner.len() + end.len());
                Ok(inner)
            }
            None => Err(self.error(format!("{what} has no end"))),
        }
    }

    /// An error on the line that is read.
    pub(super) fn error(&self, message: impl Into<String>) -> PackageError {
        let line = 1 + self.text[..self.at].matches('\n').count();
        PackageError::on_line(self.path, line, message)
    }

    /// Spaces and at most one line's end, as after a command.
    pub(super) fn skip_space(&mut self) {
        let rest = self.rest();
        let mut newline = false;
        for (index, c) in rest.char_indices() {
            match c {
                ' ' | '\t' | '\r' => {}
                '\n' if !newline => newline = true,
                _ => {
                    // A blank line is a paragraph's end, not a space.
                    self.skip(if newline && c == '\n' { 0 } else { index });
                    return;
                }
            }
        }
        self.skip(rest.len());
    }

    /// The text of a part as Markdown.
    pub(super) fn body(&mut self, stop: &Stop) -> Result<String, PackageError> {
        self.nesting += 1;
        if self.nesting > MAX_NESTING {
            return Err(self.error(format!("groups are nested deeper than {MAX_NESTING}")));
        }
        let mut out = String::new();
        loop {
            let Some(c) = self.rest().chars().next() else {
                if *stop == Stop::End {
                    break;
                }
                return Err(self.error(match stop {
                    Stop::Group | Stop::End => "a brace is not closed".to_owned(),
                    Stop::Environment(name) | Stop::Item(name) | Stop::Cell(name) => {
                        format!("\\begin{{{name}}} has no \\end{{{name}}}")
                    }
                }));
            };
            if self.stops(stop) {
                break;
            }
            match c {
                '}' => {
                    if *stop != Stop::Group {
                        return Err(self.error("a closing brace has no opening one"));
                    }
                    self.skip(1);
                    break;
                }
                '\\' if self.ends(stop)? => break,
                '\\' => {
                    if self.command(stop, &mut out)? {
                        break;
                    }
                }
                '{' => {
                    self.skip(1);
                    let inner = self.body(&Stop::Group)?;
                    out.push_str(&inner);
                }
                '$' => {
                    let math = self.math()?;
                    out.push_str(&math);
                }
                '%' => {
                    // A comment takes its line's end with it and the next line's beginning.
                    let length = self
                        .rest()
                        .find('\n')
                        .map_or(self.rest().len(), |end| end + 1);
                    self.skip(length);
                    let space =
                        self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
                    self.skip(space);
                }
                '&' | '#' | '^' | '_' => {
                    return Err(self.error(format!("{c} stands outside of math: write \\{c}")));
                }
                c => {
                    self.skip(c.len_utf8());
                    self.character(c, &mut out);
                }
            }
        }
        self.nesting -= 1;
        Ok(out)
    }

    /// Whether a cell or an item ends here; nothing is taken.
    fn stops(&self, stop: &Stop) -> bool {
        let rest = self.rest();
        match stop {
            Stop::Item(name) => {
                starts_with_command(rest, "item") || rest.starts_with(&format!("\\end{{{name}}}"))
            }
            Stop::Cell(name) => {
                rest.starts_with('&')
                    || rest.starts_with("\\\\")
                    || starts_with_command(rest, "tabularnewline")
                    || rest.starts_with(&format!("\\end{{{name}}}"))
            }
            Stop::End | Stop::Group | Stop::Environment(_) => false,
        }
    }

    /// Takes the `\end` that a part ends with; refuses any other.
    fn ends(&mut self, stop: &Stop) -> Result<bool, PackageError> {
        if !starts_with_command(self.rest(), "end") {
            return Ok(false);
        }
        let rest = self.rest();
        let name = rest
            .strip_prefix("\\end{")
            .and_then(|rest| rest.split_once('}'))
            .map(|(name, _)| name);
        match (stop, name) {
            (Stop::Environment(open), Some(name)) if open == name => {
                self.skip("\\end{}".len() + name.len());
                Ok(true)
            }
            (_, Some(name)) => Err(self.error(format!("\\end{{{name}}} has no \\begin{{{name}}}"))),
            (_, None) => Err(self.error("\\end names no environment")),
        }
    }

    /// One character of text.
    fn character(&mut self, c: char, out: &mut String) {
        if self.verbatim {
            out.push(c);
            return;
        }
        let at_start = out.is_empty() || out.ends_with('\n');
        let rest = self.rest();
        match c {
            '~' => out.push('\u{a0}'),
            '-' if rest.starts_with("--") => {
                self.skip(2);
                out.push('—');
            }
            '-' if rest.starts_with('-') => {
                self.skip(1);
                out.push('–');
            }
            '`' if rest.starts_with('`') => {
                self.skip(1);
                out.push('“');
            }
            '\'' if rest.starts_with('\'') => {
                self.skip(1);
                out.push('”');
            }
            '`' => out.push('‘'),
            '\'' => out.push('’'),
            '<' if rest.starts_with('<') => {
                self.skip(1);
                out.push('«');
            }
            '>' if rest.starts_with('>') => {
                self.skip(1);
                out.push('»');
            }
            '*' | '_' | '[' | ']' | '<' | '>' | '|' => {
                out.push('\\');
                out.push(c);
            }
            '+' | '-' | '=' if at_start => {
                out.push('\\');
                out.push(c);
            }
            '.' | ')' if ends_with_number(out) => {
                out.push('\\');
                out.push(c);
            }
            // Indented text would be code.
            ' ' | '\t' if at_start => {}
            '\t' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }

    /// A `{…}` as Markdown.
    pub(super) fn argument(&mut self, command: &str) -> Result<String, PackageError> {
        self.skip_space();
        if !self.take("{") {
            return Err(self.error(format!("\\{command} needs an argument in braces")));
        }
        self.body(&Stop::Group)
    }

    /// A `{…}` as it is written, for names and addresses.
    pub(super) fn raw_argument(&mut self, command: &str) -> Result<&'a str, PackageError> {
        self.skip_space();
        if !self.take("{") {
            return Err(self.error(format!("\\{command} needs an argument in braces")));
        }
        let mut depth = 1;
        for (index, c) in self.rest().char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let inner = &self.rest()[..index];
                self.skip(index + 1);
                return Ok(inner);
            }
        }
        Err(self.error("a brace is not closed"))
    }

    /// A `[…]` that may be left out; it is not looked at.
    pub(super) fn skip_option(&mut self) -> Result<(), PackageError> {
        if self.rest().starts_with('[') {
            self.skip(1);
            self.until("]", "an option")?;
        }
        Ok(())
    }

    /// A `{…}` for a code span or a title.
    pub(super) fn verbatim_argument(&mut self, command: &str) -> Result<String, PackageError> {
        let before = std::mem::replace(&mut self.verbatim, true);
        let inner = self.argument(command);
        self.verbatim = before;
        inner
    }

    /// `itemize` and `enumerate`.
    pub(super) fn list(&mut self, name: &str) -> Result<String, PackageError> {
        self.skip_option()?;
        let stop = Stop::Item(name.to_owned());
        let before = self.body(&stop)?;
        if !before.trim().is_empty() {
            return Err(self.error(format!("text stands before the first \\item of {name}")));
        }
        let mut out = String::new();
        let mut number = 0;
        while self.take("\\item") {
            number += 1;
            self.skip_option()?;
            let item = self.body(&stop)?;
            let marker = if name == "enumerate" {
                format!("{number}. ")
            } else {
                "- ".to_owned()
            };
            let indent = " ".repeat(marker.len());
            for (index, line) in item.trim().lines().enumerate() {
                let start = if index == 0 { &marker } else { &indent };
                out.push_str(if line.is_empty() { "" } else { start });
                out.push_str(line);
                out.push('\n');
            }
        }
        self.take(&format!("\\end{{{name}}}"));
        Ok(format!("\n\n{out}\n"))
    }
}

/// Whether a command of this name, and no longer one, is next.
pub(super) fn starts_with_command(rest: &str, name: &str) -> bool {
    rest.strip_prefix('\\')
        .and_then(|rest| rest.strip_prefix(name))
        .is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// Whether the line so far is a number, which a dot would make a list's item.
fn ends_with_number(out: &str) -> bool {
    let line = out.rsplit('\n').next().unwrap_or("");
    !line.is_empty() && line.bytes().all(|b| b.is_ascii_digit())
}
