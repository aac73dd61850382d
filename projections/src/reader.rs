//! Reads the log after a checkpoint in batches, all shards at the same pace.

use std::sync::Arc;

use arena_log::limits::MAX_READ_EVENTS;
use arena_log::{EventLog, Positions, ReadError, Recorded};

use crate::battles;
use crate::fact::{Decode, Fact};
use crate::fold::{Batch, Entry, Poison};

/// Reads and decodes; knows nothing of tables.
#[derive(Clone)]
pub(crate) struct Reader {
    pub(crate) log: Arc<dyn EventLog>,
    pub(crate) decode: Decode,
    /// A batch ends with the read that brings it to this many events,
    pub(crate) batch_events: usize,
    /// or to this many bytes of payload.
    pub(crate) batch_bytes: usize,
}

impl Reader {
    /// The next batch after `from`, at least to `heads` unless the batch is full; it does not advance
    /// when there is nothing.
    ///
    /// # Errors
    /// The log is away or damaged. An event that cannot be decoded, or a gap, ends the batch as
    /// its poison.
    pub(crate) async fn read(
        &self,
        from: &Positions,
        heads: &Positions,
    ) -> Result<Batch, ReadError> {
        let mut batch = Batch {
            from: from.clone(),
            to: from.clone(),
            entries: Vec::new(),
            more: false,
            poison: None,
        };
        let (mut events, mut bytes) = (0, 0);
        loop {
            let behind = behind(&batch.to, heads);
            if behind == 0 {
                break;
            }
            // Every shard goes on by the same number, so that no shard waits for another.
            let limit = (MAX_READ_EVENTS / behind).max(1);
            let read = self.log.read_shards(&batch.to, limit).await?;
            if read.is_empty() {
                break;
            }
            events += read.len();
            for event in &read {
                bytes += event.data.len();
                if let Err(poison) = self.take(&mut batch, event) {
                    batch.poison = Some(poison);
                    return Ok(batch);
                }
            }
            if events >= self.batch_events || bytes >= self.batch_bytes {
                batch.more = true;
                break;
            }
            tokio::task::yield_now().await;
        }
        Ok(batch)
    }

    fn take(&self, batch: &mut Batch, event: &Recorded) -> Result<(), Poison> {
        let poison = |reason: String| Poison {
            stream: event.stream,
            version: event.version,
            shard: event.shard,
            position: event.position,
            reason,
        };
        let last = batch.to.get(event.shard);
        if event.position != last.next() {
            return Err(poison(format!("follows position {last}")));
        }
        let fact = (self.decode)(event).map_err(|error| poison(error.to_string()))?;
        // Submitted code and edits are not kept in memory.
        if let Some(fact) = fact.filter(is_folded) {
            batch.entries.push(Entry {
                shard: event.shard,
                position: event.position,
                stream: event.stream,
                version: event.version,
                fact,
            });
        }
        batch.to.set(event.shard, event.position);
        Ok(())
    }
}

/// Whether some projection folds the fact.
fn is_folded(fact: &Fact) -> bool {
    match fact {
        Fact::Battle(_, event) => battles::folds(event),
        Fact::Queue(_) | Fact::Rating(_) => true,
    }
}

/// How many shards have not been read to their head.
fn behind(at: &Positions, heads: &Positions) -> usize {
    at.iter()
        .filter(|(shard, position)| *position < heads.get(*shard))
        .count()
}

/// Events between two vectors.
pub(crate) fn lag(at: &Positions, heads: &Positions) -> u64 {
    at.iter()
        .map(|(shard, position)| heads.get(shard).0.saturating_sub(position.0))
        .sum()
}
