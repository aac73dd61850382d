//! The book with the outcomes of its battles: what ratings would be, had a battle ended otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Source, score};
use super::glicko::{Rating, RatingChange, rate};
use crate::battle::Outcome;
use crate::ids::{BattleId, PlayerId};
use crate::time::Time;

/// How far two ratings that are the same may lie apart when one of them was recomputed.
pub const TOLERANCE: f64 = 1e-6;

/// Every entry of the book in its order, with the outcome that counts now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    entries: Vec<Entry>,
    places: BTreeMap<BattleId, usize>,
    /// Where the corrections stand in the log that the ledger has taken.
    corrected: BTreeSet<Source>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Entry {
    at: Time,
    players: [PlayerId; 2],
    score: f64,
}

impl Ledger {
    /// Takes an entry of the book, after all before it.
    pub fn enter(&mut self, at: Time, battle: BattleId, players: [PlayerId; 2], outcome: &Outcome) {
        self.places.insert(battle, self.entries.len());
        self.entries.push(Entry {
            at,
            players,
            score: score(outcome, players[0]),
        });
    }

    /// Puts another outcome in the place of a battle's. A battle that is not in the book changes no rating.
    pub fn correct(&mut self, battle: BattleId, outcome: &Outcome) {
        let place = self.places.get(&battle);
        if let Some(entry) = place.and_then(|place| self.entries.get_mut(*place)) {
            entry.score = score(outcome, entry.players[0]);
        }
    }

    /// In how many battles the outcome is another for the ratings.
    #[must_use]
    pub fn differences(&self, other: &Self) -> usize {
        let pairs = self.entries.iter().zip(&other.entries);
        pairs
            .filter(|(ours, theirs)| differ(ours.score, theirs.score))
            .count()
    }

    #[must_use]
    pub fn has_entered(&self, battle: BattleId) -> bool {
        self.places.contains_key(&battle)
    }

    /// Notes that the correction at `source` has been taken; false if it was before.
    pub fn note(&mut self, source: Source) -> bool {
        self.corrected.insert(source)
    }

    #[must_use]
    pub fn has_noted(&self, source: &Source) -> bool {
        self.corrected.contains(source)
    }

    /// Every rating, computed from the first battle on.
    #[must_use]
    pub fn ratings(&self) -> BTreeMap<PlayerId, Rating> {
        let mut ratings = BTreeMap::new();
        for entry in &self.entries {
            for change in changes(&ratings, entry.players, entry.score, entry.at) {
                ratings.insert(change.player, change.after);
            }
        }
        ratings
    }
}

/// Scores are 0, 0.5 or 1.
fn differ(a: f64, b: f64) -> bool {
    (a - b).abs() > f64::EPSILON
}

/// What a battle at `at` changes; `score` is the first player's.
pub(super) fn changes(
    ratings: &BTreeMap<PlayerId, Rating>,
    [first, second]: [PlayerId; 2],
    score: f64,
    at: Time,
) -> [RatingChange; 2] {
    let before = |player| {
        let known = ratings.get(&player).copied();
        known.unwrap_or(Rating::new_player(at))
    };
    let (a, b) = (before(first), before(second));
    [
        RatingChange {
            player: first,
            before: a,
            after: rate(&a, &b, score, at),
        },
        RatingChange {
            player: second,
            before: b,
            after: rate(&b, &a, 1.0 - score, at),
        },
    ]
}
