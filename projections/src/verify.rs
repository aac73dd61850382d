use std::collections::BTreeMap;
use std::sync::Arc;

use arena_log::limits::MAX_READ_EVENTS;
use arena_log::{EventLog, Positions, ReadError, SHARDS, Version};
use arena_rules::battle;
use arena_rules::ids::{BattleId, PlayerId};
use arena_rules::play::Stakes;
use arena_rules::rating::{Book, Command, Event, Rating, RatingChange, Source, decide, evolve};
use arena_rules::time::Time;

use crate::fact::{Decode, Fact};

/// How far a recomputed number may be from the recorded one.
pub const TOLERANCE: f64 = 1e-6;

/// What was found when every rating was computed anew.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RatingReport {
    /// Entries of the book.
    pub entries: u64,
    /// Changes of a player's rating.
    pub changes: u64,
    /// Players with a rating.
    pub players: u64,
    /// Finished rated battles that the book has not entered yet.
    pub waiting: u64,
    /// The largest distance of a recomputed number from the recorded one.
    pub largest_difference: f64,
}

/// Ratings that could not be confirmed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum VerifyError {
    /// The first entry of the book that is not what the battles give.
    #[error("book version {version}, battle {battle}: {difference}")]
    Differs {
        /// The entry's version in the book's stream.
        version: Version,
        /// The battle that it names.
        battle: BattleId,
        /// What is wrong.
        difference: Difference,
    },
    /// The log is away or damaged.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// An event of the log cannot be read.
    #[error("shard {}, position {}: {reason}", place.shard, place.position)]
    Unreadable {
        /// Its place.
        place: Source,
        /// What the codec said.
        reason: String,
    },
}

/// What is wrong with an entry of the book.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Difference {
    /// The place that it names holds no finished battle.
    #[error("its source (shard {}, position {}) is no finished battle", .0.shard, .0.position)]
    NoSource(Source),
    /// The place that it names holds another battle.
    #[error("its source is battle {0}")]
    OtherBattle(BattleId),
    /// The rules do not enter this battle here: entered before, out of order, or not rated.
    #[error("the rules refuse it: {0}")]
    Refused(String),
    /// It changes other players, or the same in another order.
    #[error("it changes {recorded:?} instead of {expected:?}")]
    OtherPlayers {
        /// Whom it changes.
        recorded: Vec<PlayerId>,
        /// Who played.
        expected: Vec<PlayerId>,
    },
    /// A number is off.
    #[error("{player}: {what} is recorded as {recorded} and computed as {computed}")]
    Number {
        /// Whose.
        player: PlayerId,
        /// Which number.
        what: &'static str,
        /// As it is in the log.
        recorded: f64,
        /// As the battles give it.
        computed: f64,
    },
}

/// A finished battle as far as the book needs it.
struct Finished {
    at: Time,
    outcome: battle::Outcome,
    summary: battle::Summary,
}

/// Computes every rating of the log anew, from the battles in the order in which the book recorded
/// them, and compares each recorded number. Reads the log once, up to its heads at the start;
/// needs memory for its finished battles.
///
/// # Errors
/// The first difference, by the book's order; or the log cannot be read.
pub async fn verify_ratings(
    log: Arc<dyn EventLog>,
    decode: Decode,
) -> Result<RatingReport, VerifyError> {
    let heads = log.heads().await?;
    let mut at = Positions::start();
    let mut finished: BTreeMap<Source, Finished> = BTreeMap::new();
    let mut entries: BTreeMap<Version, Event> = BTreeMap::new();
    while !at.covers(&heads) {
        let read = log.read_shards(&at, MAX_READ_EVENTS / SHARDS).await?;
        if read.is_empty() {
            break;
        }
        for event in read {
            at.set(event.shard, event.position);
            if event.position > heads.get(event.shard) {
                continue;
            }
            let place = Source {
                shard: event.shard.0,
                position: event.position.0,
            };
            let fact = decode(&event).map_err(|error| VerifyError::Unreadable {
                place,
                reason: error.to_string(),
            })?;
            match fact {
                Some(Fact::Rating(entry)) => {
                    entries.insert(event.version, entry);
                }
                Some(Fact::Battle(
                    _,
                    battle::Event::Finished {
                        at,
                        outcome,
                        summary,
                        ..
                    },
                )) => {
                    let battle = Finished {
                        at,
                        outcome,
                        summary,
                    };
                    finished.insert(place, battle);
                }
                Some(Fact::Battle(..) | Fact::Queue(_)) | None => {}
            }
        }
    }
    compare(entries, finished)
}

fn compare(
    entries: BTreeMap<Version, Event>,
    mut finished: BTreeMap<Source, Finished>,
) -> Result<RatingReport, VerifyError> {
    let mut report = RatingReport::default();
    let mut book = Book::default();
    for (version, recorded) in entries {
        let Event::RatingChanged {
            source,
            battle,
            changes,
            ..
        } = &recorded;
        let computed = confirm(&book, *source, *battle, finished.remove(source), changes)
            .and_then(|computed| {
                let Event::RatingChanged { changes: ours, .. } = &computed;
                let largest = largest_difference(changes, ours)?;
                report.largest_difference = report.largest_difference.max(largest);
                Ok(computed)
            })
            .map_err(|difference| VerifyError::Differs {
                version,
                battle: *battle,
                difference,
            })?;
        report.entries += 1;
        report.changes += changes.len() as u64;
        // From here on with our own numbers: an error that grows is found.
        book = evolve(book, &computed);
    }
    report.players = book.ratings.len() as u64;
    report.waiting = finished
        .values()
        .filter(|battle| {
            battle.summary.stakes == Stakes::Rated && battle.summary.players.len() == 2
        })
        .count() as u64;
    Ok(report)
}

/// What the rules enter into the book for this source.
fn confirm(
    book: &Book,
    source: Source,
    battle: BattleId,
    finished: Option<Finished>,
    changes: &[RatingChange],
) -> Result<Event, Difference> {
    let Some(Finished {
        at,
        outcome,
        summary,
    }) = finished
    else {
        let entered = book.entered.get(&source.shard);
        return Err(match entered {
            Some(known) if *known >= source.position => {
                Difference::Refused("the source is in the book already".to_owned())
            }
            Some(_) | None => Difference::NoSource(source),
        });
    };
    if summary.battle != battle {
        return Err(Difference::OtherBattle(summary.battle));
    }
    let recorded: Vec<PlayerId> = changes.iter().map(|change| change.player).collect();
    if recorded != summary.players {
        return Err(Difference::OtherPlayers {
            recorded,
            expected: summary.players,
        });
    }
    let command = Command::Enter {
        source,
        at,
        outcome,
        summary,
    };
    let events = decide(book, command, at);
    let events = events.map_err(|refused| Difference::Refused(refused.to_string()))?;
    let entry = events.into_iter().next();
    entry.ok_or_else(|| Difference::Refused("nothing to enter".to_owned()))
}

fn largest_difference(
    recorded: &[RatingChange],
    computed: &[RatingChange],
) -> Result<f64, Difference> {
    let mut largest: f64 = 0.0;
    for (theirs, ours) in recorded.iter().zip(computed) {
        let before = numbers(&theirs.before)
            .into_iter()
            .zip(numbers(&ours.before));
        let after = numbers(&theirs.after).into_iter().zip(numbers(&ours.after));
        for ((recorded, computed), what) in before.chain(after).zip(NAMES) {
            let difference = (recorded - computed).abs();
            // A NaN is a difference too.
            if difference.is_nan() || difference > TOLERANCE {
                return Err(Difference::Number {
                    player: theirs.player,
                    what,
                    recorded,
                    computed,
                });
            }
            largest = largest.max(difference);
        }
    }
    Ok(largest)
}

const NAMES: [&str; 8] = [
    "rating before",
    "deviation before",
    "volatility before",
    "time before (ms)",
    "rating after",
    "deviation after",
    "volatility after",
    "time after (ms)",
];

fn numbers(rating: &Rating) -> [f64; 4] {
    #[allow(clippy::cast_precision_loss, reason = "exact below 2^53 ms")]
    let at_ms = rating.at.0 as f64;
    [rating.rating, rating.deviation, rating.volatility, at_ms]
}
