//! Math is passed through as it is written.

use super::reader::Reader;
use super::refused::dangerous_in;
use crate::PackageError;

impl Reader<'_> {
    /// `$…$` or `$$…$$`.
    pub(super) fn math(&mut self) -> Result<String, PackageError> {
        let mark = if self.take("$$") { "$$" } else { "$" };
        if mark == "$" {
            self.skip(1);
        }
        let mut length = 0;
        let rest = self.rest();
        loop {
            let Some(next) = rest[length..].find(['$', '\\']) else {
                return Err(self.error("math has no end"));
            };
            length += next;
            if rest[length..].starts_with('\\') {
                // The character after a backslash may be a dollar sign.
                let escaped = rest[length + 1..].chars().next().map_or(0, char::len_utf8);
                length += 1 + escaped;
                continue;
            }
            break;
        }
        let inner = &rest[..length];
        let formula = self.formula(inner)?;
        self.skip(length);
        if !self.take(mark) {
            return Err(self.error("math that begins with $$ must end with $$"));
        }
        Ok(format!("{mark}{formula}{mark}"))
    }

    /// `\(…\)` and `\[…\]`.
    pub(super) fn bracketed(&mut self, end: &str, mark: &str) -> Result<String, PackageError> {
        let inner = self.until(end, "math")?;
        let formula = self.formula(inner)?;
        Ok(format!("{mark}{formula}{mark}"))
    }

    /// Environments of display math.
    pub(super) fn equations(&mut self, name: &str) -> Result<String, PackageError> {
        let inner = self.until(&format!("\\end{{{name}}}"), &format!("\\begin{{{name}}}"))?;
        let formula = self.formula(inner)?;
        let aligned = name.starts_with("align") || name.starts_with("eqnarray");
        Ok(if aligned {
            format!("\n\n$$\\begin{{aligned}}{formula}\\end{{aligned}}$$\n\n")
        } else {
            format!("\n\n$$ {} $$\n\n", formula.trim())
        })
    }

    /// A formula on one paragraph's lines, with constants put in.
    fn formula(&mut self, inner: &str) -> Result<String, PackageError> {
        let mut out = String::new();
        let mut rest = inner;
        while let Some((before, after)) = rest.split_once("\\constant{") {
            out.push_str(before);
            let (name, after) = after
                .split_once('}')
                .ok_or_else(|| self.error("a brace is not closed"))?;
            out.push_str(self.constant(name)?);
            rest = after;
        }
        out.push_str(rest);
        // With what the constants say in it.
        if let Some(command) = dangerous_in(&out) {
            return Err(self.refused(command));
        }
        let lines: Vec<&str> = out
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('%'))
            .collect();
        Ok(lines.join(" "))
    }

    /// The text of a constant.
    pub(super) fn constant(&self, name: &str) -> Result<&str, PackageError> {
        self.constants
            .get(name)
            .ok_or_else(|| self.error(format!("\\constant{{{name}}} is not in problem.yaml")))
    }
}
