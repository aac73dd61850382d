//! A tool: a program that is called with arguments, standard input and files in memory, and answers
//! with an exit code, what it prints and the files that it makes. The compiler is one, and so are the
//! validators of packages.
//!
//! Time stands still for it, its randomness is the same for every call, and nothing of the machine is
//! there. What the host does for it costs it fuel by the byte.

mod bytes;
mod descriptors;
mod paths;
mod process;

use wasmtime::{InstancePre, Module, ResourceLimiter, Result, Store, Trap};

use super::command::{is_out_of_bounds, stack_is_used_up, words_of};
use super::files::Files;
use super::imports::{NoCommand, refusing};
use crate::limits::backstop_seconds;

/// A tool that can be called any number of times.
pub(crate) struct Tool {
    instance: InstancePre<ToolState>,
}

/// What one call may use.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ToolLimits {
    pub(crate) fuel: u64,
    pub(crate) memory_bytes: u64,
    pub(crate) table_elements: usize,
    /// Standard output and standard error together, in bytes.
    pub(crate) said_bytes: usize,
    /// What becomes of one that prints more, or makes more files than there is room for.
    pub(crate) beyond: Beyond,
    /// How many times the usual wall-clock backstop a call gets.
    pub(crate) patience: u32,
}

/// What becomes of a tool that wants more room than there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beyond {
    /// The rest of what it prints is dropped, and writing a file fails.
    Refused,
    /// It is ended.
    Ends,
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum End {
    /// It exited with this status.
    Exit(u32),
    /// It used up its fuel.
    OutOfFuel,
    /// It asked for more memory than it may have, and trapped.
    OutOfMemory,
    /// Its stack was too small for what it did.
    StackOverflow,
    /// It printed or made more than it may.
    TooMuchWritten,
    /// It gave up in another way; why, a sentence.
    Crash(&'static str),
}

/// What came of a call.
pub(crate) struct Ran {
    pub(crate) end: End,
    /// What it printed on both streams.
    pub(crate) said: String,
    /// What the start of the program told the judge of its end: the reply of [`super::Reply`].
    pub(crate) last_words: String,
    pub(crate) files: Files,
    /// Whether it was refused memory, however it ended.
    pub(crate) memory_denied: bool,
    pub(crate) fuel_used: u64,
}

pub(crate) struct ToolState {
    arguments: Vec<Vec<u8>>,
    input: Vec<u8>,
    input_read: usize,
    files: Files,
    said: Vec<u8>,
    last_words: Vec<u8>,
    memory_denied: bool,
    random: blake3::OutputReader,
    limits: ToolLimits,
}

/// Why the host ended a tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
enum Ended {
    #[error("exited with status {0}")]
    Exit(u32),
    #[error("wrote too much")]
    TooMuchWritten,
}

impl Tool {
    pub(crate) fn new(module: &Module) -> std::result::Result<Self, NoCommand> {
        let mut linker = refusing(module)?;
        process::define(&mut linker)
            .and_then(|()| descriptors::define(&mut linker))
            .and_then(|()| paths::define(&mut linker))
            .map_err(|_| NoCommand::Form)?;
        let instance = linker
            .instantiate_pre(module)
            .map_err(|_| NoCommand::Form)?;
        Ok(Self { instance })
    }

    /// How much machine code it is, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        let range = self.instance.module().image_range();
        range.end.addr().saturating_sub(range.start.addr())
    }

    /// Calls it once; the first argument is its name. The error is the judge's fault.
    pub(crate) fn call(
        &self,
        arguments: &[&str],
        input: Vec<u8>,
        files: Files,
        limits: ToolLimits,
    ) -> Result<Ran> {
        let state = ToolState {
            arguments: arguments
                .iter()
                .map(|text| [text.as_bytes(), b"\0"].concat())
                .collect(),
            input,
            input_read: 0,
            files,
            said: Vec::new(),
            last_words: Vec::new(),
            memory_denied: false,
            random: blake3::Hasher::new_keyed(&[0; 32]).finalize_xof(),
            limits,
        };
        let mut store = Store::new(self.instance.module().engine(), state);
        store.limiter(|state| state);
        store.set_fuel(limits.fuel)?;
        let backstop = backstop_seconds(limits.fuel).saturating_mul(limits.patience.into());
        store.set_epoch_deadline(backstop);
        let end = self.run(&mut store)?;
        let left = if end == End::OutOfFuel {
            0
        } else {
            store.get_fuel().unwrap_or(0)
        };
        let state = store.into_data();
        Ok(Ran {
            end,
            said: String::from_utf8_lossy(&state.said).into_owned(),
            last_words: String::from_utf8_lossy(&state.last_words).into_owned(),
            files: state.files,
            memory_denied: state.memory_denied,
            fuel_used: limits.fuel.saturating_sub(left),
        })
    }

    fn run(&self, store: &mut Store<ToolState>) -> Result<End> {
        let instance = match self.instance.instantiate(&mut *store) {
            Ok(instance) => instance,
            Err(_) if store.data().memory_denied => return Ok(End::OutOfMemory),
            Err(error) => return Err(error),
        };
        let start = instance.get_typed_func::<(), ()>(&mut *store, "_start")?;
        let Err(error) = start.call(&mut *store, ()) else {
            return Ok(End::Exit(0));
        };
        if let Some(ended) = error.downcast_ref::<Ended>() {
            return Ok(match *ended {
                Ended::Exit(status) => End::Exit(status),
                Ended::TooMuchWritten => End::TooMuchWritten,
            });
        }
        let trap = match error.downcast_ref::<Trap>() {
            Some(Trap::Interrupt) => return Err(wasmtime::Error::msg("the wall-clock backstop")),
            Some(trap) => *trap,
            None if store.data().memory_denied => return Ok(End::OutOfMemory),
            None => return Err(error),
        };
        Ok(match trap {
            Trap::OutOfFuel => End::OutOfFuel,
            Trap::StackOverflow => End::StackOverflow,
            _ if store.data().memory_denied => End::OutOfMemory,
            trap if is_out_of_bounds(trap) && stack_is_used_up(store, &instance) => {
                End::StackOverflow
            }
            trap => End::Crash(words_of(trap).map_or("the program gave up", |(_, text)| text)),
        })
    }
}

impl ToolState {
    /// Keeps what was printed.
    fn say(&mut self, bytes: &[u8]) -> Result<()> {
        let room = self.limits.said_bytes.saturating_sub(self.said.len());
        self.said.extend_from_slice(&bytes[..bytes.len().min(room)]);
        if bytes.len() > room && self.limits.beyond == Beyond::Ends {
            return Err(Ended::TooMuchWritten.into());
        }
        Ok(())
    }
}

impl ResourceLimiter for ToolState {
    fn memory_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> Result<bool> {
        let fits = desired as u64 <= self.limits.memory_bytes;
        self.memory_denied |= !fits;
        Ok(fits)
    }

    fn table_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> Result<bool> {
        Ok(desired <= self.limits.table_elements)
    }
}
