//! The arena's program and its guest runtimes: built, started, asked whether it is ready.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use arena_runtimes::{CacheDirectory, Language, build};

use crate::shell::{cargo, program, root, run, step};

/// What the arena opens with; the other runtimes are built behind it.
const FIRST: [Language; 2] = [Language::PYTHON, Language::JAVASCRIPT];

/// Builds the guest runtimes that the arena opens with, while it is compiled itself; the program
/// then compiles them for this machine.
pub(crate) fn first_runtimes() -> Result<()> {
    runtimes(&FIRST)
}

/// The same for every language.
pub(crate) fn all_runtimes() -> Result<()> {
    runtimes(Language::all())
}

fn runtimes(languages: &[Language]) -> Result<()> {
    let cache = CacheDirectory::resolve(None)?;
    for &language in languages {
        let mut told = false;
        build(&cache, language, &mut |progress| {
            if !told {
                step(&format!("building the {language} runtime"));
                told = true;
            }
            eprintln!("  {progress}");
        })
        .with_context(|| format!("build the {language} runtime"))?;
    }
    Ok(())
}

/// Makes what the arena opens with ready to judge.
pub(crate) fn prepare_first(binary: &Path) -> Result<()> {
    let mut command = program(&binary.to_string_lossy());
    run(command
        .args(["runtimes", "build"])
        .args(FIRST.map(Language::as_str)))
}

/// Makes every language ready to judge.
pub(crate) fn prepare_all(binary: &Path) -> Result<()> {
    step("making the runtimes of all languages ready (once)");
    run(program(&binary.to_string_lossy()).args(["runtimes", "build"]))
}

/// The same behind a running arena, which takes each up when it is ready.
pub(crate) struct Behind(Child);

impl Behind {
    pub(crate) fn start(binary: &Path) -> Result<Self> {
        let mut command = program(&binary.to_string_lossy());
        let child = command
            .args(["runtimes", "build"])
            .spawn()
            .context("build the other runtimes")?;
        Ok(Self(child))
    }
}

impl Behind {
    /// It has ended by itself, as a rule.
    pub(crate) fn end(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

impl Drop for Behind {
    fn drop(&mut self) {
        self.end();
    }
}

/// Builds the `arena` program. The whole workspace is selected, so that its dependencies are built once for
/// everything that is built here.
pub(crate) fn compile() -> Result<PathBuf> {
    step("compiling the arena");
    run(cargo().args(["build", "--workspace", "--bin", "arena"]))?;
    Ok(root().join("target/debug/arena"))
}

/// A running arena; killed when dropped.
pub(crate) struct Arena {
    child: Child,
    pub(crate) address: String,
    _stdout: BufReader<ChildStdout>,
}

impl Arena {
    /// Starts `arena serve` and waits until it listens.
    pub(crate) fn start(binary: &Path, arguments: &[&str]) -> Result<Self> {
        let mut child = program(&binary.to_string_lossy())
            .arg("serve")
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("start {}", binary.display()))?;
        let stdout = child.stdout.take().context("the arena's output")?;
        let mut stdout = BufReader::new(stdout);
        let mut line = String::new();
        while stdout.read_line(&mut line)? > 0 {
            if let Some(address) = line.trim().strip_prefix("listening on ") {
                let address = address.to_owned();
                return Ok(Self {
                    child,
                    address,
                    _stdout: stdout,
                });
            }
            line.clear();
        }
        bail!("the arena did not start: {}", child.wait()?)
    }

    /// Waits until every difficulty has problems to play.
    pub(crate) fn wait_until_ready(&self) -> Result<()> {
        const TRIES: u32 = 6_000;
        for _ in 0..TRIES {
            if is_ready(self.address.trim_start_matches("http://")) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        bail!("the arena did not become ready")
    }

    /// Waits for the arena's own end.
    pub(crate) fn wait(mut self) -> Result<()> {
        let status = self.child.wait()?;
        if !status.success() {
            bail!("the arena ended with {status}");
        }
        Ok(())
    }
}

/// Whether the process at this address takes players.
pub(crate) fn is_ready(authority: &str) -> bool {
    get(authority, "/ready").is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}

fn get(authority: &str, path: &str) -> Result<String> {
    let mut stream = TcpStream::connect(authority)?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nhost: {authority}\r\nconnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

impl Drop for Arena {
    fn drop(&mut self) {
        // It may have ended by itself.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
