//! What tests may look at that nobody else may.

use std::cell::Cell;

use arena_bus::codec::Family;
use arena_log::{Recorded, Snapshot, StreamId};

use crate::entity;
use crate::machine::{BattleMachine, BookMachine, QueueMachine, SessionMachine};

/// The snapshot that an actor would keep which has just read these events, the first ones of its stream. None if its machine
/// keeps none, or something else is read from the stream.
#[must_use]
pub fn snapshot_of(stream: StreamId, events: &[Recorded]) -> Option<Snapshot> {
    match Family::of(events.first()?.kind)? {
        Family::Battle => entity::snapshot_of::<BattleMachine>(stream, events),
        Family::Session => entity::snapshot_of::<SessionMachine>(stream, events),
        Family::Queue => entity::snapshot_of::<QueueMachine>(stream, events),
        Family::Book => entity::snapshot_of::<BookMachine>(stream, events),
    }
}

thread_local! {
    static SNAPSHOT_EVERY: Cell<Option<u64>> = const { Cell::new(None) };
}

/// From now on every actor of this thread that keeps snapshots keeps one after so many events, or as it does otherwise.
pub fn keep_snapshots_every(events: Option<u64>) {
    SNAPSHOT_EVERY.set(events);
}

pub(crate) fn snapshot_every() -> Option<u64> {
    SNAPSHOT_EVERY.get()
}
