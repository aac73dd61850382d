//! The rating book: one stream that records, in one order, how every rated battle changed its players' ratings.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::glicko::{Rating, RatingChange};
use super::ledger;
use crate::battle::{Outcome, Summary};
use crate::ids::{BattleId, CorrectionId, PlayerId};
use crate::play::Stakes;
use crate::time::Time;

/// The most changes in one event of a correction: an event stays far below what the log accepts.
pub const CHANGES_PER_EVENT: usize = 1_000;

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

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Enter a finished, rated battle. `at` is when it finished.
    Enter {
        source: Source,
        at: Time,
        outcome: Outcome,
        summary: Summary,
    },
    /// Put these ratings, recomputed from all battles, in the place of those in the book.
    Correct {
        correction: CorrectionId,
        /// The corrections of outcomes that they follow from.
        sources: Vec<Source>,
        ratings: BTreeMap<PlayerId, Rating>,
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
    /// Earlier battles turned out otherwise: each player whose rating is another for it, once a correction. All events of
    /// one correction are one append.
    RatingCorrected {
        at: Time,
        correction: CorrectionId,
        sources: Vec<Source>,
        changes: Vec<RatingChange>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Rejection {
    #[error("shard {} position {} is in the book already", .0.shard, .0.position)]
    AlreadyEntered(Source),
    #[error("only rated battles of two players change ratings")]
    NotRated,
    #[error("{0} is not in the book")]
    NoSuchPlayer(PlayerId),
    #[error("the ratings are these already")]
    NothingToCorrect,
}

/// What `command` adds to `book`.
///
/// # Errors
/// The [`Rejection`]; the book is then unchanged.
pub fn decide(book: &Book, command: Command, now: Time) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::Enter {
            source,
            at,
            outcome,
            summary,
        } => enter(book, source, at, &outcome, &summary).map(|event| vec![event]),
        Command::Correct {
            correction,
            sources,
            ratings,
        } => correct(book, correction, &sources, &ratings, now),
    }
}

fn enter(
    book: &Book,
    source: Source,
    at: Time,
    outcome: &Outcome,
    summary: &Summary,
) -> Result<Event, Rejection> {
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
    let score = score(outcome, first);
    let changes = ledger::changes(&book.ratings, [first, second], score, at);
    Ok(Event::RatingChanged {
        at,
        source,
        battle: summary.battle,
        changes: changes.to_vec(),
    })
}

/// What `first` gets of a battle that ended so.
pub(super) fn score(outcome: &Outcome, first: PlayerId) -> f64 {
    match outcome {
        Outcome::Draw => 0.5,
        Outcome::Won { winner, .. } if *winner == first => 1.0,
        Outcome::Won { .. } => 0.0,
    }
}

fn correct(
    book: &Book,
    correction: CorrectionId,
    sources: &[Source],
    ratings: &BTreeMap<PlayerId, Rating>,
    at: Time,
) -> Result<Vec<Event>, Rejection> {
    let mut changes = Vec::new();
    for (player, after) in ratings {
        let before = book.ratings.get(player);
        let before = before.ok_or(Rejection::NoSuchPlayer(*player))?;
        if !before.is_close_to(after) {
            changes.push(RatingChange {
                player: *player,
                before: *before,
                after: *after,
            });
        }
    }
    if changes.is_empty() {
        return Err(Rejection::NothingToCorrect);
    }
    let event = |changes: &[RatingChange]| Event::RatingCorrected {
        at,
        correction,
        sources: sources.to_vec(),
        changes: changes.to_vec(),
    };
    Ok(changes.chunks(CHANGES_PER_EVENT).map(event).collect())
}

/// `book` after `event`: the recorded values are taken as they are, so that a rebuild agrees bit for bit.
#[must_use]
pub fn evolve(mut book: Book, event: &Event) -> Book {
    let (Event::RatingChanged { changes, .. } | Event::RatingCorrected { changes, .. }) = event;
    for change in changes {
        book.ratings.insert(change.player, change.after);
    }
    if let Event::RatingChanged { source, .. } = event {
        let entered = book.entered.entry(source.shard).or_default();
        *entered = source.position.max(*entered);
    }
    book
}

#[cfg(test)]
mod tests;
