//! Who wins, and what a retry gets.

use std::sync::Arc;

use futures_util::future::join_all;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::contract::{AppendError, Appended, Claim, EventLog};
use crate::event::{Append, NewEvent};
use crate::ids::{CommandId, Epoch, EventId, Position, ShardId, StreamId, Version};
use crate::meta::Meta;
use crate::testing::{append, claim_all};

use super::{Bench, stream};

/// The epoch of a stream's shard.
pub(super) fn epoch(claim: &Claim, stream: StreamId) -> Epoch {
    claim.epoch(ShardId::of(stream)).unwrap()
}

pub(super) async fn what_was_appended_is_read_back_byte_for_byte(bench: &dyn Bench) {
    let log = bench.open().await;
    let (_, claim) = claim_all(&*log).await;
    let stream = stream();
    let new = |kind, schema, data: &[u8]| NewEvent {
        id: EventId(Uuid::now_v7()),
        kind,
        schema,
        data: data.to_vec(),
    };
    let full = Meta {
        correlation: Uuid::new_v4(),
        causation: Some(Uuid::new_v4()),
        actor: Some(Uuid::new_v4()),
        traceparent: Some("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".to_owned()),
        fingerprint: Some(u64::MAX),
    };
    let every_byte: Vec<u8> = (0..=u8::MAX).collect();
    let appends = [
        Append {
            stream,
            expected: Version::ZERO,
            command: CommandId(Uuid::new_v4()),
            epoch: epoch(&claim, stream),
            recorded_at_ms: i64::MAX,
            meta: full,
            events: vec![
                new(0, 0, b""),
                new(u16::MAX, u16::MAX, &every_byte),
                new(1, 2, b"\0"),
            ],
        },
        Append {
            stream,
            expected: Version(3),
            command: CommandId(Uuid::max()),
            epoch: epoch(&claim, stream),
            recorded_at_ms: i64::MIN,
            meta: Meta::new(Uuid::nil()),
            events: vec![new(7, 1, &every_byte)],
        },
    ];
    for append in &appends {
        let stored = log.append(append.clone()).await.unwrap();
        assert_eq!(stored.first_version(), append.expected.next());
        assert!(matches!(stored, Appended::Stored { .. }));
    }
    let mut version = Version::ZERO;
    let mut events = log
        .read_stream(stream, Version::ZERO, 100)
        .await
        .unwrap()
        .into_iter();
    for append in appends {
        let parts = append.events.len();
        for (part, event) in append.events.into_iter().enumerate() {
            version = version.next();
            let found = events.next().unwrap();
            assert_eq!(found.stream, stream);
            assert_eq!(found.version, version);
            assert_eq!(found.shard, ShardId::of(stream));
            assert_eq!(
                found.position,
                Position(version.0),
                "the only stream of its shard"
            );
            assert!(found.epoch >= append.epoch);
            assert_eq!(found.command, append.command);
            assert_eq!(
                (usize::from(found.part), usize::from(found.parts)),
                (part, parts)
            );
            assert_eq!(
                (found.kind, found.schema, found.id),
                (event.kind, event.schema, event.id)
            );
            assert_eq!(found.data, event.data);
            assert_eq!(found.recorded_at_ms, append.recorded_at_ms);
            assert_eq!(found.meta, append.meta);
        }
    }
    assert_eq!(events.next(), None);
}

pub(super) async fn a_stale_version_is_refused_with_the_actual_one(bench: &dyn Bench) {
    let log = bench.open().await;
    let (_, claim) = claim_all(&*log).await;
    let stream = stream();
    let epoch = epoch(&claim, stream);
    log.append(append(stream, Version(0), epoch, &[b"1", b"2"]))
        .await
        .unwrap();
    for expected in [Version(0), Version(1)] {
        let refused = log.append(append(stream, expected, epoch, &[b"no"])).await;
        assert_eq!(refused, Err(conflict(stream, expected, Version(2))));
    }
    assert_eq!(
        log.read_stream(stream, Version::ZERO, 10)
            .await
            .unwrap()
            .len(),
        2
    );
    log.append(append(stream, Version(2), epoch, &[b"3"]))
        .await
        .unwrap();
}

pub(super) async fn a_future_version_is_refused_with_the_actual_one(bench: &dyn Bench) {
    let log = bench.open().await;
    let (_, claim) = claim_all(&*log).await;
    let stream = stream();
    let epoch = epoch(&claim, stream);
    let refused = log
        .append(append(stream, Version(1), epoch, &[b"no"]))
        .await;
    assert_eq!(refused, Err(conflict(stream, Version(1), Version(0))));
    log.append(append(stream, Version(0), epoch, &[b"1"]))
        .await
        .unwrap();
    let refused = log
        .append(append(stream, Version(2), epoch, &[b"no"]))
        .await;
    assert_eq!(refused, Err(conflict(stream, Version(2), Version(1))));
    assert_eq!(
        log.read_stream(stream, Version::ZERO, 10)
            .await
            .unwrap()
            .len(),
        1
    );
}

pub(super) async fn a_retried_command_gets_its_first_answer_and_changes_nothing(bench: &dyn Bench) {
    let log = bench.open().await;
    let (_, claim) = claim_all(&*log).await;
    let stream = stream();
    let epoch = epoch(&claim, stream);
    log.append(append(stream, Version(0), epoch, &[b"before"]))
        .await
        .unwrap();
    let first = append(stream, Version(1), epoch, &[b"a", b"b"]);
    let stored = log.append(first.clone()).await.unwrap();
    log.append(append(stream, Version(3), epoch, &[b"after"]))
        .await
        .unwrap();

    let (first_version, first_position) = (stored.first_version(), stored.first_position());
    let duplicate = Ok(Appended::Duplicate {
        first_version,
        first_position,
        parts: 2,
    });
    let mut other_content = append(stream, Version(1), epoch, &[b"c"]);
    other_content.command = first.command;
    let mut from_the_start = first.clone();
    from_the_start.expected = Version(0);
    for retry in [first.clone(), other_content, from_the_start, first] {
        assert_eq!(log.append(retry).await, duplicate);
    }
    // Another process, which has nothing in its cache, gives the same answer.
    let other = bench.open().await;
    let (_, claim) = claim_all(&*other).await;
    let mut retry = append(stream, Version(1), self::epoch(&claim, stream), &[b"d"]);
    retry.command = log.read_stream(stream, Version(1), 1).await.unwrap()[0].command;
    assert_eq!(other.append(retry).await, duplicate);

    let stored = log.read_stream(stream, Version::ZERO, 10).await.unwrap();
    let data: Vec<&[u8]> = stored.iter().map(|event| event.data.as_slice()).collect();
    assert_eq!(data, [&b"before"[..], b"a", b"b", b"after"]);
}

pub(super) async fn a_command_may_change_two_streams_once_each(bench: &dyn Bench) {
    let log = bench.open().await;
    let (_, claim) = claim_all(&*log).await;
    let command = CommandId(Uuid::new_v4());
    for stream in [stream(), stream()] {
        let mut first = append(stream, Version(0), epoch(&claim, stream), &[b"x"]);
        first.command = command;
        assert!(matches!(
            log.append(first.clone()).await,
            Ok(Appended::Stored { .. })
        ));
        assert!(matches!(
            log.append(first).await,
            Ok(Appended::Duplicate { .. })
        ));
    }
}

pub(super) async fn one_of_many_appends_to_one_version_wins(bench: &dyn Bench) {
    let log = bench.open().await;
    let (_, claim) = claim_all(&*log).await;
    let stream = stream();
    let epoch = epoch(&claim, stream);
    for round in 0..5 {
        let appends = (0..20).map(|_| log.append(append(stream, Version(round), epoch, &[b"x"])));
        let outcomes = join_all(appends).await;
        let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        assert_eq!(won, 1, "{outcomes:?}");
        let lost = Err(conflict(stream, Version(round), Version(round + 1)));
        assert_eq!(
            outcomes.iter().filter(|outcome| **outcome == lost).count(),
            19
        );
    }
}

pub(super) async fn losers_are_refused_alone(bench: &dyn Bench) {
    let log = bench.open().await;
    let (_, claim) = claim_all(&*log).await;
    let known = stream();
    let first = append(known, Version(0), epoch(&claim, known), &[b"x"]);
    log.append(first.clone()).await.unwrap();

    let good: Vec<StreamId> = (0..20).map(|_| stream()).collect();
    let mut appends: Vec<Append> = good
        .iter()
        .map(|stream| {
            append(
                *stream,
                Version(0),
                epoch(&claim, *stream),
                &[&b"good"[..]; 3],
            )
        })
        .collect();
    let fenced = stream();
    appends.insert(3, append(fenced, Version(0), Epoch(0), &[b"fenced"]));
    let future = stream();
    appends.insert(
        7,
        append(future, Version(9), epoch(&claim, future), &[b"future"]),
    );
    appends.insert(11, first.clone());
    let empty = stream();
    appends.insert(13, append(empty, Version(0), epoch(&claim, empty), &[]));

    let outcomes = join_all(appends.iter().map(|append| log.append(append.clone()))).await;
    for (append, outcome) in appends.iter().zip(outcomes) {
        let stream = append.stream;
        match outcome {
            Ok(Appended::Stored { first_version, .. }) => {
                assert!(good.contains(&stream));
                assert_eq!(first_version, Version(1));
            }
            Ok(Appended::Duplicate { .. }) => assert_eq!(append, &first),
            Err(AppendError::Fenced { .. }) => assert_eq!(stream, fenced),
            Err(AppendError::Conflict { actual, .. }) => {
                assert_eq!((stream, actual), (future, Version(0)));
            }
            Err(AppendError::TooLarge(_)) => assert_eq!(stream, empty),
            Err(other) => panic!("{other}"),
        }
    }
    for stream in [fenced, future, empty] {
        assert!(
            log.read_stream(stream, Version::ZERO, 1)
                .await
                .unwrap()
                .is_empty()
        );
    }
    for stream in good {
        assert_eq!(
            log.read_stream(stream, Version::ZERO, 10)
                .await
                .unwrap()
                .len(),
            3
        );
    }
}

pub(super) async fn concurrent_appends_leave_no_gap(bench: &dyn Bench) {
    const STREAMS: usize = 64;
    const APPENDS: u64 = 20;
    let log = bench.open().await;
    let (_, claim) = claim_all(&*log).await;
    let mut appenders = JoinSet::new();
    for number in 0..STREAMS {
        let (log, stream) = (Arc::clone(&log), stream());
        let epoch = epoch(&claim, stream);
        appenders.spawn(async move {
            let data: Vec<&[u8]> = vec![b"data"; 1 + number % 4];
            let mut version = Version::ZERO;
            for _ in 0..APPENDS {
                let stored = log
                    .append(append(stream, version, epoch, &data))
                    .await
                    .unwrap();
                assert_eq!(stored.first_version(), version.next());
                version = version.plus(data.len() as u64);
            }
            (stream, version)
        });
    }
    let mut total = 0;
    while let Some(done) = appenders.join_next().await {
        let (stream, version) = done.unwrap();
        let events = log.read_stream(stream, Version::ZERO, 1000).await.unwrap();
        let versions: Vec<u64> = events.iter().map(|event| event.version.0).collect();
        assert_eq!(versions, (1..=version.0).collect::<Vec<u64>>());
        total += version.0;
    }
    assert_eq!(log.heads().await.unwrap().total(), total);
}

pub(super) async fn a_dropped_append_holds_up_nobody(bench: &dyn Bench) {
    let log = bench.open().await;
    let (_, claim) = claim_all(&*log).await;
    let abandoned = stream();
    for round in 0..20 {
        let dropped = log.append(append(
            abandoned,
            Version(0),
            epoch(&claim, abandoned),
            &[b"?"],
        ));
        // Polled once, then dropped: on its way, and nobody waits for it.
        tokio::select! {
            biased;
            _ = dropped => {}
            () = std::future::ready(()) => {}
        }
        let other = stream();
        let stored = log
            .append(append(other, Version(0), epoch(&claim, other), &[b"x"]))
            .await;
        assert!(stored.is_ok(), "round {round}: {stored:?}");
    }
    let stored = log.read_stream(abandoned, Version::ZERO, 10).await.unwrap();
    assert!(stored.len() <= 1, "{stored:?}");
}

pub(super) async fn a_closed_log_refuses_and_an_opened_one_has_everything(bench: &dyn Bench) {
    let log = bench.open().await;
    let (_, claim) = claim_all(&*log).await;
    let stream = stream();
    let epoch = epoch(&claim, stream);
    log.append(append(stream, Version(0), epoch, &[b"kept"]))
        .await
        .unwrap();
    log.close().await;
    log.close().await;
    let refused = log
        .append(append(stream, Version(1), epoch, &[b"late"]))
        .await;
    assert_eq!(refused, Err(AppendError::ShuttingDown));

    let log = bench.open().await;
    let events = log.read_stream(stream, Version::ZERO, 10).await.unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].data, b"kept");
    let (_, claim) = claim_all(&*log).await;
    log.append(append(
        stream,
        Version(1),
        self::epoch(&claim, stream),
        &[b"on"],
    ))
    .await
    .unwrap();
}

fn conflict(stream: StreamId, expected: Version, actual: Version) -> AppendError {
    AppendError::Conflict {
        stream,
        expected,
        actual,
    }
}

/// A stream in the shard `shard`.
pub(super) fn stream_in(shard: ShardId) -> StreamId {
    loop {
        let stream = stream();
        if ShardId::of(stream) == shard {
            return stream;
        }
    }
}

/// Appends one event under a fresh command.
pub(super) async fn append_one(
    log: &dyn EventLog,
    stream: StreamId,
    expected: Version,
    epoch: Epoch,
) -> Result<Appended, AppendError> {
    log.append(append(stream, expected, epoch, &[b"x"])).await
}
