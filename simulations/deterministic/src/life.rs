//! One life of one process: a real tree over a simulated store, bus and judge.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arena_bus::Bus;
use arena_log::{DistantLog, EventLog, MemoryLog, OwnerId, Way};
use arena_rules::ids::GatewayId;
use arena_rules::time::{Span, Time};
use arena_tree::clock::{Clock, TokioClock};
use arena_tree::holdings::Holdings;
use arena_tree::shards::{HOLDER, Placement};
use arena_tree::tree::{Tree, TreeError};
use arena_tree::{Arena, Judge, Member, SharedLog, TreeConfig};
use tokio::sync::{Notify, watch};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::Instant;

use crate::gate::Gate;
use crate::history::{Ending, Happened};
use crate::network::Network;
use crate::sky::Sky;
use crate::store::{Lease, StoreWay, Watched};
use crate::table::{candidates, pool};

/// What a process is started with.
pub(crate) struct Birth<'a> {
    pub(crate) sky: &'a Sky,
    pub(crate) store: &'a MemoryLog,
    pub(crate) network: &'a Network,
    pub(crate) placement: &'a Placement,
    pub(crate) node: usize,
    /// How often the process was started before.
    pub(crate) before: u32,
    pub(crate) clock: Arc<NodeClock>,
    pub(crate) writers: usize,
    /// The judge of the process; none if its submissions go to a queue.
    pub(crate) judge: MakeJudge,
}

/// Makes a process's judge, behind the border of its life.
pub(crate) type MakeJudge = Box<dyn FnOnce(&Arc<Gate>) -> Arc<dyn Judge> + Send>;

pub(crate) struct Life {
    pub(crate) node: usize,
    pub(crate) owner: OwnerId,
    pub(crate) sky: Sky,
    pub(crate) gate: Arc<Gate>,
    pub(crate) arena: Arena,
    pub(crate) bus: Bus,
    pub(crate) log: Arc<dyn EventLog>,
    pub(crate) holdings: Arc<Holdings>,
    pub(crate) lease: Arc<Lease>,
    pub(crate) way: Arc<StoreWay>,
    tree: Mutex<Option<Tree>>,
    /// Told when connections are to go; the time that they have for it is their own.
    pub(crate) going: Notify,
    drains: std::sync::atomic::AtomicBool,
    pub(crate) tasks: Mutex<JoinSet<()>>,
}

impl Life {
    pub(crate) async fn begin(birth: Birth<'_>) -> Result<Arc<Self>, TreeError> {
        let Birth {
            sky,
            store,
            network,
            node,
            before,
            ..
        } = birth;
        let dice = sky.dice(&format!("node {node}, life {before}"));
        let owner = OwnerId(dice.uuid());
        sky.note(Happened::Started {
            node,
            owner,
            origin: birth.clock.now() + since(sky, -1),
        });
        let gate = Arc::new(Gate::default());
        let way = Arc::new(StoreWay::new(sky, node, gate.clone(), dice.clone()));
        let dynamic: Arc<dyn Way> = way.clone();
        let distant = Arc::new(DistantLog::over(store, &dynamic, birth.writers));
        let log: Arc<dyn EventLog> = Arc::new(Watched::new(distant.clone(), sky, owner));
        let shared = SharedLog {
            log: log.clone(),
            members: distant,
            name: format!("n{node}"),
            roles: vec![HOLDER.to_owned()],
        };
        let lease = Arc::new(Lease::new(shared, sky));
        let bus = network.join(owner, node, &gate);
        // The sender may go: what was sent last stays.
        let (_, candidates) = watch::channel(candidates());
        let config = TreeConfig {
            log: log.clone(),
            bus: bus.clone(),
            judge: (birth.judge)(&gate),
            clock: birth.clock,
            owner,
            candidates,
            pool: pool(),
        };
        let member = Member {
            shards: lease.clone(),
            placement: birth.placement.clone(),
            elsewhere: Some(Arc::new(bus.clone())),
        };
        let tree = Tree::join(config, member).await?;
        Ok(Arc::new(Self {
            node,
            owner,
            sky: sky.clone(),
            gate,
            arena: tree.arena.clone(),
            bus,
            log,
            holdings: tree.holdings(),
            lease,
            way,
            tree: Mutex::new(Some(tree)),
            going: Notify::new(),
            drains: false.into(),
            tasks: Mutex::default(),
        }))
    }

    pub(crate) fn gateway(&self) -> GatewayId {
        self.arena.gateway()
    }

    /// Whether new connections are taken.
    pub(crate) fn is_open(&self) -> bool {
        !self.gate.is_over()
            && !self.drains.load(std::sync::atomic::Ordering::Relaxed)
            && self.holdings.is_alive()
    }

    /// Does something for as long as the process lives.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) -> AbortHandle {
        let gate = self.gate.clone();
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(async move {
            tokio::select! {
                biased;
                () = gate.over() => {}
                () = task => {}
            }
        })
    }

    fn tree(&self) -> Option<Tree> {
        self.tree
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }

    /// Ends the process without a goodbye. From the first moment nothing of it has any effect.
    pub(crate) async fn kill(&self, network: &Network) {
        self.gate.end();
        network.leave(self.owner);
        self.sky.note(Happened::Ended {
            owner: self.owner,
            how: Ending::Killed,
        });
        if let Some(tree) = self.tree() {
            tree.kill().await;
        }
    }

    /// Ends the process as an operator does.
    pub(crate) async fn stop(&self, network: &Network) {
        self.drains
            .store(true, std::sync::atomic::Ordering::Relaxed);
        self.going.notify_waiters();
        tokio::time::sleep(GOING).await;
        if let Some(tree) = self.tree() {
            tree.stop().await;
        }
        self.log.close().await;
        self.gate.end();
        self.sky.note(Happened::Ended {
            owner: self.owner,
            how: Ending::Drained,
        });
        network.leave(self.owner);
    }
}

fn since(sky: &Sky, sign: i64) -> Span {
    Span(sign * i64::try_from(sky.now().as_millis()).unwrap_or(0))
}

/// How long connections have to go before a process hands its shards over.
pub(crate) const GOING: Duration = Duration::from_secs(2);

/// A process's clock: it runs as all others, and says something else.
#[derive(Debug)]
pub(crate) struct NodeClock {
    pub(crate) base: TokioClock,
    pub(crate) ahead_ms: Mutex<i64>,
}

impl NodeClock {
    pub(crate) fn new(base: TokioClock, ahead_ms: i64) -> Self {
        Self {
            base,
            ahead_ms: Mutex::new(ahead_ms),
        }
    }

    pub(crate) fn step(&self, by_ms: i64) {
        *self.ahead_ms.lock().unwrap_or_else(PoisonError::into_inner) += by_ms;
    }
}

impl Clock for NodeClock {
    fn now(&self) -> Time {
        let ahead = *self.ahead_ms.lock().unwrap_or_else(PoisonError::into_inner);
        self.base.now() + Span(ahead)
    }
}

/// When the process's life ends, should no other sign of it be taken.
pub(crate) fn end_of(life: &Life) -> Option<Instant> {
    Some(Instant::now() + life.lease.left()?)
}
