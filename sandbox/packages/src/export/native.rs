//! One of the arena's own problems as a package.

use arena_problems::{
    Checker, FUEL_PER_MILLION, Form, IcpcFlags, Input, Language, Output, Problem, RequiredVerdict,
    Source, Test, TestSet, text_form,
};
use uuid::Uuid;

use super::Written;
use crate::FormatVersion;

/// Whose the exported package is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Author {
    /// Named in `problem.yaml`; nobody where it is empty.
    pub name: String,
}

/// The namespace of the UUIDs that exported problems get from their ids.
const NAMESPACE: Uuid = Uuid::from_u128(0x3f9a_6f5c_77b1_4d36_9d2e_51a2_c0de_ba77);

/// Runs the problem's own `validate` on what stands on standard input, with the format's exit codes.
const VALIDATOR_END: &str = r#"

if __name__ == "__main__":
    import sys as _sys

    try:
        validate(_sys.stdin.read())
    except ValueError as _error:
        print(_error, file=_sys.stderr)
        _sys.exit(43)
    _sys.exit(42)
"#;

/// Stands in where the problem's own validator looks at arguments instead of text.
const ANY_TEXT: &str = r#"# The validator of this problem checks the arguments of a function, which is its other form. This one
# checks that there is an input at all.
import sys

sys.exit(42 if sys.stdin.read().strip() else 43)
"#;

/// The files of a problem of the stdin form, with the tests that were made of it.
///
/// # Errors
/// A sentence: the form is a function's, or the checker has no match in the format.
pub fn native(
    problem: &Problem,
    tests: &TestSet,
    format: FormatVersion,
    author: &Author,
) -> Result<Vec<Written>, String> {
    let id = &problem.id;
    match &problem.form {
        Form::Stdin => {}
        Form::Function(_) | Form::Either(_) => {
            return Err(format!(
                "{id} asks for a function: the package format knows only programs that read \
                 standard input"
            ));
        }
    }
    let flags = flags(&problem.checker).map_err(|reason| format!("{id} {reason}"))?;
    let mut files = Vec::new();
    let mut add = |path: String, content: String| {
        files.push(Written {
            path,
            executable: false,
            content: content.into_bytes(),
        });
    };
    add(
        "problem.yaml".into(),
        problem_yaml(problem, tests, format, &flags, author),
    );
    add(
        format!("{}/problem.en.md", format.statement_folder()),
        ended(&problem.statement),
    );
    let (mut samples, mut secrets) = (0, 0);
    for test in &tests.tests {
        let (folder, number) = if test.sample {
            samples += 1;
            ("sample", samples)
        } else {
            secrets += 1;
            ("secret", secrets)
        };
        let name = format!("data/{folder}/{number:03}");
        let (input, answer) = texts(&problem.form, test)
            .map_err(|reason| format!("{id}: test {:?}: {reason}", test.name))?;
        add(format!("{name}.in"), input);
        add(format!("{name}.ans"), answer);
        if format == FormatVersion::V2025_09 && !test.sample {
            add(
                format!("{name}.yaml"),
                format!("description: {}\n", quoted(&test.name)),
            );
        }
    }
    if format == FormatVersion::V2025_09 && !flags.is_empty() {
        for folder in ["sample", "secret"] {
            let list: Vec<String> = flags.iter().map(|flag| quoted(flag)).collect();
            add(
                format!("data/{folder}/test_group.yaml"),
                format!("output_validator_args: [{}]\n", list.join(", ")),
            );
        }
    }
    add("input_validators/validate.py".into(), validator(problem));
    add(
        "generators/generator.py".into(),
        ended(&problem.generator.text),
    );
    add(
        "generators/README.md".into(),
        format!(
            "`generate({})` of `generator.py` made the secret inputs, in this order.\n",
            problem.seed
        ),
    );
    let accepted: Vec<&Source> = match &problem.form {
        Form::Stdin => problem.references.values().collect(),
        Form::Function(_) | Form::Either(_) => problem.programs.iter().collect(),
    };
    for program in accepted {
        add(submission("accepted", program), ended(&program.text));
    }
    let is_program = |source: &Source| {
        let signature = problem.form.signature();
        !signature.is_some_and(|one| one.is_defined_by(&source.text, source.language))
    };
    for wrong in problem
        .wrong
        .iter()
        .filter(|wrong| is_program(&wrong.source))
    {
        let folder = match wrong.verdict {
            RequiredVerdict::Wa => "wrong_answer",
            RequiredVerdict::Tle => "time_limit_exceeded",
            RequiredVerdict::Rte | RequiredVerdict::Mle | RequiredVerdict::Ole => "run_time_error",
        };
        add(submission(folder, &wrong.source), ended(&wrong.source.text));
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// A test as standard input and output.
fn texts(form: &Form, test: &Test) -> Result<(String, String), String> {
    match (form.signature(), &test.input, &test.expected) {
        (_, Input::Text(input), Output::Text(answer)) => Ok((input.clone(), answer.clone())),
        (Some(signature), Input::Arguments(arguments), Output::Value(answer)) => Ok((
            text_form::write_arguments(signature, arguments)?,
            text_form::write_answer(&signature.returns, answer)?,
        )),
        _ => Err("is not text".into()),
    }
}

/// The problem's validator as a program of the format.
fn validator(problem: &Problem) -> String {
    let text = ended(&problem.validator.text);
    match &problem.form {
        Form::Stdin => format!("{text}{VALIDATOR_END}"),
        // What it checks are arguments; their text is as long as there is one value a line.
        Form::Function(_) | Form::Either(_) => ANY_TEXT.to_owned(),
    }
}

fn submission(folder: &str, source: &Source) -> String {
    let name = source.path.rsplit('/').next().unwrap_or(&source.path);
    format!("submissions/{folder}/{name}")
}

/// Flags of the default validator that accept what a checker accepts.
fn flags(checker: &Checker) -> Result<Vec<String>, String> {
    let flags = match checker {
        // One newline at the very end may differ here, none there: tokens are the next wider rule.
        Checker::Exact | Checker::Whitespace => IcpcFlags {
            case_sensitive: true,
            ..IcpcFlags::default()
        },
        Checker::Float { absolute, relative } => IcpcFlags {
            case_sensitive: true,
            float_absolute: Some(*absolute).filter(|tolerance| *tolerance > 0.0),
            float_relative: Some(*relative).filter(|tolerance| *tolerance > 0.0),
            ..IcpcFlags::default()
        },
        Checker::Icpc { flags } => *flags,
        Checker::Unordered => {
            return Err(
                "compares lines in any order, which the default output validator cannot".into(),
            );
        }
    };
    Ok(flags.arguments())
}

fn problem_yaml(
    problem: &Problem,
    tests: &TestSet,
    format: FormatVersion,
    flags: &[String],
    author: &Author,
) -> String {
    let uuid = Uuid::new_v5(&NAMESPACE, problem.id.as_str().as_bytes());
    let memory = tests.limits.memory_bytes >> 20;
    let output = (tests.limits.output_bytes >> 20).max(1);
    let mut lines = vec![
        format!("problem_format_version: {format}"),
        format!("name: {}", quoted(&problem.title)),
        format!("uuid: {uuid}"),
    ];
    let credit = quoted(&author.name);
    match format {
        FormatVersion::V2025_09 => {
            if !author.name.is_empty() {
                lines.push(format!("credits: {credit}"));
            }
            let keywords: Vec<String> =
                problem.techniques.iter().map(|word| quoted(word)).collect();
            lines.push(format!("keywords: [{}]", keywords.join(", ")));
            // The limit itself, not one derived anew: verdicts stay what they are.
            let fuel = tests.limits.fuel_of(Language::PYTHON);
            let milliseconds = fuel.div_ceil(FUEL_PER_MILLION);
            let seconds = format!("{}.{:03}", milliseconds / 1_000, milliseconds % 1_000);
            lines.extend([
                "limits:".to_owned(),
                format!("  time_limit: {seconds}"),
                "  time_resolution: 0.001".to_owned(),
                format!("  memory: {memory}"),
                format!("  output: {output}"),
            ]);
        }
        FormatVersion::Legacy | FormatVersion::LegacyIcpc => {
            if !author.name.is_empty() {
                lines.push(format!("author: {credit}"));
            }
            let keywords: Vec<String> = problem
                .techniques
                .iter()
                .map(|word| word.replace(' ', "-"))
                .collect();
            lines.push(format!("keywords: {}", quoted(&keywords.join(" "))));
            if !flags.is_empty() {
                lines.push(format!("validator_flags: {}", quoted(&flags.join(" "))));
            }
            lines.extend([
                "limits:".to_owned(),
                format!("  memory: {memory}"),
                format!("  output: {output}"),
            ]);
        }
    }
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

/// A text file of the format ends with a newline.
fn ended(text: &str) -> String {
    let mut text = text.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// Text in double quotes, as YAML reads it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            c if c.is_control() => quoted.push_str(&format!("\\x{:02x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
