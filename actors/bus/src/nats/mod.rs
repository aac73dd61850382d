//! The bus over NATS. What the server or the network loses is noticed and told: a follower reads the log, a caller asks again.

mod clocks;
mod ears;
mod judges;
mod keeper;
mod line;
mod mouth;
mod options;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arena_log::{OwnerId, ShardId};
use async_nats::{Client, ConnectErrorKind, Event};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, timeout};
use tokio_util::task::AbortOnDropHandle;

use crate::Committed;
use crate::commands::{Reply, Request, RequestError};
use crate::heads::{Announcer, Head};
use crate::local::Local;
use crate::wire::{
    self, CommandBody, CommandHead, MAX_MESSAGE_BYTES, MAX_PAYLOAD_BYTES, Topic, WireError,
};

use clocks::Clocks;
use keeper::Keeper;
use line::{AskError, Line, LinkState};
use mouth::Outgoing;

pub use judges::{Offers, RunResponder, Runs};
pub use options::{NatsOptions, OptionsError};

/// Messages that wait to be sent, at most; beyond that commits are not published and the beacon tells.
const OUTGOING_QUEUE: usize = 8192;
/// How long the server may take to show that it has our subscriptions.
const SYNC_TIMEOUT: Duration = Duration::from_secs(5);

/// Why there is no bus over NATS.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    #[error(transparent)]
    Options(#[from] OptionsError),
    #[error("no NATS server answers at {servers}: {reason}. Is one running there?")]
    Unreachable { servers: String, reason: String },
    #[error("NATS at {servers} refuses these credentials: {reason}")]
    Refused { servers: String, reason: String },
    #[error(
        "no TLS with NATS at {servers}: {reason}. Check the CA file, the client certificate, and that the server's \
         certificate is for this name"
    )]
    Tls { servers: String, reason: String },
    #[error(
        "NATS at {servers} takes messages of at most {found} bytes; the arena needs {MAX_MESSAGE_BYTES}: set \
         max_payload in the server's configuration"
    )]
    PayloadTooSmall { servers: String, found: usize },
    #[error(
        "NATS at {servers} lets us in and then does not answer ({reason}): may this user publish and subscribe to \
         arena.v1.> and to its inbox?"
    )]
    Silent { servers: String, reason: String },
}

/// The connection and everything that lives with it.
#[derive(Debug)]
pub(crate) struct Remote {
    line: Arc<Line>,
    local: Arc<Local>,
    outgoing: mpsc::Sender<Outgoing>,
    announcer: Mutex<Announcer>,
    /// They end with it.
    _tasks: Vec<AbortOnDropHandle<()>>,
}

impl Remote {
    pub(crate) async fn connect(
        options: &NatsOptions,
        process: OwnerId,
        local: Arc<Local>,
    ) -> Result<Self, ConnectError> {
        let (link, state) = watch::channel(LinkState::default());
        let client = open(options, link).await?;
        let servers = options.servers();
        let found = client.max_payload();
        if found < MAX_MESSAGE_BYTES {
            return Err(ConnectError::PayloadTooSmall { servers, found });
        }
        let silent = |reason: String| ConnectError::Silent {
            servers: options.servers(),
            reason,
        };
        let subscribe = |subject: String| {
            let client = client.clone();
            async move { client.subscribe(subject).await }
        };
        let line = Arc::new(Line::new(client.clone(), process, state));
        let ears = [
            subscribe(format!("{}.*", line.inbox())).await,
            subscribe(Topic::Clock(process).to_string()).await,
            subscribe(Topic::Heads.to_string()).await,
        ];
        let [Ok(inbox), Ok(clock), Ok(heads)] = ears else {
            return Err(silent("the connection is closed".to_owned()));
        };
        let (outgoing, queue) = mpsc::channel(OUTGOING_QUEUE);
        let keeper = Keeper::new(
            Arc::clone(&local),
            Arc::clone(&line),
            Arc::new(Clocks::default()),
            outgoing.clone(),
        );
        let spawn = |task| AbortOnDropHandle::new(tokio::spawn(task));
        let tasks = vec![
            AbortOnDropHandle::new(tokio::spawn(ears::answers(Arc::clone(&line), inbox))),
            AbortOnDropHandle::new(tokio::spawn(ears::clock(
                Arc::clone(&line),
                clock,
                outgoing.clone(),
            ))),
            AbortOnDropHandle::new(tokio::spawn(ears::heads(Arc::clone(&local), heads))),
            AbortOnDropHandle::new(tokio::spawn(mouth::speak(client, queue))),
        ];
        match timeout(SYNC_TIMEOUT, line.sync()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return Err(silent(error.to_string())),
            Err(_) => return Err(silent(format!("for {SYNC_TIMEOUT:?}"))),
        }
        let mut tasks = tasks;
        tasks.push(spawn(keeper.run()));
        Ok(Self {
            line,
            local,
            outgoing,
            announcer: Mutex::default(),
            _tasks: tasks,
        })
    }

    pub(crate) fn is_connected(&self) -> bool {
        self.line.is_up()
    }

    /// How often the connection was lost.
    pub(crate) fn losses(&self) -> u64 {
        self.line.link.borrow().losses
    }

    /// Returns when it was lost more often than that.
    pub(crate) async fn lost_since(&self, losses: u64) {
        let mut link = self.line.link.clone();
        // Whoever closes the connection has lost it, too.
        link.wait_for(|link| link.losses != losses).await.ok();
    }

    /// The connection, for the work queue.
    pub(crate) fn client(&self) -> Client {
        self.line.client.clone()
    }

    /// Sends a commit to other processes, if it can be sent; the beacon tells of what was not.
    pub(crate) fn publish(&self, committed: Committed) {
        self.announcer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .published(&committed);
        if self.line.is_up() && self.outgoing.try_send(Outgoing::Commit(committed)).is_err() {
            tracing::warn!(
                "more commits to publish than NATS takes: followers elsewhere read the log"
            );
        }
    }

    pub(crate) fn announce(&self, heads: &[Head]) {
        let moved = self
            .announcer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .announce(heads);
        if self.line.is_up() && self.outgoing.try_send(Outgoing::Heads(moved)).is_err() {
            tracing::debug!("no room for a beacon: whoever misses it looks at the next");
        }
    }

    pub(crate) async fn request(
        &self,
        shard: ShardId,
        request: Request,
    ) -> Result<Reply, RequestError> {
        let Request {
            machine,
            stream,
            command,
            meta,
            deadline,
            body,
        } = request;
        let head = CommandHead {
            command,
            left: deadline.saturating_duration_since(Instant::now()),
            from: self.line.process,
            sent_ms: self.line.now_ms(),
            traceparent: meta.traceparent.clone(),
        };
        let bytes = body.len();
        let envelope = wire::encode_command(CommandBody {
            machine,
            stream,
            meta,
            body,
        });
        let envelope = envelope.map_err(|error| RequestError::TooLarge {
            bytes: match error {
                WireError::Size { bytes } => bytes,
                WireError::Subject { .. }
                | WireError::Header { .. }
                | WireError::Envelope { .. } => bytes,
            },
            limit: MAX_PAYLOAD_BYTES,
        })?;
        let topic = Topic::Commands(shard);
        let answer = self
            .line
            .ask(topic, Some(head.to_headers()), envelope.into(), deadline)
            .await;
        match answer.map(|bytes| wire::decode_answer(&bytes)) {
            Ok(Ok(answer)) => answer.into_result(shard),
            Ok(Err(error)) => {
                tracing::warn!(%shard, %command, %error, "an answer that cannot be read");
                Err(RequestError::Unanswered(shard))
            }
            Err(AskError::NoResponder) => Err(RequestError::NoResponder(shard)),
            Err(AskError::TimedOut) => Err(RequestError::TimedOut(shard)),
            Err(AskError::Disconnected) => Err(RequestError::Disconnected(shard)),
            Err(AskError::TooLarge { limit }) => Err(RequestError::TooLarge { bytes, limit }),
        }
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        self.local.close();
    }
}

/// Connects, and keeps `link` up to date from then on.
async fn open(
    options: &NatsOptions,
    link: watch::Sender<LinkState>,
) -> Result<Client, ConnectError> {
    let servers = options.servers();
    let (connect, addresses) = options.to_connect().await?;
    let connect = connect.event_callback(move |event| {
        note(&link, &event);
        std::future::ready(())
    });
    connect.connect(addresses).await.map_err(|error| {
        let reason = std::error::Error::source(&error)
            .map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
        match error.kind() {
            ConnectErrorKind::Authentication | ConnectErrorKind::AuthorizationViolation => {
                ConnectError::Refused { servers, reason }
            }
            ConnectErrorKind::Tls => ConnectError::Tls { servers, reason },
            // A handshake that fails is told as an error of the socket.
            ConnectErrorKind::Io if options.is_encrypted() => ConnectError::Tls { servers, reason },
            ConnectErrorKind::ServerParse
            | ConnectErrorKind::Dns
            | ConnectErrorKind::TimedOut
            | ConnectErrorKind::Io
            | ConnectErrorKind::MaxReconnects => ConnectError::Unreachable { servers, reason },
        }
    })
}

fn note(link: &watch::Sender<LinkState>, event: &Event) {
    match event {
        Event::Connected => link.send_modify(|link| {
            link.up = true;
            link.connects += 1;
        }),
        Event::Disconnected | Event::Closed => {
            tracing::warn!("the connection to NATS is lost; other processes cannot be reached");
            link.send_modify(|link| {
                link.up = false;
                link.losses += 1;
            });
        }
        Event::SlowConsumer(_) => link.send_modify(|link| link.overflows += 1),
        Event::ServerError(error) => tracing::warn!(%error, "NATS refuses something"),
        Event::ClientError(error) => tracing::debug!(%error, "no connection to NATS yet"),
        Event::LameDuckMode | Event::Draining => {}
    }
}
