//! C and C++: clang in a guest makes a wasm program of the player's text; the program is translated
//! to machine code in this process and run afresh a test.
//!
//! Nothing is executed natively but wasmtime's output: the compiler, the linker and the program are
//! guests with limits of their own. What was compiled is remembered in this process alone.
//!
//! In reading order:
//! - [`limits`]: what compiling may cost;
//! - [`Toolchain`]: from text to a program;
//! - [`source`]: what is added to the player's text;
//! - [`compiler`]: one run of clang;
//! - [`diagnostics`]: what the player reads of its messages;
//! - [`program`]: whether a program may be translated;
//! - [`cache`]: what is remembered.

mod cache;
pub(crate) mod compiler;
mod diagnostics;
mod limits;
mod program;
mod source;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use arena_problems::Language;
use arena_runtimes::{Image, Toolchain as Arguments};
use wasmtime::{Collector, Config, Engine, Module, OptLevel, Result};

use crate::guest::Command;
use crate::guest::files::Files;
use crate::limits::GUEST_STACK_BYTES;
use crate::session::Shape;
use cache::{Functions, Programs};
use compiler::{Compiler, End};
pub(crate) use limits::COMPILER_TABLE_ELEMENTS;
use limits::{
    COMPILE_FUEL, COMPILE_MEMORY_BYTES, EXCEPTION_BYTES, MADE_BYTES, REMEMBERED_PROGRAMS,
};
use source::{Dialect, Unit};

/// A compiler with all that it needs, and the engine that its programs run in.
pub(crate) struct Toolchain {
    compiler: Compiler,
    image: Arc<Image>,
    arguments: Arguments,
    engine: Engine,
    programs: Mutex<Programs>,
    made: AtomicU64,
}

/// A program as wasm, and what making it took.
pub(crate) struct Built {
    pub(crate) wasm: Vec<u8>,
    pub(crate) fuel: u64,
}

/// Why there is no program.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CompileError {
    /// The player's fault; a text for him.
    #[error("{0}")]
    Refused(String),
    /// The judge's.
    #[error("compile: {0}")]
    Fault(String),
}

impl From<wasmtime::Error> for CompileError {
    fn from(error: wasmtime::Error) -> Self {
        Self::Fault(format!("{error:#}"))
    }
}

impl Toolchain {
    /// `module` is clang, in an engine of any settings.
    pub(crate) fn new(module: &Module, image: Image, arguments: Arguments) -> Result<Self> {
        Ok(Self {
            compiler: Compiler::new(module.engine(), module)?,
            image: Arc::new(image),
            arguments,
            engine: engine()?,
            programs: Mutex::new(Programs::new(REMEMBERED_PROGRAMS)),
            made: AtomicU64::new(0),
        })
    }

    /// The engine of the programs, whose epochs count seconds.
    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Compiles a program, so that all is done that a sealed process could not do any more, such as
    /// making the image of the compiler's memory.
    pub(crate) fn warm_up(&self) -> std::result::Result<(), CompileError> {
        self.make(&Unit {
            dialect: Dialect::C,
            code: WARMING,
            signature: None,
            entry: "",
        })
        .map(drop)
    }

    /// The program of this text, remembered or made.
    pub(crate) fn compile(
        &self,
        language: Language,
        code: &str,
        shape: Shape<'_>,
    ) -> std::result::Result<Arc<Command>, CompileError> {
        let (entry, signature) = match shape {
            Shape::Function { entry, signature } => (entry, signature),
            Shape::Program => ("", None),
        };
        let unit = Unit {
            dialect: Dialect::of(language),
            code,
            signature,
            entry,
        };
        let key = unit.key();
        let remembered = self.remembered().get(&key);
        let made = match remembered {
            Some(made) => made,
            None => {
                let made = match self.make(&unit) {
                    Ok(program) => Ok(Arc::new(program)),
                    Err(CompileError::Refused(text)) => Err(text),
                    Err(fault) => return Err(fault),
                };
                self.remembered().insert(key, made.clone());
                made
            }
        };
        made.map_err(CompileError::Refused)
    }

    /// Builds a program anew, and nothing more; for benchmarks and tests.
    pub(crate) fn build_anew(
        &self,
        language: Language,
        code: &str,
    ) -> std::result::Result<Built, CompileError> {
        self.build(&Unit {
            dialect: Dialect::of(language),
            code,
            signature: None,
            entry: "",
        })
    }

    pub(crate) fn programs_made(&self) -> u64 {
        self.made.load(Ordering::Relaxed)
    }

    fn remembered(&self) -> std::sync::MutexGuard<'_, Programs> {
        self.programs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn make(&self, unit: &Unit<'_>) -> std::result::Result<Command, CompileError> {
        self.made.fetch_add(1, Ordering::Relaxed);
        let Built { wasm, .. } = self.build(unit)?;
        program::admit(&wasm).map_err(|reason| CompileError::Refused(reason.to_string()))?;
        let module = Module::new(&self.engine, &wasm).map_err(|error| {
            CompileError::Refused(format!("the program is malformed: {error:#}"))
        })?;
        Command::new(&module, unit.shape())
            .map_err(|error| CompileError::Refused(error.to_string()))
    }

    /// The program as wasm.
    fn build(&self, unit: &Unit<'_>) -> std::result::Result<Built, CompileError> {
        let arguments = unit.compile_arguments(&self.arguments);
        let given = BTreeMap::from([(format!("/{}", unit.file()), unit.text().into_bytes())]);
        let (object, compiling) = self.run("compiler", unit, &arguments, given, "/solution.o")?;
        let arguments = unit.link_arguments(&self.arguments);
        let given = BTreeMap::from([("/solution.o".to_owned(), object)]);
        let (wasm, linking) = self.run("linker", unit, &arguments, given, "/solution.wasm")?;
        Ok(Built {
            wasm,
            fuel: compiling + linking,
        })
    }

    fn run(
        &self,
        tool: &str,
        unit: &Unit<'_>,
        arguments: &[&str],
        given: BTreeMap<String, Vec<u8>>,
        output: &str,
    ) -> std::result::Result<(Vec<u8>, u64), CompileError> {
        let files = Files::new(Arc::clone(&self.image), given, MADE_BYTES);
        let mut ran = self.compiler.run(arguments, files, COMPILE_FUEL)?;
        if ran.end == End::Exit(0)
            && let Some(made) = ran.files.take(output)
        {
            return Ok((made, ran.fuel_used));
        }
        // A piece that is larger than all that there is is refused without being asked for.
        let end = match ran.end {
            End::Exit(_) | End::Crash if ran.said.contains("LLVM ERROR: out of memory") => {
                End::OutOfMemory
            }
            end => end,
        };
        let limit = match end {
            End::OutOfFuel => Some(format!(
                "the {tool} used up its limit of {COMPILE_FUEL} units of fuel"
            )),
            End::OutOfMemory => Some(format!(
                "the {tool} needs more than its limit of {} MiB of memory",
                COMPILE_MEMORY_BYTES >> 20
            )),
            End::StackOverflow => Some(format!("the program is nested too deeply for the {tool}")),
            End::Exit(_) | End::Crash if ran.files.is_full() => Some(format!(
                "the {tool} makes more than its limit of {} MiB of files: global arrays are \
                 part of them",
                MADE_BYTES >> 20
            )),
            End::Exit(_) | End::Crash => None,
        };
        let said = diagnostics::for_player(&ran.said, unit);
        Err(CompileError::Refused(match (limit, said.is_empty()) {
            (Some(limit), _) => limit,
            (None, false) => said,
            (None, true) => {
                format!("the {tool} gave up on the program, which may be nested too deeply for it")
            }
        }))
    }
}

/// The engine of players' programs. It is not the interpreters': a sealed process cannot make images of
/// memories, and places for so many programs need no pool.
fn engine() -> Result<Engine> {
    let mut config = Config::new();
    config
        .consume_fuel(true)
        .epoch_interruption(true)
        .cranelift_opt_level(OptLevel::Speed)
        .wasm_exceptions(true)
        .collector(Collector::DeferredReferenceCounting)
        .gc_heap_initial_size(EXCEPTION_BYTES)
        .wasm_backtrace_max_frames(None)
        .native_unwind_info(false)
        .max_wasm_stack(GUEST_STACK_BYTES)
        .async_stack_size(GUEST_STACK_BYTES * 2)
        .memory_init_cow(false)
        .enable_incremental_compilation(Arc::new(Functions::default()))?;
    Engine::new(&config)
}

/// Uses the compiler, the linker and the engine.
const WARMING: &str = "#include <stdio.h>\nint main(void) { puts(\"warm\"); return 0; }\n";
