//! Running the `arena` program on packages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use arena_judge::prepare;
use arena_problems::Language;
use arena_runtimes::CacheDirectory;

/// A package of those that the crate of packages is tested with.
pub(crate) fn fixture(name: &str) -> PathBuf {
    let packages = "../../sandbox/packages/tests/packages";
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(packages)
        .join(name)
}

/// Returns when these languages are there.
pub(crate) fn built(languages: &[&str]) {
    let cache = CacheDirectory::resolve(None).unwrap();
    for language in languages {
        let language: Language = language.parse().unwrap();
        prepare(&cache, language, &mut |step| {
            eprintln!("{language}: {step}")
        })
        .unwrap();
    }
}

/// The exit code of a command, and what it wrote to both its outputs.
pub(crate) fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_arena"))
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let code = output.status.code().unwrap();
    (code, text(output.stdout), text(output.stderr))
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
