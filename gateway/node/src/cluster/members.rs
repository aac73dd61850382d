//! The log's members, as this process beats among them: with each beat it says how it is.

use std::sync::{Arc, OnceLock};

use arena_log::{
    About, Claim, Known, Losses, Membership, OwnerError, OwnerId, Pulse, ReadError, Roster, ShardId,
};
use async_trait::async_trait;
use tokio::sync::watch;

type Say = Box<dyn Fn() -> About + Send + Sync>;

/// Cheap to clone.
#[derive(Clone)]
pub(crate) struct Speaking {
    members: Arc<dyn Membership>,
    say: Arc<OnceLock<Say>>,
}

impl Speaking {
    /// One that says nothing yet.
    pub(crate) fn new(members: Arc<dyn Membership>) -> Self {
        Self {
            members,
            say: Arc::default(),
        }
    }

    /// What it says from now on.
    pub(crate) fn says(&self, say: impl Fn() -> About + Send + Sync + 'static) {
        if self.say.set(Box::new(say)).is_err() {
            tracing::error!("it was said already how this process is");
        }
    }
}

#[async_trait]
impl Membership for Speaking {
    async fn beat(&self, pulse: &Pulse) -> Result<Roster, OwnerError> {
        let about = self.say.get().map(|say| say()).unwrap_or_default();
        let pulse = Pulse {
            about,
            ..pulse.clone()
        };
        self.members.beat(&pulse).await
    }

    async fn roster(&self) -> Result<Roster, ReadError> {
        self.members.roster().await
    }

    async fn nodes(&self) -> Result<Vec<Known>, ReadError> {
        self.members.nodes().await
    }

    async fn claim_free(&self, owner: OwnerId, shards: &[ShardId]) -> Result<Claim, OwnerError> {
        self.members.claim_free(owner, shards).await
    }

    async fn settle(&self, owner: OwnerId, shards: &[ShardId]) -> Result<(), OwnerError> {
        self.members.settle(owner, shards).await
    }

    fn losses(&self) -> watch::Receiver<Losses> {
        self.members.losses()
    }
}
