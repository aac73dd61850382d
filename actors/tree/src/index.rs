//! Which streams a new owner must bring back at once: a fold over the shards' events.
//!
//! Folding a stretch of events a second time changes nothing, so that a checkpoint may lie behind the index.

use std::collections::{BTreeMap, BTreeSet};

use arena_bus::ArenaEvent;
use arena_log::StreamId;
use arena_rules::battle::Event as Battle;
use arena_rules::ids::{BattleId, ConnectionId, PlayerId};
use arena_rules::session::Event as Session;
use serde::{Deserialize, Serialize};

/// The live battles, and the sessions in which something is open.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Index {
    battles: BTreeSet<BattleId>,
    sessions: BTreeMap<StreamId, Open>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Open {
    player: PlayerId,
    connections: BTreeSet<ConnectionId>,
    place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Place {
    Lobby,
    Elsewhere,
}

impl Index {
    pub(crate) fn fold(&mut self, stream: StreamId, event: &ArenaEvent) {
        match event {
            ArenaEvent::Battle(event) => self.fold_battle(event),
            ArenaEvent::Session(event) => self.fold_session(stream, event),
            ArenaEvent::Queue(_) | ArenaEvent::Book(_) => {}
        }
    }

    pub(crate) fn battles(&self) -> impl Iterator<Item = BattleId> + '_ {
        self.battles.iter().copied()
    }

    pub(crate) fn sessions(&self) -> impl Iterator<Item = PlayerId> + '_ {
        self.sessions.values().map(|open| open.player)
    }

    fn fold_battle(&mut self, event: &Battle) {
        match event {
            Battle::Created { battle, .. } => {
                self.battles.insert(*battle);
            }
            Battle::Finished { summary, .. } | Battle::Aborted { summary, .. } => {
                self.battles.remove(&summary.battle);
            }
            Battle::Accepted { .. }
            | Battle::CountdownStarted { .. }
            | Battle::Started { .. }
            | Battle::Edited { .. }
            | Battle::Submitted { .. }
            | Battle::Judged { .. }
            | Battle::DrawOffered { .. }
            | Battle::GaveUp { .. }
            | Battle::Forfeited { .. }
            | Battle::JudgingStarted { .. }
            | Battle::Extended { .. }
            | Battle::Said { .. }
            | Battle::RematchOffered { .. }
            | Battle::RematchAgreed { .. } => {}
        }
    }

    fn fold_session(&mut self, stream: StreamId, event: &Session) {
        if let Session::Connected { player, .. } = event {
            let closed = || Open {
                player: *player,
                connections: BTreeSet::new(),
                place: Place::Lobby,
            };
            self.sessions.entry(stream).or_insert_with(closed);
        }
        if let Session::BattleEntered { invitation, .. } = event
            && let Some(player) = invitation
                .players
                .iter()
                .find(|player| arena_bus::streams::session(**player) == stream)
        {
            let closed = || Open {
                player: *player,
                connections: BTreeSet::new(),
                place: Place::Lobby,
            };
            self.sessions.entry(stream).or_insert_with(closed);
        }
        let Some(open) = self.sessions.get_mut(&stream) else {
            return;
        };
        match event {
            Session::Connected { connection, .. } => {
                open.connections.insert(*connection);
            }
            Session::Disconnected { connection, .. } => {
                open.connections.remove(connection);
            }
            Session::QueueEntered { .. } | Session::BattleEntered { .. } => {
                open.place = Place::Elsewhere;
            }
            Session::QueueLeft { .. } | Session::BattleLeft { .. } => open.place = Place::Lobby,
            Session::LeaveAsked { .. } | Session::GraceExpired { .. } | Session::Rated { .. } => {}
        }
        if open.connections.is_empty() && open.place == Place::Lobby {
            self.sessions.remove(&stream);
        }
    }
}
