//! Commands that no statement may use, neither in its text nor in a formula.

use super::reader::Reader;
use crate::PackageError;

/// Commands that reach for files or change the language: refused with a reason of their own.
pub(super) const DANGEROUS: [&str; 30] = [
    "input",
    "include",
    "includeonly",
    "lstinputlisting",
    "verbatiminput",
    "openin",
    "openout",
    "read",
    "write",
    "immediate",
    "special",
    "def",
    "edef",
    "gdef",
    "xdef",
    "let",
    "newcommand",
    "renewcommand",
    "providecommand",
    "newenvironment",
    "renewenvironment",
    "newif",
    "csname",
    "catcode",
    "usepackage",
    "documentclass",
    "directlua",
    "expandafter",
    "loop",
    "newread",
];

impl Reader<'_> {
    /// The error about a command outside of the subset.
    pub(super) fn refused(&self, name: &str) -> PackageError {
        if DANGEROUS.contains(&name) {
            return self.error(format!(
                "the command \\{name} is refused: a statement reads no files and defines no commands"
            ));
        }
        self.error(format!("the command \\{name} is not supported"))
    }
}

/// The first command in a formula that none may use.
pub(super) fn dangerous_in(formula: &str) -> Option<&str> {
    let mut rest = formula;
    while let Some((_, after)) = rest.split_once('\\') {
        let letters = after.find(|c: char| !c.is_ascii_alphabetic());
        let (name, behind) = after.split_at(letters.unwrap_or(after.len()));
        if DANGEROUS.contains(&name) {
            return Some(name);
        }
        // Of another command than a word, the one character is the name: `\\` ends a line.
        let mut characters = behind.chars();
        if name.is_empty() {
            characters.next();
        }
        rest = characters.as_str();
    }
    None
}
