//! The queue, as those see it who submit to it, and how it is made and kept.

use std::fmt;
use std::time::Duration;

use async_nats::HeaderMap;
use async_nats::header::NATS_MESSAGE_ID;
use async_nats::jetstream::ErrorCode;
use async_nats::jetstream::consumer::pull::Config as ConsumerConfig;
use async_nats::jetstream::consumer::{AckPolicy, PullConsumer};
use async_nats::jetstream::context::{PublishError, PublishErrorKind};
use async_nats::jetstream::stream::{
    Config, DiscardPolicy, RawMessageErrorKind, RetentionPolicy, StorageType, Stream,
};
use async_nats::jetstream::{self, Context, Message};

use super::worker::{Worker, confirm};
use super::{DeadLetter, Depth, Place, Submitted, WorkError, WorkId, WorkOptions};
use crate::wire::{MAX_PAYLOAD_BYTES, REASON, Topic};
use crate::{Bus, Link};

/// The stream of waiting work, and the one of dead letters.
const STREAM: &str = "ARENA_JUDGE";
const DEAD_STREAM: &str = "ARENA_JUDGE_DEAD";
const CONSUMER: &str = "judges";
/// How long the server may take to confirm.
const CONFIRM: Duration = Duration::from_secs(5);
/// Dead letters are kept so long, for whoever looks into them.
const KEEP_DEAD: Duration = Duration::from_secs(30 * 24 * 3600);

/// The queue over a bus's connection; cheap to clone.
#[derive(Clone)]
pub struct WorkQueue {
    pub(super) bus: Bus,
    pub(super) options: WorkOptions,
    context: Context,
}

impl WorkQueue {
    /// The queue for those who only submit: judges make and keep it. Nothing is asked of the server yet.
    ///
    /// # Errors
    /// The bus is a process's own.
    pub fn over(bus: &Bus, options: &WorkOptions) -> Result<Self, WorkError> {
        let remote = bus.remote().ok_or(WorkError::InProcess)?;
        let mut context = jetstream::new(remote.client());
        context.set_timeout(CONFIRM);
        Ok(Self {
            bus: bus.clone(),
            options: options.clone(),
            context,
        })
    }

    /// The queue for judges: it is made first if there is none.
    ///
    /// # Errors
    /// The bus is a process's own, or JetStream does not answer or keeps it differently.
    pub async fn open(bus: &Bus, options: &WorkOptions) -> Result<Self, WorkError> {
        let queue = Self::over(bus, options)?;
        queue.ensure().await?;
        Ok(queue)
    }

    /// Queues one attempt; it is durable when this returns. The same id again changes nothing.
    ///
    /// # Errors
    /// It is not queued, or not known to be.
    pub async fn submit(&self, id: WorkId, body: Vec<u8>) -> Result<Place, WorkError> {
        let mut headers = HeaderMap::new();
        headers.insert(NATS_MESSAGE_ID, id.to_string());
        self.store(Topic::Work, headers, body).await
    }

    /// Whether an attempt is still in the queue, waiting or with a judge. Its verdict is known before it leaves.
    ///
    /// # Errors
    /// JetStream does not answer.
    pub async fn holds(&self, id: WorkId, place: Place) -> Result<bool, WorkError> {
        if self.bus.link() != Link::Connected {
            return Err(WorkError::Disconnected);
        }
        let stream = self.context.get_stream_no_info(STREAM).await;
        let stream = stream.map_err(|error| unavailable(&error))?;
        match stream.get_raw_message(place.sequence).await {
            // A queue that was lost and made anew counts from one again: another's work may be there.
            Ok(message) => {
                let found = message.headers.get(NATS_MESSAGE_ID);
                Ok(found.is_some_and(|found| found.as_str() == id.to_string()))
            }
            Err(error) => match error.kind() {
                RawMessageErrorKind::NoMessageFound => Ok(false),
                RawMessageErrorKind::JetStream(reason)
                    if reason.error_code() == ErrorCode::STREAM_NOT_FOUND =>
                {
                    Ok(false)
                }
                RawMessageErrorKind::JetStream(_)
                | RawMessageErrorKind::InvalidSubject
                | RawMessageErrorKind::Other => Err(unavailable(&error)),
            },
        }
    }

    /// Another judge, which takes one job at a time.
    #[must_use]
    pub fn worker(&self) -> Worker {
        Worker::new(self.clone())
    }

    /// How much waits.
    ///
    /// # Errors
    /// JetStream does not answer.
    pub async fn depth(&self) -> Result<Depth, WorkError> {
        let stream = self.context.get_stream_no_info(STREAM).await;
        let stream = stream.map_err(|error| unavailable(&error))?;
        let judges = stream.consumer_info(CONSUMER).await;
        let judges = judges.map_err(|error| unavailable(&error))?;
        Ok(Depth {
            waiting: judges.num_pending,
            taken: judges.num_ack_pending as u64,
        })
    }

    /// The oldest dead letters.
    ///
    /// # Errors
    /// JetStream does not answer.
    pub async fn dead(&self, limit: usize) -> Result<Vec<DeadLetter>, WorkError> {
        let stream = self.context.get_stream(DEAD_STREAM).await;
        let mut stream: Stream = stream.map_err(|error| unavailable(&error))?;
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

    /// Makes what there is not yet, or not any more, and returns the judges' common place in the queue.
    pub(super) async fn ensure(&self) -> Result<PullConsumer, WorkError> {
        let options = &self.options;
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
            let made = self.context.create_or_update_stream(config).await;
            made.map_err(|error| unavailable(&error))?;
        }
        let judges = ConsumerConfig {
            durable_name: Some(CONSUMER.to_owned()),
            ack_policy: AckPolicy::Explicit,
            ack_wait: options.ack_wait,
            ..ConsumerConfig::default()
        };
        let consumer = self.context.create_consumer_on_stream(judges, STREAM).await;
        consumer.map_err(|error| unavailable(&error))
    }

    /// Puts a job aside. The dead letter is stored before the job leaves the queue, so that none is lost.
    pub(super) async fn bury(
        &self,
        message: &Message,
        id: WorkId,
        reason: &str,
    ) -> Result<(), WorkError> {
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

    async fn store(
        &self,
        topic: Topic,
        headers: HeaderMap,
        body: Vec<u8>,
    ) -> Result<Place, WorkError> {
        if body.len() > MAX_PAYLOAD_BYTES {
            return Err(WorkError::TooLarge { bytes: body.len() });
        }
        // The client would keep it for later; whoever submits does that better.
        if self.bus.link() != Link::Connected {
            return Err(WorkError::Disconnected);
        }
        let sent = self
            .context
            .publish_with_headers(topic.to_string(), headers, body.into())
            .await
            .map_err(not_stored)?;
        let stored = sent.await.map_err(not_stored)?;
        Ok(Place {
            submitted: if stored.duplicate {
                Submitted::Known
            } else {
                Submitted::Queued
            },
            sequence: stored.sequence,
        })
    }
}

impl fmt::Debug for WorkQueue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WorkQueue")
    }
}

fn unavailable(error: &dyn fmt::Display) -> WorkError {
    WorkError::Unavailable {
        reason: error.to_string(),
    }
}

fn not_stored(error: PublishError) -> WorkError {
    match error.kind() {
        PublishErrorKind::TimedOut | PublishErrorKind::BrokenPipe => WorkError::Unconfirmed,
        PublishErrorKind::StreamNotFound => unavailable(&error),
        PublishErrorKind::WrongLastMessageId
        | PublishErrorKind::WrongLastSequence
        | PublishErrorKind::MaxAckPending
        | PublishErrorKind::MaxPayloadExceeded
        | PublishErrorKind::Other => WorkError::Refused {
            reason: error.to_string(),
        },
    }
}
