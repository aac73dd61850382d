//! Switches that break one promise of the actors, so that the simulation can be shown to notice. They exist under the feature
//! `testing` alone, and hold for the thread that has planted one.

/// The one promise that the actors do not keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutant {
    /// An actor that has come back does not know the commands that it has folded.
    ForgetsCommands,
    /// A process speaks however long ago its last sign of life was.
    SpeaksTooLong,
    /// A snapshot says that it has folded one event more than it has.
    SnapshotAhead,
    /// The courier's checkpoint is what it has read, answered or not.
    CheckpointAhead,
    /// Events are told before they are stored.
    PublishesFirst,
    /// An actor that has come back sets no timer and hands on no submission.
    NoTimerAfterRecovery,
}

#[cfg(feature = "testing")]
thread_local! {
    static PLANTED: std::cell::Cell<Option<Mutant>> = const { std::cell::Cell::new(None) };
}

/// Breaks this promise from now on, and no other.
#[cfg(feature = "testing")]
pub fn plant(mutant: Option<Mutant>) {
    PLANTED.set(mutant);
}

#[cfg(feature = "testing")]
pub(crate) fn is(mutant: Mutant) -> bool {
    PLANTED.get() == Some(mutant)
}

#[cfg(not(feature = "testing"))]
pub(crate) const fn is(_: Mutant) -> bool {
    false
}
