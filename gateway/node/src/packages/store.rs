//! Imported packages: `problems/<id>/` in the data folder holds the package as it came and what the
//! arena found out about it.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use arena_packages::{Package, export};
use arena_problems::{Difficulty, Hash32, ProblemId};
use serde::{Deserialize, Serialize};

/// The folder of imported packages.
pub(crate) const FOLDER: &str = "problems";

const PACKAGE: &str = "package";
const FACTS: &str = "arena.toml";

/// What the arena knows of a package besides its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Facts {
    /// The hash of the package when it was verified.
    pub(crate) package: Hash32,
    /// The name that it had.
    pub(crate) name: String,
    /// As whoever imported it says.
    pub(crate) difficulty: Difficulty,
    /// The time limit in fuel of Python; a package without one is not played.
    pub(crate) fuel: Option<u64>,
}

/// The place of a package.
pub(crate) fn place(data_dir: &Path, id: &ProblemId) -> PathBuf {
    data_dir.join(FOLDER).join(id.as_str())
}

/// Stores a package: all of it or nothing, also when the machine stops meanwhile.
pub(crate) fn store(
    data_dir: &Path,
    package: &Package,
    facts: &Facts,
    replace: bool,
) -> anyhow::Result<PathBuf> {
    let target = place(data_dir, &package.id);
    let folder = data_dir.join(FOLDER);
    let made = || format!("make {}", folder.display());
    fs::create_dir_all(&folder).with_context(made)?;
    let beside = tempfile::Builder::new()
        .prefix(".import-")
        .tempdir_in(&folder)
        .with_context(made)?;
    let whole = beside.path().join("whole");
    fs::create_dir(&whole).with_context(made)?;
    export::package(package, &whole.join(PACKAGE))?;
    let text = toml::to_string(facts)?;
    fs::write(whole.join(FACTS), text).with_context(|| format!("write {FACTS}"))?;
    let cwd = rustix::fs::CWD;
    let flags = rustix::fs::RenameFlags::NOREPLACE;
    match rustix::fs::renameat_with(cwd, &whole, cwd, &target, flags) {
        Ok(()) => return Ok(target),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error).with_context(|| format!("write {}", target.display())),
    }
    if !replace {
        bail!(
            "a problem {} is imported already: --replace puts this one in its place",
            package.id
        );
    }
    let flags = rustix::fs::RenameFlags::EXCHANGE;
    rustix::fs::renameat_with(cwd, &whole, cwd, &target, flags)
        .with_context(|| format!("replace {}", target.display()))?;
    // The old one goes with the folder that it was moved to.
    Ok(target)
}

/// The package and facts of an imported problem.
pub(crate) fn load(folder: &Path) -> anyhow::Result<(Package, Facts)> {
    let path = folder.join(FACTS);
    let text = fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
    let facts: Facts = toml::from_str(&text).with_context(|| path.display().to_string())?;
    let package = Package::open(&folder.join(PACKAGE))
        .with_context(|| folder.join(PACKAGE).display().to_string())?;
    if package.hash != facts.package {
        bail!(
            "{} was changed after it was imported: import it again",
            folder.join(PACKAGE).display()
        );
    }
    Ok((package.named(&facts.name)?, facts))
}

/// The folders of all imported problems, by ascending id.
pub(crate) fn all(data_dir: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let folder = data_dir.join(FOLDER);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(|| format!("read {}", folder.display())),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.join(FACTS).is_file() {
            found.push(path);
        }
    }
    found.sort_unstable();
    Ok(found)
}
