//! The WASI interfaces that CPython asks for: output, clocks, randomness, exit, and the absence of
//! everything else.

use wasmtime::component::types::ComponentItem;
use wasmtime::component::{
    Component, ComponentNamedList, ComponentType, Lift, Linker, LinkerInstance, Lower, Resource,
    ResourceType, Val,
};
use wasmtime::{AsContextMut, Engine, Result, StoreContextMut};

use super::state::{Ended, GuestState, Stream, monotonic_ns, random, sleep_until, wall};

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

/// Defines all that the component may use.
pub(super) fn define(
    linker: &mut Linker<GuestState>,
    engine: &Engine,
    component: &Component,
) -> Result<()> {
    define_resources(linker, engine, component)?;
    let version = wasi_version(engine, component);
    define_cli(linker, &version)?;
    define_clocks(linker, &version)?;
    define_io(linker, &version)?;
    define_random(linker, &version)?;
    define_absences(linker, &version)
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

fn define_random(linker: &mut Linker<GuestState>, version: &str) -> Result<()> {
    let name = |interface: &str| format!("wasi:{interface}@{version}");
    let mut secure = linker.instance(&name("random/random"))?;
    give(
        &mut secure,
        "get-random-bytes",
        |store, (length,): (u64,)| random(store, length),
    )?;
    give(&mut secure, "get-random-u64", |store, (): ()| {
        random_u64(store)
    })?;
    let mut insecure = linker.instance(&name("random/insecure"))?;
    give(
        &mut insecure,
        "get-insecure-random-bytes",
        |store, (length,): (u64,)| random(store, length),
    )?;
    give(&mut insecure, "get-insecure-random-u64", |store, (): ()| {
        random_u64(store)
    })?;
    let mut seed = linker.instance(&name("random/insecure-seed"))?;
    give(&mut seed, "insecure-seed", |mut store, (): ()| {
        let first = random_u64(store.as_context_mut())?;
        Ok((first, random_u64(store)?))
    })
}

fn random_u64(store: Context<'_>) -> Result<u64> {
    let bytes = random(store, 8)?;
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
            let handle = store.data_mut().add_pollable(when)?;
            Ok(Resource::<Pollable>::new_own(handle))
        },
    )?;
    give(
        &mut monotonic,
        "subscribe-duration",
        |mut store, (span,): (u64,)| {
            let when = monotonic_ns(store.as_context_mut())?.saturating_add(span);
            let handle = store.data_mut().add_pollable(when)?;
            Ok(Resource::<Pollable>::new_own(handle))
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
            let handle = store.data_mut().add_pollable(0)?;
            Ok(Resource::<Pollable>::new_own(handle))
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
            let handle = store.data_mut().add_pollable(0)?;
            Ok(Resource::<Pollable>::new_own(handle))
        },
    )
}

/// No terminal, no directory.
fn define_absences(linker: &mut Linker<GuestState>, version: &str) -> Result<()> {
    let name = |interface: &str| format!("wasi:{interface}@{version}");
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
