//! Several processes on one log, in one paused runtime: shards come, go and are fought for. And over a real NATS server.

mod failures;
mod moves;
mod over_nats;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use arena_bus::testing::NatsServer;
use arena_bus::work::{WorkOptions, WorkQueue};
use arena_bus::{Bus, Outcome, Reply, Request, RequestError};
use arena_log::{Claim, Epoch, MemoryLog, OwnerError, OwnerId, ShardId, StreamId};
use arena_rules::ids::effect_id;
use arena_rules::play::Language;
use arena_tree::clock::TokioClock;
use arena_tree::holdings::Holdings;
use arena_tree::shards::{Placement, Roster, Sign};
use arena_tree::tree::Tree;
use arena_tree::{Arena, Elsewhere, Member, Offered, RemoteJudge, Shards, SharedLog};
use async_trait::async_trait;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::world::{START, TroubledLog, World, config};

/// The lease, and a second to claim and bring back.
const FAILOVER: Duration = Duration::from_secs(6);

/// Processes that share a log and hear of each other.
pub struct Cluster {
    log: MemoryLog,
    clock: TokioClock,
    network: Arc<Network>,
    referee: Arc<Referee>,
    watching: JoinSet<()>,
    pub nats: Option<NatsServer>,
}

/// A process of a cluster.
pub struct Node {
    pub owner: OwnerId,
    pub world: World,
    pub line: Arc<Line>,
    pub holdings: Arc<Holdings>,
}

impl Cluster {
    pub fn new() -> Self {
        let referee = Arc::new(Referee::default());
        let mut watching = JoinSet::new();
        watching.spawn(watch(referee.clone()));
        Self {
            log: MemoryLog::for_members(),
            clock: TokioClock::starting_at(START),
            network: Arc::default(),
            referee,
            watching,
            nats: None,
        }
    }

    /// Processes that hear of each other through a server of their own.
    pub async fn over_nats() -> Self {
        let nats = Some(NatsServer::start().await);
        Self {
            nats,
            ..Self::new()
        }
    }

    /// So many processes, each with its share.
    pub async fn of<const N: usize>() -> (Self, [Node; N]) {
        let cluster = Self::new();
        let mut nodes = Vec::new();
        for _ in 0..N {
            nodes.push(cluster.add().await);
        }
        cluster.settled(&nodes.iter().collect::<Vec<_>>()).await;
        let Ok(nodes) = nodes.try_into() else {
            panic!("not {N} nodes")
        };
        (cluster, nodes)
    }

    pub async fn add(&self) -> Node {
        self.add_with(|_| ()).await
    }

    /// One whose submissions others judge.
    pub async fn add_without_judge(&self, work: WorkOptions) -> Node {
        self.add_as(|_| (), Some(work)).await
    }

    pub async fn add_with(&self, prepare: impl FnOnce(&TroubledLog)) -> Node {
        self.add_as(prepare, None).await
    }

    async fn add_as(
        &self,
        prepare: impl FnOnce(&TroubledLog),
        judged_elsewhere: Option<WorkOptions>,
    ) -> Node {
        let log = Arc::new(TroubledLog::in_memory(self.log.another()));
        prepare(&log);
        let (judge, owner) = (Arc::default(), OwnerId(Uuid::new_v4()));
        let line = Arc::new(Line {
            shards: SharedLog {
                log: log.clone(),
                members: Arc::new(self.log.another()),
                name: owner.to_string(),
                roles: vec![arena_tree::shards::HOLDER.to_owned()],
            },
            cut: AtomicBool::new(false),
        });
        let mut config = config(&log, &judge, self.clock, owner);
        let elsewhere: Arc<dyn Elsewhere> = match &self.nats {
            Some(server) => {
                config.bus = Bus::connect(&server.options(), owner).await.unwrap();
                Arc::new(config.bus.clone())
            }
            None => Arc::new(Wire {
                own: owner,
                network: self.network.clone(),
            }),
        };
        if let Some(work) = judged_elsewhere {
            config.judge = Arc::new(RemoteJudge {
                bus: config.bus.clone(),
                queue: Arc::new(WorkQueue::over(&config.bus, &work).unwrap()),
                offered: Offered::new([Language("python".to_owned())]),
            });
        }
        let member = Member {
            shards: line.clone(),
            placement: placement(),
            elsewhere: Some(elsewhere),
        };
        let tree = Tree::join(config, member).await.unwrap();
        let holdings = tree.holdings();
        self.network.join(owner, tree.arena.clone());
        self.referee.watch(owner, holdings.clone());
        let world = World::of(log, judge, tree);
        Node {
            owner,
            world,
            line,
            holdings,
        }
    }

    /// The next questions from one process to another get lost.
    pub fn lose(&self, questions: usize) {
        self.network.losing.store(questions, Ordering::SeqCst);
    }

    /// How many of those are still to come.
    pub fn to_lose(&self) -> usize {
        self.network.losing.load(Ordering::SeqCst)
    }

    /// Ends a process without a goodbye.
    pub async fn kill(&self, node: Node) {
        self.network.leave(node.owner);
        node.world.tree.kill().await;
        self.referee.forget(node.owner);
    }

    /// Ends a process as an operator does.
    pub async fn stop(&self, node: Node) {
        node.world.tree.stop().await;
        self.network.leave(node.owner);
        self.referee.forget(node.owner);
    }

    /// Returns when the nodes hold what is meant for them, together everything.
    pub async fn settled(&self, nodes: &[&Node]) {
        let owners: Vec<OwnerId> = nodes.iter().map(|node| node.owner).collect();
        let placed = placement()(&owners);
        let holds = |node: &&Node| {
            let held = node.holdings.shards();
            let meant = placed.iter().filter(|(_, owner)| **owner == node.owner);
            held.keys().eq(meant.map(|(shard, _)| shard))
        };
        for _ in 0..100_000 {
            if nodes.iter().all(holds) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("shards never settled");
    }

    /// No two processes could ever speak for the same shard.
    pub fn assert_fair(mut self) {
        self.watching.abort_all();
        let found = self.referee.found.lock().unwrap();
        assert!(found.is_empty(), "{found:?}");
        assert!(*self.referee.looked.lock().unwrap() > 0);
    }
}

impl Node {
    pub fn has(&self, stream: StreamId) -> bool {
        self.holdings.shards().contains_key(&ShardId::of(stream))
    }
}

/// The shard's own choice among the nodes: one that comes or goes changes only its own.
pub fn placement() -> Placement {
    Arc::new(|nodes: &[OwnerId]| {
        let wish = |shard: ShardId| {
            let weight = |node: &&OwnerId| effect_id(node.0, Uuid::from_u128(shard.0.into()));
            nodes.iter().max_by_key(weight).copied()
        };
        ShardId::all()
            .filter_map(|shard| Some((shard, wish(shard)?)))
            .collect()
    })
}

/// The way from a process to its lease, which can be cut.
pub struct Line {
    shards: SharedLog,
    cut: AtomicBool,
}

impl Line {
    /// From now on nothing is answered, not even with an error, until it is whole again.
    pub fn set_cut(&self, cut: bool) {
        self.cut.store(cut, Ordering::SeqCst);
    }

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

/// Everybody who can be asked.
#[derive(Default)]
struct Network {
    arenas: Mutex<BTreeMap<OwnerId, Arena>>,
    /// So many questions more get lost.
    losing: AtomicUsize,
}

impl Network {
    fn join(&self, owner: OwnerId, arena: Arena) {
        self.arenas.lock().unwrap().insert(owner, arena);
    }

    fn leave(&self, owner: OwnerId) {
        self.arenas.lock().unwrap().remove(&owner);
    }
}

/// One process's end of the network: it asks everybody else, as a shard's subject would reach whoever serves it.
struct Wire {
    own: OwnerId,
    network: Arc<Network>,
}

#[async_trait]
impl Elsewhere for Wire {
    async fn ask(&self, shard: ShardId, request: Request) -> Result<Reply, RequestError> {
        let losing = &self.network.losing;
        let lost = losing.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
            left.checked_sub(1)
        });
        if lost.is_ok() {
            tokio::time::sleep_until(request.deadline).await;
            return Err(RequestError::TimedOut(shard));
        }
        let others: Vec<Arena> = {
            let arenas = self.network.arenas.lock().unwrap();
            let others = arenas.iter().filter(|(owner, _)| **owner != self.own);
            others.map(|(_, arena)| arena.clone()).collect()
        };
        for arena in others {
            let answer = arena.serve_remote(request.clone());
            match tokio::time::timeout_at(request.deadline, answer).await {
                Ok(Some(Reply {
                    result: Outcome::NotOwner,
                    ..
                })) => {}
                Ok(Some(reply)) => return Ok(reply),
                Ok(None) => return Err(RequestError::Unanswered(shard)),
                Err(_) => return Err(RequestError::TimedOut(shard)),
            }
        }
        Err(RequestError::NoResponder(shard))
    }
}

/// Looks again and again whether a shard has two masters.
#[derive(Default)]
struct Referee {
    holdings: Mutex<BTreeMap<OwnerId, Arc<Holdings>>>,
    found: Mutex<BTreeSet<String>>,
    looked: Mutex<usize>,
}

impl Referee {
    fn watch(&self, owner: OwnerId, holdings: Arc<Holdings>) {
        self.holdings.lock().unwrap().insert(owner, holdings);
    }

    fn forget(&self, owner: OwnerId) {
        self.holdings.lock().unwrap().remove(&owner);
    }

    fn look(&self) {
        let mut masters: BTreeMap<ShardId, OwnerId> = BTreeMap::new();
        for (owner, holdings) in self.holdings.lock().unwrap().iter() {
            for (shard, epoch) in holdings.shards() {
                if let Some(other) = masters.insert(shard, *owner) {
                    let found = format!("shard {shard}, epoch {epoch}: {other} and {owner}");
                    self.found.lock().unwrap().insert(found);
                }
            }
        }
        *self.looked.lock().unwrap() += 1;
    }
}

async fn watch(referee: Arc<Referee>) {
    loop {
        referee.look();
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
