//! The supervision tree, whole:
//!
//! ```text
//! root                       a failure of one of its children is the process's: it stops, and is started anew
//! ├── desk                   pending submissions on their way to the judge
//! ├── battles (family)       ── battle   restarted from the log with backoff; rests when over and idle
//! ├── sessions (family)      ── session  restarted from the log with backoff; rests when nobody is connected
//! ├── queues (family)        ── queue    restarted from the log with backoff; rests when empty
//! ├── book (family)          ── book     restarted from the log with backoff; never rests
//! ├── courier                effects between streams, from its checkpoint
//! └── heart                  says every second that the process is alive
//! ```
//!
//! A battle, session, queue or book that panics or loses the log costs its own stream a pause and nobody else anything.
//! The root's own children hold nothing that the log does not have; if one of them fails the process cannot be trusted to
//! deliver, so the root stops everything and [`Tree::stopped`] tells.

use std::sync::Arc;

use arena_bus::{Bus, streams};
use arena_log::{Claim, EventLog, OwnerError, OwnerId, ReadError, ShardId};
use arena_rules::battle;
use arena_rules::ids::GatewayId;
use arena_rules::matchmaking::{Candidates, Pool};
use arena_rules::session;
use arena_rules::time::{Span, Time};
use ractor::{Actor, ActorCell, ActorProcessingErr, ActorRef, SpawnErr, SupervisionEvent};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;

use crate::arena::Arena;
use crate::clock::Clock;
use crate::courier::{self, Checkpoint, Courier, Doors};
use crate::desk::{self, Desk, DeskDoor, DoorOfBattles};
use crate::door::Door;
use crate::entity::World;
use crate::envelope::{CommandError, Envelope};
use crate::family::Family;
use crate::judge::Judge;
use crate::limits;
use crate::machine::{BattleMachine, BookMachine, Machine, QueueMachine, SessionMachine};

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
    root: ActorRef<Never>,
    ended: JoinHandle<()>,
    children: Vec<ActorCell>,
    log: Arc<dyn EventLog>,
    owner: OwnerId,
    clock: Arc<dyn Clock>,
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
        let outage = outage(&claim, clock.now());
        log.heartbeat(owner, clock.now().0).await?;
        let world = Arc::new(World {
            log: log.clone(),
            bus: bus.clone(),
            clock: clock.clone(),
            claim,
            recoveries: Arc::new(Semaphore::new(limits::RECOVERIES)),
        });

        let (root, ended) = Actor::spawn(None, Root, ()).await?;
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
            world,
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

        let gateway = GatewayId(owner.0);
        let checkpoint = bring_back(&log, &doors, gateway, outage, pool).await?;
        let courier = Courier {
            log: log.clone(),
            doors: doors.clone(),
        };
        let (courier, _) = Actor::spawn_linked(None, courier, checkpoint, root.get_cell()).await?;
        let heart = Heart {
            log: log.clone(),
            owner,
            clock: clock.clone(),
        };
        let (heart, _) = Actor::spawn_linked(None, heart, (), root.get_cell()).await?;
        children.insert(0, courier.get_cell());
        children.insert(1, heart.get_cell());

        let arena = Arena {
            doors,
            judge,
            log: log.clone(),
            bus,
            clock: clock.clone(),
            candidates,
            gateway,
        };
        Ok(Self {
            arena,
            root,
            ended,
            children,
            log,
            owner,
            clock,
        })
    }

    /// Returns when the tree has come down: after [`Tree::stop`], or because one of the root's children failed.
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
        let shards: Vec<ShardId> = ShardId::all().collect();
        if let Err(error) = self
            .log
            .release(self.owner, &shards, self.clock.now().0)
            .await
        {
            tracing::warn!(%error, "shards were not given up; the next start claims them anyway");
        }
    }
}

/// How long nobody owned the log before this claim.
fn outage(claim: &Claim, now: Time) -> Span {
    claim
        .previous_seen_at_ms()
        .map_or(Span::ZERO, |seen| Span((now.0 - seen).max(0)))
}

struct Hatchery<'a> {
    world: Arc<World>,
    desk: DeskDoor,
    root: &'a ActorRef<Never>,
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

/// Reads the log from the courier's checkpoint and wakes what was live: battles get the outage back, sessions lose the
/// connections of dead gateways, the queue and the book come up.
async fn bring_back(
    log: &Arc<dyn EventLog>,
    doors: &Doors,
    gateway: GatewayId,
    outage: Span,
    pool: Pool,
) -> Result<Checkpoint, TreeError> {
    let checkpoint = Checkpoint::load(log.as_ref()).await?;
    let index = courier::index_to_head(log.as_ref(), &checkpoint).await?;
    doors.queues.revive(streams::queue(pool));
    doors.book.revive(streams::book());
    for battle in index.battles() {
        let stream = streams::battle(battle);
        let command = battle::Command::TakeOver { outage };
        let envelope = Envelope::effect(gateway.0, stream.0, gateway.0, command);
        settled("battle", doors.battles.ask(stream, envelope).await);
    }
    for player in index.sessions() {
        let stream = streams::session(player);
        let command = session::Command::Sweep { alive: gateway };
        let envelope = Envelope::effect(gateway.0, stream.0, gateway.0, command);
        settled("session", doors.sessions.ask(stream, envelope).await);
    }
    Ok(checkpoint)
}

fn settled<T, R: std::error::Error>(machine: &str, answer: Result<T, CommandError<R>>) {
    match answer {
        Ok(_) | Err(CommandError::Rejected(_) | CommandError::IdReused) => {}
        Err(CommandError::Busy { .. } | CommandError::Unavailable) => {
            tracing::warn!(
                machine,
                "an actor was slow to come back; its supervisor goes on trying"
            );
        }
    }
}

/// The root has no messages of its own.
enum Never {}

struct Root;

impl Actor for Root {
    type Msg = Never;
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<Never>, (): ()) -> Result<(), ActorProcessingErr> {
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        myself: ActorRef<Never>,
        event: SupervisionEvent,
        (): &mut (),
    ) -> Result<(), ActorProcessingErr> {
        match event {
            SupervisionEvent::ActorFailed(actor, error) => {
                tracing::error!(actor = %actor.get_id(), %error, "a pillar of the tree failed: stopping");
                myself.stop(Some("a child failed".to_owned()));
            }
            SupervisionEvent::ActorTerminated(..)
            | SupervisionEvent::ActorStarted(_)
            | SupervisionEvent::ProcessGroupChanged(_) => {}
        }
        Ok(())
    }
}

/// Records that this process is alive, so that the next owner knows how long nobody was.
struct Heart {
    log: Arc<dyn EventLog>,
    owner: OwnerId,
    clock: Arc<dyn Clock>,
}

struct Beat;

impl Actor for Heart {
    type Msg = Beat;
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, myself: ActorRef<Beat>, (): ()) -> Result<(), ActorProcessingErr> {
        myself.send_interval(limits::HEARTBEAT, || Beat);
        Ok(())
    }

    async fn handle(
        &self,
        _: ActorRef<Beat>,
        Beat: Beat,
        (): &mut (),
    ) -> Result<(), ActorProcessingErr> {
        if let Err(error) = self.log.heartbeat(self.owner, self.clock.now().0).await {
            tracing::warn!(%error, "heartbeat failed");
        }
        Ok(())
    }
}
