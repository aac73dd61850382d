//! Problem packages in the format of ICPC and Kattis: legacy, legacy-icpc and 2025-09.
//!
//! The crate reads and writes packages and knows what they mean. It runs nothing and knows no
//! wasm: whoever can run guests judges the submissions and asks here what must come of them.
//!
//! In reading order:
//! - [`Files`]: a folder or a zip, of which nothing is believed;
//! - [`Metadata`], from `problem.yaml`;
//! - [`Statement`]: Markdown, or a subset of LaTeX;
//! - [`TestData`]: test cases with the flags that they inherit;
//! - [`Program`], [`Submission`], [`Expectation`]: programs, and what must come of them;
//! - [`timing`]: the time limit in fuel;
//! - [`Package`]: all of it;
//! - what the judge needs of it (`Package::tests`, `Package::played`);
//! - [`export`]: writing a package again, and writing one of the arena's own problems;
//! - [`bounds`]: every limit.

mod archive;
pub mod bounds;
mod data;
mod error;
pub mod export;
mod hash;
mod languages;
mod metadata;
mod package;
mod play;
mod program;
mod statement;
mod submissions;
pub mod timing;
mod version;
mod yaml;

pub use archive::{FileInfo, Files};
pub use data::{Case, Check, CheckKind, InputFlags, TestData};
pub use error::PackageError;
pub use metadata::{Constants, Credits, License, Metadata, Origin, PackageLimits, Person, Timing};
pub use package::{OutputValidator, Package};
pub use program::{Program, Runs};
pub use statement::{Statement, StatementFormat};
pub use submissions::{CaseVerdict, Expectation, Submission, TimingUse, Unmet};
pub use version::{FormatVersion, UnknownVersion};
