//! The name of a package's content.

use arena_problems::Hash32;
use blake3::Hasher;

use crate::PackageError;
use crate::archive::Files;
use crate::bounds::MAX_UNPACKED_BYTES;

const HASH_CONTEXT: &str = "code-battle-arena package 1";

/// The hash of a package: BLAKE3 in derive-key mode (context `code-battle-arena package 1`) over
/// each file's path, whether it may be run, and content, by ascending path; paths and contents
/// after their length in eight little-endian bytes.
pub(crate) fn hash_of(files: &Files) -> Result<Hash32, PackageError> {
    let mut hasher = Hasher::new_derive_key(HASH_CONTEXT);
    for (path, info) in files.iter() {
        part(&mut hasher, path.as_bytes());
        hasher.update(&[u8::from(info.executable)]);
        part(&mut hasher, &files.read(path, MAX_UNPACKED_BYTES)?);
    }
    Ok(Hash32(*hasher.finalize().as_bytes()))
}

fn part(hasher: &mut Hasher, bytes: &[u8]) {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    hasher.update(&length.to_le_bytes());
    hasher.update(bytes);
}
