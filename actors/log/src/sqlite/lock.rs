//! One process a file: an operating system's lock on a file beside the database. The system lets
//! it go when the process ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use tokio::time::{Instant, sleep};

use crate::limits::{LOCK_PATIENCE, LOCK_PAUSE};

/// The held lock; let go when this is dropped.
#[derive(Debug)]
pub(super) struct ProcessLock {
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
    /// Takes the lock of a database. Waits a little for a process that is ending, then says which
    /// one has it.
    pub(super) async fn take(database: &Path) -> Result<Self, LockError> {
        let start = Instant::now();
        loop {
            match Self::try_take(database) {
                Err(LockError::Held { .. }) if start.elapsed() < LOCK_PATIENCE => {
                    sleep(LOCK_PAUSE).await;
                }
                done => return done,
            }
        }
    }

    fn try_take(database: &Path) -> Result<Self, LockError> {
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

    #[tokio::test(start_paused = true)]
    async fn a_process_that_stays_keeps_its_lock_and_the_second_one_is_told_who_has_it() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("log.db");
        let _first = ProcessLock::take(&database).await.unwrap();
        let asked = Instant::now();
        let refused = ProcessLock::take(&database).await.unwrap_err();
        assert!(asked.elapsed() >= LOCK_PATIENCE);
        assert_eq!(
            refused.to_string(),
            format!("held by process {}", std::process::id())
        );
    }

    #[tokio::test(start_paused = true)]
    async fn the_lock_of_a_process_that_is_ending_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("log.db");
        let first = ProcessLock::take(&database).await.unwrap();
        let ending = async {
            sleep(LOCK_PATIENCE - 2 * LOCK_PAUSE).await;
            drop(first);
        };
        let (taken, ()) = tokio::join!(ProcessLock::take(&database), ending);
        taken.unwrap();
    }
}
