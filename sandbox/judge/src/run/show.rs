//! Inputs and answers as text.

use arena_problems::{Form, Input, Output};
use serde_json::Value;

use crate::limits::MAX_SHOWN_BYTES;
use crate::text::shorten;

/// What a guest is given: the JSON array of arguments, or standard input.
pub(crate) fn input_text(input: &Input) -> String {
    match input {
        Input::Arguments(value) => value.to_string(),
        Input::Text(text) => text.clone(),
    }
}

/// An input for a person: `name = value` lines, or the text.
pub(super) fn show_input(form: &Form, input: &Input) -> String {
    match (form.signature(), input) {
        (Some(signature), Input::Arguments(Value::Array(values))) => {
            let lines = signature.parameters.iter().zip(values);
            lines
                .map(|(parameter, value)| format!("{} = {value}\n", parameter.name))
                .collect()
        }
        (_, input) => input_text(input),
    }
}

pub(super) fn show_output(output: &Output) -> String {
    match output {
        Output::Value(value) => shorten(&value.to_string(), MAX_SHOWN_BYTES),
        Output::Text(text) => shorten(text, MAX_SHOWN_BYTES),
    }
}

/// An answer as a validator reads it.
pub(super) fn output_text(output: &Output) -> String {
    match output {
        Output::Value(value) => value.to_string(),
        Output::Text(text) => text.clone(),
    }
}
