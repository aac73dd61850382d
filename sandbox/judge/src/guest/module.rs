//! An interpreter that is a core module, and the calls of WASI preview 1 that core modules make.

use wasmtime::{
    AsContextMut, Caller, Engine, Extern, InstancePre, Linker, Memory, Module, Result, Store,
    TypedFunc,
};

use super::exchange::{Called, metered};
use super::state::{
    Ended, GuestLimits, GuestState, Stream, monotonic_ns, random, sleep_until, wall,
};
use crate::limits::MAX_TRANSFER_BYTES;

pub(super) const WASI: &str = "wasi_snapshot_preview1";

/// Error numbers of WASI preview 1.
pub(super) const SUCCESS: i32 = 0;
pub(super) const BAD_DESCRIPTOR: i32 = 8;
pub(super) const INVALID: i32 = 28;

/// An interpreter that can be instantiated any number of times.
pub(crate) struct ModuleGuest {
    instance: InstancePre<GuestState>,
}

/// One interpreter.
pub(crate) struct ModuleInstance {
    store: Store<GuestState>,
    memory: Memory,
    buffer: TypedFunc<u32, u32>,
    prepare: TypedFunc<(i32, u32, u32, u32, u32), u64>,
    call: TypedFunc<(u32, u32), u64>,
}

impl ModuleGuest {
    pub(crate) fn new(engine: &Engine, module: &Module) -> Result<Self> {
        let mut linker = Linker::new(engine);
        define(&mut linker)?;
        linker.define_unknown_imports_as_traps(module)?;
        Ok(Self {
            instance: linker.instantiate_pre(module)?,
        })
    }

    pub(crate) fn start(&self, limits: GuestLimits, seed: &[u8; 32]) -> Result<ModuleInstance> {
        let mut store = Store::new(
            self.instance.module().engine(),
            GuestState::new(limits, seed),
        );
        store.limiter(|state| state);
        store.set_fuel(u64::MAX)?;
        store.set_epoch_deadline(limits.backstop_seconds(0));
        let instance = self.instance.instantiate(&mut store)?;
        instance
            .get_typed_func::<(), ()>(&mut store, "_initialize")?
            .call(&mut store, ())?;
        let memory = instance
            .get_memory(&mut store, "memory")
            .ok_or_else(|| wasmtime::Error::msg("the guest exports no memory"))?;
        Ok(ModuleInstance {
            memory,
            buffer: instance.get_typed_func(&mut store, "arena_buffer")?,
            prepare: instance.get_typed_func(&mut store, "arena_prepare")?,
            call: instance.get_typed_func(&mut store, "arena_call")?,
            store,
        })
    }
}

impl ModuleInstance {
    pub(crate) fn prepare(&mut self, fuel: u64, form: &str, code: &str, entry: &str) -> Called {
        let Self {
            store,
            memory,
            buffer,
            prepare,
            ..
        } = self;
        let form = i32::from(form == "stdin");
        let limit = u32::try_from(store.data().limits.output_bytes).unwrap_or(u32::MAX);
        metered(store, fuel, |store| {
            let (code, length) = place(store, *memory, buffer, code)?;
            let (entry, _) = place(store, *memory, buffer, entry)?;
            let reply = prepare.call(&mut *store, (form, code, length, entry, limit))?;
            read_reply(store, *memory, reply)
        })
    }

    pub(crate) fn call(&mut self, fuel: u64, input: &str) -> Called {
        let Self {
            store,
            memory,
            buffer,
            call,
            ..
        } = self;
        metered(store, fuel, |store| {
            let place = place(store, *memory, buffer, input)?;
            let reply = call.call(&mut *store, place)?;
            read_reply(store, *memory, reply)
        })
    }

    pub(crate) fn state(&mut self) -> &mut GuestState {
        self.store.data_mut()
    }
}

/// Copies a text into the guest.
fn place(
    store: &mut Store<GuestState>,
    memory: Memory,
    buffer: &TypedFunc<u32, u32>,
    text: &str,
) -> Result<(u32, u32)> {
    let length = u32::try_from(text.len())?;
    let address = buffer.call(&mut *store, length)?;
    if address == 0 {
        return Err(Ended::Refused("more memory than there is").into());
    }
    memory.write(store, address as usize, text.as_bytes())?;
    Ok((address, length))
}

/// Copies a reply out of the guest; its place and length are the guest's word.
fn read_reply(store: &Store<GuestState>, memory: Memory, packed: u64) -> Result<Vec<u8>> {
    let address = usize::try_from(packed >> 32)?;
    let length = usize::try_from(packed & 0xffff_ffff)?;
    if length > MAX_TRANSFER_BYTES {
        return Err(Ended::OutputLimit.into());
    }
    let end = address.checked_add(length);
    let bytes = end.and_then(|end| memory.data(store).get(address..end));
    bytes
        .map(<[u8]>::to_vec)
        .ok_or_else(|| Ended::Refused("memory outside of its own").into())
}

pub(super) fn memory(caller: &mut Caller<'_, GuestState>) -> Result<Memory> {
    match caller.get_export("memory") {
        Some(Extern::Memory(memory)) => Ok(memory),
        _ => Err(wasmtime::Error::msg("the guest exports no memory")),
    }
}

pub(super) fn write(caller: &mut Caller<'_, GuestState>, address: u32, bytes: &[u8]) -> Result<()> {
    memory(caller)?.write(caller, address as usize, bytes)?;
    Ok(())
}

pub(super) fn read_u32(caller: &mut Caller<'_, GuestState>, address: u32) -> Result<u32> {
    let mut bytes = [0; 4];
    memory(caller)?.read(caller, address as usize, &mut bytes)?;
    Ok(u32::from_le_bytes(bytes))
}

fn read_u64(caller: &mut Caller<'_, GuestState>, address: u32) -> Result<u64> {
    let mut bytes = [0; 8];
    memory(caller)?.read(caller, address as usize, &mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}

/// The calls of WASI preview 1 that core modules make.
pub(super) fn define(linker: &mut Linker<GuestState>) -> Result<()> {
    linker.func_wrap(
        WASI,
        "proc_exit",
        |_: Caller<'_, GuestState>, status: u32| -> Result<()> { Err(Ended::Exit(status).into()) },
    )?;
    linker.func_wrap(WASI, "fd_write", fd_write)?;
    linker.func_wrap(
        WASI,
        "random_get",
        |mut caller: Caller<'_, GuestState>, to: u32, length: u32| {
            let bytes = random(caller.as_context_mut(), length.into())?;
            write(&mut caller, to, &bytes)?;
            Ok(SUCCESS)
        },
    )?;
    linker.func_wrap(
        WASI,
        "clock_time_get",
        |mut caller: Caller<'_, GuestState>, clock: u32, _precision: u64, to: u32| {
            let now = clock_ns(&mut caller, clock)?;
            write(&mut caller, to, &now.to_le_bytes())?;
            Ok(SUCCESS)
        },
    )?;
    linker.func_wrap(
        WASI,
        "clock_res_get",
        |mut caller: Caller<'_, GuestState>, _clock: u32, to: u32| {
            write(&mut caller, to, &1_u64.to_le_bytes())?;
            Ok(SUCCESS)
        },
    )?;
    linker.func_wrap(WASI, "poll_oneoff", poll_oneoff)?;
    linker.func_wrap(WASI, "sched_yield", |_: Caller<'_, GuestState>| SUCCESS)?;
    for name in ["environ_sizes_get", "args_sizes_get"] {
        linker.func_wrap(
            WASI,
            name,
            |mut caller: Caller<'_, GuestState>, count: u32, size: u32| {
                write(&mut caller, count, &[0; 4])?;
                write(&mut caller, size, &[0; 4])?;
                Ok(SUCCESS)
            },
        )?;
    }
    for name in ["environ_get", "args_get"] {
        linker.func_wrap(WASI, name, |_: Caller<'_, GuestState>, _: u32, _: u32| {
            SUCCESS
        })?;
    }
    // Three descriptors exist; two can be written to; nothing else can be done with them.
    linker.func_wrap(WASI, "fd_close", |_: Caller<'_, GuestState>, _: u32| {
        BAD_DESCRIPTOR
    })?;
    linker.func_wrap(
        WASI,
        "fd_seek",
        |_: Caller<'_, GuestState>, _: u32, _: i64, _: u32, _: u32| INVALID,
    )?;
    linker.func_wrap(
        WASI,
        "fd_read",
        |_: Caller<'_, GuestState>, _: u32, _: u32, _: u32, _: u32| BAD_DESCRIPTOR,
    )?;
    linker.func_wrap(
        WASI,
        "fd_prestat_get",
        |_: Caller<'_, GuestState>, _: u32, _: u32| BAD_DESCRIPTOR,
    )?;
    linker.func_wrap(
        WASI,
        "fd_fdstat_get",
        |mut caller: Caller<'_, GuestState>, fd: u32, to: u32| {
            if fd > 2 {
                return Ok(BAD_DESCRIPTOR);
            }
            // A character device, so that the C library takes it for a stream.
            let mut status = [0; 24];
            status[0] = 2;
            status[8] = 1 << 6;
            write(&mut caller, to, &status)?;
            Ok(SUCCESS)
        },
    )?;
    Ok(())
}

fn clock_ns(caller: &mut Caller<'_, GuestState>, clock: u32) -> Result<u64> {
    if clock != 0 {
        return monotonic_ns(caller.as_context_mut());
    }
    let (seconds, nanoseconds) = wall(caller.as_context_mut())?;
    Ok(seconds * 1_000_000_000 + u64::from(nanoseconds))
}

/// Most pieces of one read or write.
pub(super) const MAX_PIECES: u32 = 1024;

fn fd_write(
    caller: Caller<'_, GuestState>,
    fd: u32,
    pieces: u32,
    count: u32,
    written_to: u32,
) -> Result<i32> {
    match fd {
        1 => write_pieces(caller, Stream::Out, pieces, count, written_to),
        2 => write_pieces(caller, Stream::Error, pieces, count, written_to),
        _ => Ok(BAD_DESCRIPTOR),
    }
}

/// Appends the pieces of the guest's memory to a stream and tells it how many bytes they had.
pub(super) fn write_pieces(
    mut caller: Caller<'_, GuestState>,
    stream: Stream,
    pieces: u32,
    count: u32,
    written_to: u32,
) -> Result<i32> {
    if count > MAX_PIECES {
        return Ok(INVALID);
    }
    let mut written: u32 = 0;
    for piece in 0..count {
        let at = pieces.wrapping_add(piece * 8);
        let address = read_u32(&mut caller, at)? as usize;
        let length = read_u32(&mut caller, at.wrapping_add(4))?;
        let memory = memory(&mut caller)?;
        let (data, state) = memory.data_and_store_mut(&mut caller);
        let end = address.saturating_add(length as usize);
        let Some(bytes) = data.get(address..end) else {
            return Ok(INVALID);
        };
        state.write(stream, bytes)?;
        written = written.wrapping_add(length);
    }
    write(&mut caller, written_to, &written.to_le_bytes())?;
    Ok(SUCCESS)
}

/// Most subscriptions of one poll.
const MAX_SUBSCRIPTIONS: u32 = 64;

/// Waits, in virtual time, for the earliest of the clocks subscribed to; nothing else is ready.
fn poll_oneoff(
    mut caller: Caller<'_, GuestState>,
    subscriptions: u32,
    events: u32,
    count: u32,
    ready_to: u32,
) -> Result<i32> {
    if count == 0 || count > MAX_SUBSCRIPTIONS {
        return Ok(INVALID);
    }
    let mut first: Option<(u64, [u8; 8])> = None;
    for index in 0..count {
        let at = subscriptions.wrapping_add(index * 48);
        let user = read_u64(&mut caller, at)?.to_le_bytes();
        if read_u32(&mut caller, at.wrapping_add(8))? & 0xff != 0 {
            return Ok(INVALID);
        }
        let clock = read_u32(&mut caller, at.wrapping_add(16))?;
        let timeout = read_u64(&mut caller, at.wrapping_add(24))?;
        let absolute = read_u32(&mut caller, at.wrapping_add(40))? & 1 == 1;
        let span = if absolute {
            timeout.saturating_sub(clock_ns(&mut caller, clock)?)
        } else {
            timeout
        };
        if first.is_none_or(|(least, _)| span < least) {
            first = Some((span, user));
        }
    }
    let Some((span, user)) = first else {
        return Ok(INVALID);
    };
    let deadline = monotonic_ns(caller.as_context_mut())?.saturating_add(span);
    sleep_until(caller.as_context_mut(), deadline)?;
    let mut event = [0; 32];
    event[..8].copy_from_slice(&user);
    write(&mut caller, events, &event)?;
    write(&mut caller, ready_to, &1_u32.to_le_bytes())?;
    Ok(SUCCESS)
}
