//! File steps that name the file when they fail.

use std::fs;
use std::path::Path;

use crate::fetch::{StepError, io_error};

pub(crate) fn make_empty(path: &Path) -> Result<(), StepError> {
    remove(path)?;
    fs::create_dir_all(path).map_err(io_error(path))
}

pub(crate) fn remove(path: &Path) -> Result<(), StepError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(io_error(path)(error)),
        _ => Ok(()),
    }
}

pub(crate) fn write(path: &Path, content: &[u8]) -> Result<(), StepError> {
    fs::write(path, content).map_err(io_error(path))
}

pub(crate) fn read(path: &Path) -> Result<Vec<u8>, StepError> {
    fs::read(path).map_err(io_error(path))
}

/// Makes a file and its content survive a crash of the machine.
pub(crate) fn sync(path: &Path) -> Result<(), StepError> {
    fs::File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(io_error(path))
}
