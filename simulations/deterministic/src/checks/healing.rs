//! Invariant 13: Faults healed, within a stated time every shard has one live owner, every live battle answers, every due timer has fired
//! once.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use arena_bus::{ArenaEvent, streams};
use arena_log::{Epoch, OwnerId, Position, Positions, Recorded, ShardId, StreamId};
use arena_rules::battle::{Battle, Event};
use arena_rules::ids::{BattleId, PlayerId};
use arena_rules::matchmaking;
use arena_rules::session::{Leaving, Place, Session};
use arena_rules::time::Time;
use uuid::Uuid;

use super::truth::{Truth, event};
use super::{Check, Checked, ensure};
use crate::history::{Answer, Asked, Entry, FinalLog, Happened};

/// After the last fault every command is answered by the rules, and what one stream asks of another is done, within so long:
/// a lease, a claim, and the longest pause of an actor that has failed again and again.
pub const ANSWERS_WITHIN: Duration = Duration::from_secs(20);
/// A timer has fired this long after it was due, or after the last fault.
pub const TIMERS_WITHIN: Duration = ANSWERS_WITHIN;

#[derive(Debug, Default)]
pub(super) struct Healing {
    /// Commands that wait for their answer, since when.
    asked: BTreeMap<(PlayerId, Uuid), Duration>,
    /// When something was stored last.
    changed: BTreeMap<StreamId, Duration>,
    /// Battles that were paired, and when.
    paired: BTreeMap<BattleId, Duration>,
    over: BTreeMap<BattleId, Duration>,
    holds: BTreeMap<OwnerId, BTreeMap<ShardId, Epoch>>,
    ended: BTreeSet<OwnerId>,
    looked: BTreeMap<BattleId, Option<Battle>>,
    projected: Option<Positions>,
    heads: BTreeMap<ShardId, (Position, Duration)>,
}

impl Healing {
    fn stored(&mut self, at: Duration, recorded: &Recorded) {
        self.changed.insert(recorded.stream, at);
        self.heads.insert(recorded.shard, (recorded.position, at));
        match event(recorded) {
            Some(ArenaEvent::Queue(matchmaking::Event::Paired { battle, .. })) => {
                self.paired.insert(battle.battle, at);
            }
            Some(ArenaEvent::Battle(
                Event::Finished { summary, .. } | Event::Aborted { summary, .. },
            )) => {
                self.over.insert(summary.battle, at);
            }
            Some(
                ArenaEvent::Battle(_)
                | ArenaEvent::Session(_)
                | ArenaEvent::Queue(_)
                | ArenaEvent::Book(_),
            )
            | None => {}
        }
    }

    fn answered(&mut self, player: PlayerId, id: Uuid, answer: &Answer, truth: &Truth) -> Checked {
        let asked = self.asked.remove(&(player, id));
        let (Some(asked), Some(healed)) = (asked, truth.healed()) else {
            return Ok(());
        };
        let away = matches!(answer, Answer::Busy | Answer::Unavailable);
        ensure(!away || asked < healed + ANSWERS_WITHIN, || {
            format!(
                "player {player}: {id}, asked at {asked:?}, is answered {answer:?}, all is healed since {healed:?}"
            )
        })
    }

    /// Of what had been so long before the end as it takes at most.
    fn due<K: Copy>(map: &BTreeMap<K, Duration>, limit: Duration) -> impl Iterator<Item = K> {
        map.iter()
            .filter(move |(_, at)| **at <= limit)
            .map(|(key, _)| *key)
    }

    fn owners(&self) -> Checked {
        let living = self
            .holds
            .iter()
            .filter(|(owner, _)| !self.ended.contains(*owner));
        let held: Vec<ShardId> = living
            .flat_map(|(_, shards)| shards.keys().copied())
            .collect();
        for shard in ShardId::all() {
            let owners = held.iter().filter(|held| **held == shard).count();
            ensure(self.holds.is_empty() || owners == 1, || {
                format!("shard {shard} has {owners} live owners")
            })?;
        }
        Ok(())
    }

    /// `limit` is when the last thing may have happened whose consequences must be there; `now` is what every clock shows.
    fn battles(&self, limit: Duration, now: Time, truth: &Truth) -> Checked {
        for battle in Self::due(&self.paired, limit) {
            let created = truth
                .battle(streams::battle(battle))
                .is_some_and(|known| known.card.is_some());
            ensure(created, || {
                format!("battle {battle} was paired and is not there")
            })?;
        }
        for (stream, battle) in truth.battles().filter(|(_, battle)| !battle.is_over()) {
            fired(*stream, battle.due(), now)?;
            let quiet = self
                .changed
                .get(stream)
                .is_some_and(|changed| *changed <= limit);
            ensure(!quiet || battle.pending().next().is_none(), || {
                format!(
                    "battle {stream} waits for a verdict since {:?}",
                    self.changed.get(stream)
                )
            })?;
        }
        for (battle, state) in &self.looked {
            let stream = streams::battle(*battle);
            ensure(state.as_ref() == truth.battle(stream), || {
                format!(
                    "battle {battle} is {:?}, its actor says {state:?}",
                    truth.battle(stream)
                )
            })?;
        }
        Ok(())
    }

    fn sessions(&self, limit: Duration, now: Time, truth: &Truth) -> Checked {
        for (stream, session) in truth.sessions() {
            fired(*stream, session.due(), now)?;
            let quiet = self
                .changed
                .get(stream)
                .is_some_and(|changed| *changed <= limit);
            let stuck = match session.place {
                Place::Battle { battle, .. } => {
                    self.over.get(&battle).is_some_and(|over| *over <= limit)
                }
                Place::Queue {
                    leaving: Leaving::Asked,
                    ..
                } => quiet,
                Place::Queue {
                    leaving: Leaving::No,
                    ..
                }
                | Place::Lobby => false,
            };
            ensure(!stuck, || {
                format!("session {stream} is left in {:?}", session.place)
            })?;
            self.ghosts(*stream, session)?;
        }
        Ok(())
    }

    /// A gateway that is dead leaves no connections.
    fn ghosts(&self, stream: StreamId, session: &Session) -> Checked {
        let mut gateways = session.connections.iter();
        let ghost = gateways.find(|(_, gateway)| self.ended.contains(&OwnerId(gateway.0)));
        ensure(ghost.is_none(), || {
            format!("session {stream} has a connection of the dead: {ghost:?}")
        })
    }

    fn projected(&self, limit: Duration) -> Checked {
        let Some(projected) = &self.projected else {
            return Ok(());
        };
        for (shard, (head, at)) in &self.heads {
            let behind = projected.get(*shard) < *head && *at <= limit;
            ensure(!behind, || {
                format!(
                    "the read model is at {shard}/{}, the head is {head} since {at:?}",
                    projected.get(*shard)
                )
            })?;
        }
        Ok(())
    }
}

/// Whether a timer has fired that every clock says was due long ago.
fn fired(stream: StreamId, due: Option<Time>, now: Time) -> Checked {
    let within = i64::try_from(TIMERS_WITHIN.as_millis()).unwrap_or(i64::MAX);
    ensure(due.is_none_or(|due| (now - due).0 <= within), || {
        format!("stream {stream}: a timer was due at {due:?}, it is {now:?}")
    })
}

impl Check for Healing {
    fn note(&mut self, entry: &Entry, truth: &Truth) -> Checked {
        match &entry.what {
            Happened::Stored(recorded) => self.stored(entry.at, recorded),
            Happened::Asked(Asked { player, id, .. }) => {
                self.asked.insert((*player, *id), entry.at);
            }
            Happened::Answered {
                player, id, answer, ..
            } => return self.answered(*player, *id, answer, truth),
            Happened::Ended { owner, .. } => {
                self.ended.insert(*owner);
            }
            Happened::Holds { owner, shards } => {
                self.holds.insert(*owner, shards.clone());
            }
            Happened::Battle { battle, state } => {
                self.looked.insert(*battle, state.clone());
            }
            Happened::Projected { checkpoint, .. } => self.projected = Some(checkpoint.clone()),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, log: &FinalLog, truth: &Truth) -> Checked {
        let limit = log.at.checked_sub(ANSWERS_WITHIN);
        let (Some(healed), Some(limit)) = (truth.healed(), limit) else {
            return Ok(());
        };
        let Some((now, _)) = truth.clocks(log.at).filter(|_| healed <= limit) else {
            return Ok(());
        };
        let mut waiting = self
            .asked
            .iter()
            .filter(|(_, at)| healed <= **at && **at <= limit);
        let unanswered = waiting.next();
        ensure(unanswered.is_none(), || {
            format!("a command was never answered: {unanswered:?}")
        })?;
        self.owners()?;
        self.battles(limit, now, truth)?;
        self.sessions(limit, now, truth)?;
        self.projected(limit)
    }
}

#[cfg(test)]
mod tests;
