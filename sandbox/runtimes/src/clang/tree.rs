//! Trees of files: what goes into the compiler's image.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::fetch::{StepError, io_error};
use crate::files;

/// Every file of a folder by its name in the image.
pub(super) fn gather(
    folder: &Path,
    name: &str,
    into: &mut BTreeMap<String, Vec<u8>>,
) -> Result<(), StepError> {
    for (inside, path) in list(folder)? {
        let name = format!("{name}/{inside}");
        if path.is_dir() {
            gather(&path, &name, into)?;
        } else {
            into.insert(name, files::read(&path)?);
        }
    }
    Ok(())
}

/// Names and paths in a folder, in order.
pub(super) fn list(folder: &Path) -> Result<Vec<(String, PathBuf)>, StepError> {
    let entries = std::fs::read_dir(folder).map_err(io_error(folder))?;
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(io_error(folder))?.path();
        if let Some(name) = path.file_name().and_then(OsStr::to_str) {
            found.push((name.to_owned(), path));
        }
    }
    found.sort();
    Ok(found)
}

pub(super) fn copy_tree(from: &Path, to: &Path, without: &[&str]) -> Result<(), StepError> {
    for (name, path) in list(from)? {
        if without.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            copy_tree(&path, &to.join(&name), without)?;
        } else {
            copy(&path, &to.join(&name))?;
        }
    }
    Ok(())
}

pub(super) fn copy(from: &Path, to: &Path) -> Result<(), StepError> {
    make_parent(to)?;
    files::write(to, &files::read(from)?)
}

pub(super) fn make_parent(path: &Path) -> Result<(), StepError> {
    match path.parent() {
        Some(folder) => std::fs::create_dir_all(folder).map_err(io_error(folder)),
        None => Ok(()),
    }
}

pub(super) fn read_text(path: &Path) -> Result<String, StepError> {
    std::fs::read_to_string(path).map_err(io_error(path))
}

pub(super) fn replace_once(
    path: &Path,
    text: &str,
    find: &str,
    with: &str,
) -> Result<String, StepError> {
    match text.matches(find).count() {
        1 => Ok(text.replacen(find, with, 1)),
        found => Err(StepError::Patch {
            file: path.display().to_string(),
            found,
        }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_source_that_no_longer_has_what_is_replaced_is_refused() {
        let path = Path::new("config");
        assert!(replace_once(path, "a b", "b", "c").is_ok_and(|text| text == "a c"));
        assert!(replace_once(path, "a b b", "b", "c").is_err());
        assert!(replace_once(path, "a", "b", "c").is_err());
    }

    #[test]
    fn trees_are_copied_without_what_is_left_out_and_gathered_by_path() {
        let home = tempfile::tempdir().unwrap();
        let from = home.path().join("from");
        for name in ["a.h", "in/b.h", "out/c.h"] {
            make_parent(&from.join(name)).unwrap();
            files::write(&from.join(name), name.as_bytes()).unwrap();
        }
        let to = home.path().join("to");
        copy_tree(&from, &to, &["out"]).unwrap();
        let mut found = BTreeMap::new();
        gather(&to, "/arena", &mut found).unwrap();
        let paths: Vec<_> = found.keys().map(String::as_str).collect();
        assert_eq!(paths, ["/arena/a.h", "/arena/in/b.h"]);
    }
}
