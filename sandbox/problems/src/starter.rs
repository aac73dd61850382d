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
