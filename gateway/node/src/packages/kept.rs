//! Tests of packages that others have replaced: verdicts that they reached can be judged again.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use arena_runtimes::CacheDirectory;

use super::Imported;

/// Keeps the tests of the imported package in `folder`, by their hash, beside those that the arena made.
pub(super) fn keep(folder: &Path, cache: &CacheDirectory) -> anyhow::Result<()> {
    let old = match Imported::load(folder) {
        Ok(old) => old,
        Err(error) => {
            // Nothing was judged with what cannot be loaded, or not since it was changed.
            println!("note: the tests of the package before are not kept: {error:#}");
            return Ok(());
        }
    };
    let tests = cache.tests();
    let keeping = || format!("keep the tests of {} in {}", old.id, tests.display());
    fs::create_dir_all(&tests).with_context(keeping)?;
    let mut file = tempfile::NamedTempFile::new_in(&tests).with_context(keeping)?;
    file.write_all(old.tests().bytes()).with_context(keeping)?;
    file.as_file().sync_all().with_context(keeping)?;
    let path = tests.join(format!("package-{}.tests", old.tests().hash()));
    file.persist(path).with_context(keeping)?;
    Ok(())
}
