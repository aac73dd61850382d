//! `cargo xtask test`: every test, against real servers, on a fresh machine too.

use std::path::Path;

use anyhow::{Result, bail};

use crate::arena::{self, Arena};
use crate::shell::{cargo, program, root, run, step};
use crate::{tools, web};

pub(crate) fn test(arguments: &[String]) -> Result<()> {
    let browser = match arguments {
        [] => true,
        [flag] if flag == "--no-browser" => false,
        _ => bail!("usage: cargo xtask test [--no-browser]"),
    };
    let chromium = tools::ensure_for_tests()?;
    web::build()?;
    step("testing the web client");
    let web = root().join("gateway/web");
    run(program("npm")
        .current_dir(&web)
        .args(["run", "check", "--silent"]))?;
    run(program("npm").current_dir(&web).args(["test", "--silent"]))?;
    let binary = arena::compile()?;
    arena::prepare_all(&binary)?;
    step("greeting in every language");
    run(program(&binary.to_string_lossy()).args(["runtimes", "test"]))?;
    step("verifying the problems");
    run(program(&binary.to_string_lossy()).args(["problems", "verify"]))?;
    if browser {
        play_in_browsers(&binary, &chromium)?;
    }
    step("testing the workspace");
    run(cargo().args(["test", "--workspace", "--no-fail-fast"]))
}

/// Plays battles in two browser pages against a real arena.
fn play_in_browsers(binary: &Path, chromium: &Path) -> Result<()> {
    let folder = root().join("simulations/browser");
    web::install(&folder)?;
    step("playing in browsers");
    let data = tempfile::tempdir()?;
    let data_dir = data.path().to_string_lossy().into_owned();
    let arguments = [
        "--listen",
        "127.0.0.1:0",
        "--data-dir",
        &data_dir,
        "--guests-per-hour",
        "100000",
        "--registrations-per-hour",
        "100000",
        "--log",
        "warn",
    ];
    let arena = Arena::start(binary, &arguments)?;
    arena.wait_until_ready()?;
    run(program("npm")
        .current_dir(&folder)
        .args(["test", "--silent"])
        .env("ARENA_URL", &arena.address)
        .env("CHROMIUM", chromium))
}
