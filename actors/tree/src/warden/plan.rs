//! What a process should do about shards, as the roster stands: pure.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use arena_log::{Epoch, OwnerId, ShardId};

use crate::holdings::View;
use crate::limits;
use crate::shards::{Part, Roster};

/// What is known.
pub(super) struct Situation<'a> {
    pub(super) me: OwnerId,
    pub(super) roster: &'a Roster,
    /// Who should have which shard.
    pub(super) placed: &'a BTreeMap<ShardId, OwnerId>,
    pub(super) held: &'a BTreeMap<ShardId, Epoch>,
    /// Shards that are just being claimed, taken up or let go.
    pub(super) busy: &'a BTreeSet<ShardId>,
    /// How many were handed over and taken by nobody yet.
    pub(super) handed: usize,
    /// For how long it has been known who takes shards.
    pub(super) known_for: Duration,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) claim: Vec<ShardId>,
    /// Held, but meant for another: let go, then release.
    pub(super) hand_over: Vec<ShardId>,
    /// This process's in the log, but not held and not meant for it: release.
    pub(super) give_up: Vec<ShardId>,
    /// Held, but another's in the log, or nobody's.
    pub(super) lost: Vec<ShardId>,
    pub(super) look_again: Duration,
}

/// The processes that take shards, but for `leaving`.
pub(super) fn holders(roster: &Roster, leaving: Option<OwnerId>) -> Vec<OwnerId> {
    let nodes = roster.nodes.iter();
    nodes
        .filter(|(owner, node)| node.part == Part::Holder && Some(**owner) != leaving)
        .map(|(owner, _)| *owner)
        .collect()
}

/// How shards are spread, for those who ask.
pub(super) fn view(me: OwnerId, roster: &Roster, placed: &BTreeMap<ShardId, OwnerId>) -> View {
    let alive = |owner: &&OwnerId| roster.nodes.contains_key(owner);
    View {
        meant: placed.values().filter(|owner| **owner == me).count(),
        owned: roster.owners.values().filter(alive).count(),
    }
}

pub(super) fn plan(situation: &Situation<'_>) -> Plan {
    let Situation {
        me,
        roster,
        placed,
        held,
        busy,
        handed,
        known_for,
    } = *situation;
    let mut plan = Plan::default();
    let mut moving = handed > 0 || !busy.is_empty();
    for shard in ShardId::all().filter(|shard| !busy.contains(shard)) {
        let owner = roster.owners.get(&shard).copied();
        let meant = placed.get(&shard).copied();
        if held.contains_key(&shard) {
            if owner != Some(me) {
                plan.lost.push(shard);
            } else if meant.is_some_and(|meant| meant != me) {
                plan.hand_over.push(shard);
            }
        } else if meant == Some(me) {
            let taken = owner.is_some_and(|owner| owner != me && roster.nodes.contains_key(&owner));
            if taken {
                moving = true;
            } else {
                plan.claim.push(shard);
            }
        } else if owner == Some(me) {
            plan.give_up.push(shard);
        }
    }
    moving |= !plan.hand_over.is_empty() || !plan.claim.is_empty() || !plan.give_up.is_empty();
    let under_way = handed + busy.len();
    let at_a_time = if known_for < limits::KNOWN_FOR {
        0
    } else {
        limits::HANDED_OVER_AT_A_TIME
    };
    plan.hand_over.truncate(at_a_time.saturating_sub(under_way));
    let others = roster.nodes.iter().filter(|(owner, _)| **owner != me);
    let first_end = others.map(|(_, node)| node.left).min();
    // A moment after the end: the log's clock has to have come so far.
    let first_end = first_end.map_or(limits::HEARTBEAT, |left| left + Duration::from_millis(1));
    let at_most = if moving {
        limits::LOOK_WHILE_MOVING
    } else {
        limits::HEARTBEAT
    };
    plan.look_again = first_end.min(at_most);
    plan
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::shards::Node;

    const ME: OwnerId = OwnerId(Uuid::from_u128(1));
    const OTHER: OwnerId = OwnerId(Uuid::from_u128(2));
    const DEAD: OwnerId = OwnerId(Uuid::from_u128(3));

    fn roster(owners: &[(u8, OwnerId)]) -> Roster {
        let node = |part| Node {
            left: Duration::from_secs(5),
            part,
        };
        Roster {
            nodes: BTreeMap::from([(ME, node(Part::Holder)), (OTHER, node(Part::Holder))]),
            owners: placed(owners),
            ..Roster::default()
        }
    }

    fn placed(owners: &[(u8, OwnerId)]) -> BTreeMap<ShardId, OwnerId> {
        let owner = |(shard, owner): &(u8, OwnerId)| (ShardId(*shard), *owner);
        owners.iter().map(owner).collect()
    }

    fn planned(
        owners: &[(u8, OwnerId)],
        meant: &[(u8, OwnerId)],
        held: &[u8],
        busy: &[u8],
    ) -> Plan {
        let held = held.iter().map(|shard| (ShardId(*shard), Epoch(1)));
        plan(&Situation {
            me: ME,
            roster: &roster(owners),
            placed: &placed(meant),
            held: &held.collect(),
            busy: &busy.iter().copied().map(ShardId).collect(),
            handed: 0,
            known_for: limits::KNOWN_FOR,
        })
    }

    #[test]
    fn each_shard_is_treated_as_the_log_has_it() {
        // The log's owner, who should have it, whether it is held here, and what follows.
        type Found = fn(&Plan) -> &Vec<ShardId>;
        let claim: Found = |plan| &plan.claim;
        let hand_over: Found = |plan| &plan.hand_over;
        let give_up: Found = |plan| &plan.give_up;
        let lost: Found = |plan| &plan.lost;
        type Row<'a> = (Option<OwnerId>, Option<OwnerId>, &'a [u8], Option<Found>);
        let rows: [Row<'_>; 11] = [
            (None, Some(ME), &[], Some(claim)),
            (Some(DEAD), Some(ME), &[], Some(claim)),
            (Some(ME), Some(ME), &[], Some(claim)),
            (Some(OTHER), Some(ME), &[], None),
            (Some(ME), Some(ME), &[7], None),
            (Some(ME), Some(OTHER), &[7], Some(hand_over)),
            (Some(ME), Some(OTHER), &[], Some(give_up)),
            (Some(OTHER), Some(ME), &[7], Some(lost)),
            (None, Some(ME), &[7], Some(lost)),
            (Some(DEAD), Some(OTHER), &[], None),
            // Nobody takes shards: what is held stays.
            (Some(ME), None, &[7], None),
        ];
        for (owner, meant, held, expected) in rows {
            let owners: Vec<(u8, OwnerId)> = owner.iter().map(|owner| (7, *owner)).collect();
            let meant: Vec<(u8, OwnerId)> = meant.iter().map(|owner| (7, *owner)).collect();
            let plan = planned(&owners, &meant, held, &[]);
            let row = (owner, meant.first(), held);
            for of in [claim, hand_over, give_up, lost] {
                let wanted = expected.is_some_and(|expected| expected(&plan) == of(&plan));
                let found = of(&plan).len();
                assert_eq!(found, usize::from(wanted && expected.is_some()), "{row:?}");
            }
            if let Some(expected) = expected {
                assert_eq!(expected(&plan), &[ShardId(7)], "{row:?}");
            }
            // What is on its way is left alone.
            let busy = planned(&owners, &meant, held, &[7]);
            for of in [claim, hand_over, give_up, lost] {
                assert!(of(&busy).is_empty(), "{row:?}");
            }
        }
    }

    #[test]
    fn few_shards_are_on_their_way_at_a_time() {
        let all: Vec<u8> = (0..100).collect();
        let of = |owner| all.iter().map(|shard| (*shard, owner)).collect::<Vec<_>>();
        let plan = planned(&of(ME), &of(OTHER), &all, &[0, 1, 2]);
        assert_eq!(plan.hand_over.len(), limits::HANDED_OVER_AT_A_TIME - 3);
        assert_eq!(plan.hand_over[0], ShardId(3));
        assert_eq!(plan.look_again, limits::LOOK_WHILE_MOVING);
    }

    #[test]
    fn nothing_is_handed_over_to_somebody_who_may_not_know_it_yet() {
        let held = BTreeMap::from([(ShardId(7), Epoch(1))]);
        let mut situation = Situation {
            me: ME,
            roster: &roster(&[(7, ME)]),
            placed: &placed(&[(7, OTHER)]),
            held: &held,
            busy: &BTreeSet::new(),
            handed: 0,
            known_for: Duration::from_secs(1),
        };
        assert!(plan(&situation).hand_over.is_empty());
        assert_eq!(plan(&situation).look_again, limits::LOOK_WHILE_MOVING);
        situation.known_for = limits::KNOWN_FOR;
        assert_eq!(plan(&situation).hand_over, [ShardId(7)]);
    }

    #[test]
    fn it_looks_when_the_first_lease_ends() {
        let mut roster = roster(&[]);
        let soon = Duration::from_millis(120);
        if let Some(other) = roster.nodes.get_mut(&OTHER) {
            other.left = soon;
        }
        let plan = plan(&Situation {
            me: ME,
            roster: &roster,
            placed: &BTreeMap::new(),
            held: &BTreeMap::new(),
            busy: &BTreeSet::new(),
            handed: 0,
            known_for: limits::KNOWN_FOR,
        });
        assert_eq!(plan.look_again, soon + Duration::from_millis(1));
    }

    #[test]
    fn the_shards_of_the_dead_are_nobodys() {
        let roster = roster(&[(1, ME), (2, OTHER), (3, DEAD)]);
        let placed = placed(&[(1, ME), (2, ME), (3, OTHER)]);
        let seen = view(ME, &roster, &placed);
        assert_eq!((seen.meant, seen.owned), (2, 2));
        let seen = view(DEAD, &roster, &placed);
        assert_eq!((seen.meant, seen.owned), (0, 2));
    }
}
