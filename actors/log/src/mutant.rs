//! Switches that break one promise of a store, so that the conformance suite can be shown to
//! notice. They exist under the feature `testing` alone.

/// The one promise that a store under test does not keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutant {
    /// Retries after a lost connection without raising the epoch first.
    NoEpochBump,
    /// Stores under an epoch that has been succeeded.
    NoFence,
    /// Stores whatever version the stream has.
    NoVersionCheck,
    /// Does not look for the command above the expected version.
    NoDeduplication,
    /// A member takes shards whose owner's lease is alive.
    NoLease,
    /// A member takes a shard without raising its epoch.
    NoClaimEpoch,
    /// A release takes a shard that its owner has claimed again since.
    NoReleaseEpoch,
    /// A lease runs on the clock of the process that renews it.
    ProcessClock,
    /// Over a distance: answers before it has stored.
    AnswersEarly,
    /// Over a distance: a connection that is lost under an append leaves its first event stored.
    Tears,
    /// Over a distance: gives all events of one append the version of the first.
    OneVersion,
}
