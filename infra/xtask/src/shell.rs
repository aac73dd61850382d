//! Runs programs and says so.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// The repository's top.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

static STARTED: LazyLock<Stopwatch> = LazyLock::new(Stopwatch::start);

/// A step's title, with the time since the first one.
pub(crate) fn step(title: &str) {
    let seconds = STARTED.seconds();
    eprintln!("▸ {:>2}:{:02}  {title}", seconds / 60, seconds % 60);
}

/// How long something takes.
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place where the dev loop looks at the clock"
    )]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// Whole seconds since the start.
    pub(crate) fn seconds(&self) -> u64 {
        self.0.elapsed().as_secs()
    }
}

/// A program in the repository's top folder.
pub(crate) fn program(name: &str) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    command
}

/// The cargo that runs this task.
pub(crate) fn cargo() -> Command {
    #[allow(
        clippy::disallowed_methods,
        reason = "cargo tells its tasks its own path"
    )]
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    program(&cargo)
}

/// Runs to the end; an error names the program and how it ended.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let shown = format!("{command:?}");
    let status = command.status().with_context(|| format!("start {shown}"))?;
    if !status.success() {
        bail!("{shown} ended with {status}");
    }
    Ok(())
}
