//! `cargo xtask up`: the whole arena on its embedded default, from whatever there is; or as several processes.

use std::path::PathBuf;

use anyhow::Result;

use crate::arena::{self, Arena, Behind};
use crate::several::{self, Several};
use crate::shell::step;
use crate::web;

pub(crate) fn up(arguments: &[String]) -> Result<()> {
    if let Some(several) = Several::read(arguments)? {
        return several::up(&several, prepare);
    }
    let binary = prepare()?;
    step("starting the arena");
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let arena = Arena::start(&binary, &arguments)?;
    step("preparing problems (their tests are generated once)");
    arena.wait_until_ready()?;
    eprintln!(
        "\nOpen {} and play. Ctrl-C stops the arena.\n",
        arena.address
    );
    // Dropped, and so ended, with the arena.
    let _behind = Behind::start(&binary)?;
    arena.wait()
}

/// Builds whatever is missing; gives the arena's program.
fn prepare() -> Result<PathBuf> {
    web::build()?;
    let runtimes = std::thread::spawn(arena::first_runtimes);
    let binary = arena::compile()?;
    match runtimes.join() {
        Ok(built) => built?,
        Err(_) => anyhow::bail!("building the runtimes panicked"),
    }
    arena::prepare_first(&binary)?;
    Ok(binary)
}
