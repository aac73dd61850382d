//! What one call of a program of a package may cost. They are stated in the README of
//! `arena-packages`; what compiling one may cost is in [`crate::toolchain`].

/// Fuel: a reference minute.
pub const VALIDATOR_FUEL: u64 = 60_000 * crate::limits::FUEL_PER_REFERENCE_MS;

/// Memory, in bytes.
pub const VALIDATOR_MEMORY_BYTES: u64 = 1 << 30;

/// What it may write to its files, and to standard output and standard error. Python counts
/// characters, all of them together; C and C++ count bytes, once of the files and once of the streams.
pub const VALIDATOR_OUTPUT: u64 = 8 << 20;

/// Most files that one in C or C++ makes.
pub const VALIDATOR_FILES: usize = 64;

/// Longest message that is kept, in characters.
pub(super) const MAX_MESSAGE: usize = 2_000;

/// Longest report of a call in Python, in bytes: three messages, escaped.
pub(super) const MAX_REPORT_BYTES: u64 = 64 * 1024;
