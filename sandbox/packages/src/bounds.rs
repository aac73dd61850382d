//! Every limit of an import in one place.

/// Most files of a package, and most folders.
pub const MAX_FILES: usize = 10_000;

/// Most bytes of all files together, counted while they are unpacked.
pub const MAX_UNPACKED_BYTES: u64 = 2 << 30;

/// Longest name of a file or folder, in bytes.
pub const MAX_NAME_BYTES: usize = 255;

/// Longest path within a package, in bytes.
pub const MAX_PATH_BYTES: usize = 1_024;

/// Most folders within each other.
pub const MAX_DEPTH: usize = 16;

/// Largest YAML file, in bytes.
pub const MAX_YAML_BYTES: u64 = 256 << 10;

/// Most values within each other in a YAML file.
pub const MAX_YAML_DEPTH: usize = 16;

/// Largest statement of one language, in bytes.
pub const MAX_STATEMENT_BYTES: u64 = 256 << 10;

/// Largest program (a submission or a validator), all of its files together, in bytes.
pub const MAX_PROGRAM_BYTES: u64 = 1 << 20;

/// Most test cases, samples and secret ones together.
pub const MAX_CASES: usize = 1_000;

/// Largest input and largest answer of a test case that is judged, in bytes.
pub const MAX_CASE_FILE_BYTES: u64 = 64 << 20;

/// Most submissions of a package.
pub const MAX_SUBMISSIONS: usize = 500;
