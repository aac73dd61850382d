//! Samples, and inputs and outputs as JSON files write them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::json_lines::{Json, JsonError};
use crate::signature::{Form, Signature};
use crate::test_set::{Input, Output};

/// Fewest samples of a problem.
pub const MIN_SAMPLES: usize = 2;

/// Most samples of a problem.
pub const MAX_SAMPLES: usize = 3;

/// Longest note of a sample, in bytes.
pub const MAX_NOTE_BYTES: usize = 300;

/// A public test, shown with the statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// What the solution is given.
    pub input: Input,
    /// A right answer.
    pub output: Output,
    /// A sentence that explains it.
    pub note: Option<String>,
}

impl Form {
    /// Reads an input as `samples.json` and generators write it: an object by parameter name, or
    /// the text of standard input.
    ///
    /// # Errors
    /// A sentence that names the parameter and the place in it.
    pub fn read_input(&self, value: &Value) -> Result<Input, String> {
        match (self, value) {
            (Self::Function(signature) | Self::Either(signature), Value::Object(fields)) => {
                read_arguments(signature, fields)
            }
            (Self::Function(_) | Self::Either(_), _) => {
                Err("input must be an object by parameter name".into())
            }
            (Self::Stdin, Value::String(text)) => Ok(Input::Text(text.clone())),
            (Self::Stdin, _) => Err("input must be the text of standard input".into()),
        }
    }

    /// The reverse of [`Form::read_input`]: what validators are given.
    pub fn write_input(&self, input: &Input) -> Value {
        match (self, input) {
            (
                Self::Function(signature) | Self::Either(signature),
                Input::Arguments(Value::Array(arguments)),
            ) => {
                let names = signature
                    .parameters
                    .iter()
                    .map(|parameter| parameter.name.clone());
                Value::Object(names.zip(arguments.iter().cloned()).collect())
            }
            (_, Input::Arguments(value)) => value.clone(),
            (_, Input::Text(text)) => Value::String(text.clone()),
        }
    }

    /// Reads an output: the function's result, or the text of standard output.
    ///
    /// # Errors
    /// A sentence that says where the value is not of the type.
    pub fn read_output(&self, value: &Value) -> Result<Output, String> {
        match (self, value) {
            (Self::Function(signature) | Self::Either(signature), value) => {
                signature
                    .returns
                    .accepts(value)
                    .map_err(|e| format!("output: {e}"))?;
                Ok(Output::Value(value.clone()))
            }
            (Self::Stdin, Value::String(text)) => Ok(Output::Text(text.clone())),
            (Self::Stdin, _) => Err("output must be the text of standard output".into()),
        }
    }

    /// Whether an answer has this form and the type of the result.
    ///
    /// # Errors
    /// A sentence that says where it has not.
    pub fn accepts_output(&self, output: &Output) -> Result<(), String> {
        match (self, output) {
            (Self::Function(signature) | Self::Either(signature), Output::Value(value)) => {
                signature.returns.accepts(value)
            }
            (Self::Stdin, Output::Text(_)) => Ok(()),
            (Self::Function(_) | Self::Either(_), Output::Text(_)) => {
                Err("text instead of a value".into())
            }
            (Self::Stdin, Output::Value(_)) => Err("a value instead of text".into()),
        }
    }
}

fn read_arguments(signature: &Signature, fields: &Map<String, Value>) -> Result<Input, String> {
    if let Some(name) = fields
        .keys()
        .find(|&name| signature.parameters.iter().all(|p| p.name != *name))
    {
        return Err(format!("input has {name:?}, which is no parameter"));
    }
    let arguments = signature.parameters.iter().map(|parameter| {
        let name = &parameter.name;
        let value = fields
            .get(name)
            .ok_or_else(|| format!("input lacks parameter {name:?}"))?;
        parameter
            .ty
            .accepts(value)
            .map_err(|e| format!("parameter {name:?}: {e}"))?;
        Ok(value.clone())
    });
    Ok(Input::Arguments(Value::Array(
        arguments.collect::<Result<_, String>>()?,
    )))
}

/// Reads `samples.json`.
pub(crate) fn read_samples(text: &str, form: &Form) -> Result<Vec<Sample>, JsonError> {
    let whole = Json::new(text);
    let entries = whole.list()?;
    if !(MIN_SAMPLES..=MAX_SAMPLES).contains(&entries.len()) {
        let found = entries.len();
        return Err(whole.error(format!(
            "a problem has {MIN_SAMPLES} to {MAX_SAMPLES} samples, found {found}"
        )));
    }
    let mut samples: Vec<Sample> = Vec::with_capacity(entries.len());
    for entry in entries {
        let sample = read_sample(&entry, form)?;
        if samples.iter().any(|earlier| earlier.input == sample.input) {
            return Err(entry.error("sample repeats the input of an earlier one"));
        }
        samples.push(sample);
    }
    Ok(samples)
}

fn read_sample(entry: &Json<'_>, form: &Form) -> Result<Sample, JsonError> {
    let (mut input, mut output, mut note) = (None, None, None);
    for (name, part) in entry.object()? {
        match name.as_str() {
            "input" => input = Some(read_sample_input(&part, form)?),
            "output" => {
                output = Some(
                    form.read_output(&part.value()?)
                        .map_err(|e| part.error(e))?,
                );
            }
            "note" => note = Some(read_note(&part)?),
            other => return Err(part.error(format!("unknown field {other:?} of a sample"))),
        }
    }
    let input = input.ok_or_else(|| entry.error("sample lacks \"input\""))?;
    let output = output.ok_or_else(|| entry.error("sample lacks \"output\""))?;
    Ok(Sample {
        input,
        output,
        note,
    })
}

fn read_sample_input(part: &Json<'_>, form: &Form) -> Result<Input, JsonError> {
    if part.is_object() {
        part.object()?;
    }
    let value = part.value()?;
    let whole_error = match form.read_input(&value) {
        Ok(input) => return Ok(input),
        Err(e) => e,
    };
    // The line of the parameter says more than the line of the input.
    if let (Some(signature), Value::Object(_)) = (form.signature(), &value) {
        for (name, field) in part.object()? {
            let Some(parameter) = signature.parameters.iter().find(|p| p.name == name) else {
                return Err(field.error(whole_error));
            };
            if parameter.ty.accepts(&field.value()?).is_err() {
                return Err(field.error(whole_error));
            }
        }
    }
    Err(part.error(whole_error))
}

fn read_note(part: &Json<'_>) -> Result<String, JsonError> {
    match part.value()? {
        Value::String(note) if note.is_empty() || note.len() > MAX_NOTE_BYTES => {
            Err(part.error(format!("a note has 1 to {MAX_NOTE_BYTES} bytes")))
        }
        Value::String(note) => Ok(note),
        _ => Err(part.error("note must be text")),
    }
}
