//! What readers see, and when.

use std::sync::Arc;

use tokio::task::JoinSet;

use crate::ids::{Position, ShardId, Version};
use crate::limits::{MAX_EVENT_BYTES, MAX_READ_BYTES};
use crate::positions::Positions;
use crate::testing::{append, claim_all};

use super::appends::{epoch, stream_in};
use super::{Bench, stream};

pub(super) async fn a_stream_is_read_in_pages(bench: &dyn Bench) {
    let log = bench.open().await;
    let (_, claim) = claim_all(&*log).await;
    let stream = stream();
    assert!(
        log.read_stream(stream, Version::ZERO, 10)
            .await
            .unwrap()
            .is_empty()
    );
    log.append(append(
        stream,
        Version(0),
        epoch(&claim, stream),
        &[&b"x"[..]; 25],
    ))
    .await
    .unwrap();
    let mut versions = Vec::new();
    for page in [10, 10, 5, 0] {
        let after = Version(versions.len() as u64);
        let events = log.read_stream(stream, after, 10).await.unwrap();
        assert_eq!(events.len(), page);
        versions.extend(events.iter().map(|event| event.version.0));
    }
    assert_eq!(versions, (1..=25).collect::<Vec<u64>>());
    assert!(
        log.read_stream(stream, Version(3), 0)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        log.read_stream(stream, Version(u64::MAX), 9)
            .await
            .unwrap()
            .is_empty()
    );
}

pub(super) async fn shards_are_read_in_order_without_gaps(bench: &dyn Bench) {
    let log = bench.open().await;
    assert!(
        log.read_shards(&Positions::start(), 10)
            .await
            .unwrap()
            .is_empty()
    );
    let (_, claim) = claim_all(&*log).await;
    for (shard, appends) in [(ShardId(0), 3_u64), (ShardId(7), 1), (ShardId(255), 9)] {
        for _ in 0..appends {
            let stream = stream_in(shard);
            let append = append(stream, Version(0), epoch(&claim, stream), &[b"a", b"b"]);
            log.append(append).await.unwrap();
        }
    }
    let heads = log.heads().await.unwrap();
    assert_eq!(heads.get(ShardId(0)), Position(6));
    assert_eq!(heads.get(ShardId(7)), Position(2));
    assert_eq!(heads.get(ShardId(255)), Position(18));
    assert_eq!(heads.total(), 26);

    let mut at = Positions::start();
    let mut rounds = Vec::new();
    loop {
        let events = log.read_shards(&at, 4).await.unwrap();
        for event in &events {
            assert_eq!(event.position, at.get(event.shard).next());
            at.set(event.shard, event.position);
        }
        rounds.push(events.len());
        if events.is_empty() {
            break;
        }
    }
    assert_eq!(at, heads);
    assert_eq!(rounds, [4 + 2 + 4, 2 + 4, 4, 4, 2, 0]);
}

pub(super) async fn a_read_asks_for_the_shards_it_wants(bench: &dyn Bench) {
    let log = bench.open().await;
    let (_, claim) = claim_all(&*log).await;
    for shard in [ShardId(1), ShardId(2)] {
        let stream = stream_in(shard);
        log.append(append(
            stream,
            Version(0),
            epoch(&claim, stream),
            &[&b"x"[..]; 3],
        ))
        .await
        .unwrap();
    }
    let only = Positions::only(ShardId(2), Position(1));
    let events = log.read_shards(&only, 10).await.unwrap();
    let found: Vec<_> = events
        .iter()
        .map(|event| (event.shard.0, event.position.0))
        .collect();
    assert_eq!(found, [(2, 2), (2, 3)]);
}

pub(super) async fn a_read_is_bounded_by_bytes(bench: &dyn Bench) {
    let log = bench.open().await;
    let (_, claim) = claim_all(&*log).await;
    let data = vec![1; MAX_EVENT_BYTES];
    let stream = stream();
    let whole = (MAX_READ_BYTES / MAX_EVENT_BYTES) as u64;
    for version in 0..whole + 1 {
        let append = append(stream, Version(version), epoch(&claim, stream), &[&data]);
        log.append(append).await.unwrap();
    }
    let events = log.read_stream(stream, Version::ZERO, 1000).await.unwrap();
    assert_eq!(events.len() as u64, whole);
    let events = log.read_stream(stream, Version(whole), 1000).await.unwrap();
    assert_eq!(events.len(), 1);
    let events = log.read_shards(&Positions::start(), 1000).await.unwrap();
    assert_eq!(events.len() as u64, whole);
}

pub(super) async fn news_come_after_an_append_is_visible(bench: &dyn Bench) {
    let log = bench.open().await;
    let (_, claim) = claim_all(&*log).await;
    let mut news = log.news();
    news.mark_unchanged();
    let stream = stream();
    let reader = {
        let log = Arc::clone(&log);
        tokio::spawn(async move {
            news.changed().await.unwrap();
            log.read_stream(stream, Version::ZERO, 10)
                .await
                .unwrap()
                .len()
        })
    };
    log.append(append(
        stream,
        Version(0),
        epoch(&claim, stream),
        &[&b"x"[..]; 2],
    ))
    .await
    .unwrap();
    assert_eq!(reader.await.unwrap(), 2);
}

pub(super) async fn readers_never_see_a_gap_while_others_write(bench: &dyn Bench) {
    const WRITERS: u8 = 16;
    const APPENDS: u64 = 30;
    let log = bench.open().await;
    let (_, claim) = claim_all(&*log).await;
    let mut writers = JoinSet::new();
    for number in 0..WRITERS {
        let stream = stream_in(ShardId(number % 3));
        let (log, epoch) = (Arc::clone(&log), epoch(&claim, stream));
        writers.spawn(async move {
            for version in 0..APPENDS {
                let append = append(stream, Version(version * 2), epoch, &[b"a", b"b"]);
                log.append(append).await.unwrap();
            }
        });
    }
    let reader = bench.open().await;
    let total = u64::from(WRITERS) * APPENDS * 2;
    let mut at = Positions::start();
    while at.total() < total {
        for event in reader.read_shards(&at, 50).await.unwrap() {
            assert_eq!(event.position, at.get(event.shard).next());
            at.set(event.shard, event.position);
        }
        // What a reader has seen is never more than what the heads say.
        assert!(reader.heads().await.unwrap().covers(&at));
        tokio::task::yield_now().await;
        if writers.is_empty() {
            continue;
        }
        while let Some(done) = writers.try_join_next() {
            done.unwrap();
        }
    }
    while let Some(done) = writers.join_next().await {
        done.unwrap();
    }
    assert_eq!(reader.heads().await.unwrap(), at);
}
