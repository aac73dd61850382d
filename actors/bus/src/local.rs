//! The bus within one process: whoever follows a stream hears of its commits.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use arena_log::{Recorded, StreamId};
use tokio::sync::broadcast;

/// Commits of one stream that a slow follower may fall behind before it must read the log.
pub const FOLLOWER_LAG: usize = 16;
/// After this many subscriptions the streams that nobody follows any more are forgotten.
const SWEEP_EVERY: usize = 1024;

/// The events of one append, in order; they are durable.
#[derive(Clone, Debug)]
pub struct Committed {
    pub stream: StreamId,
    pub events: Arc<[Recorded]>,
}

/// Publishes commits to those who follow their streams. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Bus {
    followed: Arc<Mutex<Followed>>,
}

#[derive(Debug, Default)]
struct Followed {
    streams: HashMap<StreamId, broadcast::Sender<Committed>>,
    subscriptions: usize,
}

impl Bus {
    /// Tells the followers of the stream; returns at once, whatever they do.
    pub fn publish(&self, committed: Committed) {
        let followed = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(followers) = followed.streams.get(&committed.stream) {
            // An error only says that the last follower has just left.
            followers.send(committed).ok();
        }
    }

    /// Follows a stream from now on. Subscribe first and read the log then: what is in both has the same version.
    #[must_use]
    pub fn follow(&self, stream: StreamId) -> Following {
        let mut followed = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        followed.subscriptions += 1;
        if followed.subscriptions.is_multiple_of(SWEEP_EVERY) {
            followed
                .streams
                .retain(|_, followers| followers.receiver_count() > 0);
        }
        let followers = followed
            .streams
            .entry(stream)
            .or_insert_with(|| broadcast::channel(FOLLOWER_LAG).0);
        Following {
            commits: followers.subscribe(),
        }
    }
}

/// A subscription to one stream.
#[derive(Debug)]
pub struct Following {
    commits: broadcast::Receiver<Committed>,
}

impl Following {
    /// The next commit; none when some were missed or the bus is gone: the follower then reads the log. Cancel-safe.
    pub async fn next(&mut self) -> Option<Committed> {
        self.commits.recv().await.ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use uuid::Uuid;

    fn commit(stream: u128) -> Committed {
        Committed {
            stream: StreamId(Uuid::from_u128(stream)),
            events: Arc::from([]),
        }
    }

    #[tokio::test]
    async fn followers_hear_their_stream_alone() {
        let bus = Bus::default();
        let mut one = bus.follow(StreamId(Uuid::from_u128(1)));
        let mut two = bus.follow(StreamId(Uuid::from_u128(2)));
        bus.publish(commit(2));
        bus.publish(commit(1));
        assert_eq!(one.next().await.unwrap().stream.0.as_u128(), 1);
        assert_eq!(two.next().await.unwrap().stream.0.as_u128(), 2);
    }

    #[tokio::test]
    async fn a_slow_follower_is_told_that_it_missed_something() {
        let bus = Bus::default();
        let mut slow = bus.follow(StreamId(Uuid::from_u128(1)));
        for _ in 0..=FOLLOWER_LAG {
            bus.publish(commit(1));
        }
        assert!(slow.next().await.is_none());
        assert!(slow.next().await.is_some(), "it goes on with what is kept");
    }

    #[test]
    fn streams_that_nobody_follows_are_forgotten() {
        let bus = Bus::default();
        for stream in 0..(SWEEP_EVERY as u128 * 2) {
            drop(bus.follow(StreamId(Uuid::from_u128(stream))));
        }
        assert!(bus.followed.lock().unwrap().streams.len() <= SWEEP_EVERY);
    }
}
