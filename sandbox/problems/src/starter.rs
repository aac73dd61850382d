//! The code that a player starts from: it parses, and names everything that the judge calls.

use crate::names::Language;
use crate::signature::{Form, Signature};

/// The starter of a form in a language; ends with a newline.
pub fn starter_code(form: &Form, language: Language) -> String {
    match (form, language) {
        (Form::Function(signature), Language::Python) => python_function(signature),
        (Form::Function(signature), Language::JavaScript) => javascript_function(signature),
        (Form::Stdin, Language::Python) => PYTHON_PROGRAM.into(),
        (Form::Stdin, Language::JavaScript) => JAVASCRIPT_PROGRAM.into(),
    }
}

fn python_function(signature: &Signature) -> String {
    let hints = signature
        .parameters
        .iter()
        .map(|p| format!("{}: {}", p.name, p.ty.python()));
    let (name, returns) = (signature.python_name(), signature.returns.python());
    let parameters = hints.collect::<Vec<_>>().join(", ");
    format!("def {name}({parameters}) -> {returns}:\n    # Your code here.\n    pass\n")
}

fn javascript_function(signature: &Signature) -> String {
    let mut code = String::from("/**\n");
    for parameter in &signature.parameters {
        let (ty, name) = (parameter.ty.javascript(), parameter.javascript_name());
        code.push_str(&format!(" * @param {{{ty}}} {name}\n"));
    }
    code.push_str(&format!(
        " * @returns {{{}}}\n */\n",
        signature.returns.javascript()
    ));
    let names: Vec<_> = signature
        .parameters
        .iter()
        .map(|p| p.javascript_name())
        .collect();
    let name = signature.javascript_name();
    code.push_str(&format!(
        "function {name}({}) {{\n  // Your code here.\n}}\n",
        names.join(", ")
    ));
    code
}

const PYTHON_PROGRAM: &str = "\
import sys


def main() -> None:
    lines = sys.stdin.read().splitlines()
    # Your code here: read from lines, print the answer.


main()
";

const JAVASCRIPT_PROGRAM: &str = "\
const lines = require('fs').readFileSync(0, 'utf8').split('\\n');
// Your code here: read from lines, console.log the answer.
";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::*;
    use crate::signature::Parameter;

    fn form() -> Form {
        let parameter = |name: &str, ty: &str| Parameter {
            name: name.into(),
            ty: ty.parse().unwrap(),
        };
        Form::Function(Signature {
            function: "longest_walk".into(),
            parameters: vec![
                parameter("grid_rows", "list<list<string>>"),
                parameter("by_night", "bool"),
                parameter("speed", "float"),
            ],
            returns: "list<int>".parse().unwrap(),
        })
    }

    #[test]
    fn a_python_function_has_type_hints() {
        assert_eq!(
            starter_code(&form(), Language::Python),
            "def longest_walk(grid_rows: list[list[str]], by_night: bool, speed: float) -> list[int]:\n    \
             # Your code here.\n    pass\n"
        );
    }

    #[test]
    fn a_javascript_function_has_jsdoc_types_and_camel_case() {
        assert_eq!(
            starter_code(&form(), Language::JavaScript),
            "/**\n * @param {string[][]} gridRows\n * @param {boolean} byNight\n \
             * @param {number} speed\n * @returns {number[]}\n */\n\
             function longestWalk(gridRows, byNight, speed) {\n  // Your code here.\n}\n"
        );
    }

    #[test]
    fn programs_read_all_of_their_input() {
        assert!(starter_code(&Form::Stdin, Language::Python).contains("sys.stdin.read()"));
        assert!(
            starter_code(&Form::Stdin, Language::JavaScript).contains("readFileSync(0, 'utf8')")
        );
    }
}
