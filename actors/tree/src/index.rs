//! Which streams a new owner must bring back at once: a fold over the shards' events.
//!
//! Folding a stretch of events a second time changes nothing, so that a checkpoint may lie behind the index.

use std::collections::{BTreeMap, BTreeSet};

use arena_bus::ArenaEvent;
use arena_log::{ShardId, StreamId};
use arena_rules::battle::Event as Battle;
use arena_rules::ids::{BattleId, ConnectionId, PlayerId};
use arena_rules::session::Event as Session;
use arena_rules::time::Time;
use serde::{Deserialize, Serialize};

/// The live battles, and the sessions in which something is open.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Index {
    battles: BTreeSet<BattleId>,
    /// When a live battle does something by itself, but for outages, which move all alike; none while it only waits for
    /// the judge.
    #[serde(default)]
    due: BTreeMap<BattleId, Time>,
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
    /// In a queue.
    Elsewhere,
    Battle(BattleId),
}

impl Index {
    pub(crate) fn fold(&mut self, stream: StreamId, event: &ArenaEvent) {
        match event {
            ArenaEvent::Battle(event) => self.fold_battle(BattleId(stream.0), event),
            ArenaEvent::Session(event) => self.fold_session(stream, event),
            ArenaEvent::Queue(_) | ArenaEvent::Book(_) => {}
        }
    }

    /// What of it is in one shard.
    pub(crate) fn of_shard(&self, shard: ShardId) -> Self {
        let battle = |battle: &BattleId| ShardId::of(arena_bus::streams::battle(*battle)) == shard;
        let due = self.due.iter().filter(|(of, _)| battle(of));
        let sessions = self.sessions.iter();
        let sessions = sessions.filter(|(stream, _)| ShardId::of(**stream) == shard);
        Self {
            battles: self.battles.iter().copied().filter(battle).collect(),
            due: due.map(|(battle, due)| (*battle, *due)).collect(),
            sessions: sessions
                .map(|(stream, open)| (*stream, open.clone()))
                .collect(),
        }
    }

    /// Takes what is in another shard in.
    pub(crate) fn join(&mut self, other: Self) {
        self.battles.extend(other.battles);
        self.due.extend(other.due);
        self.sessions.extend(other.sessions);
    }

    /// Live battles, what is due first before the others.
    pub(crate) fn battles(&self) -> Vec<BattleId> {
        let mut battles: Vec<BattleId> = self.battles.iter().copied().collect();
        battles.sort_by_key(|battle| (!self.due.contains_key(battle), self.due.get(battle)));
        battles
    }

    /// Players whose sessions are open, those who are in a battle or a queue before those in the lobby.
    pub(crate) fn sessions(&self) -> Vec<PlayerId> {
        let mut open: Vec<&Open> = self.sessions.values().collect();
        open.sort_by_key(|open| open.place == Place::Lobby);
        open.into_iter().map(|open| open.player).collect()
    }

    fn fold_battle(&mut self, battle: BattleId, event: &Battle) {
        match event {
            Battle::Created { accept_by, .. } => {
                self.battles.insert(battle);
                self.due.insert(battle, *accept_by);
            }
            Battle::CountdownStarted { starts_at, .. } => {
                self.due.insert(battle, *starts_at);
            }
            Battle::Started { deadline, .. } => {
                self.due.insert(battle, *deadline);
            }
            Battle::JudgingStarted { .. } => {
                self.due.remove(&battle);
            }
            Battle::Finished { .. } | Battle::Aborted { .. } => {
                self.battles.remove(&battle);
                self.due.remove(&battle);
            }
            Battle::Accepted { .. }
            | Battle::Edited { .. }
            | Battle::Submitted { .. }
            | Battle::Judged { .. }
            | Battle::DrawOffered { .. }
            | Battle::GaveUp { .. }
            | Battle::Forfeited { .. }
            | Battle::Extended { .. }
            | Battle::Said { .. }
            | Battle::RematchOffered { .. }
            | Battle::RematchAgreed { .. }
            | Battle::VerdictCorrected { .. }
            | Battle::OutcomeCorrected { .. } => {}
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
            Session::QueueEntered { .. } => open.place = Place::Elsewhere,
            Session::BattleEntered { invitation, .. } => {
                open.place = Place::Battle(invitation.battle);
            }
            Session::QueueLeft { .. } => open.place = Place::Lobby,
            // The end of a battle is told wherever the player is.
            Session::BattleLeft { battle, .. } if open.place == Place::Battle(*battle) => {
                open.place = Place::Lobby;
            }
            Session::BattleLeft { .. } => {}
            Session::LeaveAsked { .. }
            | Session::GraceExpired { .. }
            | Session::GraceExtended { .. }
            | Session::Rated { .. }
            | Session::RatingCorrected { .. } => {}
        }
        if open.connections.is_empty() && open.place == Place::Lobby {
            self.sessions.remove(&stream);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use arena_rules::battle::{JudgingReason, Origin};
    use arena_rules::ids::GatewayId;
    use arena_rules::play::{Difficulty, Goal, Mode, ProblemId, ProblemRef, Stakes, Standing};
    use arena_rules::session::Invitation;
    use uuid::Uuid;

    use super::*;

    fn battle(number: u128) -> BattleId {
        BattleId(Uuid::from_u128(number))
    }

    fn player(number: u128) -> PlayerId {
        PlayerId(Uuid::from_u128(number))
    }

    fn created(number: u128, accept_by: i64) -> (StreamId, ArenaEvent) {
        let event = Battle::Created {
            at: Time(0),
            battle: battle(number),
            mode: Mode::OneOnOne,
            goal: Goal::Fastest,
            difficulty: Difficulty::Easy,
            stakes: Stakes::Casual,
            problem: ProblemRef {
                id: ProblemId("two-sum".into()),
                hash: String::new(),
            },
            parties: Vec::new(),
            origin: Origin::Paired {
                tickets: Vec::new(),
            },
            accept_by: Time(accept_by),
        };
        (StreamId(battle(number).0), ArenaEvent::Battle(event))
    }

    fn of_battle(number: u128, event: Battle) -> (StreamId, ArenaEvent) {
        (StreamId(battle(number).0), ArenaEvent::Battle(event))
    }

    fn of_session(number: u128, event: Session) -> (StreamId, ArenaEvent) {
        let stream = arena_bus::streams::session(player(number));
        (stream, ArenaEvent::Session(event))
    }

    fn connected(number: u128) -> (StreamId, ArenaEvent) {
        let connected = Session::Connected {
            at: Time(0),
            player: player(number),
            standing: Standing::Guest,
            connection: ConnectionId(Uuid::from_u128(number)),
            gateway: GatewayId(Uuid::nil()),
        };
        of_session(number, connected)
    }

    fn index(events: &[(StreamId, ArenaEvent)]) -> Index {
        let mut index = Index::default();
        for (stream, event) in events {
            index.fold(*stream, event);
        }
        index
    }

    fn program() -> Vec<(StreamId, ArenaEvent)> {
        let at = Time(0);
        let invitation = Invitation {
            battle: battle(1),
            difficulty: Difficulty::Easy,
            stakes: Stakes::Casual,
            players: vec![player(1), player(9)],
            ticket: None,
        };
        let reason = JudgingReason::TimeUp;
        vec![
            created(1, 100),
            created(2, 50),
            created(3, 70),
            created(4, 10),
            of_battle(
                1,
                Battle::Started {
                    at,
                    deadline: Time(60),
                },
            ),
            of_battle(
                2,
                Battle::Started {
                    at,
                    deadline: Time(5_000),
                },
            ),
            of_battle(4, Battle::JudgingStarted { at, reason }),
            connected(1),
            connected(2),
            connected(9),
            of_session(9, Session::BattleEntered { at, invitation }),
        ]
    }

    #[test]
    fn what_is_due_first_comes_first_and_what_waits_for_the_judge_last() {
        let index = index(&program());
        assert_eq!(index.battles(), [1, 3, 2, 4].map(battle));
    }

    #[test]
    fn whoever_is_in_a_battle_comes_before_those_in_the_lobby() {
        let sessions = index(&program()).sessions();
        assert_eq!(sessions[0], player(9));
        assert_eq!(sessions.len(), 3);
    }

    #[test]
    fn the_end_of_another_battle_closes_no_session() {
        let at = Time(0);
        let left = |number| Session::BattleLeft {
            at,
            battle: battle(number),
            problem: None,
        };
        let gone = Session::Disconnected {
            at,
            connection: ConnectionId(Uuid::from_u128(9)),
        };
        let mut index = index(&program());
        let mut fold = |event| {
            let (stream, event) = of_session(9, event);
            index.fold(stream, &event);
            index.sessions().contains(&player(9))
        };
        assert!(fold(gone));
        assert!(fold(left(2)));
        assert!(!fold(left(1)));
    }

    #[test]
    fn folding_a_stretch_again_changes_nothing() {
        let program = program();
        for from in 0..program.len() {
            let mut index = index(&program);
            let before = index.clone();
            for (stream, event) in &program[from..] {
                index.fold(*stream, event);
            }
            assert_eq!(index, before, "from {from}");
        }
    }

    #[test]
    fn what_is_live_is_the_sum_of_the_shards() {
        let whole = index(&program());
        let mut joined = Index::default();
        for shard in ShardId::all() {
            let part = whole.of_shard(shard);
            for battle in part.battles() {
                assert_eq!(ShardId::of(arena_bus::streams::battle(battle)), shard);
            }
            joined.join(part);
        }
        assert_eq!(joined, whole);
    }

    #[test]
    fn a_checkpoint_from_before_due_times_were_kept_is_read() {
        #[derive(Serialize)]
        struct Older {
            battles: BTreeSet<BattleId>,
            sessions: BTreeMap<StreamId, Open>,
        }
        let older = Older {
            battles: BTreeSet::from([battle(7)]),
            sessions: BTreeMap::new(),
        };
        let bytes = rmp_serde::to_vec_named(&older).unwrap();
        let index: Index = rmp_serde::from_slice(&bytes).unwrap();
        assert_eq!(index.battles(), [battle(7)]);
    }
}
