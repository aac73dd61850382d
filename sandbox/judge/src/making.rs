//! Making a problem's tests: its own programs run in guests, in the judge process.

use arena_problems::generation::{GenerationError, GenerationPlan};
use arena_problems::{Language, PackedTests, Problem};

use crate::engine::Judge;
use crate::oracle::{GuestOracle, OracleError};
use crate::run::RunError;
use crate::verify::Finding;

/// Why there are no tests.
pub(crate) enum NotMade {
    /// The problem's programs do not make them.
    Problem(Finding),
    /// The judge failed; another try may help.
    Fault(String),
}

/// Makes the tests of a problem; takes seconds. The calling thread needs a stack of
/// [`crate::limits::THREAD_STACK_BYTES`].
pub(crate) fn make_tests(judge: &Judge, problem: &Problem) -> Result<PackedTests, NotMade> {
    let python = judge.loaded(Language::PYTHON).map_err(fault)?;
    let plan = GenerationPlan::of(problem)
        .ok_or_else(|| unfit("solutions/reference.py", &"is missing"))?;
    let sources = plan
        .sources_hash(&python.hash.0)
        .map_err(|error| unfit("samples.json", &error))?;
    let made = plan.build(&mut GuestOracle::new(judge, &problem.form));
    let set = made.map_err(|error| match error {
        GenerationError::Run {
            error: OracleError::Judge(error),
            ..
        } => fault(error),
        GenerationError::Run { .. } | GenerationError::Content(_) => unfit(error.path(), &error),
    })?;
    set.pack(sources)
        .map_err(|error| unfit(&problem.generator.path, &error))
}

/// What is wrong with a file of the problem; an error that begins with its path says it once.
fn unfit(path: &str, error: &dyn std::fmt::Display) -> NotMade {
    let text = error.to_string();
    let rest = text
        .strip_prefix(path)
        .and_then(|rest| rest.strip_prefix(": "));
    NotMade::Problem(Finding {
        path: path.to_owned(),
        message: rest.unwrap_or(&text).to_owned(),
    })
}

fn fault(error: RunError) -> NotMade {
    NotMade::Fault(error.to_string())
}
