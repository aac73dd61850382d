//! Values as text: how a program reads the arguments of a function's problem, and writes its answer.
//!
//! An `int`, a `float` and a `bool` (`true` or `false`) are a line, a `string` is a line as it is. A list is
//! a line with its length, then its items: numbers and bools on one line with spaces between them,
//! everything else one after the other.

use serde_json::{Number, Value};

use crate::checker::excerpt;
use crate::signature::Signature;
use crate::types::Type;

/// The standard input that stands for these arguments, in the order of the parameters.
///
/// # Errors
/// A sentence, when a text has a line break or the arguments are not of the parameters' types.
pub fn write_arguments(signature: &Signature, arguments: &Value) -> Result<String, String> {
    let values = arguments.as_array().map_or(&[][..], Vec::as_slice);
    if values.len() != signature.parameters.len() {
        return Err("the arguments are not those of the parameters".into());
    }
    let mut text = String::new();
    for (parameter, value) in signature.parameters.iter().zip(values) {
        let wrong = |reason| format!("parameter {:?}: {reason}", parameter.name);
        write(&parameter.ty, value, &mut text).map_err(wrong)?;
    }
    Ok(text)
}

/// The standard output that stands for an answer of this type.
///
/// # Errors
/// As [`write_arguments`].
pub fn write_answer(ty: &Type, value: &Value) -> Result<String, String> {
    let mut text = String::new();
    write(ty, value, &mut text)?;
    Ok(text)
}

/// The answer that a text stands for. Space between numbers does not matter, lines of texts are
/// taken as they are.
///
/// # Errors
/// A sentence for the text's author that says what is not as it should be.
pub fn read_answer(ty: &Type, text: &str) -> Result<Value, String> {
    let mut reader = Reader { rest: text };
    let value = reader.value(ty)?;
    let rest = reader.rest.trim();
    if rest.is_empty() {
        return Ok(value);
    }
    Err(format!(
        "nothing should follow the answer, found {}",
        quoted(rest)
    ))
}

fn write(ty: &Type, value: &Value, text: &mut String) -> Result<(), String> {
    match (ty, value) {
        (Type::List(item), Value::Array(values)) => {
            text.push_str(&format!("{}\n", values.len()));
            if is_word(item) {
                let words = values.iter().map(|value| word(item, value));
                text.push_str(&words.collect::<Result<Vec<_>, _>>()?.join(" "));
                text.push('\n');
                return Ok(());
            }
            values.iter().try_for_each(|value| write(item, value, text))
        }
        (Type::String, Value::String(line)) if line.contains(['\n', '\r']) => Err(format!(
            "{} has a line break, so it cannot be written as a line",
            quoted(line)
        )),
        (Type::String, Value::String(line)) => {
            text.push_str(line);
            text.push('\n');
            Ok(())
        }
        (ty, value) => {
            text.push_str(&word(ty, value)?);
            text.push('\n');
            Ok(())
        }
    }
}

/// Whether values of a type are single words.
fn is_word(ty: &Type) -> bool {
    match ty {
        Type::Int | Type::Float | Type::Bool => true,
        Type::String | Type::List(_) => false,
    }
}

fn word(ty: &Type, value: &Value) -> Result<String, String> {
    ty.accepts(value).map(|()| value.to_string())
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn value(&mut self, ty: &Type) -> Result<Value, String> {
        match ty {
            Type::Int => {
                let word = self.word("an integer")?;
                let number = word.parse::<i64>().map(Value::from);
                number.map_err(|_| format!("expected an integer, found {}", quoted(word)))
            }
            Type::Float => {
                let word = self.word("a number")?;
                let number = word.parse::<f64>().ok().and_then(Number::from_f64);
                let wrong = || format!("expected a number, found {}", quoted(word));
                number.map(Value::Number).ok_or_else(wrong)
            }
            Type::Bool => match self.word("true or false")? {
                "true" => Ok(Value::Bool(true)),
                "false" => Ok(Value::Bool(false)),
                other => Err(format!("expected true or false, found {}", quoted(other))),
            },
            Type::String => Ok(Value::String(self.line()?.to_owned())),
            Type::List(item) => {
                let word = self.word("the length of a list")?;
                let length = word.parse::<usize>();
                let length = length.map_err(|_| {
                    format!("expected the length of a list, found {}", quoted(word))
                })?;
                // Items that are lines begin on the next one.
                if !is_word(item) {
                    self.end_line();
                }
                // Not reserved in advance: a length is only a claim, and every item takes text.
                let mut values = Vec::new();
                for _ in 0..length {
                    values.push(self.value(item)?);
                }
                if is_word(item) {
                    self.end_line();
                }
                Ok(Value::Array(values))
            }
        }
    }

    fn word(&mut self, what: &str) -> Result<&'a str, String> {
        let text = self.rest.trim_start();
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        if end == 0 {
            return Err(format!("expected {what}, but the output ends"));
        }
        let (word, rest) = text.split_at(end);
        self.rest = rest;
        Ok(word)
    }

    fn line(&mut self) -> Result<&'a str, String> {
        if self.rest.is_empty() {
            return Err("expected a line of text, but the output ends".into());
        }
        let (line, rest) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
        self.rest = rest;
        Ok(line.strip_suffix('\r').unwrap_or(line))
    }

    /// Skips what is left of a line if that is only space.
    fn end_line(&mut self) {
        if let Some((line, rest)) = self.rest.split_once('\n')
            && line.trim().is_empty()
        {
            self.rest = rest;
        }
    }
}

fn quoted(text: &str) -> String {
    format!("{:?}", excerpt(text))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::*;
    use crate::signature::Parameter;
    use proptest::prelude::*;
    use serde_json::json;

    fn ty(text: &str) -> Type {
        text.parse().unwrap()
    }

    #[test]
    fn arguments_are_lines_and_lists_begin_with_their_length() {
        let parameter = |(name, of): (&str, &str)| Parameter {
            name: name.into(),
            ty: ty(of),
        };
        let signature = Signature {
            function: "f".into(),
            parameters: [
                ("prices", "list<int>"),
                ("budget", "float"),
                ("names", "list<string>"),
                ("grid", "list<list<bool>>"),
                ("empty", "list<int>"),
                ("last", "string"),
            ]
            .map(parameter)
            .into(),
            returns: Type::Int,
        };
        let arguments = json!([[4, 1, 6], 2.5, ["a b", ""], [[true], []], [], "end"]);
        assert_eq!(
            write_arguments(&signature, &arguments).unwrap(),
            "3\n4 1 6\n2.5\n2\na b\n\n2\n1\ntrue\n0\n\n0\n\nend\n"
        );
    }

    #[test]
    fn an_answer_that_is_not_of_its_type_is_refused_with_a_sentence() {
        for (of, text, error) in [
            ("int", "", "expected an integer, but the output ends"),
            ("int", "1.5", "expected an integer, found \"1.5\""),
            (
                "int",
                "1 2",
                "nothing should follow the answer, found \"2\"",
            ),
            ("float", "nan", "expected a number, found \"nan\""),
            ("bool", "True", "expected true or false, found \"True\""),
            (
                "list<int>",
                "x",
                "expected the length of a list, found \"x\"",
            ),
            (
                "list<int>",
                "2\n1",
                "expected an integer, but the output ends",
            ),
            (
                "list<int>",
                "-1",
                "expected the length of a list, found \"-1\"",
            ),
            (
                "list<string>",
                "1",
                "expected a line of text, but the output ends",
            ),
            (
                "list<int>",
                "99999999999\n1",
                "expected an integer, but the output ends",
            ),
        ] {
            assert_eq!(
                read_answer(&ty(of), text).unwrap_err(),
                error,
                "{of} {text:?}"
            );
        }
        let broken = write_answer(&Type::String, &json!("a\nb")).unwrap_err();
        assert!(broken.contains("line break"), "{broken}");
        assert!(write_answer(&Type::Int, &json!("a")).is_err());
    }

    #[test]
    fn space_between_numbers_does_not_matter() {
        let list = ty("list<list<int>>");
        let answer = json!([[1, 2], [], [3]]);
        for text in [
            "3\n2\n1 2\n0\n\n1\n3\n",
            "3 2 1 2 0 1 3",
            "3\r\n2\r\n1 2\r\n0\r\n\r\n1\r\n3",
        ] {
            assert_eq!(read_answer(&list, text).unwrap(), answer, "{text:?}");
        }
    }

    fn typed() -> impl Strategy<Value = (Type, Value)> {
        let int = (-(1_i64 << 53) + 1..1 << 53).prop_map(|n| (Type::Int, json!(n)));
        let float = proptest::num::f64::NORMAL.prop_map(|x| (Type::Float, json!(x)));
        let truth = any::<bool>().prop_map(|b| (Type::Bool, json!(b)));
        let text = "[^\n\r]{0,8}".prop_map(|s| (Type::String, json!(s)));
        let leaf = prop_oneof![int, float, truth, text];
        leaf.prop_recursive(3, 24, 4, |inner| {
            (inner, 0_usize..4).prop_map(|((item, value), length)| {
                let values = std::iter::repeat_n(value, length).collect();
                (Type::List(Box::new(item)), Value::Array(values))
            })
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back((ty, value) in typed()) {
            let text = write_answer(&ty, &value).unwrap();
            prop_assert_eq!(read_answer(&ty, &text).unwrap(), value, "{}", text);
        }

        #[test]
        fn any_text_is_read_or_refused(of in typed(), text in "[ \n\ra-z0-9.-]{0,40}") {
            drop(read_answer(&of.0, &text));
        }
    }
}
