//! One guest with one program, whatever the language.

use crate::engine::{Guest, Loaded};
use crate::guest::{Called, ComponentInstance, GuestLimits, GuestState, ModuleInstance};

/// What a program is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape<'a> {
    /// A function of this name, called once a test.
    Function(&'a str),
    /// A program that reads and writes text, run once.
    Program,
}

/// A guest of its own store.
pub(crate) enum Session {
    Component(ComponentInstance),
    Module(ModuleInstance),
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
        }
    }

    /// Loads the program; runs a function's top level.
    pub(crate) fn prepare(&mut self, fuel: u64, code: &str, shape: Shape<'_>) -> Called {
        let (form, entry) = match shape {
            Shape::Function(entry) => ("function", entry),
            Shape::Program => ("stdin", ""),
        };
        match self {
            Self::Component(guest) => guest.prepare(fuel, form, code, entry),
            Self::Module(guest) => guest.prepare(fuel, form, code, entry),
        }
    }

    /// Gives it one input: a JSON array of arguments, or a text.
    pub(crate) fn call(&mut self, fuel: u64, input: &str) -> Called {
        match self {
            Self::Component(guest) => guest.call(fuel, input),
            Self::Module(guest) => guest.call(fuel, input),
        }
    }

    pub(crate) fn state(&mut self) -> &mut GuestState {
        match self {
            Self::Component(guest) => guest.state(),
            Self::Module(guest) => guest.state(),
        }
    }
}
