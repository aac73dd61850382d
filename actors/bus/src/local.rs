//! Who in this process follows which stream and serves which shard.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arena_log::{ShardId, StreamId, Version};
use tokio::sync::{Notify, broadcast, mpsc};

use crate::Committed;
use crate::commands::{Asked, SERVE_QUEUE};

/// Commits of one stream that a slow follower may fall behind before it must read the log.
pub const FOLLOWER_LAG: usize = 16;
/// After this many subscriptions the streams that nobody follows any more are forgotten.
pub(crate) const SWEEP_EVERY: usize = 1024;

#[derive(Debug, Default)]
pub(crate) struct Local {
    followed: Mutex<Followed>,
    served: Mutex<BTreeMap<ShardId, mpsc::Sender<Asked>>>,
    /// What the connection to others has not yet been told; none where there are no others.
    changes: Option<Changes>,
}

#[derive(Debug, Default)]
struct Followed {
    streams: BTreeMap<StreamId, Followers>,
    subscriptions: usize,
}

#[derive(Debug)]
struct Followers {
    /// A commit, or none for: read the log.
    news: broadcast::Sender<Option<Committed>>,
    /// The newest version that they were told of; zero before the first.
    seen: Version,
}

#[derive(Debug, Default)]
struct Changes {
    changed: Mutex<Changed>,
    wake: Notify,
}

/// Streams and shards whose subscription may have to change.
#[derive(Debug, Default)]
pub(crate) struct Changed {
    pub(crate) streams: BTreeSet<StreamId>,
    pub(crate) shards: BTreeSet<ShardId>,
}

/// Who follows a stream over the network is on a leash: with the last of them the subscription ends.
#[derive(Debug)]
pub(crate) struct Leash {
    stream: StreamId,
    local: Arc<Local>,
}

impl Local {
    /// Notes what changes, so that a connection can keep its subscriptions.
    pub(crate) fn within_a_cluster() -> Self {
        Self {
            changes: Some(Changes::default()),
            ..Self::default()
        }
    }

    pub(crate) fn follow(
        self: &Arc<Self>,
        stream: StreamId,
    ) -> (broadcast::Receiver<Option<Committed>>, Option<Leash>) {
        let mut followed = lock(&self.followed);
        let is_new = !followed.streams.contains_key(&stream);
        let leash = self.changes.as_ref().map(|_| Leash {
            stream,
            local: Arc::clone(self),
        });
        if leash.is_none() {
            followed.subscriptions += 1;
            if followed.subscriptions.is_multiple_of(SWEEP_EVERY) {
                followed
                    .streams
                    .retain(|_, followers| followers.news.receiver_count() > 0);
            }
        }
        let followers = followed.streams.entry(stream).or_insert_with(|| Followers {
            news: broadcast::channel(FOLLOWER_LAG).0,
            seen: Version::ZERO,
        });
        let news = followers.news.subscribe();
        drop(followed);
        if is_new {
            self.change(|changed| {
                changed.streams.insert(stream);
            });
        }
        (news, leash)
    }

    /// A commit of this process's own.
    pub(crate) fn deliver_own(&self, committed: Committed) {
        let mut followed = lock(&self.followed);
        if let Some(followers) = followed.streams.get_mut(&committed.stream) {
            if let Some(last) = committed.events.last() {
                followers.seen = followers.seen.max(last.version);
            }
            followers.tell(Some(committed));
        }
    }

    /// A commit that came from another process: what is known already is left out, and a gap is told.
    pub(crate) fn deliver(&self, committed: Committed) {
        let (Some(first), Some(last)) = (committed.events.first(), committed.events.last()) else {
            return;
        };
        let (first, last) = (first.version, last.version);
        let mut followed = lock(&self.followed);
        let Some(followers) = followed.streams.get_mut(&committed.stream) else {
            return;
        };
        if last <= followers.seen {
            return;
        }
        let is_gap = followers.seen > Version::ZERO && first > followers.seen.next();
        followers.seen = last;
        if is_gap {
            followers.tell(None);
        }
        followers.tell(Some(committed));
    }

    /// The followers of a stream are to read the log, whatever they have seen.
    pub(crate) fn miss(&self, stream: StreamId) {
        if let Some(followers) = lock(&self.followed).streams.get_mut(&stream) {
            followers.tell(None);
        }
    }

    /// The followers of a stream are to read the log, unless they know this version.
    pub(crate) fn miss_below(&self, stream: StreamId, version: Version) {
        if let Some(followers) = lock(&self.followed).streams.get_mut(&stream)
            && followers.seen < version
        {
            followers.seen = version;
            followers.tell(None);
        }
    }

    /// The followers of a shard's streams, or of all, are to read the log.
    pub(crate) fn miss_all(&self, shard: Option<ShardId>) {
        let mut followed = lock(&self.followed);
        for (stream, followers) in &mut followed.streams {
            if shard.is_none_or(|shard| ShardId::of(*stream) == shard) {
                followers.tell(None);
            }
        }
    }

    /// Nothing will be told any more: followers see that the bus is gone.
    pub(crate) fn close(&self) {
        lock(&self.followed).streams.clear();
        lock(&self.served).clear();
    }

    pub(crate) fn is_followed(&self, stream: StreamId) -> bool {
        lock(&self.followed).streams.contains_key(&stream)
    }

    pub(crate) fn followed_streams(&self) -> usize {
        lock(&self.followed).streams.len()
    }

    pub(crate) fn serve(&self, shard: ShardId) -> (mpsc::Sender<Asked>, mpsc::Receiver<Asked>) {
        let (queue, asked) = mpsc::channel(SERVE_QUEUE);
        lock(&self.served).insert(shard, queue.clone());
        self.change(|changed| {
            changed.shards.insert(shard);
        });
        (queue, asked)
    }

    pub(crate) fn served(&self, shard: ShardId) -> Option<mpsc::Sender<Asked>> {
        lock(&self.served).get(&shard).cloned()
    }

    /// Ends the serving of a shard, unless another has begun since.
    pub(crate) fn let_go(&self, shard: ShardId, queue: &mpsc::Sender<Asked>) {
        let mut served = lock(&self.served);
        if served
            .get(&shard)
            .is_some_and(|current| current.same_channel(queue))
        {
            served.remove(&shard);
            drop(served);
            self.change(|changed| {
                changed.shards.insert(shard);
            });
        }
    }

    /// Waits until something has changed. Cancel-safe.
    pub(crate) async fn changed(&self) {
        match &self.changes {
            Some(changes) => changes.wake.notified().await,
            None => std::future::pending().await,
        }
    }

    /// What has changed since the last call.
    pub(crate) fn take_changes(&self) -> Changed {
        self.changes
            .as_ref()
            .map(|changes| mem::take(&mut *lock(&changes.changed)))
            .unwrap_or_default()
    }

    fn change(&self, note: impl FnOnce(&mut Changed)) {
        if let Some(changes) = &self.changes {
            note(&mut lock(&changes.changed));
            changes.wake.notify_one();
        }
    }
}

impl Followers {
    fn tell(&self, news: Option<Committed>) {
        // An error only says that the last follower has just left.
        self.news.send(news).ok();
    }
}

impl Drop for Leash {
    fn drop(&mut self) {
        let mut followed = lock(&self.local.followed);
        let is_last = followed
            .streams
            .get(&self.stream)
            .is_some_and(|followers| followers.news.receiver_count() == 0);
        if is_last {
            followed.streams.remove(&self.stream);
            drop(followed);
            let stream = self.stream;
            self.local.change(|changed| {
                changed.streams.insert(stream);
            });
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
