//! The tool's memory as the host reads and writes it.

use wasmtime::{Caller, Extern, Result, Trap};

use super::ToolState;
use crate::guest::files::Errno;

pub(super) type State<'a> = Caller<'a, ToolState>;

/// Bytes that the host moves for a unit of fuel: nothing else would count its work.
const BYTES_PER_FUEL: u64 = 8;

/// The memory and the state beside it.
pub(super) fn parts<'a>(caller: &'a mut State<'_>) -> Result<(&'a mut [u8], &'a mut ToolState)> {
    match caller.get_export("memory") {
        Some(Extern::Memory(memory)) => Ok(memory.data_and_store_mut(caller)),
        _ => Err(Trap::MemoryOutOfBounds.into()),
    }
}

/// Takes the fuel that moving so many bytes costs.
pub(super) fn pay(caller: &mut State<'_>, bytes: u64) -> Result<()> {
    let left = caller.get_fuel()?.checked_sub(bytes / BYTES_PER_FUEL);
    caller.set_fuel(left.unwrap_or(0))?;
    match left {
        Some(left) if left > 0 => Ok(()),
        _ => Err(Trap::OutOfFuel.into()),
    }
}

pub(super) fn slice(memory: &mut [u8], address: u32, length: u32) -> Result<&mut [u8]> {
    let start = address as usize;
    memory
        .get_mut(start..start.saturating_add(length as usize))
        .ok_or_else(|| Trap::MemoryOutOfBounds.into())
}

pub(super) fn put(memory: &mut [u8], address: u32, bytes: &[u8]) -> Result<()> {
    slice(memory, address, u32::try_from(bytes.len())?)?.copy_from_slice(bytes);
    Ok(())
}

pub(super) fn word(memory: &mut [u8], address: u32) -> Result<u32> {
    let mut bytes = [0; 4];
    bytes.copy_from_slice(slice(memory, address, 4)?);
    Ok(u32::from_le_bytes(bytes))
}

/// The address and length of a piece of a read or write, by its number.
pub(super) fn piece(memory: &mut [u8], pieces: u32, number: u32) -> Result<(u32, u32)> {
    let entry = pieces.wrapping_add(number * 8);
    Ok((word(memory, entry)?, word(memory, entry.wrapping_add(4))?))
}

pub(super) fn text(memory: &mut [u8], address: u32, length: u32) -> Result<String> {
    Ok(String::from_utf8_lossy(slice(memory, address, length)?).into_owned())
}

pub(super) fn number(outcome: std::result::Result<(), Errno>) -> i32 {
    outcome.map_or_else(|error| error as i32, |()| 0)
}
