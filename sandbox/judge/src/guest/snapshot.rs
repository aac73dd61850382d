//! A module that has initialised itself once and for all: its memory afterwards becomes what every
//! guest starts from.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use wasmtime::{Config, Engine, Error, Instance, Linker, Module, OptLevel, Result, Store, Val};
use wasmtime_wizer::{InstanceState, SnapshotVal, ValType, Wizer};

use super::module;
use super::state::{GuestLimits, GuestState};
use crate::limits::{GUEST_STACK_BYTES, MAX_GUEST_MEMORY_BYTES};
use crate::stack::on_big_stack;

/// What the module exports for it: the work to do once, and what is left of `_initialize` then.
const ONCE: &str = "arena_snapshot";
const START: &str = "arena_start";

/// The randomness and the clock are the same each time, and so is the result.
const SEED: [u8; 32] = [0; 32];

/// How much of what the module said an error carries, in bytes.
const SAID_BYTES: usize = 4096;

/// Runs a module's initialisation and returns the module as it is afterwards.
///
/// # Errors
/// When the module does not initialise itself, with what it wrote to its error stream.
pub(crate) fn snapshot(wasm: &[u8]) -> Result<Vec<u8>> {
    on_big_stack(|| {
        let mut wizer = Wizer::new();
        wizer.init_func(ONCE).func_rename("_initialize", START);
        let (context, instrumented) = wizer.instrument(wasm)?;
        let engine = engine()?;
        let module = Module::new(&engine, &instrumented)?;
        let mut initialised = Initialised::new(&engine, &module)?;
        at_once(wizer.snapshot(&context, &mut initialised))?
    })
    .map_err(|error| Error::msg(error.to_string()))
    .flatten()
}

/// Code that runs once is not worth optimising.
fn engine() -> Result<Engine> {
    let mut config = Config::new();
    config
        .consume_fuel(true)
        .cranelift_opt_level(OptLevel::None)
        .max_wasm_stack(GUEST_STACK_BYTES)
        .async_stack_size(GUEST_STACK_BYTES * 2);
    Engine::new(&config)
}

struct Initialised {
    store: Store<GuestState>,
    instance: Instance,
}

impl Initialised {
    fn new(engine: &Engine, module: &Module) -> Result<Self> {
        let limits = GuestLimits {
            fuel: 0,
            memory_bytes: MAX_GUEST_MEMORY_BYTES,
            output_bytes: 1 << 20,
            patience: 1,
        };
        let mut store = Store::new(engine, GuestState::new(limits, &SEED));
        store.limiter(|state| state);
        store.set_fuel(u64::MAX)?;
        let mut linker = Linker::new(engine);
        module::define(&mut linker)?;
        linker.define_unknown_imports_as_traps(module)?;
        let instance = linker.instantiate(&mut store, module)?;
        for name in ["_initialize", ONCE] {
            let call = instance.get_typed_func::<(), ()>(&mut store, name)?;
            call.call(&mut store, ()).map_err(|error| {
                let said = &store.data().stderr;
                let said = String::from_utf8_lossy(&said[..said.len().min(SAID_BYTES)]);
                error.context(format!("{name} failed: {said}"))
            })?;
        }
        Ok(Self { store, instance })
    }
}

impl InstanceState for Initialised {
    async fn global_get(&mut self, name: &str, _: ValType) -> SnapshotVal {
        let global = self.instance.get_global(&mut self.store, name);
        match global.map(|global| global.get(&mut self.store)) {
            Some(Val::I64(value)) => SnapshotVal::I64(value),
            Some(Val::F32(value)) => SnapshotVal::F32(value),
            Some(Val::F64(value)) => SnapshotVal::F64(value),
            Some(Val::V128(value)) => SnapshotVal::V128(value.as_u128()),
            Some(Val::I32(value)) => SnapshotVal::I32(value),
            // Instrumenting exports every global, and refuses those with references.
            _ => SnapshotVal::I32(0),
        }
    }

    async fn memory_contents(&mut self, name: &str, contents: impl FnOnce(&[u8]) + Send) {
        if let Some(memory) = self.instance.get_memory(&mut self.store, name) {
            contents(memory.data(&self.store));
        }
    }
}

/// The result of a future that waits for nothing.
fn at_once<T>(future: impl Future<Output = T>) -> Result<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Ok(value),
        Poll::Pending => Err(Error::msg("taking the snapshot waits for something")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const COUNTER: &str = r#"(module
        (memory (export "memory") 1)
        (global $count (mut i32) (i32.const 0))
        (func (export "_initialize") (global.set $count (i32.const 40)))
        (func (export "arena_snapshot")
            (global.set $count (i32.add (global.get $count) (i32.const 2)))
            (i32.store (i32.const 8) (i32.const 7)))
        (func (export "arena_start"))
        (func (export "sum") (result i32)
            (i32.add (global.get $count) (i32.load (i32.const 8)))))"#;

    #[test]
    fn a_guest_starts_from_what_the_module_did_once() {
        let wasm = wat::parse_str(COUNTER).unwrap();
        let made = snapshot(&wasm).unwrap();
        assert_eq!(made, snapshot(&wasm).unwrap());
        let engine = Engine::default();
        let module = Module::new(&engine, &made).unwrap();
        let mut store = Store::new(&engine, ());
        let instance = Instance::new(&mut store, &module, &[]).unwrap();
        let mut call = |name| {
            let function = instance.get_func(&mut store, name).unwrap();
            let mut results = vec![Val::I32(0); usize::from(name == "sum")];
            function.call(&mut store, &[], &mut results).unwrap();
            results.first().and_then(Val::i32)
        };
        call("_initialize");
        assert_eq!(call("sum"), Some(49));
    }

    #[test]
    fn a_module_that_fails_to_initialise_makes_no_guest() {
        let broken = COUNTER.replace(
            "(i32.const 8) (i32.const 7)",
            "(i32.const -1) (i32.const 7)",
        );
        let error = snapshot(&wat::parse_str(broken).unwrap()).unwrap_err();
        let text = format!("{error:#}");
        assert!(text.contains("arena_snapshot failed"), "{text}");
        let none = wat::parse_str("(module (memory (export \"memory\") 1))").unwrap();
        assert!(snapshot(&none).is_err());
    }
}
