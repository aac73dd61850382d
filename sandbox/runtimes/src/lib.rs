//! The languages, and their guest runtimes: what each is made of, and how it is built into a private
//! cache.
//!
//! A language is a folder of `languages/`: `language.toml` says what everybody may know of it, and
//! `runtime.toml` is the recipe of its runtime, the wasm that the judge runs player programs in: our
//! harness, and packages pinned by version and checksum that the ordinary package clients fetch.
//! The crate runs no wasm and knows neither problems, nor the judge, nor its engine.
//!
//! In reading order:
//! - [`Language`] and its [`Facts`];
//! - [`Recipe`]: a language's inputs and their content hash;
//! - [`CacheDirectory`]: where built runtimes are kept;
//! - [`build`] and [`locate`]: making a runtime, finding one that is made;
//! - [`licence_texts`]: the licences of what is bundled in a runtime, beside it;
//! - [`Image`]: the files that a compiler sees, packed into one.

mod build;
mod c_source;
mod clang;
mod directory;
mod facts;
mod fetch;
mod files;
mod image;
mod language;
mod licences;
mod npm;
mod python;
mod recipe;
mod ruby;
mod stale;

pub use build::{BuildError, Runtime, build, locate};
pub use directory::{CACHE_VARIABLE, CacheDirectory, NoCacheDirectory};
pub use facts::{
    Errors, Facts, Hello, Licences, Naming, Notice, Solutions, Starter, Transform, TypeNames,
};
pub use fetch::StepError;
pub use image::{Image, MalformedImage};
pub use language::{Language, UnknownLanguage};
pub use licences::{LicenceText, NoLicenceTexts, licence_files, licence_texts};
pub use recipe::{Descriptor, GuestForm, Recipe, Toolchain};
pub use stale::{StaleBuild, remove_stale_builds, stale_builds};
