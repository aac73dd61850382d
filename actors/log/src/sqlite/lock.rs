//! One process a file: an operating system's lock on a file beside the database. The system lets
//! it go when the process ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// The held lock; let go when this is dropped.
#[derive(Debug)]
pub struct ProcessLock {
    _file: File,
}

#[derive(Debug, thiserror::Error)]
pub(super) enum LockError {
    #[error("held by {holder}")]
    Held { holder: String },
    #[error("lock {path}: {source}")]
    Io { path: PathBuf, source: io::Error },
}

impl ProcessLock {
    /// Takes the lock of a database, or says which process has it.
    pub(super) fn take(database: &Path) -> Result<Self, LockError> {
        let mut path = database.as_os_str().to_owned();
        path.push(".lock");
        let path = PathBuf::from(path);
        let failed = |source| LockError::Io {
            path: path.clone(),
            source,
        };
        let mut options = OpenOptions::new();
        let mut file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {
                // Only for the message of whoever comes second.
                let pid = format!("process {}", std::process::id());
                file.set_len(0)
                    .and_then(|()| file.write_all(pid.as_bytes()))
                    .map_err(failed)?;
                Ok(Self { _file: file })
            }
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let known = file.read_to_string(&mut holder).is_ok() && !holder.is_empty();
                let unknown = || "an unknown process".to_owned();
                Err(LockError::Held {
                    holder: if known { holder } else { unknown() },
                })
            }
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn the_second_one_is_told_who_has_it_and_comes_in_when_it_is_let_go() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("log.db");
        let first = ProcessLock::take(&database).unwrap();
        let refused = ProcessLock::take(&database).unwrap_err();
        assert_eq!(
            refused.to_string(),
            format!("held by process {}", std::process::id())
        );
        drop(first);
        ProcessLock::take(&database).unwrap();
    }
}
