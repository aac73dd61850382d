//! Which of the waiting appends go together.

use std::collections::{HashSet, VecDeque};

use crate::event::Append;
use crate::limits::{MAX_BATCH_APPENDS, MAX_BATCH_BYTES, MAX_BATCH_EVENTS};

/// Takes the next batch out of `waiting`, in order and up to the batch limits: at most one append
/// a stream; a second one stays in its place for the next batch.
pub(crate) fn take_batch<T>(
    waiting: &mut VecDeque<T>,
    append_of: impl Fn(&T) -> &Append,
) -> Vec<T> {
    let mut batch = Vec::new();
    let mut streams = HashSet::new();
    let (mut events, mut bytes) = (0, 0);
    let mut later = VecDeque::new();
    while batch.len() < MAX_BATCH_APPENDS {
        let Some(next) = waiting.pop_front() else {
            break;
        };
        let append = append_of(&next);
        if streams.contains(&append.stream) {
            later.push_back(next);
            continue;
        }
        events += append.events.len();
        bytes += append.bytes();
        if events > MAX_BATCH_EVENTS || bytes > MAX_BATCH_BYTES {
            waiting.push_front(next);
            break;
        }
        streams.insert(append.stream);
        batch.push(next);
    }
    while let Some(next) = later.pop_back() {
        waiting.push_front(next);
    }
    batch
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::NewEvent;
    use crate::ids::{CommandId, Epoch, EventId, StreamId, Version};
    use crate::limits::{MAX_EVENT_BYTES, MAX_EVENTS};
    use crate::meta::Meta;
    use uuid::Uuid;

    fn append(stream: u128, expected: u64, events: usize, bytes: usize) -> Append {
        let id = EventId(Uuid::nil());
        let event = NewEvent {
            id,
            kind: 1,
            schema: 1,
            data: vec![0; bytes],
        };
        Append {
            stream: StreamId(Uuid::from_u128(stream)),
            expected: Version(expected),
            command: CommandId(Uuid::nil()),
            epoch: Epoch(1),
            recorded_at_ms: 0,
            meta: Meta::new(Uuid::nil()),
            events: vec![event; events],
        }
    }

    fn numbers(appends: &[Append]) -> Vec<(u128, u64)> {
        appends
            .iter()
            .map(|append| (append.stream.0.as_u128(), append.expected.0))
            .collect()
    }

    #[test]
    fn a_stream_is_in_a_batch_once_and_keeps_its_order() {
        let mut waiting: VecDeque<Append> = [(1, 0), (1, 1), (2, 0), (1, 2), (3, 0)]
            .map(|(s, v)| append(s, v, 1, 1))
            .into();
        assert_eq!(
            numbers(&take_batch(&mut waiting, |a| a)),
            [(1, 0), (2, 0), (3, 0)]
        );
        assert_eq!(numbers(&take_batch(&mut waiting, |a| a)), [(1, 1)]);
        assert_eq!(numbers(&take_batch(&mut waiting, |a| a)), [(1, 2)]);
        assert!(take_batch(&mut waiting, |a| a).is_empty());
    }

    #[test]
    fn a_batch_holds_so_many_appends_and_not_one_more() {
        let count = MAX_BATCH_APPENDS as u128 + 1;
        let mut waiting: VecDeque<Append> = (0..count).map(|s| append(s, 0, 1, 1)).collect();
        assert_eq!(take_batch(&mut waiting, |a| a).len(), MAX_BATCH_APPENDS);
        assert_eq!(take_batch(&mut waiting, |a| a).len(), 1);
    }

    #[test]
    fn a_batch_holds_so_many_events_and_not_one_more() {
        let whole = MAX_BATCH_EVENTS / MAX_EVENTS;
        let count = whole as u128 + 1;
        let mut waiting: VecDeque<Append> =
            (0..count).map(|s| append(s, 0, MAX_EVENTS, 1)).collect();
        assert_eq!(take_batch(&mut waiting, |a| a).len(), whole);
        assert_eq!(take_batch(&mut waiting, |a| a).len(), 1);
    }

    #[test]
    fn a_batch_holds_so_many_bytes_and_not_one_more() {
        let whole = MAX_BATCH_BYTES / MAX_EVENT_BYTES;
        let mut waiting: VecDeque<Append> = (0..whole as u128)
            .map(|s| append(s, 0, 1, MAX_EVENT_BYTES))
            .collect();
        waiting.push_back(append(u128::MAX, 0, 1, 1));
        assert_eq!(take_batch(&mut waiting, |a| a).len(), whole);
        assert_eq!(take_batch(&mut waiting, |a| a).len(), 1);
    }
}
