//! Comparison of the function form's values.

use serde_json::{Number, Value};

use super::{MAX_VALUE_DEPTH, Mismatch, MismatchReason, close, excerpt_of_value};
use crate::canonical::{Encoder, Numbers, TooDeep};
use crate::hash::Hash32;

/// Compares two values of the same shape, numbers by `numbers`.
pub(super) fn same(
    expected: &Value,
    actual: &Value,
    numbers: impl Fn(&Number, &Number) -> bool,
) -> Result<(), Mismatch> {
    let mut path = Vec::new();
    compare(expected, actual, &numbers, &mut path).map_err(|reason| {
        let at = path.iter().map(|index| format!("[{index}]")).collect();
        Mismatch { at, reason }
    })
}

fn compare(
    expected: &Value,
    actual: &Value,
    numbers: &impl Fn(&Number, &Number) -> bool,
    path: &mut Vec<usize>,
) -> Result<(), MismatchReason> {
    let equal = match (expected, actual) {
        (Value::Number(expected), Value::Number(actual)) => numbers(expected, actual),
        (Value::Array(expected), Value::Array(actual)) => {
            if path.len() == MAX_VALUE_DEPTH {
                return Err(MismatchReason::TooDeep);
            }
            let (expected_length, length) = (expected.len(), actual.len());
            if expected_length != length {
                return Err(MismatchReason::Length {
                    expected: expected_length,
                    found: length,
                });
            }
            for (index, (expected, actual)) in expected.iter().zip(actual).enumerate() {
                path.push(index);
                compare(expected, actual, numbers, path)?;
                path.pop();
            }
            true
        }
        (Value::Null, Value::Null) => true,
        (Value::Bool(expected), Value::Bool(actual)) => expected == actual,
        (Value::String(expected), Value::String(actual)) => expected == actual,
        // No type has objects, so an object is never expected.
        _ => false,
    };
    if equal {
        return Ok(());
    }
    Err(MismatchReason::Different {
        expected: excerpt_of_value(expected),
        found: excerpt_of_value(actual),
    })
}

/// Whether two numbers are the same one, however they are written.
pub(super) fn exactly(expected: &Number, actual: &Number) -> bool {
    if expected == actual {
        return true;
    }
    match (expected.is_f64(), actual.is_f64()) {
        (false, false) => false,
        (true, true) => expected.as_f64() == actual.as_f64(),
        // The canonical encoding knows exactly which integer a float is.
        (true, false) | (false, true) => {
            let code = |number: &Number| {
                let mut encoder = Encoder::default();
                encoder
                    .value(&Value::Number(number.clone()), Numbers::ByValue)
                    .map(|()| encoder.plain_hash())
            };
            code(expected) == code(actual)
        }
    }
}

/// Whether two numbers agree within either tolerance.
pub(super) fn within(expected: &Number, actual: &Number, absolute: f64, relative: f64) -> bool {
    match (expected.as_f64(), actual.as_f64()) {
        (Some(expected), Some(actual)) => close(expected, actual, absolute, relative),
        _ => false,
    }
}

/// Compares two lists as multisets: their elements' hashes, sorted.
pub(super) fn unordered(expected: &Value, actual: &Value) -> Result<(), Mismatch> {
    let (Value::Array(wanted), Value::Array(found)) = (expected, actual) else {
        return same(expected, actual, exactly);
    };
    let too_deep = |TooDeep| Mismatch {
        at: String::new(),
        reason: MismatchReason::TooDeep,
    };
    let mut wanted_codes = sorted_codes(wanted)
        .map_err(too_deep)?
        .into_iter()
        .peekable();
    let mut found_codes = sorted_codes(found)
        .map_err(too_deep)?
        .into_iter()
        .peekable();
    let mut missing: Option<usize> = None;
    let mut surplus: Option<usize> = None;
    loop {
        match (wanted_codes.peek(), found_codes.peek()) {
            (None, None) => break,
            (Some((wanted, _)), Some((found, _))) if wanted == found => {
                wanted_codes.next();
                found_codes.next();
            }
            (Some((wanted, index)), other) if other.is_none_or(|(found, _)| wanted < found) => {
                missing = Some(missing.map_or(*index, |earlier| earlier.min(*index)));
                wanted_codes.next();
            }
            (_, Some((_, index))) => {
                surplus = Some(surplus.map_or(*index, |earlier| earlier.min(*index)));
                found_codes.next();
            }
            (Some(_), None) => break,
        }
    }
    match (surplus, missing) {
        (Some(index), _) => Err(Mismatch::surplus(
            format!("[{index}]"),
            excerpt_of_value(&found[index]),
        )),
        (None, Some(index)) => Err(Mismatch::missing(
            String::new(),
            excerpt_of_value(&wanted[index]),
        )),
        (None, None) => Ok(()),
    }
}

fn sorted_codes(values: &[Value]) -> Result<Vec<(Hash32, usize)>, TooDeep> {
    let mut encoder = Encoder::default();
    let mut codes = Vec::with_capacity(values.len());
    for (index, value) in values.iter().enumerate() {
        encoder.clear();
        encoder.element(value, Numbers::ByValue)?;
        codes.push((encoder.plain_hash(), index));
    }
    codes.sort_unstable();
    Ok(codes)
}
