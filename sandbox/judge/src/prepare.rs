//! Getting a language ready to judge: its runtime built and compiled for this machine.

use std::fs;
use std::io;
use std::path::PathBuf;

use arena_runtimes::{BuildError, CacheDirectory, Language, build};

use crate::artifact::{self, ArtifactError};
use crate::engine::engine;

/// Why a language could not be prepared.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// Its runtime could not be built.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// Its runtime could not be compiled.
    #[error("{0}")]
    Compile(String),
    /// The cache cannot be written.
    #[error("{path}: {reason}")]
    Cache {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: io::Error,
    },
}

/// Builds the runtime of a language and compiles it for this machine, unless both are done; tells
/// `progress` each step in words. Judge processes that run already take up what is new.
///
/// # Errors
/// The step that failed, as a sentence.
pub fn prepare(
    cache: &CacheDirectory,
    language: Language,
    progress: &mut dyn FnMut(&str),
) -> Result<(), PrepareError> {
    let runtime = build(cache, language, progress)?;
    let engine = engine(1).map_err(|error| PrepareError::Compile(format!("{error:#}")))?;
    let compiled = artifact::compile(&engine, cache, &runtime, progress);
    if compiled.map_err(|error: ArtifactError| PrepareError::Compile(error.to_string()))? {
        announce(cache).map_err(|reason| PrepareError::Cache {
            path: generation_file(cache),
            reason,
        })?;
    }
    Ok(())
}

/// What has been prepared so far, as a number that grows: a process that was started at another
/// one may lack something.
pub(crate) fn generation(cache: &CacheDirectory) -> u64 {
    fs::metadata(generation_file(cache)).map_or(0, |metadata| metadata.len())
}

fn generation_file(cache: &CacheDirectory) -> PathBuf {
    cache.artifacts().join("generation")
}

/// A byte longer each time.
fn announce(cache: &CacheDirectory) -> io::Result<()> {
    let path = generation_file(cache);
    let mut file = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)?;
    io::Write::write_all(&mut file, b".")
}
