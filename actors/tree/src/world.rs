//! What the actors of a process share.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use arena_bus::Bus;
use arena_log::{Epoch, EventLog, OwnerId, ShardId};
use arena_rules::ids::GatewayId;
use tokio::sync::Semaphore;

use crate::clock::Clock;
use crate::holdings::Holdings;

/// What every actor is given.
pub(crate) struct World {
    pub(crate) log: Arc<dyn EventLog>,
    pub(crate) bus: Bus,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) holdings: Arc<Holdings>,
    pub(crate) recoveries: Arc<Semaphore>,
    /// This process.
    pub(crate) owner: OwnerId,
    pub(crate) gateways: Gateways,
    /// Told when an append was refused because the shard has a newer epoch.
    pub(crate) fenced: OnceLock<Fenced>,
}

pub(crate) type Fenced = Box<dyn Fn(ShardId, Epoch) + Send + Sync>;

impl World {
    pub(crate) fn fenced(&self, shard: ShardId, epoch: Epoch) {
        if let Some(tell) = self.fenced.get() {
            tell(shard, epoch);
        }
    }
}

/// The gateways that are alive, as far as is known.
pub(crate) struct Gateways(RwLock<Arc<BTreeSet<GatewayId>>>);

impl Gateways {
    pub(crate) fn new(own: GatewayId) -> Self {
        Self(RwLock::new(Arc::new(BTreeSet::from([own]))))
    }

    pub(crate) fn get(&self) -> Arc<BTreeSet<GatewayId>> {
        let alive = self.0.read().unwrap_or_else(PoisonError::into_inner);
        alive.clone()
    }

    /// Returns whether one of those before is not among them.
    pub(crate) fn set(&self, alive: BTreeSet<GatewayId>) -> bool {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let missing = kept.difference(&alive).next().is_some();
        *kept = Arc::new(alive);
        missing
    }
}
