//! The bus over a network that somebody else simulates, in the place of NATS. What a process does about messages that were
//! lost is here as it is there; what becomes of a message on its way is the network's to say.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::Arc;

use arena_log::{ShardId, StreamId};
use async_trait::async_trait;
use tokio::sync::oneshot;

use crate::commands::{Answer, Asked, Reply, Request, RequestError, Responder, Way, enqueue};
use crate::heads::{Announcer, Head, Moved, Suspects, Watch};
use crate::local::Local;
use crate::{Bus, Committed};

/// One process's way to all the others.
#[async_trait]
pub trait Carrier: Debug + Send + Sync + 'static {
    /// Sends a commit to whoever follows its stream; returns at once.
    fn publish(&self, committed: Committed);

    /// Sends the beacon; returns at once.
    fn announce(&self, heads: &[Head]);

    /// Asks whoever serves the shard in another process, until the request's deadline.
    ///
    /// # Errors
    /// There was no answer; the request may have been heard.
    async fn request(&self, shard: ShardId, request: Request) -> Result<Reply, RequestError>;

    fn is_connected(&self) -> bool;
}

/// A beacon on its way.
#[derive(Clone, Debug)]
pub struct Beacon(Vec<Moved>);

/// What a process has published since its last beacon.
#[derive(Debug, Default)]
pub struct Mouth(Announcer);

impl Mouth {
    pub fn published(&mut self, committed: &Committed) {
        self.0.published(committed);
    }

    #[must_use]
    pub fn beacon(&mut self, heads: &[Head]) -> Beacon {
        Beacon(self.0.announce(heads))
    }
}

/// How far the beacons reach that a process has heard.
#[derive(Debug, Default)]
pub struct Lookout(Watch);

/// What a beacon gives a process to look at, after a moment for what is still on its way.
#[derive(Debug)]
pub struct Suspicion {
    shard: ShardId,
    suspects: Suspects,
}

impl Lookout {
    #[must_use]
    pub fn hear(&mut self, Beacon(beacon): Beacon) -> Vec<Suspicion> {
        let heard = beacon.into_iter().map(|moved| Suspicion {
            shard: moved.shard,
            suspects: self.0.hear(moved),
        });
        heard
            .filter(|suspicion| suspicion.suspects != Suspects::Nothing)
            .collect()
    }
}

/// What a process hears of the network.
#[derive(Clone, Debug)]
pub struct Ear {
    local: Arc<Local>,
}

/// What a process wants to hear of from now on.
#[derive(Debug)]
pub struct Wanted {
    /// Streams that are followed, or not any more.
    pub streams: BTreeSet<StreamId>,
    /// Shards that are served, or not any more.
    pub shards: BTreeSet<ShardId>,
}

impl Ear {
    /// A commit that came from another process.
    pub fn hear(&self, committed: Committed) {
        self.local.deliver(committed);
    }

    /// Followers are to read the log: of one stream, whatever they have seen.
    pub fn miss(&self, stream: StreamId) {
        self.local.miss(stream);
    }

    /// Followers of all streams are to read the log.
    pub fn miss_all(&self) {
        self.local.miss_all(None);
    }

    /// Followers are to look at what a beacon has told of.
    pub fn look(&self, Suspicion { shard, suspects }: Suspicion) {
        match suspects {
            Suspects::Nothing => {}
            Suspects::Streams(streams) => {
                for (stream, version) in streams {
                    self.local.miss_below(stream, version);
                }
            }
            Suspects::Shard => self.local.miss_all(Some(shard)),
        }
    }

    #[must_use]
    pub fn is_followed(&self, stream: StreamId) -> bool {
        self.local.is_followed(stream)
    }

    #[must_use]
    pub fn is_served(&self, shard: ShardId) -> bool {
        self.local.served(shard).is_some()
    }

    /// A command from another process. None if the shard is not served here (any more), and an answer otherwise.
    pub async fn ask(
        &self,
        shard: ShardId,
        request: Request,
    ) -> Option<Result<Reply, RequestError>> {
        let queue = self.local.served(shard)?;
        let (way, answer) = oneshot::channel();
        let away = move |answer: Answer| drop(way.send(answer));
        let responder = Responder::new(Way::Away(Box::new(away)));
        enqueue(&queue, Asked { request, responder });
        Some(match answer.await {
            Ok(answer) => answer.into_result(shard),
            Err(_) => Err(RequestError::Unanswered(shard)),
        })
    }

    /// Returns when something else is followed or served than before. Cancel-safe.
    pub async fn changed(&self) {
        self.local.changed().await;
    }

    /// What has changed since the last call.
    #[must_use]
    pub fn take_changes(&self) -> Wanted {
        let changed = self.local.take_changes();
        Wanted {
            streams: changed.streams,
            shards: changed.shards,
        }
    }
}

impl Bus {
    /// A bus whose messages to other processes go over what `carrier` makes of the ear that hears theirs.
    pub fn carried(carrier: impl FnOnce(Ear) -> Arc<dyn Carrier>) -> Self {
        let local = Arc::new(Local::within_a_cluster());
        let ear = Ear {
            local: local.clone(),
        };
        Self::over_carrier(local, carrier(ear))
    }
}
