//! What bringing a long battle back costs: `cargo run --release -p arena-tree --example bench_replay`.
//!
//! A battle of 10,000 events, five times as long as the rules let two players make one, is written through the codec to
//! SQLite and to a PostgreSQL server of its own, while other battles are written too. Each round starts the actors anew and
//! asks for the battle, whose actor reads and folds its stream first; beside it the driver alone reads the same rows. The
//! stores take turns, so that a noisy machine disturbs both alike.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run must fail")]

mod battle;

use std::sync::Arc;

use arena_bus::{Bus, streams};
use arena_log::testing::{PlainReader, PostgresServer, claim_all, fsync_ms, processor_ms, spread};
use arena_log::{
    EventLog, OwnerId, PostgresLog, PostgresOptions, SqliteLog, SqliteOptions, Version,
};
use arena_rules::battle::Judgement;
use arena_rules::ids::PlayerId;
use arena_rules::matchmaking::{Candidates, Pool};
use arena_rules::play::{Goal, Language, Mode};
use arena_tree::limits;
use arena_tree::tree::Tree;
use arena_tree::{Judge, JudgeRefusal, JudgeRequest, SystemClock, TreeConfig};
use async_trait::async_trait;
use tokio::sync::watch;
use tokio::time::Instant;
use uuid::Uuid;

const ROUNDS: usize = 21;
const EVENTS: usize = 10_000;
const TARGET_MS: u32 = 50;

#[tokio::main]
async fn main() {
    // In a task of its own, as the gateway's are.
    tokio::spawn(run()).await.unwrap();
}

async fn run() {
    let rounds = std::env::args()
        .nth(1)
        .map_or(ROUNDS, |rounds| rounds.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let server = PostgresServer::start().await;
    let mut stores = [
        Store::sqlite(&SqliteOptions::new(&folder.path().join("log.db"))).await,
        Store::postgres(&PostgresOptions::new(server.database().await.url()).unwrap()).await,
    ];
    let appends = battle::appends(EVENTS);
    let bytes: usize = appends.iter().map(arena_log::Append::bytes).sum();
    println!("{EVENTS} events, {:.1} MB of payloads", bytes as f64 / 1e6);
    for store in &stores {
        let (_, claim) = claim_all(&*store.log).await;
        battle::write(&*store.log, &claim, &appends).await;
    }

    let mut fsync = Vec::new();
    // The first round warms up and does not count.
    for round in 0..=rounds {
        let fsynced = fsync_ms(folder.path());
        for store in &mut stores {
            let taken = store.round().await;
            if round > 0 {
                store.rounds.push(taken);
            }
        }
        if round > 0 {
            fsync.push(fsynced);
        }
    }
    println!("{rounds} rounds; median [lowest–highest]; target of a replay ≤ {TARGET_MS} ms");
    println!(
        "fsync of 8 KiB                      {} ms",
        spread(&fsync, 3)
    );
    for store in stores {
        store.print();
        store.log.close().await;
    }
}

/// A log with the battle in it.
struct Store {
    name: &'static str,
    log: Arc<dyn EventLog>,
    plain: PlainReader,
    rounds: Vec<[Taken; 3]>,
}

impl Store {
    async fn sqlite(options: &SqliteOptions) -> Self {
        let log = Arc::new(SqliteLog::open(options.clone()).await.unwrap());
        Self::new("SQLite", log, PlainReader::sqlite(options).await)
    }

    async fn postgres(options: &PostgresOptions) -> Self {
        let log = Arc::new(PostgresLog::open(options.clone()).await.unwrap());
        Self::new("PostgreSQL", log, PlainReader::postgres(options).await)
    }

    fn new(name: &'static str, log: Arc<dyn EventLog>, plain: PlainReader) -> Self {
        Self {
            name,
            log,
            plain,
            rounds: Vec::new(),
        }
    }

    /// The driver alone, the log's reader, and the actor: from none to one that has recovered and answered.
    async fn round(&mut self) -> [Taken; 3] {
        let stream = streams::battle(battle::id());
        let timer = Timer::start();
        assert_eq!(self.plain.rows(stream).await, EVENTS);
        let rows = timer.taken();

        let timer = Timer::start();
        let mut version = Version::ZERO;
        loop {
            let page = self.log.read_stream(stream, version, limits::RECOVERY_PAGE);
            match page.await.unwrap().last() {
                Some(last) => version = last.version,
                None => break,
            }
        }
        assert_eq!(version.0, EVENTS as u64);
        let read = timer.taken();

        let tree = Tree::start(config(self.log.clone())).await.unwrap();
        let timer = Timer::start();
        let state = tree.arena.battle_state(battle::id()).await;
        let replayed = timer.taken();
        battle::assert_whole(&state.unwrap());
        tree.stop().await;
        [rows, read, replayed]
    }

    fn print(&self) {
        let steps = ["plain read of the rows", "read through the log", "replay"];
        for (step, name) in steps.into_iter().enumerate() {
            let each = |pick: fn(&Taken) -> f64| -> Vec<f64> {
                self.rounds.iter().map(|round| pick(&round[step])).collect()
            };
            let of_plain: Vec<f64> = self
                .rounds
                .iter()
                .map(|round| round[step].ms / round[0].ms)
                .collect();
            println!(
                "{:10} {name:24} {} ms; {} ms of processor time here; {} × plain",
                self.name,
                spread(&each(|taken| taken.ms), 1),
                spread(&each(|taken| taken.processor_ms), 1),
                spread(&of_plain, 2),
            );
        }
    }
}

/// What a step took, and how long this process's threads ran for it: a PostgreSQL server's work is not in that.
struct Taken {
    ms: f64,
    processor_ms: f64,
}

struct Timer {
    start: Instant,
    processor_ms: f64,
}

impl Timer {
    fn start() -> Self {
        Self {
            start: Instant::now(),
            processor_ms: processor_ms(),
        }
    }

    fn taken(&self) -> Taken {
        Taken {
            ms: self.start.elapsed().as_secs_f64() * 1000.0,
            processor_ms: processor_ms() - self.processor_ms,
        }
    }
}

fn config(log: Arc<dyn EventLog>) -> TreeConfig {
    let (_, candidates) = watch::channel(Candidates::default());
    TreeConfig {
        log,
        bus: Bus::default(),
        judge: Arc::new(NoJudge),
        clock: Arc::new(SystemClock),
        owner: OwnerId(Uuid::new_v4()),
        candidates,
        pool: Pool {
            mode: Mode::OneOnOne,
            goal: Goal::Fastest,
        },
    }
}

/// The battle is over: nothing waits for a verdict.
struct NoJudge;

#[async_trait]
impl Judge for NoJudge {
    fn admits(&self, _: PlayerId, _: &Language) -> Result<(), JudgeRefusal> {
        Ok(())
    }

    async fn judge(&self, _: JudgeRequest) -> Result<Judgement, JudgeRefusal> {
        Err(JudgeRefusal::Unavailable {
            reason: "there is none".to_owned(),
        })
    }
}
