//! One task for each battle that somebody follows: it folds the battle, renders each event once for each audience and
//! format, and hands the bytes to all who follow. A thousand spectators cost one rendering.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use arena_bus::codec::ArenaCodec;
use arena_bus::{ArenaEvent, Bus, Committed, streams};
use arena_log::{EventCodec, EventLog, Recorded, Version};
use arena_rules::battle::{self, Audience, Battle, Event};
use arena_rules::ids::{BattleId, PlayerId};
use arena_rules::play::ProblemRef;
use bytes::Bytes;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::limits;
use crate::names::Names;
use crate::outbox::{Batch, Outbox};
use crate::protocol::codec::Format;
use crate::protocol::server::{HiddenFrame, PlayerCard, ProblemCard, ServerFrame, TopicFrame};
use crate::render::{self, Surroundings};
use crate::topics::Topic;
use crate::waits::Waits;

/// Requests to one feed that wait at a time.
const FEED_QUEUE: usize = 256;

/// Finds what players are shown of a problem.
pub type ProblemCards = Arc<dyn Fn(&ProblemRef) -> Option<Arc<ProblemCard>> + Send + Sync>;

/// What feeds are made of. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Sources {
    pub(crate) log: Arc<dyn EventLog>,
    pub(crate) bus: Bus,
    pub(crate) names: Names,
    pub(crate) waits: Waits,
    pub(crate) problems: ProblemCards,
}

/// All running feeds. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Feeds {
    sources: Sources,
    running: Arc<Mutex<HashMap<BattleId, mpsc::Sender<Subscribe>>>>,
    tasks: TaskTracker,
    stop: CancellationToken,
}

/// A wish to follow a battle.
pub(crate) struct Subscribe {
    pub(crate) audience: Audience,
    pub(crate) format: Format,
    pub(crate) after: u64,
    pub(crate) outbox: Outbox,
    /// Cancelled when the client stops following.
    pub(crate) gone: CancellationToken,
    pub(crate) reply: oneshot::Sender<Result<(), FollowError>>,
}

/// Why a topic cannot be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FollowError {
    #[error("there is no such battle")]
    NoSuchBattle,
    #[error("the topic stands at version {0}: ask for what is after that or an earlier one")]
    Ahead(u64),
    #[error("the log cannot be read now: follow again")]
    Unavailable,
}

impl Feeds {
    pub(crate) fn new(sources: Sources, tasks: TaskTracker, stop: CancellationToken) -> Self {
        Self {
            sources,
            running: Arc::default(),
            tasks,
            stop,
        }
    }

    /// Hands the wish to the battle's feed, which is started if need be.
    pub(crate) async fn subscribe(&self, battle: BattleId, wish: Subscribe) {
        let feed = self.feed(battle);
        if let Err(mpsc::error::SendError(wish)) = feed.send(wish).await {
            // The feed has just ended for want of followers: start it again.
            self.forget(battle, &feed);
            let again = self.feed(battle).send(wish).await;
            if let Err(mpsc::error::SendError(wish)) = again {
                wish.reply.send(Err(FollowError::Unavailable)).ok();
            }
        }
    }

    fn feed(&self, battle: BattleId) -> mpsc::Sender<Subscribe> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(feed) = running.get(&battle)
            && !feed.is_closed()
        {
            return feed.clone();
        }
        let (feed, wishes) = mpsc::channel(FEED_QUEUE);
        running.insert(battle, feed.clone());
        let (feeds, own) = (self.clone(), feed.clone());
        self.tasks.spawn(async move {
            let stop = feeds.stop.clone();
            let feed = Feed::new(battle, feeds.sources.clone());
            tokio::select! {
                () = stop.cancelled() => {}
                () = feed.run(wishes) => {}
            }
            feeds.forget(battle, &own);
        });
        feed
    }

    fn forget(&self, battle: BattleId, feed: &mpsc::Sender<Subscribe>) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if running
            .get(&battle)
            .is_some_and(|known| known.same_channel(feed))
        {
            running.remove(&battle);
        }
    }
}

struct Feed {
    id: BattleId,
    sources: Sources,
    battle: Battle,
    version: Version,
    cards: BTreeMap<PlayerId, PlayerCard>,
    followers: Vec<Follower>,
}

/// What happens to a feed.
enum Happening {
    Wish(Option<Subscribe>),
    /// A commit; none if some were missed.
    News(Option<Committed>),
    Lingered,
}

struct Follower {
    audience: Audience,
    format: Format,
    outbox: Outbox,
    gone: CancellationToken,
}

impl Feed {
    fn new(id: BattleId, sources: Sources) -> Self {
        Self {
            id,
            sources,
            battle: Battle::default(),
            version: Version::ZERO,
            cards: BTreeMap::new(),
            followers: Vec::new(),
        }
    }

    async fn run(mut self, mut wishes: mpsc::Receiver<Subscribe>) {
        let mut following = self.sources.bus.follow(streams::battle(self.id));
        let mut linger = tokio::time::interval(limits::FEED_LINGERS);
        linger.reset();
        let mut looks = 0_u32;
        loop {
            // Only waiting may be given up for something else; what is done about it is done to its end.
            let happening = tokio::select! {
                wish = wishes.recv() => Happening::Wish(wish),
                news = following.next() => Happening::News(news),
                _ = linger.tick() => Happening::Lingered,
            };
            match happening {
                Happening::Wish(Some(wish)) => self.take(wish).await,
                Happening::Wish(None) => return,
                Happening::News(news) => self.hear(news).await,
                Happening::Lingered => {
                    self.followers
                        .retain(|follower| !follower.gone.is_cancelled());
                    if self.followers.is_empty() {
                        wishes.close();
                        while let Some(wish) = wishes.recv().await {
                            wish.reply.send(Err(FollowError::Unavailable)).ok();
                        }
                        return;
                    }
                    looks = looks.wrapping_add(1);
                    if looks.is_multiple_of(limits::FEED_READS_EVERY) {
                        self.catch_up().await.ok();
                    }
                }
            }
        }
    }

    async fn hear(&mut self, news: Option<Committed>) {
        let next = self.version.next();
        let fitting = news.filter(|committed| {
            let first = committed.events.first();
            first.is_some_and(|event| event.version <= next)
        });
        match fitting {
            Some(committed) => {
                for recorded in committed.events.iter() {
                    if recorded.version > self.version {
                        self.fold(recorded).await;
                    }
                }
            }
            // Some commits were missed: the log has them.
            None => {
                self.catch_up().await.ok();
            }
        }
    }

    async fn take(&mut self, wish: Subscribe) {
        let answer = self.subscribe(&wish).await;
        // The connection may have gone while the log was read.
        wish.reply.send(answer).ok();
    }

    async fn subscribe(&mut self, wish: &Subscribe) -> Result<(), FollowError> {
        self.catch_up().await?;
        if self.battle.card.is_none() {
            return Err(FollowError::NoSuchBattle);
        }
        if wish.after > self.version.0 {
            return Err(FollowError::Ahead(self.version.0));
        }
        let audience = self.audience(wish.audience);
        let mut after = Version(wish.after);
        while after < self.version {
            let page = self
                .sources
                .log
                .read_stream(streams::battle(self.id), after, limits::TOPIC_PAGE)
                .await
                .map_err(|_| FollowError::Unavailable)?;
            let known = page
                .iter()
                .filter(|recorded| recorded.version <= self.version);
            let events: Vec<(Version, Event)> = known.filter_map(decoded).collect();
            let (Some((first, _)), Some((last, _))) = (events.first(), events.last()) else {
                return Err(FollowError::Unavailable);
            };
            let batch = Batch {
                topic: Topic::Battle(self.id),
                frames: events
                    .iter()
                    .filter_map(|(version, event)| {
                        self.encode(*version, event, audience, wish.format)
                    })
                    .collect(),
                first: first.0,
                last: last.0,
            };
            after = *last;
            if !wish.outbox.push(Arc::new(batch)) {
                return Err(FollowError::Unavailable);
            }
        }
        self.followers.push(Follower {
            audience,
            format: wish.format,
            outbox: wish.outbox.clone(),
            gone: wish.gone.clone(),
        });
        Ok(())
    }

    /// Whoever does not play here is a spectator.
    fn audience(&self, asked: Audience) -> Audience {
        match asked {
            Audience::Player(player) if self.battle.seat(player).is_some() => asked,
            Audience::Player(_) | Audience::Spectator => Audience::Spectator,
        }
    }

    async fn catch_up(&mut self) -> Result<(), FollowError> {
        loop {
            let page = self
                .sources
                .log
                .read_stream(streams::battle(self.id), self.version, limits::TOPIC_PAGE)
                .await
                .map_err(|_| FollowError::Unavailable)?;
            if page.is_empty() {
                return Ok(());
            }
            for recorded in &page {
                self.fold(recorded).await;
            }
        }
    }

    /// Folds one event and sends it to all who follow.
    async fn fold(&mut self, recorded: &Recorded) {
        let Some((version, event)) = decoded(recorded) else {
            tracing::error!(battle = %self.id, version = %recorded.version, "an event cannot be read");
            self.version = recorded.version;
            return;
        };
        if let Event::Created { parties, .. } = &event {
            let players: Vec<PlayerId> = parties.iter().map(|party| party.player).collect();
            let cards = self.sources.names.cards(&players).await;
            self.cards = players.into_iter().zip(cards).collect();
        }
        self.battle = battle::evolve(std::mem::take(&mut self.battle), &event);
        self.version = version;
        let mut batches: BTreeMap<(Audience, Format), Arc<Batch>> = BTreeMap::new();
        let followers = std::mem::take(&mut self.followers);
        let still = followers.into_iter().filter(|follower| {
            if follower.gone.is_cancelled() {
                return false;
            }
            let (audience, format) = (follower.audience, follower.format);
            let batch = batches.entry((audience, format)).or_insert_with(|| {
                let frame = self.encode(version, &event, audience, format);
                Arc::new(Batch {
                    topic: Topic::Battle(self.id),
                    frames: frame.into_iter().collect(),
                    first: version.0,
                    last: version.0,
                })
            });
            follower.outbox.push(batch.clone())
        });
        self.followers = still.collect();
    }

    fn encode(
        &self,
        version: Version,
        event: &Event,
        audience: Audience,
        format: Format,
    ) -> Option<Bytes> {
        let around = Surroundings {
            cards: &self.cards,
            problem: &|problem| (self.sources.problems)(problem),
        };
        let topic = Topic::Battle(self.id).to_string();
        let seen = render::battle_event(event, audience, &self.battle, &around);
        let frame = match seen {
            Some(seen) => ServerFrame::Topic(TopicFrame {
                topic,
                v: version.0,
                at_ms: event.at().0,
                event: seen,
            }),
            None => ServerFrame::Hidden(HiddenFrame {
                topic,
                v: version.0,
            }),
        };
        format.encode(&frame)
    }
}

fn decoded(recorded: &Recorded) -> Option<(Version, Event)> {
    match ArenaCodec::decode(recorded.kind, recorded.schema, &recorded.data) {
        Ok(ArenaEvent::Battle(event)) => Some((recorded.version, event)),
        Ok(ArenaEvent::Session(_) | ArenaEvent::Queue(_) | ArenaEvent::Book(_)) | Err(_) => None,
    }
}
