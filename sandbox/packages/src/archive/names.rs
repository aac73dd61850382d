//! Which names a package may use.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::PackageError;
use crate::bounds::{MAX_DEPTH, MAX_FILES, MAX_NAME_BYTES, MAX_PATH_BYTES};

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
}

/// A path that stays within the package: UTF-8, relative, with plain parts.
pub(super) fn check(raw: &[u8]) -> Result<String, PackageError> {
    let shown = String::from_utf8_lossy(raw).into_owned();
    let fail = |message: &str| Err(PackageError::at(shown.escape_debug().to_string(), message));
    let Ok(path) = std::str::from_utf8(raw) else {
        return fail("its name is not UTF-8");
    };
    if path.contains('\\') {
        return fail("its name has a backslash");
    }
    if path.starts_with('/') || path.get(1..2) == Some(":") {
        return fail("its name is absolute");
    }
    if path.chars().any(char::is_control) {
        return fail("its name has a control character");
    }
    if path.len() > MAX_PATH_BYTES || path.split('/').any(|part| part.len() > MAX_NAME_BYTES) {
        return Err(PackageError::at(
            shorten(path),
            format!(
                "its name is too long: {MAX_NAME_BYTES} bytes are allowed for a part, \
                 {MAX_PATH_BYTES} for the whole"
            ),
        ));
    }
    let path = path.strip_suffix('/').unwrap_or(path);
    if path.split('/').any(|part| part == "..") {
        return fail("its name leaves the package with \"..\"");
    }
    if path.split('/').any(|part| part.is_empty() || part == ".") {
        return fail("its name has an empty part or \".\"");
    }
    if path.split('/').count() > MAX_DEPTH {
        return Err(PackageError::at(
            &shown,
            format!("lies deeper than {MAX_DEPTH} folders"),
        ));
    }
    Ok(path.to_owned())
}

fn shorten(path: &str) -> String {
    let start: String = path.chars().take(60).collect();
    format!("{start}…")
}

/// Whether the format says to behave as if the entry were not there.
pub(super) fn is_ignored(path: &str) -> bool {
    let plain = |part: &str| {
        !part.starts_with(['.', '-'])
            && part != "__MACOSX"
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
    };
    !path.split('/').all(plain)
}

/// The names that were seen: none twice, also where a file system holds two spellings for one.
#[derive(Debug, Default)]
pub(super) struct Names {
    seen: BTreeMap<String, (String, Kind)>,
    files: usize,
    folders: usize,
}

impl Names {
    /// Takes one more entry.
    pub(super) fn add(&mut self, path: &str, kind: Kind) -> Result<(), PackageError> {
        let count = match kind {
            Kind::File => &mut self.files,
            Kind::Folder => &mut self.folders,
        };
        *count += 1;
        if *count > MAX_FILES {
            let what = match kind {
                Kind::File => "files",
                Kind::Folder => "folders",
            };
            return Err(PackageError::at(
                "",
                format!("the package has more than {MAX_FILES} {what}"),
            ));
        }
        for (end, _) in path.match_indices('/') {
            self.parent(&path[..end], path)?;
        }
        match self.seen.insert(folded(path), (path.to_owned(), kind)) {
            None => Ok(()),
            // A zip may name a folder after what lies in it.
            Some((earlier, Kind::Folder)) if kind == Kind::Folder && earlier == path => Ok(()),
            Some((earlier, _)) => Err(twice(path, &earlier)),
        }
    }

    fn parent(&mut self, folder: &str, path: &str) -> Result<(), PackageError> {
        match self.seen.get(&folded(folder)) {
            None => {
                let entry = (folder.to_owned(), Kind::Folder);
                self.seen.insert(folded(folder), entry);
                Ok(())
            }
            Some((earlier, Kind::Folder)) if earlier == folder => Ok(()),
            Some((earlier, Kind::Folder)) => Err(twice(folder, earlier)),
            Some((earlier, Kind::File)) => Err(PackageError::at(
                path,
                format!("lies in {earlier}, which is a file"),
            )),
        }
    }
}

fn twice(path: &str, earlier: &str) -> PackageError {
    if path == earlier {
        return PackageError::at(path, "is there twice");
    }
    PackageError::at(
        path,
        format!("has the name of {earlier} but for upper and lower case or Unicode form"),
    )
}

/// One spelling for all that a file system may take for the same name.
fn folded(path: &str) -> String {
    let composed: String = path.nfkc().collect();
    composed.to_uppercase().to_lowercase().nfkc().collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn names_that_leave_the_package_are_refused() {
        for (raw, message) in [
            (&b"/etc/passwd"[..], "its name is absolute"),
            (b"C:/x", "its name is absolute"),
            (b"a/../../x", "its name leaves the package with \"..\""),
            (b"a\\b", "its name has a backslash"),
            (b"a//b", "its name has an empty part or \".\""),
            (b"./a", "its name has an empty part or \".\""),
            (b"", "its name has an empty part or \".\""),
            (b"a\n", "its name has a control character"),
            (b"\xff", "its name is not UTF-8"),
        ] {
            assert_eq!(check(raw).unwrap_err().message, message, "{raw:?}");
        }
        assert!(check(&[b'x'; 256]).is_err());
        assert!(check("a/".repeat(17).as_bytes()).is_err());
        assert_eq!(check(b"data/secret/").unwrap(), "data/secret");
    }

    #[test]
    fn a_name_is_there_once_in_any_spelling() {
        for (first, second) in [
            ("a", "a"),
            ("a", "A"),
            ("straße", "STRASSE"),
            ("caf\u{e9}", "cafe\u{301}"),
            ("Data/x", "data/y"),
            ("a", "a/b"),
        ] {
            let mut names = Names::default();
            names.add(first, Kind::File).unwrap();
            assert!(names.add(second, Kind::File).is_err(), "{first} {second}");
        }
        let mut names = Names::default();
        names.add("a/b", Kind::File).unwrap();
        names.add("a", Kind::Folder).unwrap();
        names.add("a/c", Kind::File).unwrap();
        assert!(names.add("a", Kind::File).is_err());
    }

    #[test]
    fn hidden_and_strange_names_count_as_absent() {
        for path in [".git/config", "data/-x", "my notes.txt", "__MACOSX/a", "ä"] {
            assert!(is_ignored(path), "{path}");
        }
        for path in ["data/secret/01-a_b.in", "_x"] {
            assert!(!is_ignored(path), "{path}");
        }
    }
}
