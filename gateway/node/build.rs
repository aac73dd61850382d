//! Embeds the built web client, if it has been built: `cargo build` works without Node.

#![allow(
    clippy::disallowed_methods,
    reason = "cargo tells build scripts by the environment"
)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let manifest = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let dist = manifest.join("../web/dist");
    println!("cargo::rerun-if-changed={}", dist.display());
    let mut files = Vec::new();
    if dist.is_dir() {
        collect(&dist, &dist, &mut files)?;
    }
    files.sort();
    let out = PathBuf::from(std::env::var("OUT_DIR")?).join("assets.rs");
    let mut code = fs::File::create(out)?;
    writeln!(code, "pub(crate) const FILES: &[(&str, &[u8])] = &[")?;
    for (name, path) in files {
        writeln!(
            code,
            "    ({name:?}, include_bytes!({:?})),",
            path.display().to_string()
        )?;
    }
    writeln!(code, "];")?;
    Ok(())
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if let Ok(name) = path.strip_prefix(root) {
            files.push((
                name.to_string_lossy().replace('\\', "/"),
                path.canonicalize()?,
            ));
        }
    }
    Ok(())
}
