//! A whole arena: its processes with their lives, and its players.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arena_log::MemoryLog;
use arena_rules::ids::PlayerId;
use arena_rules::play::Standing;
use arena_rules::time::Time;
use arena_tree::clock::TokioClock;
use arena_tree::shards::Placement;
use tokio::task::JoinSet;

use crate::bug::Bug;
use crate::gate::Gate;
use crate::history::Happened;
use crate::judge::{Counter, OwnJudge, Queue, QueuedJudge};
use crate::life::{Birth, Life, NodeClock};
use crate::network::Network;
use crate::plan::{Length, Plan};
use crate::player::{Away, Player};
use crate::projector::{ReadModels, project};
use crate::sky::Sky;

/// Where the clock of a simulation begins.
pub(crate) const START: Time = Time(1_700_000_000_000);

pub(crate) struct Arena {
    pub(crate) sky: Sky,
    pub(crate) clock: TokioClock,
    pub(crate) store: MemoryLog,
    pub(crate) network: Network,
    placement: Placement,
    queue: Option<Arc<Queue>>,
    writers: usize,
    slots: Vec<Mutex<Slot>>,
    pub(crate) aways: Vec<Arc<Away>>,
    models: Arc<ReadModels>,
}

/// A place for a process.
pub(crate) struct Slot {
    life: Option<Arc<Life>>,
    pub(crate) clock: Arc<NodeClock>,
    before: u32,
    /// Something is being done to it already.
    busy: bool,
}

impl Arena {
    pub(crate) fn new(plan: &Plan) -> Arc<Self> {
        let clock = TokioClock::starting_at(START);
        let sky = Sky::new(plan.seed);
        let slots = plan.ahead_ms.iter().map(|ahead_ms| {
            Mutex::new(Slot {
                life: None,
                clock: Arc::new(NodeClock::new(clock, *ahead_ms)),
                before: 0,
                busy: false,
            })
        });
        Arc::new(Self {
            network: Network::new(&sky),
            store: match plan.bug.and_then(Bug::of_log) {
                Some(mutant) => MemoryLog::for_members_with_mutant(mutant),
                None => MemoryLog::for_members(),
            },
            placement: placement(),
            queue: plan.judged_from_queue.then(|| Queue::new(&sky)),
            writers: plan.writers,
            slots: slots.collect(),
            aways: (0..plan.players).map(|_| Arc::default()).collect(),
            models: Arc::default(),
            clock,
            sky,
        })
    }

    pub(crate) fn slot(&self, node: usize) -> Option<MutexGuard<'_, Slot>> {
        let slot = self.slots.get(node)?;
        Some(slot.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn lives(&self) -> Vec<Arc<Life>> {
        let lives = (0..self.slots.len()).filter_map(|node| self.slot(node)?.life.clone());
        lives.collect()
    }

    /// Runs everything that is no process and no player.
    pub(crate) fn attend(self: &Arc<Self>, tasks: &mut JoinSet<()>) {
        let sky = self.sky.clone();
        self.store
            .tell(move |event| sky.note(Happened::Stored(event.clone())));
        tasks.spawn(self.network.clone().deliver());
        if let Some(queue) = &self.queue {
            for worker in 0..2 {
                let (arena, dice) = (self.clone(), self.sky.dice(&format!("judge {worker}")));
                let ways = Arc::new(move || {
                    let open: Vec<_> = arena.lives().into_iter().filter(|l| l.is_open()).collect();
                    dice.pick(&open).cloned()
                });
                tasks.spawn(queue.clone().work(ways));
            }
        }
    }

    pub(crate) async fn start(self: &Arc<Self>, node: usize) {
        let Some((before, clock)) = self.slot(node).map(|mut slot| {
            slot.before += 1;
            (slot.before - 1, slot.clock.clone())
        }) else {
            return;
        };
        let (sky, queue) = (self.sky.clone(), self.queue.clone());
        let dice = sky.dice(&format!("judge of node {node}, life {before}"));
        let judge = move |gate: &Arc<Gate>| -> Arc<dyn arena_tree::Judge> {
            match queue {
                Some(queue) => {
                    let gate = gate.clone();
                    Arc::new(QueuedJudge(Arc::new(Counter { queue, gate })))
                }
                None => Arc::new(OwnJudge {
                    sky,
                    dice,
                    gate: gate.clone(),
                }),
            }
        };
        let life = Life::begin(Birth {
            sky: &self.sky,
            store: &self.store,
            network: &self.network,
            placement: &self.placement,
            node,
            before,
            clock,
            writers: self.writers,
            judge: Box::new(judge),
        });
        match life.await {
            Ok(life) => {
                life.spawn(project(life.clone(), self.models.clone()));
                let arena = self.clone();
                let own = life.clone();
                // A trap may end it at any time.
                tokio::spawn(async move {
                    own.way.crashed.notified().await;
                    own.kill(&arena.network).await;
                    arena.forget(&own);
                });
                if let Some(mut slot) = self.slot(node) {
                    slot.life = Some(life);
                }
            }
            Err(error) => self.sky.record().problems.push(format!("n{node}: {error}")),
        }
    }

    pub(crate) fn forget(&self, life: &Arc<Life>) {
        if let Some(mut slot) = self.slot(life.node)
            && slot
                .life
                .as_ref()
                .is_some_and(|here| here.owner == life.owner)
        {
            slot.life = None;
        }
    }

    /// Takes a process that nothing else is being done to.
    pub(crate) fn take(&self, node: usize) -> Option<Arc<Life>> {
        let mut slot = self.slot(node)?;
        if slot.busy {
            return None;
        }
        let life = slot.life.clone()?;
        slot.busy = true;
        Some(life)
    }

    pub(crate) fn leave(&self, node: usize) {
        if let Some(mut slot) = self.slot(node) {
            slot.busy = false;
        }
    }

    pub(crate) fn player(self: &Arc<Self>, number: usize, length: Length) -> Option<Player> {
        let dice = self.sky.dice(&format!("player {number}"));
        let arena = self.clone();
        Some(Player {
            number,
            id: PlayerId(dice.uuid()),
            standing: match dice.chance(85) {
                true => Standing::Registered,
                false => Standing::Guest,
            },
            sky: self.sky.clone(),
            doors: Arc::new(move || {
                let lives = arena.lives().into_iter();
                lives.filter(|life| life.is_open()).collect()
            }),
            dice,
            away: self.aways.get(number)?.clone(),
            length,
        })
    }
}

/// The real placement, which is worked out once for each set of processes.
fn placement() -> Placement {
    type Known =
        BTreeMap<Vec<arena_log::OwnerId>, BTreeMap<arena_log::ShardId, arena_log::OwnerId>>;
    let known: Mutex<Known> = Mutex::default();
    Arc::new(move |nodes| {
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        let placed = known.entry(nodes.to_vec());
        placed
            .or_insert_with(|| arena_bus::placement(nodes))
            .clone()
    })
}
