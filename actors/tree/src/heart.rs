//! The sign of life.

use std::sync::Arc;

use arena_log::OwnerId;
use ractor::{Actor, ActorProcessingErr, ActorRef};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::entity::World;
use crate::limits;

/// Records every second that this process is alive, so that the next one knows how long nobody was.
///
/// It is silent until everything that was live has come back: the owner after one that ends in between then learns of the
/// owner before it, and gives the whole outage back to those who did not get it yet.
pub(crate) struct Heart {
    pub(crate) owner: OwnerId,
    pub(crate) world: Arc<World>,
}

pub(crate) struct Beat;

/// What has not come back yet.
pub(crate) struct Silence {
    late: JoinSet<()>,
    until: Instant,
}

impl Actor for Heart {
    type Msg = Beat;
    type State = Silence;
    type Arguments = JoinSet<()>;

    async fn pre_start(
        &self,
        myself: ActorRef<Beat>,
        late: JoinSet<()>,
    ) -> Result<Silence, ActorProcessingErr> {
        let mut silence = Silence {
            late,
            until: Instant::now() + limits::FIRST_HEARTBEAT_WITHIN,
        };
        self.beat(&mut silence).await;
        myself.send_interval(limits::HEARTBEAT, || Beat);
        Ok(silence)
    }

    async fn handle(
        &self,
        _: ActorRef<Beat>,
        Beat: Beat,
        silence: &mut Silence,
    ) -> Result<(), ActorProcessingErr> {
        self.beat(silence).await;
        Ok(())
    }
}

impl Heart {
    async fn beat(&self, silence: &mut Silence) {
        while silence.late.try_join_next().is_some() {}
        if !silence.late.is_empty() {
            if Instant::now() < silence.until {
                return;
            }
            let missing = silence.late.len();
            tracing::error!(
                missing,
                "streams that were live do not come back; their supervisors go on trying"
            );
            silence.late.abort_all();
        }
        let now = self.world.clock.now();
        self.world.whole_since.get_or_init(|| now);
        if let Err(error) = self.world.log.heartbeat(self.owner, now.0).await {
            tracing::warn!(%error, "heartbeat failed");
        }
    }
}
