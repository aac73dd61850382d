use std::collections::{BTreeMap, BTreeSet};

use arena_rules::ids::{BattleId, PlayerId};
use uuid::Uuid;

use super::model::{BattleRow, State};
use crate::store::{Columns, Kind, StoreError, Tx, Value};

/// The rows of those of `wanted` that exist.
pub(super) async fn battles(
    tx: &mut Tx,
    wanted: BTreeSet<BattleId>,
) -> Result<BTreeMap<BattleId, BattleRow>, StoreError> {
    const COLUMNS: Columns = &[("battle", Kind::Id)];
    const SQL: &str = include_str!("../../sql/load_battles.sql");
    let wanted: Vec<Vec<Value>> = wanted
        .into_iter()
        .map(|battle| vec![battle.0.into()])
        .collect();
    let mut found = BTreeMap::new();
    for row in tx.fetch_bulk(COLUMNS, &wanted, SQL).await? {
        let state: String = row.get(6)?;
        let state = State::from_name(&state).ok_or_else(|| StoreError::Damaged {
            reason: format!("battle in state {state:?}"),
        })?;
        let battle = BattleRow {
            mode: row.get(1)?,
            goal: row.get(2)?,
            difficulty: row.get(3)?,
            stakes: row.get(4)?,
            problem: row.get(5)?,
            state,
            created_at_ms: row.get(7)?,
            started_at_ms: row.get(8)?,
            ended_at_ms: row.get(9)?,
            reason: row.get(10)?,
            winner: row.get::<Option<Uuid>>(11)?.map(PlayerId),
            language: row.get(12)?,
        };
        found.insert(BattleId(row.get(0)?), battle);
    }
    Ok(found)
}
