//! Running the package clients and build tools, and saying clearly what went wrong.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::files;
use crate::recipe::Recipe;

/// How much of a failed tool's output an error carries, in bytes, from its end.
const OUTPUT_SHOWN: usize = 4096;

/// A step that did not work.
#[derive(Debug, thiserror::Error)]
pub enum StepError {
    /// The tool is not installed.
    #[error("{tool} is needed and was not found: {hint}")]
    Missing {
        /// The program.
        tool: String,
        /// What to install.
        hint: &'static str,
    },
    /// The tool ran and failed.
    #[error("{what} failed: {output}")]
    Failed {
        /// The step.
        what: String,
        /// The end of its output.
        output: String,
    },
    /// What was fetched is not what is pinned.
    #[error("{what} does not have the pinned content: expected {expected}, found {found}")]
    Checksum {
        /// The package.
        what: String,
        /// The pinned hash.
        expected: String,
        /// The hash of what came.
        found: String,
    },
    /// A pinned source no longer has the text that a patch replaces.
    #[error("patch of {file}: its text was found {found} times, not once")]
    Patch {
        /// The file.
        file: String,
        /// How often.
        found: usize,
    },
    /// The file system.
    #[error("{path}: {reason}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: io::Error,
    },
    /// A licence text is not there.
    #[error(
        "the licence of {component}: {file} is not in what was fetched, or empty: \
         correct [licences] in language.toml"
    )]
    Licence {
        /// Whose.
        component: String,
        /// What is missing.
        file: String,
    },
    /// The descriptor lacks something.
    #[error("the recipe has no {0}")]
    Descriptor(&'static str),
}

pub(crate) fn io_error(path: &Path) -> impl FnOnce(io::Error) -> StepError {
    let path = path.to_owned();
    move |reason| StepError::Io { path, reason }
}

/// Runs a tool to its end; its output is the answer's standard output.
pub(crate) fn run(
    what: &str,
    hint: &'static str,
    command: &mut Command,
) -> Result<Vec<u8>, StepError> {
    let tool = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|reason| match reason.kind() {
            io::ErrorKind::NotFound => StepError::Missing { tool, hint },
            _ => StepError::Io {
                path: tool.into(),
                reason,
            },
        })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let mut text = output.stdout;
    text.extend_from_slice(&output.stderr);
    let from = text.len().saturating_sub(OUTPUT_SHOWN);
    Err(StepError::Failed {
        what: what.to_owned(),
        output: String::from_utf8_lossy(&text[from..]).trim().to_owned(),
    })
}

pub(crate) const PYTHON_HINT: &str = "install Python 3.9 or newer with pip";
pub(crate) const CARGO_HINT: &str = "install Rust with cargo";

/// Installs the recipe's pinned Python packages into `<tools>/<hash of the requirements>`, once, and
/// returns it.
pub(crate) fn python_packages(recipe: &Recipe, tools: &Path) -> Result<PathBuf, StepError> {
    let requirements = recipe.file("requirements.txt");
    let name = blake3::hash(requirements).to_hex();
    let ready = tools.join(name.as_str());
    if ready.is_dir() {
        return Ok(ready);
    }
    let work = tools.join(format!("{name}.tmp"));
    files::make_empty(&work)?;
    let list = work.join("requirements.txt");
    files::write(&list, requirements)?;
    let packages = work.join("packages");
    run(
        "pip install",
        PYTHON_HINT,
        python()
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--no-input",
                "--disable-pip-version-check",
            ])
            .args([
                "--require-hashes",
                "--no-deps",
                "--only-binary",
                ":all:",
                "--target",
            ])
            .arg(&packages)
            .arg("-r")
            .arg(&list),
    )?;
    std::fs::rename(&packages, &ready).map_err(io_error(&ready))?;
    std::fs::remove_dir_all(&work).map_err(io_error(&work))?;
    Ok(ready)
}

/// `python3` without the settings of an environment that happens to be active.
pub(crate) fn python() -> Command {
    let mut command = Command::new("python3");
    for name in [
        "VIRTUAL_ENV",
        "PYTHONPATH",
        "PYTHONHOME",
        "PIPENV_ACTIVE",
        "PIP_TARGET",
        "PIP_PREFIX",
    ] {
        command.env_remove(name);
    }
    command
}

/// A Python program that first puts `packages` on its path.
pub(crate) fn python_with(packages: &Path, program: &str) -> Command {
    let mut command = python();
    let start = "import sys; packages = sys.argv.pop(1); sys.path.insert(0, packages); ";
    command
        .arg("-c")
        .arg(format!("{start}{program}"))
        .arg(OsStr::new(packages));
    command
}
