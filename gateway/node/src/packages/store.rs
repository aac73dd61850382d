//! Imported packages: `problems/<id>/` in the data folder holds the package as it came and what the
//! arena found out about it.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use arena_packages::{Package, export};
use arena_problems::{Difficulty, Hash32, ProblemId};
use serde::{Deserialize, Serialize};

/// The folder of imported packages.
pub(crate) const FOLDER: &str = "problems";

/// The folder of packages that others took the place of last, or that were removed: battles that began with them go on with
/// them, also after a restart.
const BEFORE: &str = "problems-before";

const PACKAGE: &str = "package";
const FACTS: &str = "arena.toml";
/// Begins the name of a folder that a package is written in before it takes its place.
const BESIDE: &str = ".import-";

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
    pub(crate) offered: Offered,
}

/// Whether battles are played on a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Offered {
    Yes,
    /// Kept, for an export or a later import.
    No(String),
}

/// The place of a package.
pub(crate) fn place(data_dir: &Path, id: &ProblemId) -> PathBuf {
    data_dir.join(FOLDER).join(id.as_str())
}

/// Stores a package: all of it or nothing, also when the machine stops meanwhile. What it replaces is given to `replaced`
/// before it goes.
pub(crate) fn store(
    data_dir: &Path,
    package: &Package,
    facts: &Facts,
    replace: bool,
    replaced: impl FnOnce(&Path) -> anyhow::Result<()>,
) -> anyhow::Result<PathBuf> {
    let target = place(data_dir, &package.id);
    let folder = data_dir.join(FOLDER);
    let made = || format!("make {}", folder.display());
    fs::create_dir_all(&folder).with_context(made)?;
    let opened = alone(&folder)?;
    clear(&folder)?;
    let beside = tempfile::Builder::new()
        .prefix(BESIDE)
        .tempdir_in(&folder)
        .with_context(made)?;
    let whole = beside.path().join("whole");
    fs::create_dir(&whole).with_context(made)?;
    export::package(package, &whole.join(PACKAGE))?;
    let text = toml::to_string(facts)?;
    fs::write(whole.join(FACTS), text).with_context(|| format!("write {FACTS}"))?;
    // Every byte is on the disk before the name is, and the name before anybody is told.
    rustix::fs::syncfs(&opened).with_context(|| format!("sync {}", folder.display()))?;
    let cwd = rustix::fs::CWD;
    if target.symlink_metadata().is_ok() {
        if !replace {
            bail!(
                "a problem {} is imported already: --replace puts this one in its place",
                package.id
            );
        }
        replaced(&target)?;
        let flags = rustix::fs::RenameFlags::EXCHANGE;
        rustix::fs::renameat_with(cwd, &whole, cwd, &target, flags)
            .with_context(|| format!("replace {}", target.display()))?;
        retire(data_dir, &package.id, &whole)?;
    } else {
        let flags = rustix::fs::RenameFlags::NOREPLACE;
        rustix::fs::renameat_with(cwd, &whole, cwd, &target, flags)
            .with_context(|| format!("write {}", target.display()))?;
    }
    opened
        .sync_all()
        .with_context(|| format!("sync {}", folder.display()))?;
    Ok(target)
}

/// Removes a package, after it was given to `removed`: all of it or nothing.
pub(crate) fn remove(
    data_dir: &Path,
    id: &ProblemId,
    removed: impl FnOnce(&Path) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let (folder, target) = (data_dir.join(FOLDER), place(data_dir, id));
    let opened = alone(&folder)?;
    clear(&folder)?;
    removed(&target)?;
    let beside = tempfile::Builder::new()
        .prefix(BESIDE)
        .tempdir_in(&folder)
        .with_context(|| format!("make a folder in {}", folder.display()))?;
    let whole = beside.path().join("whole");
    fs::rename(&target, &whole).with_context(|| format!("move {}", target.display()))?;
    retire(data_dir, id, &whole)?;
    opened
        .sync_all()
        .with_context(|| format!("sync {}", folder.display()))
}

/// Keeps the package in `whole` in the place of what was there before it.
fn retire(data_dir: &Path, id: &ProblemId, whole: &Path) -> anyhow::Result<()> {
    let folder = data_dir.join(BEFORE);
    let place = folder.join(id.as_str());
    let keeping = || format!("keep the package before in {}", place.display());
    fs::create_dir_all(&folder).with_context(keeping)?;
    match fs::remove_dir_all(&place) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error).with_context(keeping),
    }
    fs::rename(whole, &place).with_context(keeping)
}

/// The folder, when no other import stores anything; for as long as it is open.
fn alone(folder: &Path) -> anyhow::Result<File> {
    let opened = File::open(folder).with_context(|| format!("open {}", folder.display()))?;
    opened
        .lock()
        .with_context(|| format!("lock {}", folder.display()))?;
    Ok(opened)
}

/// Removes what imports that were killed have left.
fn clear(folder: &Path) -> anyhow::Result<()> {
    for path in entries(folder)? {
        let name = path.file_name().unwrap_or_default();
        if name.to_string_lossy().starts_with(BESIDE) {
            fs::remove_dir_all(&path).with_context(|| format!("remove {}", path.display()))?;
        }
    }
    Ok(())
}

/// What the arena knows of an imported problem, as it is written; another text is another import.
pub(crate) fn facts_text(folder: &Path) -> anyhow::Result<String> {
    let path = folder.join(FACTS);
    fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))
}

/// What the arena knows of an imported problem.
pub(crate) fn facts(folder: &Path) -> anyhow::Result<Facts> {
    toml::from_str(&facts_text(folder)?).with_context(|| {
        let path = folder.join(FACTS);
        format!("{} cannot be read: import it again", path.display())
    })
}

/// The package and facts of an imported problem.
pub(crate) fn load(folder: &Path) -> anyhow::Result<(Package, Facts)> {
    let facts = facts(folder)?;
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
    whole_ones(&data_dir.join(FOLDER))
}

/// The folders of what was replaced or removed last, by ascending id.
pub(crate) fn before(data_dir: &Path) -> anyhow::Result<Vec<PathBuf>> {
    whole_ones(&data_dir.join(BEFORE))
}

fn whole_ones(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = entries(folder)?;
    found.retain(|path| path.join(FACTS).is_file());
    found.sort_unstable();
    Ok(found)
}

fn entries(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let reading = || format!("read {}", folder.display());
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(reading),
    };
    let mut found = Vec::new();
    for entry in entries {
        found.push(entry.with_context(reading)?.path());
    }
    Ok(found)
}
