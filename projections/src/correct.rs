//! What ratings would be, and which corrections the book still has to take.

use std::collections::BTreeMap;
use std::sync::Arc;

use arena_log::EventLog;
use arena_rules::battle::Outcome;
use arena_rules::ids::{BattleId, PlayerId};
use arena_rules::rating::{Rating, RatingChange, Source};

use crate::fact::Decode;
use crate::history::History;
use crate::verify::{VerifyError, confirm};

/// Ratings by the corrected outcomes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RatingCorrections {
    /// The corrected outcomes that they follow from and that are not in the book yet.
    pub sources: Vec<Source>,
    /// The rating of everybody in the book, computed from the first battle on.
    pub ratings: BTreeMap<PlayerId, Rating>,
    /// Those that differ from the book.
    pub changes: Vec<RatingChange>,
    /// Corrected battles that the book has not entered yet; it takes their corrections only after that.
    pub early: Vec<BattleId>,
}

/// Computes every rating by the outcomes as they are corrected in the log, and by those of `also`. Confirms the book first:
/// what cannot be explained is not corrected.
///
/// # Errors
/// The book is not what the battles give, or the log cannot be read.
pub async fn rating_corrections(
    log: Arc<dyn EventLog>,
    decode: Decode,
    also: &BTreeMap<BattleId, Outcome>,
) -> Result<RatingCorrections, VerifyError> {
    let history = History::read(log, decode).await?;
    let confirmed = confirm(&history)?;
    let (mut ledger, book) = (confirmed.ledger, confirmed.book);
    let mut found = RatingCorrections::default();
    for (source, (battle, outcome)) in &history.corrected {
        if ledger.has_noted(source) {
            continue;
        }
        if ledger.has_entered(*battle) {
            ledger.correct(*battle, outcome);
            found.sources.push(*source);
        } else if is_rated(&history, *battle) {
            found.early.push(*battle);
        }
    }
    for (battle, outcome) in also {
        ledger.correct(*battle, outcome);
    }
    found.ratings = ledger.ratings();
    for (player, after) in &found.ratings {
        if let Some(before) = book.ratings.get(player)
            && !before.is_close_to(after)
        {
            found.changes.push(RatingChange {
                player: *player,
                before: *before,
                after: *after,
            });
        }
    }
    Ok(found)
}

fn is_rated(history: &History, battle: BattleId) -> bool {
    let mut finished = history.finished.values();
    finished.any(|one| {
        one.summary.battle == battle && one.summary.stakes == arena_rules::play::Stakes::Rated
    })
}
