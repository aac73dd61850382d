//! Invariant 8: Every finished rated battle changes each player's rating exactly once, in one recorded order; a rebuild gives the same
//! ratings by folding the recorded values; recomputing them from the battles agrees within [`TOLERANCE`].

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use arena_bus::{ArenaEvent, streams};
use arena_log::{Position, Recorded, ShardId};
use arena_rules::battle::{self, Outcome};
use arena_rules::ids::{BattleId, PlayerId};
use arena_rules::play::Stakes;
use arena_rules::rating::{self, Book, Ledger, Rating, RatingChange, Source, TOLERANCE};
use arena_rules::session;
use arena_rules::time::Time;

use super::truth::{Truth, event};
use super::{ANSWERS_WITHIN, Check, Checked, ensure};
use crate::history::{Entry, FinalLog, Happened};

#[derive(Debug, Default)]
pub(super) struct Ratings {
    /// Finished rated battles, with when that was stored.
    finished: BTreeMap<BattleId, (Duration, Vec<PlayerId>)>,
    book: Book,
    ledger: Ledger,
    /// What sessions were told of.
    told: BTreeSet<(PlayerId, BattleId)>,
}

/// An entry of the book.
struct Entered<'a> {
    at: Time,
    source: Source,
    battle: BattleId,
    changes: &'a [RatingChange],
}

impl Ratings {
    fn stored(&mut self, at: Duration, recorded: &Recorded, truth: &Truth) -> Checked {
        match event(recorded) {
            Some(ArenaEvent::Battle(battle::Event::Finished { summary, .. })) => {
                if summary.stakes == Stakes::Rated {
                    self.finished.insert(summary.battle, (at, summary.players));
                }
                Ok(())
            }
            Some(ArenaEvent::Book(entered)) => {
                if let rating::Event::RatingChanged {
                    at,
                    source,
                    battle,
                    changes,
                } = &entered
                {
                    self.entered(
                        &Entered {
                            at: *at,
                            source: *source,
                            battle: *battle,
                            changes,
                        },
                        truth,
                    )?;
                }
                self.book = rating::evolve(std::mem::take(&mut self.book), &entered);
                Ok(())
            }
            Some(ArenaEvent::Session(session::Event::Rated {
                battle, changes, ..
            })) => self.rated(recorded, battle, &changes),
            Some(ArenaEvent::Battle(_) | ArenaEvent::Session(_) | ArenaEvent::Queue(_)) | None => {
                Ok(())
            }
        }
    }

    fn entered(&mut self, entered: &Entered<'_>, truth: &Truth) -> Checked {
        let Entered {
            at,
            source,
            battle,
            changes,
        } = *entered;
        ensure(!self.ledger.has_entered(battle), || {
            format!("battle {battle} is in the book for the second time")
        })?;
        let before = self.book.entered.get(&source.shard);
        ensure(
            before.is_none_or(|before| *before < source.position),
            || format!("the book goes back from {before:?} to {source:?}"),
        )?;
        let found = truth.there(ShardId(source.shard), Position(source.position));
        let Some(ArenaEvent::Battle(battle::Event::Finished {
            at: finished,
            outcome,
            summary,
            ..
        })) = found.and_then(event)
        else {
            return Err(format!(
                "battle {battle} is in the book, at {source:?} is {found:?}"
            ));
        };
        let [first, second] = summary.players[..] else {
            return Err(format!(
                "battle {battle} of other than two players is in the book"
            ));
        };
        ensure((summary.battle, finished) == (battle, at), || {
            format!("the book has battle {battle} at {at:?}, it is {summary:?}")
        })?;
        self.chained(battle, at, changes)?;
        self.recomputed(battle, at, [first, second], &outcome, changes)
    }

    /// What was before is what was recorded last, bit for bit.
    fn chained(&self, battle: BattleId, at: Time, changes: &[RatingChange]) -> Checked {
        for change in changes {
            let known = self.book.ratings.get(&change.player).copied();
            let known = known.unwrap_or(Rating::new_player(at));
            ensure(change.before == known, || {
                format!("battle {battle}: the book goes on from {change:?}, recorded is {known:?}")
            })?;
        }
        Ok(())
    }

    fn recomputed(
        &mut self,
        battle: BattleId,
        at: Time,
        players: [PlayerId; 2],
        outcome: &Outcome,
        changes: &[RatingChange],
    ) -> Checked {
        self.ledger.enter(at, battle, players, outcome);
        let computed = self.ledger.ratings();
        for player in players {
            let mut own = changes.iter().filter(|change| change.player == player);
            let recorded = own.next().filter(|_| own.next().is_none());
            let close = recorded
                .zip(computed.get(&player))
                .is_some_and(|(recorded, computed)| recorded.after.is_close_to(computed));
            ensure(close, || {
                format!(
                    "battle {battle}: {player} is recorded as {recorded:?}, computed within {TOLERANCE} as {:?}",
                    computed.get(&player)
                )
            })?;
        }
        Ok(())
    }

    fn rated(
        &mut self,
        recorded: &Recorded,
        battle: BattleId,
        changes: &[RatingChange],
    ) -> Checked {
        let own = changes
            .iter()
            .find(|change| streams::session(change.player) == recorded.stream);
        let Some(own) = own else {
            return Err(format!(
                "battle {battle} rates the session {}, whose player did not play",
                recorded.stream
            ));
        };
        let new = self.told.insert((own.player, battle));
        ensure(new, || {
            format!(
                "the session of {} is rated for battle {battle} for the second time",
                own.player
            )
        })
    }
}

impl Check for Ratings {
    fn note(&mut self, entry: &Entry, truth: &Truth) -> Checked {
        match &entry.what {
            Happened::Stored(recorded) => self.stored(entry.at, recorded, truth),
            _ => Ok(()),
        }
    }

    fn end(&mut self, log: &FinalLog, truth: &Truth) -> Checked {
        let Some(healed) = truth.healed() else {
            return Ok(());
        };
        for (battle, (at, players)) in &self.finished {
            if log.at < healed.max(*at) + ANSWERS_WITHIN {
                continue;
            }
            ensure(self.ledger.has_entered(*battle), || {
                format!(
                    "battle {battle} finished at {} ms and is not in the book",
                    at.as_millis()
                )
            })?;
            let untold = players
                .iter()
                .find(|p| !self.told.contains(&(**p, *battle)));
            ensure(untold.is_none(), || {
                format!("the session of {untold:?} was not told of battle {battle}'s rating")
            })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::super::Invariant;
    use super::super::scene::{Scene, player, the_battle};
    use super::*;
    use arena_log::StreamId;
    use rating::{Command, decide};

    /// A battle that player 1 has won, with its entry in the book.
    fn scene() -> (Scene, rating::Event) {
        let mut scene = Scene::default();
        let stream = scene.started_battle();
        let finished = scene.finished(stream, player(1));
        let battle::Event::Finished {
            at,
            outcome,
            summary,
            ..
        } = finished
        else {
            unreachable!("a battle finishes")
        };
        let source = Source {
            shard: ShardId::of(stream).0,
            position: scene.log.heads.get(ShardId::of(stream)).0,
        };
        let command = Command::Enter {
            source,
            at,
            outcome,
            summary,
        };
        let entered = decide(&Book::default(), command, at).unwrap();
        (scene, entered[0].clone())
    }

    fn enters(scene: &mut Scene, event: &rating::Event) {
        let event = scene.next_of(streams::book(), ArenaEvent::Book(event.clone()));
        scene.stores(event);
    }

    fn tells(scene: &mut Scene, stream: StreamId, event: &rating::Event) {
        let rating::Event::RatingChanged { changes, .. } = event else {
            unreachable!("a battle is entered")
        };
        let rated = ArenaEvent::Session(session::Event::Rated {
            at: scene.now(),
            battle: the_battle(),
            changes: changes.clone(),
        });
        let rated = scene.next_of(stream, rated);
        scene.stores(rated);
    }

    fn change(event: &mut rating::Event, by: f64) {
        let rating::Event::RatingChanged { changes, .. } = event else {
            unreachable!("a battle is entered")
        };
        changes[0].after.rating += by;
    }

    #[test]
    fn one_entry_a_battle_and_one_message_a_player_are_sound() {
        let (mut scene, mut event) = scene();
        // Within what recomputing may differ by.
        change(&mut event, 1e-7);
        enters(&mut scene, &event);
        for number in [1, 2] {
            tells(&mut scene, streams::session(player(number)), &event);
        }
        scene.heals();
        assert_eq!(scene.check(Invariant::Ratings), Ok(()));
        tells(&mut scene, streams::session(player(1)), &event);
        let violation = scene.check(Invariant::Ratings).unwrap_err();
        assert!(violation.what.contains("for the second time"));
    }

    #[test]
    fn a_battle_that_is_entered_twice_is_noticed() {
        let (mut scene, event) = scene();
        enters(&mut scene, &event);
        enters(&mut scene, &event);
        assert!(scene.check(Invariant::Ratings).is_err());
    }

    #[test]
    fn a_battle_that_is_never_entered_and_a_player_who_never_hears_are_noticed() {
        let (mut scene, _) = scene();
        scene.heals();
        let violation = scene.check(Invariant::Ratings).unwrap_err();
        assert!(violation.what.contains("is not in the book"));
        let (mut scene, event) = self::scene();
        enters(&mut scene, &event);
        scene.heals();
        let violation = scene.check(Invariant::Ratings).unwrap_err();
        assert!(violation.what.contains("was not told"));
    }

    #[test]
    fn another_rating_than_the_battles_give_is_noticed() {
        let (mut scene, mut event) = scene();
        change(&mut event, 1e-3);
        enters(&mut scene, &event);
        assert!(scene.check(Invariant::Ratings).is_err());
    }

    #[test]
    fn an_entry_that_goes_on_from_another_rating_is_noticed() {
        let (mut scene, mut event) = scene();
        if let rating::Event::RatingChanged { changes, .. } = &mut event {
            changes[0].before.rating += 1e-9;
        }
        enters(&mut scene, &event);
        let violation = scene.check(Invariant::Ratings).unwrap_err();
        assert!(violation.what.contains("the book goes on from"));
    }
}
