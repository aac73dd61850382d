//! What the log says about ratings, read once from its beginning.

use std::collections::BTreeMap;
use std::sync::Arc;

use arena_log::limits::MAX_READ_EVENTS;
use arena_log::{EventLog, Positions, SHARDS, Version};
use arena_rules::battle::{Event, Outcome, Summary};
use arena_rules::ids::BattleId;
use arena_rules::rating::{self, Source};
use arena_rules::time::Time;

use crate::fact::{Decode, Fact};
use crate::verify::VerifyError;

/// A finished battle as far as the book needs it, as it was told first.
pub(crate) struct Finished {
    pub(crate) at: Time,
    pub(crate) outcome: Outcome,
    pub(crate) summary: Summary,
}

/// Finished battles, corrected outcomes, and the book.
#[derive(Default)]
pub(crate) struct History {
    pub(crate) finished: BTreeMap<Source, Finished>,
    pub(crate) corrected: BTreeMap<Source, (BattleId, Outcome)>,
    pub(crate) entries: BTreeMap<Version, rating::Event>,
}

impl History {
    /// Reads the log up to its heads at the start.
    ///
    /// # Errors
    /// The log, or an event of it, cannot be read.
    pub(crate) async fn read(log: Arc<dyn EventLog>, decode: Decode) -> Result<Self, VerifyError> {
        let heads = log.heads().await?;
        let mut at = Positions::start();
        let mut history = Self::default();
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
                if let Some(fact) = fact {
                    history.take(place, event.version, fact);
                }
            }
        }
        Ok(history)
    }

    fn take(&mut self, place: Source, version: Version, fact: Fact) {
        match fact {
            Fact::Rating(entry) => {
                self.entries.insert(version, entry);
            }
            Fact::Battle(
                _,
                Event::Finished {
                    at,
                    outcome,
                    summary,
                    ..
                },
            ) => {
                let battle = Finished {
                    at,
                    outcome,
                    summary,
                };
                self.finished.insert(place, battle);
            }
            Fact::Battle(battle, Event::OutcomeCorrected { after, .. }) => {
                self.corrected.insert(place, (battle, after.outcome));
            }
            Fact::Battle(..) | Fact::Queue(_) => {}
        }
    }
}
