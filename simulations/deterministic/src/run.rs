//! Runs a plan, from the first start to the last look.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use arena_bus::codec::ArenaCodec;
use arena_bus::{ArenaEvent, streams};
use arena_log::{EventCodec, EventLog, Positions, ShardId};
use arena_rules::battle;
use arena_rules::ids::BattleId;
use arena_rules::session;
use arena_tree::Clock;
use arena_tree::testing::keep_snapshots_every;
use tokio::task::JoinSet;
use tokio::time::{sleep, sleep_until, timeout_at};

use crate::arena::Arena;
use crate::bug::Planted;
use crate::checks::{Violation, check};
use crate::history::{FinalLog, Happened, History};
use crate::life::Life;
use crate::plan::Plan;
use crate::trace::Line;

/// What came of a plan.
#[derive(Debug, Default)]
pub struct Outcome {
    pub history: History,
    pub log: FinalLog,
    pub counts: BTreeMap<&'static str, u64>,
    /// What went wrong with the simulation itself.
    pub problems: Vec<String>,
}

/// Something that should not have happened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    #[error(transparent)]
    Violated(#[from] Violation),
    #[error("the simulation itself: {0}")]
    Simulation(String),
}

impl Wrong {
    /// Whether another is the same as far as can be told.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Violated(one), Self::Violated(other)) => one.invariant == other.invariant,
            (Self::Simulation(_), Self::Simulation(_)) => true,
            (Self::Violated(_), Self::Simulation(_)) | (Self::Simulation(_), Self::Violated(_)) => {
                false
            }
        }
    }
}

impl Outcome {
    /// Whether everything held that must.
    ///
    /// # Errors
    /// The first that did not.
    pub fn verdict(&self) -> Result<(), Wrong> {
        check(&self.history, &self.log)?;
        match self.problems.first() {
            Some(problem) => Err(Wrong::Simulation(problem.clone())),
            None => Ok(()),
        }
    }

    /// What happened, line by line: the same for the same plan, byte for byte.
    pub fn trace(&self) -> impl Iterator<Item = String> {
        let entries = self.history.entries().iter();
        entries.map(|entry| Line(entry).to_string())
    }
}

/// What was decided has come everywhere after so long.
const SETTLES: Duration = Duration::from_secs(21);

/// Streams are short here, and snapshots are to be met.
const SNAPSHOT_EVERY: u64 = 8;

/// Runs a plan in a runtime of its own.
///
/// # Errors
/// The runtime cannot be made.
pub fn run(plan: &Plan) -> std::io::Result<Outcome> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()?;
    let _planted = Planted::plant(plan.bug);
    keep_snapshots_every(Some(SNAPSHOT_EVERY));
    let outcome = runtime.block_on(simulate(plan));
    runtime.shutdown_background();
    keep_snapshots_every(None);
    Ok(outcome)
}

async fn simulate(plan: &Plan) -> Outcome {
    let arena = Arena::new(plan);
    let mut attending = JoinSet::new();
    arena.attend(&mut attending);
    for node in 0..plan.ahead_ms.len() {
        arena.start(node).await;
    }
    let mut playing = JoinSet::new();
    for number in 0..plan.players {
        if let Some(player) = arena.player(number, plan.length) {
            playing.spawn(player.play());
        }
    }
    let mut faults = JoinSet::new();
    for fault in &plan.faults {
        faults.spawn(arena.clone().suffer(fault.clone()));
    }
    let sky = &arena.sky;
    sleep_until(sky.began + plan.length.healed()).await;
    while faults.join_next().await.is_some() {}
    sky.note(Happened::Healed);
    let over = async { while playing.join_next().await.is_some() {} };
    if timeout_at(sky.began + plan.length.over_by(), over)
        .await
        .is_err()
    {
        let problem = "players are not done long after everything was healed";
        sky.record().problems.push(problem.to_owned());
    }
    sleep(SETTLES).await;
    observe(&arena).await;
    let log = final_log(&arena).await;
    let mut record = std::mem::take(&mut *sky.record());
    count(&log, &mut record.counts);
    Outcome {
        history: record.history,
        log,
        counts: record.counts,
        problems: record.problems,
    }
}

/// Looks at what the processes have in their memories.
async fn observe(arena: &Arena) {
    let sky = &arena.sky;
    let lives = arena.lives();
    for life in &lives {
        let (owner, shards) = (life.owner, life.holdings.shards());
        sky.note(Happened::Holds { owner, shards });
    }
    let has = |life: &&Arc<Life>, stream| {
        let shards = life.holdings.shards();
        shards.contains_key(&ShardId::of(stream))
    };
    let (mut battles, mut players) = (BTreeSet::new(), BTreeSet::new());
    for entry in sky.record().history.entries() {
        let Happened::Stored(event) = &entry.what else {
            continue;
        };
        match ArenaCodec::decode(event.kind, event.schema, &event.data) {
            Ok(ArenaEvent::Battle(_)) => drop(battles.insert(BattleId(event.stream.0))),
            Ok(ArenaEvent::Session(session::Event::Connected { player, .. })) => {
                players.insert(player);
            }
            Ok(ArenaEvent::Session(_) | ArenaEvent::Queue(_) | ArenaEvent::Book(_)) | Err(_) => {}
        }
    }
    for battle in battles {
        let stream = streams::battle(battle);
        let state = match lives.iter().find(|life| has(life, stream)) {
            Some(life) => life.arena.battle_state(battle).await,
            None => None,
        };
        sky.note(Happened::Battle { battle, state });
    }
    for player in players {
        let stream = streams::session(player);
        let state = match lives.iter().find(|life| has(life, stream)) {
            Some(life) => life.arena.session_state(player).await,
            None => None,
        };
        sky.note(Happened::Session { player, state });
    }
}

async fn final_log(arena: &Arena) -> FinalLog {
    let (mut read, mut events) = (Positions::start(), Vec::new());
    while let Ok(page) = arena.store.read_shards(&read, PAGE).await {
        if page.is_empty() {
            break;
        }
        for event in page {
            read.set(event.shard, event.position);
            events.push(event);
        }
    }
    events.sort_by_key(|event| (event.shard, event.position));
    FinalLog {
        events,
        heads: arena.store.heads().await.unwrap_or_default(),
        at: arena.sky.now(),
        now: arena.clock.now(),
    }
}

const PAGE: usize = 1_000;

fn count(log: &FinalLog, counts: &mut BTreeMap<&'static str, u64>) {
    for event in &log.events {
        let event = ArenaCodec::decode(event.kind, event.schema, &event.data);
        let what = match event {
            Ok(ArenaEvent::Battle(battle::Event::Finished { .. })) => "battles finished",
            Ok(ArenaEvent::Battle(battle::Event::Aborted { .. })) => "battles aborted",
            Ok(ArenaEvent::Battle(battle::Event::Extended { .. })) => "battles extended",
            Ok(ArenaEvent::Battle(battle::Event::Forfeited { .. })) => "battles forfeited",
            Ok(_) | Err(_) => continue,
        };
        *counts.entry(what).or_default() += 1;
    }
    let events = u64::try_from(log.events.len()).unwrap_or(u64::MAX);
    *counts.entry("events stored").or_default() += events;
    *counts.entry("simulated seconds").or_default() += log.at.as_secs();
}
