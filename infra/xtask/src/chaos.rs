//! `cargo xtask chaos`: an arena of three processes is broken in every way that a script knows, while players play.

use anyhow::Result;

use crate::shell::{cargo, program, root, run, step};
use crate::{arena, tools};

/// Builds what it needs and runs it with these arguments.
pub(crate) fn chaos(arguments: &[String]) -> Result<()> {
    tools::ensure_for_several()?;
    arena::first_runtimes()?;
    step("compiling");
    run(cargo().args([
        "build",
        "--workspace",
        "--bin",
        "arena",
        "--example",
        "chaos",
    ]))?;
    let built = root().join("target/debug");
    arena::prepare_first(&built.join("arena"))?;
    step("chaos");
    let chaos = built.join("examples/chaos");
    run(program(&chaos.to_string_lossy()).args(arguments))
}
