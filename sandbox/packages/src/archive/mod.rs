//! The files of a package, from a folder or a zip; nothing else of either is believed.

mod folder;
mod names;
mod zip;

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

use crate::PackageError;
use crate::bounds::MAX_UNPACKED_BYTES;
use names::Names;

/// The flag of `open` that refuses a link; the same on every Linux that the arena runs on.
const O_NOFOLLOW: i32 = rustix::fs::OFlags::NOFOLLOW.bits().cast_signed();

/// The files of a package. Their content is read from the disk when it is asked for: a package may
/// be larger than memory.
#[derive(Debug, Clone)]
pub struct Files {
    root: PathBuf,
    name: String,
    entries: BTreeMap<String, FileInfo>,
    ignored: Vec<String>,
    /// Where a zip was unpacked; it goes when the last owner goes.
    _unpacked: Option<Arc<TempDir>>,
}

/// What is known of a file without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileInfo {
    /// Its length when the package was opened, in bytes.
    pub bytes: u64,
    /// Whether its owner may run it: `build` and `run` scripts must stay so.
    pub executable: bool,
}

impl Files {
    /// Opens a folder or a zip.
    ///
    /// # Errors
    /// The first entry that may not be there, by name.
    pub fn open(path: &Path) -> Result<Self, PackageError> {
        let shown = path.display().to_string();
        let metadata = std::fs::metadata(path)
            .map_err(|error| PackageError::at(&shown, format!("cannot be opened: {error}")))?;
        if metadata.is_dir() {
            return folder::open(path);
        }
        if metadata.is_file() {
            return zip::open(path, MAX_UNPACKED_BYTES);
        }
        Err(PackageError::at(shown, "is neither a folder nor a zip"))
    }

    /// The name of the folder, or of the zip without its extension.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn rename(&mut self, name: &str) {
        name.clone_into(&mut self.name);
    }

    /// Every file by ascending path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, FileInfo)> {
        self.entries
            .iter()
            .map(|(path, info)| (path.as_str(), *info))
    }

    /// Every file below a folder (`data/secret`) by ascending path.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, FileInfo)> {
        let start = format!("{folder}/");
        let below = self.entries.range(start.clone()..);
        below
            .take_while(move |(path, _)| path.starts_with(&start))
            .map(|(path, info)| (path.as_str(), *info))
    }

    /// Whether there is such a file.
    pub fn has(&self, path: &str) -> bool {
        self.entries.contains_key(path)
    }

    /// What is known of a file, if it is there.
    pub fn info(&self, path: &str) -> Option<FileInfo> {
        self.entries.get(path).copied()
    }

    /// Entries that the format says to treat as absent (`.git`, `notes and ideas.txt`), by path.
    pub fn ignored(&self) -> &[String] {
        &self.ignored
    }

    /// The content of a file of at most so many bytes.
    ///
    /// # Errors
    /// It is not there, too large, or has changed since the package was opened.
    pub fn read(&self, path: &str, most: u64) -> Result<Vec<u8>, PackageError> {
        let fail = |message: String| PackageError::at(path, message);
        let info = self
            .entries
            .get(path)
            .ok_or_else(|| fail("is missing".into()))?;
        if info.bytes > most {
            let bytes = info.bytes;
            return Err(fail(format!(
                "has {bytes} bytes, at most {most} are allowed"
            )));
        }
        let unreadable = |error: std::io::Error| fail(format!("cannot be read: {error}"));
        let mut file = OpenOptions::new()
            .read(true)
            .custom_flags(O_NOFOLLOW)
            .open(self.root.join(path))
            .map_err(unreadable)?;
        let mut content = Vec::new();
        Read::by_ref(&mut file)
            .take(info.bytes.saturating_add(1))
            .read_to_end(&mut content)
            .map_err(unreadable)?;
        if u64::try_from(content.len()) != Ok(info.bytes) {
            return Err(fail("was changed while the package was read".into()));
        }
        Ok(content)
    }

    /// The content of a text file of at most so many bytes.
    ///
    /// # Errors
    /// As [`Files::read`]; or it is not UTF-8, or begins with a byte-order mark.
    pub fn text(&self, path: &str, most: u64) -> Result<String, PackageError> {
        let text = String::from_utf8(self.read(path, most)?).map_err(|error| {
            let sound = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = 1 + sound.iter().filter(|&&byte| byte == b'\n').count();
            PackageError::on_line(path, line, "is not UTF-8")
        })?;
        if text.starts_with('\u{feff}') {
            return Err(PackageError::on_line(
                path,
                1,
                "begins with a byte-order mark, which the format forbids: save it without one",
            ));
        }
        Ok(text)
    }
}
