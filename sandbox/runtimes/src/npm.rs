//! Packages from npm: exactly what a lock file names, and none of their scripts run.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fetch::{StepError, io_error, run};
use crate::files;
use crate::recipe::Recipe;

const HINT: &str = "install Node 20.19 or newer with npm";

/// Installs what the recipe's lock file names into `<tools>/<hash of it and the manifest>`, once, and
/// returns the folder of modules.
pub(crate) fn packages(recipe: &Recipe, tools: &Path) -> Result<PathBuf, StepError> {
    let (manifest, lock) = (
        recipe.file("package.json"),
        recipe.file("package-lock.json"),
    );
    let mut hasher = blake3::Hasher::new();
    hasher.update(&(manifest.len() as u64).to_le_bytes());
    hasher.update(manifest).update(lock);
    let ready = tools.join(format!("npm-{}", hasher.finalize().to_hex()));
    let modules = ready.join("node_modules");
    if ready.is_dir() {
        return Ok(modules);
    }
    let work = ready.with_extension("tmp");
    files::make_empty(&work)?;
    files::write(&work.join("package.json"), manifest)?;
    files::write(&work.join("package-lock.json"), lock)?;
    run(
        "npm ci",
        HINT,
        Command::new("npm")
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .args(["--loglevel", "error"])
            .current_dir(&work),
    )?;
    std::fs::rename(&work, &ready).map_err(io_error(&ready))?;
    Ok(modules)
}

/// Runs a script with Node.
pub(crate) fn node(what: &str, command: &mut Command) -> Result<Vec<u8>, StepError> {
    run(what, HINT, command)
}
