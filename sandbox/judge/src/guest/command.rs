//! A compiled program: a wasm command that is started anew for each test, with standard input and
//! output in memory, no arguments and no environment, and one more descriptor for what it tells the judge.

use std::sync::Arc;

use wasmtime::{Caller, ExternRef, Instance, InstancePre, Linker, Module, Result, Store, Trap};

use super::exchange::{Called, Finish, Reply, classify, kind_of, metered_as, read};
use super::imports::{NoCommand, refusing};
use super::module::{
    BAD_DESCRIPTOR, INVALID, MAX_PIECES, SUCCESS, WASI, define, memory, read_u32, write,
    write_pieces,
};
use super::state::{Ended, GuestLimits, GuestState, Stream};
use crate::limits::MAX_SHOWN_BYTES;
use crate::mangled;
use crate::text::shorten;

/// A stack pointer below this was too low for what followed.
const LOWEST_STACK: i32 = 64 * 1024;

/// What a program is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CommandShape {
    /// One call of a function: arguments in, an answer out.
    Function,
    /// Text in, text out.
    Program,
}

/// A program that can be started any number of times.
pub(crate) struct Command {
    instance: InstancePre<GuestState>,
    shape: CommandShape,
}

/// A program being tested.
pub(crate) struct CommandInstance {
    limits: GuestLimits,
    seed: [u8; 32],
    command: Option<Arc<Command>>,
    /// What the last start left, or will be shown before the first.
    last: GuestState,
}

impl Command {
    pub(crate) fn new(
        module: &Module,
        shape: CommandShape,
    ) -> std::result::Result<Self, NoCommand> {
        let mut linker = refusing(module)?;
        define(&mut linker)
            .and_then(|()| define_streams(&mut linker))
            .map_err(|_| NoCommand::Form)?;
        let instance = linker
            .instantiate_pre(module)
            .map_err(|_| NoCommand::Form)?;
        Ok(Self { instance, shape })
    }

    /// How much machine code it is, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        let range = self.instance.module().image_range();
        range.end.addr().saturating_sub(range.start.addr())
    }
}

impl CommandInstance {
    /// `seed` decides the randomness of every start.
    pub(crate) fn new(limits: GuestLimits, seed: &[u8; 32]) -> Self {
        Self {
            limits,
            seed: *seed,
            command: None,
            last: GuestState::new(limits, seed),
        }
    }

    /// What is started.
    pub(crate) fn set(&mut self, command: Arc<Command>) {
        self.command = Some(command);
    }

    /// Starts the program anew with this input.
    pub(crate) fn call(&mut self, fuel: u64, input: &str) -> Called {
        let Some(command) = &self.command else {
            return Called {
                finish: Finish::Fault("a program was called before it was compiled".into()),
                fuel_used: 0,
            };
        };
        let mut state = GuestState::new(self.limits, &self.seed);
        state.input = input.as_bytes().to_vec();
        let mut store = Store::new(command.instance.module().engine(), state);
        store.limiter(|state| state);
        let called = metered_as(&mut store, fuel, |store| run(store, command));
        self.last = store.into_data();
        called
    }

    pub(crate) fn state(&mut self) -> &mut GuestState {
        &mut self.last
    }
}

fn run(store: &mut Store<GuestState>, command: &Command) -> Finish {
    // Makes room for exceptions while there is memory: an exception says that there is none.
    if let Err(error) = ExternRef::new(&mut *store, ()) {
        return Finish::Fault(format!("start a program: {error:#}"));
    }
    let instance = match command.instance.instantiate(&mut *store) {
        Ok(instance) => instance,
        Err(error) if store.data().memory_denied => {
            let text = format!("the program's globals and stack do not fit its memory: {error:#}");
            return failed("memory", &text);
        }
        Err(error) => return Finish::Fault(format!("start a program: {error:#}")),
    };
    let start = match instance.get_typed_func::<(), ()>(&mut *store, "_start") {
        Ok(start) => start,
        Err(_) => return Finish::Crash("the program has no start".into()),
    };
    let ended = start.call(&mut *store, ());
    finish(store, &instance, command.shape, ended)
}

/// What the end of a program means. Whatever it is, the program brought it about, except when the
/// time ran out.
fn finish(
    store: &mut Store<GuestState>,
    instance: &Instance,
    shape: CommandShape,
    ended: Result<()>,
) -> Finish {
    let answer = std::mem::take(&mut store.data_mut().answer);
    let Err(error) = ended else {
        return match shape {
            CommandShape::Function => read(&answer),
            CommandShape::Program => Finish::Reply(Reply::Done),
        };
    };
    if let Some(Ended::Exit(status)) = error.downcast_ref::<Ended>() {
        if let Some(told) = answer.strip_prefix(b"error\n") {
            return uncaught(store, &String::from_utf8_lossy(told));
        }
        if shape == CommandShape::Function && *status == 0 && !answer.is_empty() {
            return read(&answer);
        }
    }
    let Some(&trap) = error.downcast_ref::<Trap>() else {
        return classify(&error);
    };
    if is_out_of_bounds(trap) && stack_is_used_up(store, instance) {
        return Finish::StackOverflow;
    }
    match words_of(trap) {
        Some((kind, text)) => failed(kind, text),
        None => classify(&error),
    }
}

pub(super) fn is_out_of_bounds(trap: Trap) -> bool {
    matches!(trap, Trap::MemoryOutOfBounds | Trap::HeapMisaligned)
}

/// The kind of a program's failure and a sentence about it; nothing for what is not one.
pub(super) fn words_of(trap: Trap) -> Option<(&'static str, &'static str)> {
    Some(match trap {
        Trap::MemoryOutOfBounds | Trap::HeapMisaligned => (
            "out of bounds",
            "the program used an address outside of its memory",
        ),
        Trap::UnreachableCodeReached => (
            "abort",
            "the program aborted, or left a function that should have returned a value",
        ),
        Trap::IntegerDivisionByZero => ("division by zero", "an integer was divided by zero"),
        Trap::IntegerOverflow | Trap::BadConversionToInteger => (
            "integer overflow",
            "the result of a division or a conversion is no integer of its type",
        ),
        Trap::IndirectCallToNull | Trap::BadSignature | Trap::TableOutOfBounds => (
            "bad function pointer",
            "a call through a pointer that is no function of that type",
        ),
        _ => return None,
    })
}

fn failed(kind: &str, text: &str) -> Finish {
    Finish::Reply(Reply::Error {
        kind: kind.to_owned(),
        text: text.to_owned(),
    })
}

/// An exception that left the program: its type as the compiler names it, and the usual words.
fn uncaught(store: &mut Store<GuestState>, told: &str) -> Finish {
    let (ty, text) = told.split_once('\n').unwrap_or((told, ""));
    let kind = mangled::readable(ty);
    if kind == "std::bad_alloc" || kind == "memory" {
        store.data_mut().memory_denied = true;
    }
    let text = text.replacen(&format!("'{ty}'"), &format!("'{kind}'"), 1);
    Finish::Reply(Reply::Error {
        kind: kind_of(&kind),
        text: shorten(&text, MAX_SHOWN_BYTES),
    })
}

/// The stack lies below everything else and grows down.
pub(super) fn stack_is_used_up<T: 'static>(store: &mut Store<T>, instance: &Instance) -> bool {
    let pointer = instance.get_global(&mut *store, "__stack_pointer");
    let value = pointer.map(|pointer| pointer.get(&mut *store));
    value
        .and_then(|value| value.i32())
        .is_some_and(|value| value < LOWEST_STACK)
}

fn define_streams(linker: &mut Linker<GuestState>) -> Result<()> {
    linker.func_wrap(WASI, "fd_read", fd_read)?;
    linker.func_wrap(WASI, "fd_write", fd_write)?;
    linker.func_wrap(
        WASI,
        "fd_fdstat_get",
        |mut caller: Caller<'_, GuestState>, fd: u32, to: u32| {
            if fd > 3 {
                return Ok(BAD_DESCRIPTOR);
            }
            // A file and no terminal, so that the C library buffers what is written.
            let mut status = [0; 24];
            status[0] = 4;
            status[8] = 0b100_0010;
            write(&mut caller, to, &status)?;
            Ok(SUCCESS)
        },
    )?;
    Ok(())
}

/// The place and length of each piece of a read.
fn pieces(caller: &mut Caller<'_, GuestState>, at: u32, count: u32) -> Result<Vec<(u32, u32)>> {
    (0..count)
        .map(|piece| {
            let at = at.wrapping_add(piece * 8);
            Ok((read_u32(caller, at)?, read_u32(caller, at.wrapping_add(4))?))
        })
        .collect()
}

fn fd_read(
    mut caller: Caller<'_, GuestState>,
    fd: u32,
    at: u32,
    count: u32,
    read_to: u32,
) -> Result<i32> {
    if fd != 0 {
        return Ok(BAD_DESCRIPTOR);
    }
    if count > MAX_PIECES {
        return Ok(INVALID);
    }
    let pieces = pieces(&mut caller, at, count)?;
    let memory = memory(&mut caller)?;
    let (data, state) = memory.data_and_store_mut(&mut caller);
    let mut total = 0;
    for (address, length) in pieces {
        let left = &state.input[state.input_read..];
        let taken = left.len().min(length as usize);
        let start = address as usize;
        let Some(place) = data.get_mut(start..start.saturating_add(taken)) else {
            return Ok(INVALID);
        };
        place.copy_from_slice(&left[..taken]);
        state.input_read += taken;
        total += taken;
    }
    write(&mut caller, read_to, &u32::try_from(total)?.to_le_bytes())?;
    Ok(SUCCESS)
}

fn fd_write(
    caller: Caller<'_, GuestState>,
    fd: u32,
    at: u32,
    count: u32,
    written_to: u32,
) -> Result<i32> {
    let stream = match fd {
        1 => Stream::Out,
        2 => Stream::Error,
        3 => Stream::Answer,
        _ => return Ok(BAD_DESCRIPTOR),
    };
    write_pieces(caller, stream, at, count, written_to)
}
