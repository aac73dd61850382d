//! The supervision tree, whole:
//!
//! ```text
//! root                       a failure of one of its children, or another owner of a log that is held alone, is the end
//! ├── desk                   pending submissions on their way to the judge
//! ├── battles (family)       ── battle   restarted from the log with backoff; rests when over and idle
//! ├── sessions (family)      ── session  restarted from the log with backoff; rests when nobody is connected
//! ├── queues (family)        ── queue    restarted from the log with backoff; rests when empty
//! ├── book (family)          ── book     restarted from the log with backoff; never rests
//! ├── courier                effects between streams, from each shard's checkpoint
//! ├── reception              answers to other processes, if there are any, and the beacon
//! └── warden                 which shards are held here, and the sign of life
//! ```
//!
//! A battle, session, queue or book that panics or loses the log costs its own stream a pause and nobody else anything.
//! The root's own children hold nothing that the log does not have; if one of them fails the process cannot be trusted to
//! deliver, so the root stops everything and [`Tree::stopped`] tells. It does the same when another process has taken a log
//! that was held alone; one of several processes only loses shards, and goes on.

use std::sync::{Arc, OnceLock};

use arena_bus::Bus;
use arena_log::{EventLog, OwnerError, OwnerId, ReadError};
use arena_rules::ids::GatewayId;
use arena_rules::matchmaking::{Candidates, Pool};
use ractor::{Actor, ActorCell, ActorRef, SpawnErr};
use tokio::sync::{Semaphore, oneshot, watch};
use tokio::task::JoinHandle;

use crate::arena::Arena;
use crate::clock::Clock;
use crate::courier::{Courier, Doors};
use crate::desk::{self, Desk, DeskDoor, DoorOfBattles};
use crate::door::{Door, Ways};
use crate::family::Family;
use crate::holdings::Holdings;
use crate::household::Household;
use crate::judge::Judge;
use crate::limits;
use crate::load::{Gauge, Gauges, Scales};
use crate::machine::{BattleMachine, BookMachine, Machine, QueueMachine, SessionMachine};
use crate::reception::Reception;
use crate::remote::Elsewhere;
use crate::root::{self, Root};
use crate::shards::Member;
use crate::warden::{self, Alone, member};
use crate::world::{Gateways, World};

/// What the tree is built from.
pub struct TreeConfig {
    pub log: Arc<dyn EventLog>,
    pub bus: Bus,
    pub judge: Arc<dyn Judge>,
    pub clock: Arc<dyn Clock>,
    /// Made anew at every start of the process.
    pub owner: OwnerId,
    /// The problems that can be played; they may become more while the tree runs.
    pub candidates: watch::Receiver<Candidates>,
    /// The one queue of this release.
    pub pool: Pool,
}

/// Why the tree could not be started.
#[derive(Debug, thiserror::Error)]
pub enum TreeError {
    #[error(transparent)]
    Claim(#[from] OwnerError),
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error("start an actor: {0}")]
    Spawn(#[from] SpawnErr),
    #[error("an actor did not take its first message")]
    Lost,
}

/// The running tree.
pub struct Tree {
    pub arena: Arena,
    root: ActorRef<root::Message>,
    ended: JoinHandle<()>,
    children: Vec<ActorCell>,
    world: Arc<World>,
    standing: Standing,
}

/// Whether the log is this process's alone.
enum Standing {
    Alone,
    OneOfSeveral(ActorRef<member::Message>, Member),
}

impl Tree {
    /// Claims every shard of a log that no other process serves, starts the actors, and brings back what was live.
    ///
    /// # Errors
    /// Another process holds the log, the log cannot be read, or an actor does not start.
    pub async fn start(config: TreeConfig) -> Result<Self, TreeError> {
        let mut trunk = Trunk::grow(config, Holdings::alone(), None).await?;
        let root = trunk.root.clone();
        let fenced = Box::new(move |_, _| {
            root.cast(root::Message::Fenced).ok();
        });
        trunk.world.fenced.set(fenced).ok();
        let warden = Alone {
            household: trunk.household.clone(),
        };
        let (warden, _) = Actor::spawn_linked(None, warden, (), trunk.root.get_cell()).await?;
        trunk.children.insert(0, warden.get_cell());
        let (opened, open) = oneshot::channel();
        let asked = warden.cast(warden::Message::Open(opened));
        let result = match asked {
            Ok(()) => open.await.unwrap_or(Err(TreeError::Lost)),
            Err(_) => Err(TreeError::Lost),
        };
        let tree = trunk.tree(Standing::Alone);
        match result {
            Ok(()) => Ok(tree),
            Err(error) => {
                tree.kill().await;
                Err(error)
            }
        }
    }

    /// Starts the actors of one of several processes. Shards come, with what is live in them, as the others leave them to it.
    ///
    /// # Errors
    /// An actor does not start.
    pub async fn join(config: TreeConfig, member: Member) -> Result<Self, TreeError> {
        let elsewhere = member.elsewhere.clone();
        let mut trunk = Trunk::grow(config, Holdings::shared(), elsewhere).await?;
        let warden = member::Warden {
            household: trunk.household.clone(),
            member: member.clone(),
        };
        let (warden, _) = Actor::spawn_linked(None, warden, (), trunk.root.get_cell()).await?;
        let reception = Reception {
            world: trunk.world.clone(),
            arena: trunk.arena.clone(),
        };
        let (reception, _) =
            Actor::spawn_linked(None, reception, (), trunk.root.get_cell()).await?;
        trunk.children.insert(0, reception.get_cell());
        trunk.children.insert(0, warden.get_cell());
        let told = warden.clone();
        let fenced = Box::new(move |shard, epoch| {
            told.cast(member::Message::Fenced(shard, epoch)).ok();
        });
        trunk.world.fenced.set(fenced).ok();
        Ok(trunk.tree(Standing::OneOfSeveral(warden, member)))
    }

    /// The shards that this process holds, as they come and go.
    #[must_use]
    pub fn holdings(&self) -> Arc<Holdings> {
        self.world.holdings.clone()
    }

    /// Tells what the actors have to do.
    #[must_use]
    pub fn scales(&self) -> Scales {
        Scales {
            doors: self.arena.doors.clone(),
            gauges: self.arena.gauges.clone(),
        }
    }

    /// Returns when the tree has come down: after [`Tree::stop`], because one of the root's children failed, or because
    /// another process owns a log that this one held alone.
    pub async fn stopped(&mut self) {
        // A join error says that the root panicked: it is down either way.
        (&mut self.ended).await.ok();
    }

    /// Hands the shards over, one by one, if there are others to take them; stops the actors in the order of the tree, lets
    /// them finish what they have begun, and gives up what is left.
    pub async fn stop(self) {
        if let Standing::OneOfSeveral(warden, _) = &self.standing {
            let (left, leaving) = oneshot::channel();
            if warden.cast(member::Message::Leave(left)).is_ok()
                && tokio::time::timeout(limits::HAND_OVER_WITHIN, leaving)
                    .await
                    .is_err()
            {
                tracing::warn!("not every shard was handed over in time; the rest is given up");
            }
        }
        for child in &self.children {
            let stopping = child.stop_and_wait(None, Some(limits::STOP_WITHIN));
            if let Err(error) = stopping.await {
                tracing::warn!(%error, "an actor did not stop in time");
            }
        }
        self.root.stop(None);
        let World {
            log,
            owner,
            clock,
            holdings,
            ..
        } = self.world.as_ref();
        let claims: Vec<_> = holdings.shards().into_iter().collect();
        let now = clock.now().0;
        let released = match &self.standing {
            // A release is a sign of life, and there has been none: not everything has come back.
            Standing::Alone if !holdings.is_whole() => return,
            Standing::Alone => log.release(*owner, &claims, now).await,
            Standing::OneOfSeveral(_, member) => member.shards.release(*owner, &claims, now).await,
        };
        if let Err(error) = released {
            tracing::warn!(%error, "shards were not given up; the next start claims them anyway");
        }
    }

    /// Ends everything at once, as a crash would: nothing is finished, saved or given up. Returns when it has ended.
    pub async fn kill(self) {
        for child in &self.children {
            child.kill();
            child.wait(None).await.ok();
        }
        self.root.kill();
        self.ended.await.ok();
    }
}

/// Everything but the warden.
struct Trunk {
    arena: Arena,
    root: ActorRef<root::Message>,
    ended: JoinHandle<()>,
    children: Vec<ActorCell>,
    world: Arc<World>,
    household: Arc<Household>,
}

impl Trunk {
    async fn grow(
        config: TreeConfig,
        holdings: Holdings,
        elsewhere: Option<Arc<dyn Elsewhere>>,
    ) -> Result<Self, TreeError> {
        let TreeConfig {
            log,
            bus,
            judge,
            clock,
            owner,
            candidates,
            pool,
        } = config;
        let (root, ended) = Actor::spawn(None, Root, ()).await?;
        let gateway = GatewayId(owner.0);
        let world = Arc::new(World {
            log: log.clone(),
            bus: bus.clone(),
            clock: clock.clone(),
            holdings: Arc::new(holdings),
            recoveries: Arc::new(Semaphore::new(limits::RECOVERIES)),
            owner,
            gateways: Gateways::new(gateway),
            fenced: OnceLock::new(),
        });

        let gauges = Arc::new(Gauges::default());
        let under = root.get_cell();
        let (desk, _) = Actor::spawn_linked(
            None,
            Desk {
                judge: judge.clone(),
                gauges: gauges.clone(),
            },
            (),
            under,
        )
        .await?;
        let desk_door = DeskDoor::new(desk.clone());
        let mut children = vec![desk.get_cell()];
        let mut hatch = Hatchery {
            world: world.clone(),
            ways: Arc::new(Ways::new(world.holdings.clone(), elsewhere)),
            desk: desk_door,
            root: &root,
            children: &mut children,
        };
        let doors = Doors {
            battles: hatch.family(BattleMachine, &gauges.battles).await?,
            sessions: hatch.family(SessionMachine, &gauges.sessions).await?,
            queues: hatch
                .family(
                    QueueMachine {
                        pool,
                        candidates: candidates.clone(),
                    },
                    &gauges.queues,
                )
                .await?,
            book: hatch.family(BookMachine, &gauges.book).await?,
        };
        let opening = desk::Message::Open(DoorOfBattles(doors.battles.clone()));
        desk.cast(opening).map_err(|_| TreeError::Lost)?;

        let courier = Courier {
            log: log.clone(),
            doors: doors.clone(),
        };
        let (courier, _) = Actor::spawn_linked(None, courier, (), root.get_cell()).await?;
        children.insert(0, courier.get_cell());
        let household = Arc::new(Household {
            world: world.clone(),
            doors: doors.clone(),
            courier,
            pool,
        });
        let arena = Arena {
            doors,
            judge,
            log,
            bus,
            clock,
            candidates,
            gateway,
            gauges,
        };
        Ok(Self {
            arena,
            root,
            ended,
            children,
            world,
            household,
        })
    }

    fn tree(self, standing: Standing) -> Tree {
        let Self {
            arena,
            root,
            ended,
            children,
            world,
            ..
        } = self;
        Tree {
            arena,
            root,
            ended,
            children,
            world,
            standing,
        }
    }
}

struct Hatchery<'a> {
    world: Arc<World>,
    ways: Arc<Ways>,
    desk: DeskDoor,
    root: &'a ActorRef<root::Message>,
    children: &'a mut Vec<ActorCell>,
}

impl Hatchery<'_> {
    async fn family<M: Machine>(
        &mut self,
        machine: M,
        gauge: &Arc<Gauge>,
    ) -> Result<Door<M>, TreeError> {
        let family = Family {
            machine: Arc::new(machine),
            world: self.world.clone(),
            desk: self.desk.clone(),
            gauge: gauge.clone(),
        };
        let (family, _) = Actor::spawn_linked(None, family, (), self.root.get_cell()).await?;
        self.children.insert(0, family.get_cell());
        Ok(Door::new(family, self.ways.clone()))
    }
}
