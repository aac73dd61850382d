//! Projection `queues`: how long players have waited before they were paired. Each queue is one
//! stream and serves one mode and goal, so its order is that stream's.

use std::collections::BTreeMap;

use arena_rules::matchmaking::Event;
use arena_rules::play::{Difficulty, Goal, Mode};

use crate::fact::Fact;
use crate::fold::{Entry, FoldError};
use crate::projection::{Table, table};
use crate::store::{Columns, Kind, Tx, Value};

pub(crate) const TABLES: &[Table] = &[
    table!("queue_wait": mode Text, goal Text, difficulty Text, mean_ms Real, tickets Int, at_ms Int),
];

/// From this many tickets on, each new one moves the mean by one part in as many.
const RECENT: u32 = 50;

#[derive(Clone, Copy)]
struct Wait {
    mean_ms: f64,
    tickets: i64,
    at_ms: i64,
}

impl Wait {
    const NONE: Self = Self {
        mean_ms: 0.0,
        tickets: 0,
        at_ms: 0,
    };

    /// After one more ticket that waited for `waited_ms`.
    fn with(self, waited_ms: i64, at_ms: i64) -> Self {
        let tickets = self.tickets.saturating_add(1);
        let weight = u32::try_from(tickets).unwrap_or(RECENT).min(RECENT);
        // A wait of over 24 days is cut to that.
        let waited = f64::from(i32::try_from(waited_ms.max(0)).unwrap_or(i32::MAX));
        Self {
            mean_ms: self.mean_ms + (waited - self.mean_ms) / f64::from(weight),
            tickets,
            at_ms,
        }
    }
}

pub(crate) async fn fold(tx: &mut Tx, entries: &[Entry]) -> Result<(), FoldError> {
    let mut pairs = Vec::new();
    for entry in entries {
        let Fact::Queue(event) = &entry.fact else {
            continue;
        };
        match event {
            Event::Paired {
                at,
                battle,
                reasons,
                ..
            } => {
                let key = (battle.mode, battle.goal, battle.difficulty);
                pairs.push((key, at.0, &reasons.waited_ms));
            }
            Event::Joined { .. } | Event::Left { .. } => {}
        }
    }
    if pairs.is_empty() {
        return Ok(());
    }
    let mut waits = load(tx).await?;
    for ((mode, goal, difficulty), at_ms, waited_ms) in pairs {
        let name = name(mode, goal, difficulty);
        let wait = waits.entry(name).or_insert(Wait::NONE);
        for waited_ms in waited_ms {
            *wait = wait.with(*waited_ms, at_ms);
        }
    }
    let rows: Vec<Vec<Value>> = waits
        .into_iter()
        .map(|([mode, goal, difficulty], wait)| {
            vec![
                mode.as_str().into(),
                goal.as_str().into(),
                difficulty.as_str().into(),
                wait.mean_ms.into(),
                wait.tickets.into(),
                wait.at_ms.into(),
            ]
        })
        .collect();
    const SAVE: &str = include_str!("../sql/save_queue_wait.sql");
    tx.execute_bulk(COLUMNS, &rows, SAVE).await?;
    Ok(())
}

const COLUMNS: Columns = &[
    ("mode", Kind::Text),
    ("goal", Kind::Text),
    ("difficulty", Kind::Text),
    ("mean_ms", Kind::Real),
    ("tickets", Kind::Int),
    ("at_ms", Kind::Int),
];

fn name(mode: Mode, goal: Goal, difficulty: Difficulty) -> [String; 3] {
    [mode.to_string(), goal.to_string(), difficulty.to_string()]
}

async fn load(tx: &mut Tx) -> Result<BTreeMap<[String; 3], Wait>, FoldError> {
    const SQL: &str = "select mode, goal, difficulty, mean_ms, tickets, at_ms from queue_wait";
    let mut waits = BTreeMap::new();
    for row in tx.fetch(SQL, Vec::new()).await? {
        let wait = Wait {
            mean_ms: row.get(3)?,
            tickets: row.get(4)?,
            at_ms: row.get(5)?,
        };
        waits.insert([row.get(0)?, row.get(1)?, row.get(2)?], wait);
    }
    Ok(waits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_is_plain_at_first_and_recent_later() {
        let first = Wait::NONE.with(1000, 1).with(3000, 2);
        assert!((first.mean_ms - 2000.0).abs() < 1e-9);
        let mut wait = Wait::NONE;
        for at in 0..1000 {
            wait = wait.with(60_000, at);
        }
        for at in 1000..1200 {
            wait = wait.with(2_000, at);
        }
        assert!(
            (2_000.0..4_000.0).contains(&wait.mean_ms),
            "{}",
            wait.mean_ms
        );
    }

    #[test]
    fn a_wait_against_the_clock_counts_as_none() {
        assert!((Wait::NONE.with(-5, 1).mean_ms).abs() < 1e-9);
    }
}
