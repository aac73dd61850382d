//! Making a runtime, atomically, by one builder at a time.

use std::fs;
use std::path::{Path, PathBuf};

use crate::directory::CacheDirectory;
use crate::fetch::{StepError, io_error};
use crate::language::Language;
use crate::recipe::{GuestForm, Recipe};
use crate::{c_source, clang, files, licences, python, ruby};

/// A runtime that is built.
#[derive(Debug, Clone)]
pub struct Runtime {
    /// What it was built from.
    pub recipe: Recipe,
    /// The wasm file.
    pub path: PathBuf,
}

impl Runtime {
    /// The packed files that a compiler sees; see [`crate::Image`].
    pub fn image(&self) -> Option<PathBuf> {
        image_beside(&self.recipe, &self.path)
    }
}

/// Why a runtime could not be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A step failed.
    #[error("build the {language} runtime: {reason}")]
    Step {
        /// The language.
        language: Language,
        /// What went wrong.
        reason: StepError,
    },
    /// The descriptor in the binary is malformed.
    #[error("the {language} runtime's descriptor: {reason}")]
    Descriptor {
        /// The language.
        language: Language,
        /// Where.
        reason: toml::de::Error,
    },
}

/// The runtime of a language, when it is built.
pub fn locate(cache: &CacheDirectory, language: Language) -> Option<Runtime> {
    let recipe = Recipe::of(language).ok()?;
    let path = output_of(cache, &recipe);
    path.is_file().then_some(Runtime { recipe, path })
}

/// Builds the runtime of a language, unless it is built, and puts the licence texts of what is
/// bundled in it beside it, unless they are there. `progress` is told each step in words.
///
/// Two builders of one runtime wait for each other, also in different processes. A builder that is
/// killed leaves nothing that is taken for a runtime; the next one clears what it left.
///
/// # Errors
/// The step that failed and why, as a sentence.
pub fn build(
    cache: &CacheDirectory,
    language: Language,
    progress: &mut dyn FnMut(&str),
) -> Result<Runtime, BuildError> {
    let recipe =
        Recipe::of(language).map_err(|reason| BuildError::Descriptor { language, reason })?;
    let path = output_of(cache, &recipe);
    if !is_complete(&recipe, &path) {
        make(cache, &recipe, &path, progress)
            .map_err(|reason| BuildError::Step { language, reason })?;
    }
    Ok(Runtime { recipe, path })
}

fn is_complete(recipe: &Recipe, path: &Path) -> bool {
    path.is_file() && licences::are_there(recipe, path)
}

fn output_of(cache: &CacheDirectory, recipe: &Recipe) -> PathBuf {
    cache
        .runtimes()
        .join(recipe.hash().to_hex().as_str())
        .join("runtime.wasm")
}

/// Where the files lie that a compiler sees.
fn image_beside(recipe: &Recipe, path: &Path) -> Option<PathBuf> {
    let has = recipe.descriptor.form == GuestForm::Compiler;
    has.then(|| path.with_file_name(clang::IMAGE))
}

fn make(
    cache: &CacheDirectory,
    recipe: &Recipe,
    path: &Path,
    progress: &mut dyn FnMut(&str),
) -> Result<(), StepError> {
    // One lock for all recipes: they share the tools folder.
    let lock_path = cache.runtimes().join("lock");
    let lock = fs::File::create(&lock_path).map_err(io_error(&lock_path))?;
    lock.lock().map_err(io_error(&lock_path))?;
    if is_complete(recipe, path) {
        return Ok(());
    }
    let tools = cache.runtimes().join("tools");
    fs::create_dir_all(&tools).map_err(io_error(&tools))?;
    let work = cache.runtimes().join("work");
    files::make_empty(&work)?;
    if path.is_file() {
        // Built before it listed these licences: its bytes, which verdicts depend on, stay.
        let gathered = licences::gather(recipe, &tools, &work, progress)?;
        licences::place(&gathered, path)?;
        return files::remove(&work);
    }
    let made = if recipe.descriptor.componentize.is_some() {
        python::make(recipe, &tools, &work, progress)
    } else if recipe.descriptor.toolchain.is_some() {
        clang::make(recipe, &tools, &work, progress)
    } else if recipe.descriptor.join.is_some() {
        ruby::make(recipe, &tools, &work, progress)
    } else {
        c_source::make(recipe, &tools, &work, progress)
    }?;
    files::sync(&made)?;
    let gathered = licences::gather(recipe, &tools, &work, progress)?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(io_error(folder))?;
    }
    if let Some(image) = image_beside(recipe, path) {
        // Before the runtime, whose presence says that all is there.
        let made = work.join(clang::IMAGE);
        fs::rename(&made, &image).map_err(io_error(&image))?;
    }
    licences::place(&gathered, path)?;
    fs::rename(&made, path).map_err(io_error(path))?;
    files::remove(&work)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::*;

    #[test]
    fn what_a_killed_builder_left_is_not_a_runtime() {
        let home = tempfile::tempdir().unwrap();
        let cache = CacheDirectory::open(home.path()).unwrap();
        let work = cache.runtimes().join("work");
        fs::create_dir_all(&work).unwrap();
        fs::write(work.join("runtime.wasm"), b"half").unwrap();
        for &language in Language::all() {
            assert!(locate(&cache, language).is_none());
        }
    }

    #[test]
    fn a_built_runtime_with_its_licences_is_used_without_any_step() {
        let home = tempfile::tempdir().unwrap();
        let cache = CacheDirectory::open(home.path()).unwrap();
        let recipe = Recipe::of(Language::PYTHON).unwrap();
        let path = output_of(&cache, &recipe);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, b"\0asm").unwrap();
        licences::mark(&recipe, &path).unwrap();
        let built = build(&cache, Language::PYTHON, &mut |step| panic!("{step}")).unwrap();
        assert_eq!(built.path, path);
        assert_eq!(locate(&cache, Language::PYTHON).unwrap().path, path);
    }
}
