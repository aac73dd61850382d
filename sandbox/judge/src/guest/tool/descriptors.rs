//! What a tool does with an open descriptor: the three streams, the root, and files.

use wasmtime::{Linker, Result};

use super::bytes::{State, number, parts, pay, piece, put, slice};
use super::{Beyond, Ended, ToolState};
use crate::guest::files::{Errno, Kind, ROOT, Status};
use crate::guest::module::{MAX_PIECES, WASI};

/// Longest account of a program's end, in bytes.
const LAST_WORDS_BYTES: usize = 4096;

pub(super) fn file_type(kind: Kind) -> u8 {
    match kind {
        Kind::Directory => 3,
        Kind::File => 4,
    }
}

pub(super) fn put_status(memory: &mut [u8], to: u32, status: Status) -> Result<()> {
    let mut bytes = [0; 64];
    bytes[8..16].copy_from_slice(&status.number.to_le_bytes());
    bytes[16] = file_type(status.kind);
    bytes[24] = 1;
    bytes[32..40].copy_from_slice(&status.length.to_le_bytes());
    put(memory, to, &bytes)
}

fn fd_read(
    mut caller: State<'_>,
    fd: u32,
    pieces: u32,
    count: u32,
    at: Option<u64>,
    read_to: u32,
) -> Result<i32> {
    if count > MAX_PIECES {
        return Ok(Errno::Invalid as i32);
    }
    let (memory, state) = parts(&mut caller)?;
    let mut total: u32 = 0;
    for number in 0..count {
        let (address, length) = piece(memory, pieces, number)?;
        let offset = at.map(|at| at.saturating_add(total.into()));
        let got = if fd == 0 && !state.files.is_open(fd) {
            let left = &state.input[state.input_read..];
            let got = &left[..left.len().min(length as usize)];
            state.input_read += got.len();
            got
        } else {
            match state.files.read(fd, offset, length as usize) {
                Ok(got) => got,
                Err(error) => return Ok(error as i32),
            }
        };
        put(memory, address, got)?;
        let got = u32::try_from(got.len())?;
        total = total.wrapping_add(got);
        if got < length {
            break;
        }
    }
    put(memory, read_to, &total.to_le_bytes())?;
    pay(&mut caller, total.into())?;
    Ok(0)
}

fn fd_write(
    mut caller: State<'_>,
    fd: u32,
    pieces: u32,
    count: u32,
    written_to: u32,
) -> Result<i32> {
    if count > MAX_PIECES {
        return Ok(Errno::Invalid as i32);
    }
    let (memory, state) = parts(&mut caller)?;
    let mut total: u32 = 0;
    for number in 0..count {
        let (address, length) = piece(memory, pieces, number)?;
        let bytes = slice(memory, address, length)?;
        match fd {
            1 | 2 if !state.files.is_open(fd) => state.say(bytes)?,
            // Nobody else writes to a directory: the start of C++ programs tells how they ended.
            ROOT => {
                let room = LAST_WORDS_BYTES.saturating_sub(state.last_words.len());
                let kept = &bytes[..bytes.len().min(room)];
                state.last_words.extend_from_slice(kept);
            }
            _ => match state.files.write(fd, bytes) {
                Ok(()) => {}
                Err(Errno::NoSpace) if state.limits.beyond == Beyond::Ends => {
                    return Err(Ended::TooMuchWritten.into());
                }
                Err(error) => return Ok(error as i32),
            },
        }
        total = total.wrapping_add(length);
    }
    put(memory, written_to, &total.to_le_bytes())?;
    pay(&mut caller, total.into())?;
    Ok(0)
}

pub(super) fn define(linker: &mut Linker<ToolState>) -> Result<()> {
    linker.func_wrap(
        WASI,
        "fd_read",
        |caller: State<'_>, fd: u32, pieces: u32, count: u32, to: u32| {
            fd_read(caller, fd, pieces, count, None, to)
        },
    )?;
    linker.func_wrap(
        WASI,
        "fd_pread",
        |caller: State<'_>, fd: u32, pieces: u32, count: u32, at: u64, to: u32| {
            fd_read(caller, fd, pieces, count, Some(at), to)
        },
    )?;
    linker.func_wrap(WASI, "fd_write", fd_write)?;
    linker.func_wrap(WASI, "fd_close", |mut caller: State<'_>, fd: u32| {
        number(caller.data_mut().files.close(fd))
    })?;
    // `freopen` puts a file in the place of a stream.
    linker.func_wrap(
        WASI,
        "fd_renumber",
        |mut caller: State<'_>, from: u32, to: u32| {
            number(caller.data_mut().files.renumber(from, to))
        },
    )?;
    linker.func_wrap(
        WASI,
        "fd_seek",
        |mut caller: State<'_>, fd: u32, by: i64, whence: u32, to: u32| -> Result<i32> {
            let (memory, state) = parts(&mut caller)?;
            match state.files.seek(fd, by, whence) {
                Ok(offset) => put(memory, to, &offset.to_le_bytes()).map(|()| 0),
                Err(error) => Ok(error as i32),
            }
        },
    )?;
    linker.func_wrap(WASI, "fd_fdstat_get", fd_fdstat_get)?;
    linker.func_wrap(WASI, "fd_filestat_get", fd_filestat_get)?;
    linker.func_wrap(
        WASI,
        "fd_filestat_set_size",
        |mut caller: State<'_>, fd: u32, length: u64| -> Result<i32> {
            let (_, state) = parts(&mut caller)?;
            match state.files.set_length(fd, length) {
                Err(Errno::NoSpace) if state.limits.beyond == Beyond::Ends => {
                    Err(Ended::TooMuchWritten.into())
                }
                outcome => Ok(number(outcome)),
            }
        },
    )?;
    linker.func_wrap(
        WASI,
        "fd_filestat_set_times",
        |_: State<'_>, _: u32, _: u64, _: u64, _: u32| 0,
    )?;
    linker.func_wrap(
        WASI,
        "fd_prestat_get",
        |mut caller: State<'_>, fd: u32, to: u32| -> Result<i32> {
            if fd != ROOT {
                return Ok(Errno::BadDescriptor as i32);
            }
            let (memory, _) = parts(&mut caller)?;
            put(memory, to, &[0, 0, 0, 0, 1, 0, 0, 0]).map(|()| 0)
        },
    )?;
    linker.func_wrap(
        WASI,
        "fd_prestat_dir_name",
        |mut caller: State<'_>, fd: u32, to: u32, length: u32| -> Result<i32> {
            if fd != ROOT || length == 0 {
                return Ok(Errno::BadDescriptor as i32);
            }
            let (memory, _) = parts(&mut caller)?;
            put(memory, to, b"/").map(|()| 0)
        },
    )?;
    // Nothing that is run here needs a listing.
    linker.func_wrap(
        WASI,
        "fd_readdir",
        |_: State<'_>, _: u32, _: u32, _: u32, _: u64, _: u32| Errno::NotPermitted as i32,
    )?;
    Ok(())
}

fn fd_fdstat_get(mut caller: State<'_>, fd: u32, to: u32) -> Result<i32> {
    let (memory, state) = parts(&mut caller)?;
    let kind = match fd {
        0..ROOT if !state.files.is_open(fd) => Kind::File,
        _ => match state.files.status_below(fd, "") {
            Ok(status) => status.kind,
            Err(error) => return Ok(error as i32),
        },
    };
    let mut bytes = [0; 24];
    bytes[0] = file_type(kind);
    bytes[8..].fill(0xff);
    put(memory, to, &bytes).map(|()| 0)
}

fn fd_filestat_get(mut caller: State<'_>, fd: u32, to: u32) -> Result<i32> {
    let (memory, state) = parts(&mut caller)?;
    let status = match fd {
        0..ROOT if !state.files.is_open(fd) => Status {
            kind: Kind::File,
            length: 0,
            number: fd.into(),
        },
        _ => match state.files.status_below(fd, "") {
            Ok(status) => status,
            Err(error) => return Ok(error as i32),
        },
    };
    put_status(memory, to, status).map(|()| 0)
}
