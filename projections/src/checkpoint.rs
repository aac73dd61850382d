//! How far a projection has folded, kept beside its tables and committed with them.

use arena_log::{Position, Positions, SHARDS, ShardId};

use crate::projection::Projection;
use crate::store::{Row, StoreError, Tx};

/// A stored checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Checkpoint {
    /// Of the fold that wrote the tables.
    pub(crate) version: i64,
    pub(crate) positions: Positions,
}

/// The checkpoint of `projection`, locked until the transaction ends; none before its first fold.
pub(crate) async fn lock(
    tx: &mut Tx,
    projection: Projection,
) -> Result<Option<Checkpoint>, StoreError> {
    const PLAIN: &str = "select version, positions from checkpoint where projection = $1";
    // On SQLite the transaction itself is the lock.
    const LOCKED: &str =
        "select version, positions from checkpoint where projection = $1 for update";
    let sql = if tx.is_postgres() { LOCKED } else { PLAIN };
    read(tx.fetch(sql, vec![projection.name().into()]).await?)
}

/// The checkpoint as of the transaction's moment.
pub(crate) async fn peek(
    tx: &mut Tx,
    projection: Projection,
) -> Result<Option<Checkpoint>, StoreError> {
    const SQL: &str = "select version, positions from checkpoint where projection = $1";
    read(tx.fetch(SQL, vec![projection.name().into()]).await?)
}

pub(crate) async fn save(
    tx: &mut Tx,
    projection: Projection,
    positions: &Positions,
) -> Result<(), StoreError> {
    const SQL: &str = include_str!("../sql/save_checkpoint.sql");
    let folded = i64::try_from(positions.total()).unwrap_or(i64::MAX);
    let arguments = vec![
        projection.name().into(),
        projection.version().into(),
        encode(positions).into(),
        folded.into(),
    ];
    tx.execute(SQL, arguments).await
}

fn read(rows: Vec<Row>) -> Result<Option<Checkpoint>, StoreError> {
    let Some(row) = rows.into_iter().next() else {
        return Ok(None);
    };
    let positions: Vec<u8> = row.get(1)?;
    Ok(Some(Checkpoint {
        version: row.get(0)?,
        positions: decode(&positions)?,
    }))
}

fn encode(positions: &Positions) -> Vec<u8> {
    positions
        .iter()
        .flat_map(|(_, position)| position.0.to_be_bytes())
        .collect()
}

fn decode(bytes: &[u8]) -> Result<Positions, StoreError> {
    let (chunks, rest) = bytes.as_chunks::<8>();
    if chunks.len() != SHARDS || !rest.is_empty() {
        return Err(StoreError::Damaged {
            reason: format!("checkpoint of {} bytes", bytes.len()),
        });
    }
    let mut positions = Positions::start();
    for (shard, chunk) in ShardId::all().zip(chunks) {
        positions.set(shard, Position(u64::from_be_bytes(*chunk)));
    }
    Ok(positions)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn stored_form_is_stable() {
        let mut positions = Positions::start();
        positions.set(ShardId(0), Position(1));
        positions.set(ShardId(255), Position(u64::MAX));
        let bytes = encode(&positions);
        assert_eq!(bytes.len(), 2048);
        assert_eq!(bytes[..9], [0, 0, 0, 0, 0, 0, 0, 1, 0]);
        assert_eq!(bytes[2040..], [255; 8]);
        assert_eq!(decode(&bytes).unwrap(), positions);
    }

    #[test]
    fn a_checkpoint_of_another_length_is_damage() {
        assert!(decode(&[0; 2048]).is_ok());
        assert!(decode(&[0; 2047]).is_err());
        assert!(decode(&[0; 2056]).is_err());
        assert!(decode(&[]).is_err());
    }
}
