//! Follows a session or a queue for one connection: these need no state, so each follower reads for himself.

use std::collections::BTreeMap;

use arena_bus::ArenaEvent;
use arena_bus::codec::ArenaCodec;
use arena_log::{EventCodec, Recorded, Version};
use arena_rules::ids::PlayerId;
use bytes::Bytes;
use tokio_util::sync::CancellationToken;

use crate::feed::{FollowError, Sources};
use crate::limits;
use crate::outbox::{Batch, Outbox};
use crate::protocol::codec::Format;
use crate::protocol::server::{HiddenFrame, ServerEvent, ServerFrame, TopicFrame};
use crate::render::{self, Surroundings};
use crate::topics::Topic;

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
    pub(crate) async fn run(mut self, gone: CancellationToken) {
        let mut following = self.sources.bus.follow(self.topic.stream());
        let walk = async {
            while self.catch_up().await {
                match following.next().await {
                    Some(committed) => {
                        let next = self.version.next();
                        let events = &committed.events;
                        let fits = events.first().is_some_and(|event| event.version == next);
                        if fits && !self.send(events).await {
                            return;
                        }
                    }
                    // Some commits were missed: the log has them.
                    None => tokio::task::yield_now().await,
                }
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
                Err(_) => tokio::time::sleep(std::time::Duration::from_millis(250)).await,
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
        self.outbox.push(Batch {
            topic: self.topic,
            frames,
            first: first.0,
            last: last.0,
        })
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
                let players = render::players_of(&event);
                let cards = self.sources.names.cards(&players).await;
                let cards: BTreeMap<_, _> = players.into_iter().zip(cards).collect();
                let around = Surroundings {
                    cards: &cards,
                    problem: &|_| None,
                };
                let seen = render::session_event(&event, None, &around)?;
                Some((event.at().0, seen))
            }
            ArenaEvent::Queue(event) => {
                Some((event.at().0, render::queue_event(&event, self.player)?))
            }
            ArenaEvent::Battle(_) | ArenaEvent::Book(_) => None,
        }
    }
}
