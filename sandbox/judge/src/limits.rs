//! The judge's own limits. Those of a problem are in its test set.

/// Longest program, in bytes of UTF-8. The shortest has one byte.
pub const MAX_CODE_BYTES: usize = 256 * 1024;

/// wasm stack of a guest. Deeper recursion is a trap, after the interpreters' own checks.
pub const GUEST_STACK_BYTES: usize = 48 << 20;

/// Stack of a thread that runs guests: the guest's, and as much again for the host's own calls.
pub const THREAD_STACK_BYTES: usize = 128 << 20;

/// Most linear memory that any guest can be given, in bytes.
pub const MAX_GUEST_MEMORY_BYTES: u64 = 2 << 30;

/// Most bytes that one call between guest and host may carry.
pub const MAX_TRANSFER_BYTES: usize = 128 << 20;

/// Most bytes of randomness in one call.
pub const MAX_RANDOM_BYTES: u64 = 64 * 1024;

/// The virtual clock: nanoseconds that pass with one unit of fuel.
pub const NANOSECONDS_PER_FUEL: u64 = 1;

/// When the virtual clock starts: 2026-01-01T00:00:00Z, in seconds of Unix time.
pub const CLOCK_START_SECONDS: u64 = 1_767_225_600;

/// Longest message, error text or value shown in a judgement, in bytes.
pub const MAX_SHOWN_BYTES: usize = 4096;

/// Longest output of one stream shown in a judgement, in bytes.
pub const MAX_SHOWN_OUTPUT_BYTES: usize = 8192;

/// Longest kind of error, in bytes.
pub const MAX_KIND_BYTES: usize = 100;

/// Wall-clock backstop of one guest call, in seconds. Reaching it is the judge's fault.
pub const BACKSTOP_SECONDS: u64 = 30;
