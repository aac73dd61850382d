//! A batch as columns, the way both databases take it.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::event::Append;
use crate::ids::{Epoch, Position, ShardId};

/// An append with its encoded metadata, as it waits in the queue.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) append: Append,
    pub(crate) meta: Vec<u8>,
    pub(crate) shard: ShardId,
}

/// The events of a batch, one entry a column and event. `order` is the append's number in the
/// batch, from 0.
#[derive(Debug, Default)]
pub(crate) struct EventColumns<'a> {
    pub(crate) order: Vec<i32>,
    pub(crate) part: Vec<i16>,
    pub(crate) kind: Vec<i32>,
    pub(crate) schema: Vec<i32>,
    pub(crate) id: Vec<Uuid>,
    pub(crate) data: Vec<&'a [u8]>,
}

impl<'a> EventColumns<'a> {
    fn push(&mut self, order: usize, append: &'a Append) {
        for (part, event) in append.events.iter().enumerate() {
            self.order.push(i32::try_from(order).unwrap_or(i32::MAX));
            self.part.push(small(part));
            self.kind.push(i32::from(event.kind));
            self.schema.push(i32::from(event.schema));
            self.id.push(event.id.0);
            self.data.push(&event.data);
        }
    }
}

/// The shards that a batch touches, as the writer knows them.
#[derive(Debug, Default)]
pub(crate) struct ShardColumns {
    pub(crate) shard: Vec<i16>,
    pub(crate) epoch: Vec<i64>,
    pub(crate) head: Vec<i64>,
    pub(crate) count: Vec<i64>,
}

/// A batch whose versions and positions the writer has worked out itself.
#[derive(Debug, Default)]
pub(crate) struct Checked<'a> {
    pub(crate) shards: ShardColumns,
    /// Streams whose version is not known, with the version that the batch expects.
    pub(crate) unknown_stream: Vec<Uuid>,
    pub(crate) unknown_expected: Vec<i64>,
    pub(crate) shard: Vec<i16>,
    pub(crate) position: Vec<i64>,
    pub(crate) stream: Vec<Uuid>,
    pub(crate) version: Vec<i64>,
    pub(crate) epoch: Vec<i64>,
    pub(crate) command: Vec<Uuid>,
    pub(crate) parts: Vec<i16>,
    pub(crate) recorded_at_ms: Vec<i64>,
    pub(crate) meta: Vec<&'a [u8]>,
    pub(crate) events: EventColumns<'a>,
    /// The position of each append's first event.
    pub(crate) first_positions: Vec<Position>,
}

impl<'a> Checked<'a> {
    /// `known` says whether the writer knows the stream's version to be the expected one;
    /// `owned` gives the epoch and head of a shard.
    pub(crate) fn new(
        entries: impl Iterator<Item = &'a Entry>,
        known: impl Fn(&Entry) -> bool,
        owned: impl Fn(ShardId) -> (Epoch, Position),
    ) -> Self {
        let mut plan = Self::default();
        let mut counts: BTreeMap<ShardId, u64> = BTreeMap::new();
        for (order, entry) in entries.enumerate() {
            let Entry {
                append,
                meta,
                shard,
            } = entry;
            let (epoch, head) = owned(*shard);
            let count = counts.entry(*shard).or_default();
            let first = head.plus(*count).next();
            *count += append.events.len() as u64;
            if !known(entry) {
                plan.unknown_stream.push(append.stream.0);
                plan.unknown_expected.push(int(append.expected.0));
            }
            for part in 0..append.events.len() {
                plan.shard.push(i16::from(shard.0));
                plan.position.push(int(first.0 + part as u64));
                plan.stream.push(append.stream.0);
                plan.version.push(int(append.expected.0 + 1 + part as u64));
                plan.epoch.push(int(epoch.0));
                plan.command.push(append.command.0);
                plan.parts.push(small(append.events.len()));
                plan.recorded_at_ms.push(append.recorded_at_ms);
                plan.meta.push(meta);
            }
            plan.events.push(order, append);
            plan.first_positions.push(first);
        }
        for (shard, count) in counts {
            let (epoch, head) = owned(shard);
            plan.shards.shard.push(i16::from(shard.0));
            plan.shards.epoch.push(int(epoch.0));
            plan.shards.head.push(int(head.0));
            plan.shards.count.push(int(count));
        }
        plan
    }

    /// How many events the batch stores.
    pub(crate) fn len(&self) -> usize {
        self.position.len()
    }
}

/// A batch whose every append wants a verdict.
#[derive(Debug, Default)]
pub(crate) struct Trial<'a> {
    /// Touched shards; `head` and `count` are not used.
    pub(crate) shards: ShardColumns,
    pub(crate) shard: Vec<i16>,
    pub(crate) stream: Vec<Uuid>,
    pub(crate) expected: Vec<i64>,
    pub(crate) command: Vec<Uuid>,
    pub(crate) count: Vec<i32>,
    pub(crate) recorded_at_ms: Vec<i64>,
    pub(crate) meta: Vec<&'a [u8]>,
    pub(crate) events: EventColumns<'a>,
}

impl<'a> Trial<'a> {
    pub(crate) fn new(
        entries: impl Iterator<Item = &'a Entry>,
        owned: impl Fn(ShardId) -> Epoch,
    ) -> Self {
        let mut trial = Self::default();
        let mut shards: BTreeMap<ShardId, Epoch> = BTreeMap::new();
        for (
            order,
            Entry {
                append,
                meta,
                shard,
            },
        ) in entries.enumerate()
        {
            shards.insert(*shard, owned(*shard));
            trial.shard.push(i16::from(shard.0));
            trial.stream.push(append.stream.0);
            trial.expected.push(int(append.expected.0));
            trial.command.push(append.command.0);
            trial.count.push(i32::from(small(append.events.len())));
            trial.recorded_at_ms.push(append.recorded_at_ms);
            trial.meta.push(meta);
            trial.events.push(order, append);
        }
        for (shard, epoch) in shards {
            trial.shards.shard.push(i16::from(shard.0));
            trial.shards.epoch.push(int(epoch.0));
        }
        trial
    }
}

/// A number of the log as the databases hold it; the log's limits keep it in range.
pub(crate) fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A count that [`MAX_EVENTS`](crate::limits::MAX_EVENTS) keeps in range.
fn small(number: usize) -> i16 {
    i16::try_from(number).unwrap_or(i16::MAX)
}
