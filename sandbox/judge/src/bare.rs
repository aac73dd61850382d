//! Bare instantiate-and-call, which the benchmark holds the pool against: no process, no queue, no
//! accounts of fuel or memory, no reading of replies, no comparison.

use crate::engine::{Guest, Judge};
use crate::guest::GuestLimits;
use crate::limits::MAX_GUEST_MEMORY_BYTES;

/// Instantiates the Python guest, loads a function and calls it with each input, the JSON array of
/// its arguments; the raw replies. The calling thread needs a stack of
/// [`crate::limits::THREAD_STACK_BYTES`].
///
/// # Errors
/// When Python is not built, or a call traps.
pub fn python(
    judge: &Judge,
    code: &str,
    function: &str,
    inputs: &[String],
) -> wasmtime::Result<Vec<Vec<u8>>> {
    let loaded = judge.guest(arena_problems::Language::PYTHON);
    let Some(Guest::Component(guest)) = loaded.map(|loaded| &loaded.guest) else {
        return Err(wasmtime::Error::msg("Python is not built"));
    };
    let limits = GuestLimits {
        fuel: u64::MAX,
        memory_bytes: MAX_GUEST_MEMORY_BYTES,
        output_bytes: u64::MAX,
        patience: 1,
    };
    guest.start(limits, &[0; 32])?.bare(code, function, inputs)
}
