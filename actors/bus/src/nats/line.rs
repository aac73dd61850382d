//! Questions and answers over one connection.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use arena_log::OwnerId;
use async_nats::connection::State;
use async_nats::{Client, HeaderMap, Message, PublishErrorKind, StatusCode};
use bytes::Bytes;
use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, timeout_at};

use super::SYNC_TIMEOUT;
use crate::wire::Topic;

/// What the connection has gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LinkState {
    pub(super) up: bool,
    pub(super) connects: u64,
    pub(super) losses: u64,
    /// Messages that were dropped because they were not taken fast enough.
    pub(super) overflows: u64,
}

impl Default for LinkState {
    fn default() -> Self {
        Self {
            up: true,
            connects: 0,
            losses: 0,
            overflows: 0,
        }
    }
}

/// Why a question has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum AskError {
    #[error("nobody listens")]
    NoResponder,
    #[error("no answer in time")]
    TimedOut,
    #[error("no connection to NATS")]
    Disconnected,
    #[error("the server takes at most {limit} bytes")]
    TooLarge { limit: usize },
}

/// The connection, as those who ask over it see it.
pub(super) struct Line {
    pub(super) client: Client,
    pub(super) process: OwnerId,
    pub(super) link: watch::Receiver<LinkState>,
    inbox: String,
    waiting: Mutex<HashMap<u64, oneshot::Sender<Message>>>,
    next: AtomicU64,
    /// The zero of this process's own clock.
    started: Instant,
}

impl Line {
    pub(super) fn new(client: Client, process: OwnerId, link: watch::Receiver<LinkState>) -> Self {
        let inbox = client.new_inbox();
        Self {
            client,
            process,
            link,
            inbox,
            waiting: Mutex::default(),
            next: AtomicU64::new(0),
            started: Instant::now(),
        }
    }

    /// Answers arrive on this subject with one more word.
    pub(super) fn inbox(&self) -> &str {
        &self.inbox
    }

    /// Milliseconds on this process's own clock.
    pub(super) fn now_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    pub(super) fn is_up(&self) -> bool {
        self.link.borrow().up && self.client.connection_state() == State::Connected
    }

    /// Asks and waits until an instant. While the connection is down it refuses at once: what the client would keep for later
    /// would be carried out when nobody waits any more. What was sent at the last moment is kept all the same, so receivers
    /// look at its age.
    pub(super) async fn ask(
        &self,
        topic: Topic,
        headers: Option<HeaderMap>,
        payload: Bytes,
        until: Instant,
    ) -> Result<Bytes, AskError> {
        let mut link = self.link.clone();
        let losses = link.borrow_and_update().losses;
        if !self.is_up() {
            return Err(AskError::Disconnected);
        }
        let (question, answer) = self.question();
        let reply = format!("{}.{}", self.inbox, question.number);
        let exchange = async {
            let headers = headers.unwrap_or_default();
            let sent = self
                .client
                .publish_with_reply_and_headers(topic.to_string(), reply, headers, payload)
                .await;
            sent.map_err(|error| match error.kind() {
                PublishErrorKind::MaxPayloadExceeded => AskError::TooLarge {
                    limit: self.client.max_payload(),
                },
                PublishErrorKind::InvalidSubject | PublishErrorKind::Send => AskError::Disconnected,
            })?;
            answer.await.map_err(|_| AskError::Disconnected)
        };
        let message = tokio::select! {
            biased;
            answered = timeout_at(until, exchange) => answered.map_err(|_| AskError::TimedOut)??,
            _ = link.wait_for(|link| link.losses != losses) => return Err(AskError::Disconnected),
        };
        if message.status == Some(StatusCode::NO_RESPONDERS) {
            return Err(AskError::NoResponder);
        }
        Ok(message.payload)
    }

    /// Returns when the server has read everything that was sent before, subscriptions too.
    pub(super) async fn sync(&self) -> Result<(), AskError> {
        loop {
            let until = Instant::now() + SYNC_TIMEOUT;
            let topic = Topic::Sync(self.process);
            match self.ask(topic, None, Bytes::new(), until).await {
                Ok(_) | Err(AskError::NoResponder) => return Ok(()),
                Err(AskError::TimedOut) => {
                    tracing::warn!("NATS has not answered for {SYNC_TIMEOUT:?}; asking again");
                }
                Err(error @ (AskError::Disconnected | AskError::TooLarge { .. })) => {
                    return Err(error);
                }
            }
        }
    }

    /// An answer has arrived; whoever waited for it may have gone.
    pub(super) fn answered(&self, message: Message) {
        let number = message.subject.rsplit('.').next().unwrap_or_default();
        let waiting = number.parse().ok().and_then(|number: u64| {
            self.waiting
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .remove(&number)
        });
        if let Some(waiting) = waiting {
            drop(waiting.send(message));
        }
    }

    fn question(&self) -> (Question<'_>, oneshot::Receiver<Message>) {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let (waiting, answer) = oneshot::channel();
        self.waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(number, waiting);
        (Question { line: self, number }, answer)
    }
}

/// A question that waits; it is forgotten when whoever asked has gone.
struct Question<'a> {
    line: &'a Line,
    number: u64,
}

impl Drop for Question<'_> {
    fn drop(&mut self) {
        self.line
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.number);
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line")
            .field("process", &self.process)
            .field("link", &*self.link.borrow())
            .finish_non_exhaustive()
    }
}
