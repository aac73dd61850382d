//! A package in a zip: unpacked into a folder of its own, by what is there, not by what the zip
//! says of itself.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

use flate2::read::DeflateDecoder;
use rawzip::{
    CompressionMethod, FileReader, RECOMMENDED_BUFFER_SIZE, ZipArchive, ZipArchiveEntryWayfinder,
};

use super::names::{self, Kind};
use super::{FileInfo, Files, Names};
use crate::PackageError;
use crate::bounds::MAX_UNPACKED_BYTES;

/// The bits of a mode that say what an entry is.
const TYPE: u32 = 0o170_000;
const REGULAR: u32 = 0o100_000;
const DIRECTORY: u32 = 0o040_000;
const LINK: u32 = 0o120_000;

/// A file of the zip that will be unpacked.
struct Found {
    path: String,
    executable: bool,
    method: CompressionMethod,
    place: ZipArchiveEntryWayfinder,
}

/// Unpacks at most so many bytes.
pub(super) fn open(path: &Path, mut room: u64) -> Result<Files, PackageError> {
    let shown = path.display().to_string();
    let broken = |error: &dyn std::fmt::Display| {
        PackageError::at(&shown, format!("is not a sound zip: {error}"))
    };
    let file = File::open(path)
        .map_err(|error| PackageError::at(&shown, format!("cannot be opened: {error}")))?;
    let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
    let archive = ZipArchive::from_file(file, &mut buffer).map_err(|error| broken(&error))?;
    let (mut found, ignored) = list(&archive, &mut buffer, &broken)?;
    let top = strip_top_folder(&mut found);

    let folder = tempfile::Builder::new()
        .prefix("arena-package-")
        .tempdir()
        .map_err(|error| PackageError::at(&shown, format!("cannot be unpacked: {error}")))?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let mut files = Files {
        root: folder.path().to_owned(),
        name: top.unwrap_or_else(|| stem.into_owned()),
        entries: Default::default(),
        ignored,
        _unpacked: None,
    };
    for entry in found {
        let bytes = unpack(&archive, &entry, folder.path(), room)?;
        room -= bytes;
        let info = FileInfo {
            bytes,
            executable: entry.executable,
        };
        files.entries.insert(entry.path, info);
    }
    files._unpacked = Some(Arc::new(folder));
    Ok(files)
}

/// What the zip holds, without unpacking anything; and what is ignored of it.
fn list(
    archive: &ZipArchive<FileReader>,
    buffer: &mut [u8],
    broken: &dyn Fn(&dyn std::fmt::Display) -> PackageError,
) -> Result<(Vec<Found>, Vec<String>), PackageError> {
    let mut names = Names::default();
    let (mut found, mut ignored) = (Vec::new(), Vec::new());
    let mut count: u64 = 0;
    let mut entries = archive.entries(buffer);
    while let Some(entry) = entries.next_entry().map_err(|error| broken(&error))? {
        count += 1;
        let raw = entry.file_path().as_bytes().to_vec();
        let path = names::check(&raw)?;
        let fail = |message: &str| Err(PackageError::at(&path, message));
        if entry.flags().is_encrypted() {
            return fail("is encrypted");
        }
        let mode = entry.mode().value();
        let kind = match mode & TYPE {
            _ if raw.ends_with(b"/") => Kind::Folder,
            DIRECTORY => Kind::Folder,
            0 | REGULAR => Kind::File,
            LINK => return fail("is a link; put the file itself there"),
            _ => return fail("is a device, pipe or socket, not a file"),
        };
        names.add(&path, kind)?;
        if names::is_ignored(&path) {
            ignored.push(path);
            continue;
        }
        let method = entry.compression_method();
        if kind == Kind::File {
            if method != CompressionMethod::STORE && method != CompressionMethod::DEFLATE {
                return fail("is compressed in another way than deflate");
            }
            found.push(Found {
                path,
                executable: mode & 0o100 != 0,
                method,
                place: entry.wayfinder(),
            });
        }
    }
    if count != archive.entries_hint() {
        return Err(broken(&"its directory is cut off"));
    }
    ignored.sort_unstable();
    Ok((found, ignored))
}

/// A zip of a folder rather than of what is in it: the folder's name, taken off all paths.
fn strip_top_folder(found: &mut [Found]) -> Option<String> {
    if found.iter().any(|entry| entry.path == "problem.yaml") {
        return None;
    }
    let (top, _) = found.first()?.path.split_once('/')?;
    let start = format!("{top}/");
    if !found.iter().all(|entry| entry.path.starts_with(&start)) {
        return None;
    }
    for entry in found.iter_mut() {
        entry.path.drain(..start.len());
    }
    Some(start.trim_end_matches('/').to_owned())
}

/// Writes one file; its length as it was counted.
fn unpack(
    archive: &ZipArchive<FileReader>,
    entry: &Found,
    root: &Path,
    room: u64,
) -> Result<u64, PackageError> {
    let damaged = |error: &dyn std::fmt::Display| {
        PackageError::at(&entry.path, format!("cannot be unpacked: {error}"))
    };
    let target = root.join(&entry.path);
    if let Some(folder) = target.parent() {
        std::fs::create_dir_all(folder).map_err(|error| damaged(&error))?;
    }
    let mut output = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(if entry.executable { 0o700 } else { 0o600 })
        .open(&target)
        .map_err(|error| damaged(&error))?;
    let packed = archive
        .get_entry(entry.place)
        .map_err(|error| damaged(&error))?;
    let reader = packed.reader();
    let bytes = if entry.method == CompressionMethod::STORE {
        copy(packed.verifying_reader(reader), &mut output, room)
    } else {
        copy(
            packed.verifying_reader(DeflateDecoder::new(reader)),
            &mut output,
            room,
        )
    };
    let bytes = bytes.map_err(|error| damaged(&error))?;
    if bytes > room {
        return Err(too_much());
    }
    Ok(bytes)
}

/// Copies at most one byte more than there is room for.
fn copy(reader: impl Read, output: &mut impl Write, room: u64) -> std::io::Result<u64> {
    let bytes = std::io::copy(&mut reader.take(room.saturating_add(1)), output)?;
    output.flush()?;
    Ok(bytes)
}

/// The sentence about a package that is too large.
pub(super) fn too_much() -> PackageError {
    PackageError::at(
        "",
        format!("the package is larger than {MAX_UNPACKED_BYTES} bytes unpacked"),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use std::fs;

    use flate2::Compression;
    use flate2::write::DeflateEncoder;
    use rawzip::ZipArchiveWriter;

    use super::*;

    /// A zip of one file of zeros whose directory says that it has ten bytes.
    fn bomb(folder: &Path, bytes: usize) -> std::path::PathBuf {
        let path = folder.join("bomb.zip");
        let mut archive = ZipArchiveWriter::new(Vec::new());
        let (mut entry, config) = archive
            .new_file("zeros")
            .compression_method(CompressionMethod::DEFLATE)
            .start()
            .unwrap();
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::best()));
        writer.write_all(&vec![0; bytes]).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
        let mut zip = archive.finish().unwrap();
        let central = zip
            .windows(4)
            .position(|part| part == b"PK\x01\x02")
            .unwrap();
        zip[central + 24..central + 28].copy_from_slice(&10_u32.to_le_bytes());
        fs::write(&path, zip).unwrap();
        path
    }

    #[test]
    fn what_a_zip_says_of_sizes_is_not_believed() {
        let folder = tempfile::tempdir().unwrap();
        let path = bomb(folder.path(), 5 << 20);
        assert!(fs::metadata(&path).unwrap().len() < 10_000);
        // Either the true size does not fit, or it is not the one that was claimed.
        let error = open(&path, 1 << 20).unwrap_err().to_string();
        assert!(
            error.contains("larger than") || error.starts_with("zeros: cannot be unpacked"),
            "{error}"
        );
        assert!(
            open(&path, 10 << 20)
                .unwrap_err()
                .to_string()
                .starts_with("zeros: ")
        );
    }

    #[test]
    fn unpacking_ends_where_there_is_no_more_room() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.zip");
        let mut archive = ZipArchiveWriter::new(Vec::new());
        for name in ["one", "two"] {
            let (mut entry, config) = archive
                .new_file(name)
                .compression_method(CompressionMethod::DEFLATE)
                .start()
                .unwrap();
            let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::fast()));
            writer.write_all(&vec![0; 3 << 20]).unwrap();
            let (encoder, descriptor) = writer.finish().unwrap();
            encoder.finish().unwrap();
            entry.finish(descriptor).unwrap();
        }
        fs::write(&path, archive.finish().unwrap()).unwrap();
        assert_eq!(open(&path, 5 << 20).unwrap_err(), too_much());
        assert!(open(&path, 6 << 20).is_ok());
    }
}
