//! Building a module from the C source in a crate: cargo fetches it, zig compiles it together with
//! the folder's own files.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::fetch::{self, StepError, io_error};
use crate::files;
use crate::recipe::{Recipe, Source, hash_file};

/// What guests of C share, for recipes that compile one of them.
pub(crate) const SHARED: &[(&str, &[u8])] = &[
    ("arena.c", include_bytes!("../guest/arena.c")),
    ("arena.h", include_bytes!("../guest/arena.h")),
    ("arena_reader.c", include_bytes!("../guest/arena_reader.c")),
    ("tags.s", include_bytes!("../guest/tags.s")),
];

/// Endings of a folder's files that are put beside the fetched source.
const CODE: &[&str] = &[".c", ".h", ".s"];

pub(crate) fn make(
    recipe: &Recipe,
    tools: &Path,
    work: &Path,
    progress: &mut dyn FnMut(&str),
) -> Result<PathBuf, StepError> {
    let descriptor = &recipe.descriptor;
    let name = &descriptor.name;
    let source = descriptor
        .source
        .as_ref()
        .ok_or(StepError::Descriptor("[source]"))?;
    let compile = descriptor
        .compile
        .as_ref()
        .ok_or(StepError::Descriptor("[compile]"))?;
    progress("installing zig");
    let packages = fetch::python_packages(recipe, tools)?;
    progress(&format!("fetching the source of {name}"));
    let tree = work.join("source");
    files::make_empty(&tree)?;
    copy_source(source, work, &tree)?;
    for patch in &descriptor.patch {
        apply(&tree, &patch.file, &patch.find, &patch.replace)?;
    }
    for (name, content) in &recipe.files {
        if CODE.iter().any(|ending| name.ends_with(ending)) {
            files::write(&tree.join(name), content)?;
        }
    }
    for embed in &descriptor.embed {
        let array = c_array(&embed.array, recipe.file(&embed.file));
        files::write(&tree.join(&embed.header), array.as_bytes())?;
    }
    progress(&format!("compiling {name}"));
    let output = work.join("runtime.wasm");
    let zig_cache = tools.join("zig-cache");
    fetch::run(
        "zig cc",
        fetch::PYTHON_HINT,
        fetch::python_with(
            &packages,
            "import runpy; runpy.run_module('ziglang', run_name='__main__')",
        )
        .args(&compile.arguments)
        .arg("-o")
        .arg(&output)
        .args(&compile.sources)
        .env("ZIG_GLOBAL_CACHE_DIR", &zig_cache)
        .env("ZIG_LOCAL_CACHE_DIR", work.join("zig"))
        .current_dir(&tree),
    )?;
    Ok(output)
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    manifest_path: PathBuf,
}

/// Lets cargo fetch the pinned crate, and returns its folder.
pub(crate) fn crate_folder(source: &Source, work: &Path) -> Result<PathBuf, StepError> {
    let package = work.join("fetch");
    files::make_empty(&package)?;
    let manifest = format!(
        "[package]\nname = \"runtime-source\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n\
         [lib]\npath = \"lib.rs\"\n\n[workspace]\n\n[dependencies]\n{} = \"={}\"\n",
        source.name, source.version
    );
    files::write(&package.join("Cargo.toml"), manifest.as_bytes())?;
    files::write(&package.join("lib.rs"), b"")?;
    let answer = fetch::run(
        "cargo metadata",
        fetch::CARGO_HINT,
        Command::new("cargo")
            .args([
                "metadata",
                "--quiet",
                "--format-version",
                "1",
                "--manifest-path",
            ])
            .arg(package.join("Cargo.toml")),
    )?;
    let metadata: Metadata =
        serde_json::from_slice(&answer).map_err(|error| StepError::Failed {
            what: "reading cargo's metadata".into(),
            output: error.to_string(),
        })?;
    metadata
        .packages
        .iter()
        .find(|package| package.name == source.name && package.version == source.version)
        .and_then(|package| package.manifest_path.parent())
        .map(Path::to_owned)
        .ok_or_else(|| StepError::Failed {
            what: format!("fetching {} {}", source.name, source.version),
            output: "cargo did not list it".into(),
        })
}

/// Checks the fetched source and copies it.
fn copy_source(source: &Source, work: &Path, tree: &Path) -> Result<(), StepError> {
    let found = crate_folder(source, work)?;
    let mut hasher = blake3::Hasher::new();
    for name in &source.files {
        let content = files::read(&found.join(&source.folder).join(name))?;
        hash_file(&mut hasher, name, &content);
        files::write(&tree.join(name), &content)?;
    }
    let content = hasher.finalize().to_hex();
    if content.as_str() == source.blake3 {
        return Ok(());
    }
    Err(StepError::Checksum {
        what: format!("{} {}", source.name, source.version),
        expected: source.blake3.clone(),
        found: content.to_string(),
    })
}

fn apply(tree: &Path, file: &str, find: &str, replace: &str) -> Result<(), StepError> {
    let path = tree.join(file);
    let text = std::fs::read_to_string(&path).map_err(io_error(&path))?;
    let found = text.matches(find).count();
    if found != 1 {
        return Err(StepError::Patch {
            file: file.to_owned(),
            found,
        });
    }
    files::write(&path, text.replacen(find, replace, 1).as_bytes())
}

/// A C array of characters with a final NUL.
fn c_array(name: &str, content: &[u8]) -> String {
    let mut text = format!("static const char {name}[] = {{");
    for byte in content {
        text.push_str(&format!("{},", byte.cast_signed()));
    }
    text.push_str("0};\n");
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::*;

    #[test]
    fn a_patch_whose_text_is_missing_or_ambiguous_is_refused() {
        let tree = tempfile::tempdir().unwrap();
        files::write(&tree.path().join("a.c"), b"one two two").unwrap();
        for (find, count) in [("three", 0), ("two", 2)] {
            match apply(tree.path(), "a.c", find, "") {
                Err(StepError::Patch { found, .. }) => assert_eq!(found, count),
                other => panic!("{other:?}"),
            }
        }
        apply(tree.path(), "a.c", "one", "1").unwrap();
        assert_eq!(files::read(&tree.path().join("a.c")).unwrap(), b"1 two two");
    }

    #[test]
    fn c_arrays_hold_any_byte() {
        assert_eq!(
            c_array("x", &[0, 65, 200]),
            "static const char x[] = {0,65,-56,0};\n"
        );
    }
}
