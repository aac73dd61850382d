//! Problems: the folder format, its validation, the embedded catalogue, checkers and test sets.
//!
//! The crate is pure apart from reading a folder. It knows languages, but runs nothing: whoever can run a guest
//! program implements [`generation::Oracle`] and gets a [`TestSet`] assembled from what the
//! guest answered. It chooses no problem for a battle either: the rules do.
//!
//! In reading order:
//! - [`Type`], [`Signature`], [`Form`]: what a solution takes and returns;
//! - [`Problem`] and [`ProblemError`]: a folder, loaded and validated;
//! - [`Catalogue`]: the problems in the binary, or in a folder;
//! - [`Checker`]: whether an answer is the expected one;
//! - [`TestSet`] and [`generation`]: the tests of a problem and how they come about;
//! - [`PackedTests`]: a test set as bytes;
//! - [`starter`]: the code that a player starts from;
//! - [`text_form`]: arguments and answers as the text that programs read and write;
//! - [`bounds`]: every limit of the format.

mod canonical;
mod catalogue;
mod checker;
mod error;
mod files;
pub mod generation;
mod hash;
mod id;
mod json_lines;
mod limits;
mod manifest;
mod names;
mod packed;
mod problem;
mod samples;
mod signature;
pub mod starter;
mod test_set;
pub mod text_form;
mod types;

pub use arena_runtimes::Language;
pub use catalogue::{Catalogue, CatalogueError};
pub use checker::{Checker, IcpcFlags, Mismatch, MismatchReason};
pub use error::{Location, ProblemError};
pub use hash::{Hash32, HashParseError, ProblemHash, TestSetHash};
pub use id::{IdError, ProblemId};
pub use limits::{FUEL_PER_MILLION, Limits};
pub use names::{Difficulty, RequiredVerdict, UnknownName};
pub use packed::PackedTests;
pub use problem::{Problem, Source, WrongSolution};
pub use samples::Sample;
pub use signature::{Form, Parameter, Signature};
pub use test_set::{Input, Output, Purpose, Test, TestSet, TestSetError, ValidatorProgram};
pub use types::{Type, TypeParseError};

/// Every limit of the format in one place; each is documented where it is checked.
pub mod bounds {
    pub use crate::catalogue::MAX_PROBLEMS;
    pub use crate::checker::{MAX_EXCERPT_BYTES, MAX_VALUE_DEPTH};
    pub use crate::files::{IGNORED_NAMES, MAX_FILE_BYTES, MAX_FILES};
    pub use crate::generation::{
        MAX_CASE_NAME_BYTES, MAX_GENERATED_BYTES, MAX_SECRET_TESTS, MIN_SECRET_TESTS, SMALL_CASES,
    };
    pub use crate::id::MAX_ID_LENGTH;
    pub use crate::limits::{MAX_FUEL_MILLIONS, MAX_MEMORY_MIB, MAX_OUTPUT_KIB, MIN_MEMORY_MIB};
    pub use crate::manifest::{
        MAX_TECHNIQUE_LENGTH, MAX_TECHNIQUES, MAX_TITLE_LENGTH, MAX_WHY_BYTES,
    };
    pub use crate::packed::MAX_TEST_SET_BYTES;
    pub use crate::problem::MAX_STATEMENT_BYTES;
    pub use crate::samples::{MAX_NOTE_BYTES, MAX_SAMPLES, MIN_SAMPLES};
    pub use crate::signature::{MAX_NAME_LENGTH, MAX_PARAMETERS};
    pub use crate::types::{MAX_SAFE_INTEGER, MAX_TYPE_DEPTH};
}
