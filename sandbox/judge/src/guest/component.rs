//! An interpreter that is a component.

use wasmtime::component::{Component, InstancePre, Linker, TypedFunc};
use wasmtime::{Engine, Result, Store};

use super::exchange::{Called, metered};
use super::state::{GuestLimits, GuestState};
use super::wasi;
use crate::limits::MAX_TRANSFER_BYTES;

/// An interpreter that can be instantiated any number of times.
pub(crate) struct ComponentGuest {
    instance: InstancePre<GuestState>,
}

/// One interpreter.
pub(crate) struct ComponentInstance {
    store: Store<GuestState>,
    prepare: TypedFunc<(String, String, String, u32), (Vec<u8>,)>,
    call: TypedFunc<(String,), (Vec<u8>,)>,
}

impl ComponentGuest {
    pub(crate) fn new(engine: &Engine, component: &Component) -> Result<Self> {
        let mut linker = Linker::new(engine);
        wasi::define(&mut linker, engine, component)?;
        // Every other import traps when it is called.
        linker.define_unknown_imports_as_traps(component)?;
        Ok(Self {
            instance: linker.instantiate_pre(component)?,
        })
    }

    pub(crate) fn start(&self, limits: GuestLimits, seed: &[u8; 32]) -> Result<ComponentInstance> {
        let mut store = Store::new(self.instance.engine(), GuestState::new(limits, seed));
        store.limiter(|state| state);
        store.set_hostcall_fuel(MAX_TRANSFER_BYTES);
        store.set_fuel(u64::MAX)?;
        store.set_epoch_deadline(limits.backstop_seconds(0));
        let instance = self.instance.instantiate(&mut store)?;
        let prepare = instance.get_typed_func(&mut store, "prepare")?;
        let call = instance.get_typed_func(&mut store, "call")?;
        Ok(ComponentInstance {
            store,
            prepare,
            call,
        })
    }
}

impl ComponentInstance {
    pub(crate) fn prepare(&mut self, fuel: u64, form: &str, code: &str, entry: &str) -> Called {
        let function = &self.prepare;
        let limit = u32::try_from(self.store.data().limits.output_bytes).unwrap_or(u32::MAX);
        let parameters = (form.to_owned(), code.to_owned(), entry.to_owned(), limit);
        metered(&mut self.store, fuel, |store| {
            Ok(function.call(store, parameters)?.0)
        })
    }

    pub(crate) fn call(&mut self, fuel: u64, input: &str) -> Called {
        let function = &self.call;
        metered(&mut self.store, fuel, |store| {
            Ok(function.call(store, (input.to_owned(),))?.0)
        })
    }

    pub(crate) fn state(&mut self) -> &mut GuestState {
        self.store.data_mut()
    }

    /// Loads a function and calls it, and no more; see [`crate::bare`].
    pub(crate) fn bare(
        mut self,
        code: &str,
        entry: &str,
        inputs: &[String],
    ) -> Result<Vec<Vec<u8>>> {
        let form = "function".to_owned();
        let parameters = (form, code.to_owned(), entry.to_owned(), u32::MAX);
        let mut replies = vec![self.prepare.call(&mut self.store, parameters)?.0];
        for input in inputs {
            replies.push(self.call.call(&mut self.store, (input.clone(),))?.0);
        }
        Ok(replies)
    }
}
