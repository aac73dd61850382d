//! Epochs: who may write to a shard.

use uuid::Uuid;

use crate::contract::AppendError;
use crate::ids::{Epoch, OwnerId, ShardId, Version};
use crate::testing::claim_all;

use super::Bench;
use super::appends::{append_one, epoch, stream_in};

const SHARD: ShardId = ShardId(17);
const OTHER: ShardId = ShardId(18);

fn fenced(epoch: Epoch) -> AppendError {
    AppendError::Fenced {
        shard: SHARD,
        epoch,
    }
}

fn owner() -> OwnerId {
    OwnerId(Uuid::new_v4())
}

pub(super) async fn an_unclaimed_shard_takes_nothing(bench: &dyn Bench) {
    let log = bench.open().await;
    let stream = stream_in(SHARD);
    for epoch in [Epoch(0), Epoch(1)] {
        let refused = append_one(&*log, stream, Version(0), epoch).await;
        assert_eq!(refused, Err(fenced(epoch)));
    }
    let claim = log.claim(owner(), &[OTHER]).await.unwrap();
    assert_eq!(claim.shards.keys().copied().collect::<Vec<_>>(), [OTHER]);
    let refused = append_one(&*log, stream, Version(0), Epoch(1)).await;
    assert_eq!(refused, Err(fenced(Epoch(1))));
}

pub(super) async fn a_claim_fences_the_epochs_before_it(bench: &dyn Bench) {
    let (old, new) = (bench.open().await, bench.open().await);
    let stream = stream_in(SHARD);
    let (_, first) = claim_all(&*old).await;
    let first = epoch(&first, stream);
    append_one(&*old, stream, Version(0), first).await.unwrap();

    let claim = new.claim(owner(), &[SHARD]).await.unwrap();
    let second = claim.epoch(SHARD).unwrap();
    assert!(second > first);
    assert_eq!(claim.shards[&SHARD].head.0, 1);
    // Through either handle, whatever its writer remembers.
    for log in [&old, &new] {
        let refused = append_one(&**log, stream, Version(1), first).await;
        assert_eq!(refused, Err(fenced(first)));
        let unknown = second.next();
        let refused = append_one(&**log, stream, Version(1), unknown).await;
        assert_eq!(refused, Err(fenced(unknown)));
    }
    append_one(&*new, stream, Version(1), second).await.unwrap();
    // A shard that was not taken goes on.
    let other = stream_in(OTHER);
    append_one(&*old, other, Version(0), first).await.unwrap();

    // And back again: the former owner starts from what the other has written.
    let third = old
        .claim(owner(), &[SHARD])
        .await
        .unwrap()
        .epoch(SHARD)
        .unwrap();
    assert!(third > second);
    let refused = append_one(&*old, stream, Version(1), third).await;
    assert!(matches!(
        refused,
        Err(AppendError::Conflict {
            actual: Version(2),
            ..
        })
    ));
    append_one(&*old, stream, Version(2), third).await.unwrap();
    let refused = append_one(&*new, stream, Version(3), second).await;
    assert_eq!(refused, Err(fenced(second)));
}

pub(super) async fn a_released_shard_takes_nothing_until_it_is_claimed(bench: &dyn Bench) {
    let log = bench.open().await;
    let stream = stream_in(SHARD);
    let owner = owner();
    let claim = log.claim(owner, &[SHARD, OTHER]).await.unwrap();
    let first = claim.epoch(SHARD).unwrap();
    append_one(&*log, stream, Version(0), first).await.unwrap();
    log.release(owner, &[(SHARD, first)], 1000).await.unwrap();
    for epoch in [first, first.next()] {
        let refused = append_one(&*log, stream, Version(1), epoch).await;
        assert_eq!(refused, Err(fenced(epoch)));
    }
    let kept = claim.epoch(OTHER).unwrap();
    append_one(&*log, stream_in(OTHER), Version(0), kept)
        .await
        .unwrap();

    let claim = log.claim(self::owner(), &[SHARD]).await.unwrap();
    assert_eq!(claim.previous_seen_at_ms(), Some(1000));
    let second = claim.epoch(SHARD).unwrap();
    assert!(second > first.next());
    append_one(&*log, stream, Version(1), second).await.unwrap();
}

pub(super) async fn a_release_by_a_former_owner_changes_nothing(bench: &dyn Bench) {
    let (old, new) = (bench.open().await, bench.open().await);
    let stream = stream_in(SHARD);
    let former = owner();
    let claim = old.claim(former, &[SHARD]).await.unwrap();
    let epoch = new
        .claim(owner(), &[SHARD])
        .await
        .unwrap()
        .epoch(SHARD)
        .unwrap();
    old.release(former, &claim.epochs(), 5).await.unwrap();
    append_one(&*new, stream, Version(0), epoch).await.unwrap();
}

/// As one does that hung in a lost connection.
pub(super) async fn a_release_that_comes_after_the_next_claim_changes_nothing(bench: &dyn Bench) {
    let (log, other) = (bench.open().await, bench.open().await);
    let stream = stream_in(SHARD);
    let owner = owner();
    let first = log.claim(owner, &[SHARD, OTHER]).await.unwrap();
    let second = log.claim(owner, &[SHARD]).await.unwrap().epoch(SHARD);
    for (expected, late) in [&*log, &*other].into_iter().enumerate() {
        late.release(owner, &first.epochs(), 5).await.unwrap();
        let expected = Version(expected as u64);
        append_one(&*log, stream, expected, second.unwrap())
            .await
            .unwrap();
    }
    let released = first.epoch(OTHER).unwrap();
    let refused = append_one(&*log, stream_in(OTHER), Version(0), released).await;
    assert!(matches!(refused, Err(AppendError::Fenced { .. })));
}

pub(super) async fn a_claim_knows_when_the_former_owner_was_last_seen(bench: &dyn Bench) {
    let log = bench.open().await;
    let (first, second) = (owner(), owner());
    let claim = log.claim(first, &[SHARD, OTHER]).await.unwrap();
    assert_eq!(claim.previous_seen_at_ms(), None);
    log.heartbeat(first, 1000).await.unwrap();
    log.heartbeat(first, 2000).await.unwrap();
    log.heartbeat(first, 1500).await.unwrap();
    // One's own heartbeat is not a predecessor's.
    let claim = log.claim(first, &[SHARD]).await.unwrap();
    assert_eq!(claim.previous_seen_at_ms(), None);

    for _ in 0..2 {
        // Also when it is asked again, as after a lost answer.
        let claim = log.claim(second, &[SHARD]).await.unwrap();
        assert_eq!(claim.previous_seen_at_ms(), Some(2000));
        log.heartbeat(second, 9000).await.unwrap();
    }
    // An owner that ended before its first heartbeat is not counted.
    log.claim(owner(), &[SHARD, OTHER]).await.unwrap();
    let claim = log.claim(owner(), &[SHARD, OTHER]).await.unwrap();
    assert_eq!(claim.shards[&SHARD].previous_seen_at_ms, Some(9000));
    assert_eq!(claim.shards[&OTHER].previous_seen_at_ms, Some(2000));
    assert_eq!(claim.previous_seen_at_ms(), Some(9000));
}
