//! LaTeX statements: a subset becomes Markdown, everything else is refused with its line. No file
//! is read and no command is defined.

mod commands;
mod math;
mod reader;
mod refused;
mod tables;

use super::Converted;
use crate::PackageError;
use crate::metadata::Constants;
use reader::{Reader, Stop};

/// Converts a statement.
pub(super) fn convert(
    path: &str,
    text: &str,
    constants: &Constants,
) -> Result<Converted, PackageError> {
    let plain_title = text.lines().find_map(|line| {
        let rest = line.trim_start().strip_prefix("%%")?.trim_start();
        rest.strip_prefix("plainproblemname:")
            .map(|name| name.trim().to_owned())
    });
    let mut reader = Reader::new(path, text, constants);
    let body = reader.body(&Stop::End)?;
    Ok(Converted {
        title: plain_title.or(reader.title),
        markdown: tidy(&body),
        illustrations: reader.illustrations,
    })
}

/// One blank line between blocks, none at the ends; code is left as it is.
fn tidy(text: &str) -> String {
    let mut result = String::new();
    let mut blank = false;
    let mut code = false;
    for line in text.lines() {
        let fence = line.trim_start_matches(['>', ' ']).starts_with("```");
        code ^= fence;
        if !code && !fence && line.trim().is_empty() {
            blank = !result.is_empty();
            continue;
        }
        if blank {
            result.push('\n');
            blank = false;
        }
        result.push_str(if code { line } else { line.trim_end() });
        result.push('\n');
    }
    result
}

#[cfg(test)]
mod tests;
