//! The bus: commits for those who follow their streams, commands for those who own their shards.

use std::sync::Arc;

use arena_log::{OwnerId, Recorded, ShardId, StreamId};
use tokio::sync::{broadcast, mpsc, oneshot};
use tokio::time::{Instant, timeout_at};

#[cfg(feature = "testing")]
use crate::carried::Carrier;
use crate::commands::{Asked, Reply, Request, RequestError, Responder, Way, enqueue};
use crate::heads::Head;
use crate::local::{Leash, Local};
use crate::nats::{ConnectError, NatsOptions, Remote};
use crate::wire::MAX_PAYLOAD_BYTES;

/// The events of one append, in order; they are durable.
#[derive(Clone, Debug)]
pub struct Committed {
    pub stream: StreamId,
    pub events: Arc<[Recorded]>,
}

/// Whether other processes can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// There are no others: the bus is this process's own.
    InProcess,
    Connected,
    Disconnected,
}

/// Publishes commits and carries commands, within the process or also to others. Cheap to clone; a connection ends with the
/// last clone.
#[derive(Clone, Debug, Default)]
pub struct Bus {
    local: Arc<Local>,
    remote: Option<Arc<Remote>>,
    /// In the place of `remote`.
    #[cfg(feature = "testing")]
    carrier: Option<Arc<dyn Carrier>>,
}

impl Bus {
    /// A bus over NATS, for the process's incarnation `process`.
    ///
    /// # Errors
    /// No server answers, or it does not allow what the bus needs; see [`ConnectError`].
    pub async fn connect(options: &NatsOptions, process: OwnerId) -> Result<Self, ConnectError> {
        let local = Arc::new(Local::within_a_cluster());
        let remote = Remote::connect(options, process, Arc::clone(&local)).await?;
        Ok(Self {
            local,
            remote: Some(Arc::new(remote)),
            #[cfg(feature = "testing")]
            carrier: None,
        })
    }

    #[cfg(feature = "testing")]
    pub(crate) fn over_carrier(local: Arc<Local>, carrier: Arc<dyn Carrier>) -> Self {
        Self {
            local,
            remote: None,
            carrier: Some(carrier),
        }
    }

    /// Tells the followers of the stream; returns at once, whatever they do. Those in this process hear of it directly.
    pub fn publish(&self, committed: Committed) {
        if let Some(remote) = &self.remote {
            remote.publish(committed.clone());
        }
        #[cfg(feature = "testing")]
        if let Some(carrier) = &self.carrier {
            carrier.publish(committed.clone());
        }
        self.local.deliver_own(committed);
    }

    /// Follows a stream from now on. Subscribe first and read the log then: what is in both has the same version. Over NATS,
    /// the first news may be that the subscription holds only now, so that the log is to be read again.
    #[must_use]
    pub fn follow(&self, stream: StreamId) -> Following {
        let (commits, leash) = self.local.follow(stream);
        Following {
            commits,
            _leash: leash,
        }
    }

    /// Tells the followers in other processes how far shards that this process owns have come; meant to be called every second
    /// with all of them. Within one process nothing gets lost that would have to be noticed.
    pub fn announce(&self, heads: &[Head]) {
        if let Some(remote) = &self.remote {
            remote.announce(heads);
        }
        #[cfg(feature = "testing")]
        if let Some(carrier) = &self.carrier {
            carrier.announce(heads);
        }
    }

    /// Asks the owner of a shard. Not cancel-safe in what it does: the command may be carried out although nobody waits.
    ///
    /// # Errors
    /// See [`RequestError`]; a command is never tried twice by the bus.
    pub async fn request(&self, shard: ShardId, request: Request) -> Result<Reply, RequestError> {
        if request.deadline <= Instant::now() {
            return Err(RequestError::TimedOut(shard));
        }
        let bytes = request.body.len();
        if bytes > MAX_PAYLOAD_BYTES {
            let limit = MAX_PAYLOAD_BYTES;
            return Err(RequestError::TooLarge { bytes, limit });
        }
        if let Some(queue) = self.local.served(shard) {
            let deadline = request.deadline;
            let (way, answer) = oneshot::channel();
            let responder = Responder::new(Way::Here(way));
            enqueue(&queue, Asked { request, responder });
            return match timeout_at(deadline, answer).await {
                Ok(Ok(answer)) => answer.into_result(shard),
                Ok(Err(_)) => Err(RequestError::Unanswered(shard)),
                Err(_) => Err(RequestError::TimedOut(shard)),
            };
        }
        #[cfg(feature = "testing")]
        if let Some(carrier) = &self.carrier {
            return carrier.request(shard, request).await;
        }
        match &self.remote {
            Some(remote) => remote.request(shard, request).await,
            None => Err(RequestError::NoResponder(shard)),
        }
    }

    /// Takes a shard's commands from now on, until the answer is dropped. It is for the shard's owner, after its claim; a
    /// second call for one shard ends the first.
    #[must_use]
    pub fn serve(&self, shard: ShardId) -> Serving {
        let (queue, asked) = self.local.serve(shard);
        Serving {
            shard,
            asked,
            queue: queue.downgrade(),
            local: Arc::clone(&self.local),
        }
    }

    /// Whether other processes can be reached now.
    #[must_use]
    pub fn link(&self) -> Link {
        #[cfg(feature = "testing")]
        if let Some(carrier) = &self.carrier {
            return match carrier.is_connected() {
                true => Link::Connected,
                false => Link::Disconnected,
            };
        }
        match &self.remote {
            None => Link::InProcess,
            Some(remote) if remote.is_connected() => Link::Connected,
            Some(_) => Link::Disconnected,
        }
    }

    /// Streams that are followed here, among them within one process some that were until lately.
    #[must_use]
    pub fn followed_streams(&self) -> usize {
        self.local.followed_streams()
    }

    pub(crate) fn remote(&self) -> Option<&Remote> {
        self.remote.as_deref()
    }
}

/// A subscription to one stream.
#[derive(Debug)]
pub struct Following {
    // Dropped in this order: the leash looks whether anybody is left.
    commits: broadcast::Receiver<Option<Committed>>,
    _leash: Option<Leash>,
}

impl Following {
    /// The next commit; none when some were missed or the bus is gone: the follower then reads the log. Cancel-safe.
    pub async fn next(&mut self) -> Option<Committed> {
        self.commits.recv().await.ok().flatten()
    }
}

/// The commands of one shard.
#[derive(Debug)]
pub struct Serving {
    shard: ShardId,
    asked: mpsc::Receiver<Asked>,
    queue: mpsc::WeakSender<Asked>,
    local: Arc<Local>,
}

impl Serving {
    /// The next command whose deadline has not passed; none when another call serves the shard. Cancel-safe.
    pub async fn next(&mut self) -> Option<Asked> {
        loop {
            let asked = self.asked.recv().await?;
            if asked.request.deadline > Instant::now() {
                return Some(asked);
            }
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        if let Some(queue) = self.queue.upgrade() {
            self.local.let_go(self.shard, &queue);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::local::SWEEP_EVERY;
    use uuid::Uuid;

    #[test]
    fn streams_that_nobody_follows_are_forgotten() {
        let bus = Bus::default();
        for stream in 0..(SWEEP_EVERY as u128 * 2) {
            drop(bus.follow(StreamId(Uuid::from_u128(stream))));
        }
        assert!(bus.followed_streams() <= SWEEP_EVERY);
    }

    #[tokio::test]
    async fn a_follower_whose_bus_is_gone_is_told_to_read_the_log() {
        let bus = Bus::default();
        let mut follower = bus.follow(StreamId(Uuid::nil()));
        drop(bus);
        assert!(follower.next().await.is_none());
    }
}
