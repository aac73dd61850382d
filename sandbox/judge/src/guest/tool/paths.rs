//! What a tool does with the name of a file.

use wasmtime::{Linker, Result};

use super::bytes::{State, number, parts, put, text};
use super::descriptors::put_status;
use super::{Beyond, Ended, ToolState};
use crate::guest::files::{Errno, Mode};
use crate::guest::module::WASI;

/// Flags of `path_open`.
const CREATE: u32 = 1;
const DIRECTORY: u32 = 2;
const EXCLUSIVE: u32 = 4;
const TRUNCATE: u32 = 8;

/// A flag of a descriptor.
const APPEND: u32 = 1;

/// The right to write.
const WRITE: u64 = 1 << 6;

#[allow(clippy::too_many_arguments, reason = "the interface has so many")]
fn path_open(
    mut caller: State<'_>,
    below: u32,
    _follow: u32,
    name: u32,
    length: u32,
    flags: u32,
    rights: u64,
    _inherited: u64,
    descriptor_flags: u32,
    to: u32,
) -> Result<i32> {
    let (memory, state) = parts(&mut caller)?;
    let path = text(memory, name, length)?;
    let mode = Mode {
        create: flags & CREATE != 0,
        exclusive: flags & EXCLUSIVE != 0,
        truncate: flags & TRUNCATE != 0,
        directory: flags & DIRECTORY != 0,
        write: rights & WRITE != 0 && flags & DIRECTORY == 0,
        append: descriptor_flags & APPEND != 0,
    };
    match state.files.open(below, &path, mode) {
        Ok(descriptor) => put(memory, to, &descriptor.to_le_bytes()).map(|()| 0),
        Err(Errno::NoSpace) if state.limits.beyond == Beyond::Ends => {
            Err(Ended::TooMuchWritten.into())
        }
        Err(error) => Ok(error as i32),
    }
}

pub(super) fn define(linker: &mut Linker<ToolState>) -> Result<()> {
    linker.func_wrap(WASI, "path_open", path_open)?;
    linker.func_wrap(
        WASI,
        "path_filestat_get",
        |mut caller: State<'_>,
         below: u32,
         _: u32,
         name: u32,
         length: u32,
         to: u32|
         -> Result<i32> {
            let (memory, state) = parts(&mut caller)?;
            let path = text(memory, name, length)?;
            match state.files.status_below(below, &path) {
                Ok(status) => put_status(memory, to, status).map(|()| 0),
                Err(error) => Ok(error as i32),
            }
        },
    )?;
    linker.func_wrap(
        WASI,
        "path_rename",
        |mut caller: State<'_>,
         below: u32,
         name: u32,
         length: u32,
         new_below: u32,
         new_name: u32,
         new_length: u32|
         -> Result<i32> {
            let (memory, state) = parts(&mut caller)?;
            let from = text(memory, name, length)?;
            let to = text(memory, new_name, new_length)?;
            Ok(number(state.files.rename((below, &from), (new_below, &to))))
        },
    )?;
    linker.func_wrap(
        WASI,
        "path_unlink_file",
        |mut caller: State<'_>, below: u32, name: u32, length: u32| -> Result<i32> {
            let (memory, state) = parts(&mut caller)?;
            let path = text(memory, name, length)?;
            Ok(number(state.files.unlink(below, &path)))
        },
    )?;
    // There are no links, and no directories beside those that are there.
    linker.func_wrap(
        WASI,
        "path_readlink",
        |_: State<'_>, _: u32, _: u32, _: u32, _: u32, _: u32, _: u32| Errno::Invalid as i32,
    )?;
    for name in ["path_create_directory", "path_remove_directory"] {
        linker.func_wrap(WASI, name, |_: State<'_>, _: u32, _: u32, _: u32| {
            Errno::ReadOnly as i32
        })?;
    }
    Ok(())
}
