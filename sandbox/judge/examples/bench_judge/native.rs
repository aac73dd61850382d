//! The native judge that ours is compared with: one bubblewrap sandbox a process.

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// A sandbox in which one folder can be written to.
pub(crate) fn bubblewrap(writable: Option<&Path>) -> Command {
    let mut command = Command::new("bwrap");
    command.args(["--ro-bind", "/", "/", "--dev", "/dev"]);
    if let Some(folder) = writable {
        command.arg("--bind").args([folder, folder]);
    }
    command.args(["--unshare-all", "--die-with-parent", "--"]);
    command
}

/// Whether there is anything to compare with, before all the work.
pub(crate) fn require_bubblewrap() -> Result<(), Box<dyn Error>> {
    let hint = "install the package `bubblewrap` (and allow user namespaces if you are not root)";
    let tried = bubblewrap(None).arg("true").output();
    match tried.map_err(|error| format!("cannot run bwrap: {error}; {hint}"))? {
        output if output.status.success() => Ok(()),
        output => {
            let errors = String::from_utf8_lossy(&output.stderr);
            Err(format!("bwrap does not work here: {}; {hint}", errors.trim()).into())
        }
    }
}

/// Runs a command with this input; its output.
pub(crate) fn run(command: &mut Command, input: &str) -> Result<String, Box<dyn Error>> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes())?;
    }
    let output = child.wait_with_output()?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(format!("the native program failed: {errors}").into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
