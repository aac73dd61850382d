//! Builds the web client when its sources have changed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::shell::{program, root, run, step};

/// What the build reads.
const SOURCES: [&str; 8] = [
    "src",
    "public",
    "index.html",
    "package.json",
    "package-lock.json",
    "svelte.config.js",
    "tsconfig.json",
    "vite.config.ts",
];

/// Builds `gateway/web/dist`, if it is missing or older than its sources.
pub(crate) fn build() -> Result<()> {
    let web = root().join("gateway/web");
    let (dist, stamp) = (web.join("dist"), web.join("node_modules/.built"));
    let hash = sources_hash(&web)?;
    if dist.join("index.html").is_file() && fs::read_to_string(&stamp).is_ok_and(|old| old == hash)
    {
        return Ok(());
    }
    install(&web)?;
    step("building the web client");
    run(program("npm")
        .current_dir(&web)
        .args(["run", "build", "--silent"]))?;
    fs::write(&stamp, hash).context("note the build")?;
    Ok(())
}

/// Installs exactly what the lock file says, without running the packages' scripts.
pub(crate) fn install(folder: &Path) -> Result<()> {
    let lock = fs::read(folder.join("package-lock.json"))?;
    let (hash, stamp) = (
        blake3::hash(&lock).to_string(),
        folder.join("node_modules/.installed"),
    );
    if fs::read_to_string(&stamp).is_ok_and(|old| old == hash) {
        return Ok(());
    }
    step(&format!("installing the packages of {}", folder.display()));
    let quiet = [
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ];
    if run(program("npm").current_dir(folder).args(quiet)).is_err() {
        bail!(
            "npm could not install the packages: Node 20 with npm is needed, and a reachable registry"
        );
    }
    fs::write(&stamp, hash).context("note the installation")?;
    Ok(())
}

fn sources_hash(web: &Path) -> Result<String> {
    let mut files = Vec::new();
    for source in SOURCES {
        collect(&web.join(source), &mut files)?;
    }
    files.sort();
    let mut hasher = blake3::Hasher::new();
    for file in files {
        hasher.update(file.to_string_lossy().as_bytes());
        hasher.update(&fs::read(&file)?);
    }
    Ok(hasher.finalize().to_string())
}

/// Adds the files at or below a path.
pub(crate) fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_owned());
    }
    Ok(())
}
