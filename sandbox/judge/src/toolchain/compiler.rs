//! clang in a guest: one run of it, with arguments and files, and nothing else of the world.

use wasmtime::{
    Caller, Engine, Extern, InstancePre, Linker, Memory, Module, ResourceLimiter, Result, Store,
    Trap,
};

use super::limits::{COMPILE_MEMORY_BYTES, COMPILER_TABLE_ELEMENTS, DIAGNOSTICS_BYTES};
use crate::guest::files::{Errno, Files, Kind, Mode, ROOT, Status};
use crate::limits::{CLOCK_START_SECONDS, backstop_seconds};

const WASI: &str = "wasi_snapshot_preview1";

/// A compiler that can be run any number of times.
pub(crate) struct Compiler {
    instance: InstancePre<CompilerState>,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// It exited with this status.
    Exit(u32),
    /// It used up its fuel.
    OutOfFuel,
    /// It asked for more memory than it may have.
    OutOfMemory,
    /// Its stack was too small for what it read.
    StackOverflow,
    /// It gave up in another way.
    Crash,
}

/// What came of a run.
pub(crate) struct Ran {
    pub(crate) end: End,
    /// What it printed.
    pub(crate) said: String,
    pub(crate) files: Files,
    pub(crate) fuel_used: u64,
}

pub(crate) struct CompilerState {
    arguments: Vec<Vec<u8>>,
    files: Files,
    said: Vec<u8>,
    memory_denied: bool,
    random: u64,
}

#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the compiler exited with status {0}")]
struct Exited(u32);

impl Compiler {
    pub(crate) fn new(engine: &Engine, module: &Module) -> Result<Self> {
        let mut linker = Linker::new(engine);
        define_process(&mut linker)?;
        define_descriptors(&mut linker)?;
        define_paths(&mut linker)?;
        Ok(Self {
            instance: linker.instantiate_pre(module)?,
        })
    }

    /// Runs the compiler once; the error is the judge's fault.
    pub(crate) fn run(&self, arguments: &[&str], files: Files, fuel: u64) -> Result<Ran> {
        let state = CompilerState {
            arguments: arguments
                .iter()
                .map(|text| [text.as_bytes(), b"\0"].concat())
                .collect(),
            files,
            said: Vec::new(),
            memory_denied: false,
            random: 0,
        };
        let mut store = Store::new(self.instance.module().engine(), state);
        store.limiter(|state| state);
        store.set_fuel(fuel)?;
        store.set_epoch_deadline(backstop_seconds(fuel));
        let instance = self.instance.instantiate(&mut store)?;
        let start = instance.get_typed_func::<(), ()>(&mut store, "_start")?;
        let end = match start.call(&mut store, ()) {
            Ok(()) => End::Exit(0),
            Err(error) => end_of(&error, store.data().memory_denied)?,
        };
        let fuel_used = fuel.saturating_sub(store.get_fuel().unwrap_or(0));
        let state = store.into_data();
        Ok(Ran {
            end,
            said: String::from_utf8_lossy(&state.said).into_owned(),
            files: state.files,
            fuel_used,
        })
    }
}

fn end_of(error: &wasmtime::Error, memory_denied: bool) -> Result<End> {
    // Out of memory, LLVM says so and aborts.
    if memory_denied {
        return Ok(End::OutOfMemory);
    }
    if let Some(Exited(status)) = error.downcast_ref::<Exited>() {
        return Ok(End::Exit(*status));
    }
    match error.downcast_ref::<Trap>() {
        Some(Trap::OutOfFuel) => Ok(End::OutOfFuel),
        Some(Trap::StackOverflow) => Ok(End::StackOverflow),
        Some(Trap::Interrupt) | None => Err(wasmtime::Error::msg(format!("{error:#}"))),
        Some(_) => Ok(End::Crash),
    }
}

impl ResourceLimiter for CompilerState {
    fn memory_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> Result<bool> {
        let fits = desired as u64 <= COMPILE_MEMORY_BYTES;
        self.memory_denied |= !fits;
        Ok(fits)
    }

    fn table_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> Result<bool> {
        Ok(desired <= COMPILER_TABLE_ELEMENTS)
    }
}

type State<'a> = Caller<'a, CompilerState>;

fn memory(caller: &mut State<'_>) -> Result<Memory> {
    match caller.get_export("memory") {
        Some(Extern::Memory(memory)) => Ok(memory),
        _ => Err(wasmtime::Error::msg("the compiler exports no memory")),
    }
}

/// The memory and the state beside it.
fn parts<'a>(caller: &'a mut State<'_>) -> Result<(&'a mut [u8], &'a mut CompilerState)> {
    Ok(memory(caller)?.data_and_store_mut(caller))
}

fn outside() -> wasmtime::Error {
    Trap::MemoryOutOfBounds.into()
}

fn slice(memory: &mut [u8], address: u32, length: u32) -> Result<&mut [u8]> {
    let start = address as usize;
    memory
        .get_mut(start..start.saturating_add(length as usize))
        .ok_or_else(outside)
}

fn put(memory: &mut [u8], address: u32, bytes: &[u8]) -> Result<()> {
    slice(memory, address, u32::try_from(bytes.len())?)?.copy_from_slice(bytes);
    Ok(())
}

fn word(memory: &mut [u8], address: u32) -> Result<u32> {
    let mut bytes = [0; 4];
    bytes.copy_from_slice(slice(memory, address, 4)?);
    Ok(u32::from_le_bytes(bytes))
}

fn path(memory: &mut [u8], address: u32, length: u32) -> Result<String> {
    Ok(String::from_utf8_lossy(slice(memory, address, length)?).into_owned())
}

fn number(outcome: std::result::Result<(), Errno>) -> i32 {
    outcome.map_or_else(|error| error as i32, |()| 0)
}

fn file_type(kind: Kind) -> u8 {
    match kind {
        Kind::Directory => 3,
        Kind::File => 4,
    }
}

fn put_status(memory: &mut [u8], to: u32, status: Status) -> Result<()> {
    let mut bytes = [0; 64];
    bytes[8..16].copy_from_slice(&status.number.to_le_bytes());
    bytes[16] = file_type(status.kind);
    bytes[24] = 1;
    bytes[32..40].copy_from_slice(&status.length.to_le_bytes());
    put(memory, to, &bytes)
}

fn define_process(linker: &mut Linker<CompilerState>) -> Result<()> {
    linker.func_wrap(
        WASI,
        "proc_exit",
        |_: State<'_>, status: u32| -> Result<()> { Err(wasmtime::Error::new(Exited(status))) },
    )?;
    linker.func_wrap(
        WASI,
        "args_sizes_get",
        |mut caller: State<'_>, count: u32, size: u32| -> Result<i32> {
            let (memory, state) = parts(&mut caller)?;
            let bytes: usize = state.arguments.iter().map(Vec::len).sum();
            put(
                memory,
                count,
                &u32::try_from(state.arguments.len())?.to_le_bytes(),
            )?;
            put(memory, size, &u32::try_from(bytes)?.to_le_bytes())?;
            Ok(0)
        },
    )?;
    linker.func_wrap(
        WASI,
        "args_get",
        |mut caller: State<'_>, mut pointers: u32, mut text: u32| -> Result<i32> {
            let (memory, state) = parts(&mut caller)?;
            for argument in &state.arguments {
                put(memory, pointers, &text.to_le_bytes())?;
                put(memory, text, argument)?;
                pointers = pointers.wrapping_add(4);
                text = text.wrapping_add(u32::try_from(argument.len())?);
            }
            Ok(0)
        },
    )?;
    linker.func_wrap(
        WASI,
        "environ_sizes_get",
        |mut caller: State<'_>, count: u32, size: u32| -> Result<i32> {
            let (memory, _) = parts(&mut caller)?;
            put(memory, count, &[0; 4])?;
            put(memory, size, &[0; 4])?;
            Ok(0)
        },
    )?;
    linker.func_wrap(WASI, "environ_get", |_: State<'_>, _: u32, _: u32| 0)?;
    // Time stands still: nothing that is compiled may depend on it.
    linker.func_wrap(
        WASI,
        "clock_time_get",
        |mut caller: State<'_>, _clock: u32, _precision: u64, to: u32| -> Result<i32> {
            let (memory, _) = parts(&mut caller)?;
            put(
                memory,
                to,
                &(CLOCK_START_SECONDS * 1_000_000_000).to_le_bytes(),
            )?;
            Ok(0)
        },
    )?;
    // Names of temporary files alone are made of it.
    linker.func_wrap(
        WASI,
        "random_get",
        |mut caller: State<'_>, to: u32, length: u32| -> Result<i32> {
            let (memory, state) = parts(&mut caller)?;
            for byte in slice(memory, to, length)? {
                state.random = state
                    .random
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                *byte = state.random.to_le_bytes()[7];
            }
            Ok(0)
        },
    )?;
    linker.func_wrap(
        WASI,
        "poll_oneoff",
        |_: State<'_>, _: u32, _: u32, _: u32, _: u32| Errno::NotPermitted as i32,
    )?;
    Ok(())
}

/// Most pieces of one read or write.
const MAX_PIECES: u32 = 1024;

fn fd_read(
    mut caller: State<'_>,
    fd: u32,
    pieces: u32,
    count: u32,
    at: Option<u64>,
    read_to: u32,
) -> Result<i32> {
    let (memory, state) = parts(&mut caller)?;
    if count > MAX_PIECES {
        return Ok(Errno::Invalid as i32);
    }
    let mut total: u32 = 0;
    for piece in 0..count {
        let entry = pieces.wrapping_add(piece * 8);
        let address = word(memory, entry)?;
        let length = word(memory, entry.wrapping_add(4))?;
        let offset = at.map(|at| at.saturating_add(total.into()));
        let got = if fd == 0 {
            &[]
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
    Ok(0)
}

fn fd_write(
    mut caller: State<'_>,
    fd: u32,
    pieces: u32,
    count: u32,
    written_to: u32,
) -> Result<i32> {
    let (memory, state) = parts(&mut caller)?;
    if count > MAX_PIECES {
        return Ok(Errno::Invalid as i32);
    }
    let mut total: u32 = 0;
    for piece in 0..count {
        let entry = pieces.wrapping_add(piece * 8);
        let address = word(memory, entry)?;
        let length = word(memory, entry.wrapping_add(4))?;
        let bytes = slice(memory, address, length)?;
        match fd {
            1 | 2 => {
                // What is beyond the limit is not shown to anybody.
                let room = DIAGNOSTICS_BYTES.saturating_sub(state.said.len());
                state
                    .said
                    .extend_from_slice(&bytes[..bytes.len().min(room)]);
            }
            _ => {
                if let Err(error) = state.files.write(fd, bytes) {
                    return Ok(error as i32);
                }
            }
        }
        total = total.wrapping_add(length);
    }
    put(memory, written_to, &total.to_le_bytes())?;
    Ok(0)
}

fn define_descriptors(linker: &mut Linker<CompilerState>) -> Result<()> {
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
    linker.func_wrap(
        WASI,
        "fd_fdstat_get",
        |mut caller: State<'_>, fd: u32, to: u32| -> Result<i32> {
            let (memory, state) = parts(&mut caller)?;
            let kind = match fd {
                0..ROOT => Kind::File,
                _ => match state.files.status_below(fd, "") {
                    Ok(status) => status.kind,
                    Err(error) => return Ok(error as i32),
                },
            };
            let mut bytes = [0; 24];
            bytes[0] = file_type(kind);
            bytes[8..].fill(0xff);
            put(memory, to, &bytes).map(|()| 0)
        },
    )?;
    linker.func_wrap(
        WASI,
        "fd_filestat_get",
        |mut caller: State<'_>, fd: u32, to: u32| -> Result<i32> {
            let (memory, state) = parts(&mut caller)?;
            let status = match fd {
                0..ROOT => Status {
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
        },
    )?;
    linker.func_wrap(
        WASI,
        "fd_filestat_set_size",
        |mut caller: State<'_>, fd: u32, length: u64| {
            number(caller.data_mut().files.set_length(fd, length))
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
    // Nothing that is compiled needs a listing.
    linker.func_wrap(
        WASI,
        "fd_readdir",
        |_: State<'_>, _: u32, _: u32, _: u32, _: u64, _: u32| Errno::NotPermitted as i32,
    )?;
    Ok(())
}

/// Flags of `path_open`.
const CREATE: u32 = 1;
const DIRECTORY: u32 = 2;
const EXCLUSIVE: u32 = 4;
const TRUNCATE: u32 = 8;

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
    _descriptor_flags: u32,
    to: u32,
) -> Result<i32> {
    let (memory, state) = parts(&mut caller)?;
    let path = path(memory, name, length)?;
    let mode = Mode {
        create: flags & CREATE != 0,
        exclusive: flags & EXCLUSIVE != 0,
        truncate: flags & TRUNCATE != 0,
        directory: flags & DIRECTORY != 0,
        write: rights & WRITE != 0 && flags & DIRECTORY == 0,
    };
    match state.files.open(below, &path, mode) {
        Ok(descriptor) => put(memory, to, &descriptor.to_le_bytes()).map(|()| 0),
        Err(error) => Ok(error as i32),
    }
}

fn define_paths(linker: &mut Linker<CompilerState>) -> Result<()> {
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
            let path = path(memory, name, length)?;
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
            let from = path(memory, name, length)?;
            let to = path(memory, new_name, new_length)?;
            Ok(number(state.files.rename((below, &from), (new_below, &to))))
        },
    )?;
    linker.func_wrap(
        WASI,
        "path_unlink_file",
        |mut caller: State<'_>, below: u32, name: u32, length: u32| -> Result<i32> {
            let (memory, state) = parts(&mut caller)?;
            let path = path(memory, name, length)?;
            Ok(number(state.files.unlink(below, &path)))
        },
    )?;
    // There are no links, and no directories beside those of the image.
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
    linker.func_wrap(
        WASI,
        "path_link",
        |_: State<'_>, _: u32, _: u32, _: u32, _: u32, _: u32, _: u32, _: u32| {
            Errno::ReadOnly as i32
        },
    )?;
    linker.func_wrap(
        WASI,
        "path_symlink",
        |_: State<'_>, _: u32, _: u32, _: u32, _: u32, _: u32| Errno::ReadOnly as i32,
    )?;
    Ok(())
}
