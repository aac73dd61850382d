//! Bugs that are planted on purpose, one for each promise at least, to show that the simulation finds what it is for.

use std::cell::Cell;

use arena_log::mutant::Mutant as LogMutant;
use arena_rules::mutant::{self as rules, Mutant as RulesMutant};
use arena_tree::mutant::{self as tree, Mutant as TreeMutant};

use crate::checks::Invariant;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bug {
    /// The store gives all events of one append the version of the first.
    StoreNumbersByAppend,
    /// The store answers before it has stored.
    StoreAnswersEarly,
    /// A connection that is lost under an append leaves its first event stored.
    StoreTears,
    /// An actor that has come back does not know the commands that it has folded.
    ActorForgetsCommands,
    /// The store takes appends under an epoch that has been succeeded.
    StoreDoesNotFence,
    /// A shard is taken without raising its epoch.
    ClaimKeepsEpoch,
    /// A process speaks however long ago its last sign of life was.
    OwnerSpeaksTooLong,
    /// A snapshot says that it has folded one event more than it has.
    SnapshotAhead,
    /// A read model is committed apart from its checkpoint.
    CheckpointApart,
    /// The courier's checkpoint is what it has read, answered or not.
    CourierAhead,
    /// Events are told before they are stored.
    ActorPublishesFirst,
    /// Code and edits are everybody's while the battle is on.
    ViewShowsEverything,
    /// The first verdict that comes back decides, whoever waits for an earlier one.
    FirstVerdictWins,
    /// A judge that is slow says that the program was.
    JudgeWatchesTheClock,
    /// An actor that has come back sets no timer and hands on no submission.
    ActorForgetsTimers,
}

impl Bug {
    pub const ALL: [Self; 15] = [
        Self::StoreNumbersByAppend,
        Self::StoreAnswersEarly,
        Self::StoreTears,
        Self::ActorForgetsCommands,
        Self::StoreDoesNotFence,
        Self::ClaimKeepsEpoch,
        Self::OwnerSpeaksTooLong,
        Self::SnapshotAhead,
        Self::CheckpointApart,
        Self::CourierAhead,
        Self::ActorPublishesFirst,
        Self::ViewShowsEverything,
        Self::FirstVerdictWins,
        Self::JudgeWatchesTheClock,
        Self::ActorForgetsTimers,
    ];

    /// The promise that it breaks; others may go with it.
    #[must_use]
    pub const fn breaks(self) -> Invariant {
        match self {
            Self::StoreNumbersByAppend => Invariant::Order,
            Self::StoreAnswersEarly => Invariant::Durable,
            Self::StoreTears => Invariant::Atomic,
            Self::ActorForgetsCommands => Invariant::Once,
            Self::StoreDoesNotFence | Self::ClaimKeepsEpoch | Self::OwnerSpeaksTooLong => {
                Invariant::Fence
            }
            Self::SnapshotAhead => Invariant::Replay,
            Self::CheckpointApart => Invariant::Projection,
            Self::CourierAhead => Invariant::Ratings,
            Self::ActorPublishesFirst => Invariant::Resume,
            Self::ViewShowsEverything => Invariant::Secrets,
            Self::FirstVerdictWins => Invariant::Time,
            Self::JudgeWatchesTheClock => Invariant::Verdicts,
            Self::ActorForgetsTimers => Invariant::Healing,
        }
    }

    const fn place(self) -> Place {
        match self {
            Self::StoreNumbersByAppend => Place::Log(LogMutant::OneVersion),
            Self::StoreAnswersEarly => Place::Log(LogMutant::AnswersEarly),
            Self::StoreTears => Place::Log(LogMutant::Tears),
            Self::StoreDoesNotFence => Place::Log(LogMutant::NoFence),
            Self::ClaimKeepsEpoch => Place::Log(LogMutant::NoClaimEpoch),
            Self::ActorForgetsCommands => Place::Tree(TreeMutant::ForgetsCommands),
            Self::OwnerSpeaksTooLong => Place::Tree(TreeMutant::SpeaksTooLong),
            Self::SnapshotAhead => Place::Tree(TreeMutant::SnapshotAhead),
            Self::CourierAhead => Place::Tree(TreeMutant::CheckpointAhead),
            Self::ActorPublishesFirst => Place::Tree(TreeMutant::PublishesFirst),
            Self::ActorForgetsTimers => Place::Tree(TreeMutant::NoTimerAfterRecovery),
            Self::ViewShowsEverything => Place::Rules(RulesMutant::ShowsEverything),
            Self::FirstVerdictWins => Place::Rules(RulesMutant::FirstVerdictWins),
            Self::CheckpointApart | Self::JudgeWatchesTheClock => Place::Here,
        }
    }

    /// What the store does not keep.
    pub(crate) const fn of_log(self) -> Option<LogMutant> {
        match self.place() {
            Place::Log(mutant) => Some(mutant),
            Place::Tree(_) | Place::Rules(_) | Place::Here => None,
        }
    }
}

/// Where a bug is.
#[derive(Clone, Copy, Debug)]
enum Place {
    Log(LogMutant),
    Tree(TreeMutant),
    Rules(RulesMutant),
    /// In what is simulated.
    Here,
}

thread_local! {
    static PLANTED: Cell<Option<Bug>> = const { Cell::new(None) };
}

/// Whether this bug is planted in the simulation that this thread runs.
pub(crate) fn is(bug: Bug) -> bool {
    PLANTED.get() == Some(bug)
}

/// A bug in everything that this thread runs, until it is dropped.
#[derive(Debug)]
pub(crate) struct Planted(());

impl Planted {
    pub(crate) fn plant(bug: Option<Bug>) -> Self {
        PLANTED.set(bug);
        match bug.map(Bug::place) {
            Some(Place::Tree(mutant)) => tree::plant(Some(mutant)),
            Some(Place::Rules(mutant)) => rules::plant(Some(mutant)),
            // The store has its own from its beginning.
            Some(Place::Log(_) | Place::Here) | None => {}
        }
        Self(())
    }
}

impl Drop for Planted {
    fn drop(&mut self) {
        PLANTED.set(None);
        tree::plant(None);
        rules::plant(None);
    }
}
