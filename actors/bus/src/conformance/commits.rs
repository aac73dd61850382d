//! Commits and those who follow them.

use arena_log::Version;
use tokio::task::yield_now;

use super::{Bench, Reader, Truth, stream};
use crate::local::FOLLOWER_LAG;
use crate::testing::committed;
use crate::wire::MAX_PAYLOAD_BYTES;

pub(super) async fn followers_hear_their_stream_alone(bench: &dyn Bench) {
    let (owner, other) = bench.pair().await;
    let truths = [Truth::of(stream()), Truth::of(stream())];
    let mut readers = truths.clone().map(|truth| Reader::follow(&other, &truth));
    for reader in &mut readers {
        reader.settle(&owner).await;
    }
    for _ in 0..3 {
        for truth in &truths {
            owner.publish(truth.commit());
        }
        for (reader, truth) in readers.iter_mut().zip(&truths) {
            // A reader refuses news of another stream.
            reader.reach(truth.newest()).await;
        }
    }
}

pub(super) async fn commits_arrive_in_order_and_none_is_lost_untold(bench: &dyn Bench) {
    let (owner, other) = bench.pair().await;
    let (truth, mut reader) = Reader::settled(&owner, &other, stream()).await;
    let before = reader.reads;
    for _ in 0..200 {
        for _ in 0..FOLLOWER_LAG / 2 {
            owner.publish(truth.commit());
        }
        reader.reach(truth.newest()).await;
    }
    // Over NATS the news that the subscription holds may come behind the first commits.
    let read = reader.reads - before;
    assert!(
        read <= 1,
        "read the log {read} times although nothing was lost"
    );
    // Faster than anybody follows.
    let (publishing, target) = (truth.clone(), Version(truth.newest().0 + 5_000));
    let publisher = tokio::spawn(async move {
        while publishing.newest() < target {
            owner.publish(publishing.commit());
            yield_now().await;
        }
        // The connection lives until everything has arrived.
        owner
    });
    reader.reach(target).await;
    drop(publisher.await.unwrap());
}

pub(super) async fn a_follower_in_the_same_process_hears_a_commit_once(bench: &dyn Bench) {
    let (owner, other) = bench.pair().await;
    let truth = Truth::of(stream());
    let (mut near, mut far) = (
        Reader::follow(&owner, &truth),
        Reader::follow(&other, &truth),
    );
    far.settle(&owner).await;
    near.settle(&owner).await;
    let second = Truth::of(stream());
    let mut marker = Reader::follow(&owner, &second);
    marker.settle(&other).await;
    let (first, mut heard) = (truth.newest(), Vec::new());
    for _ in 0..10 {
        owner.publish(truth.commit());
        far.reach(truth.newest()).await;
        // What the other says after it has heard it comes behind anything that would come back.
        other.publish(second.commit());
        marker.reach(second.newest()).await;
        // A commit of one's own is not lost, and nobody has to read the log for it.
        while heard.last() != Some(&truth.newest()) {
            let news = near.hear().await;
            heard.extend(
                news.iter()
                    .flat_map(|news| news.events.iter().map(|event| event.version)),
            );
        }
    }
    heard.retain(|version| *version > first);
    let each: Vec<Version> = (1..=10).map(|more| Version(first.0 + more)).collect();
    assert_eq!(heard, each);
}

pub(super) async fn a_slow_follower_is_told_that_it_missed_something(bench: &dyn Bench) {
    let (owner, other) = bench.pair().await;
    let truth = Truth::of(stream());
    let (mut slow, mut quick) = (
        Reader::follow(&other, &truth),
        Reader::follow(&other, &truth),
    );
    slow.settle(&owner).await;
    quick.settle(&owner).await;
    slow.reach(truth.newest()).await;
    for _ in 0..=FOLLOWER_LAG {
        owner.publish(truth.commit());
        quick.reach(truth.newest()).await;
    }
    assert!(
        slow.hear().await.is_none(),
        "it missed some and was not told"
    );
    slow.reach(truth.newest()).await;
    // It goes on with what is kept.
    assert!(slow.hear().await.is_some());
}

pub(super) async fn a_commit_of_any_size_is_noticed(bench: &dyn Bench) {
    let (owner, other) = bench.pair().await;
    let (truth, mut reader) = Reader::settled(&owner, &other, stream()).await;
    for bytes in [
        1,
        MAX_PAYLOAD_BYTES - 500,
        MAX_PAYLOAD_BYTES,
        3 * MAX_PAYLOAD_BYTES,
    ] {
        let mut commit = truth.commit();
        let mut events = commit.events.to_vec();
        events[0].data = vec![7; bytes];
        commit.events = events.into();
        owner.publish(commit);
        if let Some(heard) = reader.hear().await
            && heard.events[0].version == truth.newest()
        {
            assert_eq!(heard.events[0].data.len(), bytes);
        }
        reader.reach(truth.newest()).await;
    }
}

pub(super) async fn a_thousand_streams_are_followed_and_forgotten(bench: &dyn Bench) {
    let (owner, other) = bench.pair().await;
    let truths: Vec<Truth> = (0..1_000).map(|_| Truth::of(stream())).collect();
    let mut readers: Vec<Reader> = truths
        .iter()
        .map(|truth| Reader::follow(&other, truth))
        .collect();
    for _ in 0..3 {
        for truth in &truths {
            owner.publish(truth.commit());
        }
        for (reader, truth) in readers.iter_mut().zip(&truths) {
            reader.reach(truth.newest()).await;
        }
    }
    drop(readers);
    // Whoever is within one process forgets as others come.
    for _ in 0..crate::local::SWEEP_EVERY {
        drop(other.follow(stream()));
    }
    assert!(other.followed_streams() <= crate::local::SWEEP_EVERY);
    owner.publish(committed(stream(), 1, 1, 1));
}

pub(super) async fn a_stream_is_followed_again_after_it_was_forgotten(bench: &dyn Bench) {
    let (owner, other) = bench.pair().await;
    let truth = Truth::of(stream());
    for _ in 0..20 {
        let mut reader = Reader::follow(&other, &truth);
        owner.publish(truth.commit());
        reader.reach(truth.newest()).await;
    }
}
