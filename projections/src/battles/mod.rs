//! Projection `battles`: battles, players' records and problems' statistics.
//!
//! A battle's own rows fold its stream. What spans battles gives the same rows however their
//! shards interleave: counts are sums, and streaks follow each day's battles in the order (end,
//! battle id).

mod changes;
mod days;
mod load;
mod model;
mod run;
mod save;

use std::collections::BTreeSet;

use arena_rules::battle::Event;
use arena_rules::ids::BattleId;

use crate::fact::Fact;
use crate::fold::{Entry, FoldError};
use crate::projection::{Table, table};
use crate::store::Tx;

pub(crate) use run::Run;

use changes::Changes;

pub(crate) const TABLES: &[Table] = &[
    table!("battle": battle Id, mode Text, goal Text, difficulty Text, stakes Text, problem Text, state Text,
        created_at_ms Int, started_at_ms Int, ended_at_ms Int, reason Text, winner Id, language Text),
    table!("battle_player": battle Id, player Id, seat Int, attempts Int, accepted Int, outcome Text, ended_at_ms Int),
    table!("player": player Id, battles Int, wins Int, losses Int, draws Int),
    table!("player_language": player Id, language Text, wins Int, rated_wins Int),
    table!("player_day": player Id, day Int, battles Int, wins Int, lead Int, trail Int, best Int,
        last_ended_at_ms Int, last_battle Id),
    table!("problem": problem Text, attempts Int, accepted Int, battles Int, solved Int),
];

pub(crate) async fn fold(tx: &mut Tx, entries: &[Entry]) -> Result<(), FoldError> {
    let earlier = load::battles(tx, begun_earlier(entries)).await?;
    let mut changes = Changes::new(earlier);
    for (index, entry) in entries.iter().enumerate() {
        if let Fact::Battle(battle, event) = &entry.fact {
            changes
                .fold(*battle, event)
                .map_err(|reason| FoldError::Poison { index, reason })?;
        }
    }
    save::all(tx, changes).await
}

/// Whether this projection folds events of this kind at all.
pub(crate) const fn folds(event: &Event) -> bool {
    match event {
        Event::Created { .. }
        | Event::Started { .. }
        | Event::JudgingStarted { .. }
        | Event::Judged { .. }
        | Event::Finished { .. }
        | Event::Aborted { .. }
        | Event::VerdictCorrected { .. }
        | Event::OutcomeCorrected { .. } => true,
        Event::Accepted { .. }
        | Event::CountdownStarted { .. }
        | Event::Edited { .. }
        | Event::Submitted { .. }
        | Event::DrawOffered { .. }
        | Event::GaveUp { .. }
        | Event::Forfeited { .. }
        | Event::Extended { .. }
        | Event::Said { .. }
        | Event::RematchOffered { .. }
        | Event::RematchAgreed { .. } => false,
    }
}

/// The battles whose creation lies before this batch.
fn begun_earlier(entries: &[Entry]) -> BTreeSet<BattleId> {
    let mut begun = BTreeSet::new();
    let mut earlier = BTreeSet::new();
    for entry in entries {
        let Fact::Battle(battle, event) = &entry.fact else {
            continue;
        };
        if matches!(event, Event::Created { .. }) {
            begun.insert(*battle);
        } else if folds(event) && !begun.contains(battle) {
            earlier.insert(*battle);
        }
    }
    earlier
}
