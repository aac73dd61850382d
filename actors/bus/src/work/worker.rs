//! The queue, as a judge sees it: jobs, one at a time.

use std::fmt;
use std::future::Future;
use std::time::Duration;

use async_nats::header::NATS_MESSAGE_ID;
use async_nats::jetstream::consumer::PullConsumer;
use async_nats::jetstream::consumer::pull::Batch;
use async_nats::jetstream::{AckKind, Message};
use futures_util::StreamExt;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep};

use super::queue::WorkQueue;
use super::{Place, WorkError, WorkId};

/// How long a judge's question for work stays with the server.
const PULL: Duration = Duration::from_secs(5);
/// How many signs of life a judge gives within the silence that counts as its death.
const SIGNS_IN_TIME: u32 = 4;
/// The pause before a question that failed is asked again.
const PAUSE: Duration = Duration::from_millis(250);

/// Takes jobs, one at a time.
pub struct Worker {
    queue: WorkQueue,
    /// How often the connection had been lost when the queue was last seen to be there.
    losses: u64,
    consumer: Option<PullConsumer>,
    /// A question that is with the server: it outlives a wait that is given up.
    batch: Option<Batch>,
}

impl Worker {
    pub(super) fn new(queue: WorkQueue) -> Self {
        Self {
            queue,
            losses: 0,
            consumer: None,
            batch: None,
        }
    }

    /// The next job; it waits through whatever keeps the server away, and makes the queue anew if it was lost. Cancel-safe: a
    /// job that arrives meanwhile is given out by the next call.
    pub async fn next(&mut self) -> Job {
        loop {
            match self.pull().await {
                Ok(Some(message)) => {
                    if let Some(job) = self.accept(message).await {
                        return job;
                    }
                }
                Ok(None) => {}
                Err(reason) => {
                    tracing::warn!(reason, "no work from JetStream; asking again");
                    self.consumer = None;
                    sleep(PAUSE).await;
                }
            }
        }
    }

    async fn pull(&mut self) -> Result<Option<Message>, String> {
        let bus = self.queue.bus.clone();
        let Some(remote) = bus.remote() else {
            return std::future::pending().await;
        };
        let losses = remote.losses();
        if losses != self.losses {
            // A question is lost with its connection, and behind the next one the queue may be lost, too.
            (self.losses, self.consumer, self.batch) = (losses, None, None);
        }
        let batch = match &mut self.batch {
            Some(batch) => batch,
            none => {
                let consumer = match &mut self.consumer {
                    Some(consumer) => consumer,
                    none => {
                        let made = self.queue.ensure().await;
                        none.insert(made.map_err(|error| error.to_string())?)
                    }
                };
                let asked = consumer.batch().max_messages(1).expires(PULL).messages();
                none.insert(asked.await.map_err(|error| error.to_string())?)
            }
        };
        let message = tokio::select! {
            biased;
            message = batch.next() => message,
            () = remote.lost_since(losses) => return Ok(None),
        };
        self.batch = None;
        if message.is_none() {
            // Nothing to do, or nobody there who could say so.
            let seen = self.queue.depth().await;
            seen.map_err(|error| error.to_string())?;
        }
        message.transpose().map_err(|error| error.to_string())
    }

    /// The message as a job, unless it is none.
    async fn accept(&self, message: Message) -> Option<Job> {
        let id = message
            .headers
            .as_ref()
            .and_then(|headers| headers.get(NATS_MESSAGE_ID))
            .and_then(|id| id.as_str().parse::<WorkId>().ok());
        let Some(id) = id else {
            tracing::error!("a message in the work queue that is no submission is dropped");
            message.ack_with(AckKind::Term).await.ok();
            return None;
        };
        let deliveries = message
            .info()
            .map_or(1, |info| u32::try_from(info.delivered).unwrap_or(u32::MAX));
        Some(Job {
            id,
            deliveries,
            queue: self.queue.clone(),
            message,
        })
    }
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Worker")
    }
}

/// Work that this judge has until it says otherwise or falls silent; dropped it comes back.
pub struct Job {
    pub id: WorkId,
    /// 1 for the first time.
    pub deliveries: u32,
    queue: WorkQueue,
    message: Message,
}

impl Job {
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.message.payload
    }

    /// Whether so many judges have fallen silent over it that it is not to be tried again: whoever gets it says so to whoever
    /// waits for the verdict, and buries it.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        self.deliveries > self.queue.options.max_deliveries
    }

    /// Runs the work, and says meanwhile that it goes on, so that it is given to nobody else.
    pub async fn keep<T>(&self, work: impl Future<Output = T>) -> T {
        let every = self.queue.options.ack_wait / SIGNS_IN_TIME;
        let mut alive = interval_at(Instant::now() + every, every);
        alive.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut work = std::pin::pin!(work);
        loop {
            tokio::select! {
                done = &mut work => return done,
                // One that is lost makes the job come again at worst.
                _ = alive.tick() => drop(self.message.ack_with(AckKind::Progress).await),
            }
        }
    }

    /// The verdict is recorded: the job leaves the queue.
    ///
    /// # Errors
    /// Not known to have left it; it may come again.
    pub async fn done(self) -> Result<(), WorkError> {
        confirm(&self.message).await
    }

    /// Gives it back, to be delivered after a pause; it counts as a try.
    ///
    /// # Errors
    /// Nobody was told; it comes back when the silence is noticed.
    pub async fn again(self, pause: Duration) -> Result<(), WorkError> {
        self.message
            .ack_with(AckKind::Nak(Some(pause)))
            .await
            .map_err(|_| WorkError::Unconfirmed)
    }

    /// Leaves it to another judge: it is queued under its next attempt, which has been tried by nobody, before it leaves the
    /// queue under this one.
    ///
    /// # Errors
    /// It may come again under this attempt.
    pub async fn pass_on(self) -> Result<Place, WorkError> {
        let next = WorkId {
            attempt: self.id.attempt.saturating_add(1),
            ..self.id
        };
        let place = self.queue.submit(next, self.body().to_vec()).await?;
        confirm(&self.message).await?;
        Ok(place)
    }

    /// Puts it aside as a dead letter.
    ///
    /// # Errors
    /// Not put aside; it comes again.
    pub async fn bury(self, reason: &str) -> Result<(), WorkError> {
        self.queue.bury(&self.message, self.id, reason).await
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job")
            .field("id", &self.id)
            .field("deliveries", &self.deliveries)
            .finish_non_exhaustive()
    }
}

pub(super) async fn confirm(message: &Message) -> Result<(), WorkError> {
    message
        .double_ack()
        .await
        .map_err(|_| WorkError::Unconfirmed)
}
