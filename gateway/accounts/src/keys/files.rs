//! Key files: made whole or not at all, and refused when others may read them.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use rustix::fs::{StatVfsMountFlags, statvfs};
use rustix::process::geteuid;

use super::Held;
use crate::error::Fault;

/// Mode of the folder: its owner alone.
pub(crate) const FOLDER_MODE: u32 = 0o700;
/// Mode of a key file: its owner alone, not executable.
pub(crate) const FILE_MODE: u32 = 0o600;

const ROOT: u32 = 0;

const SUFFIX: &str = ".pem";
/// A file that was being written when its process died; never read.
const UNFINISHED: &str = ".unfinished";

pub(super) fn make_folder(dir: &Path) -> Result<(), Fault> {
    if let Some(parent) = dir.parent() {
        fs::create_dir_all(parent).map_err(at("make the folder of", dir))?;
    }
    match DirBuilder::new().mode(FOLDER_MODE).create(dir) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(at("make", dir)(error)),
    }
}

/// All keys of the folder, in no order.
pub(super) fn read(dir: &Path) -> Result<Vec<Held>, Fault> {
    check_mode(dir, FOLDER_MODE)?;
    let mut keys = Vec::new();
    for entry in fs::read_dir(dir).map_err(at("list", dir))? {
        let path = entry.map_err(at("list", dir))?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if let Some(stem) = name.strip_suffix(SUFFIX) {
            match check_mode(&path, FILE_MODE).and_then(|()| read_key(&path, stem)) {
                Ok(key) => keys.push(key),
                // It has ended, and another process has just removed it.
                Err(Fault::KeyFile { source, .. }) if source.kind() == io::ErrorKind::NotFound => {}
                Err(fault) => return Err(fault),
            }
        }
    }
    Ok(keys)
}

pub(super) fn write(dir: &Path, secret: &SigningKey, created_ms: i64) -> Result<(), Fault> {
    let key = Held::of(secret, created_ms)?;
    let path = key_path(dir, created_ms, &key.kid);
    let unfinished = path.with_extension(&UNFINISHED[1..]);
    let pem = secret
        .to_pkcs8_pem(LineEnding::LF)
        .map_err(|error| Fault::Signing(error.to_string()))?;
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(FILE_MODE)
        .open(&unfinished)
        .map_err(at("make", &unfinished))?;
    file.write_all(pem.as_bytes())
        .map_err(at("write", &unfinished))?;
    file.sync_all().map_err(at("write", &unfinished))?;
    fs::rename(&unfinished, &path).map_err(at("rename", &path))?;
    File::open(dir)
        .and_then(|dir| dir.sync_all())
        .map_err(at("write", dir))
}

pub(super) fn remove(dir: &Path, created_ms: i64, kid: &str) -> Result<(), Fault> {
    let path = key_path(dir, created_ms, kid);
    match fs::remove_file(&path) {
        Ok(()) => Ok(()),
        // Another process was faster, or this one may only read: a file that is left harms nobody.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound
                    | io::ErrorKind::PermissionDenied
                    | io::ErrorKind::ReadOnlyFilesystem
            ) =>
        {
            Ok(())
        }
        Err(error) => Err(at("remove", &path)(error)),
    }
}

fn key_path(dir: &Path, created_ms: i64, kid: &str) -> PathBuf {
    dir.join(format!("{created_ms}-{kid}{SUFFIX}"))
}

fn read_key(path: &Path, stem: &str) -> Result<Held, Fault> {
    let malformed = |reason: &str| Fault::KeyMalformed {
        path: path.to_owned(),
        reason: reason.to_owned(),
    };
    let (created_ms, kid) = stem
        .split_once('-')
        .ok_or_else(|| malformed("its name has no time and key id"))?;
    let created_ms = created_ms
        .parse()
        .map_err(|_| malformed("its name does not begin with a time in milliseconds"))?;
    let pem = fs::read_to_string(path).map_err(at("read", path))?;
    let secret = SigningKey::from_pkcs8_pem(&pem)
        .map_err(|_| malformed("it is no Ed25519 private key in PKCS#8 PEM"))?;
    let key = Held::of(&secret, created_ms)?;
    if key.kid != kid {
        return Err(malformed("it has another key than its name says"));
    }
    Ok(key)
}

/// What others must not be able to do with what `owner` has, in the eyes of `process`. A process that is not root may be given
/// root's keys by its group: so Kubernetes mounts a Secret (`fsGroup`, `defaultMode: 0440`).
pub(super) const fn forbidden(owner: u32, process: u32) -> u32 {
    if owner == ROOT && process != ROOT {
        0o037
    } else {
        0o077
    }
}

fn check_mode(path: &Path, wanted: u32) -> Result<(), Fault> {
    let metadata = fs::metadata(path).map_err(at("look at", path))?;
    let mode = metadata.mode() & 0o7777;
    let too_open = mode & forbidden(metadata.uid(), geteuid().as_raw()) != 0;
    // Nobody can put keys into a folder that is mounted to be read, and each key in it is looked at.
    if too_open && !(metadata.is_dir() && is_read_only(path)?) {
        return Err(Fault::KeyModeTooOpen {
            path: path.to_owned(),
            mode,
            wanted,
        });
    }
    Ok(())
}

fn is_read_only(path: &Path) -> Result<bool, Fault> {
    let system = statvfs(path).map_err(|error| at("look at", path)(error.into()))?;
    Ok(system.f_flag.contains(StatVfsMountFlags::RDONLY))
}

fn at(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Fault {
    move |source| Fault::KeyFile {
        action,
        path: path.to_owned(),
        source,
    }
}
