//! The files of one problem, read into memory with every limit checked before the reading.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use include_dir::{Dir, DirEntry};

use crate::error::{Location, ProblemError};

/// Largest file of a problem, in bytes.
pub const MAX_FILE_BYTES: u64 = 256 * 1024;

/// Most files of a problem.
pub const MAX_FILES: usize = 64;

/// Names that tools leave behind; they are not part of a problem and are not read.
pub const IGNORED_NAMES: &[&str] = &["__pycache__", ".DS_Store"];

/// The folder below a problem's that holds its solutions; there is no other.
const SUBFOLDER: &str = "solutions";

/// The files of a problem by their path within its folder (`solutions/naive.py`).
#[derive(Debug, Clone)]
pub(crate) struct Files {
    /// The folder as errors name it.
    root: String,
    /// The folder's own name.
    name: String,
    texts: BTreeMap<String, String>,
}

impl Files {
    /// Reads a folder. Links, other folders, binary and oversized files are errors.
    pub(crate) fn read(folder: &Path) -> Result<Self, ProblemError> {
        let resolved = folder.canonicalize();
        let name = resolved
            .as_deref()
            .unwrap_or(folder)
            .file_name()
            .unwrap_or_default();
        let mut files = Self::empty(
            folder.display().to_string(),
            name.to_str().unwrap_or_default().to_owned(),
        );
        files.read_folder(folder, "")?;
        Ok(files)
    }

    /// Takes a folder of the embedded catalogue.
    pub(crate) fn embedded(folder: &Dir<'_>) -> Result<Self, ProblemError> {
        let name = folder.path().to_string_lossy().into_owned();
        let mut files = Self::empty(name.clone(), name);
        files.take_embedded(folder)?;
        Ok(files)
    }

    fn empty(root: String, name: String) -> Self {
        Self {
            root,
            name,
            texts: BTreeMap::new(),
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn get(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// A file that every problem has.
    pub(crate) fn require(&self, path: &str) -> Result<&str, ProblemError> {
        self.get(path)
            .ok_or_else(|| self.error(path, None, "missing file"))
    }

    /// In the order of their paths.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    pub(crate) fn error(
        &self,
        path: &str,
        line: Option<usize>,
        message: impl Into<String>,
    ) -> ProblemError {
        let file = if path.is_empty() {
            self.root.clone()
        } else {
            format!("{}/{path}", self.root)
        };
        ProblemError {
            location: Location { file, line },
            message: message.into(),
        }
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> Result<(), ProblemError> {
        let unreadable = |e: std::io::Error| format!("cannot be read: {e}");
        let entries = fs::read_dir(folder).map_err(|e| self.error(prefix, None, unreadable(e)))?;
        for entry in entries {
            let entry = entry.map_err(|e| self.error(prefix, None, unreadable(e)))?;
            let Ok(name) = entry.file_name().into_string() else {
                return Err(self.error(prefix, None, "has a file whose name is not UTF-8"));
            };
            if IGNORED_NAMES.contains(&name.as_str()) {
                continue;
            }
            let path = join(prefix, &name);
            // Not followed: a link may lead out of the folder.
            let metadata = fs::symlink_metadata(entry.path())
                .map_err(|e| self.error(&path, None, unreadable(e)))?;
            if metadata.is_dir() && path == SUBFOLDER {
                self.read_folder(&entry.path(), &path)?;
            } else if metadata.is_file() {
                self.check_size(&path, metadata.len())?;
                let bytes =
                    fs::read(entry.path()).map_err(|e| self.error(&path, None, unreadable(e)))?;
                self.add(path, bytes)?;
            } else {
                return Err(self.not_a_file(&path));
            }
        }
        Ok(())
    }

    fn take_embedded(&mut self, folder: &Dir<'_>) -> Result<(), ProblemError> {
        for entry in folder.entries() {
            let full = entry.path().to_string_lossy();
            let path = full
                .strip_prefix(&format!("{}/", self.root))
                .unwrap_or(&full)
                .to_owned();
            let name = path.rsplit('/').next().unwrap_or_default();
            if IGNORED_NAMES.contains(&name) {
                continue;
            }
            match entry {
                DirEntry::Dir(inner) if path == SUBFOLDER => self.take_embedded(inner)?,
                DirEntry::Dir(_) => return Err(self.not_a_file(&path)),
                DirEntry::File(file) => {
                    let length = u64::try_from(file.contents().len()).unwrap_or(u64::MAX);
                    self.check_size(&path, length)?;
                    self.add(path, file.contents().to_vec())?;
                }
            }
        }
        Ok(())
    }

    fn check_size(&self, path: &str, bytes: u64) -> Result<(), ProblemError> {
        if bytes > MAX_FILE_BYTES {
            let message = format!("has {bytes} bytes, at most {MAX_FILE_BYTES} are allowed");
            return Err(self.error(path, None, message));
        }
        Ok(())
    }

    fn add(&mut self, path: String, bytes: Vec<u8>) -> Result<(), ProblemError> {
        if self.texts.len() == MAX_FILES {
            return Err(self.error("", None, format!("has more than {MAX_FILES} files")));
        }
        let before_error = |end: usize| 1 + bytes[..end].iter().filter(|&&b| b == b'\n').count();
        if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
            return Err(self.error(&path, Some(before_error(at)), "has a NUL byte"));
        }
        match std::str::from_utf8(&bytes) {
            Ok(text) => {
                self.texts.insert(path, text.to_owned());
                Ok(())
            }
            Err(e) => Err(self.error(&path, Some(before_error(e.valid_up_to())), "is not UTF-8")),
        }
    }

    fn not_a_file(&self, path: &str) -> ProblemError {
        self.error(
            path,
            None,
            format!("is not part of a problem: only files and {SUBFOLDER}/ are"),
        )
    }
}

fn join(prefix: &str, name: &str) -> String {
    if prefix.is_empty() {
        name.to_owned()
    } else {
        format!("{prefix}/{name}")
    }
}
