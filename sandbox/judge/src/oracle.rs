//! Running a problem's own programs in guests.

use arena_problems::generation::Oracle;
use arena_problems::{Form, Input, Language, Output, Source};
use serde_json::{Value, json};

use crate::engine::Judge;
use crate::guest::{Called, Finish, GuestLimits, Reply};
use crate::limits::MAX_TRANSFER_BYTES;
use crate::run::{RunError, input_text};
use crate::session::{Session, Shape};
use crate::transform;

/// Fuel of a tool, and of a solution whose answers are wanted.
const TOOL_FUEL: u64 = 400_000_000_000;

/// Memory of a tool.
const TOOL_MEMORY_BYTES: u64 = 2 << 30;

/// Randomness of a tool beyond its seed argument: always the same.
const TOOL_SEED: &[u8; 32] = b"code-battle-arena: problem tools";

/// Why a problem's program gave no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OracleError {
    /// The program failed.
    #[error("{0}")]
    Program(String),
    /// The judge did.
    #[error(transparent)]
    Judge(#[from] RunError),
}

/// Runs tools and solutions of one problem, on the calling thread.
pub(crate) struct GuestOracle<'a> {
    judge: &'a Judge,
    form: &'a Form,
}

const VALIDATE_ALL: &str = "

def arena_validate_all(inputs):
    findings = []
    for value in inputs:
        try:
            validate(value)
            findings.append(None)
        except ValueError as error:
            findings.append(str(error) or 'refused without a reason')
    return findings
";

const SMALL_ALL: &str = "

def arena_small_all(count):
    return [small(seed) for seed in range(count)]
";

impl<'a> GuestOracle<'a> {
    pub(crate) fn new(judge: &'a Judge, form: &'a Form) -> Self {
        Self { judge, form }
    }

    fn start(&self, language: Language) -> Result<Session, OracleError> {
        let limits = GuestLimits {
            fuel: TOOL_FUEL,
            memory_bytes: TOOL_MEMORY_BYTES,
            output_bytes: MAX_TRANSFER_BYTES as u64 / 2,
            patience: self.judge.patience(),
        };
        let loaded = self.judge.loaded(language)?;
        Session::start(loaded, limits, TOOL_SEED)
            .map_err(|error| RunError::Fault(format!("start a guest: {error:#}")).into())
    }

    fn prepared(
        &self,
        source: &Source,
        code: &str,
        shape: Shape<'_>,
    ) -> Result<Session, OracleError> {
        let mut session = self.start(source.language)?;
        let called = session.prepare(TOOL_FUEL, source.language, code, shape);
        match called.finish {
            Finish::Reply(Reply::Ready) => Ok(session),
            _ => Err(program_error(source, called)),
        }
    }

    /// Calls one function of a tool once; `more` is added to the tool's code.
    fn tool(
        &self,
        source: &Source,
        more: &str,
        function: &str,
        arguments: &Value,
    ) -> Result<String, OracleError> {
        let code = format!("{}{more}", source.text);
        let shape = Shape::Function {
            entry: function,
            signature: None,
        };
        let mut session = self.prepared(source, &code, shape)?;
        let called = session.call(TOOL_FUEL, &arguments.to_string());
        match called.finish {
            Finish::Reply(Reply::Value(json)) => Ok(json),
            _ => Err(program_error(source, called)),
        }
    }

    /// The inputs `small(0)` to `small(count - 1)`, as JSON.
    pub(crate) fn small(&self, generator: &Source, count: u64) -> Result<Vec<Value>, OracleError> {
        let json = self.tool(generator, SMALL_ALL, "arena_small_all", &json!([count]))?;
        serde_json::from_str(&json).map_err(|error| OracleError::Program(format!("small: {error}")))
    }

    fn one(
        &self,
        source: &Source,
        session: &mut Session,
        input: &Input,
    ) -> Result<Output, OracleError> {
        session.state().stdout.clear();
        session.state().stderr.clear();
        let called = session.call(TOOL_FUEL, &input_text(input));
        match (&called.finish, self.form) {
            (Finish::Reply(Reply::Value(json)), Form::Function(_) | Form::Either(_)) => {
                serde_json::from_str(json)
                    .map(Output::Value)
                    .map_err(|error| OracleError::Program(format!("its answer: {error}")))
            }
            (Finish::Reply(Reply::Done | Reply::Exit(0)), Form::Stdin) => Ok(Output::Text(
                String::from_utf8_lossy(&session.state().stdout).into_owned(),
            )),
            _ => Err(program_error(source, called)),
        }
    }
}

impl Oracle for GuestOracle<'_> {
    type Error = OracleError;

    fn generate(&mut self, generator: &Source, seed: u64) -> Result<String, OracleError> {
        self.tool(generator, "", "generate", &json!([seed]))
    }

    fn validate(
        &mut self,
        validator: &Source,
        inputs: &[Value],
    ) -> Result<Vec<Result<(), String>>, OracleError> {
        let arguments = json!([inputs]);
        let json = self.tool(validator, VALIDATE_ALL, "arena_validate_all", &arguments)?;
        let findings: Vec<Option<String>> = serde_json::from_str(&json)
            .map_err(|error| OracleError::Program(format!("findings: {error}")))?;
        Ok(findings
            .into_iter()
            .map(|finding| finding.map_or(Ok(()), Err))
            .collect())
    }

    fn answer(&mut self, solution: &Source, inputs: &[Input]) -> Result<Vec<Output>, OracleError> {
        let naming = solution.language.facts().names;
        let name = match self.form {
            Form::Function(signature) | Form::Either(signature) => signature.name_in(naming),
            Form::Stdin => String::new(),
        };
        let shape = match self.form {
            Form::Function(signature) | Form::Either(signature) => Shape::Function {
                entry: &name,
                signature: Some(signature),
            },
            Form::Stdin => Shape::Program,
        };
        // Python can run one program again in one guest; others consume it.
        let reusable = shape != Shape::Program || solution.language == Language::PYTHON;
        let made = transform::of(solution.language, &solution.text)
            .map_err(|message| OracleError::Program(named(solution, &message)))?;
        let code = made.as_ref().map_or(&solution.text, |made| &made.code);
        let explain = |error| match (error, &made) {
            (OracleError::Program(text), Some(made)) => {
                OracleError::Program(named(solution, &made.restore(&text)))
            }
            (error, _) => error,
        };
        let prepare = || self.prepared(solution, code, shape).map_err(explain);
        let mut session = prepare()?;
        let mut answers = Vec::with_capacity(inputs.len());
        for (index, input) in inputs.iter().enumerate() {
            if index > 0 && !reusable {
                session = prepare()?;
            }
            answers.push(
                self.one(solution, &mut session, input)
                    .map_err(explain)
                    .map_err(|error| match error {
                        OracleError::Program(text) => {
                            OracleError::Program(format!("input {}: {text}", index + 1))
                        }
                        OracleError::Judge(error) => OracleError::Judge(error),
                    })?,
            );
        }
        Ok(answers)
    }
}

/// Why a program gave no answer; lines of its code are named by its file.
fn program_error(source: &Source, called: Called) -> OracleError {
    let text = match called.finish {
        Finish::Fault(text) => return RunError::Fault(text).into(),
        Finish::OutOfFuel => "it ran out of fuel".to_owned(),
        Finish::OutputLimit => "it printed too much".to_owned(),
        Finish::StackOverflow => "its recursion is too deep".to_owned(),
        Finish::Crash(text) => text,
        Finish::Reply(reply) => match reply {
            Reply::Syntax(text) | Reply::Unfit(text) | Reply::Error { text, .. } => text,
            Reply::Overflow => "its answer is too long".to_owned(),
            Reply::Missing => "it lacks the function".to_owned(),
            Reply::Exit(status) => format!("it exited with status {status}"),
            Reply::Ready | Reply::Done | Reply::Value(_) => {
                "it answered in another form".to_owned()
            }
        },
    };
    OracleError::Program(named(source, &text))
}

/// A text with the file's name for what the guest calls every program.
fn named(source: &Source, text: &str) -> String {
    let name = format!("solution.{}", source.language.extension());
    text.replace(&name, &source.path)
}
