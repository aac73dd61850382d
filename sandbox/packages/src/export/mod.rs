//! Writing packages: a folder or a zip, whole or not at all.

mod native;
mod target;

use std::path::Path;

use crate::bounds::MAX_UNPACKED_BYTES;
use crate::{Package, PackageError};

pub use native::{Author, native};
pub use target::ExportError;

/// A file that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its path within the package.
    pub path: String,
    /// Whether it may be run.
    pub executable: bool,
    /// What is in it.
    pub content: Vec<u8>,
}

/// Writes a package again, equal file by file: into a new folder, or into a new zip where the name
/// ends in `.zip` or `.kpp`.
///
/// # Errors
/// The target is there already, or cannot be written; the package changed meanwhile.
pub fn package(package: &Package, to: &Path) -> Result<(), ExportError> {
    let files = package.files.iter().map(|(path, info)| {
        Ok(Written {
            path: path.to_owned(),
            executable: info.executable,
            content: package.files.read(path, MAX_UNPACKED_BYTES)?,
        })
    });
    target::write(to, package.files.name(), files)
}

/// Writes files that were made, as [`package`] does; `name` is the folder within a zip.
///
/// # Errors
/// As [`package`].
pub fn files(written: Vec<Written>, name: &str, to: &Path) -> Result<(), ExportError> {
    target::write(to, name, written.into_iter().map(Ok::<_, PackageError>))
}
