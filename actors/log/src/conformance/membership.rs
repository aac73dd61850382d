//! Leases, and claims that respect them.

use std::collections::BTreeSet;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use uuid::Uuid;

use crate::about::About;
use crate::contract::{AppendError, Claim, EventLog, OwnerError};
use crate::ids::{Epoch, OwnerId, ShardId, Version};
use crate::membership::{Membership, Pulse, Roster};

use super::appends::{append_one, stream_in};
use super::assert_sound;
use super::nodes::{
    a_dead_member_is_shown_while_a_shard_is_its_own, what_a_member_says_of_itself_is_shown,
};
use super::succession::{
    a_claim_knows_when_the_last_owner_that_settled_was_seen,
    an_owner_that_did_not_settle_leaves_no_trace_by_its_release,
};

/// A log as a member of a cluster has it.
pub trait MemberLog: EventLog + Membership {}

impl<L: EventLog + Membership> MemberLog for L {}

/// One fresh log of a store under test, for members.
#[async_trait]
pub trait Cluster: Send + Sync {
    /// Another member's handle on the same log.
    async fn join(&self) -> Arc<dyn MemberLog>;
}

/// A check on a fresh log.
pub type MemberCheck = for<'a> fn(&'a dyn Cluster) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

macro_rules! member_checks {
    ($($name:ident),* $(,)?) => {
        /// Every check of what members are promised, with its name, which is what it claims.
        pub const MEMBER_CHECKS: &[(&str, MemberCheck)] =
            &[$((stringify!($name), |cluster| Box::pin($name(cluster)))),*];
    };
}

member_checks! {
    a_beat_is_answered_with_the_living_and_every_shard,
    a_roster_renews_nothing,
    only_what_is_free_is_claimed,
    whoever_has_no_lease_claims_nothing,
    a_claim_after_the_lease_fences_the_former_owner,
    a_lease_that_was_renewed_late_keeps_what_nobody_took,
    of_two_that_race_for_a_shard_one_gets_it,
    a_released_shard_is_free_at_once,
    claiming_ones_own_raises_the_epoch_and_nothing_else,
    no_process_clock_decides_a_lease,
    a_member_takes_nothing_from_the_living_by_an_unconditional_claim,
    a_claim_knows_when_the_last_owner_that_settled_was_seen,
    an_owner_that_did_not_settle_leaves_no_trace_by_its_release,
    a_lost_shard_is_told_of,
    what_a_member_says_of_itself_is_shown,
    a_dead_member_is_shown_while_a_shard_is_its_own,
    a_closed_log_has_no_members,
}

/// Runs one check by its name, and verifies the log that it leaves behind.
///
/// # Panics
/// When the check fails, or there is none of that name.
pub async fn run_member(name: &str, cluster: &dyn Cluster) {
    let (_, check) = MEMBER_CHECKS
        .iter()
        .find(|(known, _)| *known == name)
        .unwrap_or_else(|| panic!("no check is called {name}"));
    check(cluster).await;
    assert_sound(&*cluster.join().await).await;
}

pub(super) const ONE: ShardId = ShardId(17);
pub(super) const TWO: ShardId = ShardId(18);
pub(super) const BOTH: [ShardId; 2] = [ONE, TWO];

/// A pulse of a new incarnation.
pub(super) fn pulse(name: &str) -> Pulse {
    Pulse {
        owner: OwnerId(Uuid::new_v4()),
        name: name.to_owned(),
        roles: vec!["battles".to_owned(), "gateway".to_owned()],
        draining: false,
        seen_at_ms: 1000,
        about: About::default(),
    }
}

/// A member that has beaten once.
pub(super) async fn member(log: &dyn MemberLog, name: &str) -> Pulse {
    let pulse = pulse(name);
    log.beat(&pulse).await.unwrap();
    pulse
}

pub(super) async fn claim(log: &dyn MemberLog, pulse: &Pulse, shards: &[ShardId]) -> Claim {
    log.claim_free(pulse.owner, shards).await.unwrap()
}

fn names(claim: &Claim) -> Vec<ShardId> {
    claim.shards.keys().copied().collect()
}

/// Waits as a member does until nobody alive owns `shard`.
pub(super) async fn until_free(log: &dyn MemberLog, shard: ShardId) {
    while let Some(left_ms) = log.roster().await.unwrap().shards[&shard].lease_left_ms {
        tokio::time::sleep(Duration::from_millis(left_ms)).await;
    }
}

/// Who owns the shards in the eyes of a roster, and under which epoch.
fn owners(roster: &Roster, shards: &[ShardId]) -> Vec<(Option<OwnerId>, Epoch)> {
    let state = |shard| &roster.shards[shard];
    shards
        .iter()
        .map(|shard| (state(shard).owner, state(shard).epoch))
        .collect()
}

async fn a_beat_is_answered_with_the_living_and_every_shard(cluster: &dyn Cluster) {
    let (one, two) = (cluster.join().await, cluster.join().await);
    let (first, mut second) = (pulse("first"), pulse("second"));
    second.roles = Vec::new();
    let roster = one.beat(&first).await.unwrap();
    assert_eq!(
        roster.members.keys().copied().collect::<Vec<_>>(),
        [first.owner]
    );
    assert_eq!(
        roster.shards.keys().copied().collect::<Vec<_>>(),
        ShardId::all().collect::<Vec<_>>()
    );
    assert_eq!(owners(&roster, &[ONE]), [(None, Epoch(0))]);
    let taken = claim(&*one, &first, &[ONE]).await;
    append_one(&*one, stream_in(ONE), Version(0), taken.epoch(ONE).unwrap())
        .await
        .unwrap();

    let roster = two.beat(&second).await.unwrap();
    assert_eq!(roster.members.len(), 2);
    for (pulse, draining) in [(&first, false), (&second, false)] {
        let member = &roster.members[&pulse.owner];
        assert_eq!((&member.name, &member.roles), (&pulse.name, &pulse.roles));
        assert_eq!(member.draining, draining);
        assert!(member.lease_left_ms > 0);
    }
    let state = roster.shards[&ONE];
    assert_eq!(state.owner, Some(first.owner));
    assert_eq!((state.epoch, state.head.0), (taken.epoch(ONE).unwrap(), 1));
    let left_ms = roster.members[&first.owner].lease_left_ms;
    assert_eq!(state.lease_left_ms, Some(left_ms));
    assert_eq!(roster.shards[&TWO].lease_left_ms, None);

    // What a member says of itself is what it said last.
    second.draining = true;
    second.name = "second, leaving".to_owned();
    let roster = two.beat(&second).await.unwrap();
    let member = &roster.members[&second.owner];
    assert!(member.draining && member.name == second.name);
}

async fn a_roster_renews_nothing(cluster: &dyn Cluster) {
    let log = cluster.join().await;
    let first = member(&*log, "first").await;
    let taken = claim(&*log, &first, &[ONE]).await;
    until_free(&*log, ONE).await;
    let roster = log.roster().await.unwrap();
    assert!(roster.members.is_empty());
    // It is still the owner, and nobody keeps it from writing.
    let epoch = taken.epoch(ONE).unwrap();
    assert_eq!(owners(&roster, &[ONE]), [(Some(first.owner), epoch)]);
    append_one(&*log, stream_in(ONE), Version(0), epoch)
        .await
        .unwrap();
}

async fn only_what_is_free_is_claimed(cluster: &dyn Cluster) {
    let (one, two) = (cluster.join().await, cluster.join().await);
    let first = member(&*one, "first").await;
    let second = member(&*two, "second").await;
    let taken = claim(&*one, &first, &[ONE]).await;
    let rest = claim(&*two, &second, &BOTH).await;
    assert_eq!(names(&rest), [TWO]);
    let epoch = taken.epoch(ONE).unwrap();
    let stream = stream_in(ONE);
    append_one(&*one, stream, Version(0), epoch).await.unwrap();
    // Whoever is refused has changed nothing.
    let roster = two.roster().await.unwrap();
    assert_eq!(owners(&roster, &[ONE]), [(Some(first.owner), epoch)]);
}

async fn whoever_has_no_lease_claims_nothing(cluster: &dyn Cluster) {
    let log = cluster.join().await;
    let never = pulse("never");
    assert_eq!(names(&claim(&*log, &never, &BOTH).await), []);
    let late = member(&*log, "late").await;
    assert_eq!(names(&claim(&*log, &late, &[ONE]).await), [ONE]);
    until_free(&*log, ONE).await;
    assert_eq!(names(&claim(&*log, &late, &BOTH).await), []);
    log.beat(&late).await.unwrap();
    assert_eq!(names(&claim(&*log, &late, &BOTH).await), BOTH);
}

async fn a_claim_after_the_lease_fences_the_former_owner(cluster: &dyn Cluster) {
    let (one, two) = (cluster.join().await, cluster.join().await);
    let first = member(&*one, "first").await;
    let taken = claim(&*one, &first, &BOTH).await;
    let epoch = taken.epoch(ONE).unwrap();
    let stream = stream_in(ONE);
    append_one(&*one, stream, Version(0), epoch).await.unwrap();
    until_free(&*two, ONE).await;
    let second = member(&*two, "second").await;
    let after = claim(&*two, &second, &[ONE]).await;
    assert_eq!(names(&after), [ONE]);
    assert_eq!(after.shards[&ONE].head.0, 1);
    assert!(after.epoch(ONE).unwrap() > epoch);
    let refused = append_one(&*one, stream, Version(1), epoch).await;
    let fenced = AppendError::Fenced { shard: ONE, epoch };
    assert_eq!(refused, Err(fenced.clone()));
    append_one(&*two, stream, Version(1), after.epoch(ONE).unwrap())
        .await
        .unwrap();
    // A lease that lives again gives nothing back.
    let roster = one.beat(&first).await.unwrap();
    assert!(roster.has_lost(first.owner, ONE, epoch));
    assert!(!roster.has_lost(first.owner, TWO, taken.epoch(TWO).unwrap()));
    let refused = append_one(&*one, stream, Version(2), epoch).await;
    assert_eq!(refused, Err(fenced));
}

async fn a_lease_that_was_renewed_late_keeps_what_nobody_took(cluster: &dyn Cluster) {
    let (one, two) = (cluster.join().await, cluster.join().await);
    let first = member(&*one, "first").await;
    let taken = claim(&*one, &first, &[ONE]).await;
    until_free(&*two, ONE).await;
    let second = member(&*two, "second").await;
    one.beat(&first).await.unwrap();
    assert_eq!(names(&claim(&*two, &second, &[ONE]).await), []);
    append_one(&*one, stream_in(ONE), Version(0), taken.epoch(ONE).unwrap())
        .await
        .unwrap();
}

async fn of_two_that_race_for_a_shard_one_gets_it(cluster: &dyn Cluster) {
    let (one, two) = (cluster.join().await, cluster.join().await);
    let all: Vec<ShardId> = ShardId::all().collect();
    let back: Vec<ShardId> = all.iter().rev().copied().collect();
    let (first, second) = (pulse("first"), pulse("second"));
    let mut highest = Epoch::ZERO;
    for _ in 0..5 {
        for (log, pulse) in [(&one, &first), (&two, &second)] {
            log.beat(pulse).await.unwrap();
        }
        let (mine, other) = tokio::join!(claim(&*one, &first, &all), claim(&*two, &second, &back));
        let mut taken: BTreeSet<ShardId> = mine.shards.keys().copied().collect();
        for shard in other.shards.keys() {
            assert!(taken.insert(*shard), "both got shard {shard}");
        }
        // What one has missed while the other had it under its eyes, it gets the next time.
        let roster = one.roster().await.unwrap();
        for (pulse, claim) in [(&first, &mine), (&second, &other)] {
            for (shard, claimed) in &claim.shards {
                assert!(claimed.epoch > highest, "shard {shard}");
                let state = roster.shards[shard];
                assert_eq!(state.owner, Some(pulse.owner), "shard {shard}");
                assert_eq!(state.epoch, claimed.epoch, "shard {shard}");
            }
        }
        assert_eq!(taken.len(), all.len(), "nobody got the rest");
        one.release(first.owner, &mine.epochs(), 1000)
            .await
            .unwrap();
        two.release(second.owner, &other.epochs(), 1000)
            .await
            .unwrap();
        highest = highest.plus(2);
    }
}

async fn a_released_shard_is_free_at_once(cluster: &dyn Cluster) {
    let (one, two) = (cluster.join().await, cluster.join().await);
    let first = member(&*one, "first").await;
    let second = member(&*two, "second").await;
    let before = claim(&*one, &first, &BOTH).await;
    one.release(first.owner, &[(ONE, before.epoch(ONE).unwrap())], 2000)
        .await
        .unwrap();
    let roster = two.roster().await.unwrap();
    assert_eq!(roster.shards[&ONE].owner, None);
    assert_eq!(roster.shards[&ONE].lease_left_ms, None);
    let after = claim(&*two, &second, &BOTH).await;
    assert_eq!(names(&after), [ONE]);
    assert!(after.epoch(ONE).unwrap() > before.epoch(ONE).unwrap().next());
}

async fn claiming_ones_own_raises_the_epoch_and_nothing_else(cluster: &dyn Cluster) {
    let log = cluster.join().await;
    let first = member(&*log, "first").await;
    let before = claim(&*log, &first, &[ONE]).await;
    // As after an answer that was lost on the way.
    let again = claim(&*log, &first, &[ONE]).await;
    assert_eq!(names(&again), [ONE]);
    assert!(again.epoch(ONE).unwrap() > before.epoch(ONE).unwrap());
    assert_eq!(again.previous_seen_at_ms(), None);
    let (stream, epoch) = (stream_in(ONE), again.epoch(ONE).unwrap());
    append_one(&*log, stream, Version(0), epoch).await.unwrap();
}

async fn no_process_clock_decides_a_lease(cluster: &dyn Cluster) {
    let (one, two) = (cluster.join().await, cluster.join().await);
    // A clock that stands still in 1970, and one that is centuries ahead.
    let (mut slow, mut fast) = (pulse("slow"), pulse("fast"));
    (slow.seen_at_ms, fast.seen_at_ms) = (0, 16_725_225_600_000);
    one.beat(&slow).await.unwrap();
    let roster = two.beat(&fast).await.unwrap();
    let left = |pulse: &Pulse| roster.members.get(&pulse.owner).map(|it| it.lease_left_ms);
    let (slow_left, fast_left) = (left(&slow).unwrap(), left(&fast).unwrap());
    assert!(slow_left.abs_diff(fast_left) < 60_000, "{roster:?}");
    assert_eq!(names(&claim(&*one, &slow, &[ONE]).await), [ONE]);
    assert_eq!(names(&claim(&*two, &fast, &[TWO]).await), [TWO]);
    // A lease lasts as long as it is renewed, and no longer.
    let mut lasted = Duration::ZERO;
    while lasted < Duration::from_millis(2 * fast_left) {
        let step = Duration::from_millis(fast_left / 4);
        tokio::time::sleep(step).await;
        lasted += step;
        let roster = one.beat(&slow).await.unwrap();
        assert!(roster.shards[&ONE].lease_left_ms.is_some());
    }
    let roster = one.roster().await.unwrap();
    assert_eq!(roster.shards[&TWO].lease_left_ms, None);
    assert_eq!(names(&claim(&*one, &slow, &[TWO]).await), [TWO]);
}

async fn a_member_takes_nothing_from_the_living_by_an_unconditional_claim(cluster: &dyn Cluster) {
    let log = cluster.join().await;
    let first = member(&*log, "first").await;
    let refused = log.claim(first.owner, &[ONE]).await;
    assert_eq!(refused, Err(OwnerError::Member));
    let roster = log.roster().await.unwrap();
    assert_eq!(owners(&roster, &[ONE]), [(None, Epoch(0))]);
}

async fn a_lost_shard_is_told_of(cluster: &dyn Cluster) {
    let (one, two) = (cluster.join().await, cluster.join().await);
    let first = member(&*one, "first").await;
    let taken = claim(&*one, &first, &BOTH).await;
    let epoch = taken.epoch(ONE).unwrap();
    let mut losses = one.losses();
    assert!(losses.borrow_and_update().is_empty());
    append_one(&*one, stream_in(ONE), Version(0), epoch)
        .await
        .unwrap();
    // An epoch that never was one's own is nobody's loss.
    append_one(&*one, stream_in(ONE), Version(0), epoch.plus(7))
        .await
        .unwrap_err();
    assert!(losses.borrow().is_empty());
    until_free(&*two, ONE).await;
    let second = member(&*two, "second").await;
    let seized = claim(&*two, &second, &[ONE]).await.epochs();
    append_one(&*one, stream_in(ONE), Version(0), epoch)
        .await
        .unwrap_err();
    losses.changed().await.unwrap();
    let lost: Vec<_> = losses.borrow_and_update().clone().into_iter().collect();
    assert_eq!(lost, [(ONE, epoch)]);
    // Given up is not lost.
    let given = taken.epoch(TWO).unwrap();
    one.release(first.owner, &[(TWO, given)], 2000)
        .await
        .unwrap();
    append_one(&*one, stream_in(TWO), Version(0), given)
        .await
        .unwrap_err();
    assert_eq!(losses.borrow().len(), 1);
    // A later claim is not what was lost.
    two.release(second.owner, &seized, 2000).await.unwrap();
    one.beat(&first).await.unwrap();
    let later = claim(&*one, &first, &[ONE]).await.epoch(ONE).unwrap();
    assert!(later > losses.borrow()[&ONE]);
    append_one(&*one, stream_in(ONE), Version(0), later)
        .await
        .unwrap();
}

async fn a_closed_log_has_no_members(cluster: &dyn Cluster) {
    let log = cluster.join().await;
    let first = member(&*log, "first").await;
    log.close().await;
    let closed = OwnerError::ShuttingDown;
    assert_eq!(log.beat(&first).await, Err(closed.clone()));
    assert_eq!(
        log.claim_free(first.owner, &BOTH).await,
        Err(closed.clone())
    );
    assert_eq!(log.settle(first.owner, &BOTH).await, Err(closed));
}
