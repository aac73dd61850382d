//! One guest with one program, whatever the language.

use crate::engine::{Guest, Loaded};
use std::sync::Arc;

use arena_problems::{Language, Signature};

use crate::guest::{
    Called, CommandInstance, ComponentInstance, Finish, GuestLimits, GuestState, ModuleInstance,
    Reply,
};
use crate::toolchain::{CompileError, Toolchain};

/// What a program is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape<'a> {
    /// A function, called once a test.
    Function {
        /// Its name.
        entry: &'a str,
        /// Its types, of a problem's own function: some languages cannot call it without.
        signature: Option<&'a Signature>,
    },
    /// A program that reads and writes text, run once.
    Program,
}

/// A guest of its own store.
pub(crate) enum Session {
    Component(ComponentInstance),
    Module(ModuleInstance),
    Compiled(Arc<Toolchain>, Box<CommandInstance>),
}

impl Session {
    /// Starts a fresh guest. `seed` decides its randomness.
    pub(crate) fn start(
        loaded: &Loaded,
        limits: GuestLimits,
        seed: &[u8; 32],
    ) -> wasmtime::Result<Self> {
        match &loaded.guest {
            Guest::Component(guest) => guest.start(limits, seed).map(Self::Component),
            Guest::Module(guest) => guest.start(limits, seed).map(Self::Module),
            Guest::Compiler(toolchain) => {
                let instance = CommandInstance::new(limits, seed);
                Ok(Self::Compiled(Arc::clone(toolchain), Box::new(instance)))
            }
        }
    }

    /// Loads the program; runs a function's top level.
    /// Compiling costs the program no fuel.
    pub(crate) fn prepare(
        &mut self,
        fuel: u64,
        language: Language,
        code: &str,
        shape: Shape<'_>,
    ) -> Called {
        let (form, entry) = match shape {
            Shape::Function { entry, .. } => ("function", entry),
            Shape::Program => ("stdin", ""),
        };
        match self {
            Self::Component(guest) => guest.prepare(fuel, form, code, entry),
            Self::Module(guest) => guest.prepare(fuel, form, code, entry),
            Self::Compiled(toolchain, instance) => Called {
                finish: match toolchain.compile(language, code, shape) {
                    Ok(command) => {
                        instance.set(command);
                        Finish::Reply(Reply::Ready)
                    }
                    Err(CompileError::Refused(text)) => Finish::Reply(Reply::Syntax(text)),
                    Err(error @ CompileError::Fault(_)) => Finish::Fault(error.to_string()),
                },
                fuel_used: 0,
            },
        }
    }

    /// Gives it one input: a JSON array of arguments, or a text.
    pub(crate) fn call(&mut self, fuel: u64, input: &str) -> Called {
        match self {
            Self::Component(guest) => guest.call(fuel, input),
            Self::Module(guest) => guest.call(fuel, input),
            Self::Compiled(_, instance) => instance.call(fuel, input),
        }
    }

    pub(crate) fn state(&mut self) -> &mut GuestState {
        match self {
            Self::Component(guest) => guest.state(),
            Self::Module(guest) => guest.state(),
            Self::Compiled(_, instance) => instance.state(),
        }
    }
}
