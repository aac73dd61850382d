//! What a guest's store holds: its limits, output, clock and random source.

use wasmtime::{AsContextMut, ResourceLimiter, Result, StoreContextMut, Trap};

use crate::limits::{
    CLOCK_START_SECONDS, MAX_RANDOM_BYTES, NANOSECONDS_PER_FUEL, backstop_seconds,
};

/// Most timers that a guest holds at once.
const MAX_POLLABLES: usize = 256;

/// Most elements of a guest's table.
const MAX_TABLE_ELEMENTS: usize = 60_000;

/// What one guest may use.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GuestLimits {
    /// Fuel a test.
    pub(crate) fuel: u64,
    /// Linear memory, in bytes.
    pub(crate) memory_bytes: u64,
    /// Both output streams together, a test, and the encoded answer.
    pub(crate) output_bytes: u64,
    /// How many times the usual wall-clock backstop a call gets.
    pub(crate) patience: u32,
}

impl GuestLimits {
    /// Seconds of wall-clock time after which a call with this fuel is the judge's fault.
    pub(crate) fn backstop_seconds(&self, fuel: u64) -> u64 {
        backstop_seconds(fuel).saturating_mul(self.patience.into())
    }
}

/// Why the host ended a guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Ended {
    /// The program exited.
    #[error("exited with status {0}")]
    Exit(u32),
    /// The output cap.
    #[error("output limit")]
    OutputLimit,
    /// Something that no program needs.
    #[error("asked the host for something that it does not give: {0}")]
    Refused(&'static str),
}

/// The data of a guest's store.
pub(crate) struct GuestState {
    pub(crate) limits: GuestLimits,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: Vec<u8>,
    /// Standard input of a program, and how much of it was read.
    pub(crate) input: Vec<u8>,
    pub(crate) input_read: usize,
    /// What a program told the judge, beside its output.
    pub(crate) answer: Vec<u8>,
    /// Current linear memory; it never shrinks.
    pub(crate) memory_bytes: u64,
    /// Whether a growth of the memory was denied.
    pub(crate) memory_denied: bool,
    random: blake3::OutputReader,
    /// Fuel of the calls before this one.
    spent_before: u64,
    /// Fuel that this call was given.
    granted: u64,
    /// Deadlines of the pollables that the guest holds, by handle; `None` is free.
    pollables: Vec<Option<u64>>,
}

impl GuestState {
    /// `seed` decides all randomness.
    pub(crate) fn new(limits: GuestLimits, seed: &[u8; 32]) -> Self {
        let random = blake3::Hasher::new_keyed(seed).finalize_xof();
        Self {
            limits,
            stdout: Vec::new(),
            stderr: Vec::new(),
            input: Vec::new(),
            input_read: 0,
            answer: Vec::new(),
            memory_bytes: 0,
            memory_denied: false,
            random,
            spent_before: 0,
            granted: 0,
            pollables: Vec::new(),
        }
    }

    /// Notes that a call starts with `fuel`, after the last one used `used`.
    pub(crate) fn grant(&mut self, fuel: u64) {
        self.granted = fuel;
    }

    /// Notes that the call is over.
    pub(crate) fn settle(&mut self, used: u64) {
        self.spent_before = self.spent_before.saturating_add(used);
        self.granted = 0;
    }

    pub(crate) fn write(&mut self, stream: Stream, bytes: &[u8]) -> Result<()> {
        let used = self.stdout.len() + self.stderr.len() + self.answer.len();
        let room = usize::try_from(self.limits.output_bytes)
            .unwrap_or(usize::MAX)
            .saturating_sub(used);
        let target = match stream {
            Stream::Out => &mut self.stdout,
            Stream::Error => &mut self.stderr,
            Stream::Answer => &mut self.answer,
        };
        target.extend_from_slice(&bytes[..bytes.len().min(room)]);
        if bytes.len() > room {
            Err(Ended::OutputLimit.into())
        } else {
            Ok(())
        }
    }

    pub(crate) fn add_pollable(&mut self, deadline: u64) -> Result<u32> {
        let free = self.pollables.iter().position(Option::is_none);
        let index = free.unwrap_or(self.pollables.len());
        if index == MAX_POLLABLES {
            return Err(Ended::Refused("that many timers").into());
        }
        if free.is_none() {
            self.pollables.push(None);
        }
        self.pollables[index] = Some(deadline);
        Ok(u32::try_from(index)?)
    }

    pub(crate) fn deadline(&self, handle: u32) -> u64 {
        self.pollables
            .get(handle as usize)
            .copied()
            .flatten()
            .unwrap_or(0)
    }

    pub(crate) fn drop_pollable(&mut self, handle: u32) {
        if let Some(slot) = self.pollables.get_mut(handle as usize) {
            *slot = None;
        }
    }
}

/// One of the output streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    Out,
    Error,
    Answer,
}

/// The virtual clock: nanoseconds since the guest started, which pass with its fuel alone.
pub(crate) fn monotonic_ns(mut store: StoreContextMut<'_, GuestState>) -> Result<u64> {
    let store = store.as_context_mut();
    let left = store.get_fuel()?;
    let state = store.data();
    let spent = state
        .spent_before
        .saturating_add(state.granted.saturating_sub(left));
    Ok(spent.saturating_mul(NANOSECONDS_PER_FUEL))
}

/// The virtual wall clock: seconds and nanoseconds of Unix time.
pub(crate) fn wall(store: StoreContextMut<'_, GuestState>) -> Result<(u64, u32)> {
    let now = monotonic_ns(store)?;
    let nanoseconds = u32::try_from(now % 1_000_000_000)?;
    Ok((CLOCK_START_SECONDS + now / 1_000_000_000, nanoseconds))
}

/// Random bytes. Each costs a unit of fuel: nothing else would count the host's work.
pub(crate) fn random(mut store: StoreContextMut<'_, GuestState>, length: u64) -> Result<Vec<u8>> {
    if length > MAX_RANDOM_BYTES {
        return Err(Ended::Refused("that much randomness").into());
    }
    burn(store.as_context_mut(), length)?;
    let mut bytes = vec![0; usize::try_from(length)?];
    store.data_mut().random.fill(&mut bytes);
    Ok(bytes)
}

/// Lets virtual time pass until `deadline`; the fuel that this costs may be more than there is.
pub(crate) fn sleep_until(mut store: StoreContextMut<'_, GuestState>, deadline: u64) -> Result<()> {
    let now = monotonic_ns(store.as_context_mut())?;
    let cost = deadline.saturating_sub(now).div_ceil(NANOSECONDS_PER_FUEL);
    burn(store, cost)
}

fn burn(mut store: StoreContextMut<'_, GuestState>, cost: u64) -> Result<()> {
    let left = store.get_fuel()?;
    match left.checked_sub(cost) {
        Some(left) if left > 0 => store.set_fuel(left),
        _ => {
            store.set_fuel(0)?;
            Err(Trap::OutOfFuel.into())
        }
    }
}

impl ResourceLimiter for GuestState {
    fn memory_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> Result<bool> {
        let more = u64::try_from(desired.saturating_sub(current))?;
        let total = self.memory_bytes.saturating_add(more);
        if total > self.limits.memory_bytes {
            self.memory_denied = true;
            return Ok(false);
        }
        self.memory_bytes = total;
        Ok(true)
    }

    fn table_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> Result<bool> {
        Ok(desired <= MAX_TABLE_ELEMENTS)
    }
}
