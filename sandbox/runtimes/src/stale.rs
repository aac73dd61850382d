//! Built runtimes that no language of this version uses.

use std::fs;
use std::path::{Path, PathBuf};

use crate::directory::CacheDirectory;
use crate::fetch::{StepError, io_error};
use crate::files;
use crate::language::Language;
use crate::recipe::Recipe;

/// Letters of a recipe's hash, which a build's folder is named by.
const HASH_LENGTH: usize = 64;

/// A build of another version's recipe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaleBuild {
    /// The recipe's hash in hexadecimal.
    pub hash: String,
    /// Its folder.
    pub path: PathBuf,
    /// What its files hold, in bytes.
    pub bytes: u64,
}

/// Every build in the cache whose recipe is no language's, by ascending hash. Nothing of this version
/// reads one; another version that shares the cache may, and builds it again when it is gone.
///
/// # Errors
/// When the cache cannot be read.
pub fn stale_builds(cache: &CacheDirectory) -> Result<Vec<StaleBuild>, StepError> {
    let used: Vec<String> = Language::all()
        .iter()
        .filter_map(|&language| Recipe::of(language).ok())
        .map(|recipe| recipe.hash().to_hex().to_string())
        .collect();
    let folder = cache.runtimes();
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder).map_err(io_error(&folder))? {
        let path = entry.map_err(io_error(&folder))?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let Some(hash) = name.filter(|name| is_hash(name)).map(str::to_owned) else {
            continue;
        };
        if path.is_dir() && !used.contains(&hash) {
            let bytes = size(&path)?;
            found.push(StaleBuild { hash, path, bytes });
        }
    }
    found.sort_by(|a, b| a.hash.cmp(&b.hash));
    Ok(found)
}

/// Removes the stale builds, while nobody builds, and returns them.
///
/// # Errors
/// When the cache cannot be read or a build cannot be removed.
pub fn remove_stale_builds(cache: &CacheDirectory) -> Result<Vec<StaleBuild>, StepError> {
    let lock_path = cache.runtimes().join("lock");
    let lock = fs::File::create(&lock_path).map_err(io_error(&lock_path))?;
    lock.lock().map_err(io_error(&lock_path))?;
    let stale = stale_builds(cache)?;
    for build in &stale {
        files::remove(&build.path)?;
    }
    Ok(stale)
}

fn is_hash(name: &str) -> bool {
    name.len() == HASH_LENGTH && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn size(folder: &Path) -> Result<u64, StepError> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder).map_err(io_error(folder))? {
        let path = entry.map_err(io_error(folder))?.path();
        let metadata = fs::symlink_metadata(&path).map_err(io_error(&path))?;
        bytes += if metadata.is_dir() {
            size(&path)?
        } else {
            metadata.len()
        };
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn only_builds_that_no_language_uses_are_stale_and_removed() {
        let home = tempfile::tempdir().unwrap();
        let cache = CacheDirectory::open(home.path()).unwrap();
        let used = Language::all().iter().map(|&language| {
            let hash = Recipe::of(language).unwrap().hash();
            hash.to_hex().to_string()
        });
        let old = "0".repeat(HASH_LENGTH);
        let mut kept: Vec<String> = used.collect();
        kept.extend(["tools".into(), "work".into(), "0".repeat(HASH_LENGTH - 1)]);
        for name in kept.iter().chain([&old]) {
            let folder = cache.runtimes().join(name);
            fs::create_dir_all(folder.join("licences")).unwrap();
            fs::write(folder.join("runtime.wasm"), b"\0asm").unwrap();
            fs::write(folder.join("licences/a"), b"text..").unwrap();
        }
        let wanted = vec![StaleBuild {
            path: cache.runtimes().join(&old),
            hash: old,
            bytes: 10,
        }];
        assert_eq!(stale_builds(&cache).unwrap(), wanted);
        assert_eq!(remove_stale_builds(&cache).unwrap(), wanted);
        assert_eq!(stale_builds(&cache).unwrap(), []);
        assert!(!wanted[0].path.exists());
        for name in kept {
            assert!(
                cache.runtimes().join(&name).join("runtime.wasm").is_file(),
                "{name}"
            );
        }
    }
}
