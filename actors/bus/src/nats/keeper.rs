//! Keeps the subscriptions as this process needs them, and tells followers when something may have been missed.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use arena_log::{ShardId, StreamId};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::task::AbortOnDropHandle;

use super::clocks::Clocks;
use super::ears;
use super::line::{Line, LinkState};
use super::mouth::Outgoing;
use crate::local::Local;
use crate::wire::Topic;

/// How often the client's own count of connections is looked at, should its news of one have been lost.
const LOOK: Duration = Duration::from_secs(1);

pub(super) struct Keeper {
    local: Arc<Local>,
    line: Arc<Line>,
    clocks: Arc<Clocks>,
    outgoing: mpsc::Sender<Outgoing>,
    streams: HashMap<StreamId, AbortOnDropHandle<()>>,
    /// A shard that is dropped from here is served no more, once what has arrived for it is told so.
    shards: HashMap<ShardId, oneshot::Sender<()>>,
    counters: JoinSet<()>,
    /// Subscriptions that the server has not yet shown to have.
    syncing: FuturesUnordered<BoxFuture<'static, Option<Synced>>>,
    known: LinkState,
    connects: u64,
}

/// Whose subscriptions the server has now.
enum Synced {
    Streams(Vec<StreamId>),
    Everybody,
}

impl Keeper {
    pub(super) fn new(
        local: Arc<Local>,
        line: Arc<Line>,
        clocks: Arc<Clocks>,
        outgoing: mpsc::Sender<Outgoing>,
    ) -> Self {
        let known = LinkState::default();
        let connects = connects(&line);
        Self {
            local,
            line,
            clocks,
            outgoing,
            streams: HashMap::new(),
            shards: HashMap::new(),
            counters: JoinSet::new(),
            syncing: FuturesUnordered::new(),
            known,
            connects,
        }
    }

    pub(super) async fn run(mut self) {
        let mut link = self.line.link.clone();
        let mut look = interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = self.local.changed() => self.subscribe().await,
                changed = link.changed() => {
                    if changed.is_err() {
                        return;
                    }
                    self.link_changed(*link.borrow_and_update());
                }
                Some(synced) = self.syncing.next() => self.synced(synced),
                _ = look.tick() => self.look(),
            }
        }
    }

    /// Subscribes to what is followed and served now, and ends what is not.
    async fn subscribe(&mut self) {
        while self.counters.try_join_next().is_some() {}
        let changed = self.local.take_changes();
        let mut new = Vec::new();
        for stream in changed.streams {
            if !self.local.is_followed(stream) {
                self.streams.remove(&stream);
            } else if !self.streams.contains_key(&stream) {
                let topic = Topic::Events(stream).to_string();
                if let Ok(news) = self.line.client.subscribe(topic).await {
                    let task = ears::stream(stream, news, Arc::clone(&self.local));
                    self.streams
                        .insert(stream, AbortOnDropHandle::new(tokio::spawn(task)));
                    new.push(stream);
                }
            }
        }
        for shard in changed.shards {
            if self.local.served(shard).is_none() {
                self.shards.remove(&shard);
            } else if !self.shards.contains_key(&shard) {
                let topic = Topic::Commands(shard).to_string();
                if let Ok(commands) = self.line.client.subscribe(topic).await {
                    let task = ears::Commands {
                        shard,
                        local: Arc::clone(&self.local),
                        line: Arc::clone(&self.line),
                        clocks: Arc::clone(&self.clocks),
                        outgoing: self.outgoing.clone(),
                    };
                    let (open, closed) = oneshot::channel();
                    self.shards.insert(shard, open);
                    self.counters.spawn(task.run(commands, closed));
                }
            }
        }
        if !new.is_empty() {
            self.sync(Synced::Streams(new));
        }
    }

    fn link_changed(&mut self, link: LinkState) {
        let before = std::mem::replace(&mut self.known, link);
        if link.overflows != before.overflows {
            tracing::warn!("NATS brought more than was taken; followers read the log");
            self.local.miss_all(None);
        }
        if link.connects != before.connects {
            self.look();
        }
    }

    /// After a new connection everybody reads the log, once the server has the subscriptions again.
    fn look(&mut self) {
        let connects = connects(&self.line);
        if connects != self.connects {
            self.connects = connects;
            self.sync(Synced::Everybody);
        }
    }

    fn sync(&mut self, who: Synced) {
        let line = Arc::clone(&self.line);
        // What a lost connection interrupts is made good by the next one.
        let sync = async move { line.sync().await.is_ok().then_some(who) };
        self.syncing.push(sync.boxed());
    }

    fn synced(&self, synced: Option<Synced>) {
        match synced {
            Some(Synced::Streams(streams)) => {
                for stream in streams {
                    self.local.miss(stream);
                }
            }
            Some(Synced::Everybody) => {
                tracing::info!("connected to NATS again; followers read the log");
                self.local.miss_all(None);
            }
            None => {}
        }
    }
}

fn connects(line: &Line) -> u64 {
    line.client.statistics().connects.load(Ordering::Relaxed)
}
