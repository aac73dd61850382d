//! A follower as the arena has them: it folds what it is told, and reads the truth when it is told that it missed something.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arena_log::{StreamId, Version};
use tokio::time::timeout;

use super::PATIENCE;
use crate::testing::committed;
use crate::{Bus, Committed, Following, Link};

/// In the place of the log: how far a stream has come.
#[derive(Debug, Clone)]
pub struct Truth {
    stream: StreamId,
    newest: Arc<Mutex<Version>>,
}

impl Truth {
    /// An empty stream.
    #[must_use]
    pub fn of(stream: StreamId) -> Self {
        Self {
            stream,
            newest: Arc::default(),
        }
    }

    /// The next commit, which is durable now, and has still to be published.
    #[must_use]
    pub fn commit(&self) -> Committed {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        *newest = newest.next();
        committed(self.stream, newest.0, newest.0, 1)
    }

    /// The newest version.
    #[must_use]
    pub fn newest(&self) -> Version {
        *self.newest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Follows a stream.
#[derive(Debug)]
pub struct Reader {
    following: Following,
    truth: Truth,
    version: Version,
    /// How often it read the truth.
    pub reads: usize,
}

impl Reader {
    /// Subscribes first and reads then.
    #[must_use]
    pub fn follow(bus: &Bus, truth: &Truth) -> Self {
        let following = bus.follow(truth.stream);
        Self {
            following,
            version: truth.newest(),
            truth: truth.clone(),
            reads: 1,
        }
    }

    /// A stream's truth and whoever follows it, once the subscription holds.
    ///
    /// # Panics
    /// When it does not hold for a long time.
    pub async fn settled(publisher: &Bus, follower: &Bus, stream: StreamId) -> (Truth, Self) {
        let truth = Truth::of(stream);
        let mut reader = Self::follow(follower, &truth);
        reader.settle(publisher).await;
        (truth, reader)
    }

    /// Waits for one piece of news.
    ///
    /// # Panics
    /// When there is none for a long time.
    pub async fn hear(&mut self) -> Option<Committed> {
        let news = timeout(PATIENCE, self.following.next()).await;
        let news = news.unwrap_or_else(|_| {
            panic!(
                "{} is at version {}, its follower was told of {} and nothing more",
                self.truth.stream,
                self.truth.newest(),
                self.version
            )
        });
        match &news {
            Some(Committed { events, .. }) => {
                for event in events.iter() {
                    assert_eq!(event.stream, self.truth.stream, "news of another stream");
                    if event.version == self.version.next() {
                        self.version = event.version;
                    } else if event.version > self.version {
                        self.read();
                    }
                }
            }
            None => self.read(),
        }
        news
    }

    /// Waits until it knows a version.
    ///
    /// # Panics
    /// When it is not told of it.
    pub async fn reach(&mut self, version: Version) {
        while self.version < version {
            self.hear().await;
        }
    }

    /// Waits until the subscription holds: from then on it is told everything as it happens. Over NATS a stream's first
    /// followers are told to read the log when it does; within a process it holds at once.
    ///
    /// # Panics
    /// When it never holds.
    pub async fn settle(&mut self, publisher: &Bus) {
        /// Whoever follows what is followed already is not told to read.
        const ROUNDS: usize = 20;
        const ROUND: Duration = Duration::from_millis(100);
        let mut is_told = publisher.link() == Link::InProcess || self.reads > 1;
        for round in 0..10 * ROUNDS {
            publisher.publish(self.truth.commit());
            // Whatever has been waiting is heard before another commit is made.
            while let Ok(heard) = timeout(ROUND, self.hear()).await {
                is_told |= heard.is_none();
                let is_newest = heard.is_some_and(|news| {
                    news.events.last().map(|last| last.version) == Some(self.truth.newest())
                });
                if is_newest && (is_told || round > ROUNDS) {
                    return;
                }
            }
        }
        panic!("{} is never heard", self.truth.stream);
    }

    fn read(&mut self) {
        self.reads += 1;
        self.version = self.truth.newest();
    }
}
