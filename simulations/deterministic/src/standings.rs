//! The read model of the simulation: who stands how, as the fold of a prefix of the log.
//!
//! It gives the same however the shards interleave: counts commute, and ratings come from the book's stream alone.

use std::collections::BTreeMap;

use arena_bus::ArenaEvent;
use arena_bus::codec::ArenaCodec;
use arena_log::{EventCodec, Recorded};
use arena_rules::battle::{self, Outcome, Summary};
use arena_rules::ids::PlayerId;
use arena_rules::rating::{self, Rating};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standings {
    pub ratings: BTreeMap<PlayerId, Rating>,
    pub tallies: BTreeMap<PlayerId, Tally>,
    /// Events that were folded.
    pub events: u64,
}

/// How a player's battles ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub won: u32,
    pub lost: u32,
    pub drawn: u32,
}

impl Standings {
    /// Takes an event, after those before it in its shard. An event that cannot be read counts and changes nothing.
    pub fn fold(&mut self, recorded: &Recorded) {
        self.events += 1;
        let event = ArenaCodec::decode(recorded.kind, recorded.schema, &recorded.data);
        match event {
            Ok(ArenaEvent::Battle(battle::Event::Finished {
                outcome, summary, ..
            })) => self.finished(&outcome, &summary),
            Ok(ArenaEvent::Book(
                rating::Event::RatingChanged { changes, .. }
                | rating::Event::RatingCorrected { changes, .. },
            )) => {
                let after = |change: &rating::RatingChange| (change.player, change.after);
                self.ratings.extend(changes.iter().map(after));
            }
            Ok(ArenaEvent::Battle(_) | ArenaEvent::Session(_) | ArenaEvent::Queue(_)) | Err(_) => {}
        }
    }

    fn finished(&mut self, outcome: &Outcome, summary: &Summary) {
        for player in &summary.players {
            let tally = self.tallies.entry(*player).or_default();
            match outcome {
                Outcome::Draw => tally.drawn += 1,
                Outcome::Won { winner, .. } if winner == player => tally.won += 1,
                Outcome::Won { .. } => tally.lost += 1,
            }
        }
    }
}
