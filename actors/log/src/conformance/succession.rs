//! What a new owner learns of the one before it.

use crate::membership::Pulse;

use super::membership::{BOTH, Cluster, ONE, TWO, claim, member, pulse, until_free};

pub(super) async fn a_claim_knows_when_the_last_owner_that_settled_was_seen(cluster: &dyn Cluster) {
    let log = cluster.join().await;
    let (mut first, hasty, last) = (pulse("first"), pulse("hasty"), pulse("last"));
    log.beat(&first).await.unwrap();
    assert_eq!(
        claim(&*log, &first, &BOTH).await.previous_seen_at_ms(),
        None
    );
    log.settle(first.owner, &[ONE]).await.unwrap();
    // Settling is the owner's own.
    log.settle(hasty.owner, &[TWO]).await.unwrap();
    for seen_at_ms in [5000, 4000] {
        first.seen_at_ms = seen_at_ms;
        log.beat(&first).await.unwrap();
    }
    until_free(&*log, ONE).await;

    log.beat(&Pulse {
        seen_at_ms: 9000,
        ..hasty.clone()
    })
    .await
    .unwrap();
    let taken = claim(&*log, &hasty, &BOTH).await;
    assert_eq!(taken.shards[&ONE].previous_seen_at_ms, Some(5000));
    assert_eq!(taken.shards[&TWO].previous_seen_at_ms, None);
    // Also when it asks again, as after a lost answer.
    let again = claim(&*log, &hasty, &BOTH).await;
    assert_eq!(again.shards[&ONE].previous_seen_at_ms, Some(5000));
    // It settles one of them and ends.
    log.settle(hasty.owner, &[TWO]).await.unwrap();
    until_free(&*log, ONE).await;

    log.beat(&last).await.unwrap();
    let taken = claim(&*log, &last, &BOTH).await;
    assert_eq!(taken.shards[&ONE].previous_seen_at_ms, Some(5000));
    assert_eq!(taken.shards[&TWO].previous_seen_at_ms, Some(9000));
}

pub(super) async fn an_owner_that_did_not_settle_leaves_no_trace_by_its_release(
    cluster: &dyn Cluster,
) {
    let log = cluster.join().await;
    let (first, hasty) = (member(&*log, "first").await, member(&*log, "hasty").await);
    let taken = claim(&*log, &first, &BOTH).await.epochs();
    log.settle(first.owner, &BOTH).await.unwrap();
    log.release(first.owner, &taken, 5000).await.unwrap();
    let taken = claim(&*log, &hasty, &BOTH).await.epochs();
    log.settle(hasty.owner, &[TWO]).await.unwrap();
    log.release(hasty.owner, &taken, 9000).await.unwrap();
    let last = member(&*log, "last").await;
    let taken = claim(&*log, &last, &BOTH).await;
    assert_eq!(taken.shards[&ONE].previous_seen_at_ms, Some(5000));
    assert_eq!(taken.shards[&TWO].previous_seen_at_ms, Some(9000));
}
