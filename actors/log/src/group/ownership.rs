//! What the writer knows of its shards.

use std::collections::{BTreeMap, BTreeSet};

use crate::ids::{Epoch, OwnerId, Position, ShardId};

use super::session::ShardRow;

/// A shard that this writer owns, as far as it knows.
#[derive(Debug, Clone, Copy)]
struct Owned {
    owner: OwnerId,
    /// The epoch that the claim returned; actors append under it.
    claimed: Epoch,
    /// The newest epoch, raised by the writer itself after lost connections.
    epoch: Epoch,
    head: Position,
}

/// The shards of one writer. Between a claim and its loss nobody else has written to a shard, so
/// any epoch from the claimed one to the newest speaks for the same owner.
#[derive(Debug, Default)]
pub(crate) struct Ownership {
    shards: BTreeMap<ShardId, Owned>,
}

impl Ownership {
    pub(crate) fn claimed(&mut self, owner: OwnerId, row: ShardRow) {
        let ShardRow { shard, epoch, head } = row;
        self.shards.insert(
            shard,
            Owned {
                owner,
                claimed: epoch,
                epoch,
                head,
            },
        );
    }

    /// Forgets a shard that is another's; returns the epoch of the claim that was lost.
    pub(crate) fn lose(&mut self, shard: ShardId) -> Option<Epoch> {
        self.shards.remove(&shard).map(|owned| owned.claimed)
    }

    /// The claims as the store has them: under the epochs that this writer has raised since. Those
    /// that are not its own (any more) stay as they are.
    pub(crate) fn newest(&self, claims: &[(ShardId, Epoch)]) -> Vec<(ShardId, Epoch)> {
        let newest = |(shard, epoch): &(ShardId, Epoch)| match self.covers(*shard, *epoch) {
            true => (*shard, self.row(*shard).0),
            false => (*shard, *epoch),
        };
        claims.iter().map(newest).collect()
    }

    /// Forgets those of `claims` that `owner` has; another owner's stay, and later claims.
    pub(crate) fn released(&mut self, owner: OwnerId, claims: &[(ShardId, Epoch)]) {
        for (shard, epoch) in claims {
            let owned = self.shards.get(shard);
            if owned.is_some_and(|owned| owned.owner == owner) && self.covers(*shard, *epoch) {
                self.shards.remove(shard);
            }
        }
    }

    pub(crate) fn owners(&self) -> Vec<OwnerId> {
        let owners: BTreeSet<OwnerId> = self.shards.values().map(|owned| owned.owner).collect();
        owners.into_iter().collect()
    }

    pub(crate) fn shards(&self) -> Vec<ShardId> {
        self.shards.keys().copied().collect()
    }

    /// Takes over what raising the epochs returned; returns the shards that it did not return,
    /// which are lost, each with the epoch of its claim.
    pub(crate) fn raised(&mut self, rows: &[ShardRow]) -> Vec<(ShardId, Epoch)> {
        let mut rows: BTreeMap<ShardId, ShardRow> =
            rows.iter().map(|row| (row.shard, *row)).collect();
        let mut lost = Vec::new();
        self.shards.retain(|shard, owned| match rows.remove(shard) {
            Some(row) => {
                owned.epoch = row.epoch;
                owned.head = row.head;
                true
            }
            None => {
                lost.push((*shard, owned.claimed));
                false
            }
        });
        lost
    }

    /// Whether `epoch` speaks for the shard's present owner, and that is this writer.
    pub(crate) fn covers(&self, shard: ShardId, epoch: Epoch) -> bool {
        self.shards
            .get(&shard)
            .is_some_and(|owned| (owned.claimed..=owned.epoch).contains(&epoch))
    }

    /// The newest epoch and head of an owned shard.
    pub(crate) fn row(&self, shard: ShardId) -> (Epoch, Position) {
        self.shards
            .get(&shard)
            .map_or((Epoch::ZERO, Position::ZERO), |owned| {
                (owned.epoch, owned.head)
            })
    }

    pub(crate) fn advance(&mut self, shard: ShardId, head: Position) {
        if let Some(owned) = self.shards.get_mut(&shard) {
            owned.head = owned.head.max(head);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn row(shard: u8, epoch: u64, head: u64) -> ShardRow {
        ShardRow {
            shard: ShardId(shard),
            epoch: Epoch(epoch),
            head: Position(head),
        }
    }

    #[test]
    fn epochs_from_the_claim_to_the_newest_speak_for_the_owner() {
        let mut ownership = Ownership::default();
        ownership.claimed(OwnerId(Uuid::from_u128(1)), row(3, 5, 0));
        assert_eq!(ownership.raised(&[row(3, 7, 4)]), []);
        let covered: Vec<u64> = (0..10)
            .filter(|epoch| ownership.covers(ShardId(3), Epoch(*epoch)))
            .collect();
        assert_eq!(covered, [5, 6, 7]);
        assert_eq!(ownership.row(ShardId(3)), (Epoch(7), Position(4)));
    }

    #[test]
    fn a_release_takes_only_the_owners_shards() {
        let (one, two) = (OwnerId(Uuid::from_u128(1)), OwnerId(Uuid::from_u128(2)));
        let mut ownership = Ownership::default();
        ownership.claimed(one, row(3, 5, 0));
        ownership.claimed(two, row(4, 5, 0));
        ownership.claimed(two, row(5, 5, 0));
        ownership.released(two, &[(ShardId(3), Epoch(5)), (ShardId(4), Epoch(5))]);
        assert_eq!(ownership.shards(), [ShardId(3), ShardId(5)]);
    }

    #[test]
    fn a_release_speaks_of_one_claim() {
        let owner = OwnerId(Uuid::from_u128(1));
        let mut ownership = Ownership::default();
        ownership.claimed(owner, row(3, 5, 0));
        ownership.raised(&[row(3, 7, 4)]);
        let mine = |epoch| [(ShardId(3), Epoch(epoch))];
        assert_eq!(ownership.newest(&mine(5)), mine(7));
        assert_eq!(ownership.newest(&mine(4)), mine(4));
        ownership.claimed(owner, row(3, 8, 4));
        assert_eq!(ownership.newest(&mine(7)), mine(7));
        ownership.released(owner, &mine(7));
        assert_eq!(ownership.shards(), [ShardId(3)]);
        ownership.released(owner, &mine(8));
        assert_eq!(ownership.shards(), []);
    }

    #[test]
    fn a_shard_that_was_not_raised_is_lost() {
        let mut ownership = Ownership::default();
        ownership.claimed(OwnerId(Uuid::from_u128(1)), row(3, 5, 0));
        ownership.claimed(OwnerId(Uuid::from_u128(1)), row(4, 5, 0));
        let lost = ownership.raised(&[row(4, 6, 0)]);
        assert_eq!(lost, [(ShardId(3), Epoch(5))]);
        assert!(!ownership.covers(ShardId(3), Epoch(5)));
        assert!(ownership.covers(ShardId(4), Epoch(5)));
    }
}
