//! What waits to be sent to one client: bounded, so that a client which does not read costs nobody else anything. Every
//! connection has one for as long as it lives, so it is small while nothing waits.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use tokio::sync::Notify;

use crate::limits;
use crate::topics::Topic;

/// Frames of one topic, encoded, in the order of their versions; the last of them has version `last`. Shared by all who
/// are sent the same.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) topic: Topic,
    pub(crate) frames: Vec<Bytes>,
    pub(crate) first: u64,
    pub(crate) last: u64,
}

/// The sending side, for feeds. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Outbox {
    shared: Arc<Shared>,
}

/// The client's side.
pub(crate) struct Waiting {
    shared: Arc<Shared>,
}

/// Tells when the client turns out to be too slow.
pub(crate) struct Slow {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    queue: Mutex<Queue>,
    /// The queue has changed.
    changed: Notify,
}

#[derive(Default)]
struct Queue {
    batches: VecDeque<Arc<Batch>>,
    client: Client,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Client {
    #[default]
    Listening,
    TooSlow,
    Gone,
}

impl Outbox {
    pub(crate) fn new() -> (Self, Waiting) {
        let shared = Arc::new(Shared::default());
        let waiting = Waiting {
            shared: shared.clone(),
        };
        (Self { shared }, waiting)
    }

    /// Hands a batch over without waiting; false if the connection is gone or too slow (and then told to go).
    pub(crate) fn push(&self, batch: Arc<Batch>) -> bool {
        let mut queue = self.shared.queue();
        if queue.client != Client::Listening {
            return false;
        }
        let room = queue.batches.len() < limits::OUTBOUND_BATCHES;
        if room {
            queue.batches.push_back(batch);
        } else {
            queue.leave(Client::TooSlow);
        }
        drop(queue);
        self.shared.changed.notify_one();
        room
    }
}

impl Waiting {
    /// What is to be sent next; none once the client is too slow. Cancel safe.
    pub(crate) async fn next(&self) -> Option<Arc<Batch>> {
        loop {
            {
                let mut queue = self.shared.queue();
                if let Some(batch) = queue.batches.pop_front() {
                    return Some(batch);
                }
                if queue.client == Client::TooSlow {
                    return None;
                }
            }
            self.shared.changed.notified().await;
        }
    }

    pub(crate) fn slow(&self) -> Slow {
        Slow {
            shared: self.shared.clone(),
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.shared.queue().leave(Client::Gone);
    }
}

impl Slow {
    /// Returns when the client is too slow. Not at the same time as [`Waiting::next`]: one of them would miss a change.
    pub(crate) async fn told(&self) {
        while self.shared.queue().client == Client::Listening {
            self.shared.changed.notified().await;
        }
    }
}

impl Shared {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    /// Nothing will be sent any more.
    fn leave(&mut self, client: Client) {
        self.client = client;
        self.batches = VecDeque::new();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use arena_rules::ids::BattleId;
    use futures_util::FutureExt;
    use uuid::Uuid;

    fn batch(version: u64) -> Arc<Batch> {
        Arc::new(Batch {
            topic: Topic::Battle(BattleId(Uuid::nil())),
            frames: Vec::new(),
            first: version,
            last: version,
        })
    }

    #[tokio::test]
    async fn batches_come_in_order_and_wake_the_one_who_waits() {
        let (outbox, waiting) = Outbox::new();
        let sending = async {
            for version in 1..=3 {
                tokio::task::yield_now().await;
                assert!(outbox.push(batch(version)));
            }
        };
        let receiving = async {
            for version in 1..=3 {
                assert_eq!(waiting.next().await.unwrap().first, version);
            }
        };
        tokio::join!(receiving, sending);
    }

    #[tokio::test]
    async fn a_client_that_does_not_read_is_told_to_go_and_holds_nothing() {
        let (outbox, waiting) = Outbox::new();
        let slow = waiting.slow();
        for version in 0..limits::OUTBOUND_BATCHES as u64 {
            assert!(outbox.push(batch(version)));
        }
        assert!(
            slow.told().now_or_never().is_none(),
            "the last place is one"
        );
        let kept = batch(0);
        assert!(!outbox.push(kept.clone()));
        assert_eq!(Arc::strong_count(&kept), 1);
        slow.told().await;
        assert!(waiting.next().await.is_none());
        assert!(!outbox.push(batch(1)));
    }

    #[tokio::test]
    async fn being_told_of_slowness_loses_no_batch() {
        let (outbox, waiting) = Outbox::new();
        let slow = waiting.slow();
        assert!(outbox.push(batch(1)));
        assert!(slow.told().now_or_never().is_none());
        assert_eq!(waiting.next().await.unwrap().first, 1);
    }

    #[test]
    fn nothing_is_kept_for_a_client_that_is_gone() {
        let (outbox, waiting) = Outbox::new();
        drop(waiting);
        assert!(!outbox.push(batch(1)));
    }
}
