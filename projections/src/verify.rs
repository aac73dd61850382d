use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use arena_log::{EventLog, ReadError, Version};
use arena_rules::ids::{BattleId, CorrectionId, PlayerId};
use arena_rules::play::Stakes;
use arena_rules::rating::{
    Book, Command, Event, Ledger, Rating, RatingChange, Source, TOLERANCE, decide, evolve,
};

use crate::fact::Decode;
use crate::history::{Finished, History};

/// What was found when every rating was computed anew.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RatingReport {
    /// Battles that the book has entered.
    pub entries: u64,
    /// Corrections in it.
    pub corrections: u64,
    /// Changes of a player's rating.
    pub changes: u64,
    /// Players with a rating.
    pub players: u64,
    /// Finished rated battles that the book has not entered yet.
    pub waiting: u64,
    /// Battles whose corrected outcome changes ratings and is not in the book yet.
    pub corrections_waiting: u64,
    /// The largest distance of a recomputed number from the recorded one.
    pub largest_difference: f64,
}

/// Ratings that could not be confirmed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum VerifyError {
    /// The first entry of the book that is not what the battles give.
    #[error("book version {version}, {entry}: {difference}")]
    Differs {
        /// The entry's version in the book's stream.
        version: Version,
        /// What it enters.
        entry: Entry,
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

/// What an event of the book enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A battle.
    Battle(BattleId),
    /// A correction.
    Correction(CorrectionId),
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Battle(battle) => write!(f, "battle {battle}"),
            Self::Correction(correction) => write!(f, "correction {correction}"),
        }
    }
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
    /// The place that a correction names holds no corrected outcome.
    #[error("its source (shard {}, position {}) corrects no outcome", .0.shard, .0.position)]
    NoCorrection(Source),
    /// A correction changes a rating that no battle gave, or a second time.
    #[error("it corrects {0}, whose rating is not there to correct")]
    Unexpected(PlayerId),
    /// A correction leaves a rating that is another by the corrected battles.
    #[error("it does not correct {0}")]
    NotCorrected(PlayerId),
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
    let history = History::read(log, decode).await?;
    Ok(confirm(&history)?.report)
}

/// A book that the battles confirm.
pub(crate) struct Confirmed {
    pub(crate) report: RatingReport,
    pub(crate) ledger: Ledger,
    /// As the battles give it.
    pub(crate) book: Book,
}

/// # Errors
/// The first difference.
pub(crate) fn confirm(history: &History) -> Result<Confirmed, VerifyError> {
    let mut walk = Walk::default();
    for (version, recorded) in &history.entries {
        walk.take(history, *version, recorded)?;
    }
    walk.close()?;
    let Walk {
        mut report,
        ledger,
        book,
        ..
    } = walk;
    report.players = book.ratings.len() as u64;
    let waiting = |(source, battle): (&Source, &Finished)| {
        let rated = battle.summary.stakes == Stakes::Rated && battle.summary.players.len() == 2;
        let entered = book.entered.get(&source.shard);
        rated && entered.is_none_or(|entered| *entered < source.position)
    };
    report.waiting = history.finished.iter().filter(|one| waiting(*one)).count() as u64;
    let mut corrected = ledger.clone();
    for (source, (battle, outcome)) in &history.corrected {
        if !ledger.has_noted(source) {
            corrected.correct(*battle, outcome);
        }
    }
    report.corrections_waiting = ledger.differences(&corrected) as u64;
    Ok(Confirmed {
        report,
        ledger,
        book,
    })
}

/// On the way through the book.
#[derive(Default)]
struct Walk {
    report: RatingReport,
    ledger: Ledger,
    /// With our own numbers: an error that grows is found.
    book: Book,
    open: Option<Open>,
}

/// A correction whose events are being read.
struct Open {
    correction: CorrectionId,
    version: Version,
    /// What its players should have after it; those who are not named yet.
    due: BTreeMap<PlayerId, Rating>,
}

impl Walk {
    fn take(
        &mut self,
        history: &History,
        version: Version,
        recorded: &Event,
    ) -> Result<(), VerifyError> {
        match recorded {
            Event::RatingChanged {
                source,
                battle,
                changes,
                ..
            } => {
                self.close()?;
                self.enter(history, *source, *battle, changes)
                    .map_err(|difference| VerifyError::Differs {
                        version,
                        entry: Entry::Battle(*battle),
                        difference,
                    })?;
                self.report.entries += 1;
                self.report.changes += changes.len() as u64;
            }
            Event::RatingCorrected {
                correction,
                sources,
                changes,
                ..
            } => {
                if self.open.as_ref().map(|open| open.correction) != Some(*correction) {
                    self.close()?;
                    self.report.corrections += 1;
                }
                self.correct(history, version, *correction, sources, changes)
                    .map_err(|difference| VerifyError::Differs {
                        version,
                        entry: Entry::Correction(*correction),
                        difference,
                    })?;
                self.report.changes += changes.len() as u64;
            }
        }
        Ok(())
    }

    fn enter(
        &mut self,
        history: &History,
        source: Source,
        battle: BattleId,
        changes: &[RatingChange],
    ) -> Result<(), Difference> {
        let entered = self.book.entered.get(&source.shard);
        if entered.is_some_and(|known| *known >= source.position) {
            return Err(Difference::Refused(
                "the source is in the book already".to_owned(),
            ));
        }
        let finished = history.finished.get(&source);
        let Finished {
            at,
            outcome,
            summary,
        } = finished.ok_or(Difference::NoSource(source))?;
        if summary.battle != battle {
            return Err(Difference::OtherBattle(summary.battle));
        }
        let recorded: Vec<PlayerId> = changes.iter().map(|change| change.player).collect();
        if recorded != summary.players {
            return Err(Difference::OtherPlayers {
                recorded,
                expected: summary.players.clone(),
            });
        }
        let command = Command::Enter {
            source,
            at: *at,
            outcome: outcome.clone(),
            summary: summary.clone(),
        };
        let events = decide(&self.book, command, *at);
        let events = events.map_err(|refused| Difference::Refused(refused.to_string()))?;
        for computed in &events {
            let (Event::RatingChanged { changes: ours, .. }
            | Event::RatingCorrected { changes: ours, .. }) = computed;
            self.compare(changes, ours)?;
            self.book = evolve(std::mem::take(&mut self.book), computed);
        }
        if let [first, second] = summary.players[..] {
            self.ledger.enter(*at, battle, [first, second], outcome);
        }
        Ok(())
    }

    fn correct(
        &mut self,
        history: &History,
        version: Version,
        correction: CorrectionId,
        sources: &[Source],
        changes: &[RatingChange],
    ) -> Result<(), Difference> {
        for source in sources {
            let corrected = history.corrected.get(source);
            let (battle, outcome) = corrected.ok_or(Difference::NoCorrection(*source))?;
            if self.ledger.note(*source) {
                self.ledger.correct(*battle, outcome);
            }
        }
        let due = match self.open.take() {
            Some(open) => open.due,
            None => self.ledger.ratings(),
        };
        let mut open = Open {
            correction,
            version,
            due,
        };
        let mut ours = Vec::new();
        for change in changes {
            let player = change.player;
            let before = self.book.ratings.get(&player);
            let after = open.due.remove(&player);
            match (before, after) {
                (Some(before), Some(after)) => ours.push(RatingChange {
                    player,
                    before: *before,
                    after,
                }),
                (Some(_), None) | (None, _) => return Err(Difference::Unexpected(player)),
            }
        }
        self.compare(changes, &ours)?;
        for change in ours {
            self.book.ratings.insert(change.player, change.after);
        }
        self.open = Some(open);
        Ok(())
    }

    /// The correction is whole: whoever it did not name has kept a rating.
    fn close(&mut self) -> Result<(), VerifyError> {
        let Some(open) = self.open.take() else {
            return Ok(());
        };
        for (player, due) in open.due {
            let kept = self.book.ratings.get(&player);
            if !kept.is_some_and(|kept| kept.is_close_to(&due)) {
                return Err(VerifyError::Differs {
                    version: open.version,
                    entry: Entry::Correction(open.correction),
                    difference: Difference::NotCorrected(player),
                });
            }
            self.book.ratings.insert(player, due);
        }
        Ok(())
    }

    fn compare(
        &mut self,
        recorded: &[RatingChange],
        computed: &[RatingChange],
    ) -> Result<(), Difference> {
        let largest = largest_difference(recorded, computed)?;
        self.report.largest_difference = self.report.largest_difference.max(largest);
        Ok(())
    }
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
