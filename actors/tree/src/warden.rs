//! The warden decides which shards this process holds. There are two: this one has the log alone; [`member`] is one of several.

pub(crate) mod member;
mod plan;

use std::collections::BTreeMap;
use std::sync::Arc;

use arena_log::ShardId;
use ractor::{Actor, ActorProcessingErr, ActorRef};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::household::Household;
use crate::limits;
use crate::tree::TreeError;

/// Claims every shard at once, and records every second that this process is alive, so that the next one knows how long
/// nobody was.
///
/// It is silent until everything that was live has come back: the owner after one that ends in between then learns of the
/// owner before it, and gives the whole outage back to those who did not get it yet.
pub(crate) struct Alone {
    pub(crate) household: Arc<Household>,
}

pub(crate) enum Message {
    /// Claim, bring back what was live, and tell when everything has come back or has had its time.
    Open(oneshot::Sender<Result<(), TreeError>>),
    Beat,
}

impl Actor for Alone {
    type Msg = Message;
    /// What waits for those who need more time.
    type State = JoinSet<()>;
    type Arguments = ();

    async fn pre_start(
        &self,
        _: ActorRef<Message>,
        (): (),
    ) -> Result<JoinSet<()>, ActorProcessingErr> {
        Ok(JoinSet::new())
    }

    async fn handle(
        &self,
        myself: ActorRef<Message>,
        message: Message,
        late: &mut JoinSet<()>,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            Message::Open(opened) => {
                let result = self.open(late).await;
                if result.is_ok() {
                    self.beat().await;
                    myself.send_interval(limits::HEARTBEAT, || Message::Beat);
                }
                // Whoever waited may have gone.
                opened.send(result).ok();
            }
            Message::Beat => self.beat().await,
        }
        Ok(())
    }
}

impl Alone {
    async fn open(&self, late: &mut JoinSet<()>) -> Result<(), TreeError> {
        let world = &self.household.world;
        let shards: Vec<ShardId> = ShardId::all().collect();
        let claim = world.log.claim(world.owner, &shards).await?;
        let term = world.holdings.term();
        let nothing = Arc::new(|_, _| ());
        let revival = self
            .household
            .take_up(term, &claim, &BTreeMap::new(), nothing)
            .await?;
        late.spawn(revival.rest());
        Ok(())
    }

    async fn beat(&self) {
        let world = &self.household.world;
        if !world.holdings.is_whole() {
            return;
        }
        let now = world.clock.now().0;
        if let Err(error) = world.log.heartbeat(world.owner, now).await {
            tracing::warn!(%error, "heartbeat failed");
        }
    }
}
