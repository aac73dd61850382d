//! The beacon: a last message that was lost is noticed.

use arena_bus::conformance::{Reader, Truth, stream};
use arena_bus::testing::NatsServer;
use arena_bus::{Bus, Head};
use arena_log::{Epoch, Position, ShardId, StreamId};

use crate::suite::connect;

fn head(stream: StreamId, epoch: u64, head: u64) -> Head {
    Head {
        shard: ShardId::of(stream),
        epoch: Epoch(epoch),
        head: Position(head),
    }
}

/// Says the truth's head, in a shard that has no other stream.
fn announce(bus: &Bus, stream: StreamId, truth: &Truth, epoch: u64) {
    bus.announce(&[head(stream, epoch, truth.newest().0)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_last_message_is_noticed() {
    let server = NatsServer::start().await;
    let (owner, other) = (connect(&server).await, connect(&server).await);
    let stream = stream();
    let (truth, mut reader) = Reader::settled(&owner, &other, stream).await;
    announce(&owner, stream, &truth, 1);
    assert!(
        reader.hear().await.is_none(),
        "the first beacon covers nothing"
    );
    // Committed, and lost on its way: twice the owner says how far it has come.
    drop(truth.commit());
    announce(&owner, stream, &truth, 1);
    announce(&owner, stream, &truth, 1);
    reader.reach(truth.newest()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_last_message_of_a_dead_owner_is_noticed() {
    let server = NatsServer::start().await;
    let (owner, other) = (connect(&server).await, connect(&server).await);
    let stream = stream();
    let (truth, mut reader) = Reader::settled(&owner, &other, stream).await;
    announce(&owner, stream, &truth, 1);
    assert!(reader.hear().await.is_none());
    drop(truth.commit());
    drop(owner);
    // Its successor knows the head from its claim.
    let next = connect(&server).await;
    announce(&next, stream, &truth, 2);
    reader.reach(truth.newest()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_heard_everything_is_left_in_peace() {
    let server = NatsServer::start().await;
    let (owner, other) = (connect(&server).await, connect(&server).await);
    let (quiet, lost) = (stream(), stream());
    let truths = [Truth::of(quiet), Truth::of(lost)];
    let [mut heard, mut missed] = truths.clone().map(|truth| Reader::follow(&other, &truth));
    heard.settle(&owner).await;
    missed.settle(&owner).await;
    let [quiet_truth, lost_truth] = &truths;
    let both = |bus: &Bus| {
        bus.announce(&[
            head(quiet, 1, quiet_truth.newest().0),
            head(lost, 1, lost_truth.newest().0),
        ]);
    };
    both(&owner);
    assert!(heard.hear().await.is_none());
    assert!(missed.hear().await.is_none());
    let before = heard.reads;
    for _ in 0..3 {
        owner.publish(quiet_truth.commit());
        drop(lost_truth.commit());
        both(&owner);
        both(&owner);
        // One of the two is told in the end, and the other would have been before it.
        missed.reach(lost_truth.newest()).await;
        heard.reach(quiet_truth.newest()).await;
    }
    assert_eq!(
        heard.reads, before,
        "beacons made a follower read that had missed nothing"
    );
}
