//! Each limit at its edge.

use crate::contract::AppendError;
use crate::event::Append;
use crate::ids::Version;
use crate::limits::{LimitError, MAX_APPEND_BYTES, MAX_EVENT_BYTES, MAX_EVENTS, MAX_META_BYTES};
use crate::testing::{append, claim_all};

use super::appends::epoch;
use super::{Bench, stream};

/// The append stores what it has, or is refused by the given limit with nothing stored.
async fn check(bench: &dyn Bench, data: &[&[u8]], refused: Option<LimitError>) {
    check_append(bench, |append| append, data, refused).await;
}

async fn check_append(
    bench: &dyn Bench,
    change: impl FnOnce(Append) -> Append,
    data: &[&[u8]],
    refused: Option<LimitError>,
) {
    let log = bench.open().await;
    let (_, claim) = claim_all(&*log).await;
    let stream = stream();
    let append = change(append(stream, Version(0), epoch(&claim, stream), data));
    let outcome = log.append(append).await;
    let mut stored = Vec::new();
    loop {
        let after = Version(stored.len() as u64);
        let page = log.read_stream(stream, after, MAX_EVENTS).await.unwrap();
        if page.is_empty() {
            break;
        }
        stored.extend(page.into_iter().map(|event| event.data));
    }
    match refused {
        None => {
            assert!(outcome.is_ok(), "{outcome:?}");
            assert!(stored.iter().map(Vec::as_slice).eq(data.iter().copied()));
        }
        Some(limit) => {
            assert_eq!(outcome, Err(AppendError::TooLarge(limit)));
            assert!(stored.is_empty());
        }
    }
}

pub(super) async fn an_append_holds_so_many_events_and_not_one_more(bench: &dyn Bench) {
    check(bench, &[&b"x"[..]; MAX_EVENTS], None).await;
    let found = MAX_EVENTS + 1;
    check(
        bench,
        &vec![&b"x"[..]; found],
        Some(LimitError::Events { found }),
    )
    .await;
}

pub(super) async fn an_event_holds_so_many_bytes_and_not_one_more(bench: &dyn Bench) {
    let data = vec![7; MAX_EVENT_BYTES + 1];
    check(bench, &[b"small", &data[1..]], None).await;
    let refused = LimitError::EventBytes {
        index: 1,
        found: data.len(),
    };
    check(bench, &[b"small", &data], Some(refused)).await;
}

pub(super) async fn an_append_holds_so_many_bytes_and_not_one_more(bench: &dyn Bench) {
    let data = vec![7; MAX_EVENT_BYTES];
    let mut whole = vec![data.as_slice(); MAX_APPEND_BYTES / MAX_EVENT_BYTES];
    check(bench, &whole, None).await;
    whole.push(b"x");
    let refused = LimitError::AppendBytes {
        found: MAX_APPEND_BYTES + 1,
    };
    check(bench, &whole, Some(refused)).await;
}

pub(super) async fn an_append_without_events_is_refused(bench: &dyn Bench) {
    check(bench, &[], Some(LimitError::NoEvents)).await;
}

pub(super) async fn metadata_is_bounded_to_the_last_byte(bench: &dyn Bench) {
    let sized = |size: usize| {
        move |mut append: Append| {
            append.meta.traceparent = Some(String::new());
            // From 256 bytes on a string's header has two more bytes than an empty one's.
            let empty = append.meta.encode().unwrap().len() + 2;
            append.meta.traceparent = Some("t".repeat(size - empty));
            assert_eq!(append.meta.encode().unwrap().len(), size);
            append
        }
    };
    check_append(bench, sized(MAX_META_BYTES), &[b"x"], None).await;
    let found = MAX_META_BYTES + 1;
    check_append(
        bench,
        sized(found),
        &[b"x"],
        Some(LimitError::MetaBytes { found }),
    )
    .await;
}
