//! A file system in memory for the compiler: an image that nobody changes, and a few files of its
//! own. What is not there does not exist; nothing of the machine is.

use std::collections::BTreeMap;
use std::sync::Arc;

use arena_runtimes::Image;

/// Error numbers of WASI preview 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Errno {
    BadDescriptor = 8,
    Invalid = 28,
    IsDirectory = 31,
    TooManyOpen = 33,
    NotFound = 44,
    NoSpace = 51,
    NotDirectory = 54,
    NotPermitted = 63,
    ReadOnly = 69,
}

/// Most descriptors at once.
const MAX_OPEN: usize = 128;

/// Most files that a run makes.
const MAX_MADE: usize = 64;

/// Longest path, in bytes.
const MAX_PATH_BYTES: usize = 4096;

/// The first descriptor that is not a standard stream: the root.
pub(crate) const ROOT: u32 = 3;

/// What a path is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Directory,
    File,
}

/// What is known of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Status {
    pub(crate) kind: Kind,
    pub(crate) length: u64,
    /// The same for the same path, other for another.
    pub(crate) number: u64,
}

/// How a file is opened.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mode {
    pub(crate) create: bool,
    pub(crate) exclusive: bool,
    pub(crate) truncate: bool,
    pub(crate) directory: bool,
    pub(crate) write: bool,
}

#[derive(Debug)]
struct Open {
    path: String,
    offset: u64,
    write: bool,
}

/// The files of one run of the compiler.
#[derive(Debug)]
pub(crate) struct Files {
    image: Arc<Image>,
    made: BTreeMap<String, Vec<u8>>,
    open: Vec<Option<Open>>,
    /// How many bytes may be made in all.
    room: usize,
    /// Whether more was to be made.
    is_full: bool,
}

impl Files {
    /// `given` are files beside the image's; they and what is made have at most `room` bytes.
    pub(crate) fn new(image: Arc<Image>, given: BTreeMap<String, Vec<u8>>, room: usize) -> Self {
        let root = Open {
            path: String::new(),
            offset: 0,
            write: false,
        };
        Self {
            image,
            made: given,
            open: vec![None, None, None, Some(root)],
            room,
            is_full: false,
        }
    }

    /// Whether the run wanted to make more than there is room for.
    pub(crate) fn is_full(&self) -> bool {
        self.is_full
    }

    /// Takes a file that the run made.
    pub(crate) fn take(&mut self, path: &str) -> Option<Vec<u8>> {
        self.made.remove(path)
    }

    /// Opens a path below a directory that is open.
    pub(crate) fn open(&mut self, below: u32, path: &str, mode: Mode) -> Result<u32, Errno> {
        let path = self.resolve(below, path)?;
        match self.status(&path) {
            Ok(_) if mode.exclusive && mode.create => return Err(Errno::NotPermitted),
            Ok(status) if status.kind == Kind::Directory => {
                if mode.write || mode.truncate {
                    return Err(Errno::IsDirectory);
                }
            }
            Ok(_) if mode.directory => return Err(Errno::NotDirectory),
            Ok(_) => {
                if mode.write || mode.truncate {
                    let file = self.made.get_mut(&path).ok_or(Errno::ReadOnly)?;
                    if mode.truncate {
                        file.clear();
                    }
                }
            }
            Err(Errno::NotFound) if mode.create && !mode.directory => {
                if self.made.len() == MAX_MADE {
                    return Err(Errno::NoSpace);
                }
                self.made.insert(path.clone(), Vec::new());
            }
            Err(error) => return Err(error),
        }
        let free = self
            .open
            .iter()
            .skip(ROOT as usize)
            .position(Option::is_none);
        let index = free.map_or(self.open.len(), |index| index + ROOT as usize);
        if index >= MAX_OPEN {
            return Err(Errno::TooManyOpen);
        }
        if index == self.open.len() {
            self.open.push(None);
        }
        self.open[index] = Some(Open {
            path,
            offset: 0,
            write: mode.write,
        });
        u32::try_from(index).map_err(|_| Errno::TooManyOpen)
    }

    pub(crate) fn close(&mut self, descriptor: u32) -> Result<(), Errno> {
        self.opened(descriptor)?;
        self.open[descriptor as usize] = None;
        Ok(())
    }

    /// What is below an open directory; an empty path is the open thing itself.
    pub(crate) fn status_below(&self, below: u32, path: &str) -> Result<Status, Errno> {
        if path.is_empty() {
            return self.status(&self.opened(below)?.path);
        }
        self.status(&self.resolve(below, path)?)
    }

    /// Reads at an offset, or where the last read of the descriptor ended.
    pub(crate) fn read(
        &mut self,
        descriptor: u32,
        at: Option<u64>,
        length: usize,
    ) -> Result<&[u8], Errno> {
        let open = self.opened(descriptor)?;
        let content = self.content(&open.path)?;
        let start = usize::try_from(at.unwrap_or(open.offset)).unwrap_or(usize::MAX);
        let start = start.min(content.len());
        let end = start.saturating_add(length).min(content.len());
        if at.is_none()
            && let Some(Some(open)) = self.open.get_mut(descriptor as usize)
        {
            open.offset = end as u64;
        }
        let open = self.opened(descriptor)?;
        Ok(&self.content(&open.path)?[start..end])
    }

    /// Writes where the last write of the descriptor ended.
    pub(crate) fn write(&mut self, descriptor: u32, bytes: &[u8]) -> Result<(), Errno> {
        let others: usize = self.made.values().map(Vec::len).sum();
        let room = self.room;
        let open = self.open.get_mut(descriptor as usize);
        let open = open.and_then(Option::as_mut).ok_or(Errno::BadDescriptor)?;
        if !open.write {
            return Err(Errno::NotPermitted);
        }
        let file = self.made.get_mut(&open.path).ok_or(Errno::BadDescriptor)?;
        let start = usize::try_from(open.offset).map_err(|_| Errno::NoSpace)?;
        let end = start.checked_add(bytes.len()).ok_or(Errno::NoSpace)?;
        let growth = end.saturating_sub(file.len());
        if others.saturating_add(growth) > room {
            self.is_full = true;
            return Err(Errno::NoSpace);
        }
        if end > file.len() {
            file.resize(end, 0);
        }
        file[start..end].copy_from_slice(bytes);
        open.offset = end as u64;
        Ok(())
    }

    /// Moves a descriptor's offset; `whence` is 0 from the start, 1 from here, 2 from the end.
    pub(crate) fn seek(&mut self, descriptor: u32, by: i64, whence: u32) -> Result<u64, Errno> {
        let open = self.opened(descriptor)?;
        let base = match whence {
            0 => 0,
            1 => open.offset,
            2 => self.content(&open.path)?.len() as u64,
            _ => return Err(Errno::Invalid),
        };
        let offset = base.checked_add_signed(by).ok_or(Errno::Invalid)?;
        if let Some(Some(open)) = self.open.get_mut(descriptor as usize) {
            open.offset = offset;
        }
        Ok(offset)
    }

    pub(crate) fn set_length(&mut self, descriptor: u32, length: u64) -> Result<(), Errno> {
        let others: usize = self.made.values().map(Vec::len).sum();
        let open = self.opened(descriptor)?;
        if !open.write {
            return Err(Errno::NotPermitted);
        }
        let path = open.path.clone();
        let length = usize::try_from(length).map_err(|_| Errno::NoSpace)?;
        let file = self.made.get_mut(&path).ok_or(Errno::BadDescriptor)?;
        if others.saturating_add(length.saturating_sub(file.len())) > self.room {
            self.is_full = true;
            return Err(Errno::NoSpace);
        }
        file.resize(length, 0);
        Ok(())
    }

    pub(crate) fn rename(&mut self, from: (u32, &str), to: (u32, &str)) -> Result<(), Errno> {
        let from = self.resolve(from.0, from.1)?;
        let to = self.resolve(to.0, to.1)?;
        if self.image.file(&to).is_some() || self.is_directory(&to) {
            return Err(Errno::ReadOnly);
        }
        let content = self.made.remove(&from).ok_or(Errno::NotFound)?;
        self.made.insert(to.clone(), content);
        for open in self.open.iter_mut().flatten() {
            if open.path == from {
                open.path.clone_from(&to);
            }
        }
        Ok(())
    }

    pub(crate) fn unlink(&mut self, below: u32, path: &str) -> Result<(), Errno> {
        let path = self.resolve(below, path)?;
        match self.made.remove(&path) {
            Some(_) => Ok(()),
            None => Err(self
                .status(&path)
                .map_or_else(|error| error, |_| Errno::ReadOnly)),
        }
    }

    fn opened(&self, descriptor: u32) -> Result<&Open, Errno> {
        let open = self.open.get(descriptor as usize);
        open.and_then(Option::as_ref).ok_or(Errno::BadDescriptor)
    }

    fn content(&self, path: &str) -> Result<&[u8], Errno> {
        if let Some(made) = self.made.get(path) {
            return Ok(made);
        }
        self.image.file(path).ok_or(Errno::IsDirectory)
    }

    fn is_directory(&self, path: &str) -> bool {
        path.is_empty() || self.image.is_directory(path)
    }

    fn status(&self, path: &str) -> Result<Status, Errno> {
        let content = self.made.get(path).map(Vec::as_slice);
        let (kind, length) = match content.or_else(|| self.image.file(path)) {
            Some(content) => (Kind::File, content.len() as u64),
            None if self.is_directory(path) => (Kind::Directory, 0),
            None => return Err(Errno::NotFound),
        };
        // A number that follows from the path alone, so that runs are equal.
        let hash = blake3::hash(path.as_bytes());
        let mut number = [0; 8];
        number.copy_from_slice(&hash.as_bytes()[..8]);
        Ok(Status {
            kind,
            length,
            number: u64::from_le_bytes(number),
        })
    }

    /// The path from the root, without a slash at its end; the root is empty.
    fn resolve(&self, below: u32, path: &str) -> Result<String, Errno> {
        let base = &self.opened(below)?.path;
        if path.len() > MAX_PATH_BYTES || base.len() > MAX_PATH_BYTES {
            return Err(Errno::Invalid);
        }
        let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()),
                name => parts.push(name),
            }
        }
        Ok(parts.iter().flat_map(|part| ["/", part]).collect())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const READ: Mode = Mode {
        create: false,
        exclusive: false,
        truncate: false,
        directory: false,
        write: false,
    };
    const WRITE: Mode = Mode {
        create: true,
        write: true,
        ..READ
    };

    fn files(room: usize) -> Files {
        let header = [("/usr/include/a.h".to_owned(), b"header".to_vec())];
        let packed = Image::pack(&BTreeMap::from(header));
        let image = Arc::new(Image::read(packed).unwrap());
        let given = [("/solution.cpp".to_owned(), b"code".to_vec())];
        Files::new(image, BTreeMap::from(given), room)
    }

    #[test]
    fn what_is_in_the_image_or_was_given_can_be_read() {
        let mut files = files(100);
        for path in [
            "usr/include/a.h",
            "/usr/./x/../include//a.h",
            "../../usr/include/a.h",
        ] {
            let descriptor = files.open(ROOT, path, READ).unwrap();
            assert_eq!(files.read(descriptor, None, 4), Ok(&b"head"[..]));
            assert_eq!(files.read(descriptor, None, 99), Ok(&b"er"[..]));
            assert_eq!(files.read(descriptor, None, 99), Ok(&b""[..]));
            assert_eq!(files.read(descriptor, Some(2), 3), Ok(&b"ade"[..]));
            files.close(descriptor).unwrap();
            assert_eq!(files.read(descriptor, None, 1), Err(Errno::BadDescriptor));
        }
        let descriptor = files.open(ROOT, "solution.cpp", READ).unwrap();
        assert_eq!(files.seek(descriptor, -2, 2), Ok(2));
        assert_eq!(files.read(descriptor, None, 9), Ok(&b"de"[..]));
        let below = files.open(ROOT, "usr/include", READ).unwrap();
        assert_eq!(files.status_below(below, "a.h").unwrap().length, 6);
    }

    #[test]
    fn nothing_else_exists() {
        let mut files = files(100);
        for path in [
            "etc/passwd",
            "/etc/passwd",
            "../../../../etc/passwd",
            "usr/include/b.h",
        ] {
            assert_eq!(files.open(ROOT, path, READ), Err(Errno::NotFound), "{path}");
            assert_eq!(
                files.status_below(ROOT, path),
                Err(Errno::NotFound),
                "{path}"
            );
        }
        assert_eq!(files.open(9, "x", READ), Err(Errno::BadDescriptor));
        assert_eq!(files.open(0, "x", READ), Err(Errno::BadDescriptor));
    }

    #[test]
    fn the_image_cannot_be_changed() {
        let mut files = files(100);
        let path = "usr/include/a.h";
        assert_eq!(files.open(ROOT, path, WRITE), Err(Errno::ReadOnly));
        assert_eq!(files.unlink(ROOT, path), Err(Errno::ReadOnly));
        let renamed = files.rename((ROOT, "solution.cpp"), (ROOT, path));
        assert_eq!(renamed, Err(Errno::ReadOnly));
        assert_eq!(files.open(ROOT, "usr", WRITE), Err(Errno::IsDirectory));
    }

    #[test]
    fn files_are_written_up_to_the_room_that_there_is() {
        let mut files = files(10);
        let descriptor = files.open(ROOT, "out.tmp", WRITE).unwrap();
        files.write(descriptor, b"abcd").unwrap();
        files.seek(descriptor, 1, 0).unwrap();
        files.write(descriptor, b"X").unwrap();
        assert_eq!(files.write(descriptor, b"too long"), Err(Errno::NoSpace));
        assert_eq!(files.set_length(descriptor, 7), Err(Errno::NoSpace));
        files.rename((ROOT, "out.tmp"), (ROOT, "out")).unwrap();
        files.seek(descriptor, 0, 2).unwrap();
        files.write(descriptor, b"e").unwrap();
        assert_eq!(files.take("/out"), Some(b"aXcde".to_vec()));
    }

    #[test]
    fn descriptors_and_files_are_bounded() {
        let mut files = files(100);
        let opened = std::iter::from_fn(|| files.open(ROOT, "usr", READ).ok()).count();
        assert_eq!(opened, MAX_OPEN - 4);
        let mut files = super::tests::files(100);
        let mut made = 0;
        while let Ok(descriptor) = files.open(ROOT, &format!("f{made}"), WRITE) {
            files.close(descriptor).unwrap();
            made += 1;
        }
        assert_eq!(made, MAX_MADE - 1);
    }
}
