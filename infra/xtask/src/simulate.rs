//! `cargo xtask simulate`: arenas in one thread, on a clock of their own, until something is wrong.

use anyhow::Result;

use crate::shell::{cargo, program, root, run};

/// Builds the simulation with the features that the tests have, so that little is built twice, and runs it; it says itself what
/// it takes.
pub(crate) fn simulate(arguments: &[String]) -> Result<()> {
    run(cargo().args(["build", "--quiet", "--workspace", "--example", "simulate"]))?;
    let example = root().join("target/debug/examples/simulate");
    run(program(&example.to_string_lossy()).args(arguments))
}
