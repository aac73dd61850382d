//! What has happened in one simulated life, in the order in which it happened: plain facts, for the checks.
//!
//! Whoever sees a thing happen notes it: the store what it stored, a process what it was told, a player what he asked and saw.
//! Nobody notes what should have happened.

use std::collections::BTreeMap;
use std::time::Duration;

use arena_log::{
    Append, AppendError, Appended, Epoch, OwnerId, Positions, Recorded, ShardId, Snapshot,
    StreamId, Version,
};
use arena_rules::battle::{self, Judgement};
use arena_rules::ids::{BattleId, ConnectionId, PlayerId, SubmissionId};
use arena_rules::session;
use arena_rules::time::Time;
use uuid::Uuid;

use crate::standings::Standings;

/// Everything that has happened.
#[derive(Clone, Debug, Default)]
pub struct History {
    entries: Vec<Entry>,
    faults: BTreeMap<&'static str, u64>,
}

/// One thing that has happened.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The simulated time since the beginning.
    pub at: Duration,
    pub what: Happened,
}

impl History {
    /// Adds what has just happened.
    pub fn note(&mut self, at: Duration, what: Happened) -> &Entry {
        if let Happened::Fault { kind } = what {
            *self.faults.entry(kind).or_default() += 1;
        }
        self.entries.push(Entry { at, what });
        &self.entries[self.entries.len() - 1]
    }

    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How many faults there were of each kind.
    #[must_use]
    pub fn faults(&self) -> &BTreeMap<&'static str, u64> {
        &self.faults
    }
}

#[derive(Clone, Debug)]
pub enum Happened {
    // The store.
    /// An event was stored and can be read from now on; the events of one append in their order, one behind another.
    Stored(Recorded),

    // Processes. `owner` is one life of a process.
    Started {
        node: usize,
        owner: OwnerId,
        /// The process's clock at the beginning of the simulation, had it been there; a clock that is set is noted.
        origin: Time,
    },
    Ended {
        owner: OwnerId,
        how: Ending,
    },
    /// The process does nothing any more.
    Frozen {
        owner: OwnerId,
    },
    /// And goes on.
    Thawed {
        owner: OwnerId,
    },
    ClockSet {
        node: usize,
        by_ms: i64,
    },
    /// A heartbeat was answered well.
    Beat {
        owner: OwnerId,
        /// When it was sent.
        sent: Duration,
    },
    /// The process was told that a shard is its own.
    Claimed {
        owner: OwnerId,
        shard: ShardId,
        epoch: Epoch,
    },
    Released {
        owner: OwnerId,
        shard: ShardId,
    },
    /// An append was answered to the actor that had asked for it.
    Told {
        owner: OwnerId,
        append: Append,
        answer: Result<Appended, AppendError>,
    },
    /// An actor had a snapshot kept.
    Kept {
        owner: OwnerId,
        stream: StreamId,
        snapshot: Snapshot,
    },
    /// A process that owns a shard let an answer to a command go out.
    Replied {
        owner: OwnerId,
        shard: ShardId,
        epoch: Epoch,
    },

    // Players.
    /// A player sent a command, perhaps again.
    Asked(Asked),
    /// A player was answered.
    Answered {
        player: PlayerId,
        /// The command's id as the player has made it.
        id: Uuid,
        stream: StreamId,
        answer: Answer,
    },
    /// A player follows a topic on a connection, from after a version on; what the connection followed of it before ends.
    Followed {
        connection: ConnectionId,
        player: PlayerId,
        stream: StreamId,
        after: Version,
    },
    /// A player was sent an event of a topic that he follows.
    Saw {
        connection: ConnectionId,
        player: PlayerId,
        stream: StreamId,
        version: Version,
        seen: Seen,
    },

    // Judges.
    /// A judge has come to a verdict.
    Judged {
        submission: SubmissionId,
        code: String,
        judgement: Judgement,
    },

    // Read models.
    /// Read model and checkpoint as they were committed together.
    Projected {
        checkpoint: Positions,
        standings: Standings,
    },

    // The simulation.
    /// Something was broken on purpose.
    Fault {
        kind: &'static str,
    },
    /// All faults are over.
    Healed,
    /// Well after that: the shards that a living process may speak for.
    Holds {
        owner: OwnerId,
        shards: BTreeMap<ShardId, Epoch>,
    },
    /// Well after that: what an actor has in its memory; none if nobody answered.
    Battle {
        battle: BattleId,
        state: Option<battle::Battle>,
    },
    /// The same of a session.
    Session {
        player: PlayerId,
        state: Option<session::Session>,
    },
}

/// How a process's life ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Without a goodbye.
    Killed,
    /// In good order.
    Drained,
}

/// A command as a player sent it.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    pub player: PlayerId,
    /// The process that the player is connected to.
    pub node: usize,
    /// The command's id as the player has made it; the same whenever he sends it again.
    pub id: Uuid,
    pub stream: StreamId,
    /// Of the command's content.
    pub fingerprint: u64,
    pub kind: Kind,
}

/// What a command asks for, as far as it matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Submit { submission: SubmissionId },
    Other(&'static str),
}

/// What a player was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Accepted {
        first: Version,
        last: Version,
    },
    /// The stable code of the rejection.
    Rejected(&'static str),
    /// The id has been used with other content.
    IdReused,
    /// Nothing was done.
    Busy,
    /// It may have been done.
    Unavailable,
}

/// What a player was shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen {
    Session(session::Event),
    /// What left the server of a battle's event: nothing of it, its outline without code, or all of it.
    Hidden,
    Outline(battle::Event),
    Whole(battle::Event),
}

/// Everything that the store has in the end, read when nothing was under way any more.
#[derive(Clone, Debug, Default)]
pub struct FinalLog {
    /// Every shard's events, in the order of their positions.
    pub events: Vec<Recorded>,
    /// The newest position of every shard, as the store says it.
    pub heads: Positions,
    /// The simulated time.
    pub at: Duration,
    /// The store's clock.
    pub now: Time,
}

impl FinalLog {
    /// The events of one stream, in their order.
    pub fn stream(&self, stream: StreamId) -> impl Iterator<Item = &Recorded> {
        self.events
            .iter()
            .filter(move |event| event.stream == stream)
    }
}
