//! Where built runtimes and what is derived from them are kept. The one reader of the environment.

use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// The environment variable that names the cache directory.
pub const CACHE_VARIABLE: &str = "ARENA_CACHE_DIR";

/// A private directory (mode 0700, ours) for built runtimes and compiled code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheDirectory(PathBuf);

/// Why there is no cache directory.
#[derive(Debug, thiserror::Error)]
pub enum NoCacheDirectory {
    /// Nothing says where it should be.
    #[error("no cache directory: set {CACHE_VARIABLE}, XDG_CACHE_HOME or HOME")]
    Unnamed,
    /// It cannot be made or made private.
    #[error("cache directory {path}: {reason}")]
    Unusable {
        /// Its path.
        path: PathBuf,
        /// Why.
        reason: io::Error,
    },
}

impl CacheDirectory {
    /// `explicit`, else `$ARENA_CACHE_DIR`, else `${XDG_CACHE_HOME:-$HOME/.cache}/code-battle-arena`.
    ///
    /// # Errors
    /// When none of them is set, or the directory cannot be made private.
    pub fn resolve(explicit: Option<&Path>) -> Result<Self, NoCacheDirectory> {
        let path = explicit
            .map(Path::to_owned)
            .or_else(|| variable(CACHE_VARIABLE));
        let path = match path {
            Some(path) => path,
            None => variable("XDG_CACHE_HOME")
                .or_else(|| variable("HOME").map(|home| home.join(".cache")))
                .ok_or(NoCacheDirectory::Unnamed)?
                .join("code-battle-arena"),
        };
        Self::open(&path)
    }

    /// Uses `path`, made with its parents when it is missing.
    ///
    /// # Errors
    /// When it cannot be made, belongs to somebody else, or cannot be made private.
    pub fn open(path: &Path) -> Result<Self, NoCacheDirectory> {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let directory = Self(path);
        for part in [
            directory.0.clone(),
            directory.runtimes(),
            directory.artifacts(),
            directory.tests(),
        ] {
            make_private(&part)
                .map_err(|reason| NoCacheDirectory::Unusable { path: part, reason })?;
        }
        Ok(directory)
    }

    /// The directory itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Where built runtimes are, one folder a recipe hash.
    pub fn runtimes(&self) -> PathBuf {
        self.0.join("runtimes")
    }

    /// Where precompiled native code is.
    pub fn artifacts(&self) -> PathBuf {
        self.0.join("artifacts")
    }

    /// Where generated tests are.
    pub fn tests(&self) -> PathBuf {
        self.0.join("tests")
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "this module owns the environment of the crate"
)]
fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}

fn make_private(path: &Path) -> io::Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)?;
    let metadata = fs::metadata(path)?;
    let ours = fs::metadata("/proc/self").map_or(metadata.uid(), |process| process.uid());
    if metadata.uid() != ours {
        return Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            "it belongs to another user",
        ));
    }
    if metadata.permissions().mode() & 0o077 != 0 {
        fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::*;

    #[test]
    fn the_cache_directory_is_private_even_when_it_was_not() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a/b");
        fs::create_dir_all(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        let cache = CacheDirectory::resolve(Some(&path)).unwrap();
        for part in [path, cache.runtimes(), cache.artifacts(), cache.tests()] {
            assert_eq!(
                fs::metadata(part).unwrap().permissions().mode() & 0o777,
                0o700
            );
        }
    }

    #[test]
    fn a_file_in_the_way_is_named() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("file");
        fs::write(&path, "").unwrap();
        let error = CacheDirectory::open(&path).unwrap_err().to_string();
        assert!(error.contains("file"), "{error}");
    }
}
