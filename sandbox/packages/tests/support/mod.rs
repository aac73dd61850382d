//! Packages for tests: those of `tests/packages`, changed in a copy.

use std::fs;
use std::path::{Path, PathBuf};

use arena_packages::Package;
use tempfile::TempDir;

/// Every package that is sound.
pub(crate) const SOUND: [&str; 6] = [
    "legacy/plumjars",
    "legacy/bunting",
    "legacy-icpc/ticketgate",
    "2025-09/nearpair",
    "2025-09/twosquares",
    "2025-09/lanternpair",
];

pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/packages")
        .join(name)
}

/// A copy of a package that a test may break.
pub(crate) struct Copy {
    _folder: TempDir,
    pub(crate) path: PathBuf,
}

impl Copy {
    pub(crate) fn of(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name.rsplit('/').next().unwrap());
        copy(&fixture(name), &path);
        Self {
            _folder: folder,
            path,
        }
    }

    pub(crate) fn write(&self, file: &str, text: &str) -> &Self {
        let path = self.path.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// Replaces a part that must be there.
    pub(crate) fn replace(&self, file: &str, from: &str, to: &str) -> &Self {
        let text = fs::read_to_string(self.path.join(file)).unwrap();
        assert!(text.contains(from), "{file} has no {from:?}");
        self.write(file, &text.replace(from, to))
    }

    pub(crate) fn append(&self, file: &str, more: &str) -> &Self {
        let text = fs::read_to_string(self.path.join(file)).unwrap();
        self.write(file, &(text + more))
    }

    pub(crate) fn remove(&self, file: &str) -> &Self {
        let path = self.path.join(file);
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap();
        } else {
            fs::remove_file(path).unwrap();
        }
        self
    }

    /// The sentence with which it is refused.
    pub(crate) fn refusal(&self) -> String {
        match Package::open(&self.path) {
            Ok(_) => "nothing: it was opened".into(),
            Err(error) => error.to_string(),
        }
    }
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

/// Every file below a folder, by path.
pub(crate) fn contents(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let content = fs::read(&path).unwrap();
                found.push((path.strip_prefix(root).unwrap().to_owned(), content));
            }
        }
    }
    found.sort();
    found
}
