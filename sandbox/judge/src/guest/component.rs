//! The Python guest: a component, with the WASI interfaces that CPython asks for.

use wasmtime::component::types::ComponentItem;
use wasmtime::component::{
    Component, ComponentNamedList, ComponentType, InstancePre, Lift, Linker, LinkerInstance, Lower,
    Resource, ResourceType, TypedFunc, Val,
};
use wasmtime::{AsContextMut, Engine, Result, Store, StoreContextMut};

use super::exchange::{Called, metered};
use super::state::{Ended, GuestLimits, GuestState, Stream, monotonic_ns, sleep_until, wall};
use crate::limits::MAX_TRANSFER_BYTES;

type Context<'a> = StoreContextMut<'a, GuestState>;

struct InputStream;
struct OutputStream;
struct Pollable;
struct StreamFault;

#[derive(ComponentType, Lift, Lower)]
#[component(variant)]
enum StreamError {
    #[component(name = "last-operation-failed")]
    LastOperationFailed(Resource<StreamFault>),
    #[component(name = "closed")]
    Closed,
}

#[derive(ComponentType, Lift, Lower)]
#[component(record)]
struct Datetime {
    seconds: u64,
    nanoseconds: u32,
}

/// Handles of the output streams.
const STDOUT: u32 = 1;
const STDERR: u32 = 2;

/// What an output stream takes at once; the adapter in the guest never writes more.
const WRITE_BYTES: u64 = 64 * 1024;

/// A Python interpreter that can be instantiated any number of times.
pub(crate) struct PythonGuest {
    instance: InstancePre<GuestState>,
}

/// One interpreter.
pub(crate) struct PythonInstance {
    store: Store<GuestState>,
    prepare: TypedFunc<(String, String, String, u32), (Vec<u8>,)>,
    call: TypedFunc<(String,), (Vec<u8>,)>,
}

impl PythonGuest {
    pub(crate) fn new(engine: &Engine, component: &Component) -> Result<Self> {
        let mut linker = Linker::new(engine);
        define_resources(&mut linker, engine, component)?;
        define(&mut linker, &wasi_version(engine, component))?;
        // Every other import traps when it is called.
        linker.define_unknown_imports_as_traps(component)?;
        Ok(Self {
            instance: linker.instantiate_pre(component)?,
        })
    }

    pub(crate) fn start(&self, limits: GuestLimits, seed: &[u8; 32]) -> Result<PythonInstance> {
        let mut store = Store::new(self.instance.engine(), GuestState::new(limits, seed));
        store.limiter(|state| state);
        store.set_hostcall_fuel(MAX_TRANSFER_BYTES);
        store.set_fuel(u64::MAX)?;
        store.set_epoch_deadline(limits.backstop_seconds(0));
        let instance = self.instance.instantiate(&mut store)?;
        let prepare = instance.get_typed_func(&mut store, "prepare")?;
        let call = instance.get_typed_func(&mut store, "call")?;
        Ok(PythonInstance {
            store,
            prepare,
            call,
        })
    }
}

impl PythonInstance {
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

/// The version of the interfaces that the component was made for: they are defined under its names.
fn wasi_version(engine: &Engine, component: &Component) -> String {
    let imports = component.component_type();
    let version = imports.imports(engine).find_map(|(name, _)| {
        name.strip_prefix("wasi:io/")
            .and_then(|rest| rest.split_once('@'))
            .map(|parts| parts.1.to_owned())
    });
    version.unwrap_or_else(|| "0.2.0".to_owned())
}

/// Defines the resources of `wasi:io` in every interface that names them: they are one type.
fn define_resources(
    linker: &mut Linker<GuestState>,
    engine: &Engine,
    component: &Component,
) -> Result<()> {
    let component = component.component_type();
    for (interface, import) in component.imports(engine) {
        let ComponentItem::ComponentInstance(instance) = import.ty else {
            continue;
        };
        let mut target = linker.instance(interface)?;
        for (name, export) in instance.exports(engine) {
            if !matches!(export.ty, ComponentItem::Resource(_)) {
                continue;
            }
            let nothing = |_: Context<'_>, _| Ok(());
            match name {
                "error" => target.resource(name, ResourceType::host::<StreamFault>(), nothing)?,
                "input-stream" => {
                    target.resource(name, ResourceType::host::<InputStream>(), nothing)?
                }
                "output-stream" => {
                    target.resource(name, ResourceType::host::<OutputStream>(), nothing)?
                }
                "pollable" => target.resource(
                    name,
                    ResourceType::host::<Pollable>(),
                    |mut store, handle| {
                        store.data_mut().drop_pollable(handle);
                        Ok(())
                    },
                )?,
                _ => {}
            }
        }
    }
    Ok(())
}

/// Defines one host function; what it is given and gives is typed by the interface.
fn give<P, R>(
    instance: &mut LinkerInstance<'_, GuestState>,
    name: &str,
    call: impl Fn(Context<'_>, P) -> Result<R> + Send + Sync + 'static,
) -> Result<()>
where
    P: ComponentNamedList + Lift + 'static,
    R: Lower + ComponentType + Send + Sync + 'static,
{
    instance.func_wrap(name, move |store, parameters: P| {
        Ok((call(store, parameters)?,))
    })
}

fn define(linker: &mut Linker<GuestState>, version: &str) -> Result<()> {
    define_cli(linker, version)?;
    define_clocks(linker, version)?;
    define_io(linker, version)?;
    let name = |interface: &str| format!("wasi:{interface}@{version}");
    let mut random = linker.instance(&name("random/random"))?;
    give(
        &mut random,
        "get-random-bytes",
        |mut store, (length,): (u64,)| store.data_mut().random(length),
    )?;
    give(&mut random, "get-random-u64", |mut store, (): ()| {
        random_u64(&mut store)
    })?;
    let mut insecure = linker.instance(&name("random/insecure"))?;
    give(
        &mut insecure,
        "get-insecure-random-bytes",
        |mut store, (length,): (u64,)| store.data_mut().random(length),
    )?;
    give(
        &mut insecure,
        "get-insecure-random-u64",
        |mut store, (): ()| random_u64(&mut store),
    )?;
    let mut seed = linker.instance(&name("random/insecure-seed"))?;
    give(&mut seed, "insecure-seed", |mut store, (): ()| {
        Ok((random_u64(&mut store)?, random_u64(&mut store)?))
    })?;
    for stream in ["stdin", "stdout", "stderr"] {
        let mut terminal = linker.instance(&name(&format!("cli/terminal-{stream}")))?;
        terminal.func_new(&format!("get-terminal-{stream}"), |_, _, _, results| {
            results[0] = Val::Option(None);
            Ok(())
        })?;
    }
    let mut preopens = linker.instance(&name("filesystem/preopens"))?;
    // No directory is open. Typed as a list of anything, it would need the descriptor's type.
    preopens.func_new("get-directories", |_, _, _, results| {
        results[0] = Val::List(Vec::new());
        Ok(())
    })
}

fn random_u64(store: &mut Context<'_>) -> Result<u64> {
    let bytes = store.data_mut().random(8)?;
    Ok(bytes
        .iter()
        .fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

fn define_cli(linker: &mut Linker<GuestState>, version: &str) -> Result<()> {
    let name = |interface: &str| format!("wasi:cli/{interface}@{version}");
    let mut environment = linker.instance(&name("environment"))?;
    give(&mut environment, "get-environment", |_, (): ()| {
        Ok(Vec::<(String, String)>::new())
    })?;
    give(&mut environment, "get-arguments", |_, (): ()| {
        Ok(Vec::<String>::new())
    })?;
    give(&mut environment, "initial-cwd", |_, (): ()| {
        Ok(None::<String>)
    })?;
    let mut exit = linker.instance(&name("exit"))?;
    exit.func_wrap(
        "exit",
        |_: Context<'_>, (status,): (Result<(), ()>,)| -> Result<()> {
            Err(Ended::Exit(u32::from(status.is_err())).into())
        },
    )?;
    exit.func_wrap(
        "exit-with-code",
        |_: Context<'_>, (status,): (u8,)| -> Result<()> { Err(Ended::Exit(status.into()).into()) },
    )?;
    give(
        &mut linker.instance(&name("stdin"))?,
        "get-stdin",
        |_, (): ()| Ok(Resource::<InputStream>::new_own(0)),
    )?;
    give(
        &mut linker.instance(&name("stdout"))?,
        "get-stdout",
        |_, (): ()| Ok(Resource::<OutputStream>::new_own(STDOUT)),
    )?;
    give(
        &mut linker.instance(&name("stderr"))?,
        "get-stderr",
        |_, (): ()| Ok(Resource::<OutputStream>::new_own(STDERR)),
    )
}

fn define_clocks(linker: &mut Linker<GuestState>, version: &str) -> Result<()> {
    let mut monotonic = linker.instance(&format!("wasi:clocks/monotonic-clock@{version}"))?;
    give(&mut monotonic, "now", |store, (): ()| monotonic_ns(store))?;
    give(&mut monotonic, "resolution", |_, (): ()| Ok(1_u64))?;
    give(
        &mut monotonic,
        "subscribe-instant",
        |mut store, (when,): (u64,)| {
            Ok(Resource::<Pollable>::new_own(
                store.data_mut().add_pollable(when),
            ))
        },
    )?;
    give(
        &mut monotonic,
        "subscribe-duration",
        |mut store, (span,): (u64,)| {
            let when = monotonic_ns(store.as_context_mut())?.saturating_add(span);
            Ok(Resource::<Pollable>::new_own(
                store.data_mut().add_pollable(when),
            ))
        },
    )?;
    let mut wall_clock = linker.instance(&format!("wasi:clocks/wall-clock@{version}"))?;
    give(&mut wall_clock, "now", |store, (): ()| {
        let (seconds, nanoseconds) = wall(store)?;
        Ok(Datetime {
            seconds,
            nanoseconds,
        })
    })?;
    give(&mut wall_clock, "resolution", |_, (): ()| {
        Ok(Datetime {
            seconds: 0,
            nanoseconds: 1,
        })
    })
}

fn define_io(linker: &mut Linker<GuestState>, version: &str) -> Result<()> {
    let name = |interface: &str| format!("wasi:io/{interface}@{version}");
    let mut error = linker.instance(&name("error"))?;
    give(
        &mut error,
        "[method]error.to-debug-string",
        |_, (_,): (Resource<StreamFault>,)| Ok(String::new()),
    )?;

    let mut poll = linker.instance(&name("poll"))?;
    give(
        &mut poll,
        "[method]pollable.ready",
        |mut store, (this,): (Resource<Pollable>,)| {
            let deadline = store.data().deadline(this.rep());
            Ok(deadline <= monotonic_ns(store.as_context_mut())?)
        },
    )?;
    poll.func_wrap(
        "[method]pollable.block",
        |store: Context<'_>, (this,): (Resource<Pollable>,)| {
            let deadline = store.data().deadline(this.rep());
            sleep_until(store, deadline)
        },
    )?;
    give(
        &mut poll,
        "poll",
        |mut store, (list,): (Vec<Resource<Pollable>>,)| {
            let deadlines: Vec<u64> = list
                .iter()
                .map(|one| store.data().deadline(one.rep()))
                .collect();
            let first = deadlines
                .iter()
                .copied()
                .min()
                .ok_or(Ended::Refused("to wait for nothing"))?;
            sleep_until(store.as_context_mut(), first)?;
            let now = monotonic_ns(store)?;
            let ready = deadlines
                .iter()
                .enumerate()
                .filter(|(_, deadline)| **deadline <= now);
            Ok(ready
                .map(|(index, _)| u32::try_from(index).unwrap_or(u32::MAX))
                .collect::<Vec<_>>())
        },
    )?;

    let mut streams = linker.instance(&name("streams"))?;
    for read in [
        "[method]input-stream.read",
        "[method]input-stream.blocking-read",
    ] {
        give(
            &mut streams,
            read,
            |_, (_, _): (Resource<InputStream>, u64)| Ok(Err::<Vec<u8>, _>(StreamError::Closed)),
        )?;
    }
    give(
        &mut streams,
        "[method]input-stream.subscribe",
        |mut store, (_,): (Resource<InputStream>,)| {
            Ok(Resource::<Pollable>::new_own(
                store.data_mut().add_pollable(0),
            ))
        },
    )?;
    give(
        &mut streams,
        "[method]output-stream.check-write",
        |_, (_,): (Resource<OutputStream>,)| Ok(Ok::<_, StreamError>(WRITE_BYTES)),
    )?;
    for write in [
        "[method]output-stream.write",
        "[method]output-stream.blocking-write-and-flush",
    ] {
        give(
            &mut streams,
            write,
            |mut store, (this, bytes): (Resource<OutputStream>, Vec<u8>)| {
                let stream = if this.rep() == STDERR {
                    Stream::Error
                } else {
                    Stream::Out
                };
                store.data_mut().write(stream, &bytes)?;
                Ok(Ok::<_, StreamError>(()))
            },
        )?;
    }
    for flush in [
        "[method]output-stream.flush",
        "[method]output-stream.blocking-flush",
    ] {
        give(&mut streams, flush, |_, (_,): (Resource<OutputStream>,)| {
            Ok(Ok::<_, StreamError>(()))
        })?;
    }
    give(
        &mut streams,
        "[method]output-stream.subscribe",
        |mut store, (_,): (Resource<OutputStream>,)| {
            Ok(Resource::<Pollable>::new_own(
                store.data_mut().add_pollable(0),
            ))
        },
    )
}
