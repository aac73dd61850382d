//! A vector of positions: how far a reader has come in every shard.

use serde::{Deserialize, Serialize};

use crate::ids::{Position, SHARDS, ShardId};

/// One position a shard; a checkpoint (the last position folded) or the shards' heads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<u64>", into = "Vec<u64>")]
pub struct Positions(Box<[Position; SHARDS]>);

impl Positions {
    /// Before the first event of every shard.
    #[must_use]
    pub fn start() -> Self {
        Self(Box::new([Position::ZERO; SHARDS]))
    }

    /// A reader's vector that asks for one shard alone, after `position`.
    #[must_use]
    pub fn only(shard: ShardId, position: Position) -> Self {
        let mut positions = Self(Box::new([Position(u64::MAX); SHARDS]));
        positions.set(shard, position);
        positions
    }

    /// The position of one shard.
    #[must_use]
    pub fn get(&self, shard: ShardId) -> Position {
        self.0[shard.index()]
    }

    /// Sets the position of one shard.
    pub fn set(&mut self, shard: ShardId, position: Position) {
        self.0[shard.index()] = position;
    }

    /// Every shard with its position, in shard order.
    pub fn iter(&self) -> impl Iterator<Item = (ShardId, Position)> + '_ {
        ShardId::all().map(|shard| (shard, self.get(shard)))
    }

    /// The number of events up to here, over all shards.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0
            .iter()
            .fold(0, |sum, position| sum.saturating_add(position.0))
    }

    /// Whether this vector has reached `other` in every shard.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self.0
            .iter()
            .zip(other.0.iter())
            .all(|(mine, theirs)| mine >= theirs)
    }
}

impl Default for Positions {
    fn default() -> Self {
        Self::start()
    }
}

impl From<Positions> for Vec<u64> {
    fn from(positions: Positions) -> Self {
        positions.0.iter().map(|position| position.0).collect()
    }
}

/// A stored vector that has not one entry a shard.
#[derive(Debug, thiserror::Error)]
#[error("positions of {found} shards, expected {SHARDS}")]
pub struct WrongShardCount {
    found: usize,
}

impl TryFrom<Vec<u64>> for Positions {
    type Error = WrongShardCount;

    fn try_from(values: Vec<u64>) -> Result<Self, Self::Error> {
        let found = values.len();
        let positions: Box<[Position]> = values.into_iter().map(Position).collect();
        match positions.try_into() {
            Ok(positions) => Ok(Self(positions)),
            Err(_) => Err(WrongShardCount { found }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_of_another_length_is_refused() {
        assert!(Positions::try_from(vec![0; SHARDS]).is_ok());
        assert!(Positions::try_from(vec![0; SHARDS - 1]).is_err());
        assert!(Positions::try_from(vec![0; SHARDS + 1]).is_err());
    }

    #[test]
    fn only_asks_for_one_shard() {
        let positions = Positions::only(ShardId(7), Position(3));
        assert_eq!(positions.get(ShardId(7)), Position(3));
        assert_eq!(positions.get(ShardId(8)), Position(u64::MAX));
        assert!(positions.covers(&Positions::start()));
        assert!(!Positions::start().covers(&positions));
    }
}
