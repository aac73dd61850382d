//! Which battles of the log are judged again.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::bail;
use arena_bus::ArenaEvent;
use arena_bus::codec::{ArenaCodec, name};
use arena_log::{EventCodec, EventLog, Positions};
use arena_rules::battle::Event;
use arena_rules::ids::BattleId;

use super::Which;

/// Events of one shard in one read.
const PER_SHARD: usize = 64;

/// Battles in the order in which they were created, as far as shards tell it.
pub(crate) struct Selected {
    pub(crate) battles: Vec<BattleId>,
    /// How many submissions they have.
    pub(crate) submissions: usize,
}

/// Reads the whole log, as far as it had come at the start, and keeps nothing of it but ids.
pub(crate) async fn battles(log: &dyn EventLog, which: &Which) -> anyhow::Result<Selected> {
    let heads = log.heads().await?;
    let mut at = Positions::start();
    let mut created: BTreeMap<BattleId, i64> = BTreeMap::new();
    let mut other: BTreeSet<BattleId> = BTreeSet::new();
    let mut submissions: BTreeMap<BattleId, usize> = BTreeMap::new();
    while !at.covers(&heads) {
        let read = log.read_shards(&at, PER_SHARD).await?;
        if read.is_empty() {
            break;
        }
        for recorded in read {
            at.set(recorded.shard, recorded.position);
            if recorded.position > heads.get(recorded.shard) {
                continue;
            }
            let battle = BattleId(recorded.stream.0);
            match name(recorded.kind) {
                Some("battle.created") => {
                    created.insert(battle, recorded.recorded_at_ms);
                    if let Which::Problem(wanted) = which {
                        let event =
                            ArenaCodec::decode(recorded.kind, recorded.schema, &recorded.data)?;
                        let ArenaEvent::Battle(Event::Created { problem, .. }) = event else {
                            bail!("stream {}: its first event is no battle's", recorded.stream);
                        };
                        if problem.id != *wanted {
                            other.insert(battle);
                        }
                    }
                }
                Some("battle.submitted") => {
                    let wanted = match which {
                        // A submission has the id of the command that brought it.
                        Which::Submission(wanted) => recorded.command.0 == wanted.0,
                        Which::Battle(wanted) => battle == *wanted,
                        Which::Problem(_) => !other.contains(&battle),
                        Which::All => true,
                    };
                    if wanted {
                        *submissions.entry(battle).or_default() += 1;
                    }
                }
                Some(_) | None => {}
            }
        }
    }
    if submissions.is_empty() {
        match which {
            Which::Submission(wanted) => bail!("there is no submission {wanted} in the log"),
            Which::Battle(wanted) if !created.contains_key(wanted) => {
                bail!("there is no battle {wanted} in the log")
            }
            Which::Problem(wanted) => bail!("there is no submission to {} in the log", wanted.0),
            Which::Battle(_) | Which::All => {}
        }
    }
    let mut battles: Vec<BattleId> = submissions.keys().copied().collect();
    battles.sort_by_key(|battle| (created.get(battle).copied(), *battle));
    Ok(Selected {
        battles,
        submissions: submissions.values().sum(),
    })
}
