//! Where PostgreSQL's programs are, and how they are run.

#![allow(clippy::panic, reason = "a test that cannot run must say so and fail")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const INSTALL: &str = "these tests need PostgreSQL 14 or later: apt-get install postgresql";

/// One of PostgreSQL's programs.
pub(super) fn program(name: &str) -> PathBuf {
    folder().join(name)
}

/// The folder with `postgres` and `initdb`: on the path, or where Debian keeps them.
fn folder() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).find(|folder| has_programs(folder));
    on_path
        .map(home)
        .or_else(debian)
        .unwrap_or_else(|| panic!("{INSTALL}"))
}

/// Where the programs really are: links on the path may be to some of them only.
fn home(folder: PathBuf) -> PathBuf {
    let server = folder.join("postgres").canonicalize();
    let home = server
        .ok()
        .and_then(|server| server.parent().map(Path::to_owned));
    home.filter(|home| has_programs(home)).unwrap_or(folder)
}

fn debian() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let number = |path: &PathBuf| {
        let version = path
            .parent()
            .and_then(Path::file_name)
            .and_then(|name| name.to_str());
        version.and_then(|name| name.parse::<u32>().ok())
    };
    versions
        .map(|version| version.path().join("bin"))
        .filter(|folder| has_programs(folder))
        .max_by_key(number)
}

fn has_programs(folder: &Path) -> bool {
    folder.join("postgres").is_file() && folder.join("initdb").is_file()
}

/// Whether this process is root, as which PostgreSQL refuses to run.
pub(super) fn is_root() -> bool {
    output(Command::new("id").arg("-u")).stdout.trim_ascii() == b"0"
}

/// The words before a command that runs it as a user that PostgreSQL accepts.
pub(super) fn as_user() -> &'static [&'static str] {
    if is_root() {
        &[
            "setpriv",
            "--reuid=postgres",
            "--regid=postgres",
            "--init-groups",
            "--",
        ]
    } else {
        &[]
    }
}

/// A command that runs as such a user.
pub(super) fn command(program: &Path) -> Command {
    let mut words = as_user().iter();
    let Some(first) = words.next() else {
        return Command::new(program);
    };
    let mut command = Command::new(first);
    command.args(words).arg(program);
    command
}

/// Runs a command to its end, which must be a good one.
pub(super) fn output(command: &mut Command) -> Output {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("run {command:?}: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} failed: {said}");
    output
}
