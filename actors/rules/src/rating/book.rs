//! The rating book: one stream that records, in one order, how every rated battle changed its players' ratings.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::glicko::{Rating, RatingChange, rate};
use crate::battle::{Outcome, Summary};
use crate::ids::{BattleId, PlayerId};
use crate::play::Stakes;
use crate::time::Time;

/// The place in the log of the event that a change comes from: checkpoint and deduplication in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Source {
    pub shard: u8,
    pub position: u64,
}

/// The book as the fold of its events.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Book {
    pub ratings: BTreeMap<PlayerId, Rating>,
    /// The highest position of each shard that has been entered. Sources of one shard come in their order.
    pub entered: BTreeMap<u8, u64>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Enter a finished, rated battle. `at` is when it finished.
    Enter {
        source: Source,
        at: Time,
        outcome: Outcome,
        summary: Summary,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    RatingChanged {
        at: Time,
        source: Source,
        battle: BattleId,
        changes: Vec<RatingChange>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    #[error("shard {} position {} is in the book already", .0.shard, .0.position)]
    AlreadyEntered(Source),
    #[error("only rated battles of two players change ratings")]
    NotRated,
}

/// What `command` adds to `book`.
///
/// # Errors
/// The [`Rejection`]; the book is then unchanged.
pub fn decide(book: &Book, command: Command, _now: Time) -> Result<Vec<Event>, Rejection> {
    let Command::Enter {
        source,
        at,
        outcome,
        summary,
    } = command;
    if book
        .entered
        .get(&source.shard)
        .is_some_and(|known| *known >= source.position)
    {
        return Err(Rejection::AlreadyEntered(source));
    }
    let [first, second] = summary.players[..] else {
        return Err(Rejection::NotRated);
    };
    if summary.stakes != Stakes::Rated {
        return Err(Rejection::NotRated);
    }
    let score = match outcome {
        Outcome::Draw => 0.5,
        Outcome::Won { winner, .. } if winner == first => 1.0,
        Outcome::Won { .. } => 0.0,
    };
    let before = |player| {
        book.ratings
            .get(&player)
            .copied()
            .unwrap_or(Rating::new_player(at))
    };
    let (a, b) = (before(first), before(second));
    let changes = vec![
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
    ];
    Ok(vec![Event::RatingChanged {
        at,
        source,
        battle: summary.battle,
        changes,
    }])
}

/// `book` after `event`: the recorded values are taken as they are, so that a rebuild agrees bit for bit.
#[must_use]
pub fn evolve(mut book: Book, event: &Event) -> Book {
    let Event::RatingChanged {
        source, changes, ..
    } = event;
    for change in changes {
        book.ratings.insert(change.player, change.after);
    }
    let entered = book.entered.entry(source.shard).or_default();
    *entered = source.position.max(*entered);
    book
}

#[cfg(test)]
mod tests;
