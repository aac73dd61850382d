//! Patterns of `submissions.yaml`: `*` within a name, and braces.

use std::fmt;

/// Most patterns that braces may stand for.
const MAX_ALTERNATIVES: usize = 256;

/// A pattern over paths with `/` between their parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob {
    text: String,
    alternatives: Vec<Vec<String>>,
}

impl Glob {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A fragment about braces that do not match or stand for too much.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if text.contains("**") || text.contains(['[', ']']) {
            return Err("uses ** or [ ], which the format does not have".into());
        }
        let mut alternatives = Vec::new();
        expand(text, &mut alternatives)?;
        let parts = |text: String| text.split('/').map(str::to_owned).collect();
        Ok(Self {
            text: text.to_owned(),
            alternatives: alternatives.into_iter().map(parts).collect(),
        })
    }

    /// Whether it matches a path or a folder that the path lies in.
    pub fn matches(&self, path: &str) -> bool {
        let parts: Vec<&str> = path.split('/').collect();
        self.alternatives.iter().any(|pattern| {
            pattern.len() <= parts.len()
                && pattern
                    .iter()
                    .zip(&parts)
                    .all(|(pattern, part)| name_matches(pattern, part))
        })
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Writes out the first braces, and what is left of them after that.
fn expand(text: &str, into: &mut Vec<String>) -> Result<(), String> {
    let Some(open) = text.find('{') else {
        if text.contains('}') {
            return Err("has a closing brace without an opening one".into());
        }
        if into.len() >= MAX_ALTERNATIVES {
            return Err(format!("stands for more than {MAX_ALTERNATIVES} patterns"));
        }
        into.push(text.to_owned());
        return Ok(());
    };
    let mut depth = 0;
    let mut starts = vec![open + 1];
    for (index, c) in text[open..].char_indices() {
        let index = open + index;
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => starts.push(index + 1),
            _ => {}
        }
        if depth == 0 {
            let ends = starts[1..].iter().map(|start| start - 1).chain([index]);
            for (start, end) in starts.iter().zip(ends) {
                let one = format!(
                    "{}{}{}",
                    &text[..open],
                    &text[*start..end],
                    &text[index + 1..]
                );
                expand(&one, into)?;
            }
            return Ok(());
        }
    }
    Err("has an opening brace without a closing one".into())
}

/// One name; the time is the product of both lengths at the most.
fn name_matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn patterns_match_names_folders_and_alternatives() {
        for (pattern, path, matches) in [
            ("accepted", "accepted/a.py", true),
            ("accepted/*", "accepted/a.py", true),
            ("accepted/*", "accepted", false),
            ("*", "accepted/a/b.py", true),
            ("*/a*y", "accepted/a.py", true),
            ("*/a*x", "accepted/a.py", false),
            (
                "wrong_answer/{simple,complex}.py",
                "wrong_answer/complex.py",
                true,
            ),
            ("a.{py,c{,pp}}", "a.cpp", true),
            ("a.{py,c{,pp}}", "a.c", true),
            ("a.{py,c{,pp}}", "a.cp", false),
            ("secret/*-hard", "secret/03-hard", true),
            ("secret/group1", "secret/group1/2", true),
            ("secret/group1", "secret/group12/2", false),
        ] {
            assert_eq!(
                Glob::parse(pattern).unwrap().matches(path),
                matches,
                "{pattern} {path}"
            );
        }
        assert!(Glob::parse("a/**").is_err());
        assert!(Glob::parse("{a").is_err());
        assert!(Glob::parse("a}").is_err());
        assert!(Glob::parse(&"{a,b}".repeat(9)).is_err());
    }
}
