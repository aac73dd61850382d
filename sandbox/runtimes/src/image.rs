//! Many files packed into one, for a guest that sees a file system: its headers and libraries.
//!
//! The form: a mark, the number of files, for each its path and length, then the contents one after
//! another in that order. Paths are absolute, sorted and without `.` or `..`.

use std::collections::BTreeMap;
use std::ops::Range;

const MARK: &[u8] = b"arena image 1\n";

/// Files by their absolute paths.
#[derive(Debug, Default)]
pub struct Image {
    bytes: Vec<u8>,
    files: BTreeMap<String, Range<usize>>,
}

/// Why bytes are not an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the packed files are malformed")]
pub struct MalformedImage;

impl Image {
    /// Packs files; the result depends on nothing but their paths and contents.
    pub fn pack(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
        let mut packed = MARK.to_vec();
        packed.extend_from_slice(&(files.len() as u64).to_le_bytes());
        for (path, content) in files {
            packed.extend_from_slice(&(path.len() as u64).to_le_bytes());
            packed.extend_from_slice(path.as_bytes());
            packed.extend_from_slice(&(content.len() as u64).to_le_bytes());
        }
        for content in files.values() {
            packed.extend_from_slice(content);
        }
        packed
    }

    /// Takes packed files apart without copying them.
    ///
    /// # Errors
    /// When the bytes were not made by [`Image::pack`].
    pub fn read(bytes: Vec<u8>) -> Result<Self, MalformedImage> {
        let mut rest = bytes.strip_prefix(MARK).ok_or(MalformedImage)?;
        let count = take_number(&mut rest)?;
        let mut lengths = Vec::new();
        for _ in 0..count {
            let length = take_number(&mut rest)?;
            let (path, after) = rest.split_at_checked(length).ok_or(MalformedImage)?;
            rest = after;
            let path = std::str::from_utf8(path).map_err(|_| MalformedImage)?;
            lengths.push((path.to_owned(), take_number(&mut rest)?));
        }
        let mut start = bytes.len() - rest.len();
        let mut files = BTreeMap::new();
        for (path, length) in lengths {
            let end = start.checked_add(length).ok_or(MalformedImage)?;
            if end > bytes.len() {
                return Err(MalformedImage);
            }
            files.insert(path, start..end);
            start = end;
        }
        if start == bytes.len() {
            Ok(Self { bytes, files })
        } else {
            Err(MalformedImage)
        }
    }

    /// A file's content.
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        let range = self.files.get(path)?;
        self.bytes.get(range.clone())
    }

    /// Whether files lie below this path, which does not end with a slash.
    pub fn is_directory(&self, path: &str) -> bool {
        let inside = format!("{path}/");
        self.files
            .range(inside.clone()..)
            .next()
            .is_some_and(|(first, _)| first.starts_with(&inside))
    }

    /// Every path.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }
}

fn take_number(rest: &mut &[u8]) -> Result<usize, MalformedImage> {
    let (number, after) = rest.split_first_chunk::<8>().ok_or(MalformedImage)?;
    *rest = after;
    usize::try_from(u64::from_le_bytes(*number)).map_err(|_| MalformedImage)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn packed() -> Vec<u8> {
        let files = [("/a/b.h", "one"), ("/a/c/d.h", ""), ("/e", "two")];
        let owned = files.map(|(path, content)| (path.to_owned(), content.as_bytes().to_vec()));
        Image::pack(&BTreeMap::from(owned))
    }

    #[test]
    fn packed_files_read_back() {
        let image = Image::read(packed()).unwrap();
        assert_eq!(image.file("/a/b.h"), Some(&b"one"[..]));
        assert_eq!(image.file("/a/c/d.h"), Some(&b""[..]));
        assert_eq!(image.file("/e"), Some(&b"two"[..]));
        assert_eq!(image.file("/a"), None);
        assert!(image.is_directory("/a") && image.is_directory("/a/c") && image.is_directory(""));
        assert!(!image.is_directory("/e") && !image.is_directory("/a/b"));
        assert_eq!(image.paths().count(), 3);
    }

    #[test]
    fn bytes_that_are_cut_or_longer_are_refused() {
        let whole = packed();
        for end in 0..whole.len() {
            assert!(Image::read(whole[..end].to_vec()).is_err(), "{end}");
        }
        let longer = [&whole[..], b"x"].concat();
        assert!(Image::read(longer).is_err());
    }
}
