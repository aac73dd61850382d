//! Follows a session or a queue for one connection: these need no state, so each follower reads for himself.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use arena_bus::codec::ArenaCodec;
use arena_bus::{ArenaEvent, Committed};
use arena_log::{EventCodec, Recorded, Version};
use arena_rules::ids::PlayerId;
use arena_rules::matchmaking::Event as QueueEvent;
use arena_rules::session::Event as SessionEvent;
use bytes::Bytes;
use tokio_util::sync::CancellationToken;

use crate::feed::{FollowError, Sources};
use crate::limits;
use crate::outbox::{Batch, Outbox};
use crate::protocol::codec::Format;
use crate::protocol::server::{HiddenFrame, ServerEvent, ServerFrame, TopicFrame};
use crate::render::{self, Surroundings};
use crate::topics::Topic;

/// How long until a log that could not be read is read again.
const READ_AGAIN: Duration = Duration::from_millis(250);

/// One connection's way through a topic.
pub(crate) struct Trail {
    pub(crate) topic: Topic,
    pub(crate) player: PlayerId,
    pub(crate) format: Format,
    pub(crate) version: Version,
    pub(crate) outbox: Outbox,
    pub(crate) sources: Sources,
}

impl Trail {
    /// Sends what there is, and then whatever comes, until `gone` or until the client is too slow.
    pub(crate) async fn run(mut self: Box<Self>, gone: CancellationToken) {
        let mut following = self.sources.bus.follow(self.topic.stream());
        let walk = async {
            // What is done is in boxes, because it needs more room than a trail that waits.
            let mut on = Box::pin(self.catch_up()).await;
            while on {
                let news = following.next().await;
                on = Box::pin(self.hear(news)).await;
            }
        };
        tokio::select! {
            () = gone.cancelled() => {}
            () = walk => {}
        }
    }

    /// Checks a wish to follow after `version`; answers the newest version.
    pub(crate) async fn check(
        sources: &Sources,
        topic: Topic,
        after: u64,
    ) -> Result<(), FollowError> {
        let Some(before) = after.checked_sub(1) else {
            return Ok(());
        };
        let known = sources
            .log
            .read_stream(topic.stream(), Version(before), 1)
            .await;
        match known {
            Ok(page) if page.is_empty() => Err(FollowError::Ahead(before)),
            Ok(_) => Ok(()),
            Err(_) => Err(FollowError::Unavailable),
        }
    }

    /// False when the connection is gone or too slow.
    async fn hear(&mut self, news: Option<Committed>) -> bool {
        // Some commits were missed: the log has them.
        let Some(Committed { events, .. }) = news else {
            return self.catch_up().await;
        };
        let first = events.first().map(|event| event.version);
        let known = events
            .last()
            .is_none_or(|last| last.version <= self.version);
        if known {
            true
        } else if first == Some(self.version.next()) {
            self.send(&events).await
        } else {
            self.catch_up().await
        }
    }

    async fn catch_up(&mut self) -> bool {
        loop {
            let stream = self.topic.stream();
            match self
                .sources
                .log
                .read_stream(stream, self.version, limits::TOPIC_PAGE)
                .await
            {
                Ok(page) if page.is_empty() => return true,
                Ok(page) => {
                    if !self.send(&page).await {
                        return false;
                    }
                }
                Err(_) => tokio::time::sleep(READ_AGAIN).await,
            }
        }
    }

    async fn send(&mut self, page: &[Recorded]) -> bool {
        let (Some(first), Some(last)) = (page.first(), page.last()) else {
            return true;
        };
        let (first, last) = (first.version, last.version);
        let mut frames = Vec::with_capacity(page.len());
        for recorded in page {
            frames.extend(self.encode(recorded).await);
        }
        self.version = last;
        self.outbox.push(Arc::new(Batch {
            topic: self.topic,
            frames,
            first: first.0,
            last: last.0,
        }))
    }

    async fn encode(&self, recorded: &Recorded) -> Option<Bytes> {
        let topic = self.topic.to_string();
        let v = recorded.version.0;
        let frame = match self.render(recorded).await {
            Some((at_ms, event)) => ServerFrame::Topic(TopicFrame {
                topic,
                v,
                at_ms,
                event,
            }),
            None => ServerFrame::Hidden(HiddenFrame { topic, v }),
        };
        self.format.encode(&frame)
    }

    async fn render(&self, recorded: &Recorded) -> Option<(i64, ServerEvent)> {
        let event = ArenaCodec::decode(recorded.kind, recorded.schema, &recorded.data).ok()?;
        match event {
            ArenaEvent::Session(event) => {
                let wait_ms = if let SessionEvent::QueueEntered { pool, ticket, .. } = &event {
                    self.sources.waits.expected_ms(*pool, ticket.wish).await
                } else {
                    None
                };
                let players = render::players_of(&event);
                let cards = self.sources.names.cards(&players).await;
                let cards: BTreeMap<_, _> = players.into_iter().zip(cards).collect();
                let around = Surroundings {
                    cards: &cards,
                    problem: &|_| None,
                };
                let seen = render::session_event(&event, wait_ms, &around)?;
                Some((event.at().0, seen))
            }
            ArenaEvent::Queue(event) => {
                let wait_ms = if let QueueEvent::Joined { pool, ticket, .. } = &event {
                    self.sources.waits.expected_ms(*pool, ticket.wish).await
                } else {
                    None
                };
                let seen = render::queue_event(&event, wait_ms, self.player)?;
                Some((event.at().0, seen))
            }
            ArenaEvent::Battle(_) | ArenaEvent::Book(_) => None,
        }
    }
}
