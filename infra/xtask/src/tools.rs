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
    found: || postgresql(None).is_some(),
};
/// A private server for each test; the package's own service is not used.
const NATS: Tool = Tool {
    name: "NATS",
    package: "nats-server",
    found: || program_of_nats().is_some(),
};
/// As above.
const REDIS: Tool = Tool {
    name: "Redis",
    package: "redis-server",
    found: || installed("redis-server").is_some(),
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

/// Finds or installs what an arena of several processes needs.
pub(crate) fn ensure_for_several() -> Result<()> {
    missing(&[POSTGRESQL, NATS])?.install()
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

/// The folder of PostgreSQL's programs, of the newest version or of this one: Debian keeps a folder a version.
pub(crate) fn postgresql(version: Option<&str>) -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let wanted = |version_there: &str| version.is_none_or(|version| version == version_there);
    versions
        .filter_map(|folder| {
            let name = folder.file_name().into_string().ok()?;
            let programs = folder.path().join("bin");
            let is_there = wanted(&name) && programs.join("initdb").is_file();
            is_there.then_some((name.parse::<u32>().ok()?, programs))
        })
        .max()
        .map(|(_, programs)| programs)
}

pub(crate) fn program_of_nats() -> Option<PathBuf> {
    installed("nats-server")
}

/// Debian keeps some where not everybody's path leads.
fn installed(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain([PathBuf::from("/usr/sbin"), PathBuf::from("/usr/local/bin")])
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
}

pub(crate) fn is_root() -> bool {
    let id = program("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout.starts_with(b"0"))
}
