//! The guest runtimes: what each language's is made of, and how it is built into a private cache.
//!
//! A runtime is one wasm file that the judge runs player programs in. Its recipe is a folder of
//! this crate (`python/`, `javascript/`): our harness, a descriptor, and packages pinned by
//! version and checksum that the ordinary package clients fetch. The crate runs no wasm and knows
//! neither the judge nor its engine.
//!
//! In reading order:
//! - [`Recipe`]: a language's inputs and their content hash;
//! - [`CacheDirectory`]: where built runtimes are kept;
//! - [`build`] and [`locate`]: making a runtime, finding one that is made.

mod build;
mod directory;
mod fetch;
mod files;
mod python;
mod quickjs;
mod recipe;

pub use build::{BuildError, Runtime, build, locate};
pub use directory::{CACHE_VARIABLE, CacheDirectory, NoCacheDirectory};
pub use fetch::StepError;
pub use recipe::{Descriptor, GuestForm, Recipe};
