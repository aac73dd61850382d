//! Several processes of one arena, each with a gateway, over a NATS server of their own.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use arena_bus::testing::NatsServer;
use arena_bus::{Bus, placement};
use arena_edge::Redis;
use arena_log::{Claim, Epoch, MemoryLog, OwnerError, OwnerId, ShardId};
use arena_tree::shards::{HOLDER, Roster, Sign};
use arena_tree::tree::Tree;
use arena_tree::{Member, Shards, SharedLog};
use async_trait::async_trait;
use uuid::Uuid;

use super::world::{Common, World, config};

pub(crate) struct Nodes {
    pub(crate) nats: NatsServer,
    log: MemoryLog,
    common: Arc<Common>,
}

/// What a process does beside being a gateway.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Battles,
    GatewayAlone,
}

pub(crate) struct Node {
    pub(crate) world: World,
    pub(crate) address: SocketAddr,
    line: Arc<Line>,
}

impl Nodes {
    pub(crate) async fn new() -> Self {
        let log = MemoryLog::for_members();
        let common = Common::of(Arc::new(log.another())).await;
        Self {
            nats: NatsServer::start().await,
            log,
            common,
        }
    }

    pub(crate) async fn add(&self, part: Part, redis: Option<Redis>) -> Node {
        let owner = OwnerId(Uuid::new_v4());
        let log = Arc::new(self.log.another());
        let line = Arc::new(Line {
            shards: SharedLog {
                log: log.clone(),
                members: Arc::new(self.log.another()),
                name: owner.to_string(),
                roles: match part {
                    Part::Battles => vec![HOLDER.to_owned()],
                    Part::GatewayAlone => Vec::new(),
                },
            },
            cut: AtomicBool::new(false),
        });
        let bus = Bus::connect(&self.nats.options(), owner).await.unwrap();
        let member = Member {
            shards: line.clone(),
            placement: Arc::new(|owners: &[OwnerId]| {
                let placed: BTreeMap<ShardId, OwnerId> = placement(owners);
                placed
            }),
            elsewhere: Some(Arc::new(bus.clone())),
        };
        let tree = Tree::join(self.common.tree(log, bus, owner), member).await;
        let world = World::of(self.common.clone(), tree.unwrap(), config(), redis);
        while !world.tree.holdings().is_alive() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let address = world.listen().await;
        Node {
            world,
            address,
            line,
        }
    }

    /// Returns when these nodes hold all shards, each some.
    pub(crate) async fn settled(&self, nodes: &[&Node]) {
        loop {
            let held: Vec<usize> = nodes.iter().map(|node| node.held()).collect();
            let all: usize = held.iter().sum();
            if all == ShardId::all().count() && held.iter().all(|held| *held > 0) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Node {
    fn held(&self) -> usize {
        self.world.tree.holdings().shards().len()
    }

    /// From now on no sign of life of it is taken, until the line is whole again.
    pub(crate) fn cut(&self, cut: bool) {
        self.line.cut.store(cut, Ordering::SeqCst);
    }
}

/// The way from a process to its lease.
struct Line {
    shards: SharedLog,
    cut: AtomicBool,
}

impl Line {
    async fn pass(&self) {
        if self.cut.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
    }
}

#[async_trait]
impl Shards for Line {
    async fn beat(&self, sign: Sign) -> Result<Roster, OwnerError> {
        self.pass().await;
        self.shards.beat(sign).await
    }

    async fn claim_free(&self, owner: OwnerId, shards: &[ShardId]) -> Result<Claim, OwnerError> {
        self.pass().await;
        self.shards.claim_free(owner, shards).await
    }

    async fn settle(&self, owner: OwnerId, shards: &[ShardId]) -> Result<(), OwnerError> {
        self.pass().await;
        self.shards.settle(owner, shards).await
    }

    async fn release(
        &self,
        owner: OwnerId,
        claims: &[(ShardId, Epoch)],
        seen_at_ms: i64,
    ) -> Result<(), OwnerError> {
        self.pass().await;
        self.shards.release(owner, claims, seen_at_ms).await
    }
}
