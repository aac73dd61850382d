//! The four machines that run in actors: battle, session, queue and rating book.

use std::collections::BTreeSet;
use std::fmt::Debug;

use arena_bus::ArenaEvent;
use arena_rules::ids::GatewayId;
use arena_rules::matchmaking::{Candidates, Pool};
use arena_rules::time::{Outage, Span, Time};
use arena_rules::{battle, matchmaking, rating, session};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::watch;

use crate::judge::Job;
use crate::limits;

/// A set of rules that an actor runs, and what the actor must know of it beyond `decide` and `evolve`.
pub trait Machine: Send + Sync + 'static {
    type State: Clone + Default + Send + Sync + 'static;
    type Command: Clone + Debug + Serialize + DeserializeOwned + Send + Sync + 'static;
    type Event: Clone + Send + Sync + 'static;
    type Rejection: std::error::Error + Clone + Serialize + DeserializeOwned + Send + Sync + 'static;

    /// For spans, metrics and names of actors.
    const NAME: &'static str;
    /// For commands between processes; it never changes.
    const CODE: u8;
    /// How long command ids are remembered; none means for the stream's life.
    const REMEMBERED_MS: Option<i64>;
    /// A snapshot is kept after this many events; none means never.
    const SNAPSHOT_EVERY: Option<u64>;

    fn decide(
        state: &Self::State,
        command: Self::Command,
        now: Time,
    ) -> Result<Vec<Self::Event>, Self::Rejection>;
    fn evolve(state: Self::State, event: &Self::Event) -> Self::State;
    fn wrap(event: Self::Event) -> ArenaEvent;
    /// None for an event of another machine.
    fn unwrap(event: ArenaEvent) -> Option<Self::Event>;

    /// The first command of every actor, ahead of its timer: what a new owner owes it, while these gateways are `alive`. It
    /// happens once a holding of its shard.
    fn take_over(
        _state: &Self::State,
        _alive: &BTreeSet<GatewayId>,
        _outage: Option<Outage>,
    ) -> Option<Self::Command> {
        None
    }
    /// The next command that time alone brings, and when it is due.
    fn timer(&self, state: &Self::State, now: Time, since: Since) -> Option<(Time, Self::Command)>;
    /// Whether an actor in this state may be put away.
    fn may_rest(state: &Self::State) -> bool;
    /// What the judge still owes this state.
    fn jobs(_state: &Self::State) -> Vec<Job> {
        Vec::new()
    }
    /// The state as bytes, for snapshots.
    fn save(_state: &Self::State) -> Option<Vec<u8>> {
        None
    }
    fn restore(_bytes: &[u8]) -> Option<Self::State> {
        None
    }
}

/// What has happened since the timer was last asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    Change,
    /// The timer fired and the rules found nothing to do.
    Nothing,
}

/// Battles: short, remembered whole, no snapshots.
#[derive(Clone, Copy, Debug)]
pub struct BattleMachine;

impl Machine for BattleMachine {
    type State = battle::Battle;
    type Command = battle::Command;
    type Event = battle::Event;
    type Rejection = battle::Rejection;

    const NAME: &'static str = "battle";
    const CODE: u8 = 1;
    const REMEMBERED_MS: Option<i64> = None;
    const SNAPSHOT_EVERY: Option<u64> = None;

    fn decide(
        state: &Self::State,
        command: Self::Command,
        now: Time,
    ) -> Result<Vec<Self::Event>, Self::Rejection> {
        battle::decide(state, command, now)
    }

    fn evolve(state: Self::State, event: &Self::Event) -> Self::State {
        battle::evolve(state, event)
    }

    fn wrap(event: Self::Event) -> ArenaEvent {
        ArenaEvent::Battle(event)
    }

    fn unwrap(event: ArenaEvent) -> Option<Self::Event> {
        match event {
            ArenaEvent::Battle(event) => Some(event),
            ArenaEvent::Session(_) | ArenaEvent::Queue(_) | ArenaEvent::Book(_) => None,
        }
    }

    fn timer(&self, state: &Self::State, _now: Time, _: Since) -> Option<(Time, Self::Command)> {
        state.due().map(|due| (due, battle::Command::Wake))
    }

    fn take_over(
        state: &Self::State,
        _: &BTreeSet<GatewayId>,
        outage: Option<Outage>,
    ) -> Option<Self::Command> {
        state.due()?;
        outage.map(|outage| battle::Command::TakeOver { outage })
    }

    fn may_rest(state: &Self::State) -> bool {
        state.is_over() || state.card.is_none()
    }

    fn jobs(state: &Self::State) -> Vec<Job> {
        let Some(card) = &state.card else {
            return Vec::new();
        };
        if state.is_over() {
            // What came after the winning submission has no verdict to wait for.
            return Vec::new();
        }
        let job = |pending: &battle::Submission| Job {
            battle: card.battle,
            submission: pending.id,
            player: pending.player,
            language: pending.language.clone(),
            code: pending.code.as_str().into(),
            problem: card.problem.clone(),
        };
        state.pending().map(job).collect()
    }
}

/// Sessions: they live as long as their players.
#[derive(Clone, Copy, Debug)]
pub struct SessionMachine;

impl Machine for SessionMachine {
    type State = session::Session;
    type Command = session::Command;
    type Event = session::Event;
    type Rejection = session::Rejection;

    const NAME: &'static str = "session";
    const CODE: u8 = 2;
    const REMEMBERED_MS: Option<i64> = Some(limits::REMEMBERED_MS);
    const SNAPSHOT_EVERY: Option<u64> = Some(200);

    fn decide(
        state: &Self::State,
        command: Self::Command,
        now: Time,
    ) -> Result<Vec<Self::Event>, Self::Rejection> {
        session::decide(state, command, now)
    }

    fn evolve(state: Self::State, event: &Self::Event) -> Self::State {
        session::evolve(state, event)
    }

    fn wrap(event: Self::Event) -> ArenaEvent {
        ArenaEvent::Session(event)
    }

    fn unwrap(event: ArenaEvent) -> Option<Self::Event> {
        match event {
            ArenaEvent::Session(event) => Some(event),
            ArenaEvent::Battle(_) | ArenaEvent::Queue(_) | ArenaEvent::Book(_) => None,
        }
    }

    fn timer(&self, state: &Self::State, _now: Time, _: Since) -> Option<(Time, Self::Command)> {
        state.due().map(|due| (due, session::Command::Wake))
    }

    fn take_over(
        _: &Self::State,
        alive: &BTreeSet<GatewayId>,
        outage: Option<Outage>,
    ) -> Option<Self::Command> {
        let alive = alive.clone();
        Some(session::Command::Sweep { alive, outage })
    }

    fn may_rest(state: &Self::State) -> bool {
        state.connections.is_empty() && state.due().is_none()
    }

    fn save(state: &Self::State) -> Option<Vec<u8>> {
        packed(state)
    }

    fn restore(bytes: &[u8]) -> Option<Self::State> {
        unpacked(bytes)
    }
}

/// One queue a pool; it pairs whenever somebody joins, and again while they wait.
#[derive(Clone, Debug)]
pub struct QueueMachine {
    pub pool: Pool,
    /// The problems that can be played now.
    pub candidates: watch::Receiver<Candidates>,
}

impl Machine for QueueMachine {
    type State = matchmaking::Queue;
    type Command = matchmaking::Command;
    type Event = matchmaking::Event;
    type Rejection = matchmaking::Rejection;

    const NAME: &'static str = "queue";
    const CODE: u8 = 3;
    const REMEMBERED_MS: Option<i64> = Some(limits::REMEMBERED_MS);
    const SNAPSHOT_EVERY: Option<u64> = Some(500);

    fn decide(
        state: &Self::State,
        command: Self::Command,
        now: Time,
    ) -> Result<Vec<Self::Event>, Self::Rejection> {
        matchmaking::decide(state, command, now)
    }

    fn evolve(state: Self::State, event: &Self::Event) -> Self::State {
        matchmaking::evolve(state, event)
    }

    fn wrap(event: Self::Event) -> ArenaEvent {
        ArenaEvent::Queue(event)
    }

    fn unwrap(event: ArenaEvent) -> Option<Self::Event> {
        match event {
            ArenaEvent::Queue(event) => Some(event),
            ArenaEvent::Battle(_) | ArenaEvent::Session(_) | ArenaEvent::Book(_) => None,
        }
    }

    fn timer(&self, state: &Self::State, now: Time, since: Since) -> Option<(Time, Self::Command)> {
        if state.waiting.len() < 2 {
            return None;
        }
        let due = match since {
            Since::Change => now,
            Since::Nothing => now + Span(limits::PAIRING_PAUSE_MS),
        };
        let candidates = self.candidates.borrow().clone();
        Some((
            due,
            matchmaking::Command::Pair {
                pool: self.pool,
                candidates,
            },
        ))
    }

    fn may_rest(state: &Self::State) -> bool {
        state.waiting.is_empty()
    }

    fn save(state: &Self::State) -> Option<Vec<u8>> {
        packed(state)
    }

    fn restore(bytes: &[u8]) -> Option<Self::State> {
        unpacked(bytes)
    }
}

/// The rating book.
#[derive(Clone, Copy, Debug)]
pub struct BookMachine;

impl Machine for BookMachine {
    type State = rating::Book;
    type Command = rating::Command;
    type Event = rating::Event;
    type Rejection = rating::Rejection;

    const NAME: &'static str = "book";
    const CODE: u8 = 4;
    const REMEMBERED_MS: Option<i64> = Some(limits::REMEMBERED_MS);
    const SNAPSHOT_EVERY: Option<u64> = Some(1_000);

    fn decide(
        state: &Self::State,
        command: Self::Command,
        now: Time,
    ) -> Result<Vec<Self::Event>, Self::Rejection> {
        rating::decide(state, command, now)
    }

    fn evolve(state: Self::State, event: &Self::Event) -> Self::State {
        rating::evolve(state, event)
    }

    fn wrap(event: Self::Event) -> ArenaEvent {
        ArenaEvent::Book(event)
    }

    fn unwrap(event: ArenaEvent) -> Option<Self::Event> {
        match event {
            ArenaEvent::Book(event) => Some(event),
            ArenaEvent::Battle(_) | ArenaEvent::Session(_) | ArenaEvent::Queue(_) => None,
        }
    }

    fn timer(&self, _: &Self::State, _: Time, _: Since) -> Option<(Time, Self::Command)> {
        None
    }

    fn may_rest(_: &Self::State) -> bool {
        false
    }

    fn save(state: &Self::State) -> Option<Vec<u8>> {
        packed(state)
    }

    fn restore(bytes: &[u8]) -> Option<Self::State> {
        unpacked(bytes)
    }
}

fn packed<T: Serialize>(state: &T) -> Option<Vec<u8>> {
    rmp_serde::to_vec_named(state).ok()
}

fn unpacked<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    rmp_serde::from_slice(bytes).ok()
}
