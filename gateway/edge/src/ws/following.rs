//! The topics that one connection follows.

use arena_log::Version;
use arena_rules::battle::Audience;
use arena_rules::ids::PlayerId;
use tokio::sync::oneshot;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::edge::Edge;
use crate::feed::{FollowError, Subscribe};
use crate::limits;
use crate::orders::{refusal, unavailable};
use crate::outbox::{Batch, Outbox};
use crate::protocol::codec::Format;
use crate::protocol::server::Refusal;
use crate::topics::Topic;
use crate::trail::Trail;

/// Followed topics, each with the version that was sent last. Few: a list is the smallest.
#[derive(Default)]
pub(super) struct Follows {
    list: Vec<Follow>,
}

struct Follow {
    topic: Topic,
    sent: u64,
    /// Ends the following when it is dropped.
    _gone: DropGuard,
}

impl Follows {
    /// Begins anew after version `after`: what was under way for the topic must not mix with it. None if the connection
    /// follows enough other topics.
    pub(super) fn begin(&mut self, topic: Topic, after: u64) -> Option<CancellationToken> {
        self.end(topic);
        if self.list.len() >= limits::TOPICS {
            return None;
        }
        let gone = CancellationToken::new();
        self.list.reserve_exact(1);
        self.list.push(Follow {
            topic,
            sent: after,
            _gone: gone.clone().drop_guard(),
        });
        Some(gone)
    }

    pub(super) fn end(&mut self, topic: Topic) {
        self.list.retain(|follow| follow.topic != topic);
    }

    /// Whether the batch is what its topic has next, which is then taken as sent; anything else is of a following that
    /// has ended.
    pub(super) fn is_next(&mut self, batch: &Batch) -> bool {
        let follow = self
            .list
            .iter_mut()
            .find(|follow| follow.topic == batch.topic && follow.sent + 1 == batch.first);
        match follow {
            Some(follow) => {
                follow.sent = batch.last;
                true
            }
            None => false,
        }
    }
}

/// What a client asked to follow, and where it goes.
pub(super) struct Wish {
    pub(super) topic: Topic,
    pub(super) after: u64,
    pub(super) player: PlayerId,
    pub(super) format: Format,
    pub(super) outbox: Outbox,
    pub(super) gone: CancellationToken,
}

/// Asks whoever serves the topic. On success a battle's feed has begun to send; a session or a queue waits for
/// [`start_trail`].
pub(super) async fn follow(edge: &Edge, wish: &Wish) -> Result<(), Refusal> {
    let followed = match wish.topic {
        Topic::Battle(battle) => {
            let (reply, answer) = oneshot::channel();
            let subscribe = Subscribe {
                audience: Audience::Player(wish.player),
                format: wish.format,
                after: wish.after,
                outbox: wish.outbox.clone(),
                gone: wish.gone.clone(),
                reply,
            };
            edge.shared.feeds.subscribe(battle, subscribe).await;
            answer.await.unwrap_or(Err(FollowError::Unavailable))
        }
        Topic::Session(_) | Topic::Queue(_) => {
            Trail::check(&edge.shared.sources, wish.topic, wish.after).await
        }
    };
    followed.map_err(|error| {
        wish.gone.cancel();
        match error {
            FollowError::NoSuchBattle => refusal("no-such-battle", &error.to_string()),
            FollowError::Ahead(_) => refusal("version-ahead", &error.to_string()),
            FollowError::Unavailable => unavailable(),
        }
    })
}

/// Sends what a session or a queue has, and what comes, until the following ends.
pub(super) fn start_trail(edge: &Edge, wish: Wish) {
    let Wish {
        topic,
        after,
        player,
        format,
        outbox,
        gone,
    } = wish;
    let trail = Box::new(Trail {
        topic,
        player,
        format,
        version: Version(after),
        outbox,
        sources: edge.shared.sources.clone(),
    });
    // A stop ends the connection, and that the following.
    edge.shared.tasks.spawn(trail.run(gone));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use arena_rules::ids::BattleId;
    use uuid::Uuid;

    fn topic(number: u128) -> Topic {
        Topic::Battle(BattleId(Uuid::from_u128(number)))
    }

    fn batch(topic: Topic, first: u64, last: u64) -> Batch {
        Batch {
            topic,
            frames: Vec::new(),
            first,
            last,
        }
    }

    #[test]
    fn each_version_is_sent_once_and_in_order() {
        let mut follows = Follows::default();
        follows.begin(topic(1), 2).unwrap();
        let table = [
            (batch(topic(1), 4, 5), false, "a gap"),
            (batch(topic(1), 3, 5), true, "the next ones"),
            (batch(topic(1), 3, 5), false, "the same again"),
            (
                batch(topic(2), 6, 6),
                false,
                "of a topic that is not followed",
            ),
            (batch(topic(1), 6, 6), true, "the next one"),
        ];
        for (batch, next, what) in table {
            assert_eq!(follows.is_next(&batch), next, "{what}");
        }
    }

    #[test]
    fn following_again_ends_what_was_under_way() {
        let mut follows = Follows::default();
        let first = follows.begin(topic(1), 0).unwrap();
        let second = follows.begin(topic(1), 0).unwrap();
        assert!(first.is_cancelled() && !second.is_cancelled());
        follows.end(topic(1));
        assert!(second.is_cancelled());
        assert!(!follows.is_next(&batch(topic(1), 1, 1)));
    }

    #[test]
    fn topics_are_limited_and_following_one_of_them_again_is_not() {
        let mut follows = Follows::default();
        let wishes: Vec<_> = (0..limits::TOPICS as u128)
            .map(|number| follows.begin(topic(number), 0))
            .collect();
        assert!(wishes.iter().all(Option::is_some));
        assert!(follows.begin(topic(100), 0).is_none());
        assert!(follows.begin(topic(0), 0).is_some());
    }
}
