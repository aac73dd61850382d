//! What compiling a program may cost. They are stated in the language's README.

/// Fuel of one run of the compiler or of the linker. An ordinary program of a hundred lines takes
/// a quarter at most.
pub(crate) const COMPILE_FUEL: u64 = 40_000_000_000;

/// Memory of the compiler, in bytes.
pub(crate) const COMPILE_MEMORY_BYTES: u64 = 1536 << 20;

/// Most elements of the compiler's table of functions.
pub(crate) const COMPILER_TABLE_ELEMENTS: usize = 200_000;

/// Most bytes that the compiler may print; what is beyond is dropped.
pub(crate) const DIAGNOSTICS_BYTES: usize = 64 * 1024;

/// Most bytes of the files that one run makes: objects, which hold every array of the program in full,
/// and the program.
pub(crate) const MADE_BYTES: usize = 320 << 20;

/// Most files that one run makes.
pub(crate) const MADE_FILES: usize = 64;

/// Longest program that is translated to machine code, in bytes of wasm.
pub(crate) const PROGRAM_BYTES: usize = 8 << 20;

/// Longest function of it, in bytes of wasm: translating takes more than linear time.
pub(crate) const FUNCTION_BYTES: usize = 192 * 1024;

/// Most functions of it.
pub(crate) const PROGRAM_FUNCTIONS: u32 = 50_000;

/// Programs that are remembered, translated, and the most bytes of machine code that they have
/// together.
pub(crate) const REMEMBERED_PROGRAMS: usize = 64;
pub(crate) const REMEMBERED_BYTES: usize = 128 << 20;

/// The same of tools, beside them.
pub(crate) const REMEMBERED_TOOLS: usize = 16;

/// Most elements of a tool's table of functions.
pub(crate) const TOOL_TABLE_ELEMENTS: usize = 60_000;

/// Machine code of single functions that is remembered, in bytes: those of the libraries come again
/// with every program.
pub(crate) const REMEMBERED_FUNCTION_BYTES: usize = 64 << 20;

/// Where the engine keeps exceptions in flight, in bytes; it grows with them, as the program's memory
/// does.
pub(crate) const EXCEPTION_BYTES: u64 = 512 * 1024;
