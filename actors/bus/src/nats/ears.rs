//! What arrives, one task a subscription.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use arena_log::{ShardId, StreamId};
use async_nats::{Message, Subscriber};
use futures_util::StreamExt;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep_until};

use super::clocks::Clocks;
use super::line::Line;
use super::mouth::Outgoing;
use crate::commands::{Answer, Asked, Request, Responder, Way, enqueue};
use crate::heads::{Suspects, Watch};
use crate::local::Local;
use crate::wire::{self, CommandHead, News, WireError};

/// A message of a stream may arrive this much later than the beacon that tells of it.
pub(super) const GRACE: Duration = Duration::from_millis(300);

/// Answers to this process's questions.
pub(super) async fn answers(line: Arc<Line>, mut inbox: Subscriber) {
    while let Some(message) = inbox.next().await {
        line.answered(message);
    }
}

/// Questions after this process's clock.
pub(super) async fn clock(
    line: Arc<Line>,
    mut questions: Subscriber,
    outgoing: mpsc::Sender<Outgoing>,
) {
    while let Some(question) = questions.next().await {
        let envelope = wire::encode_clock(line.process, line.now_ms());
        if let (Some(to), Ok(envelope)) = (question.reply, envelope) {
            // Whoever is not told asks again.
            drop(outgoing.try_send(Outgoing::Answer { to, envelope }));
        }
    }
}

/// Commits of a stream that is followed here.
pub(super) async fn stream(stream: StreamId, mut news: Subscriber, local: Arc<Local>) {
    while let Some(message) = news.next().await {
        match wire::decode_news(stream, &message.payload) {
            Ok(News::Committed(committed)) => local.deliver(committed),
            Ok(News::ReadTheLog(newest)) => local.miss_below(stream, newest),
            Err(error) => {
                tracing::warn!(%stream, %error, "news that cannot be read; the log is");
                local.miss(stream);
            }
        }
    }
}

/// Commands for a shard that is served here.
pub(super) struct Commands {
    pub(super) shard: ShardId,
    pub(super) local: Arc<Local>,
    pub(super) line: Arc<Line>,
    pub(super) clocks: Arc<Clocks>,
    pub(super) outgoing: mpsc::Sender<Outgoing>,
}

impl Commands {
    /// Until `closed`; what has arrived by then, or still does, is told that nobody answers it.
    pub(super) async fn run(self, mut commands: Subscriber, mut closed: oneshot::Receiver<()>) {
        loop {
            tokio::select! {
                biased;
                _ = &mut closed => break,
                message = commands.next() => match message {
                    Some(message) => self.take_or_warn(message).await,
                    None => return,
                },
            }
        }
        if commands.drain().await.is_ok() {
            while let Some(message) = commands.next().await {
                self.take_or_warn(message).await;
            }
        }
    }

    async fn take_or_warn(&self, message: Message) {
        if let Err(error) = self.take(message).await {
            tracing::warn!(shard = %self.shard, %error, "a command that cannot be read");
        }
    }

    async fn take(&self, message: Message) -> Result<(), WireError> {
        let head = CommandHead::from_headers(&message.headers.unwrap_or_default())?;
        let body = wire::decode_command(&message.payload)?;
        let Some(deadline) = self.clocks.deadline(&self.line, &head).await else {
            tracing::info!(shard = %self.shard, command = %head.command, "a command came too late");
            return Ok(());
        };
        let request = Request {
            machine: body.machine,
            stream: body.stream,
            command: head.command,
            meta: body.meta,
            deadline,
            body: body.body,
        };
        let (to, outgoing) = (message.reply, self.outgoing.clone());
        let answer = move |answer: Answer| {
            let (Some(to), Ok(envelope)) = (to, wire::encode_answer(answer)) else {
                return;
            };
            if outgoing
                .try_send(Outgoing::Answer { to, envelope })
                .is_err()
            {
                tracing::warn!("more answers than NATS takes: who waits for one asks again");
            }
        };
        let responder = Responder::new(Way::Away(Box::new(answer)));
        // Nobody serves the shard here any more: the responder says so as it is dropped.
        if let Some(queue) = self.local.served(self.shard) {
            enqueue(&queue, Asked { request, responder });
        }
        Ok(())
    }
}

/// The beacons of all owners.
pub(super) async fn heads(local: Arc<Local>, mut beacons: Subscriber) {
    let mut watch = Watch::default();
    let mut suspects: VecDeque<(Instant, ShardId, Suspects)> = VecDeque::new();
    loop {
        let next = suspects.front().map(|(due, ..)| *due);
        let grace = async {
            match next {
                Some(due) => sleep_until(due).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            beacon = beacons.next() => {
                let Some(beacon) = beacon else { return };
                match wire::decode_heads(&beacon.payload) {
                    Ok(heads) => for moved in heads {
                        let shard = moved.shard;
                        match watch.hear(moved) {
                            Suspects::Nothing => {}
                            found @ (Suspects::Streams(_) | Suspects::Shard) => {
                                suspects.push_back((Instant::now() + GRACE, shard, found));
                            }
                        }
                    },
                    // The next one that can be read shows the gap.
                    Err(error) => tracing::warn!(%error, "a beacon that cannot be read"),
                }
            }
            () = grace => {
                if let Some((_, shard, found)) = suspects.pop_front() {
                    match found {
                        Suspects::Nothing => {}
                        Suspects::Streams(streams) => for (stream, version) in streams {
                            local.miss_below(stream, version);
                        },
                        Suspects::Shard => local.miss_all(Some(shard)),
                    }
                }
            }
        }
    }
}
