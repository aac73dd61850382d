//! What the tests need of the machine: PostgreSQL and Chromium.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::shell::{program, run, step};

/// Debian's packages.
const PACKAGES: [&str; 2] = ["postgresql", "chromium"];

/// Finds or installs the tools; without root, an error says what to run.
pub(crate) fn ensure() -> Result<PathBuf> {
    if missing() {
        let line = format!(
            "apt-get install -y --no-install-recommends {}",
            PACKAGES.join(" ")
        );
        if !is_root() {
            bail!("PostgreSQL or Chromium is missing. Run as root: apt-get update && {line}");
        }
        step(&format!("installing {}", PACKAGES.join(" and ")));
        run(program("apt-get").args(["update", "-qq"]))?;
        run(program("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["install", "-y", "-qq", "--no-install-recommends"])
            .args(PACKAGES))?;
    }
    let Some(chromium) = chromium() else {
        bail!("Chromium is still missing after the installation");
    };
    Ok(chromium)
}

fn missing() -> bool {
    chromium().is_none() || !postgres()
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
fn postgres() -> bool {
    let versions = std::fs::read_dir("/usr/lib/postgresql");
    versions.is_ok_and(|mut versions| {
        versions.any(|version| {
            version.is_ok_and(|version| Path::new(&version.path()).join("bin/initdb").is_file())
        })
    })
}

fn is_root() -> bool {
    let id = program("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout.starts_with(b"0"))
}
