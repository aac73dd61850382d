//! The supervision tree, whole:
//!
//! ```text
//! root                       a failure of one of its children, or another owner of the log, is the process's end
//! ├── desk                   pending submissions on their way to the judge
//! ├── battles (family)       ── battle   restarted from the log with backoff; rests when over and idle
//! ├── sessions (family)      ── session  restarted from the log with backoff; rests when nobody is connected
//! ├── queues (family)        ── queue    restarted from the log with backoff; rests when empty
//! ├── book (family)          ── book     restarted from the log with backoff; never rests
//! ├── courier                effects between streams, from its checkpoint
//! └── heart                  says every second that the process is alive, once everything live has come back
//! ```
//!
//! A battle, session, queue or book that panics or loses the log costs its own stream a pause and nobody else anything.
//! The root's own children hold nothing that the log does not have; if one of them fails the process cannot be trusted to
//! deliver, so the root stops everything and [`Tree::stopped`] tells. It does the same when another process has taken the log.

use std::sync::{Arc, OnceLock};

use arena_bus::Bus;
use arena_log::{EventLog, OwnerError, OwnerId, ReadError, ShardId};
use arena_rules::ids::GatewayId;
use arena_rules::matchmaking::{Candidates, Pool};
use arena_rules::time::Time;
use ractor::{Actor, ActorCell, ActorRef, SpawnErr};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;

use crate::arena::Arena;
use crate::clock::Clock;
use crate::courier::{self, Checkpoint, Courier, Doors};
use crate::desk::{self, Desk, DeskDoor, DoorOfBattles};
use crate::door::Door;
use crate::entity::World;
use crate::family::Family;
use crate::heart::Heart;
use crate::judge::Judge;
use crate::limits;
use crate::machine::{BattleMachine, BookMachine, Machine, QueueMachine, SessionMachine};
use crate::revival;
use crate::root::{self, Root};

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
    owner: OwnerId,
    world: Arc<World>,
}

impl Tree {
    /// Claims every shard, starts the actors, and brings back what was live.
    ///
    /// # Errors
    /// Another process holds the log, the log cannot be read, or an actor does not start.
    pub async fn start(config: TreeConfig) -> Result<Self, TreeError> {
        let TreeConfig {
            log,
            bus,
            judge,
            clock,
            owner,
            candidates,
            pool,
        } = config;
        let shards: Vec<ShardId> = ShardId::all().collect();
        let claim = log.claim(owner, &shards).await?;
        let (root, ended) = Actor::spawn(None, Root, ()).await?;
        let world = Arc::new(World {
            root: root.clone(),
            log: log.clone(),
            bus: bus.clone(),
            clock: clock.clone(),
            recoveries: Arc::new(Semaphore::new(limits::RECOVERIES)),
            alive: GatewayId(owner.0),
            unseen_since: claim.previous_seen_at_ms().map(Time),
            claim,
            whole_since: OnceLock::new(),
        });

        let under = root.get_cell();
        let (desk, _) = Actor::spawn_linked(
            None,
            Desk {
                judge: judge.clone(),
            },
            (),
            under,
        )
        .await?;
        let desk_door = DeskDoor::new(desk.clone());
        let mut children = vec![desk.get_cell()];
        let mut hatch = Hatchery {
            world: world.clone(),
            desk: desk_door,
            root: &root,
            children: &mut children,
        };
        let doors = Doors {
            battles: hatch.family(BattleMachine).await?,
            sessions: hatch.family(SessionMachine).await?,
            queues: hatch
                .family(QueueMachine {
                    pool,
                    candidates: candidates.clone(),
                })
                .await?,
            book: hatch.family(BookMachine).await?,
        };
        let opening = desk::Message::Open(DoorOfBattles(doors.battles.clone()));
        desk.cast(opening).map_err(|_| TreeError::Lost)?;

        let checkpoint = Checkpoint::load(log.as_ref()).await?;
        let index = courier::index_to_head(log.as_ref(), &checkpoint).await?;
        let late = revival::bring_back(&doors, &index, pool).await;
        let courier = Courier {
            log: log.clone(),
            doors: doors.clone(),
        };
        let (courier, _) = Actor::spawn_linked(None, courier, checkpoint, root.get_cell()).await?;
        let heart = Heart {
            owner,
            world: world.clone(),
        };
        let (heart, _) = Actor::spawn_linked(None, heart, late, root.get_cell()).await?;
        children.insert(0, courier.get_cell());
        children.insert(1, heart.get_cell());

        let arena = Arena {
            doors,
            judge,
            log: log.clone(),
            bus,
            clock: clock.clone(),
            candidates,
            gateway: world.alive,
        };
        Ok(Self {
            arena,
            root,
            ended,
            children,
            owner,
            world,
        })
    }

    /// Returns when the tree has come down: after [`Tree::stop`], because one of the root's children failed, or because
    /// another process owns the log.
    pub async fn stopped(&mut self) {
        // A join error says that the root panicked: it is down either way.
        (&mut self.ended).await.ok();
    }

    /// Stops the actors in the order of the tree, lets them finish what they have begun, and gives the shards up.
    pub async fn stop(self) {
        for child in &self.children {
            let stopping = child.stop_and_wait(None, Some(limits::STOP_WITHIN));
            if let Err(error) = stopping.await {
                tracing::warn!(%error, "an actor did not stop in time");
            }
        }
        self.root.stop(None);
        if self.world.whole_since.get().is_none() {
            // A release is a sign of life, and there has been none: not everything has come back.
            return;
        }
        let shards: Vec<ShardId> = ShardId::all().collect();
        let now = self.world.clock.now().0;
        if let Err(error) = self.world.log.release(self.owner, &shards, now).await {
            tracing::warn!(%error, "shards were not given up; the next start claims them anyway");
        }
    }
}

struct Hatchery<'a> {
    world: Arc<World>,
    desk: DeskDoor,
    root: &'a ActorRef<root::Message>,
    children: &'a mut Vec<ActorCell>,
}

impl Hatchery<'_> {
    async fn family<M: Machine>(&mut self, machine: M) -> Result<Door<M>, TreeError> {
        let family = Family {
            machine: Arc::new(machine),
            world: self.world.clone(),
            desk: self.desk.clone(),
        };
        let (family, _) = Actor::spawn_linked(None, family, (), self.root.get_cell()).await?;
        self.children.insert(0, family.get_cell());
        Ok(Door::new(family))
    }
}
