//! The code that a player starts from: it parses, and names everything that the judge calls.

use arena_runtimes::{Facts, Language, TypeNames};

use crate::signature::{Form, Signature};
use crate::types::Type;

/// The starter of a form in a language; ends with a newline.
pub fn starter_code(form: &Form, language: Language) -> String {
    let facts = language.facts();
    match form {
        Form::Function(signature) | Form::Either(signature) => function(signature, facts),
        Form::Stdin => facts.starter.program.clone(),
    }
}

/// How a language writes a type.
pub fn type_name(names: &TypeNames, ty: &Type) -> String {
    match ty {
        Type::Int => names.int.clone(),
        Type::Float => names.float.clone(),
        Type::Bool => names.bool.clone(),
        Type::String => names.string.clone(),
        Type::List(item) => names
            .list
            .replace("{item}", &type_name(names, item))
            .replace("{Item}", &in_words(item)),
    }
}

/// A type's name in words: `IntList` for a list of ints.
fn in_words(ty: &Type) -> String {
    match ty {
        Type::Int => "Int".into(),
        Type::Float => "Float".into(),
        Type::Bool => "Bool".into(),
        Type::String => "String".into(),
        Type::List(item) => format!("{}List", in_words(item)),
    }
}

fn function(signature: &Signature, facts: &Facts) -> String {
    let starter = &facts.starter;
    let (mut parameters, mut documentation) = (Vec::new(), String::new());
    for parameter in &signature.parameters {
        let (name, ty) = (
            parameter.name_in(facts.names),
            type_name(&facts.types, &parameter.ty),
        );
        let fill = |template: &str| template.replace("{name}", &name).replace("{type}", &ty);
        parameters.push(fill(&starter.parameter));
        documentation.push_str(&fill(&starter.documentation));
    }
    let separator = starter.separator.as_deref().unwrap_or(", ");
    starter
        .function
        .replace("{documentation}", &documentation)
        .replace("{parameters}", &parameters.join(separator))
        .replace("{returns}", &type_name(&facts.types, &signature.returns))
        .replace("{function}", &signature.name_in(facts.names))
}

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
            starter_code(&form(), Language::PYTHON),
            "def longest_walk(grid_rows: list[list[str]], by_night: bool, speed: float) -> list[int]:\n    \
             # Your code here.\n    pass\n"
        );
    }

    #[test]
    fn a_javascript_function_has_jsdoc_types_and_camel_case() {
        assert_eq!(
            starter_code(&form(), Language::JAVASCRIPT),
            "/**\n * @param {string[][]} gridRows\n * @param {boolean} byNight\n \
             * @param {number} speed\n * @returns {number[]}\n */\n\
             function longestWalk(gridRows, byNight, speed) {\n  // Your code here.\n}\n"
        );
    }

    #[test]
    fn every_language_has_a_starter_of_every_form_that_names_the_function() {
        let form = form();
        for &language in Language::all() {
            let facts = language.facts();
            let starter = starter_code(&form, language);
            let name = form.signature().unwrap().name_in(facts.names);
            let mut defining = facts.solutions.define.iter();
            let defines = |define: &String| {
                let begin = define.replace("{function}", &name);
                starter.lines().any(|line| line.starts_with(&begin))
            };
            assert!(defining.any(defines), "{language}: {starter}");
            for code in [starter, starter_code(&Form::Stdin, language)] {
                assert!(code.ends_with('\n') && !code.starts_with('\n'), "{code:?}");
                for left in ["{name}", "{type}", "{item}", "{function}", "{returns}"] {
                    assert!(!code.contains(left), "{language}: {code}");
                }
            }
        }
    }

    #[test]
    fn a_list_is_named_by_its_item_in_code_or_in_words() {
        let names = TypeNames {
            int: "long".into(),
            list: "{Item}List of {item}".into(),
            ..TypeNames::default()
        };
        let ty = "list<list<int>>".parse().unwrap();
        assert_eq!(type_name(&names, &ty), "IntListList of IntList of long");
    }
}
