//! Which node should own which shard: bounded rendezvous hashing. Every node computes the same answer from the same roster, so
//! that nobody has to coordinate.
//!
//! Thaler and Ravishankar, "Using name-based mappings to increase hit rates" (1998), with a bound for each node.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use arena_log::{OwnerId, SHARDS, ShardId};

/// Who should own each shard: of all pairs of node and shard those with the highest weights, none with more than its share
/// (rounded up). Empty without nodes; the order of `nodes` and repetitions do not matter.
#[must_use]
pub fn placement(nodes: &[OwnerId]) -> BTreeMap<ShardId, OwnerId> {
    let nodes: BTreeSet<OwnerId> = nodes.iter().copied().collect();
    if nodes.is_empty() {
        return BTreeMap::new();
    }
    let share = SHARDS.div_ceil(nodes.len());
    let mut pairs: Vec<(Reverse<u64>, OwnerId, ShardId)> = nodes
        .iter()
        .flat_map(|&node| {
            ShardId::all().map(move |shard| (Reverse(weight(node, shard)), node, shard))
        })
        .collect();
    // Equal weights are told apart by the ids, so that the order is total.
    pairs.sort_unstable();
    let mut load: BTreeMap<OwnerId, usize> = BTreeMap::new();
    let mut placed = BTreeMap::new();
    for (_, node, shard) in pairs {
        let held = load.entry(node).or_default();
        if *held < share && !placed.contains_key(&shard) {
            *held += 1;
            placed.insert(shard, node);
        }
    }
    placed
}

/// The first eight bytes of BLAKE3 over the node's id and the shard.
fn weight(node: OwnerId, shard: ShardId) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(node.0.as_bytes());
    hasher.update(&[shard.0]);
    let mut first = [0; 8];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    u64::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn nodes(most: usize) -> impl Strategy<Value = Vec<OwnerId>> {
        proptest::collection::btree_set(any::<u128>(), 1..=most)
            .prop_map(|ids| {
                ids.into_iter()
                    .map(|id| OwnerId(Uuid::from_u128(id)))
                    .collect::<Vec<_>>()
            })
            .prop_shuffle()
    }

    fn moved(one: &BTreeMap<ShardId, OwnerId>, other: &BTreeMap<ShardId, OwnerId>) -> usize {
        one.iter()
            .filter(|(shard, owner)| other[shard] != **owner)
            .count()
    }

    proptest! {
        #[test]
        fn every_shard_has_an_owner_and_no_node_more_than_its_share(nodes in nodes(300)) {
            let placed = placement(&nodes);
            prop_assert_eq!(placed.len(), SHARDS);
            let share = SHARDS.div_ceil(nodes.len());
            for node in &nodes {
                let held = placed.values().filter(|owner| *owner == node).count();
                prop_assert!(held <= share, "{} of at most {}", held, share);
            }
        }

        #[test]
        fn the_order_of_the_roster_and_repetitions_do_not_matter(nodes in nodes(40), seed in any::<u64>()) {
            let mut other = nodes.clone();
            let turn = usize::try_from(seed % 40).unwrap() % other.len();
            other.rotate_left(turn);
            other.reverse();
            other.push(nodes[0]);
            prop_assert_eq!(placement(&nodes), placement(&other));
        }

        #[test]
        fn a_node_that_comes_or_goes_moves_little_more_than_its_share(nodes in nodes(30), new in any::<u128>()) {
            let new = OwnerId(Uuid::from_u128(new));
            prop_assume!(!nodes.contains(&new));
            let mut more = nodes.clone();
            more.push(new);
            let (before, after) = (placement(&nodes), placement(&more));
            let share = SHARDS.div_ceil(more.len());
            // What the new node holds has to move; filling the others up to a changed bound moves some more.
            let moved = moved(&before, &after);
            prop_assert!(moved <= 3 * share + 16, "{} moved, a share is {}", moved, share);
        }
    }

    #[test]
    fn on_average_a_new_node_moves_less_than_twice_its_share() {
        let node = |id: usize| OwnerId(Uuid::from_u128(id as u128));
        let (mut moves, mut shares) = (0, 0);
        for count in 2..=40 {
            let nodes: Vec<OwnerId> = (0..=count).map(|at| node(1000 * count + at)).collect();
            moves += moved(&placement(&nodes[..count]), &placement(&nodes));
            shares += SHARDS / nodes.len();
        }
        assert!(
            moves <= 2 * shares,
            "{moves} moved, the shares are {shares}"
        );
    }

    #[test]
    fn known_rosters_are_placed_the_same_for_ever() {
        let nodes: Vec<OwnerId> = (1..=3).map(|id| OwnerId(Uuid::from_u128(id))).collect();
        let placed = placement(&nodes);
        let bytes: Vec<u8> = placed
            .values()
            .map(|owner| u8::try_from(owner.0.as_u128()).unwrap())
            .collect();
        assert_eq!(blake3::hash(&bytes).to_hex().as_str(), GOLDEN);
        assert!(placement(&[]).is_empty());
    }

    /// Nodes of two builds that compute differently would take shards from each other for ever.
    const GOLDEN: &str = "7a688ea81351eba6be2eba19e312d44c91186e552a166c9feef8c447c776225c";
}
