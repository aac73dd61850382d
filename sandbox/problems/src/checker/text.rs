//! Comparison of the stdin form's outputs.

use super::{Mismatch, close, excerpt};

/// The same text, but for one newline at the very end.
pub(super) fn exact(expected: &str, actual: &str) -> Result<(), Mismatch> {
    let (expected, actual) = (
        without_final_newline(expected),
        without_final_newline(actual),
    );
    if expected == actual {
        return Ok(());
    }
    let mut wanted_lines = expected.split('\n');
    let mut found_lines = actual.split('\n');
    let mut line = 1;
    loop {
        let at = format!("line {line}");
        match (wanted_lines.next(), found_lines.next()) {
            (Some(wanted), Some(found)) if wanted == found => line += 1,
            (Some(wanted), Some(found)) => {
                return Err(Mismatch::different(at, quoted(wanted), quoted(found)));
            }
            (Some(wanted), None) => return Err(Mismatch::missing(at, quoted(wanted))),
            (None, Some(found)) => return Err(Mismatch::surplus(at, quoted(found))),
            (None, None) => return Ok(()),
        }
    }
}

/// The same tokens, where `also` may accept a token that is not the same.
pub(super) fn tokens(
    expected: &str,
    actual: &str,
    also: impl Fn(&str, &str) -> bool,
) -> Result<(), Mismatch> {
    let mut wanted_tokens = expected.split_ascii_whitespace();
    let mut found_tokens = actual.split_ascii_whitespace();
    let mut token: usize = 1;
    loop {
        let at = || format!("token {token}");
        match (wanted_tokens.next(), found_tokens.next()) {
            (Some(wanted), Some(found)) if wanted == found || also(wanted, found) => token += 1,
            (Some(wanted), Some(found)) => {
                return Err(Mismatch::different(at(), quoted(wanted), quoted(found)));
            }
            (Some(wanted), None) => return Err(Mismatch::missing(at(), quoted(wanted))),
            (None, Some(found)) => return Err(Mismatch::surplus(at(), quoted(found))),
            (None, None) => return Ok(()),
        }
    }
}

/// Whether two tokens are finite decimal numbers that agree within either tolerance.
pub(super) fn within(expected: &str, actual: &str, absolute: f64, relative: f64) -> bool {
    match (expected.parse::<f64>(), actual.parse::<f64>()) {
        (Ok(expected), Ok(actual)) => close(expected, actual, absolute, relative),
        _ => false,
    }
}

/// The same lines in any order, each as often.
pub(super) fn unordered_lines(expected: &str, actual: &str) -> Result<(), Mismatch> {
    let wanted = sorted_lines(expected);
    let found = sorted_lines(actual);
    let (mut w, mut f) = (0, 0);
    let mut missing: Option<(usize, &str)> = None;
    let mut surplus: Option<(usize, &str)> = None;
    while w < wanted.len() || f < found.len() {
        match (wanted.get(w), found.get(f)) {
            (Some((wanted, _)), Some((found, _))) if wanted == found => {
                w += 1;
                f += 1;
            }
            (Some((line, index)), other) if other.is_none_or(|(found, _)| line < found) => {
                missing = earlier(missing, (*index, line));
                w += 1;
            }
            (_, Some((line, index))) => {
                surplus = earlier(surplus, (*index, line));
                f += 1;
            }
            (_, None) => break,
        }
    }
    match (surplus, missing) {
        (Some((index, line)), _) => Err(Mismatch::surplus(
            format!("line {}", index + 1),
            quoted(line),
        )),
        (None, Some((_, line))) => Err(Mismatch::missing(String::new(), quoted(line))),
        (None, None) => Ok(()),
    }
}

fn earlier<'a>(
    known: Option<(usize, &'a str)>,
    candidate: (usize, &'a str),
) -> Option<(usize, &'a str)> {
    Some(known.map_or(candidate, |known| known.min(candidate)))
}

fn sorted_lines(text: &str) -> Vec<(&str, usize)> {
    let text = without_final_newline(text);
    if text.is_empty() {
        return Vec::new();
    }
    let mut lines: Vec<_> = text
        .split('\n')
        .map(str::trim_end)
        .enumerate()
        .map(|(i, line)| (line, i))
        .collect();
    lines.sort_unstable();
    lines
}

fn without_final_newline(text: &str) -> &str {
    text.strip_suffix('\n').unwrap_or(text)
}

pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", excerpt(text))
}
