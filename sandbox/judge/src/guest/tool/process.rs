//! What a tool is told of itself: arguments, no environment, a clock that stands still, randomness
//! that is always the same.

use wasmtime::{Linker, Result};

use super::bytes::{State, parts, pay, put, slice};
use super::{Ended, ToolState};
use crate::guest::files::Errno;
use crate::guest::module::WASI;
use crate::limits::{CLOCK_START_SECONDS, MAX_RANDOM_BYTES};

pub(super) fn define(linker: &mut Linker<ToolState>) -> Result<()> {
    linker.func_wrap(
        WASI,
        "proc_exit",
        |_: State<'_>, status: u32| -> Result<()> { Err(Ended::Exit(status).into()) },
    )?;
    linker.func_wrap(
        WASI,
        "args_sizes_get",
        |mut caller: State<'_>, count: u32, size: u32| -> Result<i32> {
            let (memory, state) = parts(&mut caller)?;
            let bytes: usize = state.arguments.iter().map(Vec::len).sum();
            let arguments = u32::try_from(state.arguments.len())?;
            put(memory, count, &arguments.to_le_bytes())?;
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
    // Nothing that a tool does may depend on the time.
    linker.func_wrap(
        WASI,
        "clock_time_get",
        |mut caller: State<'_>, _clock: u32, _precision: u64, to: u32| -> Result<i32> {
            let (memory, _) = parts(&mut caller)?;
            let now = CLOCK_START_SECONDS * 1_000_000_000;
            put(memory, to, &now.to_le_bytes())?;
            Ok(0)
        },
    )?;
    linker.func_wrap(
        WASI,
        "random_get",
        |mut caller: State<'_>, to: u32, length: u32| -> Result<i32> {
            if u64::from(length) > MAX_RANDOM_BYTES {
                return Ok(Errno::Invalid as i32);
            }
            pay(&mut caller, length.into())?;
            let (memory, state) = parts(&mut caller)?;
            state.random.fill(slice(memory, to, length)?);
            Ok(0)
        },
    )?;
    Ok(())
}
