//! What tests and benchmarks need of the machine beside Rust, Python and Node.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::shell::{program, run, step};

/// A tool: what it is called, Debian's package of it, and how it is found.
struct Tool {
    name: &'static str,
    package: &'static str,
    found: fn() -> bool,
}

const POSTGRESQL: Tool = Tool {
    name: "PostgreSQL",
    package: "postgresql",
    found: postgresql,
};
/// A private server for each test; the package's own service is not used.
const NATS: Tool = Tool {
    name: "NATS",
    package: "nats-server",
    found: || is_program("nats-server"),
};
/// As above.
const REDIS: Tool = Tool {
    name: "Redis",
    package: "redis-server",
    found: || is_program("redis-server"),
};
const CHROMIUM: Tool = Tool {
    name: "Chromium",
    package: "chromium",
    found: || chromium().is_some(),
};
const BUBBLEWRAP: Tool = Tool {
    name: "bubblewrap",
    package: "bubblewrap",
    found: || Path::new("/usr/bin/bwrap").is_file(),
};

const GXX: Tool = Tool {
    name: "g++",
    package: "g++",
    found: || Path::new("/usr/bin/g++").is_file(),
};

/// What is missing for the tests and can be installed; without root, an error says what to run.
pub(crate) fn missing_for_tests() -> Result<Installation> {
    missing(&[POSTGRESQL, NATS, REDIS, CHROMIUM])
}

/// The browser's path.
pub(crate) fn chromium_for_tests() -> Result<PathBuf> {
    chromium().context("Chromium is still missing after the installation")
}

/// Finds or installs what the benchmarks need.
pub(crate) fn ensure_for_benchmarks() -> Result<()> {
    missing(&[POSTGRESQL, NATS, BUBBLEWRAP, GXX])?.install()
}

/// Finds or installs what a cluster stands on.
pub(crate) fn ensure_for_chaos() -> Result<()> {
    missing(&[POSTGRESQL, NATS, REDIS])?.install()
}

/// What is to be installed: names, and Debian's packages.
pub(crate) struct Installation {
    names: String,
    packages: Vec<&'static str>,
}

fn missing(tools: &[Tool]) -> Result<Installation> {
    let missing: Vec<&Tool> = tools.iter().filter(|tool| !(tool.found)()).collect();
    let names: Vec<&str> = missing.iter().map(|tool| tool.name).collect();
    let packages: Vec<&str> = missing.iter().map(|tool| tool.package).collect();
    let (names, line) = (names.join(" and "), packages.join(" "));
    if !missing.is_empty() && !is_root() {
        bail!(
            "{names} missing. Run as root: \
             apt-get update && apt-get install -y --no-install-recommends {line}"
        );
    }
    Ok(Installation { names, packages })
}

impl Installation {
    /// Installs it, if there is anything.
    pub(crate) fn install(&self) -> Result<()> {
        if self.packages.is_empty() {
            return Ok(());
        }
        step(&format!("installing {}", self.names));
        run(program("apt-get").args(["update", "-qq"]))?;
        run(program("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["install", "-y", "-qq", "--no-install-recommends"])
            .args(&self.packages))
    }
}

fn chromium() -> Option<PathBuf> {
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ]
    .iter()
    .map(PathBuf::from)
    .find(|path| path.is_file())
}

/// Debian keeps a folder a version.
fn postgresql() -> bool {
    let versions = std::fs::read_dir("/usr/lib/postgresql");
    versions.is_ok_and(|mut versions| {
        versions.any(|version| {
            version.is_ok_and(|version| Path::new(&version.path()).join("bin/initdb").is_file())
        })
    })
}

/// Debian keeps some where not everybody's path leads.
fn is_program(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain([PathBuf::from("/usr/sbin"), PathBuf::from("/usr/local/bin")])
        .any(|folder| folder.join(name).is_file())
}

fn is_root() -> bool {
    let id = program("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout.starts_with(b"0"))
}
