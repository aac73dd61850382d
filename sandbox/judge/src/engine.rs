//! The engine and the interpreters that are loaded into it.

use std::collections::BTreeMap;
use std::sync::{Arc, Barrier};
use std::time::Duration;

use arena_problems::{Hash32, Language};
use arena_runtimes::{CacheDirectory, Image, Toolchain as Arguments, locate};
use wasmtime::{
    Config, Enabled, Engine, InstanceAllocationStrategy, Module, OptLevel, PoolingAllocationConfig,
    WasmBacktraceDetails,
};

use crate::artifact::{self, Artifact, ArtifactError};
use crate::guest::{ComponentGuest, GuestLimits, ModuleGuest};
use crate::limits::{GUEST_STACK_BYTES, MAX_GUEST_MEMORY_BYTES};
use crate::session::Session;
use crate::stack::on_big_stack;
use crate::toolchain::{COMPILER_TABLE_ELEMENTS, Toolchain};

/// Memory of a finished guest that its place keeps for the next one, in bytes: all that a fresh
/// Python has. It is copied anew, which costs a third of giving the pages back and faulting them in
/// again, and keeps threads from waiting for each other in the kernel.
const KEPT_MEMORY_BYTES: usize = 32 << 20;

/// Stack of a thread that translates a program to machine code.
const COMPILING_STACK_BYTES: usize = 64 << 20;

/// A language that can be judged, or why it cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageStatus {
    /// The language.
    pub language: Language,
    /// The implementation and its version: `CPython 3.14`.
    pub version: String,
    /// The hash of the runtime's recipe, or why there is no runtime.
    pub runtime: Result<Hash32, String>,
}

/// The engine with every interpreter that is built; judges programs in this process.
pub struct Judge {
    engine: Engine,
    /// By the language that uses it; several may share one.
    guests: BTreeMap<Language, Arc<Loaded>>,
    languages: Vec<LanguageStatus>,
    patience: u32,
}

pub(crate) struct Loaded {
    pub(crate) guest: Guest,
    pub(crate) hash: Hash32,
}

pub(crate) enum Guest {
    Component(ComponentGuest),
    Module(ModuleGuest),
    Compiler(Arc<Toolchain>),
}

/// Why the judge cannot start.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The engine refuses its settings on this machine.
    #[error("start the wasm engine: {0:#}")]
    Engine(wasmtime::Error),
    /// No thread for the backstop.
    #[error("start the backstop: {0}")]
    Thread(std::io::Error),
}

impl Judge {
    /// Loads every runtime that is built and compiled, see [`crate::prepare`]. `threads` programs
    /// are judged at the same time at most.
    ///
    /// # Errors
    /// When the engine does not start. A runtime that is missing or cannot be loaded is not an
    /// error: [`Judge::languages`] says so.
    pub fn load(cache: &CacheDirectory, threads: usize) -> Result<Self, LoadError> {
        start_compiling_threads();
        let engine = engine(threads).map_err(LoadError::Engine)?;
        start_ticker(&engine).map_err(LoadError::Thread)?;
        let mut runtimes = BTreeMap::new();
        let mut guests = BTreeMap::new();
        let mut languages = Vec::new();
        for &language in Language::all() {
            let owner = language.runtime();
            let loaded = runtimes.entry(owner).or_insert_with(|| {
                load(&engine, cache, owner)
                    .map(Arc::new)
                    .map_err(|error| error.to_string())
            });
            if let Ok(loaded) = loaded {
                guests.insert(language, Arc::clone(loaded));
            }
            languages.push(LanguageStatus {
                language,
                version: version_of(language),
                runtime: loaded
                    .as_ref()
                    .map(|loaded| loaded.hash)
                    .map_err(Clone::clone),
            });
        }
        Ok(Self {
            engine,
            guests,
            languages,
            patience: 1,
        })
    }

    /// Gives every call so many times the usual wall-clock time before it counts as the judge's
    /// fault. With 0 every call is one.
    #[must_use]
    pub(crate) fn with_patience(mut self, patience: u32) -> Self {
        self.patience = patience;
        self
    }

    pub(crate) fn patience(&self) -> u32 {
        self.patience
    }

    /// Every language, with its runtime's hash or why it is not available.
    pub fn languages(&self) -> &[LanguageStatus] {
        &self.languages
    }

    pub(crate) fn guest(&self, language: Language) -> Option<&Loaded> {
        self.guests.get(&language).map(Arc::as_ref)
    }

    /// Compiles a program without running it: its wasm, and the fuel that this took. For benchmarks
    /// and tests.
    ///
    /// # Errors
    /// When the language is not compiled, not there, or refuses the program.
    #[doc(hidden)]
    pub fn compile(&self, language: Language, code: &str) -> Result<(Vec<u8>, u64), String> {
        match self.guest(language).map(|loaded| &loaded.guest) {
            Some(Guest::Compiler(toolchain)) => toolchain
                .build_anew(language, code)
                .map(|built| (built.wasm, built.fuel))
                .map_err(|error| error.to_string()),
            Some(Guest::Component(_) | Guest::Module(_)) | None => {
                Err(format!("{language} is not compiled here"))
            }
        }
    }

    /// How many programs of a compiled language were made, and not remembered; for tests.
    #[doc(hidden)]
    pub fn programs_made(&self, language: Language) -> u64 {
        match self.guest(language).map(|loaded| &loaded.guest) {
            Some(Guest::Compiler(toolchain)) => toolchain.programs_made(),
            Some(Guest::Component(_) | Guest::Module(_)) | None => 0,
        }
    }

    /// The engine, for benchmarks.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }
}

/// The implementation and its version, as players read it: `CPython 3.14`.
pub(crate) fn version_of(language: Language) -> String {
    let stated = language.facts().version.clone();
    stated.unwrap_or_else(|| {
        let recipe = arena_runtimes::Recipe::of(language);
        recipe.map(|recipe| recipe.version()).unwrap_or_default()
    })
}

fn load(
    engine: &Engine,
    cache: &CacheDirectory,
    language: Language,
) -> Result<Loaded, ArtifactError> {
    let runtime = locate(cache, language).ok_or(ArtifactError::NotBuilt(language))?;
    let (artifact, hash) = artifact::load(engine, cache, &runtime)?;
    let guest = match artifact {
        Artifact::Component(component) => {
            ComponentGuest::new(engine, &component).map(Guest::Component)
        }
        Artifact::Module(module) => ModuleGuest::new(engine, &module).map(Guest::Module),
        Artifact::Compiler {
            module,
            image,
            arguments,
        } => toolchain(&module, image, *arguments).map(|made| Guest::Compiler(Arc::new(made))),
    };
    let guest = guest.map_err(|source| ArtifactError::Wasm { language, source })?;
    let loaded = Loaded { guest, hash };
    // What the engine does once a runtime, such as making its memory's image, a sealed process
    // could not do any more.
    let limits = GuestLimits {
        fuel: 0,
        memory_bytes: MAX_GUEST_MEMORY_BYTES,
        output_bytes: 0,
        patience: 1,
    };
    on_big_stack(|| Session::start(&loaded, limits, &[0; 32]).map(drop))
        .map_err(|error| wasmtime::Error::msg(error.to_string()))
        .flatten()
        .map_err(|source| ArtifactError::Wasm { language, source })?;
    Ok(loaded)
}

fn toolchain(module: &Module, image: Image, arguments: Arguments) -> wasmtime::Result<Toolchain> {
    let toolchain = Toolchain::new(module, image, arguments)?;
    start_ticker(toolchain.engine())?;
    let warm = on_big_stack(|| toolchain.warm_up().map_err(|error| error.to_string()));
    warm.map_err(|error| error.to_string())
        .flatten()
        .map_err(wasmtime::Error::msg)?;
    Ok(toolchain)
}

/// All settings of the engine. Those that shape compiled code are part of an artifact's name.
pub(crate) fn engine(threads: usize) -> wasmtime::Result<Engine> {
    let mut config = Config::new();
    config
        .consume_fuel(true)
        .epoch_interruption(true)
        .cranelift_opt_level(OptLevel::Speed)
        .wasm_backtrace_max_frames(None)
        .wasm_backtrace_details(WasmBacktraceDetails::Disable)
        .max_wasm_stack(GUEST_STACK_BYTES)
        .async_stack_size(GUEST_STACK_BYTES * 2)
        .memory_init_cow(true)
        .memory_guaranteed_dense_image_size(128 << 20)
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool(threads)));
    Engine::new(&config)
}

/// Places for as many guests as are judged at once: the Python component is 60 core instances
/// with one large memory.
fn pool(threads: usize) -> PoolingAllocationConfig {
    let guests = u32::try_from(threads).unwrap_or(64).clamp(1, 64) + 1;
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(guests)
        .max_component_instance_size(4 << 20)
        .max_core_instances_per_component(96)
        .max_memories_per_component(4)
        .max_tables_per_component(32)
        .total_core_instances(guests * 96)
        .total_memories(guests * 4)
        .total_tables(guests * 32)
        .max_core_instance_size(4 << 20)
        .max_tables_per_module(4)
        .table_elements(COMPILER_TABLE_ELEMENTS)
        .max_memory_size(usize::try_from(MAX_GUEST_MEMORY_BYTES).unwrap_or(usize::MAX))
        .total_stacks(1)
        .linear_memory_keep_resident(KEPT_MEMORY_BYTES)
        .table_keep_resident(64 * 1024)
        // Python's written pages lie in more pieces than the engine asks the kernel for.
        .pagemap_scan(Enabled::No);
    pool
}

/// Starts the threads that translate programs to machine code; a sealed process could not. When they
/// run already, those serve.
fn start_compiling_threads() {
    let threads = rayon::ThreadPoolBuilder::new().stack_size(COMPILING_STACK_BYTES);
    drop(threads.build_global());
    // They must not be starting any more when the process is sealed.
    rayon::broadcast(|_| ());
}

/// Counts seconds for the backstop until the engine is gone.
fn start_ticker(engine: &Engine) -> std::io::Result<()> {
    let weak = engine.weak();
    let ticker = std::thread::Builder::new().name("judge-backstop".into());
    // It must not be starting any more when the process is sealed.
    let started = Arc::new(Barrier::new(2));
    let running = Arc::clone(&started);
    ticker.spawn(move || {
        running.wait();
        while let Some(engine) = weak.upgrade() {
            engine.increment_epoch();
            drop(engine);
            std::thread::sleep(Duration::from_secs(1));
        }
    })?;
    started.wait();
    Ok(())
}
