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
//! - [`tool`]: the same for programs that are called with arguments and files;
//! - [`diagnostics`]: what the player reads of its messages;
//! - [`program`]: whether a program may be translated;
//! - [`cache`]: what is remembered.

mod cache;
mod diagnostics;
mod limits;
mod program;
mod source;
mod tool;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use arena_problems::Language;
use arena_runtimes::{Image, Toolchain as Arguments};
use wasmtime::{Collector, Config, Engine, Module, OptLevel, Result};

use crate::guest::Command;
use crate::guest::files::{Files, Room};
use crate::guest::tool::{Beyond, End, Tool, ToolLimits};
use crate::limits::GUEST_STACK_BYTES;
use crate::session::Shape;
use cache::{Functions, Programs};
use limits::{
    COMPILE_FUEL, COMPILE_MEMORY_BYTES, DIAGNOSTICS_BYTES, EXCEPTION_BYTES, MADE_BYTES, MADE_FILES,
    REMEMBERED_PROGRAMS, REMEMBERED_TOOLS,
};
pub(crate) use limits::{COMPILER_TABLE_ELEMENTS, TOOL_TABLE_ELEMENTS};
use source::{Dialect, Unit};
pub(crate) use tool::Sources;

/// A compiler with all that it needs, and the engine that its programs run in.
pub(crate) struct Toolchain {
    compiler: Tool,
    image: Arc<Image>,
    arguments: Arguments,
    engine: Engine,
    programs: Mutex<Programs<Command>>,
    tools: Mutex<Programs<Tool>>,
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
            compiler: Tool::new(module).map_err(|error| wasmtime::Error::msg(error.to_string()))?,
            image: Arc::new(image),
            arguments,
            engine: engine()?,
            programs: Mutex::new(Programs::new(REMEMBERED_PROGRAMS)),
            tools: Mutex::new(Programs::new(REMEMBERED_TOOLS)),
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
        remembered(&self.programs, unit.key(), || self.make(&unit))
    }

    /// The tool of these sources, remembered or made.
    pub(crate) fn tool(
        &self,
        sources: &Sources<'_>,
    ) -> std::result::Result<Arc<Tool>, CompileError> {
        remembered(&self.tools, sources.key(), || {
            let module = self.translate(&self.build_tool(sources)?)?;
            Tool::new(&module).map_err(|error| CompileError::Refused(error.to_string()))
        })
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

    fn make(&self, unit: &Unit<'_>) -> std::result::Result<Command, CompileError> {
        self.made.fetch_add(1, Ordering::Relaxed);
        let Built { wasm, .. } = self.build(unit)?;
        Command::new(&self.translate(&wasm)?, unit.shape())
            .map_err(|error| CompileError::Refused(error.to_string()))
    }

    fn translate(&self, wasm: &[u8]) -> std::result::Result<Module, CompileError> {
        program::admit(wasm).map_err(|reason| CompileError::Refused(reason.to_string()))?;
        Module::new(&self.engine, wasm)
            .map_err(|error| CompileError::Refused(format!("the program is malformed: {error:#}")))
    }

    /// The program as wasm.
    fn build(&self, unit: &Unit<'_>) -> std::result::Result<Built, CompileError> {
        let say = |said: &str| diagnostics::for_player(said, unit);
        let arguments = unit.compile_arguments(&self.arguments);
        let given = BTreeMap::from([(format!("/{}", unit.file()), unit.text().into_bytes())]);
        let (object, compiling) = self.run("compiler", say, &arguments, given, "/solution.o")?;
        let arguments = unit.link_arguments(&self.arguments);
        let given = BTreeMap::from([("/solution.o".to_owned(), object)]);
        let (wasm, linking) = self.run("linker", say, &arguments, given, "/solution.wasm")?;
        Ok(Built {
            wasm,
            fuel: compiling + linking,
        })
    }

    /// A tool as wasm.
    fn build_tool(&self, sources: &Sources<'_>) -> std::result::Result<Vec<u8>, CompileError> {
        let say = |said: &str| diagnostics::for_author(said, sources.name);
        let compiled = sources.compiled();
        if compiled.is_empty() {
            return Err(CompileError::Refused("it has no file to compile".into()));
        }
        let mut objects = BTreeMap::new();
        for (number, (dialect, path)) in compiled.into_iter().enumerate() {
            let source = format!("{}{path}", tool::FOLDER);
            // By number: their order is the linker's.
            let object = format!("/{number:05}.o");
            let arguments = tool::compile_arguments(&self.arguments, dialect, &source, &object);
            let (made, _) = self.run("compiler", say, &arguments, sources.given(), &object)?;
            objects.insert(object, made);
        }
        let names: Vec<String> = objects.keys().cloned().collect();
        let arguments = sources.link_arguments(&self.arguments, &names);
        let (wasm, _) = self.run("linker", say, &arguments, objects, tool::PROGRAM)?;
        Ok(wasm)
    }

    /// Runs the compiler or the linker once: the file that it makes, and the fuel that this took.
    /// `say` picks what the author reads of its messages.
    fn run(
        &self,
        tool: &str,
        say: impl Fn(&str) -> String,
        arguments: &[&str],
        given: BTreeMap<String, Vec<u8>>,
        output: &str,
    ) -> std::result::Result<(Vec<u8>, u64), CompileError> {
        let taken: usize = given.values().map(Vec::len).sum();
        let room = Room {
            below: "",
            files: MADE_FILES,
            bytes: MADE_BYTES.saturating_sub(taken),
        };
        let files = Files::new(Arc::clone(&self.image), given, room);
        let limits = ToolLimits {
            fuel: COMPILE_FUEL,
            memory_bytes: COMPILE_MEMORY_BYTES,
            table_elements: COMPILER_TABLE_ELEMENTS,
            said_bytes: DIAGNOSTICS_BYTES,
            beyond: Beyond::Refused,
            patience: 1,
        };
        let mut ran = self.compiler.call(arguments, Vec::new(), files, limits)?;
        if ran.end == End::Exit(0)
            && let Some(made) = ran.files.take(output)
        {
            return Ok((made, ran.fuel_used));
        }
        // A piece that is larger than all that there is is refused without being asked for.
        let no_memory = ran.memory_denied || ran.said.contains("LLVM ERROR: out of memory");
        let limit = match ran.end {
            End::OutOfFuel => Some(format!(
                "the {tool} used up its limit of {COMPILE_FUEL} units of fuel"
            )),
            End::OutOfMemory | End::Exit(_) | End::Crash(_) if no_memory => Some(format!(
                "the {tool} needs more than its limit of {} MiB of memory",
                COMPILE_MEMORY_BYTES >> 20
            )),
            End::StackOverflow => Some(format!("the program is nested too deeply for the {tool}")),
            End::Exit(_) | End::Crash(_) | End::OutOfMemory | End::TooMuchWritten
                if ran.files.is_full() =>
            {
                Some(format!(
                    "the {tool} makes more than its limit of {} MiB of files: global arrays are \
                     part of them",
                    MADE_BYTES >> 20
                ))
            }
            End::Exit(_) | End::Crash(_) | End::OutOfMemory | End::TooMuchWritten => None,
        };
        let said = say(&ran.said);
        Err(CompileError::Refused(match (limit, said.is_empty()) {
            (Some(limit), _) => limit,
            (None, false) => said,
            (None, true) => {
                format!("the {tool} gave up on the program, which may be nested too deeply for it")
            }
        }))
    }
}

/// What is remembered under a key, or made and remembered; a fault is not.
fn remembered<P: cache::Program>(
    all: &Mutex<Programs<P>>,
    key: cache::Key,
    make: impl FnOnce() -> std::result::Result<P, CompileError>,
) -> std::result::Result<Arc<P>, CompileError> {
    let lock = || all.lock().unwrap_or_else(PoisonError::into_inner);
    let known = lock().get(&key);
    let made = match known {
        Some(made) => made,
        None => {
            let made = match make() {
                Ok(program) => Ok(Arc::new(program)),
                Err(CompileError::Refused(text)) => Err(text),
                Err(fault) => return Err(fault),
            };
            lock().insert(key, made.clone());
            made
        }
    };
    made.map_err(CompileError::Refused)
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
