//! Packed test sets on disk, by the hash of what they are made from.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use arena_problems::generation::GenerationPlan;
use arena_problems::{Hash32, PackedTests, Problem, TestSetError};
use arena_runtimes::CacheDirectory;

/// The place of one problem's tests.
pub(crate) struct Place {
    pub(crate) path: PathBuf,
    sources: Hash32,
}

impl Place {
    /// Where the tests are that `python`, a runtime, makes from the problem as it is now.
    pub(crate) fn of(
        cache: &CacheDirectory,
        python: Hash32,
        problem: &Problem,
    ) -> Result<Self, TestSetError> {
        let plan = GenerationPlan::of(problem)
            .ok_or_else(|| TestSetError::Encode("there is no Python reference".into()))?;
        let sources = plan.sources_hash(&python.0)?;
        Ok(Self {
            path: cache.tests().join(format!("{sources}.tests")),
            sources,
        })
    }

    /// The tests, if they are there and sound.
    pub(crate) fn read(&self) -> Option<PackedTests> {
        let packed = PackedTests::read(fs::read(&self.path).ok()?).ok()?;
        (packed.sources() == self.sources).then_some(packed)
    }

    /// Takes what a judge process made, if it is what belongs here.
    pub(crate) fn accept(&self, bytes: Vec<u8>) -> Result<PackedTests, TestSetError> {
        let packed = PackedTests::read(bytes)?;
        if packed.sources() == self.sources {
            Ok(packed)
        } else {
            Err(TestSetError::Damaged)
        }
    }

    /// Puts tests there for the next time.
    pub(crate) fn keep(&self, packed: &PackedTests) -> io::Result<()> {
        write_private(&self.path, packed.bytes())
    }
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
