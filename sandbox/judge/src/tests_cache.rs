//! Test sets on disk: generated once, then loaded by the hash of what they are made from.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use arena_problems::generation::{GenerationError, GenerationPlan};
use arena_problems::{Language, Problem, ProblemId, TestSet, TestSetError};
use arena_runtimes::CacheDirectory;

use crate::engine::Judge;
use crate::limits::THREAD_STACK_BYTES;
use crate::oracle::{GuestOracle, OracleError};
use crate::run::RunError;

/// Why a problem has no tests.
#[derive(Debug, thiserror::Error)]
pub enum TestsError {
    /// Python is needed to generate them.
    #[error("tests of {problem}: {source}")]
    Judge {
        /// The problem.
        problem: ProblemId,
        /// Why not.
        source: RunError,
    },
    /// Its programs do not make them.
    #[error("tests of {problem}: {source}")]
    Generation {
        /// The problem.
        problem: ProblemId,
        /// Why not.
        source: Box<GenerationError<OracleError>>,
    },
    /// The set cannot be named or written.
    #[error("tests of {problem}: {source}")]
    Set {
        /// The problem.
        problem: ProblemId,
        /// Why not.
        source: TestSetError,
    },
    /// The problem has no Python reference.
    #[error("tests of {0}: no Python reference")]
    NoReference(ProblemId),
    /// The cache.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// The tests of a problem, from the cache, or generated and put there. Generating takes seconds.
///
/// # Errors
/// When the problem's programs do not make its tests, or the cache cannot be written.
pub fn load_tests(
    judge: &Judge,
    cache: &CacheDirectory,
    problem: &Problem,
) -> Result<TestSet, TestsError> {
    let id = || problem.id.clone();
    let plan = GenerationPlan::of(problem).ok_or_else(|| TestsError::NoReference(id()))?;
    let python = judge
        .loaded(Language::Python)
        .map_err(|source| TestsError::Judge {
            problem: id(),
            source,
        })?;
    let sources = plan
        .sources_hash(&python.hash.0)
        .map_err(|source| TestsError::Set {
            problem: id(),
            source,
        })?;
    let path = cache.tests().join(format!("{sources}.tests"));
    if let Ok(bytes) = fs::read(&path)
        && let Ok(set) = TestSet::decode(&bytes, sources)
    {
        return Ok(set);
    }
    let set = on_big_stack(|| plan.build(&mut GuestOracle::new(judge, &problem.form)))
        .map_err(|source| TestsError::Io {
            path: path.clone(),
            source,
        })?
        .map_err(|source| TestsError::Generation {
            problem: id(),
            source: Box::new(source),
        })?;
    let bytes = set.encode(sources).map_err(|source| TestsError::Set {
        problem: id(),
        source,
    })?;
    write_private(&path, &bytes).map_err(|source| TestsError::Io { path, source })?;
    Ok(set)
}

/// Runs on a thread that is fit to run guests.
pub(crate) fn on_big_stack<R: Send>(work: impl FnOnce() -> R + Send) -> io::Result<R> {
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(THREAD_STACK_BYTES);
        let thread = builder.spawn_scoped(scope, work)?;
        thread
            .join()
            .map_err(|_| io::Error::other("a judge thread panicked"))
    })
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = path.with_extension(format!("tmp{}", std::process::id()));
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, path)
}
