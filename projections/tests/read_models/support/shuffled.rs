//! A log that gives its shards in any order that the contract allows.

use std::sync::Mutex;

use arena_log::{
    Append, AppendError, Appended, Claim, Epoch, EventLog, OwnerError, OwnerId, Position,
    Positions, ReadError, Recorded, ShardId, Snapshot, SnapshotError, StreamId, Version,
};
use async_trait::async_trait;
use rand::prelude::*;
use rand::rngs::StdRng;
use tokio::sync::watch;

/// A log that a test fills; it has no news, and refuses appends.
pub struct Shuffled {
    shards: Mutex<Vec<Vec<Recorded>>>,
    /// None reads in order and as much as it is asked for.
    rng: Option<Mutex<StdRng>>,
    /// The events as they were given, and how many of them a read takes.
    given: Option<(Vec<Recorded>, usize)>,
    news: watch::Sender<u64>,
}

impl Shuffled {
    pub fn in_order(events: &[Recorded]) -> Self {
        let log = Self {
            shards: Mutex::new(vec![Vec::new(); arena_log::SHARDS]),
            rng: None,
            given: None,
            news: watch::Sender::new(0),
        };
        log.add_quietly(events);
        log
    }

    /// More events, of which nobody is told.
    pub fn add_quietly(&self, events: &[Recorded]) {
        let mut shards = self.shards.lock().unwrap();
        for event in events {
            shards[event.shard.index()].push(event.clone());
        }
    }

    /// In the order in which the events are given, over all shards, `most` a read.
    pub fn as_given(events: &[Recorded], most: usize) -> Self {
        Self {
            given: Some((events.to_vec(), most)),
            ..Self::in_order(events)
        }
    }

    pub fn seeded(events: &[Recorded], seed: u64) -> Self {
        Self {
            rng: Some(Mutex::new(StdRng::seed_from_u64(seed))),
            ..Self::in_order(events)
        }
    }

    /// The log as it is up to `positions`.
    pub fn up_to(events: &[Recorded], positions: &Positions) -> Self {
        let events: Vec<Recorded> = events
            .iter()
            .filter(|event| event.position <= positions.get(event.shard))
            .cloned()
            .collect();
        Self::in_order(&events)
    }
}

/// The events after a position, as their places in the shard go; a gap stays one.
fn after(events: &[Recorded], position: Position) -> &[Recorded] {
    let from = events.partition_point(|event| event.position <= position);
    &events[from..]
}

#[async_trait]
impl EventLog for Shuffled {
    async fn append(&self, _: Append) -> Result<Appended, AppendError> {
        Err(AppendError::ShuttingDown)
    }

    async fn read_stream(
        &self,
        stream: StreamId,
        after: Version,
        limit: usize,
    ) -> Result<Vec<Recorded>, ReadError> {
        let shards = self.shards.lock().unwrap();
        let events = shards[ShardId::of(stream).index()].iter();
        let events = events.filter(|event| event.stream == stream && event.version > after);
        Ok(events.take(limit).cloned().collect())
    }

    async fn read_shards(
        &self,
        after: &Positions,
        limit_per_shard: usize,
    ) -> Result<Vec<Recorded>, ReadError> {
        if let Some((events, most)) = &self.given {
            let new = |event: &&Recorded| event.position > after.get(event.shard);
            return Ok(events.iter().filter(new).take(*most).cloned().collect());
        }
        let shards = self.shards.lock().unwrap();
        let mut parts: Vec<&[Recorded]> = ShardId::all()
            .map(|shard| self::after(&shards[shard.index()], after.get(shard)))
            .filter(|events| !events.is_empty())
            .map(|events| &events[..events.len().min(limit_per_shard)])
            .collect();
        let Some(rng) = &self.rng else {
            return Ok(parts.concat());
        };
        let mut rng = rng.lock().unwrap();
        parts.shuffle(&mut rng);
        let wanted = rng.random_range(1..=60);
        let mut events = Vec::new();
        while events.len() < wanted && !parts.is_empty() {
            let index = rng.random_range(0..parts.len());
            let (first, rest) = parts[index].split_first().unwrap();
            events.push(first.clone());
            parts[index] = rest;
            if rest.is_empty() {
                parts.swap_remove(index);
            }
        }
        Ok(events)
    }

    async fn heads(&self) -> Result<Positions, ReadError> {
        let shards = self.shards.lock().unwrap();
        let mut heads = Positions::start();
        for last in shards.iter().filter_map(|events| events.last()) {
            heads.set(last.shard, last.position);
        }
        Ok(heads)
    }

    fn news(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }

    async fn claim(&self, _: OwnerId, _: &[ShardId]) -> Result<Claim, OwnerError> {
        Err(OwnerError::ShuttingDown)
    }

    async fn heartbeat(&self, _: OwnerId, _: i64) -> Result<(), OwnerError> {
        Err(OwnerError::ShuttingDown)
    }

    async fn release(&self, _: OwnerId, _: &[(ShardId, Epoch)], _: i64) -> Result<(), OwnerError> {
        Err(OwnerError::ShuttingDown)
    }

    async fn save_snapshot(&self, _: StreamId, _: Snapshot) -> Result<(), SnapshotError> {
        Ok(())
    }

    async fn load_snapshot(&self, _: StreamId) -> Result<Option<Snapshot>, ReadError> {
        Ok(None)
    }

    async fn close(&self) {}
}
