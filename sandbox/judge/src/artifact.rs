//! Compiled runtimes on disk. Loading one trusts it as native code, so the files are private, and
//! their content is checked against its hash before it is believed.

use std::fs;
use std::hash::{Hash, Hasher};
use std::io::{self, Read, Write};
use std::os::fd::AsRawFd;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use arena_problems::{Hash32, Language};
use arena_runtimes::{CacheDirectory, GuestForm, Image, Runtime, Toolchain};
use wasmtime::component::Component;
use wasmtime::{Engine, Module};

use crate::guest::snapshot;

/// A runtime, compiled and loaded.
pub(crate) enum Artifact {
    Component(Component),
    Module(Module),
    Compiler {
        module: Module,
        image: Image,
        arguments: Box<Toolchain>,
    },
}

/// Why a runtime is not available.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArtifactError {
    #[error("the {0} runtime is not built: run `arena runtimes build {0}`")]
    NotBuilt(Language),
    #[error("the {0} runtime is not compiled for this machine: run `arena runtimes build {0}`")]
    NotCompiled(Language),
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: io::Error },
    #[error("load the {language} runtime: {source:#}")]
    Wasm {
        language: Language,
        source: wasmtime::Error,
    },
}

/// Loads a compiled runtime; with the hash of its recipe, which is what verdicts name it by: two
/// builds of one recipe may differ in bytes that nothing reads, but not in how they judge.
pub(crate) fn load(
    engine: &Engine,
    cache: &CacheDirectory,
    runtime: &Runtime,
) -> Result<(Artifact, Hash32), ArtifactError> {
    let language = runtime.recipe.language;
    let hash = blake3::hash(&fs::read(&runtime.path).map_err(at(&runtime.path))?);
    let path = place(engine, cache, &hash);
    let form = runtime.recipe.descriptor.form;
    let artifact = open_sound(&path)
        .and_then(|file| deserialize(engine, form, file))
        .ok_or(ArtifactError::NotCompiled(language))?;
    let artifact = match artifact {
        Artifact::Module(module) if form == GuestForm::Compiler => with_image(module, runtime)?,
        whole @ (Artifact::Component(_) | Artifact::Module(_) | Artifact::Compiler { .. }) => whole,
    };
    Ok((artifact, Hash32(*runtime.recipe.hash().as_bytes())))
}

/// Adds what a compiler needs beside itself.
fn with_image(module: Module, runtime: &Runtime) -> Result<Artifact, ArtifactError> {
    let wasm = |text: String| ArtifactError::Wasm {
        language: runtime.recipe.language,
        source: wasmtime::Error::msg(text),
    };
    let parts = runtime
        .image()
        .zip(runtime.recipe.descriptor.toolchain.clone());
    let (path, arguments) = parts.ok_or_else(|| wasm("its recipe has no [toolchain]".into()))?;
    let image = Image::read(fs::read(&path).map_err(at(&path))?);
    Ok(Artifact::Compiler {
        module,
        image: image.map_err(|error| wasm(error.to_string()))?,
        arguments: Box::new(arguments),
    })
}

/// Compiles a runtime for this machine, unless a sound artifact is there; whether it did.
pub(crate) fn compile(
    engine: &Engine,
    cache: &CacheDirectory,
    runtime: &Runtime,
    progress: &mut dyn FnMut(&str),
) -> Result<bool, ArtifactError> {
    let wasm = fs::read(&runtime.path).map_err(at(&runtime.path))?;
    let path = place(engine, cache, &blake3::hash(&wasm));
    let form = runtime.recipe.descriptor.form;
    let is_there =
        || open_sound(&path).is_some_and(|file| deserialize(engine, form, file).is_some());
    if is_there() {
        return Ok(false);
    }
    // One process compiles; the others then find what it made.
    let lock_path = cache.artifacts().join("lock");
    let lock = private_file(&lock_path).map_err(at(&lock_path))?;
    lock.lock().map_err(at(&lock_path))?;
    if is_there() {
        return Ok(false);
    }
    let failed = |source| ArtifactError::Wasm {
        language: runtime.recipe.language,
        source,
    };
    let wasm = if runtime.recipe.descriptor.snapshot {
        progress("initialising it once for every guest");
        snapshot(&wasm).map_err(failed)?
    } else {
        wasm
    };
    progress("compiling it for this machine");
    let native = match form {
        GuestForm::Component => engine.precompile_component(&wasm),
        GuestForm::Module | GuestForm::Compiler => engine.precompile_module(&wasm),
    };
    let native = native.map_err(failed)?;
    store(&path, &native).map_err(at(&path))?;
    Ok(true)
}

fn place(engine: &Engine, cache: &CacheDirectory, wasm: &blake3::Hash) -> PathBuf {
    let name = format!("{}.cwasm", key(engine, wasm));
    cache.artifacts().join(name)
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> ArtifactError {
    let path = path.to_owned();
    move |source| ArtifactError::Io { path, source }
}

/// Names an artifact by all that shapes it: the wasm, the engine's version and its settings.
fn key(engine: &Engine, wasm: &blake3::Hash) -> String {
    struct Settings(blake3::Hasher);
    impl Hasher for Settings {
        fn finish(&self) -> u64 {
            0
        }
        fn write(&mut self, bytes: &[u8]) {
            self.0.update(bytes);
        }
    }
    let mut settings = Settings(blake3::Hasher::new());
    engine.precompile_compatibility_hash().hash(&mut settings);
    settings.0.update(wasm.as_bytes());
    settings.0.finalize().to_hex().to_string()
}

fn sum_path(path: &Path) -> PathBuf {
    path.with_extension("blake3")
}

/// Opens an artifact if it is private and has the content that was written.
fn open_sound(path: &Path) -> Option<fs::File> {
    let sum = fs::read_to_string(sum_path(path)).ok()?;
    let mut file = fs::File::open(path).ok()?;
    let metadata = file.metadata().ok()?;
    let process = fs::metadata("/proc/self").ok()?;
    if metadata.uid() != process.uid() || metadata.mode() & 0o077 != 0 {
        return None;
    }
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer).ok()? {
            0 => break,
            length => hasher.update(&buffer[..length]),
        };
    }
    (hasher.finalize().to_hex().as_str() == sum).then_some(file)
}

#[allow(
    unsafe_code,
    reason = "loading compiled code trusts it: the file is private and its hash was checked"
)]
fn deserialize(engine: &Engine, form: GuestForm, file: fs::File) -> Option<Artifact> {
    // The very file that was checked, whatever its path names by now.
    let path = format!("/proc/self/fd/{}", file.as_raw_fd());
    match form {
        // SAFETY: only `store` writes these private files, and the hash shows that nothing else did.
        GuestForm::Component => unsafe { Component::deserialize_file(engine, path) }
            .ok()
            .map(Artifact::Component),
        // SAFETY: as above.
        GuestForm::Module | GuestForm::Compiler => {
            unsafe { Module::deserialize_file(engine, path) }
                .ok()
                .map(Artifact::Module)
        }
    }
}

fn private_file(path: &Path) -> io::Result<fs::File> {
    fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
}

/// Writes the artifact, then its hash: without the second the first is not believed.
fn store(path: &Path, native: &[u8]) -> io::Result<()> {
    let sum = blake3::hash(native).to_hex();
    for (path, content) in [(path.to_owned(), native), (sum_path(path), sum.as_bytes())] {
        let temporary = path.with_extension("tmp");
        if let Err(error) = fs::remove_file(&temporary)
            && error.kind() != io::ErrorKind::NotFound
        {
            return Err(error);
        }
        let mut file = private_file(&temporary)?;
        file.write_all(content)?;
        file.sync_all()?;
        fs::rename(&temporary, &path)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn an_artifact_is_believed_only_when_private_and_unchanged() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.cwasm");
        store(&path, b"native").unwrap();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert!(open_sound(&path).is_some());

        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(open_sound(&path).is_none(), "readable by others");

        store(&path, b"native").unwrap();
        fs::write(&path, b"Native").unwrap();
        assert!(open_sound(&path).is_none(), "changed");

        store(&path, b"native").unwrap();
        fs::remove_file(sum_path(&path)).unwrap();
        assert!(open_sound(&path).is_none(), "a kill between the two files");
    }

    #[test]
    fn an_artifact_is_named_by_wasm_and_settings() {
        let [plain, fuel] = [false, true]
            .map(|fuel| Engine::new(wasmtime::Config::new().consume_fuel(fuel)).unwrap());
        let hash = blake3::hash(b"wasm");
        assert_eq!(key(&plain, &hash), key(&plain, &hash));
        assert_ne!(key(&plain, &hash), key(&fuel, &hash));
        assert_ne!(key(&plain, &hash), key(&plain, &blake3::hash(b"other")));
    }
}
