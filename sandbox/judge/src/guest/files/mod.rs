//! A file system in memory for a tool: an image that nobody changes, files that it is given, and a few
//! of its own. What is not there does not exist; nothing of the machine is.

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
pub(crate) const MAX_OPEN: usize = 128;

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
    /// Every write goes to the end.
    pub(crate) append: bool,
}

/// What a run may make.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    /// The directory below which it may; empty is the root.
    pub(crate) below: &'static str,
    /// Most files.
    pub(crate) files: usize,
    /// Most bytes of all of them together.
    pub(crate) bytes: usize,
}

#[derive(Debug)]
struct Open {
    path: String,
    offset: u64,
    write: bool,
    append: bool,
}

/// The files of one run.
#[derive(Debug)]
pub(crate) struct Files {
    image: Arc<Image>,
    given: BTreeMap<String, Vec<u8>>,
    made: BTreeMap<String, Vec<u8>>,
    open: Vec<Option<Open>>,
    room: Room,
    /// Whether more was to be made.
    is_full: bool,
}

impl Files {
    /// `given` are files beside the image's, by path from the root.
    pub(crate) fn new(image: Arc<Image>, given: BTreeMap<String, Vec<u8>>, room: Room) -> Self {
        let root = Open {
            path: String::new(),
            offset: 0,
            write: false,
            append: false,
        };
        Self {
            image,
            given,
            made: BTreeMap::new(),
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
                self.make_room_for(&path)?;
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
            append: mode.append,
        });
        u32::try_from(index).map_err(|_| Errno::TooManyOpen)
    }

    pub(crate) fn close(&mut self, descriptor: u32) -> Result<(), Errno> {
        self.opened(descriptor)?;
        self.open[descriptor as usize] = None;
        Ok(())
    }

    /// Whether a descriptor is open here; a standard stream is once a file took its place.
    pub(crate) fn is_open(&self, descriptor: u32) -> bool {
        self.opened(descriptor).is_ok()
    }

    /// Gives an open descriptor another number, in the place of what had it.
    pub(crate) fn renumber(&mut self, from: u32, to: u32) -> Result<(), Errno> {
        self.opened(from)?;
        if to as usize >= self.open.len() || from == ROOT || to == ROOT {
            return Err(Errno::BadDescriptor);
        }
        self.open[to as usize] = self.open[from as usize].take();
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
        let others = self.bytes_made();
        let room = self.room.bytes;
        let open = self.open.get_mut(descriptor as usize);
        let open = open.and_then(Option::as_mut).ok_or(Errno::BadDescriptor)?;
        if !open.write {
            return Err(Errno::NotPermitted);
        }
        let file = self.made.get_mut(&open.path).ok_or(Errno::BadDescriptor)?;
        if open.append {
            open.offset = file.len() as u64;
        }
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
        let others = self.bytes_made();
        let open = self.opened(descriptor)?;
        if !open.write {
            return Err(Errno::NotPermitted);
        }
        let path = open.path.clone();
        let length = usize::try_from(length).map_err(|_| Errno::NoSpace)?;
        let file = self.made.get_mut(&path).ok_or(Errno::BadDescriptor)?;
        if others.saturating_add(length.saturating_sub(file.len())) > self.room.bytes {
            self.is_full = true;
            return Err(Errno::NoSpace);
        }
        file.resize(length, 0);
        Ok(())
    }

    pub(crate) fn rename(&mut self, from: (u32, &str), to: (u32, &str)) -> Result<(), Errno> {
        let from = self.resolve(from.0, from.1)?;
        let to = self.resolve(to.0, to.1)?;
        if !self.made.contains_key(&to) && self.status(&to).is_ok() || !self.may_hold(&to) {
            return Err(Errno::ReadOnly);
        }
        let content = match self.made.remove(&from) {
            Some(content) => content,
            None => return Err(self.unchangeable(&from)),
        };
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
            None => Err(self.unchangeable(&path)),
        }
    }

    fn unchangeable(&self, path: &str) -> Errno {
        self.status(path)
            .map_or_else(|error| error, |_| Errno::ReadOnly)
    }

    fn bytes_made(&self) -> usize {
        self.made.values().map(Vec::len).sum()
    }

    /// Whether a file may be made at a path.
    fn may_hold(&self, path: &str) -> bool {
        let inside = path.strip_prefix(self.room.below);
        inside.is_some_and(|inside| inside.starts_with('/'))
    }

    fn make_room_for(&mut self, path: &str) -> Result<(), Errno> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if !self.is_directory(folder) {
            return Err(Errno::NotFound);
        }
        if !self.may_hold(path) {
            return Err(Errno::NotPermitted);
        }
        if self.made.len() >= self.room.files {
            self.is_full = true;
            return Err(Errno::NoSpace);
        }
        Ok(())
    }

    fn opened(&self, descriptor: u32) -> Result<&Open, Errno> {
        let open = self.open.get(descriptor as usize);
        open.and_then(Option::as_ref).ok_or(Errno::BadDescriptor)
    }

    fn content(&self, path: &str) -> Result<&[u8], Errno> {
        if let Some(made) = self.made.get(path) {
            return Ok(made);
        }
        self.unchanging(path).ok_or(Errno::IsDirectory)
    }

    fn unchanging(&self, path: &str) -> Option<&[u8]> {
        let given = self.given.get(path).map(Vec::as_slice);
        given.or_else(|| self.image.file(path))
    }

    fn is_directory(&self, path: &str) -> bool {
        let holds = |file: &str| {
            let inside = file.strip_prefix(path);
            inside.is_some_and(|inside| inside.is_empty() || inside.starts_with('/'))
        };
        path.is_empty()
            || self.image.is_directory(path)
            || holds(self.room.below)
            || self.given.keys().any(|file| holds(file) && file != path)
    }

    fn status(&self, path: &str) -> Result<Status, Errno> {
        let content = self.made.get(path).map(Vec::as_slice);
        let (kind, length) = match content.or_else(|| self.unchanging(path)) {
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
mod tests;
