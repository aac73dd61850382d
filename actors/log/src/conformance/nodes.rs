//! What is told of members, the dead among them.

use crate::about::About;
use crate::ids::OwnerId;
use crate::limits::MAX_ABOUT_BYTES;
use crate::membership::Known;

use super::membership::{Cluster, MemberLog, ONE, claim, member, pulse, until_free};

async fn known(log: &dyn MemberLog, owner: OwnerId) -> Option<Known> {
    let nodes = log.nodes().await.unwrap();
    nodes.into_iter().find(|node| node.owner == owner)
}

pub(super) async fn what_a_member_says_of_itself_is_shown(cluster: &dyn Cluster) {
    let (one, two) = (cluster.join().await, cluster.join().await);
    assert_eq!(two.nodes().await.unwrap(), []);
    let (mut first, second) = (pulse("first"), pulse("second"));
    for said in ["little", &"ß".repeat(MAX_ABOUT_BYTES / 2)] {
        first.about = About::new(said).unwrap();
        one.beat(&first).await.unwrap();
        let node = known(&*two, first.owner).await.unwrap();
        assert_eq!(node.about, first.about);
    }
    two.beat(&second).await.unwrap();
    first.draining = true;
    first.seen_at_ms = 4321;
    one.beat(&first).await.unwrap();
    let nodes = two.nodes().await.unwrap();
    assert_eq!(nodes.len(), 2);
    assert!(nodes.is_sorted_by_key(|node| node.owner));
    let node = known(&*two, first.owner).await.unwrap();
    assert_eq!((&node.name, &node.roles), (&first.name, &first.roles));
    assert_eq!((node.draining, node.seen_at_ms), (true, 4321));
    assert!(node.silent_ms.is_some() && node.lease_left_ms.is_some());
}

pub(super) async fn a_dead_member_is_shown_while_a_shard_is_its_own(cluster: &dyn Cluster) {
    let (one, two) = (cluster.join().await, cluster.join().await);
    let mut first = member(&*one, "first").await;
    first.about = About::new("first of all").unwrap();
    one.beat(&first).await.unwrap();
    let lease_ms = known(&*one, first.owner).await.unwrap().lease_left_ms;
    claim(&*one, &first, &[ONE]).await;
    until_free(&*two, ONE).await;
    let second = member(&*two, "second").await;
    let node = known(&*two, first.owner).await.unwrap();
    assert_eq!((node.about, node.lease_left_ms), (first.about, None));
    assert!(node.silent_ms >= lease_ms, "{:?}", node.silent_ms);
    // It had settled nothing, so nobody after it need know of it.
    claim(&*two, &second, &[ONE]).await;
    two.beat(&second).await.unwrap();
    assert_eq!(known(&*two, first.owner).await, None);
}
