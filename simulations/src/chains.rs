//! Ratings, computed again from nothing but the results and the order in which each player was told of his changes.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use arena_rules::rating::{Rating, rate};
use arena_rules::time::Time;
use uuid::Uuid;

use crate::sight::{Rated, Sight, Witness};

/// How far a rating may be from the one that is computed here.
pub(crate) const TOLERANCE: f64 = 1e-6;

/// A finished battle as the ratings see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Finish {
    pub(crate) winner: Option<Uuid>,
    pub(crate) at_ms: i64,
}

#[derive(Debug, Default)]
pub(crate) struct Chains {
    pub(crate) ratings: BTreeMap<Uuid, Rating>,
    pub(crate) entered: u64,
    pub(crate) violations: Vec<String>,
}

impl Finish {
    pub(crate) fn of(at_ms: i64, sight: &Sight) -> Option<Self> {
        match sight {
            Sight::Finished { winner, .. } => Some(Self {
                winner: *winner,
                at_ms,
            }),
            _ => None,
        }
    }
}

/// Folds the changes in an order that agrees with what every player was told.
pub(crate) fn fold(witnesses: &[Witness], finishes: &BTreeMap<Uuid, Finish>) -> Chains {
    let mut chains = Chains::default();
    let mut queues: BTreeMap<Uuid, VecDeque<&Rated>> = witnesses
        .iter()
        .map(|witness| (witness.player, witness.rated.iter().collect()))
        .collect();
    let mut known = BTreeSet::new();
    loop {
        let heads: BTreeMap<Uuid, &Rated> = queues
            .iter()
            .filter_map(|(player, queue)| Some((*player, *queue.front()?)))
            .collect();
        let next = heads.values().find(|rated| {
            let mut players = rated.changes.iter().map(|change| change.player_id);
            players.all(|player| {
                heads
                    .get(&player)
                    .is_some_and(|head| head.battle == rated.battle)
            })
        });
        let Some(rated) = next.copied() else { break };
        if !known.insert(rated.battle) {
            let battle = rated.battle;
            let what = format!("battle {battle} changed ratings twice");
            chains.violations.push(what);
        }
        for change in &rated.changes {
            if let Some(queue) = queues.get_mut(&change.player_id) {
                queue.pop_front();
            }
        }
        chains.enter(rated, finishes);
    }
    for (player, queue) in queues {
        if !queue.is_empty() {
            let left = queue.len();
            chains.violations.push(format!(
                "{left} changes of {player} fit into no order: the other player was not told of them"
            ));
        }
    }
    chains
}

impl Chains {
    fn enter(&mut self, rated: &Rated, finishes: &BTreeMap<Uuid, Finish>) {
        let battle = rated.battle;
        let ([a, b], Some(finish)) = (&rated.changes[..], finishes.get(&battle)) else {
            let what = format!("ratings changed by {battle}, which was not seen to finish");
            self.violations.push(what);
            return;
        };
        self.entered += 1;
        let now = Time(finish.at_ms);
        let before = |player| {
            let known = self.ratings.get(&player).copied();
            known.unwrap_or(Rating::new_player(now))
        };
        let (one, two) = (before(a.player_id), before(b.player_id));
        let score = |player| match finish.winner {
            None => 0.5,
            Some(winner) if winner == player => 1.0,
            Some(_) => 0.0,
        };
        for (told, own, other) in [(a, one, two), (b, two, one)] {
            let due = rate(&own, &other, score(told.player_id), now);
            let same = |x: f64, y: f64| (x - y).abs() <= TOLERANCE;
            let agrees = same(told.before, own.rating)
                && same(told.after, due.rating)
                && same(told.deviation, due.deviation);
            if !agrees {
                let player = told.player_id;
                self.violations.push(format!(
                    "battle {battle}: {player} was told {} to {}, computed {} to {}",
                    told.before, told.after, own.rating, due.rating
                ));
            }
            self.ratings.insert(told.player_id, due);
        }
    }
}
