//! A package in a folder.

use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::Path;

use super::names::{self, Kind};
use super::{FileInfo, Files, Names};
use crate::PackageError;
use crate::bounds::MAX_UNPACKED_BYTES;

/// Lists the folder; nothing is read yet.
pub(super) fn open(root: &Path) -> Result<Files, PackageError> {
    let mut files = Files {
        root: root.to_owned(),
        name: folder_name(root),
        entries: Default::default(),
        ignored: Vec::new(),
        _unpacked: None,
    };
    let mut names = Names::default();
    let mut bytes: u64 = 0;
    let mut waiting = vec![String::new()];
    while let Some(folder) = waiting.pop() {
        for path in children(root, &folder)? {
            if names::is_ignored(&path) {
                files.ignored.push(path);
                continue;
            }
            let fail = |message: String| PackageError::at(&path, message);
            let metadata = std::fs::symlink_metadata(root.join(&path))
                .map_err(|error| fail(format!("cannot be read: {error}")))?;
            let kind = metadata.file_type();
            if kind.is_dir() {
                names.add(&path, Kind::Folder)?;
                waiting.push(path);
            } else if kind.is_file() {
                names.add(&path, Kind::File)?;
                bytes = bytes.saturating_add(metadata.len());
                if bytes > MAX_UNPACKED_BYTES {
                    return Err(super::zip::too_much());
                }
                let info = FileInfo {
                    bytes: metadata.len(),
                    executable: metadata.permissions().mode() & 0o100 != 0,
                };
                files.entries.insert(path, info);
            } else if kind.is_symlink() {
                return Err(fail("is a link; put the file itself there".into()));
            } else {
                let what = if kind.is_fifo() || kind.is_socket() {
                    "a pipe or socket"
                } else {
                    "a device"
                };
                return Err(fail(format!("is {what}, not a file")));
            }
        }
    }
    files.ignored.sort_unstable();
    Ok(files)
}

/// The paths of what lies in a folder, checked and in order.
fn children(root: &Path, folder: &str) -> Result<Vec<String>, PackageError> {
    let unreadable = |error: std::io::Error| {
        let path = if folder.is_empty() {
            root.display().to_string()
        } else {
            folder.to_owned()
        };
        PackageError::at(path, format!("cannot be read: {error}"))
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(root.join(folder)).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name();
        let mut raw = folder.as_bytes().to_vec();
        if !raw.is_empty() {
            raw.push(b'/');
        }
        raw.extend_from_slice(name.as_bytes());
        paths.push(names::check(&raw)?);
    }
    paths.sort_unstable();
    Ok(paths)
}

fn folder_name(root: &Path) -> String {
    let whole = root.canonicalize();
    let path = whole.as_deref().unwrap_or(root);
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}
