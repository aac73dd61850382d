//! Work for the judges: a queue on JetStream. Each submission's attempt is taken by one judge at a time, comes back when that
//! judge falls silent, and is put aside as a dead letter after too many tries.
//!
//! The queue may deliver twice; results are idempotent by submission. It is not the truth either: whoever submitted sends again
//! what has no verdict, under a new attempt.

use std::fmt;
use std::future::Future;
use std::str::FromStr;
use std::time::Duration;

use async_nats::HeaderMap;
use async_nats::header::NATS_MESSAGE_ID;
use async_nats::jetstream::consumer::pull::{Batch, Config as ConsumerConfig};
use async_nats::jetstream::consumer::{AckPolicy, PullConsumer};
use async_nats::jetstream::stream::{Config, DiscardPolicy, RetentionPolicy, StorageType};
use async_nats::jetstream::{self, AckKind, Context, Message, context::PublishErrorKind};
use futures_util::StreamExt;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep};
use uuid::Uuid;

use crate::wire::{MAX_PAYLOAD_BYTES, REASON, Topic};
use crate::{Bus, Link};

/// The stream of waiting work, and the one of dead letters.
const STREAM: &str = "ARENA_JUDGE";
const DEAD_STREAM: &str = "ARENA_JUDGE_DEAD";
const CONSUMER: &str = "judges";
/// How long a judge's question for work stays with the server.
const PULL: Duration = Duration::from_secs(5);
/// The pause before a question that failed is asked again.
const PAUSE: Duration = Duration::from_millis(250);
/// How long the server may take to confirm.
const CONFIRM: Duration = Duration::from_secs(5);
/// Dead letters are kept so long, for whoever looks into them.
const KEEP_DEAD: Duration = Duration::from_secs(30 * 24 * 3600);

/// How the queue is kept; the same for all processes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkOptions {
    /// Servers that keep a copy: 1, or 3 in a cluster.
    pub replicas: usize,
    /// Work that is older is dropped; whoever submitted it sends it again.
    pub max_age: Duration,
    /// More is refused, never dropped.
    pub max_bytes: i64,
    /// A judge that says nothing for so long is taken for dead.
    pub ack_wait: Duration,
    /// After so many deliveries without an end it is a dead letter.
    pub max_deliveries: u32,
    /// How long a message id is remembered, so that the same attempt is not queued twice.
    pub remember_ids: Duration,
}

impl Default for WorkOptions {
    fn default() -> Self {
        Self {
            replicas: 1,
            max_age: Duration::from_secs(24 * 3600),
            max_bytes: 256 * 1024 * 1024,
            ack_wait: Duration::from_secs(30),
            max_deliveries: 5,
            remember_ids: Duration::from_secs(10 * 60),
        }
    }
}

/// One attempt at judging a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WorkId {
    pub submission: Uuid,
    pub attempt: u32,
}

impl fmt::Display for WorkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.submission, self.attempt)
    }
}

impl FromStr for WorkId {
    type Err = WorkError;

    fn from_str(text: &str) -> Result<Self, WorkError> {
        let (submission, attempt) = text.split_once('/').ok_or(WorkError::Id)?;
        Ok(Self {
            submission: Uuid::try_parse(submission).map_err(|_| WorkError::Id)?,
            attempt: attempt.parse().map_err(|_| WorkError::Id)?,
        })
    }
}

/// What became of a submission to the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Submitted {
    Queued,
    /// This attempt was queued before.
    Known,
}

/// Why the queue did not do it; all but `Id` and `TooLarge` may go well the next time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WorkError {
    #[error("the work queue needs NATS; within one process judges are asked directly")]
    InProcess,
    #[error("the connection to NATS is down")]
    Disconnected,
    #[error(
        "JetStream at NATS does not keep the work queue: {reason}. Is jetstream enabled in the server's configuration?"
    )]
    Unavailable { reason: String },
    #[error("the work queue is full or took no message: {reason}")]
    Refused { reason: String },
    #[error("NATS has not confirmed it; it may come again")]
    Unconfirmed,
    #[error("work of {bytes} bytes is more than the {MAX_PAYLOAD_BYTES} that one message holds")]
    TooLarge { bytes: usize },
    #[error("a message id that is no submission and attempt")]
    Id,
}

/// The queue, as those see it who submit to it and those who judge.
#[derive(Clone)]
pub struct WorkQueue {
    bus: Bus,
    context: Context,
    consumer: PullConsumer,
    max_deliveries: u32,
}

impl WorkQueue {
    /// Opens the queue over the bus's connection, and makes it first if there is none.
    ///
    /// # Errors
    /// The bus is a process's own, or JetStream does not answer or keeps it differently.
    pub async fn open(bus: &Bus, options: &WorkOptions) -> Result<Self, WorkError> {
        let remote = bus.remote().ok_or(WorkError::InProcess)?;
        let mut context = jetstream::new(remote.client());
        context.set_timeout(CONFIRM);
        let unavailable = |error: &dyn fmt::Display| WorkError::Unavailable {
            reason: error.to_string(),
        };
        let work = Config {
            name: STREAM.to_owned(),
            subjects: vec![Topic::Work.to_string()],
            retention: RetentionPolicy::WorkQueue,
            discard: DiscardPolicy::New,
            storage: StorageType::File,
            num_replicas: options.replicas,
            max_age: options.max_age,
            max_bytes: options.max_bytes,
            duplicate_window: options.remember_ids.min(options.max_age),
            ..Config::default()
        };
        let dead = Config {
            name: DEAD_STREAM.to_owned(),
            subjects: vec![Topic::Dead.to_string()],
            retention: RetentionPolicy::Limits,
            max_age: KEEP_DEAD,
            ..work.clone()
        };
        for config in [work, dead] {
            context
                .create_or_update_stream(config)
                .await
                .map_err(|error| unavailable(&error))?;
        }
        let stream = context
            .get_stream(STREAM)
            .await
            .map_err(|error| unavailable(&error))?;
        let judges = ConsumerConfig {
            durable_name: Some(CONSUMER.to_owned()),
            ack_policy: AckPolicy::Explicit,
            ack_wait: options.ack_wait,
            ..ConsumerConfig::default()
        };
        let consumer = stream
            .create_consumer(judges)
            .await
            .map_err(|error| unavailable(&error))?;
        Ok(Self {
            bus: bus.clone(),
            context,
            consumer,
            max_deliveries: options.max_deliveries,
        })
    }

    /// Queues one attempt; it is durable when this returns. The same id again changes nothing.
    ///
    /// # Errors
    /// It is not queued, or not known to be.
    pub async fn submit(&self, id: WorkId, body: Vec<u8>) -> Result<Submitted, WorkError> {
        let mut headers = HeaderMap::new();
        headers.insert(NATS_MESSAGE_ID, id.to_string());
        self.store(Topic::Work, headers, body).await
    }

    /// Another judge, which takes one job at a time.
    #[must_use]
    pub fn worker(&self) -> Worker {
        Worker {
            queue: self.clone(),
            batch: None,
        }
    }

    /// The oldest dead letters.
    ///
    /// # Errors
    /// JetStream does not answer.
    pub async fn dead(&self, limit: usize) -> Result<Vec<DeadLetter>, WorkError> {
        let unavailable = |error: &dyn fmt::Display| WorkError::Unavailable {
            reason: error.to_string(),
        };
        let mut stream = self
            .context
            .get_stream(DEAD_STREAM)
            .await
            .map_err(|error| unavailable(&error))?;
        let state = stream.info().await.map_err(|error| unavailable(&error))?;
        let (first, last) = (state.state.first_sequence, state.state.last_sequence);
        let mut dead = Vec::new();
        for sequence in first..=last {
            if dead.len() >= limit {
                break;
            }
            // One may have grown too old meanwhile, and an empty stream begins with 0.
            if let Ok(message) = stream.get_raw_message(sequence).await {
                let id = message.headers.get(NATS_MESSAGE_ID);
                let reason = message.headers.get(REASON);
                dead.push(DeadLetter {
                    id: id.map_or(Err(WorkError::Id), |id| id.as_str().parse())?,
                    reason: reason.map_or_else(String::new, |reason| reason.as_str().to_owned()),
                    body: message.payload.to_vec(),
                });
            }
        }
        Ok(dead)
    }

    async fn store(
        &self,
        topic: Topic,
        headers: HeaderMap,
        body: Vec<u8>,
    ) -> Result<Submitted, WorkError> {
        if body.len() > MAX_PAYLOAD_BYTES {
            return Err(WorkError::TooLarge { bytes: body.len() });
        }
        // The client would keep it for later; whoever submits does that better.
        if self.bus.link() != Link::Connected {
            return Err(WorkError::Disconnected);
        }
        let refused = |error: jetstream::context::PublishError| match error.kind() {
            PublishErrorKind::TimedOut | PublishErrorKind::BrokenPipe => WorkError::Unconfirmed,
            PublishErrorKind::StreamNotFound
            | PublishErrorKind::WrongLastMessageId
            | PublishErrorKind::WrongLastSequence
            | PublishErrorKind::MaxAckPending
            | PublishErrorKind::MaxPayloadExceeded
            | PublishErrorKind::Other => WorkError::Refused {
                reason: error.to_string(),
            },
        };
        let sent = self
            .context
            .publish_with_headers(topic.to_string(), headers, body.into())
            .await
            .map_err(refused)?;
        let stored = sent.await.map_err(refused)?;
        Ok(if stored.duplicate {
            Submitted::Known
        } else {
            Submitted::Queued
        })
    }

    /// Puts a job aside. The dead letter is stored before the job leaves the queue, so that none is lost.
    async fn bury(&self, message: &Message, id: WorkId, reason: &str) -> Result<(), WorkError> {
        let mut headers = HeaderMap::new();
        headers.insert(NATS_MESSAGE_ID, id.to_string());
        let reason: String = reason
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(300)
            .collect();
        headers.insert(REASON, reason.as_str());
        self.store(Topic::Dead, headers, message.payload.to_vec())
            .await?;
        tracing::error!(%id, reason, "a submission is put aside as a dead letter");
        confirm(message).await
    }
}

impl fmt::Debug for WorkQueue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WorkQueue")
    }
}

/// A submission that was tried too often, or that its judge gave up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    pub id: WorkId,
    pub reason: String,
    pub body: Vec<u8>,
}

/// Takes jobs, one at a time.
pub struct Worker {
    queue: WorkQueue,
    /// A question that is with the server: it outlives a wait that is given up.
    batch: Option<Batch>,
}

impl Worker {
    /// The next job; it waits through whatever keeps the server away. Cancel-safe: a job that arrives meanwhile is given out by
    /// the next call.
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
                    sleep(PAUSE).await;
                }
            }
        }
    }

    async fn pull(&mut self) -> Result<Option<Message>, String> {
        if self.batch.is_none() {
            let asked = self.queue.consumer.batch().max_messages(1).expires(PULL);
            self.batch = Some(asked.messages().await.map_err(|error| error.to_string())?);
        }
        let Some(batch) = &mut self.batch else {
            return Ok(None);
        };
        let message = batch.next().await;
        self.batch = None;
        message.transpose().map_err(|error| error.to_string())
    }

    /// The message as a job, unless it has been tried too often or is none.
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
        if deliveries > self.queue.max_deliveries {
            let reason = format!("tried {} times without an end", deliveries - 1);
            // Should that fail it is delivered once more, and put aside then.
            if let Err(error) = self.queue.bury(&message, id, &reason).await {
                tracing::warn!(%id, %error, "a dead letter could not be put aside yet");
            }
            return None;
        }
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

    /// Runs the work, and says meanwhile that it goes on, so that it is given to nobody else.
    pub async fn keep<T>(&self, work: impl Future<Output = T>) -> T {
        let every = self.queue.consumer.cached_info().config.ack_wait / 3;
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

    /// Gives it back, to be delivered after a pause.
    ///
    /// # Errors
    /// Nobody was told; it comes back when the silence is noticed.
    pub async fn again(self, pause: Duration) -> Result<(), WorkError> {
        self.message
            .ack_with(AckKind::Nak(Some(pause)))
            .await
            .map_err(|_| WorkError::Unconfirmed)
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

async fn confirm(message: &Message) -> Result<(), WorkError> {
    message
        .double_ack()
        .await
        .map_err(|_| WorkError::Unconfirmed)
}
