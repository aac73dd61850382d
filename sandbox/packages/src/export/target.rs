//! Where a package is written.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::DeflateEncoder;
use rawzip::{CompressionMethod, ZipArchiveWriter};

use super::Written;
use crate::PackageError;

/// Why a package was not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Something is there already; nothing is ever replaced.
    #[error("{} exists already", .0.display())]
    Exists(PathBuf),
    /// The disk.
    #[error("write {}: {error}", .path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What went wrong.
        error: io::Error,
    },
    /// The package.
    #[error(transparent)]
    Package(#[from] PackageError),
}

/// Writes everything beside the target first and moves it there at the end.
pub(super) fn write(
    to: &Path,
    name: &str,
    files: impl Iterator<Item = Result<Written, PackageError>>,
) -> Result<(), ExportError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| ExportError::Write { path, error }
    };
    if to.symlink_metadata().is_ok() {
        return Err(ExportError::Exists(to.to_owned()));
    }
    let parent = match to.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(failed(parent))?;
    let beside = tempfile::Builder::new()
        .prefix(".arena-export-")
        .tempdir_in(parent)
        .map_err(failed(parent))?;
    let whole = beside.path().join("whole");
    let ending = to.extension().and_then(|ending| ending.to_str());
    if matches!(ending, Some("zip" | "kpp")) {
        zip(&whole, name, files)?;
    } else {
        fs::create_dir(&whole).map_err(failed(&whole))?;
        for file in files {
            let file = file?;
            let path = whole.join(&file.path);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(failed(folder))?;
            }
            let mut output = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(if file.executable { 0o755 } else { 0o644 })
                .open(&path)
                .map_err(failed(&path))?;
            output.write_all(&file.content).map_err(failed(&path))?;
        }
    }
    fs::rename(&whole, to).map_err(failed(to))
}

fn zip(
    path: &Path,
    name: &str,
    files: impl Iterator<Item = Result<Written, PackageError>>,
) -> Result<(), ExportError> {
    let failed = |error: io::Error| ExportError::Write {
        path: path.to_owned(),
        error,
    };
    let damaged = |error: rawzip::Error| failed(io::Error::other(error.to_string()));
    let output = io::BufWriter::new(File::create_new(path).map_err(failed)?);
    let mut archive = ZipArchiveWriter::new(output);
    for file in files {
        let file = file?;
        let inside = format!("{name}/{}", file.path);
        let (mut entry, config) = archive
            .new_file(inside.as_str())
            .compression_method(CompressionMethod::DEFLATE)
            .unix_permissions(if file.executable { 0o755 } else { 0o644 })
            .start()
            .map_err(damaged)?;
        let encoder = DeflateEncoder::new(&mut entry, Compression::default());
        let mut writer = config.wrap(encoder);
        writer.write_all(&file.content).map_err(failed)?;
        let (encoder, descriptor) = writer.finish().map_err(damaged)?;
        encoder.finish().map_err(failed)?;
        entry.finish(descriptor).map_err(damaged)?;
    }
    let mut output = archive.finish().map_err(damaged)?;
    output.flush().map_err(failed)
}
