//! What `arena cluster status` says: its JSON, which is stable (see `CLUSTER.md`), and its tables.

mod table;

use std::collections::BTreeMap;
use std::net::SocketAddr;

use arena_log::limits::LEASE;
use arena_log::{Known, OwnerId, Roster, SHARDS, ShardState};
use arena_tree::limits;
use serde::Serialize;
use uuid::Uuid;

use super::told::{Crowd, Queue, Told};

/// Times are milliseconds, with the unit in the name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    /// Whether the log is one process's alone, or that of several.
    pub(crate) mode: Mode,
    /// The living first.
    pub(crate) nodes: Vec<Node>,
    pub(crate) shards: Shards,
    pub(crate) limits: Limits,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Mode {
    /// Nobody has opened the log for play yet.
    Unused,
    Alone,
    Several,
}

/// One life of a process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Node {
    pub(crate) id: Uuid,
    /// Empty for a process that has the log alone.
    pub(crate) name: String,
    pub(crate) state: State,
    pub(crate) roles: Vec<String>,
    pub(crate) address: Option<SocketAddr>,
    pub(crate) version: Option<String>,
    /// On the process's own clock, since 1970.
    pub(crate) started_at_ms: Option<i64>,
    /// What remains of its lease; none when it has ended.
    pub(crate) lease_left_ms: Option<u64>,
    /// How long ago its last sign of life was.
    pub(crate) silent_ms: Option<u64>,
    pub(crate) shards: Held,
    /// What it last said of itself; none when it has said nothing.
    pub(crate) load: Option<Load>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum State {
    Alive,
    /// Alive, and giving up what it has.
    Draining,
    /// Its lease has ended without a goodbye.
    Gone,
    /// It has ended, and gave up what it had.
    Left,
}

/// The shards of one process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Held {
    pub(crate) count: usize,
    /// The lowest and the highest epoch that it has one under; none without shards.
    pub(crate) lowest_epoch: Option<u64>,
    pub(crate) highest_epoch: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Load {
    /// The state of each role, as `/ready` has it.
    pub(crate) states: BTreeMap<String, String>,
    /// By kind: `battles`, `sessions`, `queues`, `book`.
    pub(crate) actors: BTreeMap<String, Crowd>,
    pub(crate) submissions_on_desk: u64,
    /// The queue of all judges, told by each process that judges.
    pub(crate) judge_queue: Option<Queue>,
    /// Events that the read models are behind; none where others keep them.
    pub(crate) projection_lag_events: Option<u64>,
}

/// All 256 of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Shards {
    /// A living process has them.
    pub(crate) held: usize,
    /// Their owner's lease has ended, and nobody has taken them yet.
    pub(crate) expired: usize,
    /// Nobody's.
    pub(crate) free: usize,
    /// Events in all of them.
    pub(crate) events: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Limits {
    /// Commands that may wait for the actors of one kind in one process.
    pub(crate) waiting: usize,
    /// Commands that may wait for one actor.
    pub(crate) deepest: usize,
}

impl Report {
    pub(crate) fn of(nodes: &[Known], roster: &Roster, now_ms: i64) -> Self {
        let several = nodes.iter().any(|node| node.silent_ms.is_some());
        let mode = match (several, nodes.is_empty()) {
            (true, _) => Mode::Several,
            (false, false) => Mode::Alone,
            (false, true) => Mode::Unused,
        };
        let mut held = BTreeMap::<OwnerId, Vec<ShardState>>::new();
        for state in roster.shards.values() {
            if let Some(owner) = state.owner {
                held.entry(owner).or_default().push(*state);
            }
        }
        let shards_of = |owner: &OwnerId| Held::of(held.get(owner).map_or(&[], Vec::as_slice));
        let node = |known: &Known| {
            let shards = shards_of(&known.owner);
            // Who had the log alone is known as long as it is the last one before another.
            let is_there = shards.count > 0 || known.silent_ms.is_some();
            is_there.then(|| match mode {
                Mode::Several => Node::member(known, shards),
                Mode::Alone | Mode::Unused => Node::alone(known, shards, now_ms),
            })
        };
        let mut shown: Vec<Node> = nodes.iter().filter_map(node).collect();
        shown.sort_by(|a, b| {
            let key = |node: &Node| {
                (
                    node.state,
                    node.silent_ms.filter(|_| node.state > State::Draining),
                )
            };
            (key(a), &a.name, a.id).cmp(&(key(b), &b.name, b.id))
        });
        let living = |owner: OwnerId| {
            let mut living = shown.iter();
            living.any(|node| node.id == owner.0 && node.state <= State::Draining)
        };
        let mut shards = Shards::default();
        for state in roster.shards.values() {
            shards.events += state.head.0;
            match state.owner {
                None => shards.free += 1,
                Some(owner) if living(owner) => shards.held += 1,
                Some(_) => shards.expired += 1,
            }
        }
        debug_assert_eq!(shards.free + shards.held + shards.expired, SHARDS);
        Self {
            mode,
            nodes: shown,
            shards,
            limits: Limits {
                waiting: limits::WAITING,
                deepest: limits::WAITING_PER_STREAM,
            },
        }
    }
}

impl Held {
    fn of(states: &[ShardState]) -> Self {
        let epochs = || states.iter().map(|state| state.epoch.0);
        Self {
            count: states.len(),
            lowest_epoch: epochs().min(),
            highest_epoch: epochs().max(),
        }
    }
}

impl Node {
    fn member(known: &Known, shards: Held) -> Self {
        let state = match (known.lease_left_ms, known.draining) {
            (Some(_), false) => State::Alive,
            (Some(_), true) => State::Draining,
            (None, true) if shards.count == 0 => State::Left,
            (None, _) => State::Gone,
        };
        Self::of(known, shards, state, known.silent_ms)
    }

    /// One that has no lease: its own clock has to do.
    fn alone(known: &Known, shards: Held, now_ms: i64) -> Self {
        let silent_ms = u64::try_from(now_ms - known.seen_at_ms).unwrap_or(0);
        let is_fresh = u128::from(silent_ms) < LEASE.as_millis();
        let state = match (shards.count, is_fresh) {
            (0, _) => State::Left,
            (_, true) => State::Alive,
            (_, false) => State::Gone,
        };
        Self::of(known, shards, state, Some(silent_ms))
    }

    fn of(known: &Known, shards: Held, state: State, silent_ms: Option<u64>) -> Self {
        let said = !known.about.as_str().is_empty();
        let told = Told::read(&known.about);
        Self {
            id: known.owner.0,
            name: known.name.clone(),
            state,
            roles: known.roles.clone(),
            address: told.address,
            version: Some(told.version).filter(|version| !version.is_empty()),
            started_at_ms: told.started_at_ms,
            lease_left_ms: known.lease_left_ms,
            silent_ms,
            shards,
            load: said.then_some(Load {
                states: told.states,
                actors: told.actors,
                submissions_on_desk: told.on_desk,
                judge_queue: told.judge_queue,
                projection_lag_events: told.lag_events,
            }),
        }
    }
}

#[cfg(test)]
mod tests;
