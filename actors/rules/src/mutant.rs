//! Switches that break one promise of the rules, so that the simulation can be shown to notice. They exist under the feature
//! `testing` alone, and hold for the thread that has planted one.

/// The one promise that the rules do not keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutant {
    /// Code and edits are everybody's while the battle is on.
    ShowsEverything,
    /// The first verdict that comes back decides, whoever waits for an earlier one.
    FirstVerdictWins,
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
